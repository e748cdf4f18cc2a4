"""Starting: what several commands need first, each failure told in one line with its exit code."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from tellcheck_server.access import AccessBook
    from tellcheck_server.settings import Settings

WRONG_USE = 2
CANNOT_START = 3


def end(line: str, code: int) -> NoReturn:
    """Print one line to stderr and end the process with this exit code."""
    click.echo(line, err=True)
    sys.exit(code)


def settings_or_end(overrides: Mapping[str, str | int | float] | None = None) -> Settings:
    """The settings; ends with 2 when one cannot be used."""
    from tellcheck_server.settings import SettingsError, read_settings

    try:
        return read_settings(overrides=overrides)
    except SettingsError as error:
        end(str(error), WRONG_USE)


def book_or_end(settings: Settings) -> AccessBook:
    """The book of pairings in the database of these settings; ends with 3 when it cannot be opened."""
    from tellcheck_server.access import AccessBook
    from tellcheck_server.storage.store import StoreError, open_store

    try:
        return AccessBook(open_store(settings.database_url, settings.data_folder))
    except StoreError as error:
        end(f"storage_unusable: {error}", CANNOT_START)
