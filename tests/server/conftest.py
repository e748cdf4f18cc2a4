"""Fixtures: the packaged reviewer, applications in the test's process, and real servers in processes of their own."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tellcheck_model import Reviewer, load_reviewer
from tellcheck_server import create_app
from tellcheck_server.access import AccessBook
from tellcheck_server.reviewing import warm
from tellcheck_server.services import EXTENSION, Services
from tellcheck_server.storage.store import open_store

HOST = "127.0.0.1:8765"
EXTENSION_ORIGIN = "chrome-extension://" + "abcdefghijklmnop" * 2
COMMAND = Path(sys.executable).with_name("tellcheck")
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
PITCH = (
    "Hi Ana,\n\nI came across your profile and was impressed by your background. We're a leading provider of cloud "
    "telephony and help companies boost their ROI. Do you have 15 minutes this week so I can show you our platform?"
)


@pytest.fixture(scope="session")
def reviewer() -> Reviewer:
    return warm(load_reviewer())  # as `tellcheck serve` does before it answers


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the first start makes it, to copy instead of running the migrations for every test."""
    folder = tmp_path_factory.mktemp("new")
    open_store("", folder).close()
    return folder / "tellcheck.db"


class Apps:
    """Applications over a folder each, closed together."""

    def __init__(self, reviewer: Reviewer, new_database: Path) -> None:
        self._reviewer = reviewer
        self._new_database = new_database
        self._made: list[Flask] = []

    def make(self, folder: Path, using: Any = None, **settings: Any) -> Flask:
        shutil.copy(self._new_database, folder)
        app = create_app({"data_dir": str(folder), **settings}, using or self._reviewer)
        self._made.append(app)
        return app

    def close(self) -> None:
        for app in self._made:
            app.extensions[EXTENSION].store.close()


@pytest.fixture(scope="session")
def apps(reviewer: Reviewer, new_database: Path) -> Iterator[Apps]:
    made = Apps(reviewer, new_database)
    yield made
    made.close()


