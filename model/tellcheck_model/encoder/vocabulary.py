"""The vocabulary: the pieces that English and Spanish words, marks and signs are made of, in their pretrained order."""

from __future__ import annotations

from tokenizers import Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Replace, Sequence
from tokenizers.pre_tokenizers import Metaspace
from wordfreq import top_n_list

from tellcheck_model.encoder.source import Pretrained
from tellcheck_model.rubric import LANGUAGES

BEGIN, PAD, END = 0, 1, 2  # of the pretrained vocabulary, and kept in place
WORDS = 20_000  # the commonest words of each language; rarer ones are made of smaller pieces
_LAST_LETTER = 0x2600  # single characters up to here are kept, and emoji
_EMOJI = range(0x1F300, 0x1FAFF)


def tokenizer_of(pieces: list[tuple[str, float]], unknown: int) -> Tokenizer:
    """Return the tokenizer over the pieces and their scores."""
    tokenizer = Tokenizer(Unigram(pieces, unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = Sequence([NFKC(), Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = Metaspace(prepend_scheme="always")
    return tokenizer


def kept_pieces(network: Pretrained) -> list[int]:
    """Return the ids of the pieces to keep, in order."""
    whole = tokenizer_of([(p, float(s)) for p, s in zip(network.pieces, network.scores, strict=True)], network.unknown)
    kept = {BEGIN, PAD, END, network.unknown}
    for language in LANGUAGES:
        for word in top_n_list(language, WORDS):
            kept.update(whole.encode(word).ids, whole.encode(word.capitalize()).ids)
    for number, piece in enumerate(network.pieces):
        letters = piece.removeprefix("▁")
        if len(letters) <= 1 and all(ord(c) < _LAST_LETTER or ord(c) in _EMOJI for c in letters):
            kept.add(number)
    return sorted(kept)


def cut_tokenizer(network: Pretrained, kept: list[int]) -> Tokenizer:
    """Return the tokenizer over the kept pieces, numbered anew."""
    pieces = [(network.pieces[i], float(network.scores[i])) for i in kept]
    return tokenizer_of(pieces, kept.index(network.unknown))
