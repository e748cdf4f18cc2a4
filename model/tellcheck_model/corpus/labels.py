"""The labels of a message apart from its text, so that two people's labels of it can be compared and settled.

A labeller writes plain lines for a message that `blind` has shown without its labels:

    @ b09-en-001
    t1 later                      resistance of message 1 of the thread
    0 pretext                     the subject is line 0
    4 pitch_ask ask : time        signals of sentence 4, and its commitment; '4 -' says that it has none
    = 111                         the headlines in the order of the rubric, or '= no outreach'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tellcheck_model.corpus.format import ASKING, NOT_OUTREACH
from tellcheck_model.rubric import Rubric

LINE = re.compile(r"^(\d+)\s+(-|[a-z_ ]*?)\s*(?::\s*([a-z_]+))?$")
HEARD = re.compile(r"^t(\d+)\s+([a-z_]+)$")
HEADS = re.compile(r"^=\s*([01]{3}|no outreach)$")


class LabelsError(ValueError):
    """A line that is no line of labels; the text names file, line and reason."""


@dataclass
class Labels:
    """A person's labels: signals by sentence (0 is the subject), commitments, resistances and headlines."""

    signals: dict[int, list[str]] = field(default_factory=dict)
    commitments: dict[int, str] = field(default_factory=dict)
    resistances: dict[int, str] = field(default_factory=dict)
    headlines: str = ""  # three digits
    outreach: bool = True
    places: set[str] = field(default_factory=set, compare=False)  # the lines that were named: '4', 't1', '='

    @classmethod
    def of(cls, message: dict[str, Any], rubric: Rubric) -> Labels:
        """Return the labels that stand in a message."""
        lines: list[tuple[int, list[str], str | None]] = [(0, message["subject_signals"], None)]
        lines += [(i, each["signals"], each["commitment"]) for i, each in enumerate(message["sentences"], 1)]
        return cls(
            signals={i: sorted(signals) for i, signals, _ in lines if signals},
            commitments={i: commitment for i, _, commitment in lines if commitment},
            resistances={i: m["resistance"] for i, m in enumerate(message["thread"], 1) if m.get("resistance")},
            headlines="".join(str(int(message["headlines"][id])) for id in rubric.headlines),
            outreach=bool(message.get("outreach", message["stage"] != NOT_OUTREACH)),
        )

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Labels:
        """Return the labels as `to_json` wrote them."""
        signals, commitments, resistances = ({int(key): value for key, value in record[name].items()} for name in KEYED)
        return cls(signals, commitments, resistances, record["headlines"], record["outreach"])

    def to_json(self) -> dict[str, Any]:
        """Return the labels as JSON, lines without a label left out."""
        keyed = {name: {str(key): value for key, value in sorted(getattr(self, name).items())} for name in KEYED}
        return keyed | {"headlines": self.headlines, "outreach": self.outreach}


KEYED = ("signals", "commitments", "resistances")


def read_labels(path: Path, rubric: Rubric) -> dict[str, Labels]:
    """Return a labeller's labels by the id of the message; LabelsError names the first line that is none."""
    found: dict[str, Labels] = {}
    current: Labels | None = None
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        line, where = line.strip(), f"{path.name}:{number}"
        if line.startswith("@"):
            current = found[line[1:].split()[0]] = Labels()
        elif line and current is None:
            raise LabelsError(f"{where}: labels begin with '@' and the id of their message")
        elif line and current is not None and (fault := _add(line, current, rubric)):
            raise LabelsError(f"{where}: {fault}")
    return found


def _add(line: str, labels: Labels, rubric: Rubric) -> str | None:
    labels.places.add(line.split()[0] if line[0] != "=" else "=")
    if heads := HEADS.match(line):
        labels.outreach = heads[1] != "no outreach"
        labels.headlines = heads[1] if labels.outreach else "000"
    elif heard := HEARD.match(line):
        if heard[2] not in rubric.resistances:
            return f"'{heard[2]}' is no resistance of the rubric"
        labels.resistances[int(heard[1])] = heard[2]
    elif said := LINE.match(line):
        number, signals, commitment = int(said[1]), said[2].replace("-", "").split(), said[3]
        unknown = [id for id in signals if id not in rubric.signals]
        if unknown or (commitment and commitment not in rubric.commitments):
            return f"'{(unknown or [commitment])[0]}' is no signal or commitment of the rubric"
        if signals:
            labels.signals[number] = sorted(set(signals))
        if commitment:
            labels.commitments[number] = commitment
    else:
        return "is none of 't1 later', '4 pitch_ask ask : time', '= 111', '= no outreach'"
    return None