@pytest.fixture(scope="session")
def app(apps: Apps, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application most tests share; none of them changes it but for tokens and codes of its own."""
    return apps.make(tmp_path_factory.mktemp("shared"), reviews_per_minute=1_000_000, kib_per_minute=100_000_000)


@pytest.fixture
def make_app(apps: Apps, tmp_path: Path) -> Callable[..., Flask]:
    """Makes an application of the test's own, with settings of its own."""
    return lambda using=None, **settings: apps.make(tmp_path, using, **settings)


@pytest.fixture
def services(app: Flask) -> Services:
    found: Services = app.extensions[EXTENSION]
    return found


@pytest.fixture
def book(services: Services) -> AccessBook:
    return services.book


class Caller(FlaskClient):
    """A test client that names the right Host and, once paired, the token."""

    token: str | None = None

    def open(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("base_url", f"http://{HOST}")
        headers = dict(kwargs.pop("headers", None) or {})
        if self.token and "Authorization" not in headers:
            headers["Authorization"] = f"Bearer {self.token}"
        return super().open(*args, headers=headers, **kwargs)


@pytest.fixture
def call(app: Flask) -> Caller:
    """A client that is not paired."""
    return Caller(app)


@pytest.fixture
def paired(app: Flask, book: AccessBook) -> Caller:
    """A client with a token bound to no origin, as a program has it."""
    client = Caller(app)
    client.token = book.pair(book.new_code(), None)
    return client


@pytest.fixture
def is_problem() -> Callable[..., dict[str, Any]]:
    """The contract of every error: one shape, one request id, nothing of what was sent."""

    def check(response: Any, status: int, code: str, *, canary: str = "") -> dict[str, Any]:
        assert response.status_code == status, response.get_data(as_text=True)
        assert response.headers["Content-Type"] == "application/problem+json"
        document: dict[str, Any] = json.loads(response.get_data())
        expected = {"type", "title", "status", "detail", "code", "request_id"} | (
            {"errors"} if status == 422 else set()
        )
        assert set(document) == expected
        assert (document["status"], document["code"]) == (status, code)
        assert document["request_id"] == response.headers["X-Request-Id"]
        assert not canary or canary not in response.get_data(as_text=True) + str(response.headers)
        return document

    return check


class LiveServer:
    """`tellcheck serve` in a process of its own; everything it printed and logged stays readable."""

    def __init__(self, folder: Path, server: str, **settings: str) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        self.out, self.err = folder / "out.txt", folder / "err.txt"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TELLCHECK_")}
        environment |= {
            "TELLCHECK_DATA_DIR": str(folder / "data"),
            "TELLCHECK_SERVER": server,
            "TELLCHECK_REVIEWS_PER_MINUTE": "100000",
            "TELLCHECK_KIB_PER_MINUTE": "10000000",
            **settings,
        }
        with self.out.open("wb") as out, self.err.open("wb") as err:
            command = [COMMAND, "serve", "--port", str(self.port)]
            self.process = subprocess.Popen(command, env=environment, stdout=out, stderr=err, stdin=subprocess.DEVNULL)
        self.wait_for(lambda: self.is_ready() and CODE.search(self.out.read_text()) is not None)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Waits until it is so; stops the server when it does not come to that."""
        deadline = time.monotonic() + 120
        while not condition():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"the server ended, or never got there: {self.err.read_text()}")
            time.sleep(0.02)

    def is_ready(self) -> bool:
        try:
            return self.ask("GET", "/readyz")[0] == 200
        except OSError:
            return False

    def code(self) -> str:
        found = CODE.search(self.out.read_text())
        assert found
        return found[0]

    def new_code(self) -> str:
        """What `tellcheck pair` prints for this server's database."""
        store = open_store("", self.folder / "data")
        try:
            return AccessBook(store).new_code()
        finally:
            store.close()

    def pair(self, code: str, origin: str | None = None) -> str:
        headers = {"Origin": origin} if origin else {}
        status, answer = self.ask("POST", "/v1/pair", {"code": code}, **headers)
        assert status == 201, answer
        token: str = answer["token"]
        return token

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            if body is not None:
                headers["Content-Type"] = "application/json"
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            response = connection.getresponse()
            raw = response.read()
            return response.status, json.loads(raw) if "json" in response.headers["Content-Type"] else raw
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def send(self, raw: bytes) -> bytes:
        """What comes back for these bytes until the answer is whole or the connection ends."""
        with self.connect() as connection:
            connection.sendall(raw)
            return read_answer(connection)

    def read(self, connection: socket.socket) -> bytes:
        return read_answer(connection)

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=40)


def read_answer(connection: socket.socket) -> bytes:
    """One HTTP answer from a connection; what there is when it ends early."""
    received = b""
    while b"\r\n\r\n" not in received:
        try:
            part = connection.recv(65536)
        except ConnectionResetError:
            return received
        if not part:
            return received
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    while length and len(body) < int(length[1]):
        part = connection.recv(65536)
        if not part:
            break
        body += part
    return head + b"\r\n\r\n" + body


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A real gunicorn."""
    server = LiveServer(tmp_path_factory.mktemp("gunicorn"), "gunicorn")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def live_token(live: LiveServer) -> str:
    return live.pair(live.code())


@pytest.fixture(scope="session")
def live_waitress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A real waitress."""
    server = LiveServer(tmp_path_factory.mktemp("waitress"), "waitress")
    yield server
    server.stop()


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., LiveServer]]:
    """Starts a server of the test's own."""
    started: list[LiveServer] = []

    def start(server: str = "gunicorn", **settings: str) -> LiveServer:
        started.append(LiveServer(tmp_path, server, **settings))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def pitch() -> str:
    return PITCH


@pytest.fixture
def extension_origin() -> str:
    return EXTENSION_ORIGIN
