"""Problems: every error, wherever it arises, has the one shape, an id that the log knows, no word of the request."""

from collections.abc import Callable

import pytest
from flask import abort
from running import Apps, Caller, IsProblem
from sqlalchemy.exc import OperationalError
from tellcheck_server.problems import PROBLEMS, Problem, problem_document, problem_of_status
from werkzeug.exceptions import default_exceptions
from werkzeug.test import TestResponse

CANARY = "Zq7canaryXv"
Fail = Callable[[str], TestResponse]


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_code_makes_a_document(code: str) -> None:
    kind = PROBLEMS[code]
    assert 400 <= kind.status < 600
    assert kind.detail.endswith(".") and not kind.title.endswith(".")
    assert code.encode() in problem_document(Problem(code), "request-1")


def test_all_statuses_that_can_be_answered_have_a_code() -> None:
    wanted = {400, 401, 403, 404, 405, 408, 409, 411, 413, 415, 422, 429, 500, 503, 507}
    assert wanted == {kind.status for kind in PROBLEMS.values()}
    assert {status for status in wanted if problem_of_status(status).status != status} == set()


@pytest.fixture(scope="module")
def failing(apps: Apps, tmp_path_factory: pytest.TempPathFactory) -> Fail:
    """An application with an open address that fails as it is told, in `health`, which needs no token."""
    app = apps.make(tmp_path_factory.mktemp("failing"))

    def fail(how: str) -> str:
        if how.isdigit():
            abort(int(how), description=CANARY)
        if how == "full":
            raise OperationalError(CANARY, {"text": CANARY}, Exception(f"database or disk is full {CANARY}"))
        if how == "locked":
            raise OperationalError(CANARY, {"text": CANARY}, Exception(f"database is locked {CANARY}"))
        raise {"value": ValueError, "recursion": RecursionError, "memory": MemoryError}[how](CANARY)

    app.add_url_rule("/fail/<how>", "health.fail", fail)
    client = app.test_client()
    return lambda how: client.get(f"/fail/{how}", base_url="http://127.0.0.1:8765")


@pytest.mark.parametrize("status", sorted(default_exceptions))
def test_every_error_of_the_framework_has_the_shape(failing: Fail, is_problem: IsProblem, status: int) -> None:
    wanted = problem_of_status(status)
    answer = failing(str(status))
    if status == 422:
        assert answer.json["code"] == "validation_failed"
        return
    is_problem(answer, wanted.status, wanted.code, canary=CANARY)


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [
        ("value", 500, "internal_error"),
        ("recursion", 500, "internal_error"),
        ("memory", 500, "internal_error"),
        ("full", 507, "storage_full"),
        ("locked", 503, "storage_unavailable"),
    ],
)
def test_a_failure_says_nothing_of_what_failed(
    failing: Fail,
    is_problem: IsProblem,
    capfd: pytest.CaptureFixture[str],
    how: str,
    status: int,
    code: str,
) -> None:
    is_problem(failing(how), status, code, canary=CANARY)
    said = capfd.readouterr()
    assert CANARY not in said.out + said.err


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/v1/nowhere", 401, "token_required"),
        ("POST", "/nowhere", 404, "not_found"),
        ("GET", "//v1//reviews", 404, "not_found"),
        ("GET", "/healthz/", 404, "not_found"),
        ("GET", "/%ff%fe", 404, "not_found"),
        ("GET", f"/{CANARY}", 404, "not_found"),
        ("POST", "/healthz", 405, "method_not_allowed"),
        ("GET", "/v1/pair", 405, "method_not_allowed"),
        ("GET", "/v1/reviews", 401, "token_required"),
        ("OPTIONS", "/v1/reviews", 403, "preflight_refused"),
        ("TRACE", "/healthz", 405, "method_not_allowed"),
        ("POST", "/v1/pair", 415, "unsupported_media_type"),
    ],
)
def test_a_stranger_is_refused_in_the_shape(
    call: Caller, is_problem: IsProblem, method: str, path: str, status: int, code: str
) -> None:
    is_problem(call.open(path, method=method), status, code, canary=CANARY)


def test_405_says_what_is_allowed(paired: Caller) -> None:
    assert paired.get("/v1/reviews").headers["Allow"] == "POST"
    assert paired.put("/v1/tokens", json={}).headers["Allow"] == "DELETE, GET, HEAD"


def test_401_says_how_to_prove_oneself(call: Caller) -> None:
    assert call.get("/v1/tokens").headers["WWW-Authenticate"] == "Bearer"


def test_an_unknown_address_under_v1_is_404_only_for_holders_of_a_token(paired: Caller, is_problem: IsProblem) -> None:
    is_problem(paired.get("/v1/nowhere"), 404, "not_found")


@pytest.mark.parametrize("sent", ["abcdef12", "A" * 64, "3f9c2a1b-0000-4000-8000-000000000000"])
def test_a_request_id_of_the_caller_is_taken(call: Caller, sent: str) -> None:
    assert call.get("/healthz", headers={"X-Request-Id": sent}).headers["X-Request-Id"] == sent


@pytest.mark.parametrize("sent", ["short", "A" * 65, "with blank in it", "año-año-año", "x" * 10_000, "abcdef12\x85"])
def test_any_other_request_id_is_replaced(call: Caller, sent: str) -> None:
    found = call.get("/healthz", environ_overrides={"HTTP_X_REQUEST_ID": sent}).headers["X-Request-Id"]
    assert found != sent and len(found) == 16
