"""Privacy: one unique string, sent through every endpoint, error and crash path, is found nowhere afterwards."""

import json
import re
from pathlib import Path

import pytest
from running import LiveServer, StartServer

CANARY = "Zq7canaryXv9"
EXTENSION = "chrome-extension://" + "abcdefghijklmnop" * 2


def everything(server: LiveServer, token: str) -> list[bytes]:
    """Requests with the canary wherever a request can hold text, and what came back but for reviews themselves."""
    bearer = {"Authorization": f"Bearer {token}"}
    review = {
        "draft": f"Hi Ana, {CANARY} is a leading provider of telephony. Do you have 15 minutes?",
        "channel": "email",
    }
    asked: list[tuple[str, str, object, dict[str, str]]] = [
        ("POST", "/v1/reviews", review, {}),
        ("POST", "/v1/reviews", review | {CANARY: 1}, bearer),
        ("POST", "/v1/reviews", review | {"channel": CANARY}, bearer),
        ("POST", "/v1/reviews", {"draft": {CANARY: CANARY}}, bearer),
        ("POST", "/v1/reviews", review | {"draft": CANARY + "\ud800"}, bearer),
        ("POST", "/v1/reviews", review | {"thread": [{"from": CANARY, "text": CANARY}]}, bearer),
        ("POST", "/v1/reviews", review, bearer | {"Origin": f"https://{CANARY}.example"}),
        ("POST", "/v1/reviews", review, bearer | {"Origin": EXTENSION}),
        ("POST", "/v1/reviews", review, {"Authorization": f"Bearer tck_{CANARY}{CANARY}"}),
        ("POST", "/v1/reviews", review, bearer | {"X-Request-Id": CANARY + " " + CANARY}),
        ("POST", "/v1/reviews", review, bearer | {"Host": CANARY}),
        ("POST", "/v1/pair", {"code": CANARY}, {}),
        ("POST", "/v1/pair", {"code": CANARY, CANARY: CANARY}, {}),
        ("POST", f"/v1/reviews?x={CANARY}", review, bearer),
        ("GET", f"/v1/rubric?language={CANARY}", None, bearer),
        ("GET", f"/v1/rubric?{CANARY}=1", None, bearer),
        ("GET", f"/{CANARY}", None, {}),
        ("GET", f"/v1/{CANARY}", None, bearer),
        ("GET", f"/healthz?{CANARY}", None, {"Cookie": CANARY, "User-Agent": CANARY, "Referer": f"http://{CANARY}/"}),
        ("GET", f"/docs/static/{CANARY}", None, {}),
        (CANARY.upper(), "/healthz", None, {}),
    ]
    answers = []
    for method, path, body, headers in asked:
        status, answer = server.ask(method, path, body, **headers)
        if not (status == 200 and "review" in answer):
            answers.append(json.dumps(answer).encode() if not isinstance(answer, bytes) else answer)
    raw = [
        f"GET /{CANARY} {CANARY}\r\n\r\n",
        f"{CANARY}\r\n\r\n",
        f"GET /healthz HTTP/1.1\r\nHost: {server.host}\r\n{CANARY} {CANARY}\r\n\r\n",
        f"GET /healthz HTTP/1.1\r\nHost: {server.host}\r\n{CANARY}:\x00\r\n\r\n",
        f"GET /healthz HTTP/1.1\r\nHost: {server.host}\r\nX: {CANARY * 400}\r\n\r\n",
        f"GET /{CANARY * 300} HTTP/1.1\r\nHost: {server.host}\r\n\r\n",
        f"POST /v1/reviews HTTP/1.1\r\nHost: {server.host}\r\nTransfer-Encoding: {CANARY}\r\n\r\n",
        f"POST /v1/reviews HTTP/1.1\r\nHost: {server.host}\r\nTransfer-Encoding: chunked\r\n\r\n{CANARY}\r\n",
    ]
    for text in raw:  # answered by the server itself, in its own form: only what is kept counts
        server.send(text.encode("latin-1"))
    return answers


@pytest.mark.parametrize("kind", ["gunicorn", "waitress"])
def test_the_canary_is_found_nowhere_and_the_log_is_json(start_server: StartServer, tmp_path: Path, kind: str) -> None:
    server = start_server(kind, TELLCHECK_LOG_LEVEL="debug")
    token = server.pair(server.code(), EXTENSION)
    answers = everything(server, token)
    bearer = {"Authorization": f"Bearer {token}", "Origin": EXTENSION}
    text = f"Hi Ana, {CANARY} is a leading provider of telephony. Do you have 15 minutes for a demo?"
    status, answer = server.ask("POST", "/v1/reviews", {"draft": text, "channel": "email"}, **bearer)
    assert status == 200 and answer["review"]["score"] is not None
    assert not [found for found in answers if CANARY.lower() in found.decode().lower()]
    server.stop()
    secret, code = token.removeprefix("tck_"), server.code().replace("-", "")
    searched = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {"out.txt", "err.txt", "tellcheck.db"} <= {file.name for file in searched}
    for file in searched:
        content = file.read_bytes().lower()
        assert CANARY.lower().encode() not in content, file
        assert secret.lower().encode() not in content, file
        assert file.name == "out.txt" or code.lower().encode() not in content, file
    assert "chrome-extension" not in server.err.read_text()
    every_line_is_json_with_the_routes_template(server.err.read_text())


def every_line_is_json_with_the_routes_template(log: str) -> None:
    lines = [json.loads(line) for line in log.splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert len(requests) > 20
    known = {"request_id", "method", "route", "status", "ms", "body", "code", "event", "level", "timestamp"}
    for line in requests:
        assert set(line) <= known
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", line["timestamp"])
        assert line["body"] in ("0", "1k", "4k", "16k", "64k", "more", "invalid")
    assert {line["route"] for line in requests} >= {"/v1/reviews", "/v1/rubric", "/v1/pair", "unknown", "/healthz"}
    assert {line["method"] for line in requests} >= {"GET", "POST", "other"}
