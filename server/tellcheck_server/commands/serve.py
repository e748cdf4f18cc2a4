"""`tellcheck serve`: one process to start everything, on this machine only."""

from __future__ import annotations

import contextlib
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tellcheck_server.commands.starting import CANNOT_START, WRONG_USE, end, settings_or_end

if TYPE_CHECKING:
    from flask import Flask
    from tellcheck_model import Reviewer

    from tellcheck_server.settings import Settings


@click.command()
@click.option("--host", help="127.0.0.1 or ::1.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; 8765 unless set.")
def serve(host: str | None, port: int | None) -> None:
    """Start Tellcheck on this machine and print how to pair with it."""
    given = {"host": host, "port": port}
    settings = settings_or_end({name: value for name, value in given.items() if value is not None})
    if not settings.is_loopback:
        end(f"{settings.host} is not this machine alone; Tellcheck listens on 127.0.0.1 or ::1 only", WRONG_USE)
    refuse_busy_port(settings)
    run(settings)


def refuse_busy_port(settings: Settings) -> None:
    """End with 3 when something listens on the port already."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            end(f"cannot listen on {settings.address}: {error.strerror}; choose another --port", CANNOT_START)


def run(settings: Settings) -> None:
    """Load everything, serve, and end with 3 when something needed is unusable."""
    from tellcheck_server import serving
    from tellcheck_server.logs import configure_logs

    configure_logs(settings.log_level)
    serving.raise_file_limit()
    with_gunicorn = settings.server == "gunicorn" or (settings.server == "auto" and sys.platform != "win32")
    serve_with = serving.serve_with_gunicorn if with_gunicorn else serving.serve_with_waitress
    if with_gunicorn and sys.platform != "linux":
        serve_with(settings, lambda: load(settings), lambda: welcome(settings))
        return
    app = load(settings)
    serve_with(settings, lambda: app, lambda: welcome(settings))


class CannotStart(Exception):
    """Something needed is unusable; the message is the one line that says so."""


def load(settings: Settings) -> Flask:
    """The application; ends with 3 and one line when the bundle or the database is unusable."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        reviewer = beside.submit(load_reviewer)
        from tellcheck_server.application import build_app  # imported while the bundle is read
        from tellcheck_server.storage.store import StoreError

        try:
            return build_app(settings, reviewer.result())
        except CannotStart as error:
            end(str(error), CANNOT_START)
        except StoreError as error:
            end(f"storage_unusable: {error}", CANNOT_START)


def load_reviewer() -> Reviewer:
    """The packaged reviewer; CannotStart when its bundle cannot be used."""
    import tellcheck_model

    try:
        return tellcheck_model.load_reviewer()
    except tellcheck_model.BundleError as error:
        raise CannotStart(f"model_unusable: {error}") from None
    except (AttributeError, ImportError, KeyError, TypeError, ValueError) as error:  # written for another version
        kind = type(error).__name__
        raise CannotStart(
            f"model_unusable: the bundle does not fit this version ({kind}); reinstall tellcheck"
        ) from None


def welcome(settings: Settings) -> None:
    """Print the address, a pairing code, the extension's folder and how to stop."""
    from rich.console import Console
    from rich.table import Table

    from tellcheck_server.access import CODE_SECONDS, AccessBook
    from tellcheck_server.storage.store import open_store

    store = open_store(settings.database_url, settings.data_folder)
    code = AccessBook(store).new_code()
    store.close()
    lines = Table.grid(padding=(0, 2))
    lines.add_row("Address", f"[bold]{settings.address}[/bold]")
    minutes = CODE_SECONDS // 60
    lines.add_row("Pairing code", f"[bold]{code}[/bold] good for {minutes} minutes, once; then `tellcheck pair`")
    folder = extension_folder()
    if folder is not None:
        lines.add_row("Extension", f"load {folder} as an unpacked extension")
    lines.add_row("Stop", "Ctrl+C")
    with contextlib.suppress(BrokenPipeError):
        Console(soft_wrap=True, highlight=False).print(lines)


def extension_folder() -> Path | None:
    """The built extension of the checkout this runs from, if there is one."""
    folder = Path(__file__).parents[3] / "extension" / "dist" / "chrome"
    return folder if folder.is_dir() else None
