"""The gate inside one process: what it refuses costs nothing behind it, and pages have rules of their own."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from running import Caller, IsProblem, MakeApp
from sqlalchemy import event
from tellcheck_server.access import AccessBook
from tellcheck_server.gate import CHECKS
from tellcheck_server.routes import Access, Routes
from tellcheck_server.services import EXTENSION

OWN = "http://127.0.0.1:8765"
EVIL = "https://evil.example"
FORM = "application/x-www-form-urlencoded"


def test_the_checks_come_in_the_order_of_the_rules() -> None:
    assert [check.__name__.removeprefix("check_") for check in CHECKS] == [
        "host", "method", "site", "origin", "content_type", "token", "route", "body",
    ]  # fmt: skip


def test_every_route_needs_a_token_but_those_that_are_named_here(app: Flask) -> None:
    routes = Routes(app)
    open_ones: dict[str, Access] = {}
    for rule in app.url_map.iter_rules():
        method = sorted(rule.methods or ())[0]
        found = routes.find(rule.rule.replace("<path:filename>", "x"), method)
        if found.access is not Access.TOKEN and not rule.endpoint.startswith("pages."):
            open_ones[rule.rule] = found.access
        assert rule.endpoint.startswith("pages.") == (found.access is Access.PAGE)
    assert open_ones == {
        "/healthz": Access.OPEN,
        "/readyz": Access.OPEN,
        "/v1/pair": Access.OPEN,
        "/openapi.json": Access.DOCUMENT,
        "/docs": Access.DOCUMENT,
        "/docs/static/<path:filename>": Access.DOCUMENT,
    }


@pytest.fixture
def watched(make_app: MakeApp) -> Iterator[tuple[Any, list[str]]]:
    """A client, and what its requests reached behind the gate."""
    app = make_app()
    reached: list[str] = []
    app.before_request(lambda: reached.append("flask"))

    def note(*_: object) -> None:
        reached.append("store")

    engine = app.extensions[EXTENSION].store.engine
    event.listen(engine, "before_cursor_execute", note)
    yield app.test_client(), reached
    event.remove(engine, "before_cursor_execute", note)


REFUSED: dict[str, dict[str, Any]] = {
    "Host": {"base_url": "http://evil.example:8765"},
    "OPTIONS": {"method": "OPTIONS"},
    "method": {"method": "PROPFIND"},
    "site": {"headers": {"Sec-Fetch-Site": "cross-site"}},
    "Origin": {"headers": {"Origin": EVIL}},
    "content type": {"content_type": "text/plain"},
    "no token": {},
    "an ill-formed token": {"headers": {"Authorization": "Bearer x"}},
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_request_reaches_neither_flask_nor_the_store(watched: tuple[Any, list[str]], name: str) -> None:
    client, reached = watched
    asked = {"base_url": OWN, "method": "POST", "content_type": "application/json", "data": b"{}"} | REFUSED[name]
    assert 400 <= client.open("/v1/reviews", **asked).status_code < 500
    assert reached == []


def test_an_unknown_token_reaches_the_store_alone(watched: tuple[Any, list[str]]) -> None:
    client, reached = watched
    answer = client.get("/v1/tokens", base_url=OWN, headers={"Authorization": "Bearer tck_" + "A" * 43})
    assert answer.status_code == 401
    assert set(reached) == {"store"}


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_the_names_of_this_machine_are_taken(call: Caller, host: str) -> None:
    assert call.get("/healthz", base_url=f"http://{host}").status_code == 200


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/docs", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ("/docs", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ("/docs", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}, 403),
        ("/docs", {"Origin": EVIL}, 403),
        ("/docs", {"Origin": OWN}, 200),
        ("/sign-in", {}, 200),
        ("/sign-in", {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, 200),
        ("/sign-in", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ("/sign-in", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ("/sign-in", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("/healthz", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 403),
        ("/openapi.json", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}, 403),
    ],
)
def test_a_page_may_be_opened_from_anywhere_but_not_fetched(
    call: Caller, path: str, headers: dict[str, str], status: int
) -> None:
    assert call.get(path, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("headers", "content_type", "status"),
    [
        ({}, FORM, 403),
        ({"Origin": OWN}, FORM, 403),
        ({"Sec-Fetch-Site": "same-origin"}, FORM, 403),
        ({"Origin": OWN, "Sec-Fetch-Site": "none"}, FORM, 403),
        ({"Origin": OWN, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, FORM, 403),
        ({"Origin": EVIL, "Sec-Fetch-Site": "same-origin"}, FORM, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, FORM, 403),
        ({"Origin": "http://localhost:8765", "Sec-Fetch-Site": "same-origin"}, FORM, 403),
        ({"Origin": OWN, "Sec-Fetch-Site": "same-origin"}, "application/json", 415),
        ({"Origin": OWN, "Sec-Fetch-Site": "same-origin"}, "multipart/form-data; boundary=x", 415),
        ({"Origin": OWN, "Sec-Fetch-Site": "same-origin"}, FORM, 303),
    ],
)
def test_a_form_is_taken_only_from_our_own_page(
    call: Caller, book: AccessBook, headers: dict[str, str], content_type: str, status: int
) -> None:
    data = f"code={book.new_code()}"
    answer = call.post("/sign-in", data=data, content_type=content_type, headers=headers)
    assert answer.status_code == status
    assert ("Set-Cookie" in answer.headers) == (status == 303)


def test_the_cookie_of_a_session_is_out_of_reach(call: Caller, book: AccessBook) -> None:
    headers = {"Origin": OWN, "Sec-Fetch-Site": "same-origin"}
    answer = call.post("/sign-in", data={"code": book.new_code()}, headers=headers)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Domain" not in cookie


def test_a_cookie_opens_no_api_and_a_token_no_page(call: Caller, book: AccessBook, is_problem: IsProblem) -> None:
    token = book.pair(book.new_code(), None)
    assert call.get("/", headers={"Authorization": f"Bearer {token}"}).headers["Location"].startswith("/sign-in")
    call.set_cookie("tellcheck_session", book.sign_in(book.new_code()), domain="127.0.0.1")
    assert call.get("/").status_code == 200
    is_problem(call.get("/v1/tokens"), 401, "token_required")
