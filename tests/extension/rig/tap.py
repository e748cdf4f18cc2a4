"""A tap in the line between the browser and the server: keeps every request with its body, and can hold the answers."""

import json
import socket
import socketserver
import threading
from dataclasses import dataclass
from typing import Any, BinaryIO


@dataclass(frozen=True)
class Heard:
    """One request as it went over the line."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body read as JSON; ValueError where it is none."""
        answer: dict[str, Any] = json.loads(self.body)
        return answer


class _Line(socketserver.BaseRequestHandler):
    """One connection: requests are read whole, kept and passed on, answers are passed back as they come."""

    def handle(self) -> None:
        tap = self.server.tap  # type: ignore[attr-defined]
        try:
            upstream = socket.create_connection(("127.0.0.1", tap.port))
        except OSError:
            return
        with upstream:
            back = threading.Thread(target=self._back, args=(upstream, tap), daemon=True)
            back.start()
            reader = self.request.makefile("rb")
            try:
                while (raw := self._request(reader, tap)) is not None:
                    upstream.sendall(raw)
                upstream.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            back.join(timeout=5)

    @staticmethod
    def _request(reader: BinaryIO, tap: "Tap") -> bytes | None:
        head = b""
        while line := reader.readline():
            head += line
            if line == b"\r\n":
                break
        else:
            return None
        first, *lines = head.decode("latin-1").strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
        body = reader.read(int(headers.get("content-length", 0)))
        method, path, _ = first.split(" ")
        tap.heard.append(Heard(method, path, headers, body))
        return head + body

    def _back(self, upstream: socket.socket, tap: "Tap") -> None:
        try:
            while data := upstream.recv(65536):
                tap.flowing.wait()
                self.request.sendall(data)
            self.request.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64


class Tap:
    """Listens on a port of its own and passes everything on to the server's port."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.heard: list[Heard] = []
        self.flowing = threading.Event()
        self.flowing.set()
        self._listener = _Listener(("127.0.0.1", 0), _Line)
        self._listener.tap = self  # type: ignore[attr-defined]
        self.own_port: int = self._listener.server_address[1]
        threading.Thread(target=self._listener.serve_forever, daemon=True).start()

    def to(self, path: str) -> list[Heard]:
        """What was sent to one path so far, oldest first."""
        return [request for request in self.heard if request.path.split("?")[0] == path]

    def close(self) -> None:
        """Stops listening; open connections end with their browser."""
        self.flowing.set()
        self._listener.shutdown()
        self._listener.server_close()
