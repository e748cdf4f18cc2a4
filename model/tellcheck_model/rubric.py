"""The rubric: every signal and check, read from one TOML file each, and the closed lists beside them.

A bundle carries the rubric as JSON, so that wording and classifier cannot disagree.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tellcheck_model.errors import RubricError

LANGUAGES = ("en", "es")
CHANNELS = ("linkedin_note", "linkedin_message", "inmail", "email")
STAGES = ("first_touch", "follow_up", "reply", "after_meeting")
SEVERITIES = ("hint", "warn", "serious")
WORDS = ("title", "what", "why", "advice", "before", "after")
SIGNAL_EXAMPLES = ("flagged", "allowed", "must_flag", "must_pass")
CHECK_EXAMPLES = ("must_flag", "must_pass")

Wording = dict[str, dict[str, str]]  # language → title, what, why, advice, …


@dataclass(frozen=True, slots=True)
class Signal:
    """A tell or a strength of a sentence."""

    id: str
    kind: str  # tell | strength
    severity: str
    source: str
    wording: Wording


@dataclass(frozen=True, slots=True)
class Check:
    """A yes-or-no rule on the message in its thread."""

    id: str
    severity: str
    source: str
    wording: Wording


@dataclass(frozen=True, slots=True)
class Label:
    """An entry of a closed list: headline, commitment, resistance or a word of the interface."""

    id: str
    wording: Wording
    difficulty: int | None = None
    refusal: bool | None = None
    severity: str | None = None


@dataclass(frozen=True)
class Rubric:
    """What the reviewer looks for, each list in the order of its ids."""

    signals: dict[str, Signal]
    checks: dict[str, Check]
    headlines: dict[str, Label]
    commitments: dict[str, Label]
    resistances: dict[str, Label]
    outside_outreach: tuple[str, ...]  # the signals that apply to a message that sells nothing
    heard: dict[str, float] = field(default_factory=dict)  # resistance → how often it is heard in practice
    names: dict[str, dict[str, Wording]] = field(default_factory=dict)  # kinds, severities, verdicts

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Return the ids of the signals of one kind, `tell` or `strength`."""
        return tuple(id for id, signal in self.signals.items() if signal.kind == kind)

    @property
    def tell_severities(self) -> dict[str, str]:
        """The severity of each tell, by its id."""
        return {id: self.signals[id].severity for id in self.of_kind("tell")}

    def to_json(self) -> dict[str, Any]:
        """Return the rubric as JSON-ready data; `from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Rubric:
        """Return the rubric that `to_json` wrote."""
        return cls(
            signals={id: Signal(**entry) for id, entry in data["signals"].items()},
            checks={id: Check(**entry) for id, entry in data["checks"].items()},
            headlines={id: Label(**entry) for id, entry in data["headlines"].items()},
            commitments={id: Label(**entry) for id, entry in data["commitments"].items()},
            resistances={id: Label(**entry) for id, entry in data["resistances"].items()},
            outside_outreach=tuple(data["outside_outreach"]),
            heard=data["heard"],
            names=data["names"],
        )


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in its message that carries (or must not carry) a signal."""

    signal: str
    role: str  # flagged | allowed | must_flag | must_pass
    language: str
    channel: str
    text: str  # without the marks
    start: int
    end: int  # the marked part, in code points
    thread: str | None
    because: str | None


