"""The application: Flask with its blueprints, its limits and the gate in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from tellcheck_server.access import AccessBook
from tellcheck_server.api import documents, health, pairing, reviews, rubric, tokens
from tellcheck_server.api.blueprints import ProblemApi
from tellcheck_server.framing import BODY_CAP
from tellcheck_server.gate import Gate
from tellcheck_server.handlers import register_handlers
from tellcheck_server.limits import limit_requests
from tellcheck_server.pages import blueprint as pages
from tellcheck_server.pages.problem_pages import ProblemPages
from tellcheck_server.reviewing import Desk
from tellcheck_server.services import EXTENSION, Services
from tellcheck_server.settings import Settings
from tellcheck_server.storage.store import open_store

if TYPE_CHECKING:
    from tellcheck_model import Reviewer


def build_app(settings: Settings, reviewer: Reviewer) -> Flask:
    """The application for these settings and this reviewer; StoreError when the database cannot be opened."""
    app = Flask("tellcheck_server", static_folder=None, template_folder=None)
    app.config.update(
        API_TITLE="Tellcheck",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        DEBUG=False,  # whatever FLASK_DEBUG says: its pages would show drafts
        MAX_CONTENT_LENGTH=BODY_CAP,
        PROPAGATE_EXCEPTIONS=False,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.url_map.merge_slashes = False
    store = open_store(settings.database_url, settings.data_folder)
    book = AccessBook(store)
    desk = Desk(reviewer, settings.scorings, settings.waiting, settings.deadline_seconds)
    app.extensions[EXTENSION] = Services(settings, store, book, desk)
    api = ProblemApi(app, spec_kwargs=documents.SPEC)
    for module in (reviews, rubric, pairing, tokens, health):
        api.register_blueprint(module.blueprint)
    app.register_blueprint(documents.documents_of(api))
    app.register_blueprint(pages)
    limit_requests(app, settings, reviews=reviews.blueprint, pairing=pairing.blueprint, pages=pages)
    register_handlers(app)
    app.wsgi_app = ProblemPages(Gate(app, settings.host_headers, book), app)  # type: ignore[method-assign]
    return app
