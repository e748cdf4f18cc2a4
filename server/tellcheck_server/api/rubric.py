"""Rubric: what the reviewer looks for, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, request

from tellcheck_server.api.answers import RubricAnswerSchema
from tellcheck_server.api.blueprints import ApiBlueprint, answer, wanted_language
from tellcheck_server.api.schemas import RubricQuerySchema
from tellcheck_server.services import services

if TYPE_CHECKING:
    from tellcheck_model.rubric import Check, Label, Rubric, Signal

blueprint = ApiBlueprint("rubric", __name__, description="What the reviewer looks for.")


@blueprint.operation("GET", "/v1/rubric", query=RubricQuerySchema, answers=RubricAnswerSchema, problems=(422,))
def rubric(asked: dict[str, Any]) -> Response:
    """Read the rubric

    Titles, meanings, reasons and advice of every signal and check, and the closed lists beside them.
    """
    language = asked["language"] or wanted_language(request) or "en"
    reviewer = services().desk.reviewer
    return answer({"rubric": {"bundle": reviewer.bundle_id, **rubric_in(reviewer.rubric, language)}})


def rubric_in(rubric: Rubric, language: str) -> dict[str, Any]:
    """The rubric in one language, as the API answers it."""

    def words(entry: Signal | Check | Label, *names: str) -> dict[str, str]:
        return {name: entry.wording[language][name] for name in names}

    def described(entry: Signal | Check) -> dict[str, Any]:
        example = words(entry, "before", "after")
        return {"severity": entry.severity, **words(entry, "title", "what", "why", "advice"), "example": example}

    return {
        "language": language,
        "signals": [{"id": id, "kind": entry.kind, **described(entry)} for id, entry in rubric.signals.items()],
        "checks": [{"id": id, **described(entry)} for id, entry in rubric.checks.items()],
        "headlines": [
            {"id": id, "severity": entry.severity, **words(entry, "title", "what", "why", "advice")}
            for id, entry in rubric.headlines.items()
        ],
        "commitments": [
            {"id": id, "difficulty": entry.difficulty, **words(entry, "title", "what")}
            for id, entry in rubric.commitments.items()
        ],
        "resistances": [
            {"id": id, "refusal": bool(entry.refusal), **words(entry, "title", "what", "advice")}
            for id, entry in rubric.resistances.items()
        ],
    }
