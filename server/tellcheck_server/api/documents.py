"""Documents: the OpenAPI description and a page that reads it out; they hold nothing of anybody's."""

from __future__ import annotations

import functools
import json
from typing import Any

from flask import Blueprint, Response, render_template
from flask_smorest import Api

from tellcheck_server.problems import PROBLEMS

SPEC: dict[str, Any] = {
    "info": {
        "description": "Reviews of outreach drafts. JSON only, UTF-8, strict: unknown fields, wrong types, repeated "
        "keys, NaN and lone surrogates are refused. Drafts are never stored nor logged.",
        "license": {"name": "Apache-2.0"},
    },
    "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    "security": [{"token": []}],
}


def documents_of(api: Api) -> Blueprint:
    """The routes `/openapi.json` and `/docs` for an API."""
    blueprint = Blueprint(
        "documents", __name__, template_folder="templates", static_folder="static", static_url_path="/docs/static"
    )

    @functools.cache
    def description() -> bytes:
        return json.dumps(api.spec.to_dict(), ensure_ascii=False, indent=1).encode("utf-8")

    @blueprint.get("/openapi.json")
    def openapi() -> Response:
        return Response(description(), content_type="application/json")

    @blueprint.get("/docs")
    def docs() -> str:
        return render_template("docs.html", spec=json.loads(description()), problems=PROBLEMS)

    return blueprint
