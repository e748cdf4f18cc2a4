"""Fixtures: the pages as a browser meets them, in the test's process and in a real Chromium on a real server."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Playwright
from tellcheck_server.access import SESSION_COOKIE, AccessBook
from tellcheck_server.storage.store import open_store

sys.path.insert(0, str(Path(__file__).parent))  # importlib mode keeps the folder of a test off the path

from browsing import OpenTab, Parse, Parsed, Tab, Visit, Visitor

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


class Live(Protocol):
    """The real server of the folder above."""

    folder: Path
    host: str


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    """A visitor who has not signed in."""
    return Visitor(app, app.test_client())


@pytest.fixture
def visitor(stranger: Visitor) -> Visitor:
    """A visitor who has signed in."""
    return stranger.sign_in()


@pytest.fixture
def parsed() -> Parse:
    """Takes a page apart."""
    return lambda response: Parsed(response.get_data(as_text=True))


@pytest.fixture
def visit() -> Visit:
    """A visitor of an application."""
    return lambda app: Visitor(app, app.test_client())


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), headless=True, args=CHROMIUM)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def live_book(live: Live) -> Iterator[AccessBook]:
    """The book of the real server, to ask for codes as the terminal does."""
    store = open_store("", live.folder / "data")
    yield AccessBook(store)
    store.close()


@pytest.fixture
def tab(chromium: Browser, live: Live, live_book: AccessBook) -> Iterator[OpenTab]:
    """Opens a tab, signed in unless told otherwise; at the end nothing was said in the console or asked elsewhere."""
    address = f"http://{live.host}"
    opened: list[tuple[BrowserContext, Tab]] = []

    def open_tab(*, signed_in: bool = True, language: str = "en", **options: object) -> Tab:
        context = chromium.new_context(locale=language, **options)
        context.set_default_timeout(10_000)
        if signed_in:
            value = live_book.sign_in(live_book.new_code())
            assert value
            context.add_cookies([{"name": SESSION_COOKIE, "value": value, "url": address}])
        tab = Tab(context.new_page(), address)
        tab.listen()
        opened.append((context, tab))
        return tab

    yield open_tab
    for context, tab in opened:
        context.close()
        assert tab.said == [], "the console must stay silent"
        assert [url for url in tab.asked if not url.startswith(address + "/")] == [], "asked of another host"
