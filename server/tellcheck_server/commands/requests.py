"""A review request as a JSON object, checked as strictly as the API checks it."""

from __future__ import annotations

from tellcheck_model import Draft, ThreadMessage
from tellcheck_model.rubric import CHANNELS, LANGUAGES, STAGES

LONGEST_DRAFT, LONGEST_THREAD = 20_000, 50
_KEYS = {"draft", "channel", "subject", "stage", "language", "thread"}
_CLOSED: dict[str, tuple[str, ...]] = {"channel": CHANNELS, "stage": STAGES, "language": LANGUAGES}


class RequestError(Exception):
    """The request is malformed; the message names the field and what it takes, never its content."""


def draft_from(request: object) -> Draft:
    """Return the draft of a request object; RequestError says which field is wrong."""
    if not isinstance(request, dict):
        raise RequestError("a request is a JSON object with `draft` and `channel`")
    unknown = sorted(set(request) - _KEYS)
    if unknown:
        raise RequestError(f"`{unknown[0][:40]}` is no field of a request; the fields are {', '.join(sorted(_KEYS))}")
    text = _text(request.get("draft"), "draft", LONGEST_DRAFT)
    if not text.strip():
        raise RequestError("`draft` is empty; give the text to review")
    for key, values in _CLOSED.items():
        if request.get(key) not in (values if key == "channel" else (*values, None)):
            raise RequestError(f"`{key}` must be one of {', '.join(values)}")
    subject = request.get("subject")
    thread = request.get("thread") or []
    if not isinstance(thread, list) or len(thread) > LONGEST_THREAD:
        raise RequestError(f"`thread` must be a list of at most {LONGEST_THREAD} messages")
    return Draft(
        text=text,
        channel=request["channel"],
        subject=_text(subject, "subject", LONGEST_DRAFT) if subject is not None else None,
        stage=request.get("stage"),
        language=request.get("language"),
        thread=tuple(_message(entry) for entry in thread),
    )


def _message(entry: object) -> ThreadMessage:
    if not isinstance(entry, dict) or entry.get("from") not in ("sender", "recipient"):
        raise RequestError("each message of `thread` needs `from` (sender or recipient) and `text`")
    return ThreadMessage(entry["from"], _text(entry.get("text"), "thread.text", LONGEST_DRAFT), entry.get("sent_at"))


def _text(value: object, name: str, longest: int) -> str:
    if not isinstance(value, str):
        raise RequestError(f"`{name}` must be text")
    if len(value) > longest:
        raise RequestError(f"`{name}` has {len(value):,} characters; at most {longest:,} can be reviewed")
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise RequestError(f"`{name}` holds half of a surrogate pair; send well-formed Unicode text")
    return value
