"""The format of a labelled message: one JSON object a line, and every fault is named by file, line and reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tellcheck_model.errors import MessagesError
from tellcheck_model.rubric import CHANNELS, LANGUAGES, STAGES, Rubric

NOT_OUTREACH = "not_outreach"
REQUIRED = (
    "id",
    "author",
    "language",
    "channel",
    "stage",
    "subject",
    "subject_signals",
    "thread",
    "sentences",
    "headlines",
)
OPTIONAL = ("outreach", "card")
CARD_FIELDS = ("id", "archetype", "trade", "country")
SENDERS = ("sender", "recipient")
ASKING = frozenset(("ask", "pitch_ask", "fallback_ask"))  # each asks for one commitment
SETTING = frozenset(("pressure",))  # may set a meeting, and then has its commitment
NOTE_CHARACTERS = 300  # what the platform takes in a connection note


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as it stands in its file, in good form."""

    where: str  # file:line
    message: dict[str, Any]

    @property
    def outreach(self) -> bool:
        """Whether the message pursues business."""
        return bool(self.message.get("outreach", self.message["stage"] != NOT_OUTREACH))


def read_checked(paths: Iterable[Path], rubric: Rubric, *, card_required: bool = True) -> list[Entry]:
    """Return the messages of the files; MessagesError lists every fault as file:line: reason."""
    entries, problems = inspect(paths, rubric, card_required=card_required)
    if problems:
        raise MessagesError("\n".join(problems))
    return entries


def inspect(paths: Iterable[Path], rubric: Rubric, *, card_required: bool = True) -> tuple[list[Entry], list[str]]:
    """Return the messages in good form, and the faults of all others as file:line: reason."""
    entries: list[Entry] = []
    problems: list[str] = []
    seen: dict[str, str] = {}
    for path in paths:
        for where, line in _lines(path):
            message, faults = _parsed(line)
            faults = faults or faults_of(message, rubric, card_required=card_required)
            id = message.get("id")
            if isinstance(id, str) and id in seen:
                faults = [*faults, f"the id {id} is taken by {seen[id]}"]
            elif isinstance(id, str):
                seen[id] = where
            problems += [f"{where}: {fault}" for fault in faults]
            if not faults:
                entries.append(Entry(where, message))
    return entries, problems


def faults_of(message: dict[str, Any], rubric: Rubric, *, card_required: bool = True) -> list[str]:
    """Return what is wrong with one message, as sentences without their place."""
    faults = [f"lacks '{key}'" for key in REQUIRED if key not in message]
    faults += [f"has the unknown key '{key}'" for key in message if key not in (*REQUIRED, *OPTIONAL)]
    if card_required and "card" not in message:
        faults.append("lacks 'card'")
    if any(fault.startswith("lacks") for fault in faults):
        return faults
    shapes = ("subject_signals", "thread", "sentences")
    faults += [f"'{key}' must be a list" for key in shapes if not isinstance(message[key], list)]
    if not isinstance(message["headlines"], dict):
        faults.append("'headlines' must be an object")
    if faults:
        return faults
    return [
        *_head_faults(message),
        *_subject_faults(message, rubric),
        *_thread_faults(message, rubric),
        *(
            fault
            for number, each in enumerate(message["sentences"], 1)
            for fault in _sentence_faults(number, each, rubric)
        ),
        *_headline_faults(message, rubric),
        *_outreach_faults(message, rubric),
        *_card_faults(message),
    ]


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise MessagesError(f"{path.name}: is not UTF-8 ({error.reason})") from error
    for number, line in enumerate(text.split("\n"), 1):  # not splitlines: a message may hold rarer line ends
        if line.strip():
            yield f"{path.name}:{number}", line


def _parsed(line: str) -> tuple[dict[str, Any], list[str]]:
    try:
        message = json.loads(line, object_pairs_hook=_object)
    except ValueError as error:
        return {}, [f"is not JSON ({error})"]
    return (message, []) if isinstance(message, dict) else ({}, ["is not an object"])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"the key '{twice[0]}' stands twice")
    return dict(pairs)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != "" and value == value.strip() and "\n" not in value


def _head_faults(message: dict[str, Any]) -> Iterator[str]:
    for key in ("id", "author"):
        if not _is_text(message[key]):
            yield f"'{key}' must be a text"
    for key, values in (("language", LANGUAGES), ("channel", CHANNELS), ("stage", (*STAGES, NOT_OUTREACH))):
        if message[key] not in values:
            yield f"'{message[key]}' is no {key}; take one of {', '.join(values)}"
    if not message["sentences"]:
        yield "has no sentences"
    if message["channel"] == "linkedin_note":
        texts = [each["text"] for each in message["sentences"] if isinstance(each, dict) and _is_text(each.get("text"))]
        if len(" ".join(texts)) > NOTE_CHARACTERS:
            yield f"a connection note has at most {NOTE_CHARACTERS} characters"


