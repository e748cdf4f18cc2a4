"""Browsing: a visitor in the test's process, a tab in a real browser, and a page taken apart."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from playwright.sync_api import Page
from tellcheck_server.access import AccessBook
from tellcheck_server.services import EXTENSION
from werkzeug.test import Client, TestResponse

PAYLOADS = Path(__file__).with_name("payloads.txt").read_text("utf-8").splitlines()
PITCHES = {
    "en": "Hi Ana 👋🏽,\n\nwe're 🏆 a leading provider of cloud telephony. 👨‍👩‍👧‍👦 Do you have 15 minutes this week "
    "so I can show you our platform?",
    "es": "Hola, Ana 👋🏽:\n\nsomos 🏆 la empresa líder en telefonía en la nube. 👨‍👩‍👧‍👦 ¿Tienes 15 minutos esta "
    "semana para que te enseñe nuestra plataforma?",
}
OWN = "http://127.0.0.1:8765"
OPENED = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Accept": "text/html,*/*;q=0.8"}
POSTED = OPENED | {"Sec-Fetch-Site": "same-origin", "Origin": OWN}


class Parsed(HTMLParser):
    """A page taken apart: its elements with their attributes, and all its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of_class(self, name: str) -> list[dict[str, str]]:
        return [attributes for _, attributes in self.elements if name in attributes.get("class", "").split()]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def field(self, name: str) -> str:
        """What stands in a text area, as a browser would show it."""
        found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', self.html, re.S)
        assert found, f"no field {name}"
        return unescape(found[1])


@dataclass
class Visitor:
    """Somebody with a browser: sends the headers that a browser sends, and keeps cookies."""

    app: Flask
    client: Client

    @property
    def book(self) -> AccessBook:
        book: AccessBook = self.app.extensions[EXTENSION].book
        return book

    def open(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=OWN, headers=OPENED | headers)

    def post(self, path: str, headers: dict[str, str | None] | None = None, **fields: str) -> TestResponse:
        sent = {name: value for name, value in (POSTED | (headers or {})).items() if value is not None}
        form = "application/x-www-form-urlencoded"
        return self.client.post(path, base_url=OWN, data=urlencode(fields), headers=sent, content_type=form)

    def page(self, path: str = "/", **fields: str) -> Parsed:
        """The page at a path, after a post where fields are given."""
        response = self.post(path, **fields) if fields else self.open(path)
        return Parsed(response.get_data(as_text=True))

    def sign_in(self) -> "Visitor":
        assert self.post("/sign-in", code=self.book.new_code()).status_code == 303
        return self


@dataclass
class Tab:
    """A page in a real browser, with everything it said and asked for."""

    page: Page
    address: str
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("dialog", lambda dialog: (self.said.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def forget(self, expected: str) -> None:
        """Take out of the console what the browser itself had to say about a refusal, and nothing else."""
        assert all(expected in words for words in self.said), self.said
        self.said.clear()

    def marked(self) -> list[str]:
        """The words under marks in the draft, in order."""
        return self.page.locator("[data-text=draft] .mark").all_text_contents()


Parse = Callable[[TestResponse], Parsed]
Visit = Callable[[Flask], Visitor]
OpenTab = Callable[..., Tab]
IsProblem = Callable[..., dict[str, object]]
