"""How well a plain word model tells two sets of messages apart: K16 for corpus and other mail, K17 for two writers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from tellcheck_model.corpus.bands import Measure
from tellcheck_model.corpus.format import Entry
from tellcheck_model.corpus.texts import text_of
from tellcheck_model.rubric import LANGUAGES
from tellcheck_model.text import masked

SAMPLE = 113  # messages of either side that are compared, five times, where there are more
HIGHEST = {"en": 0.90, "es": 0.92}
LEAST_BETWEEN_WRITERS = 0.65
FEWEST = 20
PAIRS = 15  # of batches that are compared


def told_apart(one: Sequence[str], other: Sequence[str], seed: int = 0) -> float:
    """Return the AUC with which words and pairs of words tell the texts apart, merge fields and digits masked.

    Mean over five samples of equal size, each by five-fold cross-validation.
    """
    size = min(len(one), len(other), SAMPLE)
    sides = [np.array([re.sub(r"\d", "0", masked(text)) for text in side], dtype=object) for side in (one, other)]
    truth = np.repeat([0, 1], size)
    scores = []
    for draw in range(5):
        chance = np.random.default_rng(seed + draw)
        texts = np.concatenate([chance.choice(side, size, replace=False) for side in sides])
        model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2), LogisticRegression(C=10.0))
        folds = StratifiedKFold(5, shuffle=True, random_state=seed + draw)
        said = cross_val_predict(model, texts, truth, cv=folds, method="predict_proba")[:, 1]
        scores.append(roc_auc_score(truth, said))
    return float(np.mean(scores))


def from_others(entries: Sequence[Entry], path: Path) -> Iterable[Measure]:
    """Yield how well our outreach is told from the outreach in a file of other people's messages, by language."""
    others = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
    for language in LANGUAGES:
        theirs = [m["text"] for m in others if m.get("language") == language and _sells(m)]
        ours = [text_of(entry) for entry in entries if entry.message["language"] == language and entry.outreach]
        if min(len(ours), len(theirs)) >= FEWEST:
            told = told_apart(ours, theirs)
            yield Measure("told apart", f"from other mail, {language}, AUC", told, 0.0, HIGHEST[language])


def _sells(message: dict[str, Any]) -> bool:
    """Whether the first annotator called it outreach; a message without labels is taken for it."""
    labels = message.get("labels", {}).get("a", {"outreach": True})
    return bool(labels.get("outreach"))  # a prospect's answer has no such label


def between_writers(entries: Sequence[Entry]) -> Iterable[Measure]:
    """Yield the median and the share over the least AUC of some pairs of batches of a language."""
    for language in LANGUAGES:
        batches: dict[str, list[str]] = {}
        for entry in entries:
            if entry.message["language"] == language and entry.outreach:
                batches.setdefault(entry.where.split(":")[0], []).append(text_of(entry))
        writers = [texts for texts in batches.values() if len(texts) >= FEWEST]
        pairs = list(combinations(writers, 2))
        aucs = [told_apart(one, other) for one, other in Random(0).sample(pairs, min(len(pairs), PAIRS))]
        if aucs:
            share = 100 * float(np.mean([auc >= LEAST_BETWEEN_WRITERS for auc in aucs]))
            yield Measure("told apart", f"two batches, {language}, median AUC", float(np.median(aucs)), 0.65, 1.0)
            yield Measure("told apart", f"pairs of batches over 0.65, {language}, %", share, 50.0, 100.0)
