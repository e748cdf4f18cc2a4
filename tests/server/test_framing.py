"""Framing over raw sockets: a body is whole, within its length and its time, or it is refused and read no further."""

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from running import LiveServer

BODY = b'{"draft":"Hi Ana, thanks.","channel":"email"}'


def head(port: int, token: str, *lines: str) -> bytes:
    fixed = (f"Host: 127.0.0.1:{port}", f"Authorization: Bearer {token}", "Content-Type: application/json")
    return "\r\n".join(["POST /v1/reviews HTTP/1.1", *fixed, *lines, "", ""]).encode()


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


@pytest.fixture(params=["live", "live_waitress"])
def server(request: pytest.FixtureRequest) -> LiveServer:
    found: LiveServer = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def token(server: LiveServer) -> str:
    found: str = server.pair(server.new_code())
    return found


def chunked(*parts: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


OVERSIZE: dict[str, tuple[tuple[str, ...], bytes]] = {
    "a declared length over the cap": (("Content-Length: 70000",), BODY + b" " * (70_000 - len(BODY))),
    "valid JSON and 200 KB of blanks, chunked": (("Transfer-Encoding: chunked",), chunked(BODY, b" " * 200_000)),
    "70 KB chunked": (("Transfer-Encoding: chunked",), chunked(b"[" + b"1," * 35_000 + b"1]")),
    "both ways to end a body": (
        (f"Content-Length: {len(BODY)}", "Transfer-Encoding: chunked"),
        chunked(BODY, b" " * 200_000),
    ),
}


@pytest.mark.parametrize("name", OVERSIZE)
def test_an_oversize_body_is_never_cut_to_one_that_fits(server: LiveServer, token: str, name: str) -> None:
    lines, body = OVERSIZE[name]
    answer = server.send(head(server.port, token, *lines, "Connection: close") + body)
    assert 400 <= status_of(answer) < 500


REFUSED_BY_THE_SERVER = {
    "two lengths": ("Content-Length: 45", "Content-Length: 46"),
    "a signed length": ("Content-Length: +45",),
    "a fractional length": ("Content-Length: 45.0",),
    "a negative length": ("Content-Length: -1",),
}


@pytest.mark.parametrize("name", REFUSED_BY_THE_SERVER)
def test_an_unclear_length_is_refused(server: LiveServer, token: str, name: str) -> None:
    answer = server.send(head(server.port, token, *REFUSED_BY_THE_SERVER[name], "Connection: close") + BODY)
    assert 400 <= status_of(answer) < 500


def test_a_request_hidden_in_a_refused_body_is_never_answered(live: LiveServer, live_token: str) -> None:
    hidden = f"GET /healthz HTTP/1.1\r\nHost: {live.host}\r\n\r\n".encode()
    for lines in (("Content-Length: 70000",), ("Transfer-Encoding: chunked",)):
        with live.connect() as connection:
            body = chunked(hidden) if "chunked" in lines[0] else hidden + b" " * (70_000 - len(hidden))
            connection.sendall(head(live.port, live_token, *lines) + body)
            connection.shutdown(socket.SHUT_WR)
            received = b"".join(iter_received(connection))
        assert received.count(b"HTTP/1.1 ") == 1
        assert b'"ok"' not in received


def iter_received(connection: socket.socket) -> Iterator[bytes]:
    while True:
        try:
            part = connection.recv(65536)
        except OSError:
            return
        if not part:
            return
        yield part


def test_a_body_that_ends_early_is_answered_408(live: LiveServer, live_token: str) -> None:
    with live.connect() as connection:
        connection.sendall(head(live.port, live_token, "Content-Length: 400") + BODY)
        connection.shutdown(socket.SHUT_WR)
        received = b"".join(iter_received(connection))
    assert status_of(received) == 408
    assert b'"code": "body_incomplete"' in received


def test_a_silent_and_a_trickled_body_are_answered_408_within_ten_seconds(live: LiveServer, live_token: str) -> None:
    def ask(trickle: Callable[[socket.socket], bool], results: list[tuple[int, float]]) -> None:
        started = time.monotonic()
        with live.connect() as connection:
            connection.sendall(head(live.port, live_token, "Content-Length: 400") + b"{")
            connection.settimeout(0.2)
            received = b""
            while not received and time.monotonic() - started < 15:
                trickle(connection)
                try:
                    received = connection.recv(65536)
                except TimeoutError:
                    continue
        results.append((status_of(received), time.monotonic() - started))

    results: list[tuple[int, float]] = []
    ways: list[Callable[[socket.socket], bool]] = [lambda _: True, lambda connection: connection.send(b" ") == 1]
    threads = [threading.Thread(target=ask, args=(way, results)) for way in ways]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [status for status, _ in results] == [408, 408]
    assert all(8 < seconds < 12 for _, seconds in results), results


def test_a_get_with_a_body_is_refused(server: LiveServer) -> None:
    lines = [f"GET /healthz HTTP/1.1\r\nHost: {server.host}", "Content-Length: 5", "Connection: close", "", "hello"]
    assert status_of(server.send("\r\n".join(lines).encode())) == 413


def test_the_connection_stays_usable_after_an_answer(live: LiveServer, live_token: str) -> None:
    with live.connect() as connection:
        for _ in range(3):
            connection.sendall(head(live.port, live_token, f"Content-Length: {len(BODY)}") + BODY)
            assert live.read(connection).startswith(b"HTTP/1.1 200 ")


def test_the_server_answers_while_six_hundred_connections_dawdle(live: LiveServer, live_token: str) -> None:
    openings = [
        b"",
        f"GET /healthz HTTP/1.1\r\nHost: {live.host}\r\nX-".encode(),
        head(live.port, live_token, "Content-Length: 400") + b"{",
    ]
    slow = []
    try:
        for opening in openings * 200:
            slow.append(live.connect())
            slow[-1].sendall(opening)
        assert [live.ask("GET", "/healthz")[0] for _ in range(10)] == [200] * 10
    finally:
        for connection in slow:
            connection.close()
