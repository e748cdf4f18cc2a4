"""What messages record of their cards: each is written once, and a twin differs from its partner in one sentence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from tellcheck_model.corpus.format import Entry

OUTREACH = "outreach"
FIELDS = ("id", "archetype", "moment", "quality", "skill", "words", "forms")
DETAILS = ("trade", "offer", "country", "sender", "address")


def record_of(card: dict[str, Any]) -> dict[str, Any]:
    """Return the id and the main fields of a card, as its message records them under 'card'."""
    record = {name: card[name] for name in FIELDS} | {name: card["details"][name] for name in DETAILS}
    slots, pair = card["details"]["slots"], card["pair"]
    record["slots"] = slots["style"] if slots else None
    record["family"] = card["family"]
    record["pair"] = {"partner": pair["partner"], "label": pair["label"]} if pair else None
    return record


def write_records(messages: Path, cards: Iterable[Path]) -> list[str]:
    """Write each message's card anew, in full, and return the ids of the messages whose card is in no file."""
    records: dict[str, dict[str, Any]] = {}
    for path in cards:
        drawn = (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.startswith("{"))
        records |= {card["id"]: record_of(card) for card in drawn}
    lines, missing = [], []
    for line in filter(None, messages.read_text("utf-8").split("\n")):
        message = json.loads(line)
        record = records.get((message.get("card") or {}).get("id", message["id"]))
        if record is None:
            missing.append(message["id"])
            lines.append(line)
        else:
            lines.append(json.dumps({**message, "card": record}, ensure_ascii=False))
    messages.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return missing


def record_faults(entries: Sequence[Entry]) -> list[str]:
    """Return a line for each card written twice and for each twin that is none, by file and line."""
    by_card: dict[str, Entry] = {}
    faults = []
    for entry in entries:
        id = (entry.message.get("card") or {}).get("id")
        if id in by_card:
            faults.append(f"{entry.where}: the card {id} is written at {by_card[id].where} already")
        elif id:
            by_card[id] = entry
    for entry in entries:
        pair = (entry.message.get("card") or {}).get("pair")
        if pair:
            faults += [f"{entry.where}: {fault}" for fault in _twin_faults(entry, pair, by_card)]
    return faults


def _twin_faults(twin: Entry, pair: dict[str, str], by_card: dict[str, Entry]) -> Iterator[str]:
    partner = by_card.get(pair["partner"])
    if partner is None:
        yield f"its partner {pair['partner']} is missing"
        return
    changed = _changed(partner, twin)
    if changed != 1:
        yield f"differs from its partner {pair['partner']} in {changed} sentences, not in one"
    if _has(twin, pair["label"]) == _has(partner, pair["label"]):
        yield f"does not turn {pair['label']} of its partner {pair['partner']}"


def _changed(partner: Entry, twin: Entry) -> int:
    """Count the sentences that differ: replaced, left out or put in."""
    old, new = ([sentence["text"] for sentence in entry.message["sentences"]] for entry in (partner, twin))
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(max(end - start, last - first) for kind, start, end, first, last in blocks if kind != "equal")


def _has(entry: Entry, label: str) -> object:
    if label == OUTREACH:
        return entry.outreach
    if label in entry.message["headlines"]:
        return entry.message["headlines"][label]
    return Counter(signal for sentence in entry.message["sentences"] for signal in sentence["signals"])[label]
