"""Headers: every answer of every route says no-store and its policy, and none opens the server to another site."""

import pytest
from flask import Flask
from running import Caller

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
ORIGINS = [None, "null", "https://evil.example", "http://127.0.0.1:8765", "chrome-extension://" + "a" * 32]
STRICT = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
OWN = "; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"


def paths_of(app: Flask) -> list[str]:
    rules = [rule.rule.replace("<path:filename>", "nothing.css") for rule in app.url_map.iter_rules()]
    return [*sorted(set(rules)), "/nowhere", "/v1/nowhere"]


@pytest.mark.parametrize("origin", ORIGINS)
def test_no_answer_opens_the_server_to_another_site(paired: Caller, origin: str | None) -> None:
    paths = paths_of(paired.application)
    assert {"/v1/reviews", "/", "/docs"} <= set(paths)
    for path in paths:
        for method in METHODS:
            headers = {"Access-Control-Request-Method": "POST", "Sec-Fetch-Site": "same-origin"}
            if origin:
                headers["Origin"] = origin
            answer = paired.open(path, method=method, headers=headers)
            names = [name.lower() for name, _value in answer.headers]
            assert not [name for name in names if name.startswith("access-control-")], (method, path)
            assert not [name for name in names if names.count(name) > 1 and name != "set-cookie"], (method, path)
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["X-Request-Id"]
            assert answer.headers["Content-Security-Policy"] in (STRICT, STRICT + OWN)
            assert (
                "charset=utf-8" in answer.headers["Content-Type"]
                or "json" in answer.headers["Content-Type"]
                or answer.status_code == 204
            )
            if method == "OPTIONS":
                assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/", "/sign-in", "/docs", "/openapi.json"])
def test_pages_may_load_only_what_is_our_own(call: Caller, path: str) -> None:
    assert call.get(path).headers["Content-Security-Policy"] == STRICT + OWN


@pytest.mark.parametrize("path", ["/healthz", "/v1/tokens", "/nowhere"])
def test_answers_of_the_api_may_load_nothing(call: Caller, path: str) -> None:
    assert call.get(path).headers["Content-Security-Policy"] == STRICT


def test_no_answer_names_a_version(paired: Caller) -> None:
    for path in ("/healthz", "/readyz", "/v1/tokens", "/nowhere"):
        assert paired.get(path).headers.get("Server") is None


def test_an_answer_to_head_has_no_body(call: Caller) -> None:
    for path in ("/healthz", "/docs", "/nowhere", "/v1/tokens"):
        assert call.head(path).get_data() == b""
