"""Two people label every message: what `blind`, `compare` and `settle` do with their labels, and how far they agree."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import cohen_kappa_score, f1_score

from tellcheck_model.corpus.labels import Labels, LabelsError, differences, read_labels, settled, with_labels
from tellcheck_model.rubric import Rubric

Message = dict[str, Any]


def messages_of(path: Path) -> list[Message]:
    """Return the messages of a file of the corpus."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def compare(messages: Iterable[Message], second: dict[str, Labels], rubric: Rubric) -> Iterator[str]:
    """Yield, for each message that was labelled twice, where the two differ; whose label stands first takes turns."""
    turn = False
    for message in messages:
        if message["id"] not in second:
            continue
        pair = Labels.of(message, rubric), second[message["id"]]
        lines = list(differences(message, *(reversed(pair) if turn else pair)))
        if lines:
            yield f"@ {message['id']} · {message['channel']}"
            yield from lines
            yield ""
            turn = not turn


def settle(path: Path, second: Path, rulings: Path, folder: Path, rubric: Rubric) -> int:
    """Write the settled labels into the messages and both people's into `folder`; return how many messages.

    LabelsError names what is not settled or does not fit; nothing is written then.
    """
    seconds, ruled = read_labels(second, rubric), read_labels(rulings, rubric)
    messages, records = messages_of(path), []
    for number, message in enumerate(messages):
        if message["id"] not in seconds:
            continue
        first, other = Labels.of(message, rubric), seconds[message["id"]]
        labels = settled(first, other, ruled.get(message["id"], Labels()), message, rubric)
        messages[number] = with_labels(message, labels, rubric)
        records.append({"id": message["id"], "first": first.to_json(), "second": other.to_json()})
    unknown = seconds.keys() - {message["id"] for message in messages}
    if unknown:
        raise LabelsError(f"{second.name}: {path.name} has no message {sorted(unknown)[0]}")
    folder.mkdir(exist_ok=True)
    _write(path, messages)
    kept = folder / path.name
    old = [record for record in messages_of(kept) if record["id"] not in seconds] if kept.exists() else []
    _write(kept, sorted([*old, *records], key=lambda record: record["id"]))
    return len(records)


def _write(path: Path, records: Iterable[Message]) -> None:
    path.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records), "utf-8")


def agreement(folder: Path, messages: Iterable[Message], rubric: Rubric) -> dict[str, dict[str, float]]:
    """Return for each label how far two people agree: F1 of one against the other, kappa, how often given, of how many.

    Signals, commitments and resistances by line, headlines and outreach by message.
    """
    by_id = {message["id"]: message for message in messages}
    pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl")):
        for record in messages_of(path):
            if record["id"] in by_id:
                both = Labels.from_json(record["first"]), Labels.from_json(record["second"])
                for label, one, other in _answers(by_id[record["id"]], both, rubric):
                    pairs[label].append((int(one), int(other)))
    figures = {}
    for label, answers in pairs.items():
        first, second = np.array(answers).T
        kappa = cohen_kappa_score(first, second) if len({*first, *second}) > 1 else 1.0
        figures[label] = {
            "f1": float(f1_score(first, second, zero_division=1.0)),
            "kappa": float(kappa),
            "given": float((first.sum() + second.sum()) / 2),
            "pairs": float(len(answers)),
        }
    return figures


def _answers(message: Message, both: tuple[Labels, Labels], rubric: Rubric) -> Iterator[tuple[str, bool, bool]]:
    first, second = both
    yield "outreach", first.outreach, second.outreach
    for digit, id in enumerate(rubric.headlines):
        yield id, first.headlines[digit : digit + 1] == "1", second.headlines[digit : digit + 1] == "1"
    for number in range(len(message["sentences"]) + 1):
        signals = [labels.signals.get(number, ()) for labels in both]
        yield from ((id, id in signals[0], id in signals[1]) for id in rubric.signals)
        asked = [labels.commitments.get(number) for labels in both]
        if all(asked):
            yield from ((id, asked[0] == id, asked[1] == id) for id in rubric.commitments)
    for number in {*first.resistances, *second.resistances}:
        heard = [labels.resistances.get(number) for labels in both]
        yield from ((f"resistance {id}", heard[0] == id, heard[1] == id) for id in rubric.resistances)
