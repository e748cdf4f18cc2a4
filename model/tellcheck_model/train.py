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

from tellcheck_model.calibrate import BALANCED, PRECISION_FIRST, fit_calibration, seldom_wrong
from tellcheck_model.classifier import Calibration, Classifier, Labels
from tellcheck_model.context import (
    STAGE_COLUMNS,
    Situation,
    Variants,
    message_features,
    sentence_features,
    stage_features,
)
from tellcheck_model.encoder import Encoder
from tellcheck_model.features import SegmentVectorizer
from tellcheck_model.fitting import SEED, beside, fit_stack
from tellcheck_model.messages import Message
from tellcheck_model.rubric import STAGES
from tellcheck_model.stack import LogisticStack, Matrix
from tellcheck_model.text import word_count
from tellcheck_model.training_set import TrainingSet, read_training_set
from tellcheck_model.words import WORD_FOLDS, Words, fit_words

FOLDS = 5
SECOND_STRENGTH, MESSAGE_STRENGTH, RESISTANCE_STRENGTH = 0.3, 0.1, 4.0
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
    data: TrainingSet,
    progress: Progress = lambda what, step, steps: None,
    jobs: int = 2,
    encoder: Encoder | None = None,
    words: Words | None = None,
    in_context: bool = True,
) -> tuple[Classifier, HeldOut]:
    """Return the classifier fitted on a training set, and what it said of authors held out.

    Words are learned from all messages. All that rests on the encoder's log-odds too is fitted on the messages that
    the encoder was not tuned on, since of its own it says too much. Experiments hand over `words` fitted before, or
    take a sentence out of its context.
    """
    encoder = encoder or Encoder()
    steps = WORD_FOLDS + 4
    unseen, rows = data.without(encoder.learned)
    words = words or fit_words(data, rows, lambda step: progress("words", step, steps), jobs)
    progress("what recipients answer", steps - 2, steps)
    replies = _fit_replies(data, unseen, words.vectorizer, encoder, jobs)
    progress("sentences where they stand", steps - 1, steps)
    odds = encoder.joined(words.odds, unseen.sentences, data.columns)
    place = _Place(unseen, odds, Variants.of(unseen.rows_of_messages), _situations(unseen, replies.heard))
    sentences = _fit_sentences(place, jobs, in_context)
    progress("messages", steps, steps)
    messages = _fit_messages(place, sentences.chances)
    classifier = Classifier(
        labels=data.labels,
        vectorizer=words.vectorizer,
        first=words.stack,
        second=sentences.stack,
        signal_calibration=sentences.calibration,
        message=messages.stack,
        verdict_calibration=messages.calibration,
        stage=_fit_stage(place, jobs),
        resistance=replies.stack,
        heard=replies.prior,
        unsure=BALANCED(unseen.verdicts[:, 0] > 0.5, messages.chances[:, 0]),
        encoder=encoder,
    )
    count = len(data.labels.signals)
    commitments = unseen.truth[:, count : count + len(data.labels.commitments)]
    return classifier, HeldOut(
        labels=data.labels,
        messages=unseen.messages,
        truth_signals=unseen.truth[:, :count],
        signals=sentences.chances,
        thresholds=sentences.thresholds,
        truth_commitments=np.where(np.isnan(commitments[:, 0]), -1, np.nan_to_num(commitments).argmax(axis=1)),
        commitments=sentences.odds[:, count:].argmax(axis=1),
        truth_verdicts=unseen.verdicts,
        verdicts=messages.chances,
        verdict_thresholds=messages.thresholds,
        truth_resistances=replies.truth,
        resistances=replies.said,
        starts=place.variants.starts,
    )


@dataclass(frozen=True)
class _Place:
    """Messages with the first stage's log-odds of their sentences, and where these stand."""

    data: TrainingSet
    odds: Matrix
    variants: Variants
    situations: Matrix


@dataclass(frozen=True)
class _Fitted:
    """A fitted stage, and what it said of authors held out: log-odds, probabilities, and thresholds without them."""

    stack: LogisticStack
    calibration: Calibration
    odds: Matrix
    chances: Matrix
    thresholds: Matrix


