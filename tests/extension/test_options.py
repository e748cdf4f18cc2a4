"""The options page: nothing is on before the person says so, and what they say is what happens."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page
from rig import hosts
from rig.chromium import Chromium
from rig.composer import Composer, eventually
from rig.drafts import LINE_ES

pytestmark = pytest.mark.browser


@pytest.fixture
def options(second_chromium: Chromium) -> Iterator[Page]:
    """The options page as after installing."""
    second_chromium.store(token=None, sites=None, server=None, clause=None)
    eventually(second_chromium.control, lambda: scripts(second_chromium), [])
    page = second_chromium.own_page("options.html")
    second_chromium.hear_nothing()
    yield page
    page.close()
    assert second_chromium.foreign_requests() == []
    assert second_chromium.said == []


def scripts(chromium: Chromium) -> list[str]:
    found: list[str] = chromium.control.evaluate(
        "chrome.scripting.getRegisteredContentScripts().then((all) => all.map(({ id }) => id))"
    )
    return found


def pair(options: Page, server: str, code: str) -> Locator:
    """Fills the form with the keyboard alone; gives the line that says how it went."""
    options.locator("#server").focus()
    options.keyboard.press("Control+a")
    options.keyboard.type(server)
    options.keyboard.press("Tab")
    options.keyboard.type(code)
    options.keyboard.press("Tab")
    options.keyboard.press("Enter")
    return options.locator("#status")


def test_a_wrong_code_pairs_nothing(options: Page, second_chromium: Chromium) -> None:
    status = pair(options, second_chromium.server.address, "0000-0000")
    eventually(options, lambda: status.get_attribute("data-tone"), "bad")
    assert second_chromium.stored("token") == {}


@pytest.mark.parametrize(
    "typed", ["http://192.168.1.7:8765", "http://team.example.org", "ftp://127.0.0.1", "http://127.0.0.1:1"]
)
def test_an_address_that_is_no_server_of_ours_pairs_nothing(
    typed: str, options: Page, second_chromium: Chromium
) -> None:
    status = pair(options, typed, "0000-0000")
    eventually(options, lambda: status.get_attribute("data-tone"), "bad")
    assert second_chromium.stored("token") == {}
    assert second_chromium.tap.heard == []
    second_chromium.requests.clear()  # whoever types an address asks for that address


def test_the_right_code_pairs_by_keyboard_and_is_not_kept(options: Page, second_chromium: Chromium) -> None:
    code = second_chromium.server.new_code()
    status = pair(options, second_chromium.server.address, code)
    eventually(options, lambda: status.get_attribute("data-tone"), "good")
    assert options.locator("#code").input_value() == ""
    assert code not in str(second_chromium.control.evaluate("chrome.storage.local.get(null)"))


def test_forgetting_revokes_the_token_and_switches_everything_off(options: Page, second_chromium: Chromium) -> None:
    pair(options, second_chromium.server.address, second_chromium.server.new_code())
    eventually(options, lambda: "value" in second_chromium.stored("token"), True)
    headers = {
        "Authorization": f"Bearer {second_chromium.token()}",
        "Origin": f"chrome-extension://{second_chromium.extension_id}",
    }
    request = {"draft": LINE_ES, "channel": "linkedin_message"}
    server = second_chromium.server
    assert server.ask("POST", "/v1/reviews", request, **headers)[0] == 200
    options.locator("#forget").click()
    eventually(options, lambda: second_chromium.control.evaluate("chrome.storage.local.get(null)"), {})
    assert server.ask("POST", "/v1/reviews", request, **headers)[0] == 401


def test_linkedin_is_asked_for_with_its_clause_and_nothing_chosen(options: Page, second_chromium: Chromium) -> None:
    question = options.locator("#choice")
    assert question.is_hidden()
    options.locator("#site-linkedin").click()
    assert all(words in question.inner_text() for words in ("8.2", "overlay", "inserting elements"))
    buttons = question.get_by_role("button")
    assert buttons.count() == 3
    assert [button.get_attribute("aria-pressed") for button in buttons.all()] == [None] * 3
    sizes = [button.bounding_box() for button in buttons.all()]
    assert len({(size["width"], size["height"]) for size in sizes if size}) == 1, "no choice is pushed forward"
    assert scripts(second_chromium) == []


def test_the_choice_by_keyboard_reaches_a_tab_that_was_open_before(options: Page, second_chromium: Chromium) -> None:
    tab = second_chromium.context.new_page()
    tab.goto(hosts.address(hosts.LINKEDIN, "messaging/thread/2-abc/", lang="es", thread="[]"))
    options.bring_to_front()
    pair(options, second_chromium.server.address, second_chromium.server.new_code())
    eventually(options, lambda: "value" in second_chromium.stored("token"), True)
    options.locator("#site-linkedin").focus()
    for key in ("Enter", "Tab", "Tab", "Enter"):
        options.keyboard.press(key)
    eventually(options, lambda: scripts(second_chromium), ["www.linkedin.com:page"])
    tab.bring_to_front()
    composer = Composer(tab, tab.main_frame, tab.locator("[role=textbox]"))
    composer.put(LINE_ES)
    composer.wait_for_state("scored")
    tab.close()


def test_the_conversation_is_asked_about_only_where_a_site_is_on(options: Page, second_chromium: Chromium) -> None:
    tick = options.locator("#thread-gmail")
    assert tick.is_hidden()
    options.locator("#site-gmail").click()
    eventually(options, tick.is_visible, True)
    assert not tick.is_checked()
    tick.click()
    wanted = {"mode": "page", "thread": True}
    eventually(options, lambda: second_chromium.stored("sites")[hosts.GMAIL], wanted)
