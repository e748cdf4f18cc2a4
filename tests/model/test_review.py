"""A review says the right things at the right words, and the same for the same text."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tellcheck_model import DeadlineExceeded, Draft, Reviewer, ThreadMessage
from tellcheck_model.rubric import CHANNELS

PITCH = (
    "Hi Ana,\n\nI came across your profile and was really impressed by your background 🚀.\n\n"
    "We're a leading provider of cloud telephony. Our platform includes call routing, dashboards and 24/7 support.\n\n"
    "Do you have 15 minutes this week for a quick demo?\n\nBest,\nTom"
)
PITCH_ES = (
    "Hola Ana:\n\nVi tu perfil y me pareció muy interesante.\n\n"
    "En Nubia somos una empresa líder en telefonía en la nube. Ofrecemos centralita, informes y soporte 24/7.\n\n"
    "¿Tienes 15 minutos esta semana para una demo?\n\nUn saludo,\nTomás"
)
NOTE = (
    "Hey Tom, can you send me the notes from Tuesday's stand-up? I also pushed the fix for the login bug. Lunch at 1?"
)


def sliced(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def found(review: dict, id: str) -> list[str]:
    return [finding["text"] for finding in review["findings"] if finding["id"] == id]


@pytest.mark.parametrize(
    ("pitch", "about", "ask"),
    [
        (PITCH, "We're a leading provider of cloud telephony.", "Do you have 15 minutes this week for a quick demo?"),
        (
            PITCH_ES,
            "En Nubia somos una empresa líder en telefonía en la nube.",
            "¿Tienes 15 minutos esta semana para una demo?",
        ),
    ],
    ids=["en", "es"],
)
def test_a_straight_pitch_is_named_at_its_words(reviewer: Reviewer, pitch: str, about: str, ask: str) -> None:
    review = reviewer.review(Draft(pitch, "linkedin_message")).to_json()
    assert review["outreach"]["present"]
    assert all(headline["present"] and headline["because"] for headline in review["headlines"].values())
    assert about in found(review, "about_us")
    assert found(review, "pitch_ask") == [ask]
    assert [c["id"] for c in review["commitments"] if c["main"]] == ["time"]
    assert "one_click_no" in [check["id"] for check in review["checks"]]
    assert review["verdict"] == "rework"


def test_a_colleagues_note_gets_no_tells_and_no_score(reviewer: Reviewer) -> None:
    review = reviewer.review(Draft(NOTE, "email")).to_json()
    assert not review["outreach"]["present"]
    assert review["score"] is None
    assert review["verdict"] is None
    assert [finding for finding in review["findings"] if finding["kind"] == "tell"] == []
    assert not any(headline["present"] for headline in review["headlines"].values())


def test_the_draft_without_a_sentence_scores_what_was_foretold(reviewer: Reviewer) -> None:
    draft = Draft(PITCH, "email", stage="first_touch", language="en")
    review = reviewer.review(draft).to_json()
    assert review["findings"]
    for finding in review["findings"]:
        cut = PITCH[: PITCH.index(finding["text"])] + PITCH[PITCH.index(finding["text"]) + len(finding["text"]) :]
        again = reviewer.review(Draft(cut, "email", stage="first_touch", language="en")).to_json()
        assert again["score"] == finding["score_without"], finding["text"]


@pytest.mark.parametrize("text", ["ok", "👋", "Thanks.", "{{first_name}}", "   ...  "])
def test_a_text_too_short_is_not_judged(reviewer: Reviewer, text: str) -> None:
    review = reviewer.review(Draft(text, "email")).to_json()
    assert (review["abstained"], review["score"], review["findings"]) == ("too_short", None, [])


def test_another_language_is_not_judged(reviewer: Reviewer) -> None:
    review = reviewer.review(
        Draft("Bonjour Claire, nous sommes leader de la téléphonie. Avez-vous 15 minutes ?", "email")
    )
    assert review.to_json()["abstained"] == "language"


def test_the_advice_is_in_the_drafts_language_or_in_the_one_asked_for(reviewer: Reviewer) -> None:
    title = reviewer.rubric.signals["about_us"].wording
    for draft, wording, language in ((PITCH, None, "en"), (PITCH_ES, None, "es"), (PITCH, "es", "es")):
        review = reviewer.review(Draft(draft, "email"), wording=wording).to_json()
        assert title[language]["title"] in [finding["title"] for finding in review["findings"]]


def test_a_headline_rests_on_tells_where_there_are_any(reviewer: Reviewer) -> None:
    review = reviewer.review(Draft(PITCH, "linkedin_message")).to_json()
    kinds = {finding["ref"]: finding["kind"] for finding in review["findings"]}
    assert "strength" in kinds.values()
    for headline in review["headlines"].values():
        assert {kinds[ref] for ref in headline["because"]} == {"tell"}


def test_a_subject_is_a_segment_of_its_own(reviewer: Reviewer) -> None:
    draft = Draft(PITCH, "email", subject="  Leading cloud telephony provider for your company")
    review = reviewer.review(draft).to_json()
    for finding in review["findings"]:
        whole = draft.subject if finding["in"] == "subject" else draft.text
        assert sliced(whole or "", finding["start"], finding["end"]) == finding["text"]


def test_the_thread_is_read_and_refusals_are_counted(reviewer: Reviewer) -> None:
    thread = (
        ThreadMessage("sender", "Could we take 15 minutes next week?"),
        ThreadMessage("recipient", "Thanks, but we already have a supplier for that."),
        ThreadMessage("sender", "I understand. Could I still show you our platform?"),
        ThreadMessage("recipient", "Not interested, please stop."),
    )
    review = reviewer.review(Draft("Could I show you our platform on Monday?", "email", thread=thread)).to_json()
    assert [m["resistance"] for m in review["thread"]["messages"]] == ["existing_partner", "hard_no"]
    assert review["thread"]["refusals"] == 2
    assert review["thread"]["attempts_since_refusal"] == 2


def test_a_deadline_that_has_passed_ends_the_review(reviewer: Reviewer) -> None:
    with pytest.raises(DeadlineExceeded):
        reviewer.review(Draft(PITCH, "email"), deadline=time.monotonic() - 1)


def test_the_same_text_gives_the_same_bytes(reviewer: Reviewer) -> None:
    one, two = (json.dumps(reviewer.review(Draft(PITCH, "inmail")).to_json()) for _ in range(2))
    assert one == two


@settings(max_examples=150, deadline=None)
@given(
    text=st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "We are the leading provider of chairs.",
                    "¿Tienes 15 minutos?",
                    "👩🏽‍💻",
                    "é",
                    "שלום",
                    "\n",
                    "Hi Ana,",
                ]
            ),
            st.text(max_size=20),
        ),
        max_size=12,
    ).map(" ".join),
    channel=st.sampled_from(CHANNELS),
)
def test_every_span_repeats_its_text_and_splits_no_character(reviewer: Reviewer, text: str, channel: str) -> None:
    review = reviewer.review(Draft(text, channel)).to_json()
    for span in (*review["findings"], *review["commitments"]):
        assert sliced(text, span["start"], span["end"]) == span["text"]
    assert review["score"] is None or 0 <= review["score"] <= 100


@pytest.mark.parametrize(
    "unit", ["We are the best. ", "a", "🚀", "é\u0301\u0302", "\n", "[x] ", "from 1 to ", "a.com ", "1 ", "¿? "]
)
def test_twenty_thousand_characters_are_reviewed_in_time(reviewer: Reviewer, unit: str) -> None:
    began = time.process_time()
    reviewer.review(Draft((unit * 20_000)[:20_000], "email"))
    assert time.process_time() - began < 2.0
