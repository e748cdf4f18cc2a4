"""Parsing: a request is read strictly, and its errors name fields of the schema, never what was sent."""

from __future__ import annotations

from typing import NoReturn

import flask
import marshmallow
from webargs.flaskparser import FlaskParser

from tellcheck_server.api.fields import NOT_WELL_FORMED
from tellcheck_server.problems import Problem
from tellcheck_server.strict_json import JsonError, JsonValue, parse_json

WHOLE = "body"
Messages = dict[str | int, "Messages"] | list[str]
_UNKNOWN = marshmallow.Schema.error_messages.get("unknown", "Unknown field.")


class StrictParser(FlaskParser):
    """Reads JSON bodies and queries for the schemas of the API."""

    def __init__(self) -> None:
        super().__init__()
        self.DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": marshmallow.RAISE}

    def load_json(self, req: flask.Request, schema: marshmallow.Schema) -> JsonValue:
        """The body as strict JSON; Problem when it is none."""
        try:
            return parse_json(req.get_data())
        except JsonError:
            raise Problem("bad_json") from None

    def handle_error(
        self,
        error: marshmallow.ValidationError,
        req: flask.Request,
        schema: marshmallow.Schema,
        *,
        error_status_code: int | None,
        error_headers: object,
    ) -> NoReturn:
        """Raise the Problem for refused fields."""
        messages: dict[str, Messages] = error.normalized_messages()  # type: ignore[no-untyped-call]
        errors: dict[str, list[str]] = {}
        for inside in messages.values():
            _collect(inside, (), errors)
        ill_formed = any(NOT_WELL_FORMED in found for found in errors.values())
        raise Problem("text_not_well_formed" if ill_formed else "validation_failed", errors=errors)


def _collect(messages: Messages, path: tuple[str, ...], errors: dict[str, list[str]]) -> None:
    """Flatten nested messages to dotted names; an unknown field counts to its parent, since its name was sent."""
    if isinstance(messages, list):
        errors.setdefault(".".join(path) or WHOLE, []).extend(str(message) for message in messages)
        return
    for key, inside in messages.items():
        if inside == [_UNKNOWN]:
            name = ".".join(path) or WHOLE
            if "Has an unknown field." not in errors.setdefault(name, []):
                errors[name].append("Has an unknown field.")
        else:
            _collect(inside, path if key == "_schema" else (*path, str(key)), errors)
