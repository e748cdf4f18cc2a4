"""Routes: what the gate asks of a request before Flask sees it, decided by the blueprint alone."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from tellcheck_server.framing import BODY_CAP

WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Access(enum.Enum):
    """Who may call a route: holders of a token, anybody on this machine, or a browser with our page open."""

    TOKEN = "token"
    OPEN = "open"
    DOCUMENT = "document"
    PAGE = "page"


_ACCESS_OF_BLUEPRINT = {
    "health": Access.OPEN,
    "pairing": Access.OPEN,
    "documents": Access.DOCUMENT,
    "pages": Access.PAGE,
}


@dataclass(frozen=True)
class Route:
    """What the gate knows of the address of a request."""

    template: str
    access: Access
    methods: frozenset[str] = frozenset()
    found: bool = True

    @property
    def is_document(self) -> bool:
        """Whether a browser may open it as a page of its own."""
        return self.access in (Access.PAGE, Access.DOCUMENT)

    @property
    def content_type(self) -> str:
        """The one content type its bodies have."""
        return FORM if self.access is Access.PAGE else JSON

    def body_cap(self, method: str) -> int:
        """The longest body it takes with this method."""
        return BODY_CAP if method in WITH_BODY else 0


class Routes:
    """The addresses of an application, as the gate sees them."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def find(self, path: str, method: str) -> Route:
        """The route at a path, also where it does not take the method; one with `found` false when there is none."""
        adapter = self._app.url_map.bind("")
        try:
            rule, _values = adapter.match(path, method, return_rule=True)
        except MethodNotAllowed as error:
            methods = frozenset(error.valid_methods or ())
            return replace(self.find(path, min(methods)), methods=methods)
        except (NotFound, RequestRedirect):
            return Route("unknown", Access.TOKEN if path.startswith("/v1/") else Access.OPEN, found=False)
        blueprint = rule.endpoint.rpartition(".")[0]
        return Route(rule.rule, _ACCESS_OF_BLUEPRINT.get(blueprint, Access.TOKEN), frozenset(rule.methods or ()))


def path_of(environ: dict[str, Any]) -> str:
    """The path of a request as text; bytes that are not UTF-8 become replacement characters."""
    raw: str = environ.get("PATH_INFO", "")
    return raw.encode("latin-1", "replace").decode("utf-8", "replace")
