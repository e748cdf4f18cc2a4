"""Access: a code works once and briefly, a token for its origin, and both are stored as hashes only."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from tellcheck_server.access import (
    CODE_ALPHABET,
    CODE_SECONDS,
    CODE_TRIES,
    SESSION_IDLE_SECONDS,
    TOKEN_IDLE_SECONDS,
    AccessBook,
    read_code,
)
from tellcheck_server.storage.store import Store, open_store

ORIGIN = "chrome-extension://" + "ab" * 16


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store("", tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def book(store: Store, clock: Clock) -> AccessBook:
    return AccessBook(store, clock)


def test_a_code_has_eight_characters_of_crockfords_alphabet(book: AccessBook) -> None:
    codes = {book.new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(re.fullmatch(rf"[{CODE_ALPHABET}]{{4}}-[{CODE_ALPHABET}]{{4}}", code) for code in codes)


@pytest.mark.parametrize("typed", ["ABCD-EF10", "abcdef10", " abcd ef1o ", "ABCD-EFLO", "a-b-c-d-e-f-i-0"])
def test_a_code_is_read_as_it_was_meant(typed: str) -> None:
    assert read_code(typed) == "ABCDEF10"


def test_a_code_pairs_once(book: AccessBook) -> None:
    code = book.new_code()
    assert book.pair(code, ORIGIN)
    assert book.pair(code, ORIGIN) is None


def test_a_code_expires_after_five_minutes(book: AccessBook, clock: Clock) -> None:
    early, late = book.new_code(), book.new_code()
    clock.now += CODE_SECONDS - 1
    assert book.pair(early, None)
    clock.now += 1
    assert book.pair(late, None) is None


def test_a_code_is_void_after_five_wrong_tries(book: AccessBook) -> None:
    code = book.new_code()
    for _ in range(CODE_TRIES):
        assert book.pair("0000-0000", None) is None
    assert book.pair(code, None) is None


def test_four_wrong_tries_do_not_void_a_code(book: AccessBook) -> None:
    code = book.new_code()
    for _ in range(CODE_TRIES - 1):
        assert book.pair("0000-0000", None) is None
    assert book.pair(code, None)


def test_wrong_tries_on_the_sign_in_page_count_too(book: AccessBook) -> None:
    code = book.new_code()
    for _ in range(CODE_TRIES):
        assert book.sign_in("0000-0000") is None
    assert book.pair(code, None) is None


def test_a_token_is_known_until_it_is_revoked(book: AccessBook) -> None:
    secret = book.pair(book.new_code(), ORIGIN)
    assert secret
    token = book.token(secret)
    assert token and token.origin == ORIGIN
    assert book.token(secret[:-1] + ("A" if secret[-1] != "A" else "B")) is None
    assert book.revoke(token.id)
    assert book.token(secret) is None
    assert not book.revoke(token.id)


def test_a_token_has_256_random_bits(book: AccessBook) -> None:
    secret = book.pair(book.new_code(), None)
    assert secret and re.fullmatch(r"tck_[A-Za-z0-9_-]{43}", secret)


def test_a_token_left_idle_for_ninety_days_is_unknown_and_use_keeps_it(book: AccessBook, clock: Clock) -> None:
    used, idle = book.pair(book.new_code(), None), book.pair(book.new_code(), None)
    assert used and idle
    clock.now += TOKEN_IDLE_SECONDS - 1
    assert book.token(used)
    clock.now += 2
    assert book.token(used)
    assert book.token(idle) is None


def test_a_session_opens_with_a_code_or_a_token_and_ends_when_left_idle(book: AccessBook, clock: Clock) -> None:
    secret = book.pair(book.new_code(), ORIGIN)
    assert secret
    by_code, by_token = book.sign_in(book.new_code()), book.sign_in(f" {secret} ")
    assert by_code and by_token
    assert book.session(by_code) and book.session(by_token)
    clock.now += SESSION_IDLE_SECONDS - 1
    assert book.session(by_code)
    clock.now += 2
    assert book.session(by_code)
    assert book.session(by_token) is None


def test_a_session_ends_at_sign_out(book: AccessBook) -> None:
    cookie = book.sign_in(book.new_code())
    assert cookie
    book.sign_out(cookie)
    assert book.session(cookie) is None


def test_an_unknown_token_opens_no_session(book: AccessBook) -> None:
    assert book.sign_in("tck_" + "A" * 43) is None


def test_no_secret_is_in_the_database_file(book: AccessBook, store: Store, tmp_path: Path) -> None:
    code = book.new_code()
    secret, cookie = book.pair(book.new_code(), ORIGIN), book.sign_in(book.new_code())
    assert secret and cookie
    store.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"chrome-extension://" in kept
    assert not any(found.encode() in kept for found in (code, read_code(code), secret, cookie))


def test_the_database_file_is_for_its_owner_only(book: AccessBook, tmp_path: Path) -> None:
    book.new_code()
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}
