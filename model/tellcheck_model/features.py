"""The features of one segment: words, letters and families of words, computed alike in training and in service.

Everything that depends on a single word is computed once a word and remembered, so that a draft costs little more
than looking its words up. A segment becomes one row of a sparse float32 matrix: three blocks of n-grams (words and
pairs of words, letters inside words, both weighted by inverse document frequency and scaled to unit length) and
a block of counts (families of words from `training_data/lexicon.toml`, marks, numbers, merge fields, length).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tellcheck_model.text import masked

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[.,:]\d+)*|[?!%$€£:;]|\.\.\.")
_MARKS = {
    "ends_with_question": re.compile(r"\?\W*$"),
    "has_question": re.compile(r"\?"),
    "opens_question": re.compile(r"¿"),
    "exclaims": re.compile(r"!"),
    "ends_with_colon": re.compile(r":\s*$"),
    "ends_with_comma": re.compile(r",\s*$"),
    "no_end_mark": re.compile(r"[\w>)\]}]\s*$"),
    "bullet": re.compile(r"^\s*(?:[-*•·‣▪●○✓✔✅☑➜➤►▶→]|\d{1,2}[.)]\s)"),
    "signature_dash": re.compile(r"^\s*--?\s*\S+(?:\s\S+)?$"),
    "digit": re.compile(r"\d"),
    "percent": re.compile(r"\d\s?%|percent|por ciento"),
    "money": re.compile(r"[$€£]\s?\d|\d\s?(?:€|usd|eur|k\b)", re.IGNORECASE),
    "duration": re.compile(r"\d+\s?-?\s?(?:min|minut|hour|hr|hora)", re.IGNORECASE),
    "clock": re.compile(r"\b\d{1,2}(?::\d\d)?\s?(?:am|pm|h)\b|\b\d{1,2}:\d\d\b", re.IGNORECASE),
    "from_to": re.compile(r"\b(?:from|de|from about)\s+\S*\d.*\b(?:to|a)\s+\S*\d", re.IGNORECASE),
    "slot": re.compile(r"xxslot"),
    "link": re.compile(r"xxlink"),
    "address_or_phone": re.compile(r"xxaddress|xxphone"),
    "only_slots": re.compile(r"^\W*(?:xxslot\W*)+$"),
    "all_capitals": re.compile(r"\b[A-ZÁÉÍÓÚÑ]{4,}\b"),
    "name_inside": re.compile(r"(?<=[a-záéíóúñ,] )[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+"),
    "commas": re.compile(r","),
    "triad": re.compile(r"\w+, [^,.?!]+,? (?:and|y|e|or|o) \w+"),
    "dash": re.compile(r" - |--"),
    "postscript": re.compile(r"^\s*p\.?\s?[sd]\b", re.IGNORECASE),
    "reply_prefix": re.compile(r"^\s*(?:re|fwd?|rv)\s?:", re.IGNORECASE),
    "opt_out": re.compile(r"unsubscribe|opt[ -]?out|darse de baja|dejar de recibir", re.IGNORECASE),
    "starts_lower": re.compile(r"^\s*[a-záéíóúñ]"),
}
_LONGEST = 1_500  # characters of a segment that are looked at; no sentence is longer
_LENGTHS = (2, 4, 6, 9, 13, 18, 26)
Families = dict[str, tuple[str, ...]]


def families_of(lexicon: dict[str, dict[str, str]]) -> Families:
    """Return the words of each family, all languages together, from the parsed lexicon file."""
    return {name: tuple(" ".join(words.values()).split()) for name, words in lexicon.items()}


class SegmentVectorizer:
    """Turns segments into rows of a sparse matrix; fit it on the segments of the training messages."""

    def __init__(
        self, families: Families, min_count: int = 2, letters: tuple[int, int] = (2, 4), dense_weight: float = 0.5
    ) -> None:
        self.families = families
        self.min_count = min_count
        self.letters = letters
        self.dense_weight = dense_weight

    def fit(self, segments: Iterable[str], y: object = None) -> SegmentVectorizer:
        """Learn the vocabulary and its weights; an n-gram found in fewer than `min_count` segments is left out."""
        words: Counter[str] = Counter()
        pieces: Counter[str] = Counter()
        total = 0
        for segment in segments:
            total += 1
            tokens = self._tokens(masked(segment[:_LONGEST]))
            words.update({*tokens, *(f"{a} {b}" for a, b in pairwise(tokens))})
            pieces.update({piece for token in set(tokens) for piece in self._pieces(token)})
        self.word_ids_, word_idf = self._vocabulary(words, total, 0)
        self.piece_ids_, piece_idf = self._vocabulary(pieces, total, len(word_idf))
        self.idf_ = np.concatenate([word_idf, piece_idf]).astype(np.float32)
        self.dense_start_ = len(self.idf_)
        self.dense_names_ = [*self.families, *_MARKS, *(f"over_{n}_words" for n in _LENGTHS), "family_share"]
        self._prepare()
        return self

    def _vocabulary(self, counts: Counter[str], total: int, start: int) -> tuple[dict[str, int], NDArray[np.float64]]:
        kept = sorted(gram for gram, count in counts.items() if count >= self.min_count)
        idf = np.log((1 + total) / (1 + np.array([counts[gram] for gram in kept], dtype=np.float64))) + 1
        return {gram: start + i for i, gram in enumerate(kept)}, idf

    def _prepare(self) -> None:
        """Build what is derived from the fitted state and not stored with it."""
        exact: dict[str, list[int]] = {}
        prefixes: list[tuple[str, int]] = []
        for number, words in enumerate(self.families.values()):
            for word in words:
                if word.endswith("*"):
                    prefixes.append((word[:-1], number))
                else:
                    exact.setdefault(word, []).append(number)
        self._exact, self._prefixes = exact, prefixes
        self._remembered: dict[str, tuple[int, list[int], list[int]]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key not in ("_exact", "_prefixes", "_remembered")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        if hasattr(self, "idf_"):
            self._prepare()

    @property
    def width(self) -> int:
        """The number of columns of the matrix."""
        return self.dense_start_ + len(self.dense_names_)

    def transform(self, segments: Sequence[str]) -> csr_matrix:
        """Return the float32 matrix of the segments, one row each."""
        columns: list[int] = []
        values: list[NDArray[np.float32]] = []
        ends = [0]
        for segment in segments:
            row_columns, row_values = self._row(segment)
            columns += row_columns
            values.append(row_values)
            ends.append(len(columns))
        data = np.concatenate(values) if values else np.empty(0, dtype=np.float32)
        return csr_matrix(
            (data, np.array(columns, dtype=np.int32), np.array(ends, dtype=np.int32)), shape=(len(segments), self.width)
        )

    def _row(self, segment: str) -> tuple[list[int], NDArray[np.float32]]:
        text = masked(segment[:_LONGEST])
        tokens = self._tokens(text)
        words: list[int] = []
        pieces: list[int] = []
        counts = [0] * len(self.families)
        for token in tokens:
            word, token_pieces, families = self._of_word(token)
            if word >= 0:
                words.append(word)
            pieces += token_pieces
            for family in families:
                counts[family] += 1
        pair = self.word_ids_.get
        words += [id for a, b in pairwise(tokens) if (id := pair(f"{a} {b}")) is not None]
        word_columns, word_values = self._weighted(words)
        piece_columns, piece_values = self._weighted(pieces)
        dense = self._dense(text, tokens, counts)
        used = np.flatnonzero(dense)
        return (
            [*word_columns.tolist(), *piece_columns.tolist(), *(used + self.dense_start_).tolist()],
            np.concatenate([word_values, piece_values, dense[used] * self.dense_weight]).astype(np.float32),
        )

    def _weighted(self, ids: list[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        if not ids:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        columns, counts = np.unique(np.array(ids), return_counts=True)
        weights = (1 + np.log(counts)) * self.idf_[columns]
        return columns, weights / np.sqrt(weights @ weights)

    def _dense(self, text: str, tokens: list[str], counts: list[int]) -> NDArray[np.float32]:
        marks = [
            min(len(pattern.findall(text)), 4) / (2 if name == "commas" else 1) for name, pattern in _MARKS.items()
        ]
        lengths = [float(len(tokens) > n) for n in _LENGTHS]
        share = sum(map(bool, counts)) / max(len(tokens), 1)
        return np.array([*(min(c, 3) for c in counts), *marks, *lengths, share], dtype=np.float32)

    def _of_word(self, token: str) -> tuple[int, list[int], list[int]]:
        known = self._remembered.get(token)
        if known is None:
            pieces = [id for piece in self._pieces(token) if (id := self.piece_ids_.get(piece)) is not None]
            families = [*self._exact.get(token, ()), *(n for start, n in self._prefixes if token.startswith(start))]
            known = self.word_ids_.get(token, -1), pieces, families
            if len(self._remembered) < 50_000:  # a bound, since drafts hold words that never come back
                self._remembered[token] = known
        return known

    def _pieces(self, token: str) -> list[str]:
        if token.startswith("xx") or not token[0].isalpha():
            return []
        framed = f" {token} "
        shortest, longest = self.letters
        return [framed[i : i + n] for n in range(shortest, longest + 1) for i in range(len(framed) - n + 1)]

    @staticmethod
    def _tokens(text: str) -> list[str]:
        return [re.sub(r"\d", "0", token) for token in _TOKEN.findall(text.lower())]
