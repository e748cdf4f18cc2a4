"""Small changes to a draft: some that no reader sees, some that a hurried writer makes, some that try to win points.

Every change is deterministic; merge fields, links and addresses keep their letters unless the change is about them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from random import Random
from zlib import crc32

from tellcheck_model.segments import Segment, segments_of
from tellcheck_model.text import ADDRESS, LINK, SLOT

INVISIBLE, NOISE, GAMING = "invisible", "noise", "gaming"
HARMLESS = {
    "en": (
        "It rained here all morning.",
        "The trains are running again today.",
        "The trees on our street are turning yellow.",
        "There was a market on the square yesterday.",
        "The evenings are getting shorter.",
        "My neighbour has painted his fence green.",
        "The bakery on the corner opens at seven.",
        "It took me ten minutes to find my umbrella.",
        "The river is quite high at the moment.",
        "On Saturday the clocks go back.",
    ),
    "es": (
        "Aquí ha llovido toda la mañana.",
        "Hoy vuelven a circular los trenes.",
        "Los árboles de la calle se están poniendo amarillos.",
        "Ayer hubo mercado en la plaza.",
        "Las tardes se van haciendo más cortas.",
        "Mi vecino ha pintado la valla de verde.",
        "La panadería de la esquina abre a las siete.",
        "He tardado diez minutos en encontrar el paraguas.",
        "El río baja bastante crecido.",
        "El sábado se atrasan los relojes.",
    ),
}
THANKS = {"en": "Thank you for your time.", "es": "Gracias por tu tiempo."}
HOLLOW = {"en": "I read your article.", "es": "Leí tu artículo."}
_FIELD = re.compile("|".join(pattern.pattern for pattern in (SLOT, LINK, ADDRESS)))
_LETTERS = re.compile(r"[^\W\d_]+")
_LONG = 4  # letters; shorter words get no typo and no hidden character
_CYRILLIC = str.maketrans("aeopcyx", "аеорсух")
_ACCENTS = str.maketrans("áéíóúüÁÉÍÓÚÜ", "aeiouuAEIOUU")
_CURLY = str.maketrans({"'": "’"})


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a draft, its language, and its longest sentence with a tell, where it has one."""

    text: str
    language: str
    pitch: str | None = None


@dataclass(frozen=True, slots=True)
class Perturbation:
    """A change by name; `everywhere` is made to the subject too, `body` to the text alone."""

    name: str
    kind: str
    everywhere: Callable[[str], str] | None = None
    body: Callable[[Body], str] | None = None

    def subject(self, subject: str | None) -> str | None:
        """Return the changed subject."""
        return self.everywhere(subject) if subject and self.everywhere else subject

    def text(self, body: Body) -> str:
        """Return the changed text; the same text where the change finds nothing to change."""
        if self.everywhere:
            return self.everywhere(body.text)
        return self.body(body) if self.body else body.text


def typos(text: str) -> str:
    """Return the text with a slip in one word of eight (at least one): letters swapped, left out or doubled."""
    words = _words(text)
    long = [word for word in words if len(word[0]) >= _LONG]
    random = Random(crc32(text.encode()))
    chosen = random.sample(long, min(len(long), max(1, round(len(words) / 8))))
    for word in sorted(chosen, key=lambda word: -word.start()):
        text = text[: word.start()] + _slip(word[0], random) + text[word.end() :]
    return text


