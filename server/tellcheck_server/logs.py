"""Logs: JSON lines about requests, never about words; what a library wants to say is logged by place only."""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType

import structlog

LOGGER = "tellcheck"
_SIZES = ((0, "0"), (1024, "1k"), (4096, "4k"), (16384, "16k"), (65536, "64k"))


def configure_logs(level: str) -> None:
    """Send every log line of this process to stderr as JSON; `level` is that of TELLCHECK_LOG_LEVEL."""
    if level == "auto":
        level = "warning" if sys.stderr.isatty() else "info"
    logging.raiseExceptions = False  # on a full disk Python would print the arguments to stderr
    logging.captureWarnings(True)
    _send_to_stderr(logging.getLogger(), ByPlace(), logging.WARNING)
    own = logging.getLogger(LOGGER)
    _send_to_stderr(own, logging.Formatter("%(message)s"), logging.getLevelNamesMapping()[level.upper()])
    own.propagate = False
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    threading.excepthook = _log_thread_failure
    sys.excepthook = _log_process_failure


def request_log() -> structlog.stdlib.BoundLogger:
    """The logger for lines about requests and about the process."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(LOGGER)
    return logger


def size_bucket(count: int) -> str:
    """The bucket a length falls in, so that no log tells two drafts apart.

    >>> size_bucket(0), size_bucket(700), size_bucket(70_000)
    ('0', '1k', 'more')
    """
    return next((name for limit, name in _SIZES if count <= limit), "more")


def failure_fields(error: BaseException) -> dict[str, object]:
    """What may be logged about an exception: its type and the places it passed, never its message."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return {"error": type(error).__name__, "where": [f"{f.filename}:{f.lineno}:{f.name}" for f in frames]}


class ByPlace(logging.Formatter):
    """Formats a library's record by where it was made, since its message may quote a request."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON line: logger, level, place, and the type of an exception."""
        line: dict[str, object] = {
            "event": "library",
            "logger": record.name,
            "where": f"{record.module}:{record.lineno}",
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line.update(failure_fields(record.exc_info[1]))
        return json.dumps(line)


def _send_to_stderr(logger: logging.Logger, formatter: logging.Formatter, level: int) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logger.handlers[:] = [handler]
    logger.setLevel(level)


def _log_thread_failure(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        request_log().error("thread_failed", **failure_fields(args.exc_value))


def _log_process_failure(_type: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if not isinstance(error, KeyboardInterrupt):
        request_log().error("process_failed", **failure_fields(error))
