"""What training learns from, as arrays: sentences with their answers, examples of the rubric, recipients' answers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tellcheck_model.classifier import Labels
from tellcheck_model.features import Families, families_of
from tellcheck_model.messages import Message, Reply, read_messages, read_replies
from tellcheck_model.rubric import STAGES, Example, Rubric, read_examples, read_rubric
from tellcheck_model.segments import segments_of

OUTREACH = "outreach"  # the first verdict on a message, before the headlines


@dataclass(frozen=True)
class TrainingSet:
    """Columns of `truth`: signals, commitments, verdicts and stages; NaN where nothing was judged."""

    rubric: Rubric
    labels: Labels
    families: Families
    messages: tuple[Message, ...]
    sentences: tuple[str, ...]
    sentence_authors: tuple[str, ...]
    is_subject: tuple[bool, ...]
    rows_of_messages: tuple[tuple[int, ...], ...]
    truth: NDArray[np.float64]
    message_authors: tuple[str, ...]
    verdicts: NDArray[np.float64]
    examples: tuple[str, ...]
    example_truth: NDArray[np.float64]
    replies: tuple[str, ...]
    reply_authors: tuple[str, ...]
    reply_resistances: tuple[int, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the first stage's labels."""
        return (*self.labels.signals, *self.labels.commitments, *self.labels.verdicts, *self.labels.stages)

    def size(self) -> dict[str, int]:
        """Return how many messages, authors, sentences and answers of recipients there are."""
        return {
            "messages": len(self.messages),
            "authors": len(set(self.message_authors)),
            "sentences": len(self.sentences),
            "replies": len(self.replies),
        }

    def without(self, ids: frozenset[str]) -> tuple[TrainingSet, NDArray[np.int64]]:
        """Return the set without these messages, and the numbers that its sentences have in this one."""
        kept = [number for number, message in enumerate(self.messages) if message.id not in ids]
        rows = [row for number in kept for row in self.rows_of_messages[number]]
        ends = np.cumsum([0, *(len(self.rows_of_messages[number]) for number in kept)])
        part = replace(
            self,
            messages=tuple(self.messages[number] for number in kept),
            sentences=tuple(self.sentences[row] for row in rows),
            sentence_authors=tuple(self.sentence_authors[row] for row in rows),
            is_subject=tuple(self.is_subject[row] for row in rows),
            rows_of_messages=tuple(tuple(range(a, b)) for a, b in pairwise(ends)),
            truth=self.truth[rows],
            message_authors=tuple(self.message_authors[number] for number in kept),
            verdicts=self.verdicts[kept],
        )
        return part, np.array(rows, dtype=np.int64)


def read_training_set(folder: Path) -> TrainingSet:
    """Return the training set of a training_data folder; RubricError and MessagesError list what is wrong with it."""
    rubric = read_rubric(folder)
    messages = read_messages(folder / "messages", rubric)
    replies = read_replies(folder / "replies", rubric)
    examples = [example for example in read_examples(folder) if example.role in ("flagged", "allowed")]
    lexicon = tomllib.loads((folder / "lexicon.toml").read_text("utf-8"))
    return training_set(rubric, messages, replies, examples, families_of(lexicon))


def training_set(
    rubric: Rubric, messages: list[Message], replies: list[Reply], examples: list[Example], families: Families
) -> TrainingSet:
    """Return the arrays for messages, replies and examples that were read."""
    labels = Labels(
        signals=tuple(rubric.signals),
        commitments=tuple(rubric.commitments),
        verdicts=(OUTREACH, *rubric.headlines),
        stages=STAGES,
        resistances=tuple(rubric.resistances),
    )
    rows_of_messages: list[tuple[int, ...]] = []
    truth: list[list[float]] = []
    for message in messages:
        start = len(truth)
        truth += [_answers(message, i, labels) for i in range(len(message.sentences))]
        rows_of_messages.append(tuple(range(start, len(truth))))
    answers = _received(messages, replies, labels)
    segments = [segment for example in examples for segment in _segments(example)]
    known = [_known(example, labels, rubric) for example in examples for _ in _segments(example)]
    return TrainingSet(
        rubric=rubric,
        labels=labels,
        families=families,
        messages=tuple(messages),
        sentences=tuple(s.text for m in messages for s in m.sentences),
        sentence_authors=tuple(m.author for m in messages for _ in m.sentences),
        is_subject=tuple(m.has_subject and i == 0 for m in messages for i in range(len(m.sentences))),
        rows_of_messages=tuple(rows_of_messages),
        truth=np.array(truth, dtype=np.float64),
        message_authors=tuple(m.author for m in messages),
        verdicts=np.array(
            [[m.outreach, *(m.headlines[id] for id in rubric.headlines)] for m in messages], dtype=np.float64
        ),
        examples=tuple(segments),
        example_truth=np.array(known, dtype=np.float64).reshape(len(known), len(truth[0])),
        replies=tuple(text for text, _, _ in answers),
        reply_authors=tuple(author for _, author, _ in answers),
        reply_resistances=tuple(resistance for _, _, resistance in answers),
    )


def _answers(message: Message, number: int, labels: Labels) -> list[float]:
    sentence = message.sentences[number]
    signals = [float(signal in sentence.signals) for signal in labels.signals]
    asked = sentence.commitment
    commitments = [float(asked == id) if asked else np.nan for id in labels.commitments]
    verdicts = [float(message.outreach), *(float(message.headlines[id]) for id in labels.verdicts[1:])]
    stages = [float(message.stage == stage) if message.stage else np.nan for stage in labels.stages]
    return [*signals, *commitments, *verdicts, *stages]


def _known(example: Example, labels: Labels, rubric: Rubric) -> list[float]:
    """An example says one thing about one signal, and a tell is one only in outreach; all else is unknown."""
    signals = [float(example.role == "flagged") if signal == example.signal else np.nan for signal in labels.signals]
    sells = example.role == "flagged" and rubric.signals[example.signal].kind == "tell"
    verdicts = [1.0 if sells and id == OUTREACH else np.nan for id in labels.verdicts]
    return [*signals, *[np.nan] * len(labels.commitments), *verdicts, *[np.nan] * len(labels.stages)]


def _segments(example: Example) -> list[str]:
    """Return the segments of the example that its mark covers by more than half."""
    found = []
    for segment in segments_of(example.text):
        shared = min(segment.end, example.end) - max(segment.start, example.start)
        if 2 * shared > min(segment.end - segment.start, example.end - example.start):
            found.append(segment.text)
    return found


def _received(messages: list[Message], replies: list[Reply], labels: Labels) -> list[tuple[str, str, int]]:
    number = {id: i for i, id in enumerate(labels.resistances)}
    found = {reply.text: (reply.text, reply.author, number[reply.resistance]) for reply in replies}
    for message in messages:
        for received, resistance in zip(message.thread, message.resistances, strict=True):
            if resistance is not None and received.sender == "recipient":
                found.setdefault(received.text, (received.text, message.author, number[resistance]))
    return list(found.values())
