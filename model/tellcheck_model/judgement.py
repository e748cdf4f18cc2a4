"""From probabilities to a judgement: the signals found, what is asked, the checks raised, the score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tellcheck_model.checks import Asked, Findings, asks, exclusive, is_fallback, raised_checks
from tellcheck_model.classifier import Classifier, Reading
from tellcheck_model.rubric import Rubric
from tellcheck_model.score import score_of
from tellcheck_model.stack import Matrix
from tellcheck_model.thread import Thread

FEWEST_WORDS = 4  # a shorter text is too short to be judged


@dataclass(frozen=True)
class Judgement:
    """What is said of one variant of a message; `segments` are the numbers of its segments in the whole message."""

    segments: tuple[int, ...]
    signals: tuple[frozenset[str], ...]  # for each segment
    asked: tuple[Asked, ...]  # numbers of segments in the whole message
    verdicts: dict[str, float]
    present: dict[str, bool]
    checks: dict[str, list[int]]  # check → numbers of segments in the whole message
    score: int | None
    unsure: bool  # whether it is outreach cannot be told
    rows: Matrix  # segments × signals, the probabilities


@dataclass(frozen=True)
class Circumstances:
    """What the rules need beside the reading, the same for all variants but the stage."""

    channel: str
    thread: Thread | None
    diagnosed: bool
    words: Sequence[int]  # of each segment of the whole message


class Judge:
    """Applies the thresholds, the checks and the score to what the classifier read."""

    def __init__(self, classifier: Classifier, rubric: Rubric) -> None:
        self._labels = classifier.labels
        self._signal_thresholds = classifier.signal_calibration.thresholds
        self._verdict_thresholds = classifier.verdict_calibration.thresholds
        self._unsure = classifier.unsure
        self._rubric = rubric
        self._column = {id: j for j, id in enumerate(classifier.labels.signals)}
        self._sets: tuple[dict[bytes, frozenset[str]], dict[bytes, frozenset[str]]] = ({}, {})

    def judge(self, reading: Reading, number: int, stage: str, circumstances: Circumstances) -> Judgement:
        """Return the judgement of one variant of the reading."""
        start = int(reading.variants.starts[number])
        end = start + int(reading.variants.lengths[number])
        segments = tuple(int(i) for i in reading.variants.rows[start:end])
        chances = reading.signals[start:end]
        verdicts = dict(zip(self._labels.verdicts, map(float, reading.verdicts[number]), strict=True))
        present = {
            id: verdicts[id] >= float(threshold)
            for id, threshold in zip(self._labels.verdicts, self._verdict_thresholds, strict=True)
        }
        outreach = present["outreach"]
        present = {id: said and outreach for id, said in present.items()}
        unsure = not outreach and verdicts["outreach"] >= self._unsure
        signals = self._found(chances, outreach)
        asked = self._asked(signals, reading.commitments[start:end])
        enough = sum(circumstances.words[i] for i in segments) >= FEWEST_WORDS
        checks: dict[str, list[int]] = {}
        score = None
        if outreach and enough:
            found = Findings(
                signals, asked, circumstances.channel, stage, circumstances.thread, circumstances.diagnosed
            )
            checks = {id: sorted({segments[i] for i in causes}) for id, causes in raised_checks(found).items()}
            score = self._score(verdicts, checks, signals)
        asked = tuple(Asked(segments[a.segment], a.id, a.difficulty, a.fallback) for a in asked)
        return Judgement(segments, signals, asked, verdicts, present, checks, score, unsure, chances)

    def chances(self, judgement: Judgement) -> list[dict[str, float]]:
        """Return for each segment of a judgement the probabilities of the signals found in it."""
        column = self._column
        pairs = zip(judgement.signals, judgement.rows, strict=True)
        return [{id: float(row[column[id]]) for id in found} for found, row in pairs]

    def _found(self, chances: Matrix, outreach: bool) -> tuple[frozenset[str], ...]:
        """Return the signals of each row; rows in which the same thresholds are reached share one set."""
        reached, width = (chances >= self._signal_thresholds).tobytes(), chances.shape[1]
        sets = self._sets[outreach]
        found = []
        for number, at in enumerate(range(0, len(reached), width)):
            over = reached[at : at + width]
            signals = sets.get(over)
            if signals is None:
                signals = sets[over] = self._signals(over, outreach)
            if len(signals) > 1:
                signals = exclusive(signals, self._chance_in(chances[number]))
            found.append(signals)
        return tuple(found)

    def _signals(self, over: bytes, outreach: bool) -> frozenset[str]:
        """Return the signals whose byte is set, outside outreach those alone that apply there."""
        ids = (self._labels.signals[j] for j, reached in enumerate(over) if reached)
        return frozenset(id for id in ids if outreach or id in self._rubric.outside_outreach)

    def _chance_in(self, row: Matrix) -> Callable[[str], float]:
        return lambda id: float(row[self._column[id]])

    def _asked(self, signals: Sequence[frozenset[str]], commitments: NDArray[np.int64]) -> tuple[Asked, ...]:
        found = []
        for i, carried in enumerate(signals):
            if carried and asks(carried):
                label = self._rubric.commitments[self._labels.commitments[int(commitments[i])]]
                found.append(Asked(i, label.id, label.difficulty or 0, is_fallback(carried)))
        return tuple(found)

    def _score(
        self, verdicts: dict[str, float], checks: dict[str, list[int]], signals: Sequence[frozenset[str]]
    ) -> int:
        found = [self._rubric.signals[id] for carried in signals for id in carried]
        return score_of(
            [verdicts[id] for id in self._rubric.headlines],
            [self._rubric.checks[id].severity for id in checks],
            [signal.severity for signal in found if signal.kind == "tell"],
            [signal.id for signal in found if signal.kind == "strength"],
        )
