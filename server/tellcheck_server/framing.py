"""Framing: a body is read whole, within its length and its time, or not at all."""

from __future__ import annotations

import contextlib
import io
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

from tellcheck_server.problems import Problem

BODY_CAP = 65_536
BODY_SECONDS = 9.5
_TICK = 0.25


class LateBodies:
    """Cuts the receiving side of every connection whose body is late, from one thread for all of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[int, tuple[float, socket.socket]] = {}
        self._watching = False

    @contextlib.contextmanager
    def watch(self, connection: socket.socket, seconds: float) -> Iterator[None]:
        """Let a blocking read of the connection end after `seconds`, however slowly bytes arrive."""
        key = id(connection)
        with self._lock:
            self._open[key] = (time.monotonic() + seconds, connection)
            if not self._watching:  # started here and not at import: threads do not survive a fork
                self._watching = True
                threading.Thread(target=self._cut_late_ones, name="late-bodies", daemon=True).start()
        try:
            yield
        finally:
            with self._lock:
                self._open.pop(key, None)

    def _cut_late_ones(self) -> None:
        idle_since = time.monotonic()
        while True:
            time.sleep(_TICK)
            now = time.monotonic()
            with self._lock:
                late = [(key, found[1]) for key, found in self._open.items() if found[0] <= now]
                for key, connection in late:
                    del self._open[key]
                    with contextlib.suppress(OSError):
                        connection.shutdown(socket.SHUT_RD)
                if self._open:
                    idle_since = now
                elif now - idle_since > 60:
                    self._watching = False
                    return


_late_bodies = LateBodies()


def declared_length(environ: dict[str, Any], cap: int) -> int:
    """The length of the body; Problem when it is not declared in one number or is over the cap."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        raise Problem("length_required")
    declared = environ.get("CONTENT_LENGTH") or ""
    if not declared and cap:
        raise Problem("length_required")
    if declared and not (declared.isascii() and declared.isdigit()):
        raise Problem("bad_request")
    length = int(declared[:12] or "0")
    if length > cap:
        raise Problem("body_too_large")
    return length


def read_body(environ: dict[str, Any], length: int, seconds: float = BODY_SECONDS) -> None:
    """Put the whole body in place of the connection's stream; Problem when it did not come in time."""
    connection = environ.get("gunicorn.socket")  # waitress has the whole body before the application runs
    watched = _late_bodies.watch(connection, seconds) if connection is not None else contextlib.nullcontext()
    try:
        with watched:
            body = environ["wsgi.input"].read(length) if length else b""
    except OSError:
        body = b""
    if len(body) != length:
        raise Problem("body_incomplete")
    environ["wsgi.input"] = io.BytesIO(body)
