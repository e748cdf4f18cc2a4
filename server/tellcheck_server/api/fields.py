"""Fields: a value has the type the schema says, or is refused; nothing is converted on the way in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields

NOT_WELL_FORMED = "Holds a lone surrogate or a control character."
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class Text(fields.String):
    """A string that every later reader can encode: no lone surrogates, no control characters but tab and newlines."""

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if _NOT_TEXT.search(value):
            raise ValidationError(NOT_WELL_FORMED)
        return value


class Sequence(fields.List[Any]):
    """A JSON array; an object is none, though Python can iterate it."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object
    ) -> list[Any]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class Moment(fields.AwareDateTime):
    """A time with its offset, as ISO 8601 and RFC 3339 write it."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object
    ) -> datetime:
        if not isinstance(value, str) or len(value) > 40:
            raise self.make_error("invalid", input="", obj_type=self.OBJ_TYPE)
        try:
            found: datetime = super()._deserialize(value, attr, data, **kwargs)
        except OverflowError:
            raise self.make_error("invalid", input="", obj_type=self.OBJ_TYPE) from None
        return found
