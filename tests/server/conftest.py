"""Fixtures: the packaged reviewer, applications in the test's process, and real servers in processes of their own."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from tellcheck_model import Reviewer, load_reviewer
from tellcheck_server.access import AccessBook
from tellcheck_server.reviewing import warm
from tellcheck_server.services import EXTENSION, Services
from tellcheck_server.storage.store import open_store
from werkzeug.test import TestResponse

sys.path.insert(0, str(Path(__file__).parent))  # importlib mode keeps the folder of a test off the path

from running import Apps, Caller, IsProblem, LiveServer, MakeApp, StartServer

EXTENSION_ORIGIN = "chrome-extension://" + "abcdefghijklmnop" * 2
PITCH = (
    "Hi Ana,\n\nI came across your profile and was impressed by your background. We're a leading provider of cloud "
    "telephony and help companies boost their ROI. Do you have 15 minutes this week so I can show you our platform?"
)


@pytest.fixture(scope="session")
def reviewer() -> Reviewer:
    return warm(load_reviewer())  # as `tellcheck serve` does before it answers


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the first start makes it, to copy instead of running the migrations for every test."""
    folder = tmp_path_factory.mktemp("new")
    open_store("", folder).close()
    return folder / "tellcheck.db"


@pytest.fixture(scope="session")
def apps(reviewer: Reviewer, new_database: Path) -> Iterator[Apps]:
    made = Apps(reviewer, new_database)
    yield made
    made.close()


@pytest.fixture(scope="session")
def app(apps: Apps, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application most tests share; none of them changes it but for tokens and codes of its own."""
    return apps.make(tmp_path_factory.mktemp("shared"), reviews_per_minute=1_000_000, kib_per_minute=100_000_000)


@pytest.fixture
def make_app(apps: Apps, tmp_path: Path) -> MakeApp:
    """Makes an application of the test's own, with settings of its own."""
    return lambda using=None, **settings: apps.make(tmp_path, using, **settings)


@pytest.fixture
def services(app: Flask) -> Services:
    found: Services = app.extensions[EXTENSION]
    return found


@pytest.fixture
def book(services: Services) -> AccessBook:
    return services.book


@pytest.fixture
def call(app: Flask) -> Caller:
    """A client that is not paired."""
    return Caller(app)


@pytest.fixture
def paired(app: Flask, book: AccessBook) -> Caller:
    """A client with a token bound to no origin, as a program has it."""
    client = Caller(app)
    client.token = book.pair(book.new_code(), None)
    return client


@pytest.fixture
def is_problem() -> IsProblem:
    """The contract of every error: one shape, one request id, nothing of what was sent."""

    def check(response: TestResponse, status: int, code: str, *, canary: str = "") -> dict[str, Any]:
        assert response.status_code == status, response.get_data(as_text=True)
        assert response.headers["Content-Type"] == "application/problem+json"
        document: dict[str, Any] = json.loads(response.get_data())
        expected = {"type", "title", "status", "detail", "code", "request_id"} | (
            {"errors"} if status == 422 else set()
        )
        assert set(document) == expected
        assert (document["status"], document["code"]) == (status, code)
        assert document["request_id"] == response.headers["X-Request-Id"]
        assert not canary or canary not in response.get_data(as_text=True) + str(response.headers)
        return document

    return check


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A real gunicorn."""
    server = LiveServer(tmp_path_factory.mktemp("gunicorn"), "gunicorn")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def live_token(live: LiveServer) -> str:
    return live.pair(live.code())


@pytest.fixture(scope="session")
def live_waitress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A real waitress."""
    server = LiveServer(tmp_path_factory.mktemp("waitress"), "waitress")
    yield server
    server.stop()


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """Starts a server of the test's own."""
    started: list[LiveServer] = []

    def start(server: str = "gunicorn", **settings: str) -> LiveServer:
        started.append(LiveServer(tmp_path, server, **settings))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def pitch() -> str:
    return PITCH


@pytest.fixture
def extension_origin() -> str:
    return EXTENSION_ORIGIN
