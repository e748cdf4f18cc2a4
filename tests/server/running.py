"""What the tests of the server share: applications in this process, and real servers in processes of their own."""

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
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from tellcheck_model import Reviewer
from tellcheck_server import create_app
from tellcheck_server.access import AccessBook
from tellcheck_server.services import EXTENSION
from tellcheck_server.storage.store import open_store
from werkzeug.test import TestResponse

HOST = "127.0.0.1:8765"
COMMAND = Path(sys.executable).with_name("tellcheck")
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")

IsProblem = Callable[..., dict[str, Any]]
MakeApp = Callable[..., Flask]
Matches = Callable[[str, object], None]


class Apps:
    """Applications over a folder each, closed together."""

    def __init__(self, reviewer: Reviewer, new_database: Path) -> None:
        self._reviewer = reviewer
        self._new_database = new_database
        self._made: list[Flask] = []

    def make(self, folder: Path, using: object = None, **settings: str | float) -> Flask:
        shutil.copy(self._new_database, folder)
        app = create_app({"data_dir": str(folder), **settings}, using or self._reviewer)
        self._made.append(app)
        return app

    def close(self) -> None:
        for app in self._made:
            app.extensions[EXTENSION].store.close()


class Caller(FlaskClient):
    """A test client that names the right Host and, once paired, the token."""

    token: str | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401 - as the client's own
        kwargs.setdefault("base_url", f"http://{HOST}")
        headers = dict(kwargs.pop("headers", None) or {})
        if self.token and "Authorization" not in headers:
            headers["Authorization"] = f"Bearer {self.token}"
        return super().open(*args, headers=headers, **kwargs)


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


StartServer = Callable[..., LiveServer]
