"""A draft falls into segments: sentences, bullets and lines, each with its exact place in the text.

The rules know the abbreviations, merge fields, links, list marks and hard-wrapped lines of English and Spanish
business mail; `docs/decisions/0003-own-segmentation.md` compares them with the libraries tried.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tellcheck_model.text import ADDRESS, LINK, SLOT

# A full stop after one of these words ends no sentence.
ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st jr sr vs etc e.g i.e eg ie approx inc ltd corp co dept est ed a.m p.m
    sra srta dra ing lic arq ud uds vd vds d dña avda av tfno aprox p.ej ej s.a s.l s.l.u c.v
    ee.uu p.s p.d pd ps atte cía dpto gral admón
    """.split()  # noqa: SIM905 - a list of words is easier to read and to add to
)
# These are abbreviations only where a number or a small letter follows: "no. 4", "12 ago. 2026".
_BEFORE_NUMBERS = frozenset(
    """
    no nº núm pág págs ref art fig tel ext vol
    ene feb mar abr jun jul ago sept oct nov dic jan apr aug sep dec
    """.split()  # noqa: SIM905
)
_EMOJI = r"(?: ?[\u2600-\u27bf\U0001f000-\U0001faff][\ufe0f\u200d\u2600-\u27bf\U0001f000-\U0001faff]{0,10})?"
_END = re.compile(
    rf"[.!?…]+[\"'”’»)\]*_]*{_EMOJI}(?=\s)"  # the usual end, its closing quotes and an emoji behind it
    r"|[!?]+[\"'”’»)]*(?=[¿¡A-ZÁÉÍÓÚÑ])"  # "¿Cómo?¿Cuándo?"
    r"|[。！？]+"
)
_WRAPPED = 60  # a line at least this long that goes on in lower case was wrapped by a mail program
_BULLET = re.compile(r"\s*(?:[-*•·‣▪●○✓✔✅☑➜➤►▶→–—]|\d{1,2}[.)]|[a-z]\))\s+|\s*[✓✔✅☑•]\s*")
_LETTER = re.compile(r"[^\W_]")
_VISIBLE = re.compile(r"\S")
_LAST_WORD = re.compile(r"[\w.'’]+$")
_INITIALS = re.compile(r"[b-df-hj-np-xz]|(?:\w\.)+\w")  # "J. Smith", "U.S."; a lone vowel is a word
_MAY_CLOSE = frozenset(("etc", "inc", "ltd", "corp", "co", "a.m", "p.m", "s.a", "s.l", "c.v", "ee.uu"))


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the draft; `start` and `end` count code points of the text it was cut from."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=512)
def segments_of(text: str) -> tuple[Segment, ...]:
    """Return the segments in order; they never overlap and hold every letter and digit of the text.

    >>> [s.text for s in segments_of("Hi Ana,\\n\\nWe are at St. Mary's. Worth a chat?")]
    ['Hi Ana,', "We are at St. Mary's.", 'Worth a chat?']
    """
    found = []
    for start, end in _lines(text):
        for a, b in _sentences(text, start, end):
            while a < b and text[a].isspace():
                a += 1
            while b > a and text[b - 1].isspace():
                b -= 1
            if b > a and _LETTER.search(text, a, b):
                found.append(Segment(a, b, text[a:b]))
            elif b > a and found and text[found[-1].end : a].strip() == "" and "\n" not in text[found[-1].end : a]:
                found[-1] = Segment(
                    found[-1].start, b, text[found[-1].start : b]
                )  # a lone emoji or smiley stays with its sentence
    return tuple(found)


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the spans of the lines, those joined that a mail program wrapped."""
    spans: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        start, end, at = at, at + len(line.rstrip("\r\n")), at + len(line)
        if not text[start:end].strip():
            spans.append((start, start))
        elif spans and _continues(text[spans[-1][0] : spans[-1][1]], text[start:end]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [span for span in spans if span[1] > span[0]]


def _continues(before: str, line: str) -> bool:
    last = before.rsplit("\n", 1)[-1].rstrip()
    return (
        len(last) >= _WRAPPED and last[-1] not in ".!?:;…" and line.lstrip()[:1].islower() and not _BULLET.match(line)
    )


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    closed = _protected(text, start, end)
    bullet = _BULLET.match(text, start, end)
    spans, a = [], start
    for match in _END.finditer(text, bullet.end() if bullet else start, end):
        if match.end() - 1 not in closed and _ends(text, a, match, end):
            spans.append((a, match.end()))
            a = match.end()
    spans.append((a, end))
    return spans


def _protected(text: str, start: int, end: int) -> set[int]:
    """Return the places inside merge fields, links and addresses, where no sentence ends."""
    found = (m.span() for pattern in (SLOT, LINK, ADDRESS) for m in pattern.finditer(text, start, end))
    return {place for a, b in found for place in range(a, b - 1)}


def _ends(text: str, start: int, match: re.Match[str], end: int) -> bool:
    """Whether the mark ends a sentence that began at `start`."""
    after = _VISIBLE.search(text, match.end(), end)
    if not after:
        return False
    mark, following = match.group().rstrip(), after.group()
    if mark[0] in "!?":
        return not following.islower() or "?" in mark
    word = _LAST_WORD.search(text[max(start, match.start() - 40) : match.start()])
    if mark == "." and word:
        last = word.group().lower()
        if last in _BEFORE_NUMBERS:
            return not (following.isdigit() or following.islower())
        if last in ABBREVIATIONS or _INITIALS.fullmatch(last):
            return following.isupper() and last in _MAY_CLOSE
        if last.isdigit() and text[max(start, match.start() - 6) : match.start()].strip() == last:
            return False  # "1. First point": the number belongs to its line
    if mark.startswith("..") or mark[0] == "…":
        return not following.islower()
    return True
