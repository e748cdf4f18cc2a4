"""The score: 0 to 100, a monotone function of the headlines, the checks, the tells and the strengths.

    points = BASE - headlines - checks - tells + strengths
    score  = points where they are 40 or more, else 40 · exp((points - 40) / 40), cut at 100 and rounded

* headlines: `_HEADLINE` points times the probability of each of the three,
* checks: `_CHECK` points each, by severity,
* tells: `_TELL` points for each tell found, by severity, at most `_TELLS_AT_MOST` in all,
* strengths: `_STRENGTH` points for each different strength, at most `_STRENGTHS_AT_MOST` in all; the same strength
  again adds nothing, so that padding does not lift the score.

The curve below 40 keeps poor drafts apart, so that each repair shows. Adding a tell, a check or probability to a
headline never raises the score; adding a strength never lowers it. Source: rubric, section 7.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import exp

BASE = 78.0
_HEADLINE = 16.0
_CHECK = {"serious": 12.0, "warn": 8.0, "hint": 3.0}
_TELL = {"serious": 4.0, "warn": 2.5, "hint": 1.5}
_TELLS_AT_MOST = 20.0
_STRENGTH = 6.0
_STRENGTHS_AT_MOST = 24.0
_BEND = 40.0
SEND_FROM, IMPROVE_FROM = 70, 45


def score_of(headlines: Iterable[float], checks: Iterable[str], tells: Iterable[str], strengths: Iterable[str]) -> int:
    """Return the score for headline probabilities, severities of checks and of tells, and ids of strengths.

    >>> score_of([0.0, 0.0, 0.0], [], [], ["a", "b"]), score_of([1.0, 1.0, 1.0], ["serious"], ["warn", "serious"], [])
    (90, 20)
    """
    points = BASE - sum(_HEADLINE * chance for chance in headlines)
    points -= sum(_CHECK[severity] for severity in checks)
    points -= min(sum(_TELL[severity] for severity in tells), _TELLS_AT_MOST)
    points += min(_STRENGTH * len(set(strengths)), _STRENGTHS_AT_MOST)
    if points < _BEND:
        points = _BEND * exp((points - _BEND) / _BEND)
    return round(min(100.0, points))


def verdict_of(score: int) -> str:
    """Return `send`, `improve` or `rework`.

    >>> verdict_of(70), verdict_of(69), verdict_of(44)
    ('send', 'improve', 'rework')
    """
    return "send" if score >= SEND_FROM else "improve" if score >= IMPROVE_FROM else "rework"
