"""A person who opened an address gets its problem as a page; a program gets the one error shape."""

import pytest
from browsing import IsProblem, Parse, Visit, Visitor
from flask import Flask
from tellcheck_server.pages.problem_pages import POLICY, ProblemPages

OWN = "http://127.0.0.1:8765"


@pytest.fixture
def person(app: Flask, visit: Visit) -> Visitor:
    """A visitor of the application with problem pages in front."""
    app.wsgi_app = ProblemPages(app.wsgi_app, app)
    return visit(app)


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing here"), ("es", "Aquí no hay nada")])
def test_an_unknown_address_is_a_page_in_the_reader_s_language(
    person: Visitor, parsed: Parse, language: str, words: str
) -> None:
    response = person.open("/nowhere/canary", **{"Accept-Language": language})
    assert response.status_code == 404 and response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert words in parsed(response).text and "canary" not in response.text
    assert response.headers["X-Request-Id"] in response.text
    assert response.headers.getlist("Content-Security-Policy") == [POLICY]
    assert response.headers["Cache-Control"] == "no-store"
    assert {a.get("href", "/")[0] for _, a in parsed(response).elements} <= {"/", "#", "?"}


def test_a_refused_form_is_a_page_and_its_body_is_never_read(person: Visitor) -> None:
    response = person.post("/", {"Sec-Fetch-Site": "cross-site"}, draft="canary", lang="es")
    assert response.status_code == 403 and "Not from here" in response.text and "canary" not in response.text


def test_a_draft_over_the_cap_of_a_body_is_a_page(person: Visitor) -> None:
    response = person.sign_in().post("/", draft="x" * 70_000)
    assert response.status_code == 413 and "Too much at once" in response.text


def test_a_problem_without_words_of_its_own_is_still_a_page(person: Visitor) -> None:
    response = person.client.post("/", base_url=OWN, data=b"{}", content_type="application/json", headers={
        "Accept": "text/html", "Sec-Fetch-Site": "same-origin", "Origin": OWN,
    })  # fmt: skip
    assert response.status_code == 415 and "Something went wrong" in response.text


@pytest.mark.parametrize(
    ("path", "accept", "status", "code"),
    [
        ("/nowhere", "*/*", 404, "not_found"),
        ("/nowhere", "application/json", 404, "not_found"),
        ("/v1/rubric", "text/html,*/*", 401, "token_required"),
        ("/v1/nowhere", "text/html,*/*", 401, "token_required"),
    ],
)
def test_a_program_and_the_api_keep_the_one_shape(
    person: Visitor, is_problem: IsProblem, path: str, accept: str, status: int, code: str
) -> None:
    is_problem(person.client.get(path, base_url=OWN, headers={"Accept": accept}), status, code)


def test_a_page_that_is_no_problem_passes_untouched(person: Visitor) -> None:
    assert "<h1>The rubric</h1>" in person.sign_in().open("/rubric").text
    with person.open("/assets/base.css") as style:
        assert style.status_code == 200 and style.mimetype == "text/css"


def test_head_gets_no_body(person: Visitor) -> None:
    response = person.client.head("/nowhere", base_url=OWN, headers={"Accept": "text/html"})
    assert (response.status_code, response.data) == (404, b"")


def test_the_page_of_a_problem_knows_no_session_and_asks_no_store(
    person: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.sign_in()
    monkeypatch.setattr(type(person.book), "session", lambda *_: pytest.fail("the store was asked"))
    assert person.open("/nowhere").status_code == 404
