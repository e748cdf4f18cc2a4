"""Probabilities that mean what they say, and thresholds chosen for precision first, both on held-out authors."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve
from sklearn.model_selection import GroupKFold

from tellcheck_model.classifier import Calibration
from tellcheck_model.stack import Matrix

_BOUNDS = (0.15, 0.9)  # no threshold is chosen outside: few examples alone must not silence or unleash a label
_NAGGED = 0.05  # of the messages that are no outreach, at most so many may be taken for it
Rule = Callable[[NDArray[np.bool_], Matrix], float]  # answers and probabilities to a threshold


def f_measure(beta: float) -> Rule:
    """Return the rule that takes the threshold with the highest F-measure of that beta."""

    def best(answers: NDArray[np.bool_], chances: Matrix) -> float:
        precision, recall, thresholds = precision_recall_curve(answers, chances)
        scores = (1 + beta**2) * precision * recall / np.maximum(beta**2 * precision + recall, 1e-9)
        return float(thresholds[int(scores[:-1].argmax())])

    return best


PRECISION_FIRST = f_measure(0.8)  # for signals; below 1: a false alarm weighs more than a miss
BALANCED = f_measure(1.0)  # for headlines: silence on a pitch is as bad as a false charge


def seldom_wrong(answers: NDArray[np.bool_], chances: Matrix) -> float:
    """Take the least threshold that few of the messages without the label reach: who is no seller is left alone."""
    return max(BALANCED(answers, chances), float(np.quantile(chances[~answers], 1 - _NAGGED)))


def fit_calibration(
    odds: Matrix, truth: NDArray[np.float64], authors: tuple[str, ...], rules: Sequence[Rule]
) -> tuple[Calibration, Matrix]:
    """Return the calibration of held-out log-odds, and for each row the thresholds chosen without its author.

    Probabilities by Platt's method (a logistic regression of the answer on the log-odds), thresholds by the rule of
    each label.
    """
    slope, shift = _platt(odds, truth)
    chances = Calibration(slope, shift, np.zeros_like(slope)).chances(odds)
    thresholds = _thresholds(chances, truth, rules)
    crossed = np.zeros_like(chances)
    for learned, held_out in GroupKFold(min(5, len(set(authors)))).split(chances, groups=authors):
        crossed[held_out] = _thresholds(chances[learned], truth[learned], rules)
    return Calibration(slope, shift, thresholds), crossed


def _platt(odds: Matrix, truth: NDArray[np.float64]) -> tuple[Matrix, Matrix]:
    slope = np.ones(odds.shape[1], dtype=np.float32)
    shift = np.zeros(odds.shape[1], dtype=np.float32)
    for j in range(odds.shape[1]):
        answers = truth[:, j] > 0.5
        if answers.sum() < 5 or answers.all():
            continue
        line = LogisticRegression(C=1.0, solver="lbfgs").fit(odds[:, [j]], answers)
        slope[j], shift[j] = max(float(line.coef_[0, 0]), 0.05), float(line.intercept_[0])
    return slope, shift


def _thresholds(chances: Matrix, truth: NDArray[np.float64], rules: Sequence[Rule]) -> Matrix:
    found = np.full(chances.shape[1], 0.5, dtype=np.float32)
    for j, rule in enumerate(rules):
        answers = truth[:, j] > 0.5
        if answers.any() and not answers.all():
            found[j] = np.clip(rule(answers, chances[:, j]), *_BOUNDS)
    return found
