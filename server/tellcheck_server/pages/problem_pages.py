"""Problem pages: the one error shape, as a page, for a person who opened an address of ours in a browser.

It stands in front of the gate (`ProblemPages(gate, app)`), so that what the gate refuses and what Flask fails at look
the same; it renders without a request of Flask, because a refused request must reach neither its hooks nor the store.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Request

from tellcheck_server.pages.words import LANGUAGES, chosen_language, words_in
from tellcheck_server.problems import MEDIA_TYPE

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Callable[[bytes], object]]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

STATUSES_WITH_WORDS = frozenset({"400", "403", "404", "405", "413", "429", "503"})
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
REPLACED = frozenset({"content-type", "content-length", "content-security-policy"})


class ProblemPages:
    """A WSGI application that shows the problems of the one behind it as pages to those who read pages."""

    def __init__(self, inner: Application, app: Flask) -> None:
        self._inner = inner
        self._app = app

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Returns the answer of the application behind, its problem turned into a page where one was opened."""
        if not opens_a_page(environ):
            return self._inner(environ, start_response)
        problem: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, exc_info: object = None) -> Callable[[bytes], object]:
            if dict(headers).get("Content-Type") != MEDIA_TYPE:
                return start_response(status, headers, exc_info)
            problem[:] = [(status, headers)]
            return lambda _written: None

        body = self._inner(environ, start)
        if not problem:
            return body
        if close := getattr(body, "close", None):
            close()
        status, headers = problem[0]
        page = self.page(environ, status[:3], dict(headers).get("X-Request-Id", ""))
        kept = [header for header in headers if header[0].lower() not in REPLACED]
        ours = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))]
        start_response(status, [*kept, *ours, ("Content-Security-Policy", POLICY)])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [page]

    def page(self, environ: Environ, status: str, request_id: str) -> bytes:
        """Returns the page for a status, in the reader's language, with no word of the request."""
        addresses = self._app.url_map.bind("")
        unread = Request(environ | {"CONTENT_LENGTH": "0", "wsgi.input": io.BytesIO()})  # a refused body stays unread
        return (
            self._app.jinja_env.get_template("pages/problem.html")
            .render(
                words=words_in(chosen_language(unread)),
                languages=[words_in(language) for language in LANGUAGES],
                url_for=lambda endpoint, **values: addresses.build(endpoint, values),
                kind=status if status in STATUSES_WITH_WORDS else "other",
                status=status,
                request_id=request_id,
            )
            .encode()
        )


def opens_a_page(environ: Environ) -> bool:
    """Returns whether a browser opened this address as a page; the API and a page's own script never get one."""
    is_api = str(environ.get("PATH_INFO", "")).startswith("/v1/")
    return not is_api and "HTTP_TELLCHECK_PART" not in environ and "text/html" in str(environ.get("HTTP_ACCEPT", ""))
