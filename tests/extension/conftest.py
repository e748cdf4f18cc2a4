"""Fixtures: one server and one browser for the whole folder, and one law for every test: nothing goes anywhere else."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Playwright

sys.path.insert(0, str(Path(__file__).parent))  # importlib mode keeps the folder of a test off the path

from rig import hosts
from rig.chromium import ROUTED, Chromium
from rig.composer import Ask, Composer, MarksOf, Open, expected_marks
from rig.server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("data"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def shared_chromium(
    playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromium]:
    chromium = Chromium(playwright, tmp_path_factory.mktemp("chromium"), server)
    chromium.pair()
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def second_chromium(
    playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromium]:
    """A browser of its own, in Spanish, that nobody has paired or switched on for any site."""
    chromium = Chromium(playwright, tmp_path_factory.mktemp("second"), server, language="es")
    yield chromium
    chromium.close()


@pytest.fixture
def chromium(shared_chromium: Chromium) -> Iterator[Chromium]:
    """The shared browser as if just paired, and watched over the whole test."""
    browser = shared_chromium
    browser.fresh()
    yield browser
    pages = [page for page in browser.context.pages if page is not browser.control]
    noticed = [found for page in pages for found in what_hosts_noticed(page)]
    for page in pages:
        page.close()
    assert browser.foreign_requests() == []
    assert [heard.body for heard in browser.tap.heard if b"canary" in heard.body] == [], "words nobody asked to read"
    assert browser.said == [], "the console must stay silent"
    assert noticed == [], "policy violations and made-up events that a host page saw"


def what_hosts_noticed(page: Page) -> list[str]:
    """What each frame of a page held against us."""
    found: list[str] = []
    for frame in page.frames:
        if urlsplit(frame.url).hostname in ROUTED:
            found += frame.evaluate("[...host.violations, ...host.untrusted]")
    return found


@pytest.fixture
def open_composer(chromium: Chromium) -> Open:
    """Opens a host page in a variant and gives its composer; `inline` picks the mail's reply."""

    def open_page(origin: str, path: str, **query: object) -> Composer:
        page = chromium.context.new_page()
        page.goto(hosts.address(origin, path, **query))
        inside = [frame for frame in page.frames if "/preload/" in frame.url]
        frame = inside[0] if inside else page.main_frame
        return Composer(page, frame, frame.locator("[role=textbox][contenteditable=true]").last)

    return open_page


@pytest.fixture
def messaging(open_composer: Open) -> Open:
    """The messaging page; without a thread unless one is asked for."""

    def open_messaging(**query: object) -> Composer:
        return open_composer(hosts.LINKEDIN, "messaging/thread/2-abc/", **({"thread": "[]"} | query))

    return open_messaging


@pytest.fixture
def mail(open_composer: Open) -> Open:
    """The mail page: `popup=1` for a new mail, else the reply below the thread."""
    return lambda **query: open_composer(hosts.GMAIL, "mail/u/0/", **query)


@pytest.fixture
def ask(chromium: Chromium) -> Ask:
    """The review of a draft straight from the API, with the extension's own token."""

    def review(draft: str, channel: str = "linkedin_message", **more: object) -> dict[str, Any]:
        status, answer = chromium.server.ask(
            "POST",
            "/v1/reviews",
            {"draft": draft, "channel": channel, **more},
            Authorization=f"Bearer {chromium.token()}",
            Origin=f"chrome-extension://{chromium.extension_id}",
        )
        assert status == 200, answer
        found: dict[str, Any] = answer["review"]
        return found

    return review


@pytest.fixture
def marks_of(ask: Ask) -> MarksOf:
    """The marks that the API's review of a draft calls for."""
    return lambda draft, channel="linkedin_message", **more: expected_marks(ask(draft, channel, **more))
