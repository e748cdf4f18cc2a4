"""How far the score moves when a draft is changed a little, measured with the released bundle on own drafts.

`python -m tellcheck_model.robustness --json docs/figures/robustness.json`
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tellcheck_model.bundle import load_reviewer
from tellcheck_model.card_tables import robustness_table
from tellcheck_model.inputs import checkout
from tellcheck_model.messages import ThreadMessage
from tellcheck_model.perturbations import PERTURBATIONS, Body, Perturbation
from tellcheck_model.review import Draft, Reviewer
from tellcheck_model.rubric import CHECK_EXAMPLES, LANGUAGES, rubric_files

DRAFTS = "robustness.toml"


@dataclass(frozen=True, slots=True)
class Case:
    """A draft of our own; its stage and language are left for the review to infer, as in use."""

    draft: Draft
    language: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a user sees of a review at first glance; both None where the draft is not judged."""

    score: int | None
    verdict: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """The outcomes of a case before and after a change; at least one of them has a score."""

    case: Case
    before: Outcome
    after: Outcome

    @property
    def rise(self) -> int | None:
        """The points won, negative where lost; None where only one of the two has a score."""
        both = self.before.score is not None and self.after.score is not None
        return (self.after.score or 0) - (self.before.score or 0) if both else None


def own_drafts(folder: Path) -> list[Case]:
    """Return the whole drafts of robustness.toml in a training_data folder."""
    return [_case(entry) for entry in tomllib.loads((folder / DRAFTS).read_text("utf-8"))["draft"]]


def read_cases(folder: Path) -> list[Case]:
    """Return every own draft of a training_data folder once: whole ones, the checks' examples, before and after."""
    cases = own_drafts(folder)
    for path in rubric_files(folder / "checks"):
        entries = tomllib.loads(path.read_text("utf-8"))
        cases += [_case(entry) for role in CHECK_EXAMPLES for entry in entries[role]]
    for part in ("strengths", "tells"):
        for path in rubric_files(folder / part):
            words = tomllib.loads(path.read_text("utf-8"))
            cases += [
                Case(Draft(words[language][key], "email"), language)
                for language in LANGUAGES
                for key in ("before", "after")
            ]
    return list(dict.fromkeys(cases))


def moves_of(reviewer: Reviewer, cases: Iterable[Case], perturbation: Perturbation) -> list[Move]:
    """Return what a change does to each case it changes and that has a score before or after."""
    found = []
    for case in cases:
        review = reviewer.review(case.draft).to_json()
        body = Body(case.draft.text, case.language, _pitch(review))
        changed = replace(case.draft, text=perturbation.text(body), subject=perturbation.subject(case.draft.subject))
        if changed == case.draft:
            continue
        move = Move(case, _outcome(review), _outcome(reviewer.review(changed).to_json()))
        if move.before.score is not None or move.after.score is not None:
            found.append(move)
    return found


def summary(perturbation: Perturbation, moves: Sequence[Move]) -> dict[str, Any]:
    """Return the figures of one change: size and direction of moves, verdicts changed, `rework` made `send`."""
    rises = [move.rise for move in moves if move.rise is not None]
    changed = sum(move.before.verdict != move.after.verdict for move in moves)
    return {
        "kind": perturbation.kind,
        "drafts": len(moves),
        "mean_move": sum(map(abs, rises)) / len(rises) if rises else None,
        "largest_move": max(map(abs, rises), default=None),
        "mean_rise": sum(rises) / len(rises) if rises else None,
        "verdict_changed": changed / len(moves) if moves else None,
        "score_lost": sum(move.after.score is None for move in moves),
        "score_won": sum(move.before.score is None for move in moves),
        "rework_to_send": sum((move.before.verdict, move.after.verdict) == ("rework", "send") for move in moves),
    }


def measure(reviewer: Reviewer, cases: Sequence[Case]) -> dict[str, Any]:
    """Return the figures of every change, by its name; the same bundle and drafts give the same figures."""
    rows = {each.name: summary(each, moves_of(reviewer, cases, each)) for each in PERTURBATIONS}
    return {"bundle": reviewer.bundle_id, "drafts": len(cases), "perturbations": rows}


def main() -> int:
    """Print the table; with --json also write the figures to a file. Return 1 outside a checkout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    folder = checkout()
    if folder is None:
        print("There is no training_data here; run this in a checkout of Tellcheck.", file=sys.stderr)
        return 1
    measured = measure(load_reviewer(), read_cases(folder))
    print(robustness_table(measured))
    if chosen.json:
        chosen.json.write_text(json.dumps(measured, indent=1) + "\n", "utf-8")
    return 0


def _case(entry: dict[str, Any]) -> Case:
    thread = tuple(ThreadMessage(message["from"], message["text"]) for message in entry.get("thread", ()))
    return Case(Draft(entry["text"], entry["channel"], entry.get("subject"), thread=thread), entry["lang"])


def _outcome(review: dict[str, Any]) -> Outcome:
    return Outcome(review["score"], review["verdict"])


def _pitch(review: dict[str, Any]) -> str | None:
    told = [finding for finding in review["findings"] if finding["kind"] == "tell" and finding["in"] == "draft"]
    return max((str(finding["text"]) for finding in told), key=len, default=None)


if __name__ == "__main__":
    sys.exit(main())
