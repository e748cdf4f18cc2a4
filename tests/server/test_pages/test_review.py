"""The page shows the reviewer's own review of what was typed, at the right words, and loses nothing that was typed."""

from collections.abc import Callable

import pytest
from browsing import PAYLOADS, PITCHES, Parse, Visit, Visitor
from flask import Flask
from tellcheck_model import Draft, Reviewer, ThreadMessage

NOTES = {
    "en": "Hi Jonas, can you join the pipeline meeting at ten tomorrow? The boss wants to see the March numbers "
    "before we close the quarter. Thanks, Mia",
    "es": "Hola, Jon: ¿puedes venir mañana a la reunión de las diez? El jefe quiere ver los datos de marzo antes de "
    "que cerremos el trimestre. Gracias, Marta",
}
WORDS = {
    "en": {
        "too_short": "Too short to judge",
        "language": "Neither English nor Spanish",
        "not_outreach": "Not outreach",
    },
    "es": {
        "too_short": "Demasiado corto",
        "language": "Ni español ni inglés",
        "not_outreach": "No es un mensaje comercial",
    },
}
LANGUAGES = ["en", "es"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pitch_is_shown_as_the_reviewer_found_it(visitor: Visitor, reviewer: Reviewer, language: str) -> None:
    draft = PITCHES[language]
    found = reviewer.review(Draft(draft, "linkedin_message"), wording=language).to_json()
    assert {"about_us", "pitch_ask"} <= {finding["id"] for finding in found["findings"]}
    page = visitor.page(f"/?lang={language}") and visitor.page("/", draft=draft, channel="linkedin_message")
    assert {finding["ref"] for finding in found["findings"]} <= set(page.ids)
    assert f'stroke-dasharray="{found["score"]} 100"' in page.html
    for finding in found["findings"]:
        for words in (
            finding["title"],
            finding["why"],
            finding["advice"],
            *finding["example"].values(),
            finding["text"],
        ):
            assert words in page.text
        assert f"mark-{finding['ref']}" in page.ids
        assert finding["score_without"] is None or str(finding["score_without"]) in page.text
    for headline in found["headlines"].values():
        assert headline["title"] in page.text and (not headline["present"] or headline["advice"] in page.text)
    for check in found["checks"]:
        assert (
            f"check-{check['id']}" in page.ids
            and check["advice"] in page.text
            and check["example"]["after"] in page.text
        )
    for commitment in found["commitments"]:
        assert reviewer.rubric.commitments[commitment["id"]].wording[language]["title"] in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_colleague_s_note_gets_no_tells_and_no_score(visitor: Visitor, language: str) -> None:
    page = visitor.page(f"/?lang={language}") and visitor.page("/", draft=NOTES[language], channel="email")
    assert WORDS[language]["not_outreach"] in page.text
    assert not [mark for mark in page.of_class("mark") if "tone-strength" not in mark["class"]]
    assert "verdict-none" in page.html and "/100" not in page.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("state", "draft"),
    [
        ("too_short", "Hi Ana"),
        (
            "language",
            "Guten Tag Frau Weber, ich habe gesehen, dass Ihr Unternehmen ein zweites Lager in Hamburg eröffnet hat, "
            "und würde Ihnen gerne unsere Lösung in einem kurzen Gespräch am Donnerstag vorstellen.",
        ),
    ],
)
def test_what_cannot_be_judged_is_said_so_in_words(visitor: Visitor, language: str, state: str, draft: str) -> None:
    page = visitor.page(f"/?lang={language}") and visitor.page("/", draft=draft)
    assert WORDS[language][state] in page.text and not page.of_class("mark") and page.of_class("verdict-none")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_prospect_s_message_is_read_and_named(visitor: Visitor, reviewer: Reviewer, language: str) -> None:
    said = {
        "en": "Thanks, but we already have a partner for that.",
        "es": "Gracias, pero ya tenemos un proveedor para eso.",
    }
    thread = (ThreadMessage(sender="recipient", text=said[language], sent_at=None),)
    found = reviewer.review(Draft(PITCHES[language], "email", thread=thread), wording=language).to_json()
    page = visitor.page(f"/?lang={language}") and visitor.page(
        "/", draft=PITCHES[language], channel="email", thread=said[language]
    )
    (message,) = found["thread"]["messages"]
    assert message["title"] in page.text and message["advice"] in page.text
    assert "1 refusal so far" in page.text or "1 negativa hasta ahora" in page.text
    assert {f"check-{check['id']}" for check in found["checks"]} <= set(page.ids)


@pytest.mark.parametrize("stage", ["", "first_touch", "follow_up", "reply", "after_meeting"])
@pytest.mark.parametrize("channel", ["linkedin_message", "linkedin_note", "inmail", "email"])
def test_channel_and_stage_change_the_review_as_they_change_the_api_s(
    visitor: Visitor, reviewer: Reviewer, channel: str, stage: str
) -> None:
    found = reviewer.review(Draft(PITCHES["en"], channel, stage=stage or None), wording="en").to_json()
    page = visitor.page("/", draft=PITCHES["en"], channel=channel, stage=stage)
    assert f'stroke-dasharray="{found["score"]} 100"' in page.html
    assert [id for id in page.ids if id.startswith("check-")] == [f"check-{check['id']}" for check in found["checks"]]


def test_line_ends_of_a_browser_change_nothing(visitor: Visitor) -> None:
    fields = {"channel": "email", "subject": "Quick question"}
    crlf = visitor.page("/", draft=PITCHES["en"].replace("\n", "\r\n"), **fields)
    lf = visitor.page("/", draft=PITCHES["en"], **fields)
    assert crlf.html == lf.html and lf.field("draft") == PITCHES["en"]


