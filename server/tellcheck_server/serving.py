"""Serving: gunicorn where it runs, waitress elsewhere, each with limits that a slow or hostile client cannot pass."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

from tellcheck_server.framing import BODY_CAP
from tellcheck_server.reviewing import warm
from tellcheck_server.services import EXTENSION, Services
from tellcheck_server.settings import Settings

REQUEST_LINE = 2048
HEADER_FIELDS = 50
HEADER_FIELD = 4096
THREADS = 640
OPEN_FILES = 4096


def gunicorn_options(settings: Settings) -> dict[str, Any]:
    """The settings of gunicorn for one person on one machine.

    One worker keeps the rate limit exact; its many threads are what 600 slow connections occupy, and it is never
    recycled, which would stall it for seconds. Forked workers crash on macOS after preloading.
    """
    options: dict[str, Any] = {
        "bind": settings.address.removeprefix("http://"),
        "worker_class": "gthread",
        "workers": 1,
        "threads": THREADS,
        "max_requests": 0,
        "preload_app": sys.platform == "linux",
        "timeout": 30,
        "graceful_timeout": 30,
        "keepalive": 5,
        "limit_request_line": REQUEST_LINE,
        "limit_request_fields": HEADER_FIELDS,
        "limit_request_field_size": HEADER_FIELD,
        "control_socket_disable": True,
        "forwarded_allow_ips": "",
        "logger_class": QuietLogger,
        "reload": False,
    }
    if sys.platform == "linux" and Path("/dev/shm").is_dir():
        options["worker_tmp_dir"] = "/dev/shm"
    return options


def waitress_options(settings: Settings) -> dict[str, Any]:
    """The settings of waitress with the same limits, where it has them."""
    return {
        "host": settings.host,
        "port": settings.port,
        "threads": 16,
        "connection_limit": 1000,
        "channel_timeout": 20,
        "ident": None,
        "max_request_body_size": BODY_CAP + 1,  # waitress refuses at the limit, the gate above it
        "max_request_header_size": 65_536,
        "clear_untrusted_proxy_headers": True,
    }


class QuietLogger(logging.LoggerAdapter[logging.Logger]):
    """Gunicorn's logger without its words, which quote requests: records go to the process's own log, by place."""

    def __init__(self, _cfg: object) -> None:
        super().__init__(logging.getLogger("gunicorn.error"), None)
        self.error_log = self.logger
        self.access_log = logging.getLogger("gunicorn.access")

    def setup(self, _cfg: object) -> None:
        """Do nothing: the log is set up already."""

    def access(self, *_: object, **__: object) -> None:
        """Say nothing: the gate logs every request."""

    def reopen_files(self) -> None:
        """Do nothing: the log is stderr."""

    def close_on_exec(self) -> None:
        """Do nothing: the log is stderr."""


def raise_file_limit() -> None:
    """Let the process hold as many connections as it has threads for, where the system allows it."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def serve_with_gunicorn(settings: Settings, load: Callable[[], Flask], when_ready: Callable[[], None]) -> None:
    """Serve until a signal ends it; `load` runs before the worker is forked where that is safe."""
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in gunicorn_options(settings).items():
                self.cfg.set(name, value)
            self.cfg.set("when_ready", lambda _server: when_ready())
            self.cfg.set("post_worker_init", lambda worker: _warmed(worker.app.wsgi()))

        def load(self) -> Flask:
            return load()

    Application().run()


def serve_with_waitress(settings: Settings, load: Callable[[], Flask], when_ready: Callable[[], None]) -> None:
    """Serve in this process until it is interrupted."""
    from waitress.server import create_server

    server = create_server(_warmed(load()), **waitress_options(settings))
    when_ready()
    server.run()


def _warmed(app: Flask) -> Flask:
    services: Services = app.extensions[EXTENSION]
    warm(services.desk.reviewer)
    return app
