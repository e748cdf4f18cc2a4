"""Training end to end on a few messages: the same data gives the same predictions, and the bundle is usable."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tellcheck_model.bundle import load_bundle, load_reviewer, write_bundle
from tellcheck_model.figures import figures_of
from tellcheck_model.review import Draft
from tellcheck_model.rubric import read_rubric
from tellcheck_model.train import fit
from tellcheck_model.training_set import TrainingSet, read_training_set, training_set

pytestmark = pytest.mark.slow
PITCH = "We are the leading provider of payroll software. Do you have 15 minutes for a demo?"


@pytest.fixture(scope="module")
def tiny(training_data: Path) -> TrainingSet:
    """Every eighth message and every tenth reply of the corpus, and no examples."""
    whole = read_training_set(training_data)
    from tellcheck_model.messages import read_replies

    replies = read_replies(training_data / "replies", whole.rubric)[::10]
    return training_set(whole.rubric, list(whole.messages[::8]), replies, [], whole.families)


def test_the_same_data_gives_the_same_predictions(tiny: TrainingSet) -> None:
    (one, held_one), (two, held_two) = (fit(tiny, jobs=1) for _ in range(2))
    assert np.array_equal(one.odds([PITCH]), two.odds([PITCH]))
    assert np.array_equal(held_one.verdicts, held_two.verdicts)


def test_what_is_trained_is_written_loaded_and_reviews(tiny: TrainingSet, training_data: Path, tmp_path: Path) -> None:
    classifier, held_out = fit(tiny, jobs=1)
    figures = figures_of(held_out)
    assert figures["all"]["verdicts"]["outreach"]["auc"] > 0.6
    digest = write_bundle(tmp_path / "b", classifier, read_rubric(training_data), figures, {}, "2026-01-31")
    bundle = load_bundle(tmp_path / "b", digest)
    assert bundle.id == f"2026.01-{digest[:8]}"
    review = load_reviewer(tmp_path / "b", digest).review(Draft(PITCH, "email")).to_json()
    assert review["bundle"] == bundle.id
    assert bundle.metrics == figures


def test_no_message_is_judged_by_a_model_that_saw_its_author(tiny: TrainingSet) -> None:
    from tellcheck_model.train import _folds

    for learned, held_out in _folds(tiny.sentence_authors):
        seen = {tiny.sentence_authors[i] for i in learned}
        assert seen.isdisjoint(tiny.sentence_authors[i] for i in held_out)
