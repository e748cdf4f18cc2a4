"""Probabilities that mean what they say, and thresholds chosen for precision first, both on held-out authors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve
from sklearn.model_selection import GroupKFold

from tellcheck_model.classifier import Calibration
from tellcheck_model.stack import Matrix

PRECISION_FIRST = 0.8  # the F-measure's beta for signals; below 1: a false alarm weighs more than a miss
BALANCED = 1.0  # for verdicts on the message: silence on a pitch is as bad as nagging about a note
_BOUNDS = (0.15, 0.9)  # no threshold is chosen outside: few examples alone must not silence or unleash a label


def fit_calibration(
    odds: Matrix, truth: NDArray[np.float64], authors: tuple[str, ...], beta: float
) -> tuple[Calibration, Matrix]:
    """Return the calibration of held-out log-odds, and for each row the thresholds chosen without its author.

    Probabilities by Platt's method (a logistic regression of the answer on the log-odds), thresholds with the highest
    F-measure of that `beta`, one label at a time.
    """
    slope, shift = _platt(odds, truth)
    chances = Calibration(slope, shift, np.zeros_like(slope)).chances(odds)
    thresholds = _thresholds(chances, truth, beta)
    crossed = np.zeros_like(chances)
    for learned, held_out in GroupKFold(min(5, len(set(authors)))).split(chances, groups=authors):
        crossed[held_out] = _thresholds(chances[learned], truth[learned], beta)
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


def _thresholds(chances: Matrix, truth: NDArray[np.float64], beta: float) -> Matrix:
    found = np.full(chances.shape[1], 0.5, dtype=np.float32)
    for j in range(chances.shape[1]):
        answers = truth[:, j] > 0.5
        if not answers.any() or answers.all():
            continue
        precision, recall, thresholds = precision_recall_curve(answers, chances[:, j])
        scores = (1 + beta**2) * precision * recall / np.maximum(beta**2 * precision + recall, 1e-9)
        found[j] = np.clip(thresholds[int(scores[:-1].argmax())], *_BOUNDS)
    return found
