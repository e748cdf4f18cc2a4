"""A person with a real browser gets the same answer with script and without, and nothing stays behind."""

import re

import pytest
from browsing import PITCHES, OpenTab, Tab
from playwright.sync_api import expect
from tellcheck_model import Draft, Reviewer
from tellcheck_server.access import AccessBook

pytestmark = pytest.mark.browser

BUTTONS = {"en": "Review the draft", "es": "Revisar el borrador"}
SIGN_IN = {"en": "Sign in", "es": "Entrar"}
LANGUAGES = ["en", "es"]


def expected(reviewer: Reviewer, draft: str, channel: str = "linkedin_message") -> list[str]:
    """The marked words of a draft in reading order, by the offsets of the review, in UTF-16 code units."""
    found = reviewer.review(Draft(draft, channel)).to_json()["findings"]
    spans = sorted({(finding["start"], finding["end"]) for finding in found if finding["in"] == "draft"})
    units = draft.encode("utf-16-le")
    return [units[2 * start : 2 * end].decode("utf-16-le") for start, end in spans]


def expect_marks(tab: Tab, words: list[str]) -> None:
    expect(tab.page.locator("[data-text=draft] .mark")).to_have_text(words, use_inner_text=False)
    assert tab.marked() == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_a_person_signs_in_reviews_and_follows_a_mark(
    tab: OpenTab, live_book: AccessBook, reviewer: Reviewer, language: str
) -> None:
    plain = tab(signed_in=False, language=language, java_script_enabled=False)
    page = plain.open("/")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.get_by_role("textbox").fill(live_book.new_code())
    page.get_by_role("button", name=SIGN_IN[language], exact=True).click()
    page.locator("#draft").fill(PITCHES[language])
    page.get_by_role("button", name=BUTTONS[language]).click()
    words = expected(reviewer, PITCHES[language])
    assert len(words) >= 2
    expect_marks(plain, words)
    expect(page.locator("#draft")).to_have_value(PITCHES[language])
    page.locator("[data-text=draft] .mark").first.click()
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    expect(target.locator("xpath=..").locator("q").first).to_have_text(words[0])
    page.locator(":target").locator("xpath=..").locator(".in-draft").click()
    expect(page.locator("[data-text=draft] .mark").first).to_be_in_viewport()


def test_without_script_a_too_long_draft_stays_in_its_field(tab: OpenTab) -> None:
    refused = tab(java_script_enabled=False)
    page = refused.open("/")
    page.locator("#draft").fill("x" * 20_001)
    page.get_by_role("button", name=BUTTONS["en"]).click()
    expect(page.locator("#draft-mistake")).to_contain_text("cut 1.")
    expect(page.locator("#draft")).to_have_value("x" * 20_001)
    refused.forget("422")


def test_without_script_the_language_changes_and_the_draft_stays(tab: OpenTab) -> None:
    page = tab(java_script_enabled=False).open("/")
    page.locator("#draft").fill(PITCHES["en"])
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("#draft")).to_have_value(PITCHES["en"])
    expect(page.locator("[data-text=draft] .mark").first).to_be_visible()


