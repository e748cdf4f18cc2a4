"""Answers: all that the API sends back, as the schemas that its OpenAPI document is made from."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from tellcheck_server.api.schemas import LANGUAGES

SEVERITIES = ("hint", "warn", "serious")
KINDS = ("tell", "strength")
VERDICTS = ("send", "improve", "rework")
ABSTAINED = ("too_short", "language", "unsure")


def _text(meaning: str, *, allow_none: bool = False) -> fields.String:
    return fields.String(required=True, allow_none=allow_none, metadata={"description": meaning})


def _one_of(choices: tuple[str, ...], meaning: str, *, allow_none: bool = False) -> fields.String:
    described = {"description": meaning}
    return fields.String(required=True, allow_none=allow_none, validate=validate.OneOf(choices), metadata=described)


def _whole(meaning: str, low: int, high: int | None = None, *, allow_none: bool = False) -> fields.Integer:
    return fields.Integer(
        required=True,
        strict=True,
        allow_none=allow_none,
        validate=validate.Range(min=low, max=high),
        metadata={"description": meaning},
    )


def _probability() -> fields.Float:
    meaning = {"description": "A calibrated probability."}
    return fields.Float(required=True, validate=validate.Range(min=0, max=1), metadata=meaning)


def _present() -> fields.Boolean:
    return fields.Boolean(required=True, metadata={"description": "Whether the probability is above its threshold."})


def _refs() -> fields.List[str]:
    meaning = {"description": "What it rests on: refs of findings (`f1`) and of thread messages, from `t0`."}
    return fields.List(fields.String(), required=True, metadata=meaning)


class ExampleSchema(Schema):
    """A sentence before and after the advice was followed."""

    before = _text("As it is often written.")
    after = _text("The same, following the advice.")


class AdvisedSchema(Schema):
    """Words for the writer, in the language of the wording."""

    title = _text("Its name.")
    why = _text("Why it matters to the reader.")
    advice = _text("What to write instead.")


class OutreachSchema(Schema):
    """Whether the draft pursues business with its recipient at all."""

    probability = _probability()
    present = _present()


class HeadlineSchema(AdvisedSchema):
    """A verdict on the whole message."""

    probability = _probability()
    present = _present()
    because = _refs()


class HeadlinesSchema(Schema):
    """The three verdicts on the whole message."""

    straight_pitch = fields.Nested(HeadlineSchema, required=True)
    weak_value_proposition = fields.Nested(HeadlineSchema, required=True)
    missing_value_exchange = fields.Nested(HeadlineSchema, required=True)


class SpanSchema(Schema):
    """A place in the text that was sent, in UTF-16 code units."""

    in_ = fields.String(
        data_key="in",
        required=True,
        validate=validate.OneOf(("draft", "subject")),
        metadata={"description": "Which text the offsets count in."},
    )
    start = _whole("Where it begins, in UTF-16 code units.", 0)
    end = _whole("Where it ends, in UTF-16 code units.", 0)
    text = _text("The words there.")


class FindingSchema(AdvisedSchema, SpanSchema):
    """A tell or a strength at its place."""

    ref = _text("Its name in this review.")
    id = _text("Which signal of the rubric it is.")
    kind = _one_of(KINDS, "Tell or strength.")
    severity = _one_of(SEVERITIES, "How much it weighs.")
    probability = _probability()
    score_without = _whole("The score the draft would have without this sentence.", 0, 100, allow_none=True)
    example = fields.Nested(ExampleSchema, required=True)


class CommitmentSchema(SpanSchema):
    """A step the recipient is asked to take."""

    id = _text("Which commitment of the rubric it is.")
    title = _text("Its name.")
    difficulty = _whole("From 1, the hardest to grant, to 11.", 1, 11)
    main = fields.Boolean(required=True, metadata={"description": "Whether it is the main request."})
    fallback = fields.Boolean(required=True, metadata={"description": "Whether it is meant for the case of a no."})


class CheckSchema(AdvisedSchema):
    """A rule about the message in its thread that the draft breaks."""

    id = _text("Which check of the rubric it is.")
    severity = _one_of(SEVERITIES, "How much it weighs.")
    because = _refs()
    example = fields.Nested(ExampleSchema, required=True)


class ThreadAnswerMessageSchema(Schema):
    """What a message of the recipient holds against the request."""

    index = _whole("Its place in the thread, from 0.", 0)
    resistance = _text("Which resistance of the rubric it is.")
    probability = _probability()
    title = _text("Its name.")
    advice = _text("How to answer it.")


class ThreadSchema(Schema):
    """What the thread says about the next step."""

    messages = fields.List(fields.Nested(ThreadAnswerMessageSchema), required=True)
    refusals = _whole("How often the recipient has declined.", 0)
    attempts_since_refusal = _whole("Messages sent since the last refusal, this draft included.", 0)


class ReviewSchema(Schema):
    """The findings for a draft."""

    bundle = _text("Which bundle judged it.")
    language = _one_of(LANGUAGES, "The language of the draft.", allow_none=True)
    abstained = _one_of(ABSTAINED, "Why it was not judged; null when it was.", allow_none=True)
    outreach = fields.Nested(OutreachSchema, required=True)
    score = _whole("0 to 100, higher is better; null when there is nothing to score.", 0, 100, allow_none=True)
    verdict = _one_of(VERDICTS, "What to do with the draft; null without a score.", allow_none=True)
    headlines = fields.Nested(HeadlinesSchema, required=True)
    findings = fields.List(fields.Nested(FindingSchema), required=True)
    commitments = fields.List(fields.Nested(CommitmentSchema), required=True)
    checks = fields.List(fields.Nested(CheckSchema), required=True)
    thread = fields.Nested(ThreadSchema, required=True, allow_none=True)


class ReviewAnswerSchema(Schema):
    """The answer to a draft."""

    review = fields.Nested(ReviewSchema, required=True)


class RubricEntrySchema(AdvisedSchema):
    """A signal or a check of the rubric."""

    id = _text("Its id, which never changes.")
    severity = _one_of(SEVERITIES, "How much it weighs.")
    what = _text("What it is.")
    example = fields.Nested(ExampleSchema, required=True)


class RubricSignalSchema(RubricEntrySchema):
    """A tell or a strength of the rubric."""

    kind = _one_of(KINDS, "Tell or strength.")


class RubricHeadlineSchema(AdvisedSchema):
    """A verdict of the rubric on the whole message."""

    id = _text("Its id, which never changes.")
    severity = _one_of(SEVERITIES, "How much it weighs.")
    what = _text("What it is.")


class RubricCommitmentSchema(Schema):
    """A step a recipient can be asked to take."""

    id = _text("Its id, which never changes.")
    difficulty = _whole("From 1, the hardest to grant, to 11.", 1, 11)
    title = _text("Its name.")
    what = _text("What it is.")


class RubricResistanceSchema(Schema):
    """A way a recipient holds back."""

    id = _text("Its id, which never changes.")
    refusal = fields.Boolean(required=True, metadata={"description": "Whether it declines what was asked."})
    title = _text("Its name.")
    what = _text("What it is.")
    advice = _text("How to answer it.")


class RubricSchema(Schema):
    """What the reviewer looks for, in one language."""

    bundle = _text("Which bundle it belongs to.")
    language = _one_of(LANGUAGES, "The language of its words.")
    signals = fields.List(fields.Nested(RubricSignalSchema), required=True)
    checks = fields.List(fields.Nested(RubricEntrySchema), required=True)
    headlines = fields.List(fields.Nested(RubricHeadlineSchema), required=True)
    commitments = fields.List(fields.Nested(RubricCommitmentSchema), required=True)
    resistances = fields.List(fields.Nested(RubricResistanceSchema), required=True)


class RubricAnswerSchema(Schema):
    """The answer to a question for the rubric."""

    rubric = fields.Nested(RubricSchema, required=True)


class PairAnswerSchema(Schema):
    """A new pairing."""

    token = _text("The token; it is shown this once.")
    server = _text("The address it is good for.")


class TokenSchema(Schema):
    """A pairing, without its secret."""

    id = _text("Its id.")
    origin = _text("The extension it is bound to; null for a program.", allow_none=True)
    created_at = fields.DateTime(required=True, format="iso", metadata={"description": "When it was paired."})
    used_at = fields.DateTime(
        required=True, format="iso", metadata={"description": "When it was last used, to the hour."}
    )
    current = fields.Boolean(required=True, metadata={"description": "Whether this request used it."})


class TokensAnswerSchema(Schema):
    """The pairings the caller may see: its own."""

    tokens = fields.List(fields.Nested(TokenSchema), required=True)


class StateSchema(Schema):
    """That all is well."""

    status = _one_of(("ok", "ready"), "`ok`: the process answers. `ready`: it can review.")


class ProblemSchema(Schema):
    """What is wrong, as RFC 9457 says it; no word of the request is repeated."""

    type = _text("Where the kind of problem is described.")
    title = _text("Its name.")
    status = _whole("The HTTP status.", 400, 599)
    detail = _text("What to do about it.")
    code = _text("Its code, which never changes.")
    request_id = _text("Which request it was; the same as in the log.")
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "The fields that were refused, and why (422 only)."},
    )
