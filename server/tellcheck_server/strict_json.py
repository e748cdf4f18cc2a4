"""Strict JSON: what two readers could understand differently is refused, and nothing costs more than its length."""

from __future__ import annotations

import json
import math
import re
from typing import NoReturn, cast

JsonValue = dict[str, "JsonValue"] | list["JsonValue"] | str | int | float | bool | None

MAX_DEPTH = 16
# A whole string is one step: the possessive quantifier and the optional closing quote keep an unclosed string linear.
_STRINGS_AND_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


class JsonError(ValueError):
    """A body that is not strict JSON; the message never repeats any of it."""


def parse_json(body: bytes) -> JsonValue:
    """The value of a strict JSON text; JsonError for any other body.

    Refused are: anything but UTF-8 without a byte order mark, nesting deeper than 16, a repeated key,
    NaN and Infinity, a number too large for a float, an integer of thousands of digits, trailing data.
    """
    _refuse_deep_nesting(body)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise JsonError("The body is not UTF-8.") from None
    if text.startswith("\ufeff"):
        raise JsonError("The body starts with a byte order mark.")
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_float=_float, parse_int=_int
        )
    except JsonError:
        raise
    except (ValueError, RecursionError):
        raise JsonError("The body is not JSON.") from None
    return cast("JsonValue", value)


def _refuse_deep_nesting(body: bytes) -> None:
    depth = 0
    for match in _STRINGS_AND_BRACKETS.finditer(body):
        mark = match.group()
        if mark in (b"[", b"{"):
            depth += 1
            if depth > MAX_DEPTH:
                raise JsonError(f"The body is nested deeper than {MAX_DEPTH} levels.")
        elif mark in (b"]", b"}"):
            depth -= 1


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise JsonError("An object has the same key twice.")
    return found


def _refuse_constant(_name: str) -> NoReturn:
    raise JsonError("NaN and Infinity are not JSON.")


def _float(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise JsonError("A number is too large.")
    return value


def _int(digits: str) -> int:
    if len(digits) > 20:  # more than any 64-bit integer needs
        raise JsonError("A number is too large.")
    return int(digits)
