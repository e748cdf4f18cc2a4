"""Handlers: whatever goes wrong inside Flask is answered in the one shape."""

from __future__ import annotations

import math
import time

from flask import Flask, Response, g, request
from flask_limiter import RateLimitExceeded, RequestLimit
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from tellcheck_server.gate import REQUEST_ID
from tellcheck_server.logs import failure_fields, request_log
from tellcheck_server.problems import MEDIA_TYPE, Problem, problem_document, problem_of_status


def register_handlers(app: Flask) -> None:
    """Make every exception of a view one problem document."""
    app.register_error_handler(Problem, _answer)
    app.register_error_handler(RateLimitExceeded, _answer_limit)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(SQLAlchemyError, _answer_storage)
    app.register_error_handler(Exception, _answer_failure)


def note_breach(limit: RequestLimit) -> None:
    """Keep when a limit opens again, for the answer's `Retry-After`."""
    g.opens_again = limit.reset_at


def _answer(problem: Problem) -> Response:
    body = problem_document(problem, request.environ[REQUEST_ID])
    return Response(body, problem.status, headers=problem.headers, content_type=MEDIA_TYPE)


def _answer_limit(_error: RateLimitExceeded) -> Response:
    seconds = max(1, math.ceil(g.get("opens_again", time.time()) - time.time()))
    return _answer(Problem("rate_limited", headers={"Retry-After": str(seconds)}))


def _answer_http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error  # a redirect is an answer of its own
    headers = {"Allow": ", ".join(error.valid_methods or ())} if isinstance(error, MethodNotAllowed) else None
    return _answer(problem_of_status(error.code, headers))


def _answer_storage(error: SQLAlchemyError) -> Response:
    request_log().error("storage_failed", request_id=request.environ[REQUEST_ID], **failure_fields(error))
    is_full = isinstance(error, OperationalError) and "full" in str(error.orig)
    return _answer(Problem("storage_full" if is_full else "storage_unavailable", headers={"Retry-After": "5"}))


def _answer_failure(error: Exception) -> Response:
    request_log().error("view_failed", request_id=request.environ[REQUEST_ID], **failure_fields(error))
    return _answer(Problem("internal_error"))
