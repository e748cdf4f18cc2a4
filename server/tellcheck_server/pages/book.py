"""Book: the rubric in the order in which a reader meets it on its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tellcheck_model.rubric import Check, Label, Rubric, Signal

Wording = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Entry:
    """One thing the reviewer looks for; `kind` is the key of the words for its weight, `tone` how it is drawn."""

    id: str
    wording: Wording
    kind: str = ""
    tone: str = ""
    source: str = ""
    difficulty: int | None = None


@dataclass(frozen=True)
class Part:
    """A chapter of the page; its name is the key of its title, `advice` the key of what stands before its advice."""

    name: str
    entries: tuple[Entry, ...]
    advice: str = "review.advice"


def parts_of(rubric: Rubric) -> list[Part]:
    """Returns the rubric as chapters, the gravest tells first and commitments from hardest to easiest."""
    return [
        Part("headlines", _labels(rubric.headlines.values())),
        Part("tells", _signals(rubric, "tell")),
        Part("strengths", _signals(rubric, "strength"), "review.strength_advice"),
        Part("checks", tuple(_check(check) for check in sorted(rubric.checks.values(), key=_gravest_first))),
        Part("commitments", _labels(sorted(rubric.commitments.values(), key=lambda label: label.difficulty or 99))),
        Part("resistances", _labels(rubric.resistances.values())),
    ]


def _gravest_first(entry: Signal | Check) -> tuple[int, str]:
    return ("serious", "warn", "hint").index(entry.severity), entry.id


def _signals(rubric: Rubric, kind: str) -> tuple[Entry, ...]:
    signals = sorted((signal for signal in rubric.signals.values() if signal.kind == kind), key=_gravest_first)
    return tuple(_signal(signal) for signal in signals)


def _signal(signal: Signal) -> Entry:
    tone = "strength" if signal.kind == "strength" else signal.severity
    return Entry(signal.id, signal.wording, kind=f"severities.{tone}", tone=tone, source=signal.source)


def _check(check: Check) -> Entry:
    kind = f"check_severities.{check.severity}"
    return Entry(check.id, check.wording, kind=kind, tone=check.severity, source=check.source)


def _labels(labels: Iterable[Label]) -> tuple[Entry, ...]:
    return tuple(Entry(label.id, label.wording, difficulty=label.difficulty) for label in labels)
