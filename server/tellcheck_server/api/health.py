"""Health: whether the process answers, and whether it can review; neither tells more."""

from __future__ import annotations

import shutil

from flask import Response

from tellcheck_server.api.answers import StateSchema
from tellcheck_server.api.blueprints import ApiBlueprint, answer
from tellcheck_server.problems import Problem
from tellcheck_server.services import services

blueprint = ApiBlueprint("health", __name__, description="For operators.")

DISK_FLOOR = 64 * 1024 * 1024


@blueprint.operation("GET", "/healthz", answers=StateSchema, needs_token=False)
def healthz() -> Response:
    """Whether the process answers

    Depends on nothing else.
    """
    return answer({"status": "ok"})


@blueprint.operation("GET", "/readyz", answers=StateSchema, problems=(503,), needs_token=False)
def readyz() -> Response:
    """Whether a review can be asked for

    The database answers, the disk has room and the queue is not full.
    """
    here = services()
    folder = here.settings.data_folder
    has_room = not folder.exists() or shutil.disk_usage(folder).free >= DISK_FLOOR
    if here.desk.is_full or not has_room or not here.store.is_usable():
        raise Problem("not_ready", headers={"Retry-After": "1"})
    return answer({"status": "ready"})
