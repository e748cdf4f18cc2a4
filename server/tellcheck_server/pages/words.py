"""Words: every word of the pages, read from one TOML file a language."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from flask import Request

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")
LANGUAGE_COOKIE = "tellcheck_language"


@dataclass(frozen=True)
class Words:
    """The words of one language; calling it with a dotted key gives the words, with the values filled in."""

    language: Language
    entries: dict[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """Returns the words at `key`; raises KeyError when no such words are written.

        >>> words_in("en")("errors.subject_too_long", count=20_001, limit=20_000)
        'The subject has 20,001 characters. At most 20,000 can be reviewed.'
        """
        return str(self.entry(key)).format(**{name: self.number(value) for name, value in values.items()})

    def entry(self, key: str) -> object:
        """Returns what stands at `key`, a text or a table; raises KeyError when nothing does."""
        *path, last = key.split(".")
        table = self.entries
        for name in path:
            table = table[name]
        return table[last]

    def counted(self, key: str, count: int) -> str:
        """Returns the words at `key` for so many things.

        >>> words_in("es").counted("review.strengths", 2)
        '2 fortalezas'
        """
        form = {0: "none", 1: "one"}.get(count, "other")
        return self(f"{key}.{form}", count=count)

    def number(self, value: object) -> object:
        """Returns a whole number with the thousands marked as the language does; anything else unchanged."""
        if not isinstance(value, int):
            return value
        return f"{value:,}" if self.language == "en" else f"{value:,}".replace(",", ".")


@cache
def words_in(language: Language) -> Words:
    """Returns the words of one language."""
    text = files("tellcheck_server.pages").joinpath(f"translations/{language}.toml").read_text("utf-8")
    return Words(language, tomllib.loads(text))


def chosen_language(request: Request) -> Language:
    """Returns the language of this page: what was asked for, else the cookie, else what the browser prefers."""
    wish = asked_language(request) or _known(request.cookies.get(LANGUAGE_COOKIE))
    return wish or _known(request.accept_languages.best_match(LANGUAGES)) or "en"


def asked_language(request: Request) -> Language | None:
    """Returns the language that this request switches to, if it does."""
    return _known(request.args.get("lang")) or _known(request.form.get("lang"))


def _known(wish: str | None) -> Language | None:
    return next((language for language in LANGUAGES if language == wish), None)
