"""Text is compared in a normal form, and every position points into the text as it was submitted."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

SLOT = re.compile(
    r"`?\{\{[^{}\n]{0,60}\}\}`?"  # {{first_name}}, `{{company}}`
    r"|\$?\{[^{}\n]{1,60}\}"  # {nombre}, ${city}
    r"|\[[^\[\]\n]{1,80}\](?!\()"  # [Company]; not a Markdown link
    r"|%[A-Za-z_]{2,40}%"  # %ROLE%
    r"|<[A-Za-z_][\w ]{1,40}>"  # <company>
    r"|\$[A-Za-z]\w{2,40}"  # $contactName
    r"|_{3,}|#{3,}"  # ___, ###
)
# Every repetition is bounded or starts at the edge of a word, so that no text makes a pattern slow.
LINK = re.compile(
    r"(?:https?://|www\.)\S{1,500}"
    r"|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:com|net|org|io|es|mx|co|ai|app|dev|eu)\b(?:/\S{0,500})?"
)
ADDRESS = re.compile(r"(?<![^\s<(,;:])[^\s@]{1,64}@[\w.-]{1,120}\.\w{2,10}")
PHONE = re.compile(r"(?<!\d)\+?\d[\d ().-]{7,20}\d")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,:]\d+)*", re.UNICODE)

# Letters of other scripts that look like Latin ones; a word that mixes scripts is read as Latin.
_LOOKALIKES = str.maketrans("аеіорсухѕһԁԛԝΑΒΕΗΙΚΜΝΟΡΤΧΥοινАВЕКМНОРСТУХ", "aeiopcyxshdqwABEHIKMNOPTXYoivABEKMHOPCTYX")
_PUNCTUATION = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})


def is_slot(text: str) -> bool:
    """Whether the text consists of merge fields and punctuation alone."""
    return SLOT.search(text) is not None and not WORD.search(SLOT.sub(" ", text))


def plain(text: str) -> str:
    """Return the normal form that features are drawn from; its offsets are not those of the text.

    Compatibility forms are folded, invisible characters dropped, look-alike letters read as Latin and
    typographic quotes and dashes made plain, so that none of these hides a sentence from the classifier.

    >>> plain("Our p\u200blatform — the “best”")
    'Our platform - the "best"'
    """
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", text).translate(_PUNCTUATION)
    visible = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    return re.sub(r"\w+", lambda word: _in_one_script(word[0]), visible)


def _in_one_script(word: str) -> str:
    latin = word.translate(_LOOKALIKES)
    return latin if latin != word and re.search(r"[A-Za-z]", word) else word


def masked(text: str) -> str:
    """Return the plain text with merge fields, links, addresses and telephone numbers replaced by one word each.

    >>> masked("Hi {{first_name}}, see www.acme.com or [Calendar Link]")
    'Hi xxslot, see xxlink or xxslot'
    """
    text = plain(text)
    text = ADDRESS.sub("xxaddress", text)
    text = LINK.sub("xxlink", text)
    text = SLOT.sub("xxslot", text)
    return PHONE.sub("xxphone", text)


def word_count(text: str) -> int:
    """Return the number of words, a merge field counting as one.

    >>> word_count("Hi {{first_name}}, 15 minutes?")
    4
    """
    return len(WORD.findall(SLOT.sub(" xxslot ", text)))


def utf16_offsets(text: str) -> list[int] | range:
    """Return for each code point position, the end included, its offset in UTF-16 code units.

    >>> utf16_offsets("a👋b")[3]
    4
    """
    if text.isascii():
        return range(len(text) + 1)
    return [0, *accumulate(2 if ord(c) > 0xFFFF else 1 for c in text)]
