"""Views: the pages a person opens; each needs a session but for sign-in, and none keeps a word of a draft."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from tellcheck_server import access
from tellcheck_server.api.reviews import draft_of
from tellcheck_server.commands.serve import extension_folder
from tellcheck_server.pages.book import parts_of
from tellcheck_server.pages.form import CHANNELS, FIELDS, LIMITS, STAGES, Typed
from tellcheck_server.pages.marks import tone
from tellcheck_server.pages.shown import Shown, show
from tellcheck_server.pages.words import (
    LANGUAGE_COOKIE,
    LANGUAGES,
    Words,
    asked_language,
    chosen_language,
    words_in,
)
from tellcheck_server.problems import MEDIA_TYPE
from tellcheck_server.services import services

P = ParamSpec("P")
Answer = BaseResponse | str | tuple[str, int]

PART_HEADER = "Tellcheck-Part"  # sent by review.js, which wants the answer without the page around it
BUSY = frozenset({"rate_limited", "overloaded", "deadline_exceeded"})
YEAR = 365 * 24 * 3600

blueprint = Blueprint("pages", __name__, template_folder="templates", static_folder="static", static_url_path="/assets")
blueprint.add_app_template_filter(tone)


@blueprint.context_processor
def common() -> dict[str, object]:
    """Returns what every page needs: its words, the languages to switch to, and whether somebody is signed in."""
    return {
        "words": page_words(),
        "languages": [words_in(language) for language in LANGUAGES],
        "signed_in": access.session_of(request) is not None,
        "here": (request.endpoint or "").removeprefix("pages."),
    }


@blueprint.after_request
def remember_language(response: Response) -> Response:
    """Returns the answer with the language in a cookie where this request switched to it."""
    if language := asked_language(request):
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR, httponly=True, samesite="Strict")
    return response


def page_words() -> Words:
    """Returns the words of the page that answers the current request."""
    return words_in(chosen_language(request))


def needs_session(view: Callable[P, Answer]) -> Callable[P, Answer]:
    """Returns the view with a way to the sign-in page in front, for those without a session."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Answer:
        if access.session_of(request):
            return view(*args, **kwargs)
        if request.method != "POST":
            return redirect(url_for("pages.sign_in", next=request.path), 303)
        if PART_HEADER in request.headers:
            return "", 401
        return sign_in_page(ended=True), 401

    return guarded


def sign_in_page(*, mistake: str | None = None, ended: bool = False) -> str:
    """Returns the sign-in page; fields of a draft that were posted along are kept for the page behind it."""
    kept = [(name, request.form.get(name, "")) for name in FIELDS]
    return render_template(
        "pages/sign_in.html", mistake=mistake, ended=ended, kept=kept, next=request.values.get("next", "")
    )


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Answer:
    """Shows the sign-in page; a right code or token opens a session and the page that was wanted."""
    if request.method == "GET":
        return sign_in_page()
    code = request.form.get("code", "")
    if not code.strip():
        return sign_in_page(mistake="empty"), 422
    cookie = access.sign_in(code)
    if cookie is None:
        return sign_in_page(mistake="wrong"), 403
    if request.form.get("draft"):
        response = make_response(render_review(Typed.read(request.form), None, {}))
    else:
        wanted = "pages.rubric" if request.form.get("next") == url_for("pages.rubric") else "pages.review"
        response = make_response(redirect(url_for(wanted), 303))
    access.set_session_cookie(response, cookie)
    return response


@blueprint.post("/sign-out")
def sign_out() -> Answer:
    """Ends the session and shows the sign-in page."""
    response = make_response(redirect(url_for("pages.sign_in"), 303))
    access.sign_out(request, response)
    return response


@blueprint.route("/", methods=["GET", "POST"])
@needs_session
def review() -> Answer:
    """Shows the page to try a draft, and reviews the draft that was posted or the example that was asked for."""
    typed = typed_in()
    if PART_HEADER in request.headers:
        return review_part(typed)
    only_opened = request.method == "GET" or "lang" in request.form
    return review_page(typed, submitted=not (typed.is_empty and only_opened))


def typed_in() -> Typed:
    """Returns what this request asks to review: what was posted, else the example it names, else nothing."""
    if request.method == "POST":
        return Typed.read(request.form)
    return Typed(**page_words().entries["examples"].get(request.args.get("example"), {}))


@blueprint.after_request
def keep_what_was_typed(response: Response) -> Response:
    """Returns the page with the draft in it where the server was too busy for it, instead of a bare problem."""
    if response.mimetype != MEDIA_TYPE or request.endpoint != "pages.review" or PART_HEADER in request.headers:
        return response
    if response.get_json()["code"] in BUSY and access.session_of(request):
        mistakes = {"server": page_words()("live.failed")}
        response.set_data(render_review(typed_in(), None, mistakes))
        response.content_type = "text/html; charset=utf-8"
    return response


def review_page(typed: Typed, *, submitted: bool) -> Answer:
    """Returns the whole page with what was typed, and its review or what is wrong with it."""
    mistakes = typed.mistakes(page_words()) if submitted else {}
    shown = reviewed(typed) if submitted and not mistakes else None
    return render_review(typed, shown, mistakes), 422 if mistakes else 200


def render_review(typed: Typed, shown: Shown | None, mistakes: dict[str, str]) -> str:
    """Returns the whole page as HTML."""
    return render_template(
        "pages/review.html",
        **result(typed, shown, mistakes),
        limits=LIMITS,
        channels=CHANNELS,
        stages=STAGES,
        extension_folder=extension_folder(),
    )


def review_part(typed: Typed) -> Answer:
    """Returns the answer alone; a draft that was emptied gets the page's first state back."""
    mistakes = {} if typed.is_empty else typed.mistakes(page_words())
    shown = None if typed.is_empty or mistakes else reviewed(typed)
    return render_template("pages/_part.html", **result(typed, shown, mistakes)), 422 if mistakes else 200


def reviewed(typed: Typed) -> Shown:
    """Returns the review of what was typed, worded in the language of the page; Problem when the desk is busy."""
    return show(services().desk.review(draft_of(typed.asked()), page_words().language).to_json(), typed)


def result(typed: Typed, shown: Shown | None, mistakes: dict[str, str]) -> dict[str, object]:
    """Returns what the answer's templates read: what was typed, its review, and the rubric's own words."""
    rubric, language = services().desk.reviewer.rubric, page_words().language
    return {
        "typed": typed,
        "shown": shown,
        "mistakes": mistakes,
        "commitments": {id: label.wording[language]["title"] for id, label in rubric.commitments.items()},
        "verdicts": {id: wording[language]["title"] for id, wording in rubric.names["verdicts"].items()},
    }


@blueprint.get("/rubric")
@needs_session
def rubric() -> Answer:
    """Shows every tell, strength, check, commitment and resistance, in both languages."""
    words = page_words()
    other = next(words_in(language) for language in LANGUAGES if language != words.language)
    return render_template("pages/rubric.html", parts=parts_of(services().desk.reviewer.rubric), other_words=other)
