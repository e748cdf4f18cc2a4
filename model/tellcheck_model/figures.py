"""The figures of a classifier on authors it has not learned from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import (
    average_precision_score,
    brier_score_loss,
    f1_score,
    precision_score,
    recall_score,
    roc_auc_score,
)

from tellcheck_model.stack import Matrix
from tellcheck_model.train import HeldOut

Figures = dict[str, Any]
_FEWEST = 8  # a signal that a part holds more rarely stays out of its macro average
_BINS = 10
_PILOT = re.compile(r"[a-z]{2}(?=\d)")


def figures_of(held_out: HeldOut, severities: Mapping[str, str] | None = None) -> Figures:
    """Return precision, recall, F1 and more for every label, over all messages and for parts of them.

    Parts are the languages, the channels and the batches the messages were written in. `severities` are those of the
    tells, by id; without them `good` (false alarms on good messages) is None. Thresholds are those chosen without the
    author of the message (see `calibrate`), so nothing is measured on what it was fitted to.
    """
    languages = np.array([message.language for message in held_out.messages])
    channels = np.array([message.channel for message in held_out.messages])
    batches = np.array([provenance_of(message.id) for message in held_out.messages])
    return {
        "messages": len(held_out.messages),
        "authors": len({message.author for message in held_out.messages}),
        "sentences": len(held_out.truth_signals),
        "all": _part(held_out, np.ones(len(languages), dtype=bool)),
        "languages": {language: _part(held_out, languages == language) for language in ("en", "es")},
        "channels": {channel: _small_part(held_out, channels == channel) for channel in sorted(set(channels.tolist()))},
        "provenance": {batch: _small_part(held_out, batches == batch) for batch in sorted(set(batches.tolist()))},
        "resistance": _accuracy(held_out.truth_resistances, held_out.resistances, held_out.labels.resistances),
        "reliability": _reliability(held_out),
        "good": None if severities is None else _good(held_out, severities),
    }


def provenance_of(id: str) -> str:
    """Return the batch in which a message was written.

    >>> provenance_of("b28-en-004"), provenance_of("pp001")
    ('b28', 'pp')
    """
    prefix = id.split("-", 1)[0]
    pilot = _PILOT.match(prefix)
    return pilot[0] if pilot else prefix


def _part(held_out: HeldOut, chosen: NDArray[np.bool_]) -> Figures:
    rows = _rows(held_out, chosen)
    signals = _labels(
        held_out.labels.signals, held_out.truth_signals[rows], held_out.signals[rows], held_out.thresholds[rows]
    )
    outreach = held_out.truth_verdicts[:, 0] > 0.5
    verdicts = held_out.verdicts[chosen]
    asked = rows & (held_out.truth_commitments >= 0)
    quiet = chosen & ~outreach
    return {
        "messages": int(chosen.sum()),
        "signals": signals,
        "signals_macro_f1": _mean([v["f1"] for v in signals.values() if v["n"] >= _FEWEST]),
        "verdicts": _labels(
            held_out.labels.verdicts, held_out.truth_verdicts[chosen], verdicts, held_out.verdict_thresholds[chosen]
        ),
        "commitment": _accuracy(
            held_out.truth_commitments[asked], held_out.commitments[asked], held_out.labels.commitments
        ),
        "non_outreach": int(quiet.sum()),
        "nagged": _nagged(held_out, quiet),
    }


def _small_part(held_out: HeldOut, chosen: NDArray[np.bool_]) -> Figures:
    """Return the few figures that a part of some hundred messages can carry."""
    rows = _rows(held_out, chosen)
    truth = held_out.truth_signals[rows] > 0.5
    said = held_out.signals[rows] >= held_out.thresholds[rows]
    counted = np.flatnonzero(truth.sum(axis=0) >= _FEWEST)
    verdicts = _labels(
        held_out.labels.verdicts,
        held_out.truth_verdicts[chosen],
        held_out.verdicts[chosen],
        held_out.verdict_thresholds[chosen],
    )
    quiet = chosen & (held_out.truth_verdicts[:, 0] <= 0.5)
    return {
        "messages": int(chosen.sum()),
        "verdicts": {id: {key: figure[key] for key in ("n", "f1", "auc")} for id, figure in verdicts.items()},
        "signals_counted": len(counted),
        "signals_macro_f1": _mean([float(f1_score(truth[:, j], said[:, j], zero_division=0)) for j in counted]),
        "non_outreach": int(quiet.sum()),
        "nagged": _nagged(held_out, quiet),
    }


def _rows(held_out: HeldOut, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which sentences belong to the chosen messages."""
    return np.repeat(chosen, np.diff(np.append(held_out.starts, len(held_out.truth_signals))))


