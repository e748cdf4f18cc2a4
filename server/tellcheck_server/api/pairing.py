"""Pairing: the code from the terminal, once, for a token."""

from __future__ import annotations

from flask import Response, request

from tellcheck_server.api.answers import PairAnswerSchema
from tellcheck_server.api.blueprints import ApiBlueprint, answer
from tellcheck_server.api.schemas import PairRequestSchema
from tellcheck_server.problems import Problem
from tellcheck_server.services import services

blueprint = ApiBlueprint("pairing", __name__, description="Pairing of an extension or a program.")


@blueprint.operation(
    "POST",
    "/v1/pair",
    body=PairRequestSchema,
    answers=PairAnswerSchema,
    status=201,
    problems=(429, 503, 507),
    needs_token=False,
)
def pair(asked: dict[str, str]) -> Response:
    """Pair with a one-time code

    The token is bound to the `Origin` of this request. The code is used up; five wrong ones void it.
    """
    here = services()
    token = here.book.pair(asked["code"], request.headers.get("Origin"))
    if token is None:
        raise Problem("code_refused")
    return answer({"token": token, "server": here.settings.address}, 201)