def hidden_characters(text: str) -> str:
    """Return the text with a zero-width space, a soft hyphen or a word joiner inside every long word.

    >>> hidden_characters("our platform") == "our plat\\u200bform"
    True
    """
    hidden = cycle("\u200b\u00ad\u2060")
    return _in_long_words(text, lambda word: word[: len(word) // 2] + next(hidden) + word[len(word) // 2 :])


def look_alikes(text: str) -> str:
    """Return the text with one Cyrillic letter in every long word that has a letter with such a twin."""
    return _in_long_words(text, lambda word: re.sub("[aeopcyx]", lambda m: m[0].translate(_CYRILLIC), word, count=1))


def curly_quotes(text: str) -> str:
    """Return the text with typographic quotes.

    >>> curly_quotes('it\\'s "new"')
    'it’s “new”'
    """
    return re.sub(r'"([^"\n]*)"', r"“\1”", text).translate(_CURLY)


def trailing_spaces(text: str) -> str:
    """Return the text with two spaces behind every line."""
    return "".join(f"{line}  \n" for line in text.splitlines())


def blank_lines(text: str) -> str:
    """Return the text with every blank line twice, and more at both ends."""
    return "\n\n" + re.sub(r"\n\n", "\n\n\n", text) + "\n\n\n"


def renamed_fields(text: str) -> str:
    """Return the text with other names in its merge fields.

    >>> renamed_fields("Hi {{first_name}} of [Company]")
    'Hi {{target_field}} of [target_field]'
    """
    return SLOT.sub(lambda field: re.sub(r"(?=\w*[^\W\d_])\w.*\w|[^\W\d_]", "target_field", field[0], count=1), text)


def with_emoji(body: Body) -> str:
    """Return the text with a smiley behind its last finished sentence."""
    end = _last_sentence(body.text).end
    return f"{body.text[:end]} 🙂{body.text[end:]}"


def with_question_mark(body: Body) -> str:
    """Return the text with a question mark in place of the mark that ends its last sentence."""
    sentence = _last_sentence(body.text)
    return body.text[: sentence.start] + sentence.text.rstrip(".!?…") + "?" + body.text[sentence.end :]


def padded(count: int) -> Callable[[Body], str]:
    """Return the change that adds so many harmless sentences as a paragraph behind the greeting."""
    return lambda body: _behind_greeting(body.text, " ".join(HARMLESS[body.language][:count]) + "\n\n")


def with_hollow_strength(body: Body) -> str:
    """Return the text with a claim to have read something in front of its first sentence."""
    return _behind_greeting(body.text, HOLLOW[body.language] + " ")


def with_thanks(body: Body) -> str:
    """Return the text with a line of thanks at its end."""
    return f"{body.text.rstrip()}\n\n{THANKS[body.language]}"


def split_pitch(body: Body) -> str:
    """Return the text with its longest sentence that carries a tell broken into two lines at the middle word."""
    words = body.pitch.split(" ") if body.pitch else []
    if len(words) < _LONG:
        return body.text
    half = len(words) // 2
    return body.text.replace(" ".join(words), " ".join(words[:half]) + "\n" + " ".join(words[half:]), 1)


PERTURBATIONS = (
    Perturbation("hidden_characters", INVISIBLE, everywhere=hidden_characters),
    Perturbation("look_alike_letters", INVISIBLE, everywhere=look_alikes),
    Perturbation("curly_quotes", INVISIBLE, everywhere=curly_quotes),
    Perturbation("trailing_spaces", INVISIBLE, body=lambda body: trailing_spaces(body.text)),
    Perturbation("blank_lines", INVISIBLE, body=lambda body: blank_lines(body.text)),
    Perturbation("merge_field_renamed", INVISIBLE, everywhere=renamed_fields),
    Perturbation("typos", NOISE, everywhere=typos),
    Perturbation("lower_case", NOISE, everywhere=lambda text: _outside_fields(text, str.lower)),
    Perturbation("capitals", NOISE, everywhere=lambda text: _outside_fields(text, str.upper)),
    Perturbation("emoji", NOISE, body=with_emoji),
    Perturbation("accents_left_out", NOISE, everywhere=lambda text: text.translate(_ACCENTS)),
    Perturbation("padding_1", GAMING, body=padded(1)),
    Perturbation("padding_3", GAMING, body=padded(3)),
    Perturbation("padding_10", GAMING, body=padded(10)),
    Perturbation("question_mark", GAMING, body=with_question_mark),
    Perturbation("thanks", GAMING, body=with_thanks),
    Perturbation("pitch_in_two_lines", GAMING, body=split_pitch),
    Perturbation("hollow_strength", GAMING, body=with_hollow_strength),
)


def _outside_fields(text: str, change: Callable[[str], str]) -> str:
    parts, at = [], 0
    for field in _FIELD.finditer(text):
        parts += [change(text[at : field.start()]), field[0]]
        at = field.end()
    return "".join([*parts, change(text[at:])])


def _in_long_words(text: str, change: Callable[[str], str]) -> str:
    def changed(word: re.Match[str]) -> str:
        return change(word[0]) if len(word[0]) >= _LONG else word[0]

    return _outside_fields(text, lambda part: _LETTERS.sub(changed, part))


def _words(text: str) -> list[re.Match[str]]:
    """Return the words outside merge fields, links and addresses."""
    fields = [field.span() for field in _FIELD.finditer(text)]
    return [word for word in _LETTERS.finditer(text) if not any(a <= word.start() < b for a, b in fields)]


def _slip(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    kind = random.choice(("swapped", "left out", "doubled"))
    if kind == "swapped" and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at] * 2 + word[at + 1 :] if kind == "doubled" else word[:at] + word[at + 1 :]


def _last_sentence(text: str) -> Segment:
    """Return the last segment that ends as a sentence does, else the last one."""
    segments = segments_of(text)
    return next((segment for segment in reversed(segments) if segment.text[-1] in ".!?…"), segments[-1])


def _behind_greeting(text: str, addition: str) -> str:
    """Return the text with the addition behind a greeting that has a line of its own, else in front of everything."""
    first = segments_of(text)[0]
    if first.text[-1] not in ",:" or len(first.text.split()) > 6:
        return addition + text
    return f"{text[: first.end]}\n\n{addition}{text[first.end :].lstrip()}"
