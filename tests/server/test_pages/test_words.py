"""The pages say the same in English and in Spanish, and each person gets the language they chose."""

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest
from browsing import Parse, Visitor
from tellcheck_model import Reviewer
from tellcheck_server.pages.words import words_in

SAME_IN_BOTH = {"site.api", "channels.inmail", "headlines.absent", "examples.pitch.channel", "examples.better.channel"}


def flat(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for name, entry in table.items():
        if isinstance(entry, dict):
            yield from flat(entry, f"{path}{name}.")
        else:
            yield path + name, entry


def test_every_word_is_there_in_both_languages_with_the_same_values_to_fill_in() -> None:
    english, spanish = (dict(flat(words_in(language).entries)) for language in ("en", "es"))
    assert english.keys() == spanish.keys()
    for key, words in english.items():
        names = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (words, spanish[key])]
        assert names[0] == names[1], key
        assert words != spanish[key] or key in SAME_IN_BOTH, f"{key} is the same in both languages"


def test_every_word_the_templates_ask_for_is_written() -> None:
    from importlib.resources import files

    written = dict(flat(words_in("en").entries))
    for template in files("tellcheck_server.pages").joinpath("templates/pages").iterdir():
        for key in re.findall(
            r"""words(?:\.counted|\.entry)?\(["']([a-z_.]+)["'](?! ~)""", template.read_text("utf-8")
        ):
            assert key in written or f"{key}.other" in written, f"{template.name}: {key}"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.5", "es"),
        ("en-GB", "en"),
        ("de,fr;q=0.8", "en"),
        ("de,es;q=0.5", "es"),
        ("", "en"),
    ],
)
def test_the_browser_s_language_is_followed(visitor: Visitor, parsed: Parse, accepted: str, language: str) -> None:
    page = parsed(visitor.open("/", **{"Accept-Language": accepted}))
    assert page.elements[0] == ("html", {"lang": language})


def test_a_chosen_language_is_remembered(visitor: Visitor) -> None:
    assert '<html lang="es">' in visitor.open("/?lang=es").text
    assert '<html lang="es">' in visitor.open("/rubric").text
    assert '<html lang="en">' in visitor.open("/rubric?lang=en").text
    assert '<html lang="en">' in visitor.open("/").text


def test_an_unknown_language_is_ignored(visitor: Visitor) -> None:
    response = visitor.open("/?lang=%3Cscript%3E")
    assert '<html lang="en">' in response.text and "Set-Cookie" not in response.headers


def test_changing_the_language_keeps_what_was_typed(visitor: Visitor, parsed: Parse) -> None:
    response = visitor.post("/", draft="Hi Ana, we are the leading provider.", channel="email", lang="es")
    assert '<html lang="es">' in response.text and 'value="email" selected' in response.text
    assert parsed(response).field("draft") == "Hi Ana, we are the leading provider."
    empty = visitor.post("/", draft="", lang="en")
    assert empty.status_code == 200 and "Paste a draft first" not in empty.text


def test_the_rubric_page_has_everything_in_both_languages(visitor: Visitor, reviewer: Reviewer) -> None:
    rubric = reviewer.rubric
    lists = (rubric.signals, rubric.checks, rubric.headlines, rubric.commitments, rubric.resistances)
    for language in ("en", "es"):
        page = visitor.page(f"/rubric?lang={language}")
        for entry in (entry for entries in lists for entry in entries.values()):
            assert entry.id in page.ids
            for wording in entry.wording.values():
                for words in wording.values():
                    assert words in page.text, f"{entry.id}: {words}"