def _nagged(held_out: HeldOut, quiet: NDArray[np.bool_]) -> float | None:
    said = held_out.verdicts[quiet, 0] >= held_out.verdict_thresholds[quiet, 0]
    return float(said.mean()) if quiet.any() else None


def _reliability(held_out: HeldOut) -> Figures:
    """Return for each verdict, and for all signals together, how often what was given a probability is so."""
    names = held_out.labels.verdicts
    found = {id: _bins(held_out.truth_verdicts[:, j], held_out.verdicts[:, j]) for j, id in enumerate(names)}
    return {**found, "signals": _bins(held_out.truth_signals.ravel(), held_out.signals.ravel())}


def _bins(truth: NDArray[np.float64], chances: Matrix) -> list[Figures]:
    at = np.clip((chances * _BINS).astype(np.int64), 0, _BINS - 1)
    found = []
    for number in range(_BINS):
        inside = at == number
        found.append(
            {
                "count": int(inside.sum()),
                "mean": float(chances[inside].mean(dtype=np.float64)) if inside.any() else None,
                "observed": float((truth[inside] > 0.5).mean()) if inside.any() else None,
            }
        )
    return found


def _good(held_out: HeldOut, severities: Mapping[str, str]) -> Figures:
    """Return how often tells graver than a hint are shown on outreach to which none of the headlines applies.

    `raised` is the share with such a tell, `labelled` the share that has one by its labels, `unfounded` the share with
    one in a sentence that does not carry it. Tells are shown only where the message is taken for outreach.
    """
    grave = [severities.get(id) in ("warn", "serious") for id in held_out.labels.signals]
    good = (held_out.truth_verdicts[:, 0] > 0.5) & (held_out.truth_verdicts[:, 1:] <= 0.5).all(axis=1)
    shown = _rows(held_out, held_out.verdicts[:, 0] >= held_out.verdict_thresholds[:, 0])[:, None]
    said = ((held_out.signals >= held_out.thresholds) & shown)[:, grave]
    truth = held_out.truth_signals[:, grave] > 0.5
    shares = {"raised": said, "labelled": truth, "unfounded": said & ~truth}
    counts = {name: np.logical_or.reduceat(rows.any(axis=1), held_out.starts)[good] for name, rows in shares.items()}
    return {
        "messages": int(good.sum()),
        **{name: float(of_messages.mean()) if good.any() else None for name, of_messages in counts.items()},
    }


def _labels(names: tuple[str, ...], truth: NDArray[np.float64], chances: Matrix, thresholds: Matrix) -> Figures:
    found = {}
    for j, name in enumerate(names):
        answers, said = truth[:, j] > 0.5, chances[:, j] >= thresholds[:, j]
        both = answers.any() and not answers.all()
        found[name] = {
            "n": int(answers.sum()),
            "precision": float(precision_score(answers, said, zero_division=0)),
            "recall": float(recall_score(answers, said, zero_division=0)),
            "f1": float(f1_score(answers, said, zero_division=0)),
            "average_precision": float(average_precision_score(answers, chances[:, j])) if both else None,
            "auc": float(roc_auc_score(answers, chances[:, j])) if both else None,
            "brier": float(brier_score_loss(answers, chances[:, j])) if both else None,
        }
    return found


def _accuracy(truth: NDArray[np.int64], said: NDArray[np.int64], names: tuple[str, ...]) -> Figures:
    return {
        "n": len(truth),
        "accuracy": float((truth == said).mean()) if len(truth) else None,
        "recall": {
            name: {"n": int((truth == i).sum()), "recall": float((said[truth == i] == i).mean())}
            for i, name in enumerate(names)
            if (truth == i).any()
        },
    }


def _mean(values: list[float]) -> float | None:
    return float(np.mean(values)) if values else None
