"""HTTP, pages, storage and command line of Tellcheck."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask
    from tellcheck_model import Reviewer


def create_app(config: Mapping[str, str | int | float] | None = None, reviewer: Reviewer | None = None) -> Flask:
    """The application, behind its gate; `config` overrides settings by name.

    Raises SettingsError for a setting that cannot be used, StoreError for a database that cannot be opened, and
    BundleError when no reviewer is given and the packaged one does not load.
    """
    from tellcheck_server.application import build_app
    from tellcheck_server.settings import read_settings

    settings = read_settings(overrides=config)
    if reviewer is None:
        from tellcheck_model import load_reviewer

        reviewer = load_reviewer()
    return build_app(settings, reviewer)
