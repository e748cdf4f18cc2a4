"""The gate, row by row over raw sockets: what is wrong first decides the status, on every server we ship."""

import itertools
from typing import NamedTuple

import pytest

EVIL = "https://evil.example"
EXTENSION = "chrome-extension://" + "abcdefghijklmnop" * 2
BODY = b'{"draft":"Hi Ana, thanks.","channel":"email"}'


class Wrong(NamedTuple):
    """One thing wrong with a request: what it changes, and the status that says so."""

    step: int  # its place in the order of the gate
    name: str
    status: int
    method: str | None = None
    target: str | None = None
    headers: dict[str, str | None] = {}  # noqa: RUF012 - never changed


HOSTS = [
    Wrong(1, "no Host", 400, headers={"Host": None}),
    Wrong(1, "another name", 400, headers={"Host": "evil.example"}),
    Wrong(1, "a rebound name with our port", 400, headers={"Host": "evil.example:{port}"}),
    Wrong(1, "our name without port", 400, headers={"Host": "127.0.0.1"}),
    Wrong(1, "our name with another port", 400, headers={"Host": "127.0.0.1:1"}),
    Wrong(1, "our name with a dot", 400, headers={"Host": "localhost.:{port}"}),
    Wrong(1, "our name as a prefix", 400, headers={"Host": "127.0.0.1.evil.example:{port}"}),
    Wrong(1, "another loopback address", 400, headers={"Host": "127.0.0.2:{port}"}),
    Wrong(1, "a target with another host", 400, target="http://evil.example/v1/reviews"),
]
METHODS = [
    Wrong(2, "OPTIONS", 403, method="OPTIONS"),
    Wrong(2, "TRACE", 405, method="TRACE"),
    Wrong(2, "an unknown method", 405, method="FETCH"),
]
SITES = [
    Wrong(3, "cross-site", 403, headers={"Sec-Fetch-Site": "cross-site"}),
    Wrong(3, "same-site", 403, headers={"Sec-Fetch-Site": "same-site"}),
    Wrong(3, "an unknown site", 403, headers={"Sec-Fetch-Site": "elsewhere"}),
    Wrong(3, "cross-site navigation", 403, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}),
]
ORIGINS = [
    Wrong(4, "a web origin", 403, headers={"Origin": EVIL}),
    Wrong(4, "the null origin", 403, headers={"Origin": "null"}),
    Wrong(4, "our own web origin", 403, headers={"Origin": "http://127.0.0.1:{port}"}),
    Wrong(4, "an ill-formed extension", 403, headers={"Origin": "chrome-extension://short"}),
    Wrong(4, "an extension with a path", 403, headers={"Origin": EXTENSION + "/x"}),
]
TYPES = [
    Wrong(5, "no content type", 415, headers={"Content-Type": None}),
    Wrong(5, "text/plain", 415, headers={"Content-Type": "text/plain"}),
    Wrong(5, "a form", 415, headers={"Content-Type": "application/x-www-form-urlencoded"}),
    Wrong(5, "JSON in another charset", 415, headers={"Content-Type": "application/json; charset=utf-16"}),
    Wrong(5, "almost JSON", 415, headers={"Content-Type": "application/json5"}),
]
TOKENS = [
    Wrong(6, "no token", 401, headers={"Authorization": None}),
    Wrong(6, "an unknown token", 401, headers={"Authorization": "Bearer tck_" + "A" * 43}),
    Wrong(6, "basic authorisation", 401, headers={"Authorization": "Basic dGNrOng="}),
    Wrong(6, "a token without its scheme", 401, headers={"Authorization": "{token}"}),
    Wrong(6, "a token as a cookie", 401, headers={"Authorization": None, "Cookie": "tellcheck_session={token}"}),
    Wrong(6, "the origin of another extension", 403, headers={"Origin": EXTENSION}),
]
LENGTHS = [
    Wrong(7, "no length", 411, headers={"Content-Length": None}),
    Wrong(7, "a length over the cap", 413, headers={"Content-Length": "65537"}),
    Wrong(7, "a huge length", 413, headers={"Content-Length": "9" * 30}),
]
STEPS = [HOSTS, METHODS, SITES, ORIGINS, TYPES, TOKENS, LENGTHS]


def clash(first: Wrong, second: Wrong) -> bool:
    """Whether two wrong things change the same part of the request, or cannot be wrong together."""
    bodiless = first.method is not None and second.step in (5, 7)
    return bodiless or bool(first.headers.keys() & second.headers.keys())


SINGLE = [(wrong,) for wrong in itertools.chain(*STEPS)]
DOUBLE = [
    pair
    for first, second in itertools.combinations(STEPS, 2)
    for pair in itertools.product(first[:5], second[:5])
    if not clash(*pair)
]
ROWS = SINGLE + DOUBLE


def request_of(wrongs: tuple[Wrong, ...], port: int, token: str) -> bytes:
    """A request to review a draft in which these things are wrong."""
    method, target = "POST", "/v1/reviews"
    headers: dict[str, str | None] = {
        "Host": "127.0.0.1:{port}",
        "Authorization": "Bearer {token}",
        "Content-Type": "application/json",
        "Content-Length": str(len(BODY)),
    }
    for wrong in wrongs:
        method, target = wrong.method or method, wrong.target or target
        headers |= wrong.headers
    lines = [f"{name}: {value.format(port=port, token=token)}" for name, value in headers.items() if value is not None]
    return "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "Connection: close", "", ""]).encode() + BODY


def test_there_are_at_least_three_hundred_rows() -> None:
    assert len(ROWS) >= 300


@pytest.mark.parametrize("server", ["live", "live_waitress"])
def test_the_first_thing_wrong_decides_the_status(server: str, request: pytest.FixtureRequest) -> None:
    running = request.getfixturevalue(server)
    token = running.pair(running.new_code())
    unexpected = []
    for wrongs in ROWS:
        answer = running.send(request_of(wrongs, running.port, token))
        status = int(answer.split(b" ", 2)[1]) if answer else 0
        expected = wrongs[0].status
        if server == "live_waitress" and any("length" in wrong.name and wrong.status == 413 for wrong in wrongs):
            expected = 413  # waitress itself refuses what is over the cap, before the gate
        if status != expected:
            unexpected.append((" + ".join(wrong.name for wrong in wrongs), expected, status))
    assert unexpected == []


@pytest.mark.parametrize("server", ["live", "live_waitress"])
def test_the_same_request_with_nothing_wrong_is_answered(server: str, request: pytest.FixtureRequest) -> None:
    running = request.getfixturevalue(server)
    answer = running.send(request_of((), running.port, running.pair(running.new_code())))
    assert answer.startswith(b"HTTP/1.1 200 ")
