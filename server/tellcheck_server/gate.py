"""The gate: every request passes the same checks in the same order before Flask, the store or a log sees more of it."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from tellcheck_server.access import AccessBook
from tellcheck_server.framing import declared_length, read_body
from tellcheck_server.logs import failure_fields, request_log, size_bucket
from tellcheck_server.problems import MEDIA_TYPE, Problem, problem_document, status_line
from tellcheck_server.routes import WITH_BODY, Access, Route, Routes, path_of

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Write = Callable[[bytes], object]
StartResponse = Callable[..., Write]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
REQUEST_ID = "tellcheck.request_id"
TOKEN = "tellcheck.token"
_REQUEST_ID_FORM = re.compile(r"[A-Za-z0-9-]{8,64}")
_EXTENSION_ORIGIN = re.compile(
    r"chrome-extension://[a-p]{32}|moz-extension://[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
_BEARER = re.compile(r"[Bb]earer ([A-Za-z0-9_-]{20,100})")
_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
_OWN_PARTS = "; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"


@dataclass(frozen=True)
class Visit:
    """One request at the gate."""

    environ: Environ
    route: Route
    hosts: frozenset[str]
    book: AccessBook

    @property
    def method(self) -> str:
        """The method of the request."""
        return str(self.environ.get("REQUEST_METHOD", ""))

    @property
    def own_origin(self) -> str:
        """The origin our own pages have, once the Host is known to be ours."""
        return f"{self.environ.get('wsgi.url_scheme', 'http')}://{self.environ.get('HTTP_HOST', '')}"


def check_host(visit: Visit) -> None:
    """A rebound name arrives with its own Host, and a target with a host in it could name another one."""
    target = str(visit.environ.get("RAW_URI", visit.environ.get("REQUEST_URI", "/")))
    if visit.environ.get("HTTP_HOST", "") not in visit.hosts or not target.startswith("/"):
        raise Problem("bad_host")


def check_method(visit: Visit) -> None:
    """No preflight is ever answered, and an unknown method is taken nowhere."""
    if visit.method == "OPTIONS":
        raise Problem("preflight_refused")
    if visit.method not in KNOWN_METHODS:
        raise _not_allowed(visit.route)


def check_site(visit: Visit) -> None:
    """A browser says which site asks: none or our own, or any where a person opens one of our pages."""
    site = visit.environ.get("HTTP_SEC_FETCH_SITE")
    if visit.route.access is Access.PAGE and visit.method in WITH_BODY:
        if site != "same-origin":
            raise Problem("site_refused")
        return
    opened = visit.environ.get("HTTP_SEC_FETCH_MODE") == "navigate" and visit.method in ("GET", "HEAD")
    if site not in (None, "none", "same-origin") and not (visit.route.is_document and opened):
        raise Problem("site_refused")


def check_origin(visit: Visit) -> None:
    """An origin is absent, an extension's, or on pages our own; which extension's is settled with the token."""
    origin = visit.environ.get("HTTP_ORIGIN")
    if visit.route.is_document:
        must_name_it = visit.route.access is Access.PAGE and visit.method in WITH_BODY
        if origin != visit.own_origin and (origin is not None or must_name_it):
            raise Problem("origin_refused")
    elif origin is not None and not _EXTENSION_ORIGIN.fullmatch(origin):
        raise Problem("origin_refused")


def check_content_type(visit: Visit) -> None:
    """A page of another site can send a form without asking, but not JSON."""
    if visit.method not in WITH_BODY or visit.method not in visit.route.methods:
        return
    media, _, parameter = str(visit.environ.get("CONTENT_TYPE", "")).partition(";")
    charset = parameter.replace(" ", "").lower()
    if media.strip().lower() != visit.route.content_type or charset not in ("", "charset=utf-8"):
        raise Problem("unsupported_media_type")


def check_token(visit: Visit) -> None:
    """The token is the only proof of identity, and is good only for the origin it was paired from."""
    if visit.route.access is not Access.TOKEN:
        return
    bearer = _BEARER.fullmatch(str(visit.environ.get("HTTP_AUTHORIZATION", "")))
    if bearer is None:
        raise Problem("token_required", headers={"WWW-Authenticate": "Bearer"})
    token = visit.book.token(bearer[1])
    if token is None:
        raise Problem("token_unknown", headers={"WWW-Authenticate": "Bearer"})
    if visit.environ.get("HTTP_ORIGIN") not in (None, token.origin):
        raise Problem("origin_refused")
    visit.environ[TOKEN] = token


def check_route(visit: Visit) -> None:
    """Only now may a stranger learn what is here."""
    if not visit.route.found:
        raise Problem("not_found")
    if visit.method not in visit.route.methods:
        raise _not_allowed(visit.route)


def check_body(visit: Visit) -> None:
    """The body is read last, whole, within its length and time."""
    length = declared_length(visit.environ, visit.route.body_cap(visit.method))
    read_body(visit.environ, length)


CHECKS: tuple[Callable[[Visit], None], ...] = (
    check_host, check_method, check_site, check_origin, check_content_type, check_token, check_route, check_body,
)  # fmt: skip


class Gate:
    """The WSGI application in front of Flask."""

    def __init__(self, app: Flask, hosts: frozenset[str], book: AccessBook) -> None:
        self._inner: Application = app.wsgi_app
        self._routes = Routes(app)
        self._hosts = hosts
        self._book = book

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request: Flask's answer when every check passed, else a problem."""
        started = time.perf_counter()
        sent = str(environ.get("HTTP_X_REQUEST_ID", ""))
        request_id = sent if _REQUEST_ID_FORM.fullmatch(sent) else secrets.token_hex(8)
        environ[REQUEST_ID] = request_id
        route = self._routes.find(path_of(environ), str(environ.get("REQUEST_METHOD", "")))
        fixed = _fixed_headers(route, request_id)
        status = 0

        def start(status_text: str, headers: Headers, exc_info: object = None) -> Write:
            nonlocal status
            status = int(status_text[:3])
            ours = {name.lower() for name, _ in fixed}
            return start_response(status_text, [h for h in headers if h[0].lower() not in ours] + fixed, exc_info)

        code = None
        try:
            visit = Visit(environ, route, self._hosts, self._book)
            for check in CHECKS:
                check(visit)
            return self._inner(environ, start)
        except Problem as problem:
            code = problem.code
            return refuse(problem, environ, start)
        except Exception as error:
            request_log().error("gate_failed", request_id=request_id, **failure_fields(error))
            code = "storage_unavailable" if isinstance(error, SQLAlchemyError) else "internal_error"
            return refuse(Problem(code), environ, start)
        finally:
            _log(environ, route, status, code, started)


