"""The writer's hand: messages and labels as plain lines, which a card completes to the format of a message.

    @ b09-en-001                                      the card that is written
    > We spoke in June about your racks.              an earlier message of the sender
    < Not this quarter. // later                      an answer of the prospect, with its resistance
    Subject: quick one about racks // pretext         where the channel has one
    Hi {{first_name}},                                each sentence, bullet and line of the body
    We make pallet racks for cold stores. // about_us
    Worth 15 minutes this week? // pitch_ask ask : time
    = 111                                             the headlines, in the order of the rubric

A second labeller writes the same for a message that is there already, with the number of the line in place of its text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tellcheck_model.corpus.records import record_of
from tellcheck_model.rubric import Rubric

MARK = " // "
LABELS = re.compile(r"^[a-z_ ]*(?::\s*[a-z_]+)?$")
FRONT = {">": "sender", "<": "recipient"}


class ManuscriptError(ValueError):
    """A line that is no line of a manuscript; the text names file, line and reason."""


def read_cards(paths: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """Return the cards that `cards` printed, by their id."""
    lines = (line for path in paths for line in path.read_text("utf-8").split("\n") if line.startswith("{"))
    return {card["id"]: card for card in map(json.loads, lines)}


def compiled(path: Path, cards: dict[str, dict[str, Any]], rubric: Rubric) -> list[dict[str, Any]]:
    """Return the messages of a manuscript in the corpus format; ManuscriptError names the first bad line."""
    messages: list[dict[str, Any]] = []
    for where, line in _lines(path):
        if line.startswith("@"):
            messages.append(_opened(where, line[1:].strip(), cards, rubric))
        elif not messages:
            raise ManuscriptError(f"{where}: a message begins with '@' and the id of its card")
        else:
            _add(where, line, messages[-1], rubric)
    return messages


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.strip():
            yield f"{path.name}:{number}", line.strip()


def _opened(where: str, id: str, cards: dict[str, dict[str, Any]], rubric: Rubric) -> dict[str, Any]:
    card = cards.get(id)
    if card is None:
        raise ManuscriptError(f"{where}: no card has the id '{id}'")
    return {
        "id": id,
        "author": card["author"],
        "language": card["language"],
        "channel": card["channel"],
        "stage": card["stage"] if card["outreach"] else "not_outreach",
        "subject": None,
        "subject_signals": [],
        "thread": [],
        "sentences": [],
        "headlines": dict.fromkeys(rubric.headlines, 0),
        "card": record_of(card),
    }


def _add(where: str, line: str, message: dict[str, Any], rubric: Rubric) -> None:
    text, signals, extra = _parted(where, line, rubric)
    if re.fullmatch(r"=\s*[01]{3}", line):
        digits = line[-3:]
        message["headlines"] = {id: int(digit) for id, digit in zip(rubric.headlines, digits, strict=True)}
    elif text[0] in FRONT and text[1:2] == " ":
        said = {"from": FRONT[text[0]], "text": text[2:].strip()}
        message["thread"].append(said | ({"resistance": extra} if extra else {}))
    elif text.startswith("Subject:") and not message["sentences"]:
        message["subject"], message["subject_signals"] = text.removeprefix("Subject:").strip(), signals
    else:
        message["sentences"].append({"text": text, "signals": signals, "commitment": extra})


def _parted(where: str, line: str, rubric: Rubric) -> tuple[str, list[str], str | None]:
    """Part a line into its text, its signals, and its commitment or, in an answer, its resistance."""
    text, mark, labels = line.rpartition(MARK)
    if not mark or not LABELS.match(labels):
        return line, [], None
    if line[0] == "<":
        return text.strip(), [], labels.strip()
    names, _, commitment = labels.partition(":")
    unknown = [name for name in names.split() if name not in rubric.signals]
    if unknown:
        raise ManuscriptError(f"{where}: '{unknown[0]}' is no signal of the rubric")
    return text.strip(), names.split(), commitment.strip() or None
