"""A sentence is judged where it stands: features of its neighbours, its place and the situation of the message.

All of them are computed for many variants of a message at once (the message, and the message without each of its
sentences), so that a what-if costs a few rows more and gives exactly what a review of the shortened draft would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tellcheck_model.rubric import CHANNELS, STAGES
from tellcheck_model.stack import Matrix

_SCALE = 4.0  # log-odds of the first stage are divided by this, so that all features are of about one size
_FEW_WORDS = 6


@dataclass(frozen=True)
class Situation:
    """What is known beside the sentences; `resistance` holds the probabilities for the recipient's last message."""

    channel: str
    stage: str
    language: str
    resistance: Matrix
    from_recipient: bool
    from_sender: bool

    def features(self) -> Matrix:
        """Return the situation as a row of numbers."""
        flags = [
            *(float(self.channel == channel) for channel in CHANNELS),
            *(float(self.stage == stage) for stage in STAGES),
            float(self.language == "es"),
            float(self.from_recipient),
            float(self.from_sender),
        ]
        return np.concatenate([np.array(flags, dtype=np.float32), self.resistance])


@dataclass(frozen=True)
class Variants:
    """Variants of one message (or many messages), their rows one after another.

    `rows` holds the index of each row's segment, `starts` the first row of each variant; no variant is empty.
    """

    rows: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, variants: Sequence[Sequence[int]]) -> Variants:
        """Return the variants given as lists of segment numbers."""
        lengths = [len(variant) for variant in variants]
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        return cls(np.array([i for variant in variants for i in variant], dtype=np.int64), starts)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """The number of rows of each variant."""
        return np.diff(np.append(self.starts, len(self.rows)))

    @cached_property
    def variant_of_row(self) -> NDArray[np.int64]:
        """The number of the variant that each row belongs to."""
        return np.repeat(np.arange(len(self.starts)), self.lengths)


def sentence_features(
    odds: Matrix, is_subject: NDArray[np.bool_], signals: int, variants: Variants, situations: Matrix
) -> Matrix:
    """Return the second stage's features, a row for each row of the variants.

    `odds` are the first stage's log-odds, one row a segment, the signals in its first `signals` columns;
    `situations` has one row a variant.
    """
    own = np.clip(odds[variants.rows], -12, 12) / _SCALE
    part = own[:, :signals]
    group = variants.variant_of_row
    first = np.zeros(len(group), dtype=bool)
    first[variants.starts] = True
    last = np.roll(first, -1)
    before = np.where(first[:, None], -2.0, np.roll(part, 1, axis=0))
    after = np.where(last[:, None], -2.0, np.roll(part, -1, axis=0))
    highest = np.maximum.reduceat(part, variants.starts)[group]
    lengths = variants.lengths[group]
    place = (np.arange(len(group)) - variants.starts[group]) / np.maximum(lengths - 1, 1)
    subject = is_subject[variants.rows]
    opens = first | np.roll(first & subject, 1)
    marks = np.stack([subject, opens, last, place, np.log1p(lengths) / 2], axis=1)
    return np.concatenate([own, before, after, highest, marks, situations[group]], axis=1).astype(np.float32)


def message_features(
    odds: Matrix, chances: Matrix, words: NDArray[np.int64], variants: Variants, situations: Matrix
) -> Matrix:
    """Return the message classifiers' features, a row for each variant.

    `odds` are the first stage's log-odds of the verdicts and `words` the numbers of words, one row a segment;
    `chances` are the signals' probabilities, a row for each row of the variants.
    """
    starts = variants.starts
    lengths = variants.lengths[:, None]
    weights = words[variants.rows].astype(np.float32)[:, None] + 0.1
    word_total = np.add.reduceat(weights, starts)
    # A segment of a few words ("Thanks!", a name) says little of the message, so it weighs little.
    whole = np.clip(odds[variants.rows], -12, 12) / _SCALE
    spoken = whole * np.minimum(weights / _FEW_WORDS, 1)
    total = np.add.reduceat(chances, starts)
    return np.concatenate(
        [
            situations,
            np.log1p(word_total) / 3,
            np.log1p(lengths) / 2,
            np.maximum.reduceat(chances, starts),
            np.minimum(total, 4) / 2,
            total / lengths,
            np.add.reduceat(whole * weights, starts) / word_total,
            np.maximum.reduceat(spoken, starts),
            np.minimum.reduceat(spoken, starts),
        ],
        axis=1,
    ).astype(np.float32)


STAGE_COLUMNS = slice(len(CHANNELS), len(CHANNELS) + len(STAGES))  # of the message features, as of `Situation.features`


def stage_features(odds: Matrix, variants: Variants) -> Matrix:
    """Return the stage classifier's features, a row for each variant, from the log-odds of the stages."""
    part = np.clip(odds[variants.rows], -12, 12)
    mean = np.add.reduceat(part, variants.starts) / variants.lengths[:, None]
    return np.concatenate([mean, np.maximum.reduceat(part, variants.starts)], axis=1).astype(np.float32)
