"""Labels that the classifier doubts: what it says of messages by authors it has not learned from, against the label.

A doubt is no proof: a person rules on each (`doubts` prints them, `rule` writes what was ruled and keeps what stood).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from tellcheck_model.corpus.labels import Labels, read_labels, with_labels
from tellcheck_model.corpus.second import messages_of
from tellcheck_model.rubric import Rubric
from tellcheck_model.train import HeldOut

SURE = 0.9  # a label that is missing is doubted from here, one that is given below 1 - SURE


def doubts(held_out: HeldOut, most: int) -> Iterator[str]:
    """Yield, by message, the lines whose labels are doubted most: text | labels | + missing or - given signals."""
    gap = np.abs(held_out.signals - held_out.truth_signals)
    rows, columns = np.nonzero(gap > SURE)
    places = [(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(places, key=lambda place: -gap[place])[:most]:
        by_row.setdefault(row, []).append(column)
    starts = [*map(int, held_out.starts), len(held_out.signals)]
    for message, (start, end) in zip(held_out.messages, pairwise(starts), strict=True):
        doubted = [row for row in range(start, end) if row in by_row]
        if doubted:
            yield f"@ {message.id} · {message.channel}"
        for row in doubted:
            number = row - start + (0 if message.has_subject else 1)
            sentence = message.sentences[row - start]
            names = [held_out.labels.signals[column] for column in by_row[row]]
            marks = [f"-{name}" if name in sentence.signals else f"+{name}" for name in names]
            yield f"{number} {sentence.text} | {' '.join(sorted(sentence.signals)) or '-'} | {' '.join(marks)}"


def rule(files: Iterable[Path], rulings: Path, record: Path, rubric: Rubric) -> int:
    """Write the ruled lines into the messages and what stood there into `record`; return how many lines changed."""
    ruled = read_labels(rulings, rubric)
    changes: list[dict[str, Any]] = []
    for path in files:
        messages = messages_of(path)
        changed = [_ruled(message, ruled.get(message["id"]), changes, rubric) for message in messages]
        if changed != messages:
            path.write_text("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in changed), "utf-8")
    record.parent.mkdir(exist_ok=True)
    with record.open("a", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(change, ensure_ascii=False)}\n" for change in changes)
    return len(changes)


def _ruled(
    message: dict[str, Any], rulings: Labels | None, changes: list[dict[str, Any]], rubric: Rubric
) -> dict[str, Any]:
    labels = Labels.of(message, rubric)
    for number in _lines(rulings):
        was, now = sorted(labels.signals.get(number, [])), (rulings.signals.get(number, []) if rulings else [])
        if was == now:
            continue
        changes.append({"id": message["id"], "line": number, "was": was, "now": now})
        for name, values in (("signals", labels.signals), ("commitments", labels.commitments)):
            values.pop(number, None)
            values |= {key: value for key, value in getattr(rulings, name).items() if key == number}
    return with_labels(message, labels, rubric) if rulings else message


def _lines(rulings: Labels | None) -> Sequence[int]:
    return sorted(int(place) for place in rulings.places if place.isdigit()) if rulings else ()