@pytest.mark.parametrize("example", ["pitch", "better"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_show_what_they_promise(visitor: Visitor, language: str, example: str) -> None:
    page = visitor.page(f"/?lang={language}&example={example}")
    tells = [mark for mark in page.of_class("mark") if "tone-strength" not in mark["class"]]
    assert page.field("draft").startswith("Hi Ana" if language == "en" else "Hola, Ana")
    assert len(tells) >= 3 if example == "pitch" else len(tells) <= 1
    assert page.of_class("verdict-rework") if example == "pitch" else page.of_class("verdict-send")


def test_an_unknown_example_is_the_empty_page(visitor: Visitor) -> None:
    assert visitor.page("/?example=nope").field("draft") == ""


LONG = "We sell maps. "
MISTAKES = {
    "nothing": ({"draft": ""}, "Paste a draft first", "Pega primero un borrador"),
    "blanks": ({"draft": " \n "}, "Paste a draft first", "Pega primero un borrador"),
    "long draft": ({"draft": "é" + "x" * 20_000}, "has 20,001 characters. At most 20,000", "tiene 20.001 caracteres"),
    "long draft, how much": ({"draft": "x" * 20_300}, "cut 300", "quita 300"),
    "long subject": ({"draft": LONG, "subject": "x" * 1001}, "subject has 1,001", "asunto tiene 1.001"),
    "long thread": ({"draft": LONG, "thread": "x" * 20_001}, "message has 20,001", "potencial tiene 20.001"),
    "control character": ({"draft": "a\0b and so on"}, "control characters", "caracteres de control"),
    "control in subject": ({"draft": LONG, "subject": "\x1b[31m"}, "control characters", "caracteres de control"),
    "control in thread": ({"draft": LONG, "thread": "\x07"}, "control characters", "caracteres de control"),
    "channel": ({"draft": LONG, "channel": "fax"}, "one of the four channels", "uno de los cuatro canales"),
    "stage": ({"draft": LONG, "stage": "never"}, "from the list", "en la lista"),
}


@pytest.mark.parametrize("case", MISTAKES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mistake_is_named_beside_its_field_and_nothing_typed_is_lost(
    visitor: Visitor, parsed: Parse, case: str, language: str
) -> None:
    fields, english, spanish = MISTAKES[case]
    response = visitor.post("/", {"Accept-Language": language}, **fields)
    page = parsed(response)
    assert response.status_code == 422 and (english if language == "en" else spanish) in page.text
    assert page.field("draft") == fields["draft"] and page.field("thread") == fields.get("thread", "")
    (wrong,) = [attributes for _, attributes in page.elements if "aria-invalid" in attributes]
    assert f"{wrong['name']}-mistake" in wrong["aria-describedby"].split()
    assert not page.of_class("mark")


def test_a_draft_of_exactly_the_limit_is_reviewed(visitor: Visitor) -> None:
    assert visitor.post("/", draft=(("We sell maps " * 12 + "to schools. ") * 120)[:20_000]).status_code == 200


def test_a_live_review_gets_the_same_answer_without_the_page(visitor: Visitor, parsed: Parse) -> None:
    part = visitor.post("/", {"Tellcheck-Part": "review"}, draft=PITCHES["en"]).text
    whole = visitor.post("/", draft=PITCHES["en"]).text
    assert "<html" not in part and part.strip() in whole


def test_a_live_review_says_what_is_wrong_and_forgets_an_emptied_draft(visitor: Visitor) -> None:
    live = {"Tellcheck-Part": "review"}
    long = visitor.post("/", live, draft="x" * 20_001)
    assert long.status_code == 422 and "cut 1." in long.text
    empty = visitor.post("/", live, draft="")
    assert empty.status_code == 200 and "What you will see" in empty.text


def test_too_many_reviews_keep_the_draft_on_the_page(
    make_app: Callable[..., Flask], visit: Visit, parsed: Parse
) -> None:
    visitor = visit(make_app(reviews_per_minute=2)).sign_in()
    assert [visitor.post("/", draft=PITCHES["en"]).status_code for _ in range(2)] == [200, 200]
    response = visitor.post("/", draft="Hi <Ana>")
    assert response.status_code == 429 and int(response.headers["Retry-After"]) >= 1
    assert parsed(response).field("draft") == "Hi <Ana>" and "could not be reviewed just now" in response.text
    live = visitor.post("/", {"Tellcheck-Part": "review"}, draft="Hi <Ana>")
    assert live.status_code == 429 and live.mimetype == "application/problem+json"


def test_whatever_is_typed_stays_text(visitor: Visitor) -> None:
    known = visitor.page("/", draft="We are a leading provider.", subject="x", thread="No.", channel="email")
    tags = {tag for tag, _ in known.elements} | {"q", "bdi", "blockquote", "dl", "dt", "dd"}
    for payload in PAYLOADS:
        text = f"We are a leading provider of {payload} in Lyon. Do you have 15 minutes this week for a demo?"
        said = f"We already have a partner for {payload}."
        page = visitor.page("/", draft=text, subject=text, thread=said, channel="email")
        assert text in page.text and said in page.text and page.field("draft") == text
        assert {tag for tag, _ in page.elements} <= tags, payload
        assert len([tag for tag, _ in page.elements if tag == "script"]) == 1, payload
        for _, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on") or name == "style"], payload
            assert not [name for name in ("href", "src", "action") if "evil" in attributes.get(name, "")], payload
