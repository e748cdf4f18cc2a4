"""What the encoder learns from: the sentences of some files of messages, the rubric's examples, recipients' answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tellcheck_model.training_set import TrainingSet


@dataclass(frozen=True)
class Lessons:
    """Texts with their answers for every label (1, 0, NaN where not judged), and the messages they come from."""

    texts: tuple[str, ...]
    truth: NDArray[np.float64]
    messages: tuple[str, ...]


def lessons_of(data: TrainingSet, folder: Path, files: Sequence[str]) -> Lessons:
    """Return the lessons in these files of the folder.

    Answers of recipients count where no other file's author received them, so that what is left out stays unseen.
    """
    lines = [line for file in files for line in (folder / f"{file}.jsonl").read_text("utf-8").split("\n") if line]
    ids = {json.loads(line)["id"] for line in lines}
    chosen = [number for number, message in enumerate(data.messages) if message.id in ids]
    rows = [row for number in chosen for row in data.rows_of_messages[number]]
    unseen = {message.author for message in data.messages if message.id not in ids}
    heard = [i for i, author in enumerate(data.reply_authors) if author not in unseen]
    answers = (rows, data.examples, heard)
    truth = np.full((sum(map(len, answers)), len(data.columns) + len(data.labels.resistances)), np.nan)
    truth[: len(rows), : len(data.columns)] = data.truth[rows]
    at = len(rows) + len(data.examples)
    truth[len(rows) : at, : len(data.columns)] = data.example_truth
    said = np.array([data.reply_resistances[i] for i in heard])
    truth[at:, len(data.columns) :] = said[:, None] == np.arange(len(data.labels.resistances))
    texts = (*(data.sentences[row] for row in rows), *data.examples, *(data.replies[i] for i in heard))
    return Lessons(texts, truth, tuple(data.messages[number].id for number in chosen))