def read_rubric(folder: Path) -> Rubric:
    """Return the rubric of a training_data folder; RubricError lists everything that is missing, file by file."""
    problems: list[str] = []
    labels = _load(folder / "labels.toml", problems)
    signals = {}
    for kind, where in (("strength", "strengths"), ("tell", "tells")):
        for path in rubric_files(folder / where):
            entry = _load(path, problems)
            problems += _problems_of(path.name, entry, WORDS, SIGNAL_EXAMPLES)
            signals[path.stem] = Signal(
                path.stem, kind, entry.get("severity", ""), entry.get("source", ""), _wording(entry)
            )
    checks = {}
    for path in rubric_files(folder / "checks"):
        entry = _load(path, problems)
        problems += _problems_of(path.name, entry, WORDS, CHECK_EXAMPLES)
        checks[path.stem] = Check(path.stem, entry.get("severity", ""), entry.get("source", ""), _wording(entry))
    lists = {name: _labels(labels, name, problems) for name in ("headlines", "commitments", "resistances")}
    heard = labels.get("heard", {})
    problems += [
        f"labels.toml: [heard] names {id}, which is no resistance" for id in heard if id not in lists["resistances"]
    ]
    outside = tuple(labels.get("outside_outreach", {}).get("signals", ()))
    problems += [
        f"labels.toml: [outside_outreach] names {id}, which is no signal" for id in outside if id not in signals
    ]
    if problems:
        raise RubricError("\n".join(problems))
    names = {
        part: {id: _wording(entry) for id, entry in labels[part].items()}
        for part in ("kinds", "severities", "verdicts")
    }
    return Rubric(signals=signals, checks=checks, outside_outreach=outside, heard=heard, names=names, **lists)


def read_examples(folder: Path) -> list[Example]:
    """Return every example of every signal, held-out ones (`must_…`) included; RubricError names a bad mark."""
    found: list[Example] = []
    problems: list[str] = []
    for where in ("strengths", "tells"):
        for path in rubric_files(folder / where):
            entry = _load(path, problems)
            for role in SIGNAL_EXAMPLES:
                for number, example in enumerate(entry.get(role, []), 1):
                    marked = re.fullmatch(r"(.*?)\[\[(?!\[)(.+?)\]\](?!\])(.*)", example["text"], re.DOTALL)
                    if not marked:
                        problems.append(f"{path.name}: {role} {number} needs exactly one [[…]] around a sentence")
                        continue
                    before, inside, after = marked.groups()
                    found.append(
                        Example(
                            signal=path.stem,
                            role=role,
                            language=example["lang"],
                            channel=example.get("channel", "email"),
                            text=before + inside + after,
                            start=len(before),
                            end=len(before) + len(inside),
                            thread=example.get("thread"),
                            because=example.get("because"),
                        )
                    )
    if problems:
        raise RubricError("\n".join(problems))
    return found


def rubric_files(folder: Path) -> list[Path]:
    """Return the TOML files of a folder in the order of their ids; a name that starts with `_` is a template."""
    return sorted(path for path in folder.glob("*.toml") if not path.name.startswith("_"))


def _load(path: Path, problems: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(f"{path.name}: cannot be read ({error}); see _template.toml")
        return {}


def _wording(entry: dict[str, Any]) -> Wording:
    return {language: dict(entry.get(language, {})) for language in LANGUAGES}


def _problems_of(name: str, entry: dict[str, Any], words: tuple[str, ...], roles: tuple[str, ...]) -> list[str]:
    problems = []
    if not entry.get("source"):
        problems.append(f"{name}: lacks 'source'; say where the idea comes from")
    if entry.get("severity") not in SEVERITIES:
        problems.append(f"{name}: 'severity' must be one of {', '.join(SEVERITIES)}")
    for word in words:
        texts = [entry.get(language, {}).get(word, "").strip() for language in LANGUAGES]
        problems += [
            f"{name}: [{language}] lacks '{word}'; write it in {'English' if language == 'en' else 'Spanish'}"
            for language, text in zip(LANGUAGES, texts, strict=True)
            if not text or text == "…"
        ]
        if texts[0] and texts[0] == texts[1]:
            problems.append(f"{name}: '{word}' is the same in both languages; write the Spanish one anew")
    for role in roles:
        for language in LANGUAGES:
            if not any(example.get("lang") == language for example in entry.get(role, [])):
                problems.append(f"{name}: lacks a [[{role}]] example in {language}")
    return problems


def _labels(labels: dict[str, Any], part: str, problems: list[str]) -> dict[str, Label]:
    found = {}
    for id, entry in labels.get(part, {}).items():
        wording = _wording(entry)
        problems += [
            f"labels.toml: [{part}.{id}.{language}] lacks 'title'"
            for language in LANGUAGES
            if not wording[language].get("title")
        ]
        found[id] = Label(id, wording, entry.get("difficulty"), entry.get("refusal"), entry.get("severity"))
    if not found:
        problems.append(f"labels.toml: [{part}] is missing")
    return found
