"""Requests: all that may be sent to the API, each field with its type, its limits and its meaning."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from tellcheck_server.api.fields import Moment, Sequence, Text

DRAFT_MAX = 20_000
SUBJECT_MAX = 1_000
THREAD_MAX = 50
CHANNELS = ("linkedin_note", "linkedin_message", "inmail", "email")
STAGES = ("first_touch", "follow_up", "reply", "after_meeting")
LANGUAGES = ("en", "es")
SENDERS = ("sender", "recipient")


class ThreadMessageSchema(Schema):
    """A message that stands before the draft."""

    from_ = Text(
        data_key="from",
        required=True,
        validate=validate.OneOf(SENDERS),
        metadata={"description": "Who wrote it: the sender of the draft, or its recipient."},
    )
    text = Text(
        required=True,
        validate=validate.Length(min=1, max=DRAFT_MAX),
        metadata={"description": "What it says, in code points at most 20,000."},
    )
    sent_at = Moment(
        load_default=None, allow_none=True, metadata={"description": "When it was sent, with its offset (RFC 3339)."}
    )


class ReviewRequestSchema(Schema):
    """A draft, and all that is known about it."""

    draft = Text(
        required=True,
        validate=validate.Length(min=1, max=DRAFT_MAX),
        metadata={"description": "The text as it would be sent, 1 to 20,000 code points."},
    )
    channel = Text(
        required=True,
        validate=validate.OneOf(CHANNELS),
        metadata={"description": "Where it would be sent. Messages of Sales Navigator are `inmail`."},
    )
    subject = Text(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=SUBJECT_MAX),
        metadata={"description": "The subject line, where the channel has one."},
    )
    stage = Text(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(STAGES),
        metadata={"description": "Where the conversation stands; inferred when absent."},
    )
    language = Text(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(LANGUAGES),
        metadata={"description": "The language of the draft; detected when absent."},
    )
    thread = Sequence(
        fields.Nested(ThreadMessageSchema),
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=THREAD_MAX),
        metadata={"description": "The messages before it, oldest first, at most 50."},
    )


class RubricQuerySchema(Schema):
    """Which wording of the rubric is wanted."""

    language = Text(
        load_default=None,
        validate=validate.OneOf(LANGUAGES),
        metadata={"description": "`en` or `es`; without it `Accept-Language` decides, and English otherwise."},
    )


class PairRequestSchema(Schema):
    """A pairing code, as the terminal shows it."""

    code = Text(
        required=True,
        validate=validate.Length(min=8, max=20),
        metadata={"description": "Eight characters; hyphens, blanks and case do not matter."},
    )
