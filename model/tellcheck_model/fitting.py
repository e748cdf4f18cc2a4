"""Fitting: scikit-learn's logistic regressions, one a label, put side by side as one matrix."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, issparse
from sklearn.linear_model import LogisticRegression

from tellcheck_model.stack import LogisticStack, Matrix

SEED = 20261121


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


def beside(one: LogisticStack, other: LogisticStack) -> LogisticStack:
    """Return both stacks as one, the columns of `other` after those of `one`."""
    weights = np.concatenate([one.weights, other.weights], axis=1)
    return LogisticStack(one.labels + other.labels, weights, np.concatenate([one.bias, other.bias]))


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
