"""Services: what the views of one application share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

if TYPE_CHECKING:
    from tellcheck_server.access import AccessBook
    from tellcheck_server.reviewing import Desk
    from tellcheck_server.settings import Settings
    from tellcheck_server.storage.store import Store

EXTENSION = "tellcheck"


@dataclass(frozen=True)
class Services:
    """Settings, store, access and the desk where drafts are reviewed."""

    settings: Settings
    store: Store
    book: AccessBook
    desk: Desk


def services() -> Services:
    """The services of the application that answers the current request."""
    return cast("Services", current_app.extensions[EXTENSION])
