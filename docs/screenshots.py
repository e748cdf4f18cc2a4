"""Takes the pictures of the README: the real server, the real extension, and the host pages of the tests."""

import json
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests/extension"))

from rig import hosts
from rig.chromium import Chromium
from rig.composer import Composer
from rig.server import Server

IMAGES = Path(__file__).resolve().parent / "images"

MESSAGE = {
    "en": """Hi Jordan,

We're a leading provider of dock scheduling software, founded in 2009, and I know you're struggling with detention.

Do you have 15 minutes this week so I can show you our platform?""",
    "es": """Hola, Jordan:

Somos líderes en software de gestión de muelles desde 2009 y sé que os cuestan caras las esperas.

¿Tienes 15 minutos esta semana para que te enseñe nuestra plataforma?""",
}
THREAD = {
    "en": [
        {"day": "Monday", "from": "Sam Seller", "time": "9:02 AM", "lines": ["Hi Jordan, thanks for connecting."]},
        {
            "from": "Jordan Reyes",
            "time": "9:40 AM",
            "lines": ["Sure. We already have a partner for the yards, though."],
        },
    ],
    "es": [
        {"day": "lunes", "from": "Sam Seller", "time": "9:02", "lines": ["Hola, Jordan, gracias por conectar."]},
        {"from": "Jordan Reyes", "time": "9:40", "lines": ["Claro. Aunque para los patios ya tenemos proveedor."]},
    ],
}
MAIL = {
    "en": """Hi Bob,

You opened a second warehouse in Reno in March.

I compared the gate-to-dock times of 14 shippers your size; the table is yours either way.

We offer dashboards, alerts, an API and 24/7 support. Let me know if you're interested.""",
    "es": """Hola, Bob:

En marzo abristeis un segundo almacén en Getafe.

He comparado los tiempos de espera de 14 cargadores de vuestro tamaño y la tabla es tuya en todo caso.

Ofrecemos paneles, alertas, una API y soporte 24/7. Quedo atento a tus comentarios.""",
}
SUBJECT = {"en": "14 gate-to-dock times", "es": "14 tiempos de espera en muelle"}


def opened(chromium: Chromium, scheme: str, url: str) -> Composer:
    """The composer of a host page in a colour scheme."""
    page = chromium.context.new_page()
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(url)
    return Composer(page, page.main_frame, page.locator("[role=textbox][contenteditable=true]").last)


def open_first_card(composer: Composer) -> None:
    """Opens the card of the draft's first tell, as a person does who presses there."""
    composer.point_at(next(mark for mark in composer.read()["marks"] if mark[0] in ("h1", "h2")), press=True)
    composer.card.wait_for(state="visible")


def settled(page: Page) -> None:
    """Waits until nothing moves on the page any more."""
    page.evaluate("Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})))")
    page.wait_for_timeout(400)


def message(chromium: Chromium, language: str, scheme: str) -> None:
    """A message with the marks of a pitch, and the card of the first."""
    thread = json.dumps(THREAD[language])
    url = hosts.address(hosts.LINKEDIN, "messaging/thread/2-abc/", lang=language, tidy=1, thread=thread)
    composer = opened(chromium, scheme, url)
    composer.write(MESSAGE[language])
    composer.wait_for_state("scored")
    open_first_card(composer)
    settled(composer.page)
    composer.page.screenshot(path=IMAGES / f"message-{language}-{scheme}.png")
    composer.page.close()


def mail(chromium: Chromium, language: str, scheme: str) -> None:
    """A mail with strengths and tells, and the list of them."""
    url = hosts.address(hosts.GMAIL, "mail/u/0/", lang=language, popup=1, tidy=1, subject=SUBJECT[language])
    composer = opened(chromium, scheme, url)
    composer.write(MAIL[language])
    composer.wait_for_state("scored")
    composer.badge.click()
    composer.findings.wait_for(state="visible")
    settled(composer.page)
    composer.page.screenshot(path=IMAGES / f"mail-{language}-{scheme}.png")
    composer.page.close()


def own_page(chromium: Chromium, language: str, scheme: str) -> None:
    """The page `/` with a review of the same message."""
    page = chromium.context.new_page()
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 1180, "height": 1000})
    page.goto(f"{chromium.server.address}/?lang={language}")
    if page.locator("#code").count():
        page.locator("#code").fill(chromium.token())
        page.locator("form button.primary").click()
        page.goto(f"{chromium.server.address}/?lang={language}")
    page.locator("textarea[name=draft]").fill(MESSAGE[language])
    page.locator("#result a.mark").first.wait_for(state="visible")
    settled(page)
    page.screenshot(path=IMAGES / f"page-{language}-{scheme}.png")
    page.close()


def pictures(playwright: Playwright, folder: Path, language: str, scheme: str) -> None:
    """Takes the pictures of one language, with a server and a browser of their own."""
    server = Server(folder / "data")
    server.start()
    try:
        chromium = Chromium(playwright, folder, server, language=language, scale=1.5)
        chromium.pair()
        chromium.sites(thread=True)
        message(chromium, language, scheme)
        mail(chromium, language, scheme)
        own_page(chromium, language, scheme)
        chromium.close()
    finally:
        server.stop()


def main() -> None:
    """Takes every picture: English by day, Spanish by night."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        for language, scheme in (("en", "light"), ("es", "dark")):
            with tempfile.TemporaryDirectory() as folder:
                pictures(playwright, Path(folder), language, scheme)


if __name__ == "__main__":
    main()