def _subject_faults(message: dict[str, Any], rubric: Rubric) -> Iterator[str]:
    subject, signals = message["subject"], message["subject_signals"]
    if subject is None:
        if signals:
            yield "'subject_signals' without a subject"
        return
    if not _is_text(subject):
        yield "'subject' must be null or a text on one line, without spaces around it"
    if message["channel"].startswith("linkedin"):
        yield f"a {message['channel']} has no subject"
    yield from _signal_faults("the subject", signals, rubric)


def _signal_faults(place: str, signals: object, rubric: Rubric) -> Iterator[str]:
    if not isinstance(signals, list):
        yield f"{place}: 'signals' must be a list"
        return
    for signal in signals:
        if not isinstance(signal, str) or signal not in rubric.signals:
            yield f"{place}: '{signal}' is no signal of the rubric"
        elif signals.count(signal) > 1:
            yield f"{place}: '{signal}' stands twice"


def _thread_faults(message: dict[str, Any], rubric: Rubric) -> Iterator[str]:
    selling = message.get("outreach", message["stage"] != NOT_OUTREACH)
    for number, each in enumerate(message["thread"], 1):
        place = f"thread message {number}"
        if not isinstance(each, dict) or not isinstance(each.get("text"), str) or not each["text"].strip():
            yield f"{place}: needs a 'text'"
            continue
        yield from (
            f"{place}: has the unknown key '{key}'" for key in each if key not in ("from", "text", "resistance")
        )
        if each.get("from") not in SENDERS:
            yield f"{place}: 'from' must be {' or '.join(SENDERS)}"
        resistance = each.get("resistance")
        if resistance is not None and (not isinstance(resistance, str) or resistance not in rubric.resistances):
            yield f"{place}: '{resistance}' is no resistance of the rubric"
        if each.get("from") == "sender" and resistance is not None:
            yield f"{place}: only the recipient shows resistance"
        if each.get("from") == "recipient" and resistance is None and selling:
            yield f"{place}: lacks its resistance"
    if message["stage"] == "reply" and not any(
        isinstance(each, dict) and each.get("from") == "recipient" for each in message["thread"]
    ):
        yield "a reply needs a message from the recipient in its thread"


def _sentence_faults(number: int, sentence: object, rubric: Rubric) -> Iterator[str]:
    place = f"sentence {number}"
    if not isinstance(sentence, dict) or set(sentence) != {"text", "signals", "commitment"}:
        yield f"{place}: needs 'text', 'signals' and 'commitment', nothing else"
        return
    if not _is_text(sentence["text"]):
        yield f"{place}: 'text' must be one line, not empty, without spaces around it"
    faults = list(_signal_faults(place, sentence["signals"], rubric))
    yield from faults
    if not faults:
        yield from _commitment_faults(place, frozenset(sentence["signals"]), sentence["commitment"], rubric)


def _commitment_faults(place: str, signals: frozenset[str], commitment: object, rubric: Rubric) -> Iterator[str]:
    if commitment is not None and (not isinstance(commitment, str) or commitment not in rubric.commitments):
        yield f"{place}: '{commitment}' is no commitment of the rubric"
    if signals & ASKING and commitment is None:
        yield f"{place}: asks ({', '.join(sorted(signals & ASKING))}) without a commitment"
    if commitment is not None and not signals & (ASKING | SETTING):
        yield f"{place}: has a commitment and asks for nothing"
    if signals >= {"ask", "fallback_ask"}:
        yield f"{place}: 'fallback_ask' excludes 'ask'"


def _headline_faults(message: dict[str, Any], rubric: Rubric) -> Iterator[str]:
    headlines = message["headlines"]
    if set(headlines) != set(rubric.headlines):
        yield f"'headlines' must judge {', '.join(rubric.headlines)}"
    for id, value in headlines.items():
        if isinstance(value, bool) or value not in (0, 1):
            yield f"headline '{id}' must be 0 or 1"


def _outreach_faults(message: dict[str, Any], rubric: Rubric) -> Iterator[str]:
    outreach = message.get("outreach", message["stage"] != NOT_OUTREACH)
    if not isinstance(outreach, bool):
        yield "'outreach' must be true or false"
    if outreach is True and message["stage"] == NOT_OUTREACH:
        yield f"'outreach' is true and the stage is {NOT_OUTREACH}"
    if outreach:
        return
    if any(message["headlines"].values()):
        yield "what is not outreach has none of the headlines"
    lists = [
        message["subject_signals"],
        *(each.get("signals") for each in message["sentences"] if isinstance(each, dict)),
    ]
    found = {signal for signals in lists if isinstance(signals, list) for signal in signals if isinstance(signal, str)}
    for signal in sorted(found & set(rubric.signals) - set(rubric.outside_outreach)):
        yield f"what is not outreach carries no '{signal}'"


def _card_faults(message: dict[str, Any]) -> Iterator[str]:
    card = message.get("card", {})
    if not isinstance(card, dict):
        yield "'card' must be an object"
    elif "card" in message:
        yield from (f"'card' lacks '{key}'" for key in CARD_FIELDS if not card.get(key))
        for key, part in (("family", "id"), ("pair", "partner"), ("pair", "label")):
            if card.get(key) is not None and not (isinstance(card[key], dict) and _is_text(card[key].get(part))):
                yield f"'card': '{key}' must be null or name its '{part}'"
