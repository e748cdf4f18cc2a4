"""Reviews and the rubric over the API: the reviewer's own answer, in the documented shape, for strict requests only."""

import json
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator
from running import Caller, IsProblem, Matches
from tellcheck_model import Draft, Reviewer, ThreadMessage

NOTE = (
    "Hi Tom, the invoice for October is attached. Thanks for sorting out the access badges yesterday, it helped a lot."
)
REPLY = {"from": "recipient", "text": "We already have a partner for that.", "sent_at": "2026-11-02T09:10:00Z"}
SPANISH = (
    "Hola Ana:\n\nSomos la empresa líder en telefonía y te ayudamos a vender más. ¿Tienes 15 minutos para una demo?"
)


@pytest.fixture
def matches(call: Caller) -> Callable[[str, object], None]:
    """Checks an answer against its schema in the served OpenAPI document."""
    spec = call.get("/openapi.json").json

    def check(name: str, content: object) -> None:
        validator = Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": spec["components"]})
        assert [error.message for error in validator.iter_errors(content)] == []

    return check


def test_the_review_is_the_reviewers_own(paired: Caller, reviewer: Reviewer, pitch: str) -> None:
    answer = paired.post("/v1/reviews", json={"draft": pitch, "channel": "linkedin_message"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json == {"review": reviewer.review(Draft(pitch, "linkedin_message")).to_json()}


def test_every_field_reaches_the_reviewer(paired: Caller, reviewer: Reviewer, pitch: str) -> None:
    asked = {
        "draft": pitch,
        "channel": "email",
        "subject": "Quick question",
        "stage": "reply",
        "language": "en",
        "thread": [{"from": "sender", "text": "Hello"}, REPLY],
    }
    thread = (
        ThreadMessage("sender", "Hello"),
        ThreadMessage("recipient", REPLY["text"], "2026-11-02T09:10:00+00:00"),
    )
    draft = Draft(pitch, "email", subject="Quick question", stage="reply", language="en", thread=thread)
    assert paired.post("/v1/reviews", json=asked).json["review"] == reviewer.review(draft).to_json()


DRAFTS: dict[str, dict[str, object]] = {
    "a pitch": {"draft": None, "channel": "linkedin_message"},
    "a pitch with emoji": {
        "draft": "👋🏽 Hi Ana! 🚀 " * 3 + "We're a leading provider of telephony.",
        "channel": "inmail",
    },
    "a pitch in Spanish": {"draft": SPANISH, "channel": "email", "subject": "Telefonía"},
    "a pitch after a no": {"draft": None, "channel": "linkedin_message", "thread": [REPLY]},
    "a colleague's note": {"draft": NOTE, "channel": "email"},
    "one word": {"draft": "Hi", "channel": "linkedin_note"},
    "blanks": {"draft": "  \n\n ", "channel": "email"},
    "another language": {
        "draft": "Guten Tag, wir möchten Ihnen unsere neue Software für Telefonie vorstellen.",
        "channel": "email",
    },
    "nothing but emoji": {"draft": "🚀" * 50, "channel": "email"},
    "nulls": {"draft": None, "channel": "email", "subject": None, "stage": None, "language": None, "thread": None},
    "an empty subject": {"draft": None, "channel": "email", "subject": ""},
    "fifty messages before": {"draft": None, "channel": "email", "thread": [REPLY] * 50},
    "a text that runs right to left": {"draft": "שלום אנה, אנחנו החברה המובילה בתחום הטלפוניה.", "channel": "email"},
    "20,000 code points": {
        "draft": ("We have been the leader in cloud telephony for hotels and clinics, " * 9 + "really. ") * 32,
        "channel": "email",
    },
    "20,000 of one letter": {"draft": "a" * 20_000, "channel": "email"},
    "12,000 newlines": {"draft": "\n" * 12_000, "channel": "email"},
}


@pytest.mark.parametrize("name", DRAFTS)
def test_the_answer_has_the_documented_shape(paired: Caller, matches: Matches, pitch: str, name: str) -> None:
    asked = DRAFTS[name] | ({"draft": pitch} if DRAFTS[name]["draft"] is None else {})
    answer = paired.post("/v1/reviews", json=asked)
    assert answer.status_code == 200, answer.json
    matches("ReviewAnswer", answer.json)
    texts = {"draft": str(asked["draft"]), "subject": str(asked.get("subject") or "")}
    review = answer.json["review"]
    for span in [*review["findings"], *review["commitments"]]:
        units = texts[span["in"]].encode("utf-16-le")
        assert units[2 * span["start"] : 2 * span["end"]].decode("utf-16-le") == span["text"]


@pytest.mark.parametrize(
    ("accepted", "wording"),
    [
        (None, "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("de, es;q=0.5, en;q=0.4", "es"),
        ("en;q=0.1, es;q=0.9", "es"),
        ("fr", "en"),
        ("*", "en"),
        ("es;q=0, en", "en"),
    ],
)
def test_accept_language_chooses_the_wording(
    paired: Caller, reviewer: Reviewer, pitch: str, accepted: str | None, wording: str
) -> None:
    headers = {"Accept-Language": accepted} if accepted else {}
    answer = paired.post("/v1/reviews", json={"draft": pitch, "channel": "email"}, headers=headers)
    assert answer.json["review"] == reviewer.review(Draft(pitch, "email"), wording=wording).to_json()


def test_without_accept_language_the_wording_is_the_drafts(paired: Caller, reviewer: Reviewer) -> None:
    answer = paired.post("/v1/reviews", json={"draft": SPANISH, "channel": "email"})
    assert answer.json["review"] == reviewer.review(Draft(SPANISH, "email"), wording="es").to_json()


CANARY = "Zq7canaryXv"
REFUSED: dict[str, tuple[object, str]] = {
    "nothing": ({}, "draft"),
    "no draft": ({"channel": "email"}, "draft"),
    "no channel": ({"draft": CANARY}, "channel"),
    "null draft": ({"draft": None, "channel": "email"}, "draft"),
    "null channel": ({"draft": CANARY, "channel": None}, "channel"),
    "empty draft": ({"draft": "", "channel": "email"}, "draft"),
    "20,001 code points": ({"draft": CANARY + "x" * 19_990, "channel": "email"}, "draft"),
    "20,001 accented letters": ({"draft": "é" * 20_001, "channel": "email"}, "draft"),
    "a number for a text": ({"draft": 5, "channel": "email"}, "draft"),
    "a boolean for a text": ({"draft": True, "channel": "email"}, "draft"),
    "a list for a text": ({"draft": [CANARY], "channel": "email"}, "draft"),
    "an object for a text": ({"draft": {CANARY: 1}, "channel": "email"}, "draft"),
    "an unknown channel": ({"draft": CANARY, "channel": CANARY}, "channel"),
    "a channel in capitals": ({"draft": CANARY, "channel": "EMAIL"}, "channel"),
    "a channel as a list": ({"draft": CANARY, "channel": ["email"]}, "channel"),
    "an unknown stage": ({"draft": CANARY, "channel": "email", "stage": CANARY}, "stage"),
    "a number for a stage": ({"draft": CANARY, "channel": "email", "stage": 1}, "stage"),
    "an unknown language": ({"draft": CANARY, "channel": "email", "language": "fr"}, "language"),
    "a subject of 1,001": ({"draft": CANARY, "channel": "email", "subject": "x" * 1001}, "subject"),
    "a number for a subject": ({"draft": CANARY, "channel": "email", "subject": 0}, "subject"),
    "an object for a thread": ({"draft": CANARY, "channel": "email", "thread": {}}, "thread"),
    "an object with keys for a thread": ({"draft": CANARY, "channel": "email", "thread": {CANARY: 1}}, "thread"),
    "a text for a thread": ({"draft": CANARY, "channel": "email", "thread": CANARY}, "thread"),
    "51 messages before": ({"draft": CANARY, "channel": "email", "thread": [REPLY] * 51}, "thread"),
    "a text for a message": ({"draft": CANARY, "channel": "email", "thread": [CANARY]}, "thread.0"),
    "a null message": ({"draft": CANARY, "channel": "email", "thread": [None]}, "thread.0"),
    "a message of nobody": ({"draft": CANARY, "channel": "email", "thread": [{"text": CANARY}]}, "thread.0.from"),
    "a message of another": (
        {"draft": CANARY, "channel": "email", "thread": [{"from": "boss", "text": CANARY}]},
        "thread.0.from",
    ),
    "a message by its inner name": (
        {"draft": CANARY, "channel": "email", "thread": [{"from_": "sender", "text": CANARY}]},
        "thread.0",
    ),
    "an empty message": (
        {"draft": CANARY, "channel": "email", "thread": [REPLY, REPLY | {"text": ""}]},
        "thread.1.text",
    ),
    "a time as a number": (
        {"draft": CANARY, "channel": "email", "thread": [REPLY | {"sent_at": 1}]},
        "thread.0.sent_at",
    ),
    "a time without offset": (
        {"draft": CANARY, "channel": "email", "thread": [REPLY | {"sent_at": "2026-11-02T09:10:00"}]},
        "thread.0.sent_at",
    ),
    "a time that is none": (
        {"draft": CANARY, "channel": "email", "thread": [REPLY | {"sent_at": CANARY}]},
        "thread.0.sent_at",
    ),
    "a time out of range": (
        {"draft": CANARY, "channel": "email", "thread": [REPLY | {"sent_at": "0001-01-01T00:00:00+23:59"}]},
        "",
    ),
    "an unknown field": ({"draft": CANARY, "channel": "email", CANARY: 1}, "body"),
    "an unknown field in a message": (
        {"draft": CANARY, "channel": "email", "thread": [REPLY | {CANARY: 1}]},
        "thread.0",
    ),
    "marshmallow's own key": ({"draft": CANARY, "channel": "email", "_schema": 1}, "body"),
    "a list": ([CANARY], "body"),
    "a text": (CANARY, "body"),
    "a number": (5, "body"),
    "null": (None, "body"),
    "true": (True, "body"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_request_off_the_schema_is_refused_by_field_name(paired: Caller, is_problem: IsProblem, name: str) -> None:
    asked, field = REFUSED[name]
    body = json.dumps(asked, ensure_ascii=False)
    answer = paired.post("/v1/reviews", data=body, content_type="application/json")
    if not field:
        assert answer.status_code in (200, 422)
        return
    document = is_problem(answer, 422, "validation_failed", canary=CANARY)
    assert field in document["errors"]
    assert all(isinstance(text, str) for texts in document["errors"].values() for text in texts)


ILL_FORMED = ["\ud800", "\udc00", "a\udfffb", "a\0b", "\x07", "\x1b[31m", "\x0b", "\x0c", "\x1f"]
PLACES: dict[str, Callable[[str], dict[str, object]]] = {
    "draft": lambda text: {"draft": f"{CANARY} {text}", "channel": "email"},
    "channel": lambda text: {"draft": CANARY, "channel": text},
    "subject": lambda text: {"draft": CANARY, "channel": "email", "subject": text},
    "stage": lambda text: {"draft": CANARY, "channel": "email", "stage": text},
    "thread.0.text": lambda text: {"draft": CANARY, "channel": "email", "thread": [{"from": "sender", "text": text}]},
    "thread.0.from": lambda text: {"draft": CANARY, "channel": "email", "thread": [{"from": text, "text": "x"}]},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", ILL_FORMED, ids=ascii)
def test_text_that_is_not_well_formed_is_refused(paired: Caller, is_problem: IsProblem, place: str, text: str) -> None:
    answer = paired.post("/v1/reviews", data=json.dumps(PLACES[place](text)), content_type="application/json")
    assert place in is_problem(answer, 422, "text_not_well_formed", canary=CANARY)["errors"]


def test_tabs_and_newlines_are_well_formed(paired: Caller) -> None:
    assert paired.post("/v1/reviews", json={"draft": "Hi Ana,\r\n\tthanks!", "channel": "email"}).status_code == 200


def test_a_pair_of_escaped_surrogates_is_one_character(paired: Caller) -> None:
    body = '{"draft":"' + "\\ud83d\\ude00" * 5_000 + '","channel":"email"}'
    assert paired.post("/v1/reviews", data=body, content_type="application/json").status_code == 200


def test_what_is_not_strict_json_is_refused(paired: Caller, is_problem: IsProblem) -> None:
    for body in (
        f'{{"draft":"{CANARY}","draft":"{CANARY}","channel":"email"}}',
        CANARY,
        '{"draft":NaN}',
        " ",
        "[" * 40,
    ):
        answer = paired.post("/v1/reviews", data=body, content_type="application/json")
        is_problem(answer, 400, "bad_json", canary=CANARY)


@pytest.mark.parametrize(("asked", "accepted", "language"), [
    ("es", "en", "es"), ("en", "es", "en"), (None, "es-ES", "es"), (None, "fr", "en"), (None, None, "en"),
])  # fmt: skip
def test_the_rubric_comes_whole_in_one_language(
    paired: Caller, matches: Matches, reviewer: Reviewer, asked: str | None, accepted: str | None, language: str
) -> None:
    path = f"/v1/rubric?language={asked}" if asked else "/v1/rubric"
    answer = paired.get(path, headers={"Accept-Language": accepted} if accepted else {})
    matches("RubricAnswer", answer.json)
    found, rubric = answer.json["rubric"], reviewer.rubric
    assert (found["language"], found["bundle"]) == (language, reviewer.bundle_id)
    for part in ("signals", "checks", "headlines", "commitments", "resistances"):
        titles = {id: entry.wording[language]["title"] for id, entry in getattr(rubric, part).items()}
        assert {entry["id"]: entry["title"] for entry in found[part]} == titles


@pytest.mark.parametrize("query", ["language=fr", "language=", "lang=es", "language=es&x=1", "language=%00"])
def test_an_unknown_question_about_the_rubric_is_refused(paired: Caller, is_problem: IsProblem, query: str) -> None:
    answer = paired.get(f"/v1/rubric?{query}")
    is_problem(answer, 422, "text_not_well_formed" if "%00" in query else "validation_failed")
