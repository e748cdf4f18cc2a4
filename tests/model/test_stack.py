"""One matrix answers as scikit-learn's estimators would, one by one."""

from __future__ import annotations

import numpy as np
from scipy.sparse import random as random_sparse
from sklearn.linear_model import LogisticRegression
from tellcheck_model.fitting import fit_stack, stack_of
from tellcheck_model.stack import sigmoid


def test_the_stack_equals_scikit_learns_regressions() -> None:
    rng = np.random.default_rng(3)
    rows = random_sparse(300, 800, density=0.03, format="csr", dtype=np.float32, rng=rng)
    truth = (rng.random((300, 5)) < 0.3).astype(float)
    fitted = [LogisticRegression(C=2.0, solver="liblinear", random_state=1).fit(rows, truth[:, j]) for j in range(5)]
    stack = stack_of(tuple("abcde"), fitted, 800)
    for j, regression in enumerate(fitted):
        assert np.allclose(stack.decision(rows)[:, j], regression.decision_function(rows), atol=1e-5)
        assert np.allclose(sigmoid(stack.decision(rows))[:, j], regression.predict_proba(rows)[:, 1], atol=1e-5)


def test_what_was_not_judged_is_not_learned_from() -> None:
    rows = np.eye(4, dtype=np.float32)
    truth = np.array([[1, np.nan], [0, 1], [np.nan, 0], [1, 1]], dtype=float)
    stack = fit_stack(rows, truth, ("a", "b"), 1.0, 0, jobs=1)
    assert stack.weights[2, 0] == 0
    assert stack.weights[0, 1] == 0


def test_a_label_never_seen_is_never_said() -> None:
    stack = fit_stack(np.eye(3, dtype=np.float32), np.zeros((3, 1)), ("a",), 1.0, 0, jobs=1)
    assert sigmoid(stack.decision(np.eye(3, dtype=np.float32))).max() < 0.001