def blind(messages: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of the messages without any label, numbered for `read_labels`."""
    for message in messages:
        yield f"@ {message['id']} · {message['channel']}"
        for number, said in enumerate(message["thread"], 1):
            yield f"t{number} {'>' if said['from'] == 'sender' else '<'} {said['text']}"
        if message["subject"]:
            yield f"0 Subject: {message['subject']}"
        yield from (f"{i} {sentence['text']}" for i, sentence in enumerate(message["sentences"], 1))
        yield ""


def differences(message: dict[str, Any], one: Labels, other: Labels) -> Iterator[str]:
    """Yield a line for each place where two people's labels of a message differ, as text | one | other."""
    for number in sorted({*one.resistances, *other.resistances}):
        pair = one.resistances.get(number, "none given"), other.resistances.get(number, "none given")
        if pair[0] != pair[1]:
            yield f"t{number} {message['thread'][number - 1]['text']} | {pair[0]} | {pair[1]}"
    texts = [message["subject"], *(sentence["text"] for sentence in message["sentences"])]
    for number, text in enumerate(texts):
        said = [_line(labels, number) for labels in (one, other)]
        if said[0] != said[1]:
            yield f"{number} {text} | {said[0]} | {said[1]}"
    heads = [labels.headlines if labels.outreach else "no outreach" for labels in (one, other)]
    if heads[0] != heads[1]:
        yield f"= | {heads[0]} | {heads[1]}"


def _line(labels: Labels, number: int) -> str:
    commitment = labels.commitments.get(number)
    return " ".join(labels.signals.get(number, [])) + (f" : {commitment}" if commitment else "") or "-"


def settled(first: Labels, second: Labels, rulings: Labels, message: dict[str, Any], rubric: Rubric) -> Labels:
    """Return the labels that hold: what both said, and the rulings where they differ; LabelsError where one lacks."""
    result = Labels.from_json(first.to_json())
    for line in differences(message, first, second):
        place = line.split()[0]
        if place not in rulings.places:
            raise LabelsError(f"{message['id']}: line {place} is not settled")
        if place == "=":
            result.headlines, result.outreach = rulings.headlines, rulings.outreach
        elif place.startswith("t"):
            result.resistances[int(place[1:])] = rulings.resistances[int(place[1:])]
        else:
            for name in ("signals", "commitments"):
                values, ruled = getattr(result, name), getattr(rulings, name)
                values.pop(int(place), None)
                values |= {number: value for number, value in ruled.items() if number == int(place)}
    if not result.outreach:  # what nobody sells carries none of the seller's signals
        kept = {i: [s for s in signals if s in rubric.outside_outreach] for i, signals in result.signals.items()}
        result.signals = {i: signals for i, signals in kept.items() if signals}
        asking = {i for i, signals in result.signals.items() if set(signals) & ASKING}
        result.commitments = {i: each for i, each in result.commitments.items() if i in asking}
    return result


def with_labels(message: dict[str, Any], labels: Labels, rubric: Rubric) -> dict[str, Any]:
    """Return the message with these labels in place of its own; its stage follows where outreach was settled anew."""
    sentences = [
        {"text": s["text"], "signals": labels.signals.get(i, []), "commitment": labels.commitments.get(i)}
        for i, s in enumerate(message["sentences"], 1)
    ]
    thread = [
        m | ({"resistance": labels.resistances[i]} if i in labels.resistances else {})
        for i, m in enumerate(message["thread"], 1)
    ]
    heads = {id: int(digit) for id, digit in zip(rubric.headlines, labels.headlines, strict=True)}
    stage = message["stage"]
    if labels.outreach and stage == NOT_OUTREACH:
        stage = "reply" if any(m["from"] == "recipient" for m in thread) else "first_touch"
    elif not labels.outreach:
        stage = NOT_OUTREACH
    changed = {"stage": stage, "subject_signals": labels.signals.get(0, []), "thread": thread, "sentences": sentences}
    return {key: value for key, value in message.items() if key != "outreach"} | changed | {"headlines": heads}
