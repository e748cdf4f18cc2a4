"""A real Chromium with the unpacked extension in it, whose every request is kept."""

import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, Request

from . import hosts
from .composer import eventually
from .outside import Outside
from .server import Server
from .tap import Tap

ROOT = Path(__file__).resolve().parents[3]
BUILT = ROOT / "extension/dist/chrome"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SITES = (hosts.LINKEDIN, hosts.GMAIL)
ROUTED = {"www.linkedin.com", "mail.google.com", "example.com"}


def unpacked(folder: Path) -> Path:
    """A copy of the build that has the sites granted, since no headless browser can answer the question for them."""
    copy = folder / "extension"
    shutil.copytree(BUILT, copy)
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["host_permissions"] += [f"{site}/*" for site in SITES]
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return copy


class Chromium:
    """One browser with the extension, paired or not, in front of one server."""

    def __init__(
        self, playwright: Playwright, folder: Path, server: Server, *, language: str = "en", scale: float = 1
    ) -> None:
        extension = unpacked(folder)
        self.server, self.tap, self.outside = server, Tap(server.port), Outside(ROUTED)
        self.requests: list[Request] = []
        self.said: list[str] = []
        self._token: dict[str, Any] = {}
        self.context: BrowserContext = playwright.chromium.launch_persistent_context(
            folder / "profile",
            executable_path=shutil.which("chromium"),
            headless=True,
            viewport={"width": 1180, "height": 780},
            device_scale_factor=scale,
            locale={"en": "en-US", "es": "es-ES"}[language],
            env={"LANGUAGE": language, "HOME": str(folder), "PATH": "/usr/bin:/bin"},
            args=[
                *FLAGS,
                f"--lang={language}",
                f"--disable-extensions-except={extension}",
                f"--load-extension={extension}",
                f"--host-resolver-rules=MAP 127.0.0.1:{server.port} 127.0.0.1:{self.tap.own_port}",
                f"--proxy-server=http://127.0.0.1:{self.outside.port}",
            ],
        )
        self.context.set_default_timeout(8_000)
        workers = self.context.service_workers
        worker = workers[0] if workers else self.context.wait_for_event("serviceworker")
        self.extension_id = worker.url.split("/")[2]
        self.context.on("request", lambda request: self.requests.append(request))
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self.said.append(str(error.error)))
        self.context.route("https://**/*", hosts.answer)
        self.control = self.own_page("options.html")

    def _heard(self, message: ConsoleMessage) -> None:
        self.said.append(f"{message.type}: {message.text}")

    def own_page(self, name: str) -> Page:
        """A page of the extension, opened in a tab."""
        page = self.context.new_page()
        page.goto(f"chrome-extension://{self.extension_id}/{name}")
        return page

    def pair(self) -> None:
        """Pairs with the server as a person does, in the options page."""
        self.control.bring_to_front()
        self.control.locator("#server").fill(self.server.address)
        self.control.locator("#code").fill(self.server.code())
        self.control.locator("#pair").click()
        eventually(self.control, lambda: "value" in self.stored("token"), True)
        self._token = self.stored("token")

    def fresh(self) -> None:
        """As if just paired: both sites on in the page, the token in its place, nothing heard so far."""
        self.tap.flowing.set()
        if self._token:
            self.store(token=self._token)
        self.sites()
        self.hear_nothing()

    def hear_nothing(self) -> None:
        """Forgets every request and word so far."""
        for kept in (self.tap.heard, self.requests, self.outside.asked, self.said):
            kept.clear()

    def foreign_requests(self) -> list[str]:
        """Every request that is neither a host page's own document nor the background's to the paired server."""
        foreign = list(self.outside.asked)
        for request in self.requests:
            parts = urlsplit(request.url)
            to_host = parts.hostname in ROUTED and request.resource_type == "document"
            to_server = request.url.startswith(f"{self.server.address}/v1/") and request.service_worker is not None
            to_itself = parts.scheme in ("chrome-extension", "data", "about")
            if not (to_host or to_server or to_itself):
                foreign.append(f"{request.method} {request.url}")
        return foreign

    def token(self) -> str:
        """The token that pairing left in the extension's storage."""
        token: str = self.stored("token")["value"]
        return token

    def stored(self, key: str) -> dict[str, Any]:
        """One value from the extension's storage, or an empty one."""
        found: dict[str, Any] = self.control.evaluate(
            "key => chrome.storage.local.get(key).then((all) => all[key] ?? {})", key
        )
        return found

    def store(self, **values: object) -> None:
        """Sets values in the extension's storage; None removes one."""
        for key, value in values.items():
            call = "remove(key)" if value is None else "set({[key]: value})"
            self.control.evaluate(f"([key, value]) => chrome.storage.local.{call}", [key, value])

    def sites(self, linkedin: str = "page", gmail: str = "page", *, thread: bool = False) -> None:
        """Switches the sites, and waits until exactly their content scripts stand registered."""
        choice = dict(zip(SITES, (linkedin, gmail), strict=True))
        self.store(sites={site: {"mode": mode, "thread": thread} for site, mode in choice.items()})
        wanted = sorted(f"{site.removeprefix('https://')}:{mode}" for site, mode in choice.items() if mode != "off")
        registered = "chrome.scripting.getRegisteredContentScripts().then((all) => all.map(({ id }) => id).sort())"
        eventually(self.control, lambda: self.control.evaluate(registered), wanted)

    def kill_worker(self) -> None:
        """Ends the extension's service worker, as the browser does when it likes."""
        assert self.context.browser is not None
        session = self.context.browser.new_browser_cdp_session()
        targets = session.send("Target.getTargets")["targetInfos"]
        for target in targets:
            if target["type"] == "service_worker" and self.extension_id in target["url"]:
                session.send("Target.closeTarget", {"targetId": target["targetId"]})
        session.detach()

    def close(self) -> None:
        """Closes the browser and everything between it and the server."""
        self.context.close()
        self.tap.close()
        self.outside.close()
