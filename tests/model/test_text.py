"""The normal form hides nothing and reveals nothing new; offsets count UTF-16 code units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tellcheck_model.text import is_slot, masked, plain, utf16_offsets, word_count


@given(st.text(max_size=200))
def test_offsets_are_those_of_javascript(text: str) -> None:
    offsets = utf16_offsets(text)
    assert [offsets[i] for i in range(len(text) + 1)] == [
        len(text[:i].encode("utf-16-le", "surrogatepass")) // 2 for i in range(len(text) + 1)
    ]


@pytest.mark.parametrize(
    "hidden",
    ["our pl\u200batform", "our pl\u00adatform", "our pl\u2060atform", "our plаtform", "оur platform", "ｏur platform"],
    ids=["zero width", "soft hyphen", "word joiner", "Cyrillic a", "Cyrillic o", "full width"],
)
def test_invisible_and_lookalike_characters_do_not_hide_a_word(hidden: str) -> None:
    assert plain(hidden) == "our platform"


def test_words_of_other_scripts_are_left_as_they_are() -> None:
    assert plain("привет мир") == "привет мир"


@pytest.mark.parametrize(
    "slot", ["{{first_name}}", "{nombre}", "[Company]", "%ROLE%", "${city}", "$name", "<name>", "___"]
)
def test_merge_fields_of_every_common_tool_are_known(slot: str) -> None:
    assert masked(f"Hi {slot}, hello") == "Hi xxslot, hello"
    assert is_slot(f"{slot},")
    assert word_count(f"Hi {slot} there") == 3


def test_a_link_in_markdown_is_no_merge_field() -> None:
    assert "xxslot" not in masked("see [our page](https://acme.com)")
