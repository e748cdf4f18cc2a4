"""Reviews: a draft in, its findings out, and nothing of it kept."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Response, request

from tellcheck_server.api.answers import ReviewAnswerSchema
from tellcheck_server.api.blueprints import ApiBlueprint, answer, wanted_language
from tellcheck_server.api.schemas import ReviewRequestSchema
from tellcheck_server.services import services

if TYPE_CHECKING:
    from tellcheck_model import Draft

blueprint = ApiBlueprint("reviews", __name__, description="Drafts and what is found in them.")


@blueprint.operation("POST", "/v1/reviews", body=ReviewRequestSchema, answers=ReviewAnswerSchema, problems=(429,))
def review(asked: dict[str, Any]) -> Response:
    """Review a draft

    Offsets are UTF-16 code units into the submitted text, and every span repeats its words. A message that is not
    outreach has no score and no tells; a text that cannot be judged says so in `abstained`. Words come in the
    draft's language, or in the one of English and Spanish that `Accept-Language` names.
    """
    found = services().desk.review(draft_of(asked), wanted_language(request))
    return answer({"review": found.to_json()})


def draft_of(asked: dict[str, Any]) -> Draft:
    """The draft that a checked request describes."""
    from tellcheck_model import Draft, ThreadMessage

    messages = asked["thread"] or []
    return Draft(
        text=asked["draft"],
        channel=asked["channel"],
        subject=asked["subject"],
        stage=asked["stage"],
        language=asked["language"],
        thread=tuple(ThreadMessage(m["from_"], m["text"], _written(m["sent_at"])) for m in messages),
    )


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
