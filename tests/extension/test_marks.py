"""Marks stand under exactly the words that the API names, and nowhere after those words are gone."""

import pytest
from rig.chromium import Chromium
from rig.composer import Ask, Composer, MarksOf, Open, eventually
from rig.drafts import ASK, EMOJI_PITCH, PITCH, PITCH_ES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("draft", [PITCH, PITCH_ES, EMOJI_PITCH], ids=["english", "spanish", "emoji"])
def test_a_typed_pitch_is_marked_under_the_words_the_api_names(draft: str, messaging: Open, marks_of: MarksOf) -> None:
    composer = messaging()
    composer.write(draft)
    wanted = marks_of(draft)
    assert wanted, "a pitch without a finding tests nothing"
    composer.wait_for_marks(wanted)
    assert composer.read()["text"] == draft
    composer.wait_for_state("scored")


def test_the_sentence_that_asks_for_a_demo_is_marked_as_serious_from_end_to_end(messaging: Open) -> None:
    composer = messaging()
    composer.write(PITCH)
    wanted = ("h1", PITCH.index(ASK), PITCH.index(ASK) + len(ASK))
    eventually(composer.page, lambda: wanted in composer.read()["marks"], True)
    assert composer.words(wanted) == ASK


def test_the_badge_shows_the_score_of_the_api(messaging: Open, ask: Ask) -> None:
    composer = messaging()
    composer.write(PITCH)
    composer.wait_for_state("scored")
    assert str(ask(PITCH)["score"]) in composer.badge.inner_text()


def test_words_typed_before_a_mark_move_it_along(messaging: Open, marks_of: MarksOf) -> None:
    composer = messaging()
    composer.write(PITCH)
    composer.wait_for_marks(marks_of(PITCH))
    composer.page.keyboard.press("Control+Home")
    composer.type("Good morning. ")
    composer.wait_for_marks(marks_of(f"Good morning. {PITCH}"))


def test_words_typed_inside_a_mark_are_judged_anew(messaging: Open, marks_of: MarksOf) -> None:
    composer = messaging()
    composer.write(PITCH)
    composer.wait_for_marks(marks_of(PITCH))
    for _ in range(len("platform?")):
        composer.page.keyboard.press("ArrowLeft")
    composer.type("new ")
    composer.wait_for_marks(marks_of(PITCH.replace("our platform", "our new platform")))


def test_deleting_the_words_takes_their_marks_away_at_once(messaging: Open, marks_of: MarksOf) -> None:
    composer = messaging()
    composer.write(PITCH)
    composer.wait_for_marks(marks_of(PITCH))
    composer.clear()
    composer.wait_for_marks([])
    composer.badge.wait_for(state="hidden")


def test_undo_brings_the_words_and_their_marks_back(messaging: Open, marks_of: MarksOf) -> None:
    composer = messaging()
    composer.write(PITCH)
    wanted = marks_of(PITCH)
    composer.wait_for_marks(wanted)
    composer.clear()
    composer.wait_for_marks([])
    eventually_undone(composer, PITCH)
    composer.wait_for_marks(wanted)


def eventually_undone(composer: Composer, text: str) -> None:
    for _ in range(10):
        if composer.read()["text"] == text:
            return
        composer.page.keyboard.press("Control+z")
    assert composer.read()["text"] == text


def test_a_pasted_draft_is_marked_like_a_typed_one(messaging: Open, marks_of: MarksOf) -> None:
    composer = messaging()
    composer.focus()
    composer.paste_over(PITCH)
    assert composer.read()["text"] == PITCH
    composer.wait_for_marks(marks_of(PITCH))


def test_a_late_answer_to_older_words_is_never_shown(messaging: Open, chromium: Chromium, marks_of: MarksOf) -> None:
    composer = messaging()
    chromium.tap.flowing.clear()
    composer.write(PITCH)
    eventually(composer.page, lambda: len(chromium.tap.to("/v1/reviews")) > 0, True)
    composer.page.keyboard.press("Control+a")
    composer.type(ASK)
    chromium.tap.flowing.set()
    wanted = marks_of(ASK)
    seen = set()
    for _ in range(200):
        marks = composer.read()["marks"]
        seen |= {composer.words(mark) for mark in marks}
        if marks == wanted:
            break
        composer.page.wait_for_timeout(20)
    assert composer.read()["marks"] == wanted
    assert all(words in ASK and words for words in seen)


def test_fast_typing_does_not_ask_at_every_key(messaging: Open, chromium: Chromium, marks_of: MarksOf) -> None:
    composer = messaging()
    composer.write(PITCH)
    composer.wait_for_marks(marks_of(PITCH))
    asked = chromium.tap.to("/v1/reviews")
    assert len(asked) < len(PITCH) / 10
    assert asked[-1].json["draft"] == PITCH


def test_the_last_request_holds_the_draft_and_nothing_beside_it(messaging: Open, chromium: Chromium) -> None:
    composer = messaging()
    composer.write(PITCH)
    composer.wait_for_state("scored")
    sent = chromium.tap.to("/v1/reviews")[-1].json
    assert {key: value for key, value in sent.items() if value} == {"draft": PITCH, "channel": "linkedin_message"}
