"""Many logistic regressions over the same features are one matrix: one product answers all of them.

Nothing here needs scikit-learn, so a server starts without importing it; `fitting.py` makes stacks from its estimators.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

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


def sigmoid(odds: Matrix) -> Matrix:
    """Return probabilities for log-odds."""
    return (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)
