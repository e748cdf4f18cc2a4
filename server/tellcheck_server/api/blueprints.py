"""Blueprints of the API: strict parsing, compact JSON, and every problem a route can answer named in OpenAPI."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Request, Response
from flask_smorest import Api, Blueprint
from marshmallow import Schema

from tellcheck_server.api.answers import ProblemSchema
from tellcheck_server.api.parsing import StrictParser
from tellcheck_server.api.schemas import LANGUAGES
from tellcheck_server.problems import MEDIA_TYPE, PROBLEMS

View = TypeVar("View", bound=Callable[..., Any])
AT_THE_GATE = (400, 403, 405, 500)
WITH_TOKEN = (401, 503)
WITH_BODY = (408, 411, 413, 415, 422)


class ApiBlueprint(Blueprint):  # type: ignore[misc]
    """A blueprint whose requests are read by the strict parser."""

    ARGUMENTS_PARSER = StrictParser()

    def operation(
        self,
        method: str,
        path: str,
        *,
        answers: type[Schema] | None,
        status: int = 200,
        body: type[Schema] | None = None,
        query: type[Schema] | None = None,
        problems: tuple[int, ...] = (),
        needs_token: bool = True,
    ) -> Callable[[View], View]:
        """Make a view the operation of a method and a path, with all it takes and answers in the OpenAPI document."""
        statuses = {*AT_THE_GATE, *problems, *(WITH_BODY if body else ()), *(WITH_TOKEN if needs_token else ())}

        def decorate(view: View) -> View:
            described: Any = view
            for refused in sorted(statuses):
                described = self.alt_response(refused, HTTPStatus(refused).name)(described)
            described = self.response(status, answers)(described)
            if not needs_token:
                described = self.doc(security=[])(described)
            operation: Any = functools.wraps(view)(functools.partial(view))
            operation._apidoc = described._apidoc  # the description alone: its wrappers would run at every request
            for schema, location in ((body, "json"), (query, "query")):
                if schema is not None:
                    operation = self.arguments(schema(), location=location)(operation)
            self.route(path, methods=[method], endpoint=view.__name__)(operation)
            return view

        return decorate


class ProblemApi(Api):  # type: ignore[misc]
    """The API with its one error shape in the OpenAPI document; answering with it is the handlers' task."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Leave every error to tellcheck_server.handlers."""

    def _register_responses(self) -> None:
        for status in sorted({kind.status for kind in PROBLEMS.values()}):
            codes = ", ".join(f"`{code}`" for code, kind in PROBLEMS.items() if kind.status == status)
            response = {
                "description": f"{HTTPStatus(status).phrase}: {codes}",
                "content": {MEDIA_TYPE: {"schema": ProblemSchema}},
            }
            self.spec.components.response(HTTPStatus(status).name, response, lazy=True)


def answer(content: dict[str, Any], status: int = 200) -> Response:
    """A JSON answer, compact and in UTF-8."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return Response(body, status, content_type="application/json")


def wanted_language(request: Request) -> str | None:
    """The language of words that Accept-Language names first, English or Spanish; None when it names neither."""
    for value, quality in request.accept_languages:
        language = value.partition("-")[0].lower()
        if quality > 0 and language in LANGUAGES:
            return language
    return None
