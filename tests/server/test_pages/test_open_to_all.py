"""Nothing typed ever runs, and nobody is shut out: axe finds no barrier, and the narrowest screen shows all."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import PAYLOADS, OpenTab
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

BUTTONS = {"en": "Review the draft", "es": "Revisar el borrador"}
LANGUAGES = ["en", "es"]
AT_ONCE = 6


@pytest.mark.parametrize("scripted", [True, False], ids=["live", "posted"])
def test_no_payload_ever_runs(tab: OpenTab, scripted: bool) -> None:
    target = tab()
    page = target.open("/")
    page.locator("details.more summary").click()
    for first in range(0, len(PAYLOADS), AT_ONCE):
        text = " ".join(f"We are a leading provider of {payload}." for payload in PAYLOADS[first : first + AT_ONCE])
        page.locator("#subject").fill(text)
        page.locator("#thread").fill(text)
        page.locator("#draft").fill(f"{first}\n{text}")
        if not scripted:
            page.get_by_role("button", name=BUTTONS["en"]).click()
        expect(page.locator("[data-text=draft]")).to_have_text(re.compile(rf"^{first}\s"))
        assert page.locator("[data-text=draft]").text_content() == f"{first}\n{text}"
        assert page.locator("[data-text=subject]").text_content() == text
        expect(page.locator(".marked-draft .mark").first).to_be_visible()
        page.locator(".marked-draft .mark").first.focus()
        expect(page.locator(".card")).to_be_visible()
        assert page.evaluate("window.ran") is None
        assert page.locator("#draft").input_value() == f"{first}\n{text}"


def test_everything_said_is_shown_whole_on_the_narrowest_screen(tab: OpenTab) -> None:
    for language in LANGUAGES:
        narrow = tab(language=language, viewport={"width": 320, "height": 640})
        for path in ("/", "/?example=pitch", "/?example=better", "/rubric", "/sign-in"):
            page = narrow.open(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        page = narrow.open("/")
        page.locator("#draft").fill("We are the leading provider of " + "x" * 300 + ". Let me know!")
        expect(page.locator("[data-text=draft]")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_barrier_that_axe_can_find(tab: OpenTab, language: str, scheme: str) -> None:
    opened = tab(language=language, color_scheme=scheme)
    states = ["/?example=better", "/rubric", "/sign-in", "mistake", "thread and card"]
    for state in states:
        page = opened.open(state if state.startswith("/") else "/?example=pitch")
        if state == "mistake":
            page.locator("#draft").evaluate("field => { field.value = '' }")
            page.get_by_role("button", name=BUTTONS[language]).click()
            expect(page.locator("#draft-mistake")).to_be_visible()
            opened.forget("422")
        elif state == "thread and card":
            page.locator("details.more summary").click()
            page.locator("#thread").fill("We already have a partner. / Ya tenemos un proveedor.")
            expect(page.locator("section.thread")).to_be_visible()
            page.keyboard.press("F8")
            expect(page.locator(".card")).to_be_visible()
        found = Axe().run(page).response["violations"]
        assert found == [], f"{state}: {[(rule['id'], [node['html'] for node in rule['nodes']]) for rule in found]}"
