"""Measuring on messages labelled twice: agreement with either annotator, beside their agreement."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tellcheck_model import Reviewer
from tellcheck_model.errors import MessagesError
from tellcheck_model.evaluate import evaluate_file

PITCH = "We are the leading provider of payroll software.\n\nDo you have 15 minutes this week for a demo?"
SEGMENTS = PITCH.split("\n\n")
NOTE = "Thanks for the notes from the stand-up, Tom. The build is green again since lunch."


def item(
    text: str, segments: list[str], outreach: int, signals: dict[str, list[str]], b: dict[str, object] | None = None
) -> dict:
    labels = {"outreach": outreach, "signals": signals, "commitment": {"1": "time"} if outreach else {}}
    labels |= dict.fromkeys(("straight_pitch", "weak_value_proposition", "missing_value_exchange"), outreach)
    return {
        "kind": "outreach",
        "channel": "email",
        "stage": "first_touch",
        "language": "en",
        "segments": segments,
        "text": text,
        "labels": {"a": labels, "b": labels | (b or {})},
    }


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.jsonl"
    reply = {"kind": "reply", "channel": "email", "language": "en", "text": "Not interested, please remove me."}
    said = {who: {"resistance": "hard_no"} for who in "ab"}
    items = [
        item(PITCH, SEGMENTS, 1, {"0": ["about_us", "empty_claim"], "1": ["pitch_ask", "ask"]}),
        item(PITCH, SEGMENTS, 1, {"0": ["about_us"], "1": ["pitch_ask"]}, {"signals": {}}),
        item(NOTE, NOTE.split(". "), 0, {}),
        reply | {"labels": said},
    ]
    path.write_text("\n".join(map(json.dumps, items)) + "\n", "utf-8")
    return path


def test_the_figures_compare_the_review_with_both_annotators(labelled: Path, reviewer: Reviewer) -> None:
    figures = evaluate_file(labelled, reviewer)
    whole = figures["all"]
    assert figures["bundle"] == reviewer.bundle_id
    assert (whole["messages"], whole["verdicts"]["outreach"]["present"]) == (3, 2)
    assert whole["verdicts"]["outreach"]["f1"] == whole["verdicts"]["straight_pitch"]["f1"] == 1.0
    assert whole["signals"]["about_us"]["support"] == 1.5
    assert whole["signals"]["about_us"]["annotators_f1"] == pytest.approx(2 / 3)
    assert whole["commitment_recall"] == whole["resistance_accuracy"] == 1.0
    assert whole["nagged"] == 0.0


def test_a_line_that_is_no_labelled_message_is_named(tmp_path: Path, reviewer: Reviewer) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"kind": "outreach"}\n', "utf-8")
    with pytest.raises(MessagesError, match=r"bad\.jsonl:1: lacks"):
        evaluate_file(path, reviewer)
