"""The world outside: a proxy that every other host is asked through. It keeps the names and lets nothing pass."""

import http.server
import threading
from urllib.parse import urlsplit

BROWSERS_OWN = {
    "accounts.google.com",
    "content-autofill.googleapis.com",
    "edgedl.me.gvt1.com",
    "redirector.gvt1.com",
    "update.googleapis.com",
}


class Outside:
    """Listens as a proxy; `asked` holds each host somebody wanted, except what Chromium asks for by itself."""

    def __init__(self, routed: set[str]) -> None:
        self.asked: list[str] = []
        known = BROWSERS_OWN | routed  # Chromium warms up connections to hosts whose pages it opens
        asked = self.asked

        class Refuse(http.server.BaseHTTPRequestHandler):
            def refuse(self) -> None:
                host = urlsplit(self.path).hostname or self.path.partition(":")[0]
                if host not in known:
                    asked.append(host)
                self.send_error(502)

            do_CONNECT = do_GET = do_POST = do_HEAD = do_PUT = refuse

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refuse)
        self.port: int = self._listener.server_address[1]
        threading.Thread(target=self._listener.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stops listening."""
        self._listener.shutdown()
        self._listener.server_close()
