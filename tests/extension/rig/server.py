"""The real server: `tellcheck serve` as a process of its own, with a data folder of its own."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

COMMAND = Path(sys.executable).with_name("tellcheck")
CODE = re.compile(r"\b([0-9A-HJKMNP-TV-Z]{4})-?([0-9A-HJKMNP-TV-Z]{4})\b")


class Server:
    """Starts, kills and starts again on one port, over one data folder."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("TELLCHECK_")}
        self._environment |= {
            "TELLCHECK_DATA_DIR": str(folder),
            "TELLCHECK_REVIEWS_PER_MINUTE": "100000",
            "TELLCHECK_KIB_PER_MINUTE": "1000000",
        }
        self._process: subprocess.Popen[str] | None = None
        self.printed: list[str] = []

    def start(self) -> None:
        """Starts the server and waits until it says it is ready; RuntimeError with what it printed if it ends."""
        self.printed = []
        self._process = subprocess.Popen(
            [COMMAND, "serve", "--port", str(self.port)],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, args=[self._process], daemon=True)
        self._listener.start()
        deadline = time.monotonic() + 60
        while not self.is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError("tellcheck serve did not get ready:\n" + "".join(self.printed))
            time.sleep(0.05)

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self.printed.append(line)

    def is_ready(self) -> bool:
        """Whether /readyz answers 200."""
        try:
            return self.ask("GET", "/readyz")[0] == 200
        except OSError:
            return False

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        """One request straight to the server: its status, and its body read as JSON where it is JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            data = None if body is None else json.dumps(body).encode()
            if data is not None:
                headers["Content-Type"] = "application/json"
            connection.request(method, path, data, headers)
            response = connection.getresponse()
            raw = response.read()
            is_json = "json" in (response.headers["content-type"] or "")
            return response.status, json.loads(raw) if is_json else raw
        finally:
            connection.close()

    def code(self) -> str:
        """The pairing code that the server printed when it started."""
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            for line in self.printed:
                if "code" in line.lower() and (found := CODE.search(line)):
                    return found[0]
            time.sleep(0.05)
        raise RuntimeError("no pairing code was printed:\n" + "".join(self.printed))

    def new_code(self) -> str:
        """Another pairing code, as `tellcheck pair` prints it for a running server."""
        printed = subprocess.run([COMMAND, "pair"], env=self._environment, capture_output=True, text=True, check=True)
        found = CODE.search(printed.stdout)
        assert found, printed.stdout
        return found[0]

    def kill(self) -> None:
        """Ends the server at once, its workers too, as a crash would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._ended(self._process)

    def stop(self) -> None:
        """Asks the server to end and waits for it."""
        if self._process is not None:
            self._process.terminate()
            self._ended(self._process)

    def _ended(self, process: "subprocess.Popen[str]") -> None:
        process.wait(timeout=30)
        self._listener.join(timeout=5)
        self._process = None
