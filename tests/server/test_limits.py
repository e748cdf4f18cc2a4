"""Limits: exact per token, and an overload is turned away at once instead of piling up."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from limits.errors import StorageError
from limits.storage import MemoryStorage
from running import IsProblem, MakeApp
from tellcheck_model import Draft, Review, Reviewer
from tellcheck_server.services import EXTENSION

OWN = "http://127.0.0.1:8765"
ASKED = {"draft": "Hi Tom, the invoice for October is attached. Thanks for sorting it out.", "channel": "email"}


def caller_of(app: Flask) -> Callable[..., Any]:
    """Posts a draft with a new token of its own."""
    book = app.extensions[EXTENSION].book
    headers = {"Authorization": f"Bearer {book.pair(book.new_code(), None)}"}
    return lambda asked=ASKED: app.test_client().post("/v1/reviews", json=asked, base_url=OWN, headers=headers)


def test_the_reviews_of_a_token_are_counted_exactly(make_app: MakeApp, is_problem: IsProblem) -> None:
    ask = caller_of(make_app(reviews_per_minute=10))
    answers = [ask() for _ in range(40)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 30
    for answer in answers[10:]:
        is_problem(answer, 429, "rate_limited", canary="invoice")
        assert 1 <= int(answer.headers["Retry-After"]) <= 61  # the limiter rounds up


def test_the_limit_of_one_token_is_not_that_of_another(make_app: MakeApp) -> None:
    app = make_app(reviews_per_minute=2)
    one, other = caller_of(app), caller_of(app)
    assert [one().status_code for _ in range(3)] == [200, 200, 429]
    assert other().status_code == 200


def test_sixty_reviews_a_minute_are_the_default(make_app: MakeApp) -> None:
    ask = caller_of(make_app())
    assert [ask().status_code for _ in range(61)] == [200] * 60 + [429]


def test_the_size_of_drafts_is_counted_too(make_app: MakeApp) -> None:
    ask = caller_of(make_app(kib_per_minute=30))
    large = ASKED | {"draft": "x" * 14_000}  # 14 KiB of body
    assert [ask(large).status_code for _ in range(3)] == [200, 200, 429]


def test_refused_requests_of_other_kinds_do_not_count_as_reviews(make_app: MakeApp) -> None:
    app = make_app(reviews_per_minute=1)
    client = app.test_client()
    assert {client.post("/v1/reviews", json=ASKED, base_url=OWN).status_code for _ in range(5)} == {401}
    assert caller_of(app)().status_code == 200


def test_pairing_is_limited_by_address(make_app: MakeApp, is_problem: IsProblem) -> None:
    client = make_app().test_client()
    answers = [client.post("/v1/pair", json={"code": "0000-0000"}, base_url=OWN) for _ in range(25)]
    assert [answer.status_code for answer in answers] == [403] * 20 + [429] * 5
    is_problem(answers[-1], 429, "rate_limited")


class DeadStorage(MemoryStorage):
    """A store of limits that is down."""

    STORAGE_SCHEME = ["dead"]  # noqa: RUF012 - the registry of `limits` wants a list

    def acquire_entry(self, *_: object, **__: object) -> bool:
        raise StorageError(ConnectionError("down"))

    def check(self) -> bool:
        return False


def test_a_dead_store_of_limits_never_lifts_them(make_app: MakeApp) -> None:
    ask = caller_of(make_app(reviews_per_minute=5, limiter_storage="dead://"))
    assert [ask().status_code for _ in range(8)] == [200] * 5 + [429] * 3


class Held:
    """The real reviewer, kept from starting until it is let go."""

    def __init__(self, reviewer: Reviewer) -> None:
        self._reviewer = reviewer
        self.started = threading.Semaphore(0)
        self.go = threading.Event()

    def review(self, draft: Draft, wording: str | None = None, deadline: float | None = None) -> Review:
        self.started.release()
        assert self.go.wait(20)
        return self._reviewer.review(draft, wording)


@pytest.fixture
def held(reviewer: Reviewer) -> Iterator[Held]:
    found = Held(reviewer)
    yield found
    found.go.set()


def test_two_are_reviewed_two_wait_and_the_next_is_turned_away(
    make_app: MakeApp, held: Held, is_problem: IsProblem
) -> None:
    app = make_app(held, scorings=2, waiting=2, deadline_seconds=20)
    ask, desk = caller_of(app), app.extensions[EXTENSION].desk
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(ask().status_code)) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert held.started.acquire(timeout=10) and held.started.acquire(timeout=10)
    wait_until(lambda: desk.is_full)
    refused = ask()
    is_problem(refused, 503, "overloaded")
    assert refused.headers["Retry-After"] == "1"
    client = app.test_client()
    is_problem(client.get("/readyz", base_url=OWN), 503, "not_ready")
    assert client.get("/healthz", base_url=OWN).status_code == 200
    assert not held.started.acquire(blocking=False)  # never more than two at a time
    held.go.set()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 4
    assert client.get("/readyz", base_url=OWN).status_code == 200


def wait_until(condition: Callable[[], bool]) -> None:
    turn = threading.Event()
    for _ in range(1000):
        if condition():
            return
        turn.wait(0.01)
    raise AssertionError("the condition never came true")


def test_who_waits_too_long_is_told_so(make_app: MakeApp, held: Held, is_problem: IsProblem) -> None:
    app = make_app(held, scorings=1, deadline_seconds=0.2)
    ask = caller_of(app)
    first = threading.Thread(target=ask)
    first.start()
    assert held.started.acquire(timeout=10)
    is_problem(ask(), 503, "deadline_exceeded")
    held.go.set()
    first.join()
    assert not app.extensions[EXTENSION].desk.is_full


def test_a_review_that_takes_too_long_is_ended(make_app: MakeApp, is_problem: IsProblem, pitch: str) -> None:
    ask = caller_of(make_app(deadline_seconds=0.000001))
    is_problem(ask({"draft": pitch, "channel": "email"}), 503, "deadline_exceeded", canary="telephony")


def test_readiness_depends_on_the_store(make_app: MakeApp, is_problem: IsProblem, tmp_path: Path) -> None:
    app = make_app()
    client = app.test_client()
    assert client.get("/readyz", base_url=OWN).json == {"status": "ready"}
    app.extensions[EXTENSION].store.close()
    for file in tmp_path.glob("tellcheck.db*"):
        file.unlink()
    (tmp_path / "tellcheck.db").mkdir()
    is_problem(client.get("/readyz", base_url=OWN), 503, "not_ready")
    assert client.get("/healthz", base_url=OWN).json == {"status": "ok"}
    answer = client.get("/v1/tokens", base_url=OWN, headers={"Authorization": "Bearer tck_" + "A" * 43})
    is_problem(answer, 503, "storage_unavailable")
