"""What can go wrong in the model package, each with a message that says what to do."""

from __future__ import annotations


class TellcheckError(Exception):
    """The base of every error that this package raises on purpose."""


class RubricError(TellcheckError):
    """A rubric file is incomplete or contradictory; the message lists every problem with its file."""


class MessagesError(TellcheckError):
    """A file of labelled messages is malformed; the message lists file, line and reason."""


class BundleError(TellcheckError):
    """The bundle cannot be used; the message is a short reason such as `file_hash` and what to do."""


class DeadlineExceeded(TellcheckError):
    """The time allowed for a review ran out."""
