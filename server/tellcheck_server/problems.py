"""Problems: every error has the one shape of RFC 9457 and never repeats what was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple

MEDIA_TYPE = "application/problem+json"
FieldErrors = Mapping[str, list[str]]


class Kind(NamedTuple):
    """What is fixed about a problem: its status and its words."""

    status: int
    title: str
    detail: str


PROBLEMS: dict[str, Kind] = {
    "bad_request": Kind(400, "Bad request", "The request could not be understood."),
    "bad_host": Kind(400, "Unknown host", "This server answers only to its own address."),
    "bad_json": Kind(400, "Not strict JSON", "The body must be one JSON text in UTF-8, without repeated keys."),
    "token_required": Kind(401, "Not paired", "Send the token of a pairing as `Authorization: Bearer …`."),
    "token_unknown": Kind(401, "Pairing unknown", "The token is unknown, revoked or expired; pair again."),
    "site_refused": Kind(403, "Request of another site", "A page of another site may not use this server."),
    "origin_refused": Kind(403, "Origin refused", "This origin may not use this server, or not with this token."),
    "preflight_refused": Kind(403, "No cross-origin use", "This server takes no OPTIONS requests."),
    "code_refused": Kind(403, "Pairing code refused", "The code is wrong, used or expired; ask for a new one."),
    "not_found": Kind(404, "Not found", "There is nothing at this address."),
    "method_not_allowed": Kind(405, "Method not allowed", "This address does not take that method; see `Allow`."),
    "body_incomplete": Kind(408, "Body incomplete", "The body did not arrive in time."),
    "conflict": Kind(409, "Conflict", "The request contradicts what is stored."),
    "length_required": Kind(411, "Length required", "Send the body in one piece with its `Content-Length`."),
    "body_too_large": Kind(413, "Body too large", "The body is larger than this address takes."),
    "unsupported_media_type": Kind(415, "Unsupported media type", "Send the content type this address takes."),
    "validation_failed": Kind(422, "Fields refused", "One or more fields cannot be used; see `errors`."),
    "text_not_well_formed": Kind(
        422, "Text not well formed", "A text holds lone surrogates or control characters; see `errors`."
    ),
    "rate_limited": Kind(429, "Too many requests", "Wait as long as `Retry-After` says."),
    "internal_error": Kind(500, "Internal error", "Something failed here; the log has the request id."),
    "overloaded": Kind(503, "Overloaded", "Too many reviews are waiting; try again soon."),
    "deadline_exceeded": Kind(503, "Took too long", "The review did not end in time."),
    "not_ready": Kind(503, "Not ready", "The server cannot review right now."),
    "storage_unavailable": Kind(503, "Storage unavailable", "The database does not answer."),
    "storage_full": Kind(507, "Storage full", "There is no room left to store anything."),
}
_CODE_OF_STATUS = {
    400: "bad_request", 401: "token_required", 403: "origin_refused", 404: "not_found", 405: "method_not_allowed",
    408: "body_incomplete", 409: "conflict", 411: "length_required", 413: "body_too_large",
    415: "unsupported_media_type", 422: "validation_failed", 429: "rate_limited", 500: "internal_error",
    503: "overloaded", 507: "storage_full",
}  # fmt: skip


class Problem(Exception):
    """A request that is refused or failed; `code` is a key of PROBLEMS."""

    def __init__(
        self, code: str, *, errors: FieldErrors | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.errors = errors
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        """The HTTP status of the problem."""
        return PROBLEMS[self.code].status


def problem_of_status(status: int, headers: Mapping[str, str] | None = None) -> Problem:
    """The problem that stands for an HTTP status; a status without its own kind counts as its class's plain one."""
    plain = "bad_request" if status < 500 else "internal_error"
    return Problem(_CODE_OF_STATUS.get(status, plain), headers=headers)


def problem_document(problem: Problem, request_id: str) -> bytes:
    """The body of a problem answer: fixed words, field names under `errors`, no word of the request."""
    kind = PROBLEMS[problem.code]
    document: dict[str, object] = {
        "type": f"/docs#{problem.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.detail,
        "code": problem.code,
        "request_id": request_id,
    }
    if problem.errors is not None:
        document["errors"] = problem.errors
    return json.dumps(document, ensure_ascii=False).encode("utf-8")


def status_line(status: int) -> str:
    """The status with its phrase, as WSGI wants it."""
    return f"{status} {HTTPStatus(status).phrase}"
