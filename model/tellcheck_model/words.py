"""The first stage over words: n-grams and families of words, learned from every message and every example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from tellcheck_model.features import SegmentVectorizer
from tellcheck_model.fitting import SEED, fit_stack
from tellcheck_model.stack import LogisticStack, Matrix
from tellcheck_model.training_set import TrainingSet

WORD_FOLDS = 3
STRENGTH = 4.0
_DENSE_WEIGHT = 0.25  # of families, marks and lengths beside the n-grams


@dataclass(frozen=True)
class Words:
    """The fitted stage, and the log-odds it gave to some sentences when their authors were not learned from."""

    vectorizer: SegmentVectorizer
    stack: LogisticStack
    odds: Matrix


def fit_words(data: TrainingSet, rows: NDArray[np.int64], progress: Callable[[int], None], jobs: int) -> Words:
    """Return the stage fitted on all sentences; `rows` are those it is to judge by other authors' words alone."""
    odds = np.zeros((len(rows), len(data.columns)), dtype=np.float32)
    authors = np.array(data.sentence_authors)
    folds = GroupKFold(min(WORD_FOLDS, len(set(authors[rows])))).split(rows, groups=authors[rows])
    for step, (_, held_out) in enumerate(folds, 1):
        progress(step)
        judged = rows[held_out]
        learned = np.flatnonzero(~np.isin(authors, authors[judged]))
        vectorizer, stack = _fit(data, learned, jobs)
        odds[held_out] = stack.decision(vectorizer.transform([data.sentences[i] for i in judged]))
    progress(WORD_FOLDS + 1)
    vectorizer, stack = _fit(data, np.arange(len(data.sentences)), jobs)
    return Words(vectorizer, stack, odds)


def _fit(data: TrainingSet, learned: NDArray[np.int64], jobs: int) -> tuple[SegmentVectorizer, LogisticStack]:
    texts = [*(data.sentences[i] for i in learned), *data.examples]
    truth = np.concatenate([data.truth[learned], data.example_truth])
    vectorizer = SegmentVectorizer(data.families, dense_weight=_DENSE_WEIGHT).fit([*texts, *data.replies])
    return vectorizer, fit_stack(vectorizer.transform(texts), truth, data.columns, STRENGTH, SEED, jobs)
