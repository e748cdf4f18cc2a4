"""The classifier: segments in, calibrated probabilities out, for every signal, commitment, headline and resistance.

First stage: one sparse row a segment and one matrix for all labels, joined with the encoder's log-odds. Second stage:
the same labels once more from the first stage's log-odds of the segment, its neighbours and its message. Then the
message: outreach and the headlines from the probabilities of its segments, so that a headline rests on sentences that
can be named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tellcheck_model.context import Variants, message_features, sentence_features, stage_features
from tellcheck_model.encoder import Encoder
from tellcheck_model.features import SegmentVectorizer
from tellcheck_model.stack import LogisticStack, Matrix, sigmoid

_REMEMBERED_SEGMENTS = 4096  # in memory only, least recently used go first


@dataclass(frozen=True)
class Calibration:
    """Turns log-odds into probabilities (slope and shift for each label, after Platt) and holds the thresholds."""

    slope: Matrix
    shift: Matrix
    thresholds: Matrix

    def chances(self, odds: Matrix) -> Matrix:
        """Return the calibrated probabilities of log-odds whose last axis is the labels."""
        return sigmoid(odds * self.slope + self.shift)


@dataclass(frozen=True)
class Labels:
    """The names of the columns, in the order in which every matrix has them."""

    signals: tuple[str, ...]
    commitments: tuple[str, ...]
    verdicts: tuple[str, ...]  # outreach, then the headlines
    stages: tuple[str, ...]
    resistances: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What the classifier says of the variants of a message: arrays with a row for each row, or each variant."""

    variants: Variants
    signals: Matrix  # rows × signals, probabilities
    commitments: NDArray[np.int64]  # rows, the number of the likeliest commitment
    verdicts: Matrix  # variants × verdicts, probabilities


@dataclass
class _Cell:
    """The remembered row of a segment, empty until it has been computed."""

    row: Matrix | None = None


@dataclass
class Classifier:
    """The fitted stages; build it with `tellcheck_model.train`."""

    labels: Labels
    vectorizer: SegmentVectorizer
    first: LogisticStack
    second: LogisticStack
    signal_calibration: Calibration
    message: LogisticStack
    verdict_calibration: Calibration
    stage: LogisticStack
    resistance: LogisticStack
    heard: Matrix  # added to the resistances' log-odds, so that each is expected as often as in practice
    unsure: float  # from this probability of outreach up to its threshold nothing is said
    encoder: Encoder = field(default_factory=Encoder)
    _cell_of: Callable[[str], _Cell] | None = field(default=None, repr=False)

    def __getstate__(self) -> dict[str, object]:
        """The encoder comes with the package, not with the bundle, whose manifest names its digest."""
        return {**self.__dict__, "_cell_of": None, "encoder": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, encoder=Encoder())

    def odds(self, segments: Sequence[str]) -> Matrix:
        """Return the first stage's log-odds, segments × labels; a segment seen lately is not computed again."""
        if self._cell_of is None:
            self._cell_of = lru_cache(maxsize=_REMEMBERED_SEGMENTS)(lambda segment: _Cell())
        cells = [self._cell_of(segment) for segment in segments]
        fresh = {segment: cell for segment, cell in zip(segments, cells, strict=True) if cell.row is None}
        if fresh:
            texts = list(fresh)
            words = self.first.decision(self.vectorizer.transform(texts))
            computed = self.encoder.joined(words, texts, self.first.labels)
            for cell, row in zip(fresh.values(), computed, strict=True):
                cell.row = row
        rows = [cell.row for cell in cells if cell.row is not None]
        return np.array(rows, dtype=np.float32).reshape(len(segments), len(self.first.labels))

    def resistance_of(self, text: str) -> Matrix:
        """Return the probabilities of the resistances in a recipient's message."""
        words = self.resistance.decision(self.vectorizer.transform([text]))
        odds = self.encoder.joined(words, [text], self.resistance.labels)[0] + self.heard
        chances = np.exp(odds - odds.max())
        return np.asarray(chances / chances.sum(), dtype=np.float32)

    def stages_of(self, odds: Matrix, variants: Variants) -> list[str]:
        """Return the likeliest stage of each variant of a message without a thread, from its segments' log-odds."""
        rows = self.stage.decision(stage_features(odds[:, -len(self.labels.stages) :], variants))
        return [self.labels.stages[int(number)] for number in rows.argmax(axis=1)]

    def read(
        self,
        words: NDArray[np.int64],
        odds: Matrix,
        is_subject: NDArray[np.bool_],
        situations: Matrix,
        variants: Variants,
    ) -> Reading:
        """Return the probabilities for all variants of one message (lists of segment numbers, none of them empty).

        `words`, `odds` and `is_subject` have one entry a segment, `situations` one row a variant.
        """
        signals = len(self.labels.signals)
        second = self.second.decision(sentence_features(odds, is_subject, signals, variants, situations))
        chances = self.signal_calibration.chances(second[:, :signals])
        at = signals + len(self.labels.commitments)
        whole = odds[:, at : at + len(self.labels.verdicts)]
        features = message_features(whole, chances, words, variants, situations)
        return Reading(
            variants=variants,
            signals=chances,
            commitments=second[:, signals:].argmax(axis=1),
            verdicts=self.verdict_calibration.chances(self.message.decision(features)),
        )