def refuse(problem: Problem, environ: Environ, start_response: StartResponse) -> list[bytes]:
    """A problem as a WSGI answer; without its body where the method is HEAD."""
    body = problem_document(problem, environ[REQUEST_ID])
    headers = [("Content-Type", MEDIA_TYPE), ("Content-Length", str(len(body))), *problem.headers.items()]
    start_response(status_line(problem.status), headers)
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


def _not_allowed(route: Route) -> Problem:
    return Problem("method_not_allowed", headers={"Allow": ", ".join(sorted(route.methods))})


def _fixed_headers(route: Route, request_id: str) -> Headers:
    return [
        ("X-Request-Id", request_id),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Content-Security-Policy", _POLICY + (_OWN_PARTS if route.is_document else "")),
    ]


def _log(environ: Environ, route: Route, status: int, code: str | None, started: float) -> None:
    method = str(environ.get("REQUEST_METHOD", ""))
    length = str(environ.get("CONTENT_LENGTH") or "0")
    line: dict[str, object] = {
        "request_id": environ[REQUEST_ID],
        "method": method if method in KNOWN_METHODS else "other",
        "route": route.template,
        "status": status,
        "ms": round((time.perf_counter() - started) * 1000, 1),
        "body": size_bucket(int(length[:12])) if length.isascii() and length.isdigit() else "invalid",
    }
    if code is not None:
        line["code"] = code
    request_log().info("request", **line)