def test_an_example_is_one_click_away(tab: OpenTab) -> None:
    page = tab().open("/")
    page.get_by_role("link", name="Try an example pitch").click()
    expect(page.locator(".verdict-rework")).to_be_visible()
    expect(page.get_by_role("link", name="Try an example pitch")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_typing_is_reviewed_at_the_right_words_and_editing_moves_and_clears_the_marks(
    tab: OpenTab, reviewer: Reviewer, language: str
) -> None:
    typing = tab(language=language)
    page = typing.open("/")
    page.locator("#draft").press_sequentially(PITCHES[language])
    expect_marks(typing, expected(reviewer, PITCHES[language]))
    assert page.locator("[data-text=draft]").text_content() == PITCHES[language]
    expect(page.locator("#draft")).to_be_focused()
    longer = "🏆🏆 " + PITCHES[language]
    page.locator("#draft").fill(longer)
    expect(page.locator("[data-text=draft]")).to_contain_text("🏆🏆")
    expect_marks(typing, expected(reviewer, longer))
    page.locator("#draft").fill("")
    expect(page.locator(".empty")).to_be_visible()
    expect(page.locator(".mark")).to_have_count(0)


def test_on_a_narrow_screen_the_verdict_is_beside_the_button(tab: OpenTab, reviewer: Reviewer) -> None:
    page = tab(viewport={"width": 360, "height": 740}).open("/")
    verdict = page.locator(".to-answer")
    expect(verdict).to_be_hidden()
    page.locator("#draft").fill(PITCHES["en"])
    score = reviewer.review(Draft(PITCHES["en"], "linkedin_message")).to_json()["score"]
    expect(verdict).to_have_text(re.compile(rf"{score} · "))
    verdict.click()
    expect(page.locator(".score")).to_be_in_viewport()
    page.set_viewport_size({"width": 1280, "height": 740})
    expect(verdict).to_be_hidden()


def test_a_mistake_that_was_put_right_is_no_longer_shown(tab: OpenTab) -> None:
    mistaken = tab()
    page = mistaken.open("/")
    page.get_by_role("button", name=BUTTONS["en"]).click()
    expect(page.locator("form .mistake").first).to_be_visible()
    page.locator("#draft").fill(PITCHES["en"])
    expect(page.locator("form .mistake")).to_have_count(0)
    expect(page.locator("#draft")).to_have_attribute("aria-describedby", "draft-hint")
    mistaken.forget("422")


def test_changing_the_channel_reviews_again(tab: OpenTab, reviewer: Reviewer) -> None:
    page = tab().open("/")
    page.locator("#draft").fill(PITCHES["en"])
    for channel in ("email", "linkedin_message", "linkedin_note"):
        page.locator("#channel").select_option(channel)
        found = reviewer.review(Draft(PITCHES["en"], channel), wording="en").to_json()
        expect(page.locator("circle.value")).to_have_attribute("stroke-dasharray", f"{found['score']} 100")
        expect(page.locator(".checks article")).to_have_count(len(found["checks"]))


def test_a_pointer_on_a_mark_shows_its_card_and_escape_hides_it(tab: OpenTab) -> None:
    page = tab().open("/?example=pitch")
    mark, card = page.locator(".mark").first, page.locator(".card")
    expect(card).to_be_hidden()
    mark.hover()
    expect(card).to_be_visible()
    title = page.locator(f"[id='{mark.get_attribute('data-refs').split()[0]}'] h3").text_content()
    expect(card).to_contain_text(title)
    expect(card).to_contain_text("Without this sentence")
    card.hover()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.locator("h1").hover()
    mark.hover()
    expect(card).to_be_visible()
    page.locator("h1").hover()
    expect(card).to_be_hidden()


def test_the_card_never_covers_the_words_it_speaks_about(tab: OpenTab) -> None:
    for width in (360, 1280):
        page = tab(viewport={"width": width, "height": 800}).open("/?example=pitch")
        marks = page.locator("[data-text=draft] .mark").count()
        for _ in range(marks):
            page.keyboard.press("F8")
            words, card = page.evaluate(
                """['.mark.is-current', '.card'].map(
                     name => document.querySelector(name).getBoundingClientRect().toJSON())"""
            )
            assert card["top"] >= words["bottom"] or card["bottom"] <= words["top"]
            assert card["left"] >= 0 and card["right"] <= width and card["bottom"] <= 800


def test_the_keyboard_goes_from_mark_to_mark_and_round(tab: OpenTab) -> None:
    walking = tab()
    page = walking.open("/?example=pitch")
    words = page.locator(".mark").all_text_contents()
    page.locator("#draft").focus()
    for key, number in [
        ("F8", 0),
        ("F8", 1),
        ("ArrowDown", 2),
        ("ArrowUp", 1),
        ("Shift+F8", 0),
        ("Shift+F8", -1),
        ("F8", 0),
    ]:
        page.keyboard.press(key)
        expect(page.locator(".mark:focus")).to_have_text(words[number])
        expect(page.locator(".card")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".mark:focus")).to_have_text(words[1])
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_be_in_viewport()
    expect(page.locator(".card")).to_be_hidden()


def test_keys_in_the_draft_are_the_draft_s(tab: OpenTab) -> None:
    page = tab().open("/?example=pitch")
    page.locator("#draft").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#draft")).to_be_focused()
    expect(page.locator(".card")).to_be_hidden()


def test_an_ended_session_is_said_and_the_draft_survives_signing_in(tab: OpenTab, live_book: AccessBook) -> None:
    ended = tab()
    page = ended.open("/")
    page.context.clear_cookies(name="tellcheck_session")
    page.locator("#draft").fill(PITCHES["en"])
    expect(page.locator(".live")).to_contain_text("Your session has ended")
    expect(page.locator("#draft")).to_have_value(PITCHES["en"])
    page.get_by_role("button", name=BUTTONS["en"]).click()
    page.get_by_role("textbox", name="One-time code").fill(live_book.new_code())
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#draft")).to_have_value(PITCHES["en"])
    ended.forget("401")


def test_a_server_that_is_gone_is_said_and_the_draft_is_untouched(tab: OpenTab) -> None:
    lost = tab()
    page = lost.open("/")
    page.context.set_offline(True)
    page.locator("#draft").fill(PITCHES["en"])
    expect(page.locator(".live")).to_contain_text("does not answer")
    expect(page.locator("#draft")).to_have_value(PITCHES["en"])
    page.context.set_offline(False)
    page.locator("#draft").press_sequentially(" ")
    expect(page.locator(".mark").first).to_be_visible()
    expect(page.locator(".live")).to_be_hidden()
    lost.forget("ERR_INTERNET_DISCONNECTED")


def test_a_draft_too_large_to_send_is_not_lost_to_an_error_page(tab: OpenTab) -> None:
    page = tab().open("/")
    page.evaluate("document.querySelector('#draft').value = 'x'.repeat(70000)")
    page.get_by_role("button", name=BUTTONS["en"]).click()
    expect(page.locator(".live")).to_contain_text("too long")
    assert len(page.locator("#draft").input_value()) == 70_000


def test_nothing_of_a_draft_is_kept_in_the_browser(tab: OpenTab) -> None:
    keeping = tab()
    page = keeping.open("/")
    page.locator("#draft").fill("canary " + PITCHES["en"])
    expect(page.locator(".mark").first).to_be_visible()
    kept = page.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, await indexedDB.databases(),
           await caches.keys(), document.cookie, location.href, history.state])"""
    )
    assert kept.startswith("[{},{},[],[],") and "canary" not in kept
    assert not [cookie for cookie in page.context.cookies() if "canary" in str(cookie)]
    assert not [url for url in keeping.asked if "canary" in url]
    page.reload()
    expect(page.locator("#draft")).to_have_value("")
