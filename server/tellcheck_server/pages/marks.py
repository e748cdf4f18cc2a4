"""Marks: a text and the findings in it become pieces whose order and letters are those of the text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Finding = Mapping[str, Any]

STRENGTH_RANK = 3
SEVERITY_RANK = {"serious": 0, "warn": 1, "hint": 2}


@dataclass(frozen=True)
class Piece:
    """A stretch of text that the same findings cover, the gravest first; `begins` are those that start with it."""

    text: str
    findings: tuple[Finding, ...]
    begins: tuple[Finding, ...]

    @property
    def is_marked(self) -> bool:
        """Whether any finding covers this piece."""
        return bool(self.findings)


def rank(finding: Finding) -> int:
    """Returns 0 for the gravest tell up to 3 for a strength."""
    return STRENGTH_RANK if finding["kind"] == "strength" else SEVERITY_RANK[finding["severity"]]


def tone(finding: Finding) -> str:
    """Returns how a finding is drawn: `serious`, `warn`, `hint` or `strength`."""
    return "strength" if finding["kind"] == "strength" else str(finding["severity"])


def in_reading_order(findings: Iterable[Finding]) -> list[Finding]:
    """Returns the findings as they meet a reader: subject first, then by place, the gravest first at one place."""
    return sorted(findings, key=lambda finding: (finding["in"] != "subject", finding["start"], rank(finding)))


def pieces(text: str, findings: Sequence[Finding]) -> list[Piece]:
    """Returns the pieces of `text`; joined they are the text. Offsets are UTF-16 code units, as in the API.

    >>> found = {"kind": "tell", "severity": "warn", "in": "draft", "start": 3, "end": 5}
    >>> [piece.text for piece in pieces("👋 hi!", [found])]
    ['👋 ', 'hi', '!']
    """
    units = text.encode("utf-16-le")
    borders = {0, len(units) // 2}
    for finding in findings:
        borders |= {finding["start"], finding["end"]}
    edges = sorted(borders)
    return [
        Piece(
            units[2 * start : 2 * end].decode("utf-16-le"),
            tuple(sorted((f for f in findings if f["start"] <= start and end <= f["end"]), key=rank)),
            tuple(f for f in findings if f["start"] == start),
        )
        for start, end in pairwise(edges)
    ]
