"""Pages are for those who typed a code; the cookie opens pages only, and a page is posted only from itself."""

import re
from collections.abc import Callable
from http.cookies import SimpleCookie

import pytest
from browsing import IsProblem, Parse, Visit, Visitor
from werkzeug.test import TestResponse

CSP = (
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'"
)
EveryPage = Callable[[], list[TestResponse]]
PAGES = ["/", "/rubric"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_without_a_session_leads_to_the_sign_in_page(stranger: Visitor, path: str) -> None:
    response = stranger.open(path)
    assert (response.status_code, response.headers["Location"]) == (303, f"/sign-in?next={path}")


@pytest.mark.parametrize("path", PAGES)
def test_a_token_opens_no_page(stranger: Visitor, path: str) -> None:
    token = stranger.book.pair(stranger.book.new_code(), None)
    response = stranger.open(path, Authorization=f"Bearer {token}")
    assert (response.status_code, response.headers["Location"]) == (303, f"/sign-in?next={path}")


def test_a_session_opens_no_route_of_the_api(visitor: Visitor, is_problem: IsProblem) -> None:
    assert visitor.open("/").status_code == 200
    response = visitor.client.get("/v1/rubric", base_url="http://127.0.0.1:8765")
    is_problem(response, 401, "token_required")


def test_a_code_signs_in_once_and_leads_to_the_page_that_was_wanted(stranger: Visitor, visit: Visit) -> None:
    code = stranger.book.new_code()
    first = stranger.post("/sign-in", code=code.lower(), next="/rubric")
    assert (first.status_code, first.headers["Location"]) == (303, "/rubric")
    assert stranger.open("/rubric").status_code == 200
    again = visit(stranger.app).post("/sign-in", code=code)
    assert again.status_code == 403 and "Set-Cookie" not in again.headers


def test_a_token_typed_on_the_page_signs_in(stranger: Visitor) -> None:
    token = stranger.book.pair(stranger.book.new_code(), None)
    assert stranger.post("/sign-in", code=token).status_code == 303
    assert stranger.open("/").status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/v1/rubric", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(stranger: Visitor, elsewhere: str) -> None:
    response = stranger.post("/sign-in", code=stranger.book.new_code(), next=elsewhere)
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize(("language", "words"), [("en", "That code is wrong"), ("es", "Ese código no es correcto")])
def test_a_wrong_code_is_refused_in_words_and_not_repeated(
    stranger: Visitor, parsed: Parse, language: str, words: str
) -> None:
    stranger.book.new_code()
    response = stranger.post("/sign-in", {"Accept-Language": language}, code="CANARY77")
    assert response.status_code == 403 and "Set-Cookie" not in response.headers
    assert words in parsed(response).text and "CANARY77" not in response.get_data(as_text=True)
    assert stranger.open("/").status_code == 303


def test_five_wrong_codes_use_up_the_right_one(stranger: Visitor) -> None:
    code = stranger.book.new_code()
    for _ in range(5):
        assert stranger.post("/sign-in", code="ZZZZ-ZZZZ").status_code == 403
    assert stranger.post("/sign-in", code=code).status_code == 403


def test_no_code_at_all_costs_no_try(stranger: Visitor) -> None:
    code = stranger.book.new_code()
    for _ in range(6):
        assert stranger.post("/sign-in", code="  ").status_code == 422
    assert stranger.post("/sign-in", code=code).status_code == 303


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(stranger: Visitor) -> None:
    response = stranger.post("/sign-in", code=stranger.book.new_code())
    (cookie,) = SimpleCookie(response.headers["Set-Cookie"]).values()
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and len(cookie.value) >= 43


def test_signing_out_ends_the_session(visitor: Visitor) -> None:
    response = visitor.post("/sign-out", x="")
    assert (response.status_code, response.headers["Location"]) == (303, "/sign-in")
    assert visitor.open("/").status_code == 303


@pytest.mark.parametrize("path", ["/", "/sign-in", "/sign-out"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:9000"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": None},
        {"Origin": None},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9000"},
        {"Origin": "http://localhost:8765"},
    ],
    ids=str,
)
def test_a_form_from_anywhere_else_is_refused(visitor: Visitor, path: str, headers: dict[str, str | None]) -> None:
    assert visitor.post(path, headers, draft="canary").status_code == 403
    assert visitor.open("/").status_code == 200, "still signed in"


def test_a_draft_sent_after_the_session_ended_comes_back_after_signing_in(stranger: Visitor, parsed: Parse) -> None:
    fields = {
        "draft": "\nHola <b>Ana</b>",
        "channel": "email",
        "subject": "Uno",
        "thread": "No, gracias.",
        "stage": "reply",
    }
    ended = stranger.post("/", **fields)
    assert ended.status_code == 401 and parsed(ended).field("draft") == "\nHola <b>Ana</b>"
    wrong = stranger.post("/sign-in", **fields, code="ZZZZZZZZ")
    assert wrong.status_code == 403 and parsed(wrong).field("thread") == "No, gracias."
    page = stranger.post("/sign-in", **fields, code=stranger.book.new_code())
    assert page.status_code == 200 and parsed(page).field("draft") == "\nHola <b>Ana</b>"
    assert 'value="email" selected' in page.text and 'value="reply" selected' in page.text
    assert stranger.open("/").status_code == 200


def test_a_live_review_after_the_session_ended_is_refused_without_a_page(stranger: Visitor) -> None:
    response = stranger.post("/", {"Tellcheck-Part": "review"}, draft="canary")
    assert (response.status_code, response.data) == (401, b"")


@pytest.fixture
def every_page(visitor: Visitor) -> EveryPage:
    """Every kind of page."""
    return lambda: [
        visitor.open("/"),
        visitor.open("/?example=pitch"),
        visitor.open("/rubric"),
        visitor.open("/sign-in"),
        visitor.post("/", draft=""),
        visitor.post("/", draft="Hi Ana, we are the leading provider.", thread="We have one already."),
        visitor.post("/sign-in", code="ZZZZZZZZ"),
    ]


def test_every_page_carries_the_policy_and_is_kept_by_nobody(every_page: EveryPage) -> None:
    for response in every_page():
        assert response.headers["Content-Security-Policy"] == CSP
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


def test_no_page_has_inline_script_or_style_or_an_address_elsewhere(every_page: EveryPage, parsed: Parse) -> None:
    for response in every_page():
        for tag, attributes in parsed(response).elements:
            assert tag != "style" and "style" not in attributes
            assert not [name for name in attributes if name.startswith("on")]
            assert tag != "script" or attributes["src"].startswith("/assets/")
            for name in ("src", "href", "action"):
                assert re.match(r"(/(?!/)|#|\?|$)", attributes.get(name, ""))


def test_no_page_names_the_same_place_twice_or_links_to_a_place_that_is_not_there(
    every_page: EveryPage, parsed: Parse
) -> None:
    for response in every_page():
        page = parsed(response)
        assert len(page.ids) == len(set(page.ids))
        for _, attributes in page.elements:
            if attributes.get("href", "").startswith("#"):
                assert attributes["href"][1:] in page.ids
            for name in ("aria-describedby", "aria-labelledby", "for"):
                assert set(attributes.get(name, "").split()) <= set(page.ids)
