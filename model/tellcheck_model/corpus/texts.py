"""The text of a message as the checks count it: without merge fields and links, and its body without its frame."""

from __future__ import annotations

import re
from typing import Any

from tellcheck_model.corpus.format import Entry
from tellcheck_model.text import ADDRESS, LINK, SLOT, WORD

Sentence = dict[str, Any]
GREETING = re.compile(
    r"(?i)^(hi|hello|hey|dear|good (morning|day|afternoon)|hola|buen[oa]s|estimad[oa]s?|querid[oa]s?)\b"
)
GREETING_WORDS = 5
FRAME_WORDS = 6  # a line of the signature is no longer than this
LIST_MARK = re.compile(r"^(?:[-–—•*·▪►➤✓✔✅☑»>]|\d{1,2}[.)]|[a-z]\))\s*\S")
BARE_LINE_WORDS = 5


def words_of(text: str) -> list[str]:
    """Return the words in lower case, merge fields, links and addresses left out.

    >>> words_of("Hi {{name}}, see www.acme.com or call Ana")
    ['hi', 'see', 'or', 'call', 'ana']
    """
    for pattern in (ADDRESS, LINK, SLOT):
        text = pattern.sub(" ", text)
    return [word.lower() for word in WORD.findall(text)]


def text_of(entry: Entry) -> str:
    """Return the message without its subject, a line for each sentence."""
    return "\n".join(sentence["text"] for sentence in entry.message["sentences"])


def signals_of(entry: Entry) -> set[str]:
    """Return the signals of the message, those of its subject left out."""
    return {signal for sentence in entry.message["sentences"] for signal in sentence["signals"]}


def heads_of(entry: Entry) -> str:
    """Return the three headlines as digits, such as 101."""
    order = ("straight_pitch", "weak_value_proposition", "missing_value_exchange")
    return "".join(str(entry.message["headlines"][name]) for name in order)


def group_of(entry: Entry) -> str:
    """Return what the message belongs to: its sequence, its minimal pair, or itself. A group never crosses a split.

    Cards share an author within a sequence or pair only, so the author tells it where a short record does not.
    """
    card = entry.message.get("card") or {}
    family, pair = card.get("family"), card.get("pair")
    if isinstance(family, dict):
        return str(family.get("id"))
    if isinstance(pair, dict):
        return str(pair.get("partner"))
    if "pair" not in card:
        return str(entry.message["author"] if card else entry.message["id"])
    return str(card["id"])


def body_of(entry: Entry) -> list[Sentence]:
    """Return the sentences between the greeting and the signature."""
    sentences: list[Sentence] = list(entry.message["sentences"])
    if sentences and _greets(sentences[0]):
        sentences = sentences[1:]
    end = len(sentences)
    while end and _frames(sentences[end - 1]):
        end -= 1
    return sentences[:end]


def is_list_line(text: str) -> bool:
    """Whether the line is an item: marked, numbered, or a few words without an end."""
    bare = len(words_of(text)) <= BARE_LINE_WORDS and not re.search(r"[.?!:,;]", text)
    return bool(LIST_MARK.match(text)) or bare


def _greets(sentence: Sentence) -> bool:
    text = sentence["text"]
    short = len(words_of(text)) <= GREETING_WORDS
    return not sentence["signals"] and short and (bool(GREETING.match(text)) or text.endswith((",", ":", "!")))


def _frames(sentence: Sentence) -> bool:
    text = sentence["text"]
    return not sentence["signals"] and len(words_of(text)) <= FRAME_WORDS and not text.endswith(("?", "."))
