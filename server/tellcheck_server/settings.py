"""Settings: every one has a name, a safe default and a sentence, and comes from TELLCHECK_* once."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

import platformdirs

Default = TypeVar("Default", str, int, float)

PREFIX = "TELLCHECK_"
READ_ELSEWHERE = frozenset({"TELLCHECK_REWRITE_GOLDENS"})  # read by the tests, not by the server
LOOPBACK = ("127.0.0.1", "::1")


class SettingsError(Exception):
    """A setting that cannot be used; the message names it and says what to write instead."""


def _setting(default: Default, sentence: str) -> Default:
    return dataclasses.field(default=default, metadata={"help": sentence})


@dataclasses.dataclass(frozen=True)
class Settings:
    """Every setting with its value; an empty environment gives a safe server."""

    host: str = _setting("127.0.0.1", "Address to listen on: 127.0.0.1 or ::1, nothing else.")
    port: int = _setting(8765, "Port to listen on.")
    server: str = _setting("auto", "gunicorn, waitress, or auto: gunicorn where it runs.")
    data_dir: str = _setting("", "Folder of the embedded database; empty means the user's data directory.")
    database_url: str = _setting("", "SQLAlchemy address of a database; empty means SQLite in the data folder.")
    limiter_storage: str = _setting("memory://", "Where rate limits are counted, in the notation of `limits`.")
    reviews_per_minute: int = _setting(60, "Reviews a minute for each token.")
    kib_per_minute: int = _setting(600, "KiB of drafts a minute for each token.")
    deadline_seconds: float = _setting(2.0, "Longest time a review may take, waiting included.")
    scorings: int = _setting(2, "Reviews computed at the same time by one worker.")
    waiting: int = _setting(32, "Reviews that may wait for their turn; one more is answered 503.")
    log_level: str = _setting("auto", "debug, info, warning, error, or auto: info, and warning on a terminal.")

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            _check_type(field.name, getattr(self, field.name), type(field.default))
        if self.server not in ("auto", "gunicorn", "waitress"):
            raise SettingsError(f"{PREFIX}SERVER must be auto, gunicorn or waitress")
        if self.log_level not in ("auto", "debug", "info", "warning", "error"):
            raise SettingsError(f"{PREFIX}LOG_LEVEL must be auto, debug, info, warning or error")
        for name in ("port", "reviews_per_minute", "kib_per_minute", "deadline_seconds", "scorings"):
            if getattr(self, name) <= 0:
                raise SettingsError(f"{PREFIX}{name.upper()} must be above 0")
        if self.port > 65535 or self.waiting < 0:
            raise SettingsError(f"{PREFIX}PORT must be at most 65535, {PREFIX}WAITING at least 0")

    @property
    def data_folder(self) -> Path:
        """The folder of the embedded database."""
        return Path(self.data_dir) if self.data_dir else Path(platformdirs.user_data_dir("tellcheck", appauthor=False))

    @property
    def is_loopback(self) -> bool:
        """Whether the server would listen on this machine only."""
        return self.host in LOOPBACK

    @property
    def address(self) -> str:
        """The address a browser on this machine opens."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def host_headers(self) -> frozenset[str]:
        """Every Host header that means this server; another one is a rebound name."""
        names = ("127.0.0.1", "localhost", "[::1]")
        with_port = {f"{name}:{self.port}" for name in names}
        return frozenset(with_port | set(names)) if self.port == 80 else frozenset(with_port)


class Setting(NamedTuple):
    """One setting as data: what the table of the README shows."""

    name: str
    default: str | int | float
    help: str


SETTINGS: tuple[Setting, ...] = tuple(
    Setting(field.name, cast("str | int | float", field.default), field.metadata["help"])
    for field in dataclasses.fields(Settings)
)


def read_settings(
    environ: Mapping[str, str] | None = None, overrides: Mapping[str, str | int | float] | None = None
) -> Settings:
    """Settings from the environment with `overrides` on top; SettingsError for an unknown name or a wrong value."""
    known = {setting.name for setting in SETTINGS}
    values: dict[str, str | int | float] = {}
    for variable, raw in sorted((os.environ if environ is None else environ).items()):
        if not variable.startswith(PREFIX) or variable in READ_ELSEWHERE:
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in known or variable != variable.upper():
            raise SettingsError(f"{variable} is no setting of Tellcheck; see the table in server/README.md")
        values[name] = _decode(name, raw)
    for name, value in (overrides or {}).items():
        if name not in known:
            raise SettingsError(f"{name} is no setting of Tellcheck")
        values[name] = value
    return Settings(**values)  # type: ignore[arg-type]


def settings_as_markdown() -> str:
    """The table of server/README.md, one row a setting."""
    rows = [
        f"| `{PREFIX}{s.name.upper()}` | {'empty' if s.default == '' else f'`{s.default}`'} | {s.help} |"
        for s in SETTINGS
    ]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])


def _decode(name: str, raw: str) -> str | int | float:
    if isinstance(next(setting.default for setting in SETTINGS if setting.name == name), str):
        return raw
    try:
        return json.loads(raw)  # type: ignore[no-any-return]
    except ValueError:
        return raw


def _check_type(name: str, value: object, wanted: type) -> None:
    fits = isinstance(value, (int, float) if wanted is float else wanted) and not isinstance(value, bool)
    if not fits:
        raise SettingsError(f"{PREFIX}{name.upper()} must be a {'number' if wanted in (int, float) else 'text'}")
