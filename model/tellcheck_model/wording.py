"""The review as everyone reads it: findings at their places, in words, with offsets in UTF-16 code units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tellcheck_model.checks import ON_THREAD
from tellcheck_model.judgement import Judgement
from tellcheck_model.rubric import Rubric, Wording
from tellcheck_model.score import verdict_of
from tellcheck_model.text import utf16_offsets
from tellcheck_model.thread import Thread

_BECAUSE_AT_MOST = 3
_CONTRIBUTES = 0.02  # a sentence is named where leaving it out lowers the headline's probability by this much


@dataclass(frozen=True, slots=True)
class Place:
    """A segment in the draft or its subject; `start` and `end` count code points of `whole`."""

    where: str  # draft | subject
    start: int
    end: int
    text: str
    whole: str


@dataclass(frozen=True)
class Review:
    """A review; `data` is JSON-ready and has the form that the API documents."""

    data: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the review as JSON-ready data."""
        return self.data


def abstained(
    rubric: Rubric, bundle: str, language: str | None, wording: str, reason: str, thread: Thread | None
) -> Review:
    """Return the review of a text that is not judged at all: `too_short` or `language`."""
    unknown = {"probability": 0.0, "present": False}
    headlines = {
        id: {**unknown, "because": [], **_words(label.wording, wording)} for id, label in rubric.headlines.items()
    }
    return Review(
        {
            "bundle": bundle,
            "language": language,
            "outreach": dict(unknown),
            "abstained": reason,
            "score": None,
            "verdict": None,
            "headlines": headlines,
            "findings": [],
            "commitments": [],
            "checks": [],
            "thread": _thread(rubric, wording, thread),
        }
    )


def worded(
    rubric: Rubric,
    bundle: str,
    language: str,
    wording: str,
    places: Sequence[Place],
    judgement: Judgement,
    chances: Sequence[dict[str, float]],
    without: Mapping[int, Judgement],
    thread: Thread | None,
) -> Review:
    """Return the review of a judgement.

    `chances` holds the probabilities of the signals found, for each segment; `without` the judgements of the message
    without a segment, by its number.
    """
    spans = _spans(places)
    findings = _findings(rubric, wording, spans, zip(judgement.segments, chances, strict=True), without)
    at: dict[int, list[str]] = {}
    told: dict[int, list[str]] = {}
    for finding in findings:
        i = finding.pop("_segment")
        at.setdefault(i, []).append(finding["ref"])
        if finding["kind"] == "tell":
            told.setdefault(i, []).append(finding["ref"])
    return Review(
        {
            "bundle": bundle,
            "language": language,
            "outreach": {
                "probability": _rounded(judgement.verdicts["outreach"]),
                "present": judgement.present["outreach"],
            },
            "abstained": "unsure" if judgement.unsure else None,
            "score": judgement.score,
            "verdict": None if judgement.score is None else verdict_of(judgement.score),
            "headlines": {
                id: {
                    "probability": _rounded(judgement.verdicts[id]),
                    "present": judgement.present[id],
                    "because": _because(id, judgement, without, told or at) if judgement.present[id] else [],
                    **_words(label.wording, wording),
                }
                for id, label in rubric.headlines.items()
            },
            "findings": findings,
            "commitments": _commitments(rubric, wording, spans, judgement),
            "checks": _checks(rubric, wording, judgement, at, thread),
            "thread": _thread(rubric, wording, thread),
        }
    )


def _spans(places: Sequence[Place]) -> list[dict[str, Any]]:
    wholes = {place.where: place.whole for place in places}
    offsets = {where: utf16_offsets(whole) for where, whole in wholes.items()}
    return [
        {"in": p.where, "start": offsets[p.where][p.start], "end": offsets[p.where][p.end], "text": p.text}
        for p in places
    ]


def _findings(
    rubric: Rubric,
    wording: str,
    spans: Sequence[dict[str, Any]],
    found_in: Iterable[tuple[int, dict[str, float]]],
    without: Mapping[int, Judgement],
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for i, chances in found_in:
        for signal in sorted((rubric.signals[id] for id in chances), key=lambda s: (s.kind != "tell", s.id)):
            found.append(
                {
                    "ref": f"f{len(found) + 1}",
                    "id": signal.id,
                    "kind": signal.kind,
                    "severity": signal.severity,
                    **spans[i],
                    "probability": _rounded(chances[signal.id]),
                    **_words(signal.wording, wording, example=True),
                    "score_without": without[i].score if i in without else None,
                    "_segment": i,
                }
            )
    return found


def _commitments(
    rubric: Rubric, wording: str, spans: Sequence[dict[str, Any]], judgement: Judgement
) -> list[dict[str, Any]]:
    main = min((a for a in judgement.asked if not a.fallback), key=lambda a: (a.difficulty, a.segment), default=None)
    return [
        {
            "id": asked.id,
            "title": rubric.commitments[asked.id].wording[wording]["title"],
            "difficulty": asked.difficulty,
            **spans[asked.segment],
            "main": asked is main,
            "fallback": asked.fallback,
        }
        for asked in judgement.asked
    ]


def _checks(
    rubric: Rubric, wording: str, judgement: Judgement, at: Mapping[int, list[str]], thread: Thread | None
) -> list[dict[str, Any]]:
    order = {"serious": 0, "warn": 1, "hint": 2}
    raised = sorted((rubric.checks[id] for id in judgement.checks), key=lambda check: (order[check.severity], check.id))
    said = [f"t{thread.heard[-1].index}"] if thread and thread.heard else []
    return [
        {
            "id": check.id,
            "severity": check.severity,
            **_words(check.wording, wording, example=True),
            "because": [
                *(ref for i in judgement.checks[check.id] for ref in at.get(i, [])),
                *(said if check.id in ON_THREAD else []),
            ],
        }
        for check in raised
    ]


def _because(id: str, judgement: Judgement, without: Mapping[int, Judgement], at: Mapping[int, list[str]]) -> list[str]:
    """Return the findings in `at` of the sentences without which the headline would be less likely."""
    drops = {i: judgement.verdicts[id] - other.verdicts[id] for i, other in without.items() if i in at}
    ranked = sorted(drops, key=lambda i: -drops[i])
    named = [i for i in ranked if drops[i] >= _CONTRIBUTES][:_BECAUSE_AT_MOST] or ranked[:1] or list(at)[:1]
    return [ref for i in sorted(named) for ref in at[i]]


def _thread(rubric: Rubric, wording: str, thread: Thread | None) -> dict[str, Any] | None:
    if thread is None:
        return None
    return {
        "messages": [
            {
                "index": heard.index,
                "resistance": heard.resistance,
                "probability": _rounded(heard.probability),
                "title": rubric.resistances[heard.resistance].wording[wording]["title"],
                "advice": rubric.resistances[heard.resistance].wording[wording]["advice"],
            }
            for heard in thread.heard
        ],
        "refusals": thread.refusals,
        "attempts_since_refusal": thread.attempts_since_refusal,
    }


def _words(wording: Wording, language: str, example: bool = False) -> dict[str, Any]:
    words = wording[language]
    shown: dict[str, Any] = {key: words[key] for key in ("title", "why", "advice")}
    if example:
        shown["example"] = {"before": words["before"], "after": words["after"]}
    return shown


def _rounded(chance: float) -> float:
    return round(chance, 4)
