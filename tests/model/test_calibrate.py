"""Thresholds: who sells nothing is left alone, and what is between sure and unsure is said to be so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tellcheck_model.bundle import Bundle
from tellcheck_model.calibrate import BALANCED, PRECISION_FIRST, seldom_wrong
from tellcheck_model.review import Draft, Reviewer

RNG = np.random.default_rng(3)
ANSWERS = np.repeat([True, False], [800, 200])
CHANCES = np.concatenate([RNG.beta(6, 2, 800), RNG.beta(2, 4, 200)]).astype(np.float32)
PITCH = "We are the leading provider of payroll software. Do you have 15 minutes for a demo?"


def test_few_messages_that_sell_nothing_are_taken_for_outreach() -> None:
    assert float((CHANCES[~ANSWERS] >= seldom_wrong(ANSWERS, CHANCES)).mean()) <= 0.05
    assert float((CHANCES[~ANSWERS] >= BALANCED(ANSWERS, CHANCES)).mean()) > 0.05


def test_precision_weighs_more_for_signals_than_for_headlines() -> None:
    assert PRECISION_FIRST(ANSWERS, CHANCES) >= BALANCED(ANSWERS, CHANCES)


def test_where_it_cannot_be_told_whether_a_message_sells_nothing_is_held_against_it(bundle: Bundle) -> None:
    thresholds = bundle.classifier.verdict_calibration.thresholds.copy()
    thresholds[0] = 1.1  # nothing is ever sure
    calibration = replace(bundle.classifier.verdict_calibration, thresholds=thresholds)
    classifier = replace(bundle.classifier, verdict_calibration=calibration, unsure=0.0)
    review = Reviewer(classifier, bundle.rubric, bundle.id).review(Draft(PITCH, "email")).to_json()
    assert review["abstained"] == "unsure"
    assert review["score"] is None
    assert {finding["kind"] for finding in review["findings"]} <= {"strength"}
    assert review["checks"] == []
    sure = Reviewer(bundle.classifier, bundle.rubric, bundle.id).review(Draft(PITCH, "email")).to_json()
    assert sure["abstained"] is None
    assert bundle.classifier.unsure <= float(bundle.classifier.verdict_calibration.thresholds[0])
