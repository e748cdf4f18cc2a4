"""The encoder in service: segments in, log-odds of every label out, each by itself so that it can be remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tellcheck_model.stack import Matrix
from tellcheck_model.text import ADDRESS, LINK, PHONE, SLOT, plain

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

NETWORK, TOKENIZER, LABELS = "encoder.onnx", "tokenizer.json", "labels.txt"
LONGEST = 80  # tokens of a segment that are read
BEGIN, PAD, END = 0, 1, 2
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


@dataclass(frozen=True)
class Encoder:
    """The tuned network and its tokenizer, loaded when they are first used."""

    folder: Path
    threads: int = 0  # 0: as many as the machine has cores

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple((self.folder / LABELS).read_text("utf-8").split())

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self.folder / TOKENIZER))

    @cached_property
    def _session(self) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = self.threads
        options.log_severity_level = 3
        return InferenceSession(self.folder / NETWORK, options, providers=["CPUExecutionProvider"])

    def tokens(self, text: str) -> list[int]:
        """Return the ids of the text's pieces, with those of its begin and end."""
        return [BEGIN, *self._tokenizer.encode(prepared(text)).ids[:LONGEST], END]

    def odds(self, texts: Sequence[str]) -> Matrix:
        """Return the log-odds, texts × labels."""
        rows = [self.tokens(text) for text in texts]
        found = np.zeros((len(rows), len(self.labels)), dtype=np.float32)
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            ids = padded([rows[i] for i in chosen])
            found[chosen] = self._session.run(None, {"ids": ids})[0]
        return found


def padded(rows: Sequence[Sequence[int]]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return the rows as one matrix, filled up with PAD."""
    ids = np.full((len(rows), max(map(len, rows))), PAD, dtype=np.int64)
    for row, tokens in zip(ids, rows, strict=True):
        row[: len(tokens)] = tokens
    return ids
