"""English, Spanish, or an honest abstention."""

from __future__ import annotations

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from tellcheck_model.rubric import LANGUAGES
from tellcheck_model.text import ADDRESS, LINK, SLOT, plain, word_count

_CERTAIN = 0.9  # another language must be this likely before the review abstains
_LAST_LATIN = 0x24F
_FEWEST_WORDS = 5  # shorter texts are read as English or Spanish, whichever is likelier


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=512)
def language_of(text: str) -> str | None:
    """Return `en` or `es`, or None for a text in another language.

    Merge fields, links and addresses are left out, since their English words say nothing of the message.

    >>> language_of("Hola [First Name], ¿te va bien el martes?")
    'es'
    """
    words = plain(text)
    for pattern in (ADDRESS, LINK, SLOT):
        words = pattern.sub(" ", words)
    letters = [c for c in words if c.isalpha()]
    if sum(ord(c) > _LAST_LATIN for c in letters) * 2 > len(letters):
        return None
    ranked: list[tuple[str, float]] = _identifier().rank(words.lower())
    best, chance = ranked[0]
    if best not in LANGUAGES and chance >= _CERTAIN and word_count(words) >= _FEWEST_WORDS:
        return None
    return next((language for language, _ in ranked if language in LANGUAGES), None)
