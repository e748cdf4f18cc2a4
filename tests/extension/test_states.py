"""What stands beside the composer when there is no score to show, and that it heals by itself."""

import pytest
from rig.chromium import Chromium
from rig.composer import Ask, MarksOf, Open
from rig.drafts import COLLEAGUE, FRENCH, LINE

pytestmark = pytest.mark.browser


def test_unpaired_it_says_so_sends_nothing_and_goes_on_once_paired(messaging: Open, chromium: Chromium) -> None:
    token = chromium.stored("token")
    chromium.store(token=None)
    composer = messaging()
    composer.put(LINE)
    composer.wait_for_state("unpaired")
    assert chromium.tap.heard == []
    assert composer.read()["marks"] == []
    chromium.store(token=token)
    composer.type(" Thanks!")
    composer.wait_for_review()


def test_a_refused_token_reads_as_unpaired(messaging: Open, chromium: Chromium) -> None:
    token = chromium.stored("token")
    chromium.store(token=token | {"value": "x" * len(token["value"])})
    composer = messaging()
    composer.put(LINE)
    composer.wait_for_state("unpaired")
    assert composer.read()["marks"] == []


def test_with_the_server_gone_it_says_so_and_scores_again_when_it_is_back(
    messaging: Open, chromium: Chromium, marks_of: MarksOf
) -> None:
    composer = messaging()
    composer.put(LINE)
    wanted = marks_of(f"{LINE} Thanks! Sam")
    composer.wait_for_review()
    chromium.server.kill()
    try:
        composer.type(" Thanks!")
        composer.wait_for_state("offline")
    finally:
        chromium.server.start()
    composer.type(" Sam")
    composer.wait_for_review()
    composer.wait_for_marks(wanted)


def test_typing_and_sending_go_on_while_the_server_hangs(messaging: Open, chromium: Chromium) -> None:
    chromium.tap.flowing.clear()
    composer = messaging()
    composer.put(LINE)
    assert composer.read()["text"] == LINE
    composer.wait_for_state("reviewing")
    composer.frame.locator("[type=submit]").click()
    assert [message["text"] for message in composer.page.evaluate("host.sent")] == [LINE]
    chromium.tap.flowing.set()


@pytest.mark.parametrize("draft", ["Hello", FRENCH], ids=["too short", "another language"])
def test_what_cannot_be_judged_gets_no_mark_and_no_score(draft: str, messaging: Open, ask: Ask) -> None:
    assert ask(draft)["abstained"] in ("too_short", "language")
    composer = messaging()
    composer.put(draft)
    composer.wait_for_state("abstained")
    assert composer.read()["marks"] == []
    assert not any(character.isdigit() for character in composer.badge.inner_text())


def test_a_note_to_a_colleague_gets_no_tell_and_no_score(messaging: Open, ask: Ask) -> None:
    review = ask(COLLEAGUE)
    assert (review["outreach"]["present"], review["score"]) == (False, None)
    composer = messaging()
    composer.put(COLLEAGUE)
    composer.wait_for_state("not-outreach")
    assert [mark for mark in composer.read()["marks"] if mark[0] != "h4"] == []
    assert not any(character.isdigit() for character in composer.badge.inner_text())


def test_an_emptied_composer_shows_nothing_at_all(messaging: Open) -> None:
    composer = messaging()
    composer.put(LINE)
    composer.wait_for_review()
    composer.clear()
    composer.badge.wait_for(state="hidden")
