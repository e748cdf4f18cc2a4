"""Training: labelled messages and the rubric's examples in, a fitted classifier and its held-out figures out.

Every later stage learns from what the earlier one says of authors it has not seen (stacking over folds of authors),
and so do calibration and thresholds. The seed and the order of the data are fixed, so predictions are reproducible.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.model_selection import GroupKFold

from tellcheck_model.calibrate import BALANCED, PRECISION_FIRST, fit_calibration
from tellcheck_model.classifier import Classifier, Labels
from tellcheck_model.context import (
    STAGE_COLUMNS,
    Situation,
    Variants,
    message_features,
    sentence_features,
    stage_features,
)
from tellcheck_model.features import SegmentVectorizer
from tellcheck_model.fitting import beside, fit_stack
from tellcheck_model.messages import Message
from tellcheck_model.rubric import STAGES
from tellcheck_model.stack import LogisticStack, Matrix
from tellcheck_model.text import word_count
from tellcheck_model.training_set import TrainingSet, read_training_set

SEED = 20261121
FOLDS = 5
FIRST_STRENGTH, SECOND_STRENGTH, MESSAGE_STRENGTH, RESISTANCE_STRENGTH = 4.0, 0.3, 0.1, 4.0
Folds = list[tuple[NDArray[np.int64], NDArray[np.int64]]]
Progress = Callable[[str, int, int], None]  # what is being done, step, steps


@dataclass(frozen=True)
class HeldOut:
    """What the classifier said of each message when its author was not learned from (cross-validation by author)."""

    labels: Labels
    messages: tuple[Message, ...]
    truth_signals: NDArray[np.float64]  # sentences × signals
    signals: Matrix
    thresholds: Matrix  # sentences × signals: the thresholds chosen without that author
    truth_commitments: NDArray[np.int64]  # sentences, -1 where none is asked
    commitments: NDArray[np.int64]
    truth_verdicts: NDArray[np.float64]  # messages × verdicts
    verdicts: Matrix
    verdict_thresholds: Matrix
    truth_resistances: NDArray[np.int64]
    resistances: NDArray[np.int64]
    starts: NDArray[np.int64]


def train(
    folder: Path, progress: Progress = lambda what, step, steps: None, jobs: int = 2
) -> tuple[Classifier, HeldOut]:
    """Return the classifier fitted on a training_data folder, and what it said of authors held out.

    Raises RubricError or MessagesError where the folder is malformed.
    """
    return fit(read_training_set(folder), progress, jobs)


def fit(
    data: TrainingSet, progress: Progress = lambda what, step, steps: None, jobs: int = 2
) -> tuple[Classifier, HeldOut]:
    """Return the classifier fitted on a training set, and what it said of authors held out."""
    steps = FOLDS + 4
    labels = data.labels
    folds = _folds(data.sentence_authors)
    vectorizer = SegmentVectorizer(data.families, dense_weight=0.25)
    odds = np.zeros((len(data.sentences), len(data.columns)), dtype=np.float32)
    for step, (learned, held_out) in enumerate(folds, 1):
        progress("sentences, author by author", step, steps)
        fold_vectorizer, first = _fit_first(data, learned, vectorizer, jobs)
        odds[held_out] = first.decision(fold_vectorizer.transform([data.sentences[i] for i in held_out]))
    progress("sentences, all authors", FOLDS + 1, steps)
    vectorizer, first = _fit_first(data, np.arange(len(data.sentences)), vectorizer, jobs)

    progress("what recipients answer", FOLDS + 2, steps)
    resistance, heard, reply_odds = _fit_resistance(data, vectorizer, jobs)

    progress("sentences where they stand", FOLDS + 3, steps)
    variants = Variants.of(data.rows_of_messages)
    situations = _situations(data, heard)
    subject = np.array(data.is_subject)
    rows = sentence_features(odds, subject, len(labels.signals), variants, situations)
    truth = data.truth[:, : len(labels.signals) + len(labels.commitments)]
    names = (*labels.signals, *labels.commitments)
    second = fit_stack(rows, truth, names, SECOND_STRENGTH, SEED, jobs)
    second_odds = _out_of_fold(rows, truth, names, SECOND_STRENGTH, folds, jobs)
    count = len(labels.signals)
    signal_calibration, signal_thresholds = fit_calibration(
        second_odds[:, :count], truth[:, :count], data.sentence_authors, PRECISION_FIRST
    )
    chances = signal_calibration.chances(second_odds[:, :count])

    progress("messages", FOLDS + 4, steps)
    words = np.array([word_count(sentence) for sentence in data.sentences])
    at = count + len(labels.commitments)
    message_rows = message_features(odds[:, at : at + len(labels.verdicts)], chances, words, variants, situations)
    message = _fit_verdicts(message_rows, data.verdicts, labels.verdicts)
    message_folds = _folds(data.message_authors)
    verdict_odds = np.zeros(data.verdicts.shape, dtype=np.float32)
    for learned, held_out in message_folds:
        fitted = _fit_verdicts(message_rows[learned], data.verdicts[learned], labels.verdicts)
        verdict_odds[held_out] = fitted.decision(message_rows[held_out])
    verdict_calibration, verdict_thresholds = fit_calibration(
        verdict_odds, data.verdicts, data.message_authors, BALANCED
    )

    classifier = Classifier(
        labels=labels,
        vectorizer=vectorizer,
        first=first,
        second=second,
        signal_calibration=signal_calibration,
        message=message,
        verdict_calibration=verdict_calibration,
        stage=_fit_stage(data, odds, jobs),
        resistance=resistance,
    )
    commitments = data.truth[:, count : count + len(labels.commitments)]
    return classifier, HeldOut(
        labels=labels,
        messages=data.messages,
        truth_signals=truth[:, :count],
        signals=chances,
        thresholds=signal_thresholds,
        truth_commitments=np.where(np.isnan(commitments[:, 0]), -1, np.nan_to_num(commitments).argmax(axis=1)),
        commitments=second_odds[:, count:].argmax(axis=1),
        truth_verdicts=data.verdicts,
        verdicts=verdict_calibration.chances(verdict_odds),
        verdict_thresholds=verdict_thresholds,
        truth_resistances=np.array(data.reply_resistances),
        resistances=reply_odds.argmax(axis=1),
        starts=variants.starts,
    )


def _folds(authors: tuple[str, ...]) -> Folds:
    count = min(FOLDS, len(set(authors)))
    return list(GroupKFold(count).split(np.zeros(len(authors)), groups=authors))


def _fit_first(
    data: TrainingSet, learned: NDArray[np.int64], vectorizer: SegmentVectorizer, jobs: int
) -> tuple[SegmentVectorizer, LogisticStack]:
    """Fit the first stage on some sentences and on all examples of the rubric."""
    texts = [*(data.sentences[i] for i in learned), *data.examples]
    truth = np.concatenate([data.truth[learned], data.example_truth])
    fresh = SegmentVectorizer(vectorizer.families, vectorizer.min_count, vectorizer.letters, vectorizer.dense_weight)
    fresh.fit([*texts, *data.replies])
    return fresh, fit_stack(fresh.transform(texts), truth, data.columns, FIRST_STRENGTH, SEED, jobs)


def _fit_resistance(
    data: TrainingSet, vectorizer: SegmentVectorizer, jobs: int
) -> tuple[LogisticStack, dict[str, Matrix], Matrix]:
    """Return the regressions, the held-out probabilities by text (for the situations), and the held-out log-odds."""
    rows = vectorizer.transform(list(data.replies))
    answers = np.array(data.reply_resistances)
    truth = (answers[:, None] == np.arange(len(data.labels.resistances))[None, :]).astype(np.float64)
    stack = fit_stack(rows, truth, data.labels.resistances, RESISTANCE_STRENGTH, SEED, jobs)
    stack = LogisticStack(stack.labels, stack.weights, stack.bias + _prior_shift(data, truth))
    odds = _out_of_fold(rows, truth, data.labels.resistances, RESISTANCE_STRENGTH, _folds(data.reply_authors), jobs)
    chances = np.exp(odds - odds.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    return stack, dict(zip(data.replies, chances.astype(np.float32), strict=True)), odds


def _fit_verdicts(rows: Matrix, truth: NDArray[np.float64], names: tuple[str, ...]) -> LogisticStack:
    """Fit outreach without the stage, which was judged for outreach alone and would give the answer away."""
    blind = rows.copy()
    blind[:, STAGE_COLUMNS] = 0
    outreach = fit_stack(blind, truth[:, :1], names[:1], MESSAGE_STRENGTH, SEED, 1)
    headlines = fit_stack(rows, truth[:, 1:], names[1:], MESSAGE_STRENGTH, SEED, 1)
    return beside(outreach, headlines)


def _prior_shift(data: TrainingSet, truth: NDArray[np.float64]) -> Matrix:
    """Return what to add to the log-odds so that each resistance is expected as often as in practice."""
    shares = truth.mean(axis=0)
    known = {data.labels.resistances.index(id): share for id, share in data.rubric.heard.items()}
    left = 1 - sum(known.values())
    rest = 1 - sum(shares[j] for j in known)
    wanted = np.array([known.get(j, left * share / rest) for j, share in enumerate(shares)])
    return np.asarray(np.log(np.maximum(wanted, 1e-6) / np.maximum(shares, 1e-6)), dtype=np.float32)


def _situations(data: TrainingSet, heard: dict[str, Matrix]) -> Matrix:
    nothing = np.zeros(len(data.labels.resistances), dtype=np.float32)
    rows = []
    for message in data.messages:
        received = [m.text for m in message.thread if m.sender == "recipient"]
        situation = Situation(
            channel=message.channel,
            stage=message.stage or ("reply" if received else "first_touch"),
            language=message.language,
            resistance=heard.get(received[-1], nothing) if received else nothing,
            from_recipient=bool(received),
            from_sender=any(m.sender == "sender" for m in message.thread),
        )
        rows.append(situation.features())
    return np.stack(rows)


def _out_of_fold(
    rows: csr_matrix | Matrix,
    truth: NDArray[np.float64],
    names: tuple[str, ...],
    strength: float,
    folds: Folds,
    jobs: int,
) -> Matrix:
    odds = np.zeros(truth.shape, dtype=np.float32)
    for learned, held_out in folds:
        odds[held_out] = fit_stack(rows[learned], truth[learned], names, strength, SEED, jobs).decision(rows[held_out])
    return odds


def _fit_stage(data: TrainingSet, odds: Matrix, jobs: int) -> LogisticStack:
    """Fit the stage of messages whose thread is not known, on outreach alone."""
    known = [number for number, message in enumerate(data.messages) if message.stage]
    variants = Variants.of([data.rows_of_messages[number] for number in known])
    truth = np.array([[float(data.messages[number].stage == stage) for stage in STAGES] for number in known])
    return fit_stack(stage_features(odds[:, -len(STAGES) :], variants), truth, STAGES, SECOND_STRENGTH, SEED, jobs)
