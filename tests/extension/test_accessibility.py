"""Own pages, card and list have no accessibility fault that axe knows, in English and in Spanish, light and dark."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from rig.chromium import Chromium
from rig.composer import Composer, Open
from rig.drafts import LINE, LINE_ES

pytestmark = pytest.mark.browser

DRAFTS = {"en": LINE, "es": LINE_ES}


def faults(page: Page, within: str | None = None) -> list[tuple[str, Any]]:
    context = {"include": [[within]]} if within else None
    found = Axe().run(page, context=context).response["violations"]
    return [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["options.html", "panel.html", "popup.html"])
def test_own_pages_have_no_fault(name: str, scheme: str, chromium: Chromium) -> None:
    page = chromium.own_page(name)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    assert faults(page) == []
    assert page.locator("html").get_attribute("lang") == "en"
    page.close()


@pytest.mark.parametrize("name", ["options.html", "panel.html", "popup.html"])
def test_own_pages_have_no_fault_in_spanish_and_speak_it(
    name: str, second_chromium: Chromium, chromium: Chromium
) -> None:
    page, english = second_chromium.own_page(name), chromium.own_page(name)
    assert faults(page) == []
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.locator("body").inner_text() != english.locator("body").inner_text()
    page.close()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_badge_card_and_list_have_no_fault(language: str, scheme: str, messaging: Open) -> None:
    composer: Composer = messaging(lang=language)
    composer.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    composer.put(DRAFTS[language])
    composer.wait_for_review()
    composer.page.keyboard.press("Alt+Shift+J")
    composer.card.wait_for(state="visible")
    assert faults(composer.page, "tc-root") == []
    composer.page.keyboard.press("Escape")
    composer.badge.click()
    composer.findings.wait_for(state="visible")
    for item in composer.findings.locator("summary").all():
        item.click()
    assert faults(composer.page, "tc-root") == []


def test_every_field_of_the_options_has_a_visible_label(chromium: Chromium) -> None:
    unlabelled = chromium.control.evaluate(
        """() => [...document.querySelectorAll("input, select, textarea")]
             .filter((field) => field.offsetParent && ![...field.labels].some((label) => label.innerText.trim()))
             .map((field) => field.id || field.name)"""
    )
    assert unlabelled == []
