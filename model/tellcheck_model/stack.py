"""Many logistic regressions over the same features are one matrix: one product answers all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, issparse
from sklearn.linear_model import LogisticRegression

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class LogisticStack:
    """Fitted logistic regressions side by side, a column each."""

    labels: tuple[str, ...]
    weights: Matrix  # features × labels
    bias: Matrix  # labels

    def decision(self, rows: csr_matrix | Matrix) -> Matrix:
        """Return the log-odds, rows × labels; equal to each regression's `decision_function` within 1e-5."""
        return np.asarray(rows @ self.weights, dtype=np.float32) + self.bias


def fit_stack(
    rows: csr_matrix | Matrix,
    truth: NDArray[np.float64],
    labels: Sequence[str],
    strength: float,
    seed: int,
    jobs: int = 2,
) -> LogisticStack:
    """Return one fitted regression for each column of `truth` (1, 0, or NaN where it was not judged).

    `strength` is scikit-learn's `C`. A column without both answers becomes a constant, strongly negative regression.
    """
    fitted = Parallel(n_jobs=jobs)(delayed(_fit_one)(rows, truth[:, j], strength, seed) for j in range(len(labels)))
    return stack_of(labels, fitted, rows.shape[1])


def stack_of(labels: Sequence[str], regressions: Sequence[LogisticRegression | None], width: int) -> LogisticStack:
    """Return the regressions side by side; None stands for a label that was never seen."""
    weights = np.zeros((width, len(labels)), dtype=np.float32)
    bias = np.full(len(labels), -8.0, dtype=np.float32)
    for j, regression in enumerate(regressions):
        if regression is not None:
            weights[:, j] = regression.coef_[0]
            bias[j] = regression.intercept_[0]
    return LogisticStack(tuple(labels), weights, bias)


def _fit_one(
    rows: csr_matrix | Matrix, truth: NDArray[np.float64], strength: float, seed: int
) -> LogisticRegression | None:
    judged = np.flatnonzero(~np.isnan(truth))
    answers = truth[judged] > 0.5
    if answers.all() or not answers.any():
        return None
    # Of scikit-learn's solvers the dual one is the fastest for many sparse columns, L-BFGS for a few dense ones.
    if issparse(rows):
        regression = LogisticRegression(
            C=strength, solver="liblinear", dual=True, tol=1e-3, max_iter=2000, random_state=seed
        )
    else:
        regression = LogisticRegression(C=strength, solver="lbfgs", max_iter=1000)
    return regression.fit(rows[judged], answers)


def sigmoid(odds: Matrix) -> Matrix:
    """Return probabilities for log-odds."""
    return (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)