@dataclass(frozen=True)
class _Replies:
    """What recipients answer: the regressions, how often each is heard, and what was said of unseen answers."""

    stack: LogisticStack
    prior: Matrix
    heard: dict[str, Matrix]  # the probabilities by text
    truth: NDArray[np.int64]
    said: NDArray[np.int64]


def _folds(authors: tuple[str, ...]) -> Folds:
    count = min(FOLDS, len(set(authors)))
    return list(GroupKFold(count).split(np.zeros(len(authors)), groups=authors))


def _fit_replies(
    data: TrainingSet, unseen: TrainingSet, vectorizer: SegmentVectorizer, encoder: Encoder, jobs: int
) -> _Replies:
    rows = vectorizer.transform(list(data.replies))
    answers = np.array(data.reply_resistances)
    names = data.labels.resistances
    truth = (answers[:, None] == np.arange(len(names))[None, :]).astype(np.float64)
    stack = fit_stack(rows, truth, names, RESISTANCE_STRENGTH, SEED, jobs)
    words = _out_of_fold(rows, truth, names, RESISTANCE_STRENGTH, _folds(data.reply_authors), jobs)
    authors = set(unseen.message_authors)
    fresh = [i for i, author in enumerate(data.reply_authors) if author in authors]
    texts = [data.replies[i] for i in fresh]
    odds = encoder.joined(words[fresh], texts, names)
    chances = np.exp(odds - odds.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    heard = dict(zip(texts, chances.astype(np.float32), strict=True))
    return _Replies(stack, _prior_shift(data, truth), heard, answers[fresh], odds.argmax(axis=1))


def _fit_sentences(place: _Place, jobs: int, in_context: bool) -> _Fitted:
    data, labels = place.data, place.data.labels
    count = len(labels.signals)
    names = (*labels.signals, *labels.commitments)
    truth = data.truth[:, : len(names)]
    rows = sentence_features(place.odds, np.array(data.is_subject), count, place.variants, place.situations)
    if not in_context:
        rows[:, place.odds.shape[1] :] = 0
    stack = fit_stack(rows, truth, names, SECOND_STRENGTH, SEED, jobs)
    odds = _out_of_fold(rows, truth, names, SECOND_STRENGTH, _folds(data.sentence_authors), jobs)
    calibration, thresholds = fit_calibration(
        odds[:, :count], truth[:, :count], data.sentence_authors, [PRECISION_FIRST] * count
    )
    return _Fitted(stack, calibration, odds, calibration.chances(odds[:, :count]), thresholds)


def _fit_messages(place: _Place, chances: Matrix) -> _Fitted:
    data, labels = place.data, place.data.labels
    words = np.array([word_count(sentence) for sentence in data.sentences])
    at = len(labels.signals) + len(labels.commitments)
    whole = place.odds[:, at : at + len(labels.verdicts)]
    rows = message_features(whole, chances, words, place.variants, place.situations)
    odds = np.zeros(data.verdicts.shape, dtype=np.float32)
    for learned, held_out in _folds(data.message_authors):
        fitted = _fit_verdicts(rows[learned], data.verdicts[learned], labels.verdicts)
        odds[held_out] = fitted.decision(rows[held_out])
    rules = [seldom_wrong, *[BALANCED] * (len(labels.verdicts) - 1)]
    calibration, thresholds = fit_calibration(odds, data.verdicts, data.message_authors, rules)
    stack = _fit_verdicts(rows, data.verdicts, labels.verdicts)
    return _Fitted(stack, calibration, odds, calibration.chances(odds), thresholds)


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


def _fit_stage(place: _Place, jobs: int) -> LogisticStack:
    """Fit the stage of messages whose thread is not known, on outreach alone."""
    messages = place.data.messages
    known = [number for number, message in enumerate(messages) if message.stage]
    variants = Variants.of([place.data.rows_of_messages[number] for number in known])
    truth = np.array([[float(messages[number].stage == stage) for stage in STAGES] for number in known])
    rows = stage_features(place.odds[:, -len(STAGES) :], variants)
    return fit_stack(rows, truth, STAGES, SECOND_STRENGTH, SEED, jobs)
