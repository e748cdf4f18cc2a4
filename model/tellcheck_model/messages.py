"""Labelled messages: read strictly, each sentence in its message; what was not judged stays unknown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tellcheck_model.corpus.format import read_checked
from tellcheck_model.errors import MessagesError
from tellcheck_model.rubric import STAGES, Rubric


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """A message before the draft; `sender` is `sender` (us) or `recipient`."""

    sender: str
    text: str
    sent_at: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A segment of a labelled message with what was judged of it."""

    text: str
    signals: frozenset[str]
    commitment: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """A whole labelled message; the subject, where there is one, is its first sentence."""

    id: str
    author: str
    language: str
    channel: str
    stage: str | None  # None in a message that is no outreach
    has_subject: bool
    sentences: tuple[Sentence, ...]
    thread: tuple[ThreadMessage, ...]
    resistances: tuple[str | None, ...]  # one for each message of the thread
    outreach: bool
    headlines: dict[str, bool]


@dataclass(frozen=True, slots=True)
class Reply:
    """A labelled answer of a prospect."""

    id: str
    author: str
    language: str
    before: str | None
    text: str
    resistance: str


def read_messages(folder: Path, rubric: Rubric) -> list[Message]:
    """Return the messages of every .jsonl file in the folder; MessagesError lists every fault by file and line."""
    entries = read_checked(sorted(folder.glob("*.jsonl")), rubric, card_required=False)
    return [_message(entry.message) for entry in entries]


def read_replies(folder: Path, rubric: Rubric) -> list[Reply]:
    """Return the prospects' answers of every .jsonl file in the folder; MessagesError lists file, line and reason."""
    replies: list[Reply] = []
    problems: list[str] = []
    seen: dict[str, str] = {}
    for where, entry in _lines(sorted(folder.glob("*.jsonl")), problems):
        faults = [f"lacks '{key}'" for key in ("id", "author", "language", "text", "resistance") if not entry.get(key)]
        if not faults and entry["resistance"] not in rubric.resistances:
            faults.append(f"'{entry['resistance']}' is no resistance of the rubric")
        if not faults and entry["id"] in seen:
            faults.append(f"the id {entry['id']} is taken by {seen[entry['id']]}")
        if faults:
            problems += [f"{where}: {fault}" for fault in faults]
            continue
        seen[entry["id"]] = where
        replies.append(_reply(entry))
    if problems:
        raise MessagesError("\n".join(problems))
    return replies


def _reply(entry: dict[str, Any]) -> Reply:
    keys = ("id", "author", "language", "before", "text", "resistance")
    return Reply(**{key: entry.get(key) for key in keys})  # type: ignore[arg-type]


def _lines(paths: Iterable[Path], problems: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
            except ValueError as error:
                problems.append(f"{path.name}:{number}: is not JSON ({error})")
                continue
            if isinstance(entry, dict):
                yield f"{path.name}:{number}", entry
            else:
                problems.append(f"{path.name}:{number}: is not an object")


def _message(entry: dict[str, Any]) -> Message:
    outreach = entry.get("outreach", entry["stage"] != "not_outreach")
    sentences = [Sentence(s["text"], frozenset(s["signals"]), s["commitment"]) for s in entry["sentences"]]
    if entry.get("subject"):
        sentences.insert(0, Sentence(entry["subject"], frozenset(entry.get("subject_signals") or ()), None))
    return Message(
        id=entry["id"],
        author=entry["author"],
        language=entry["language"],
        channel=entry["channel"],
        stage=entry["stage"] if entry["stage"] in STAGES else None,
        has_subject=bool(entry.get("subject")),
        sentences=tuple(sentences),
        thread=tuple(ThreadMessage(t["from"], t["text"], t.get("sent_at")) for t in entry["thread"]),
        resistances=tuple(t.get("resistance") for t in entry["thread"]),
        outreach=bool(outreach),
        headlines={id: bool(value) for id, value in entry["headlines"].items()},
    )
