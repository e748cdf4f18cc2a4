"""The reviewer: a draft in, its review out; the same review for the same text everywhere."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from tellcheck_model.checks import diagnoses
from tellcheck_model.classifier import Classifier
from tellcheck_model.context import Situation, Variants
from tellcheck_model.errors import DeadlineExceeded
from tellcheck_model.judgement import FEWEST_WORDS, Circumstances, Judge, Judgement
from tellcheck_model.language import language_of
from tellcheck_model.messages import ThreadMessage
from tellcheck_model.rubric import Rubric
from tellcheck_model.segments import segments_of
from tellcheck_model.stack import Matrix
from tellcheck_model.text import plain, word_count
from tellcheck_model.thread import Thread, read_thread
from tellcheck_model.wording import Place, Review, abstained, worded


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be reviewed. `stage` and `language` are inferred when None; the thread is oldest first."""

    text: str
    channel: str
    subject: str | None = None
    stage: str | None = None
    language: str | None = None
    thread: tuple[ThreadMessage, ...] = ()


_ROWS_AT_MOST = 12_000  # segments read for all what-ifs of a draft together: 100 findings among 120 sentences


_REVIEWERS: WeakSet[Reviewer] = WeakSet()


def _rest_before_fork() -> None:
    """Let the encoders' sessions go: their threads would not live in the child, which would wait for them for ever."""
    for reviewer in list(_REVIEWERS):
        reviewer._classifier.encoder._loaded = None  # it is loaded again, here and there, by the next review


if hasattr(os, "register_at_fork"):  # a server loads and warms the model, then forks its workers
    os.register_at_fork(before=_rest_before_fork)


@dataclass(frozen=True)
class _Message:
    """The segments of a draft as the classifier's first stage sees them."""

    draft: Draft
    odds: Matrix
    is_subject: NDArray[np.bool_]
    language: str


class Reviewer:
    """Reviews drafts with one bundle. Safe to share between threads: it keeps no state but caches in memory."""

    def __init__(self, classifier: Classifier, rubric: Rubric, bundle_id: str) -> None:
        self.rubric = rubric
        self.bundle_id = bundle_id
        self._classifier = classifier
        self._judge = Judge(classifier, rubric)
        self._nothing = np.zeros(len(classifier.labels.resistances), dtype=np.float32)
        _REVIEWERS.add(self)

    def review(self, draft: Draft, wording: str | None = None, deadline: float | None = None) -> Review:
        """Return the review of a draft, worded in `wording` (`en` or `es`), else in the draft's language.

        `deadline` is a value of `time.monotonic()`; DeadlineExceeded is raised when it has passed.
        """
        places = _places(draft)
        words = [word_count(plain(place.text)) for place in places]
        language = draft.language or language_of(f"{draft.subject}\n{draft.text}" if draft.subject else draft.text)
        wording = wording or language or "en"
        thread = self._thread(draft)
        reason = "language" if language is None else "too_short" if sum(words) < FEWEST_WORDS else None
        if reason or not places:
            return abstained(self.rubric, self.bundle_id, language, wording, reason or "too_short", thread)
        _in_time(deadline)
        odds = self._classifier.odds([place.text for place in places])
        _in_time(deadline)
        circumstances = Circumstances(draft.channel, thread, self._diagnosed(draft), words)
        whole = tuple(range(len(places)))
        message = _Message(draft, odds, np.array([place.where == "subject" for place in places]), language or "en")
        judgement = self._judged(message, [whole], circumstances)[0]
        _in_time(deadline)
        left_out = _worth_leaving_out(judgement)
        shortened = [tuple(i for i in whole if i != out) for out in left_out]
        without = dict(zip(left_out, self._judged(message, shortened, circumstances), strict=True))
        return worded(
            self.rubric,
            self.bundle_id,
            language or "en",
            wording,
            places,
            judgement,
            self._judge.chances(judgement),
            without,
            thread,
        )

    def _judged(
        self, message: _Message, variants: Sequence[tuple[int, ...]], circumstances: Circumstances
    ) -> list[Judgement]:
        """Return the judgement of each variant of the message, given as the numbers of its segments."""
        if not variants:
            return []
        draft, thread = message.draft, circumstances.thread
        batch = Variants.of(variants)
        stages = self._stages(message, thread, batch)
        situations = {
            stage: Situation(
                channel=draft.channel,
                stage=stage,
                language=message.language,
                resistance=thread.resistance if thread else self._nothing,
                from_recipient=bool(thread and thread.has_theirs),
                from_sender=bool(thread and thread.has_ours),
            ).features()
            for stage in set(stages)
        }
        words = np.array(circumstances.words, dtype=np.int64)
        reading = self._classifier.read(
            words, message.odds, message.is_subject, np.stack([situations[stage] for stage in stages]), batch
        )
        return [self._judge.judge(reading, number, stage, circumstances) for number, stage in enumerate(stages)]

    def _stages(self, message: _Message, thread: Thread | None, variants: Variants) -> list[str]:
        known = message.draft.stage or (thread and ("reply" if thread.last else "follow_up"))
        return [known] * len(variants.starts) if known else self._classifier.stages_of(message.odds, variants)

    def _thread(self, draft: Draft) -> Thread | None:
        if not draft.thread:
            return None
        names = self._classifier.labels.resistances
        return read_thread(draft.thread, self._classifier.resistance_of, names, self.rubric)

    def _diagnosed(self, draft: Draft) -> bool:
        """Whether one of our earlier messages asked about their situation."""
        ours = [s.text for m in draft.thread if m.sender == "sender" for s in segments_of(m.text)]
        if not ours:
            return False
        signals = self._classifier.labels.signals
        odds = self._classifier.odds(ours)[:, : len(signals)]
        return any(diagnoses(frozenset(signals[j] for j in np.flatnonzero(row > 0))) for row in odds)


def _places(draft: Draft) -> list[Place]:
    """Return the segments of the draft, the subject first."""
    subject = (draft.subject or "").strip()
    found = []
    if subject and draft.subject:
        start = draft.subject.index(subject)
        found.append(Place("subject", start, start + len(subject), subject, draft.subject))
    return found + [Place("draft", s.start, s.end, s.text, draft.text) for s in segments_of(draft.text)]


def _worth_leaving_out(judgement: Judgement) -> list[int]:
    """Return the segments whose what-if is computed: those with findings, in a very long draft the first of them.

    A message of one segment has none, since nothing would be left of it.
    """
    count = len(judgement.segments)
    found = [i for i, signals in zip(judgement.segments, judgement.signals, strict=True) if signals]
    return found[: _ROWS_AT_MOST // count] if count > 1 else []


def _in_time(deadline: float | None) -> None:
    if deadline is not None and time.monotonic() > deadline:
        raise DeadlineExceeded("the review took too long; shorten the draft or try again")
