"""A finding is explained at its words, by mouse and by keyboard alike, and the host hears nothing of it."""

import pytest
from rig.chromium import Chromium
from rig.composer import Ask, Composer, Mark, MarksOf, Open, eventually
from rig.drafts import ASK, LINE

pytestmark = pytest.mark.browser


@pytest.fixture
def pitch(messaging: Open) -> Composer:
    composer = messaging()
    composer.put(LINE)
    composer.wait_for_review()
    return composer


def serious_ask(composer: Composer) -> Mark:
    marks: list[Mark] = composer.read()["marks"]
    return next(mark for mark in marks if mark[0] == "h1" and composer.words(mark) == ASK)


def shown(composer: Composer) -> dict[str, str]:
    parts = ("title", "why", "advice", "without")
    return {part: composer.card.locator(f".{part}").first.inner_text() for part in parts}


@pytest.mark.parametrize("press", [False, True], ids=["resting", "pressing"])
def test_the_pointer_on_a_mark_opens_its_card(press: bool, pitch: Composer, ask: Ask) -> None:
    pitch.point_at(serious_ask(pitch), press=press)
    pitch.card.wait_for(state="visible")
    wanted = [
        finding for finding in ask(LINE)["findings"] if finding["text"] == ASK and finding["severity"] == "serious"
    ]
    card = shown(pitch)
    finding = next(finding for finding in wanted if finding["title"] == card["title"])
    assert (card["why"], card["advice"]) == (finding["why"], finding["advice"])
    assert str(finding["score_without"]) in card["without"]


def test_a_pointer_that_leaves_takes_the_card_away(pitch: Composer) -> None:
    pitch.point_at(serious_ask(pitch))
    pitch.card.wait_for(state="visible")
    pitch.page.mouse.move(300, 300)
    pitch.page.mouse.move(305, 300)
    pitch.card.wait_for(state="hidden")


def test_a_card_by_pointer_leaves_the_caret_where_it_is(pitch: Composer) -> None:
    pitch.point_at(serious_ask(pitch))
    pitch.card.wait_for(state="visible")
    pitch.type(" Bye.")
    assert pitch.read()["text"] == f"{LINE} Bye."


def test_the_keyboard_steps_through_every_finding_and_round(pitch: Composer, ask: Ask) -> None:
    findings = [finding for finding in ask(LINE)["findings"] if finding["in"] == "draft"]
    titles = []
    for _ in range(len(findings)):
        pitch.page.keyboard.press("Alt+Shift+J")
        pitch.card.wait_for(state="visible")
        titles.append(shown_title(pitch))
    assert sorted(titles) == sorted(finding["title"] for finding in findings)
    pitch.page.keyboard.press("Alt+Shift+K")
    assert shown_title(pitch) == titles[-2]


def shown_title(composer: Composer) -> str:
    return composer.card.locator(".title").first.inner_text()


def test_escape_closes_the_card_and_typing_goes_on(pitch: Composer) -> None:
    pitch.page.keyboard.press("Alt+Shift+J")
    pitch.card.wait_for(state="visible")
    pitch.page.keyboard.press("Escape")
    pitch.card.wait_for(state="hidden")
    pitch.page.keyboard.type(" Bye.")
    assert pitch.read()["text"] == f"{LINE} Bye."


def test_a_card_closes_when_its_words_are_gone(pitch: Composer) -> None:
    pitch.point_at(serious_ask(pitch), press=True)
    pitch.card.wait_for(state="visible")
    pitch.clear()
    pitch.card.wait_for(state="hidden")


def test_the_list_holds_every_finding_and_opens_by_badge_and_by_keyboard(pitch: Composer, ask: Ask) -> None:
    review = ask(LINE)
    pitch.badge.click()
    pitch.findings.wait_for(state="visible")
    text = pitch.findings.inner_text()
    for finding in review["findings"]:
        assert finding["title"] in text
        assert finding["text"] in text
    for check in review["checks"]:
        assert check["title"] in text
    pitch.page.keyboard.press("Escape")
    pitch.findings.wait_for(state="hidden")
    pitch.focus()
    pitch.page.keyboard.press("Alt+Shift+L")
    pitch.findings.wait_for(state="visible")


def test_the_keyboard_alone_reaches_why_and_advice_in_the_list(pitch: Composer, ask: Ask) -> None:
    pitch.page.keyboard.press("Alt+Shift+L")
    pitch.findings.wait_for(state="visible")
    advice = ask(LINE)["findings"][0]["advice"]
    item = pitch.findings.locator("details", has_text=ASK).first

    def reached() -> bool:
        pitch.page.keyboard.press("Tab")
        return bool(item.locator("summary").evaluate("(summary) => summary.getRootNode().activeElement === summary"))

    eventually(pitch.page, reached, True)
    pitch.page.keyboard.press("Enter")
    item.locator(".advice").wait_for(state="visible")
    assert advice


def test_nothing_done_in_the_card_or_list_is_heard_by_the_host(pitch: Composer) -> None:
    pitch.page.evaluate("host.seen.length = 0")
    pitch.badge.click()
    pitch.findings.locator("summary").first.click()
    pitch.findings.locator(".close").click()
    pitch.point_at(serious_ask(pitch))
    pitch.card.locator(".step").last.click()
    pitch.card.locator(".close").click()
    assert [seen for seen in pitch.page.evaluate("host.seen") if not seen.startswith("keydown")] == []
    assert pitch.page.evaluate("host.sent") == []


def test_selecting_words_opens_nothing(pitch: Composer) -> None:
    pitch.page.keyboard.press("Control+a")
    pitch.page.wait_for_timeout(400)
    assert pitch.card.is_hidden()


def test_a_card_in_the_shadow_root_stands_at_its_words(open_composer: Open, marks_of: MarksOf) -> None:
    composer = open_composer("https://www.linkedin.com", "in/jordan-reyes/")
    composer.put(LINE)
    composer.wait_for_marks(marks_of(LINE))
    composer.point_at(serious_ask(composer), press=True)
    composer.card.wait_for(state="visible")
    card, editor = composer.card.bounding_box(), composer.editor.bounding_box()
    assert card is not None
    assert editor is not None
    assert card["x"] < editor["x"] + editor["width"] and card["x"] + card["width"] > editor["x"]


@pytest.mark.parametrize("size", [(1180, 780), (700, 560)], ids=["wide", "narrow"])
def test_badge_and_card_stand_inside_the_window(size: tuple[int, int], messaging: Open, chromium: Chromium) -> None:
    composer = messaging()
    composer.page.set_viewport_size({"width": size[0], "height": size[1]})
    composer.put(LINE)
    composer.wait_for_review()
    composer.page.keyboard.press("Alt+Shift+J")
    composer.card.wait_for(state="visible")
    for part in (composer.badge, composer.card):
        box = part.bounding_box()
        assert box is not None
        assert min(box["x"], box["y"]) >= 0
        assert box["x"] + box["width"] <= size[0]
        assert box["y"] + box["height"] <= size[1]
