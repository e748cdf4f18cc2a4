"""Reviewing: a few drafts at a time, a short queue, and an end to waiting."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tellcheck_server.problems import Problem

if TYPE_CHECKING:
    from tellcheck_model import Draft, Review, Reviewer

_WARMING = (
    "Hi Ana, we are a leading provider of telephony. Do you have fifteen minutes on Tuesday for a call?",
    "Hola Ana, somos una empresa de telefonía. ¿Tienes quince minutos el martes para una llamada?",
)


def warm(reviewer: Reviewer) -> Reviewer:
    """The same reviewer after two short drafts, so that nobody's first review waits for what is loaded on first use.

    To be called in the process that answers: the sentence encoder does not survive a fork.
    """
    from tellcheck_model import Draft

    for text in _WARMING:
        reviewer.review(Draft(text, "email"))
    return reviewer


class Desk:
    """Where drafts are reviewed: at most `scorings` at a time, with `waiting` more in the queue."""

    def __init__(self, reviewer: Reviewer, scorings: int, waiting: int, seconds: float) -> None:
        self.reviewer = reviewer
        self._turns = threading.Semaphore(scorings)
        self._lock = threading.Lock()
        self._inside = 0
        self._room = scorings + waiting
        self._seconds = seconds

    @property
    def is_full(self) -> bool:
        """Whether one more review would be turned away."""
        return self._inside >= self._room

    def review(self, draft: Draft, wording: str | None = None) -> Review:
        """The review of a draft; Problem `overloaded` when the queue is full, `deadline_exceeded` when it is late."""
        from tellcheck_model import DeadlineExceeded

        deadline = time.monotonic() + self._seconds
        with self._turn(deadline):
            try:
                return self.reviewer.review(draft, wording=wording, deadline=deadline)
            except DeadlineExceeded:
                raise _late() from None

    @contextlib.contextmanager
    def _turn(self, deadline: float) -> Iterator[None]:
        with self._lock:
            if self.is_full:
                raise Problem("overloaded", headers={"Retry-After": "1"})
            self._inside += 1
        try:
            if not self._turns.acquire(timeout=max(0.0, deadline - time.monotonic())):
                raise _late()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            with self._lock:
                self._inside -= 1


def _late() -> Problem:
    return Problem("deadline_exceeded", headers={"Retry-After": "1"})
