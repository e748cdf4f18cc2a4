"""Tokens: a holder sees its own pairing, and can end it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, request

from tellcheck_server.access import Token
from tellcheck_server.api.answers import TokensAnswerSchema
from tellcheck_server.api.blueprints import ApiBlueprint, answer
from tellcheck_server.gate import TOKEN
from tellcheck_server.services import services

blueprint = ApiBlueprint("tokens", __name__, description="The pairing in use.")


@blueprint.operation("GET", "/v1/tokens", answers=TokensAnswerSchema)
def tokens() -> Response:
    """Read the pairing in use

    The secret itself is never shown again.
    """
    token: Token = request.environ[TOKEN]
    entry = {
        "id": token.id,
        "origin": token.origin,
        "created_at": datetime.fromtimestamp(token.created_at, UTC).isoformat(),
        "used_at": datetime.fromtimestamp(token.used_at, UTC).isoformat(),
        "current": True,
    }
    return answer({"tokens": [entry]})


@blueprint.operation("DELETE", "/v1/tokens", answers=None, status=204, problems=(507,))
def disconnect() -> Response:
    """End the pairing in use

    The token of this request is worth nothing from now on.
    """
    token: Token = request.environ[TOKEN]
    services().book.revoke(token.id)
    return Response(status=204)
