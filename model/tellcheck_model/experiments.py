"""What each part of the classifier is worth and what more messages bring: `python -m tellcheck_model.experiments`.

Every row is fitted anew and measured on authors held out and, where a file of labelled messages is given, on these
(as `tellcheck evaluate FILE`). The encoder is the released one in every row but the one without it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import GroupShuffleSplit

from tellcheck_model.classifier import Classifier
from tellcheck_model.encoder import Encoder
from tellcheck_model.evaluate import evaluate_file
from tellcheck_model.figures import figures_of
from tellcheck_model.fitting import SEED
from tellcheck_model.inputs import checkout
from tellcheck_model.review import Reviewer
from tellcheck_model.train import HeldOut, fit
from tellcheck_model.training_set import TrainingSet, read_training_set
from tellcheck_model.words import fit_words

SHARES = (0.15, 0.25, 0.5)
Fitted = tuple[Classifier, HeldOut]


class NoEncoder(Encoder):
    """Says nothing, and leaves out the same messages, so that rows with and without the encoder can be compared."""

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """No label is known to it."""
        return ()


def variants(data: TrainingSet, jobs: int) -> Iterator[tuple[str, Callable[[], Fitted]]]:
    """Yield each row's name and what fits it; rows that differ in later stages alone share the fitted words."""
    yield from _with_and_without(data, jobs, "all messages")
    bare = replace(data, families=dict.fromkeys(data.families, ()))
    yield "all messages, without word families", lambda: fit(bare, jobs=jobs)
    alone = replace(data, examples=(), example_truth=data.example_truth[:0])
    yield "all messages, without the rubric's examples", lambda: fit(alone, jobs=jobs)
    for share in SHARES:
        yield from _with_and_without(portion(data, share), jobs, f"{share:.0%} of them")


def _with_and_without(data: TrainingSet, jobs: int, name: str) -> Iterator[tuple[str, Callable[[], Fitted]]]:
    words = fit_words(data, data.without(Encoder().learned)[1], lambda step: None, jobs)
    yield name, lambda: fit(data, jobs=jobs, words=words)
    yield f"{name}, without the encoder", lambda: fit(data, jobs=jobs, words=words, encoder=NoEncoder())
    yield f"{name}, without context", lambda: fit(data, jobs=jobs, words=words, in_context=False)


def portion(data: TrainingSet, share: float) -> TrainingSet:
    """Return the messages of a share of the authors, drawn by chance."""
    split = GroupShuffleSplit(1, train_size=share, random_state=SEED)
    kept, _ = next(split.split(np.zeros(len(data.messages)), groups=data.message_authors))
    chosen = set(kept.tolist())
    return data.without(frozenset(m.id for i, m in enumerate(data.messages) if i not in chosen))[0]


def row(fitted: Fitted, data: TrainingSet, file: Path | None) -> dict[str, Any]:
    """Return the figures of one row: headline F1 and AUC (means), signals, outreach, and the same on the file."""
    classifier, held_out = fitted
    figures = figures_of(held_out)["all"]
    own = {
        "messages": len(held_out.messages),
        **_headlines(figures["verdicts"], data),
        "signals_f1": figures["signals_macro_f1"],
    }
    if file is None:
        return {"held_out": own}
    measured = evaluate_file(file, Reviewer(classifier, data.rubric, "experiment"))["all"]
    real = {
        **_headlines(measured["verdicts"], data),
        "signals_f1": measured["signals_macro_f1"],
        "tells_precision": measured["tells_precision"],
    }
    return {"held_out": own, "real": real}


def _headlines(verdicts: dict[str, Any], data: TrainingSet) -> dict[str, Any]:
    of = [verdicts[id] for id in data.rubric.headlines]
    aucs = [each["auc"] for each in of if each["auc"] is not None]
    return {
        "headlines_f1": float(np.mean([each["f1"] for each in of])),
        "headlines_auc": float(np.mean(aucs)) if aucs else None,
        "outreach_f1": verdicts["outreach"]["f1"],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all rows, print each as it is there, and write them; return 0."""
    parser = argparse.ArgumentParser(prog="python -m tellcheck_model.experiments", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="labelled messages to measure on, too")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    chosen = parser.parse_args(arguments)
    folder = checkout()
    if folder is None:
        parser.error("there is no training_data here; run this in a checkout of Tellcheck")
    data = read_training_set(folder)
    rows = {}
    for name, fitted in variants(data, jobs=2):
        rows[name] = row(fitted(), data, chosen.file)
        print(name, json.dumps(rows[name]), flush=True)
        if chosen.json:
            chosen.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
