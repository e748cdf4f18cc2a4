"""Access: a code typed once gives a token or a page session; only hashes of them are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tellcheck_server.storage.store import Store

if TYPE_CHECKING:
    from flask import Request, Response

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
CODE_LENGTH = 8
CODE_SECONDS = 5 * 60
CODE_TRIES = 5
TOKEN_IDLE_SECONDS = 90 * 24 * 3600
SESSION_IDLE_SECONDS = 12 * 3600
SESSION_COOKIE = "tellcheck_session"
_TOKEN_MARK = "tck_"
_TOUCH_SECONDS = 3600  # a use is noted once an hour, so that a review does not write


@dataclass(frozen=True)
class Token:
    """A pairing: one browser or program that may ask for reviews."""

    id: str
    origin: str | None
    created_at: int
    used_at: int


@dataclass(frozen=True)
class Session:
    """A browser that has our pages open and typed a code."""

    id: int


class AccessBook:
    """Who may use this server, by the store and a clock."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    def new_code(self) -> str:
        """A new pairing code, as it is shown: two groups of four characters."""
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
        self._store.add_code(_hash(code), self._now() + CODE_SECONDS, self._now())
        return f"{code[:4]}-{code[4:]}"

    def pair(self, code: str, origin: str | None) -> str | None:
        """A new token bound to the origin for a live code, which is used up; else None."""
        if not self._takes(code):
            return None
        secret = _TOKEN_MARK + secrets.token_urlsafe(32)
        self._store.add_token(secrets.token_hex(6), _hash(secret), origin, self._now())
        return secret

    def token(self, secret: str) -> Token | None:
        """The pairing a token stands for, unless it is unknown, revoked or left idle for 90 days."""
        wanted = _hash(secret)
        row = self._store.token_by_hash(wanted)
        if row is None or not hmac.compare_digest(row.token_hash, wanted):
            return None
        now = self._now()
        if row.used_at <= now - TOKEN_IDLE_SECONDS:
            return None
        if row.used_at <= now - _TOUCH_SECONDS:
            self._store.touch_token(row.id, now)
        return Token(row.id, row.origin, row.created_at, row.used_at)

    def tokens(self) -> list[Token]:
        """Every pairing, oldest first."""
        return [Token(row.id, row.origin, row.created_at, row.used_at) for row in self._store.all_tokens()]

    def revoke(self, token_id: str) -> bool:
        """End a pairing; whether there was one."""
        return self._store.remove_token(token_id)

    def sign_in(self, code_or_token: str) -> str | None:
        """The value of a session cookie for a live code or token; else None."""
        typed = code_or_token.strip()
        if typed.startswith(_TOKEN_MARK):
            if self.token(typed) is None:
                return None
        elif not self._takes(typed):
            return None
        value = secrets.token_urlsafe(32)
        self._store.add_session(_hash(value), self._now(), SESSION_IDLE_SECONDS)
        return value

    def session(self, cookie: str) -> Session | None:
        """The session of a cookie, unless it is unknown, ended or left idle for 12 hours."""
        wanted = _hash(cookie)
        row = self._store.session_by_hash(wanted)
        if row is None or not hmac.compare_digest(row.session_hash, wanted):
            return None
        now = self._now()
        if row.used_at <= now - SESSION_IDLE_SECONDS:
            return None
        if row.used_at <= now - _TOUCH_SECONDS:
            self._store.touch_session(row.id, now)
        return Session(row.id)

    def sign_out(self, cookie: str) -> None:
        """End the session of a cookie."""
        self._store.remove_session(_hash(cookie))

    def _takes(self, code: str) -> bool:
        return self._store.take_code(_hash(read_code(code)), self._now(), CODE_TRIES)

    def _now(self) -> int:
        return int(self._clock())


def read_code(typed: str) -> str:
    """A code as it was meant, whatever a person makes of it.

    >>> read_code(" abcd-eflo ")
    'ABCDEF10'
    """
    plain = typed.upper().translate(str.maketrans("OIL", "011", "- \t"))
    return plain.strip()


def sign_in(code_or_token: str) -> str | None:
    """The session cookie's value for a code or token typed on a page; None when it is refused."""
    return _book().sign_in(code_or_token)


def session_of(request: Request) -> Session | None:
    """The session of a request to a page; None when its reader has to sign in."""
    cookie = request.cookies.get(SESSION_COOKIE)
    return _book().session(cookie) if cookie else None


def sign_out(request: Request, response: Response) -> None:
    """End the session of a request and take its cookie back."""
    cookie = request.cookies.get(SESSION_COOKIE)
    if cookie:
        _book().sign_out(cookie)
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="Strict")


def set_session_cookie(response: Response, value: str) -> None:
    """Put a session's value into the answer's cookie, out of reach of scripts and of other sites."""
    response.set_cookie(SESSION_COOKIE, value, max_age=SESSION_IDLE_SECONDS, httponly=True, samesite="Strict")


def _book() -> AccessBook:
    from tellcheck_server.services import services  # imports Flask, which `tellcheck pair` does without

    return services().book


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()
