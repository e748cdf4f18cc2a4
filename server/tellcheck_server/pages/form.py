"""Form: what was typed into the page becomes a draft by the API's own law, or words for what is wrong with it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from tellcheck_server.api.fields import NOT_WELL_FORMED
from tellcheck_server.api.schemas import CHANNELS, DRAFT_MAX, STAGES, SUBJECT_MAX, ReviewRequestSchema
from tellcheck_server.pages.words import Words

LIMITS = {"draft": DRAFT_MAX, "subject": SUBJECT_MAX, "thread": DRAFT_MAX}
FIELDS = ("draft", "channel", "subject", "thread", "stage")
FIRST_CHANNEL = "linkedin_message"

__all__ = ["CHANNELS", "FIELDS", "LIMITS", "STAGES", "Typed"]


@dataclass(frozen=True)
class Typed:
    """What stands in the fields, exactly as typed but for line ends: a browser sends them as CRLF."""

    draft: str = ""
    channel: str = FIRST_CHANNEL
    subject: str = ""
    thread: str = ""
    stage: str = ""

    @classmethod
    def read(cls, fields: MultiDict[str, str]) -> Typed:
        """Returns what a posted form holds; a field that is not there counts as left alone."""
        return cls(**{name: fields[name].replace("\r\n", "\n") for name in FIELDS if name in fields})

    @property
    def is_empty(self) -> bool:
        """Whether there is no draft to speak of."""
        return not self.draft.strip()

    def mistakes(self, words: Words) -> dict[str, str]:
        """Returns what is wrong, by field, in the reader's language; nothing when the draft can be reviewed."""
        if self.is_empty:
            return {"draft": words("errors.draft_missing")}
        try:
            self.asked()
        except ValidationError as error:
            refused = error.messages_dict
            return {field: self._mistake(field, NOT_WELL_FORMED in str(refused[field]), words) for field in refused}
        return {}

    def asked(self) -> dict[str, Any]:
        """Returns the checked request that the API would get for this; ValidationError where it would refuse it."""
        said = [{"from": "recipient", "text": self.thread}] if self.thread.strip() else []
        fields = asdict(self) | {"subject": self.subject if self.subject.strip() else None, "stage": self.stage or None}
        asked: dict[str, Any] = ReviewRequestSchema().load(fields | {"thread": said})
        return asked

    def _mistake(self, field: str, is_malformed: bool, words: Words) -> str:
        if is_malformed:
            return words("errors.not_well_formed")
        if field not in LIMITS:
            return words(f"errors.{field}_unknown")
        count, limit = len(getattr(self, field)), LIMITS[field]
        return words(f"errors.{field}_too_long", count=count, limit=limit, over=count - limit)
