"""The figures of a classifier on authors it has not learned from."""

from __future__ import annotations

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


def figures_of(held_out: HeldOut) -> Figures:
    """Return precision, recall, F1 and more for every label, over all messages and for each language.

    Thresholds are those chosen without the author of the message (see `calibrate`), so nothing is measured on what
    it was fitted to.
    """
    languages = np.array([message.language for message in held_out.messages])
    return {
        "messages": len(held_out.messages),
        "authors": len({message.author for message in held_out.messages}),
        "sentences": len(held_out.truth_signals),
        "all": _part(held_out, np.ones(len(languages), dtype=bool)),
        "languages": {language: _part(held_out, languages == language) for language in ("en", "es")},
        "resistance": _accuracy(held_out.truth_resistances, held_out.resistances, held_out.labels.resistances),
    }


def _part(held_out: HeldOut, chosen: NDArray[np.bool_]) -> Figures:
    lengths = np.diff(np.append(held_out.starts, len(held_out.truth_signals)))
    rows = np.repeat(chosen, lengths)
    signals = _labels(
        held_out.labels.signals, held_out.truth_signals[rows], held_out.signals[rows], held_out.thresholds[rows]
    )
    outreach = held_out.truth_verdicts[:, 0] > 0.5
    verdicts = held_out.verdicts[chosen]
    asked = rows & (held_out.truth_commitments >= 0)
    quiet = chosen & ~outreach
    nagged = held_out.verdicts[quiet, 0] >= held_out.verdict_thresholds[quiet, 0]
    return {
        "messages": int(chosen.sum()),
        "signals": signals,
        "signals_macro_f1": _mean([v["f1"] for v in signals.values() if v["n"] >= 8]),
        "verdicts": _labels(
            held_out.labels.verdicts, held_out.truth_verdicts[chosen], verdicts, held_out.verdict_thresholds[chosen]
        ),
        "commitment": _accuracy(
            held_out.truth_commitments[asked], held_out.commitments[asked], held_out.labels.commitments
        ),
        "non_outreach": int(quiet.sum()),
        "nagged": float(nagged.mean()) if quiet.any() else None,
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
