"""The sentence encoder: what a sentence means beside which words it has. Segments in, log-odds of every label out.

multilingual-e5-small (MIT), cut to English and Spanish and to its lower layers, tuned to the labels of the rubric and
written in 8-bit integers by `tellcheck_encoder`. It reads each segment by itself, so that each can be remembered.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tellcheck_model.stack import Matrix
from tellcheck_model.text import ADDRESS, LINK, PHONE, SLOT, plain

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from sentencepiece import SentencePieceProcessor

RELEASED = Path(__file__).with_name("encoder_files")
NETWORK, TOKENIZER, LABELS, LEARNED = "encoder.onnx", "tokenizer.model", "labels.txt", "learned.txt"
FILES = (NETWORK, TOKENIZER, LABELS, LEARNED)
LONGEST = 80  # tokens of a segment that are read
_BEGIN, _PAD, _END = 0, 1, 2
_CHARACTERS = 1_500
_BATCH = 32  # segments of about one length at a time, so that little is computed for padding


def prepared(text: str) -> str:
    """Return the text as the encoder reads it: in its normal form, with one sign for a merge field, a link, a number.

    >>> prepared("Hi {{first_name}}, see www.acme.com")
    'Hi [X], see [link]'
    """
    text = plain(text[:_CHARACTERS])
    for pattern, sign in ((SLOT, "[X]"), (ADDRESS, "[mail]"), (LINK, "[link]"), (PHONE, "[phone]")):
        text = pattern.sub(sign, text)
    return text


def padded(rows: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """Return the rows as one matrix, filled up with the piece that stands for nothing."""
    ids = np.full((len(rows), max(map(len, rows))), _PAD, dtype=np.int64)
    for row, tokens in zip(ids, rows, strict=True):
        row[: len(tokens)] = tokens
    return ids


@dataclass
class Encoder:
    """The tuned network and its tokenizer, loaded when first used; safe to share between threads."""

    folder: Path = RELEASED
    _loaded: tuple[int, InferenceSession] | None = field(default=None, repr=False)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The names of the columns: the classifier's labels of a sentence, then the resistances."""
        return tuple((self.folder / LABELS).read_text("utf-8").split())

    @cached_property
    def learned(self) -> frozenset[str]:
        """The ids of the messages it was tuned on; what it says of these is no measure of it."""
        return frozenset((self.folder / LEARNED).read_text("utf-8").split())

    def digests(self) -> dict[str, str]:
        """Return the sha256 of its files, by name; OSError where one is missing."""
        return {name: sha256((self.folder / name).read_bytes()).hexdigest() for name in FILES}

    def tokens(self, text: str) -> list[int]:
        """Return the ids of the text's pieces, with those of its begin and end."""
        return [_BEGIN, *self._tokenizer.encode(prepared(text))[:LONGEST], _END]

    def odds(self, texts: Sequence[str]) -> Matrix:
        """Return the log-odds, texts × labels."""
        rows = [self.tokens(text) for text in texts]
        found = np.zeros((len(rows), len(self.labels)), dtype=np.float32)
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            found[chosen] = self._session().run(None, {"ids": padded([rows[i] for i in chosen])})[0]
        return found

    def joined(self, words: Matrix, texts: Sequence[str], labels: Sequence[str]) -> Matrix:
        """Return the mean of the words' log-odds (texts × labels) and its own; an unknown label keeps the words'."""
        known = [j for j, label in enumerate(labels) if label in self.labels]
        joined = words.copy()
        if texts and known:
            own = self.odds(texts)[:, [self.labels.index(labels[j]) for j in known]]
            joined[:, known] = (words[:, known] + own) / 2
        return joined

    @cached_property
    def _tokenizer(self) -> SentencePieceProcessor:
        from sentencepiece import SentencePieceProcessor

        return SentencePieceProcessor(model_file=str(self.folder / TOKENIZER))

    def _session(self) -> InferenceSession:
        """Return the session of this process: the threads of one made before a fork do not exist after it."""
        if self._loaded is None or self._loaded[0] != os.getpid():
            from onnxruntime import InferenceSession, SessionOptions

            options = SessionOptions()
            options.log_severity_level = 3
            session = InferenceSession(self.folder / NETWORK, options, providers=["CPUExecutionProvider"])
            self._loaded = os.getpid(), session
        return self._loaded[1]

    def __getstate__(self) -> dict[str, object]:
        return {"folder": self.folder, "_loaded": None}
