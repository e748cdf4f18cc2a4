"""The figures of parts, of reliability and of false alarms say what a hand count says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from tellcheck_model.card_tables import channels_table, good_table, provenance_table, reliability_svg, robustness_table
from tellcheck_model.classifier import Labels
from tellcheck_model.figures import figures_of, provenance_of
from tellcheck_model.messages import Message, Sentence
from tellcheck_model.perturbations import PERTURBATIONS
from tellcheck_model.train import HeldOut

VERDICTS = ("outreach", "straight_pitch")
HEADLINES = ("straight_pitch", "weak_value_proposition", "missing_value_exchange")
SIGNALS = ("pitch_ask", "proof", "argues")
SEVERITIES = {"pitch_ask": "serious", "argues": "hint", "proof": "hint"}


def message(id: str, channel: str, sentences: int) -> Message:
    said = tuple(Sentence("We sell.", frozenset(), None) for _ in range(sentences))
    language = "es" if "-es-" in id else "en"
    return Message(id, id, language, channel, None, False, said, (), (), True, {})


def matrix(*rows: tuple[float, ...]) -> np.ndarray:
    return np.array(rows, dtype=np.float32)


@pytest.fixture
def held_out() -> HeldOut:
    """Four messages of two sentences: two good, one pitch, one that is no outreach; thresholds at a half."""
    truth = matrix((0, 1, 0), (0, 0, 0), (0, 0, 0), (1, 0, 0), (1, 0, 0), (0, 0, 1), (0, 0, 0), (0, 0, 0))
    signals = matrix(
        (0.1, 0.9, 0.1),
        (0.7, 0.1, 0.1),
        (0.1, 0.1, 0.8),
        (0.2, 0.1, 0.1),
        (0.9, 0.1, 0.1),
        (0.1, 0.1, 0.9),
        (0.8, 0.1, 0.1),
        (0.1, 0.1, 0.1),
    )
    return HeldOut(
        labels=Labels(SIGNALS, ("time",), VERDICTS, ("reply",), ("later",)),
        messages=(
            message("b01-en-001", "email", 2),
            message("b01-en-002", "email", 2),
            message("b02-es-001", "inmail", 2),
            message("pp001", "email", 2),
        ),
        truth_signals=truth.astype(np.float64),
        signals=signals,
        thresholds=np.full_like(signals, 0.5),
        truth_commitments=np.full(8, -1),
        commitments=np.zeros(8, dtype=np.int64),
        truth_verdicts=np.array([[1, 0], [1, 0], [1, 1], [0, 0]], dtype=np.float64),
        verdicts=matrix((0.95, 0.05), (0.92, 0.2), (1.0, 0.7), (0.6, 0.1)),
        verdict_thresholds=np.full((4, 2), 0.5, dtype=np.float32),
        truth_resistances=np.zeros(1, dtype=np.int64),
        resistances=np.zeros(1, dtype=np.int64),
        starts=np.array([0, 2, 4, 6]),
    )


def test_a_message_belongs_to_the_batch_its_id_begins_with() -> None:
    assert [provenance_of(id) for id in ("b01-en-001", "b30-es-110", "pq094")] == ["b01", "b30", "pq"]


def test_every_message_is_counted_once_among_channels_and_once_among_batches(held_out: HeldOut) -> None:
    figures = figures_of(held_out)
    assert {id: part["messages"] for id, part in figures["channels"].items()} == {"email": 3, "inmail": 1}
    assert {id: part["messages"] for id, part in figures["provenance"].items()} == {"b01": 2, "b02": 1, "pp": 1}


def test_a_part_has_its_own_figures(held_out: HeldOut) -> None:
    email = figures_of(held_out)["channels"]["email"]
    assert email["verdicts"]["outreach"] == {"n": 2, "f1": pytest.approx(0.8), "auc": 1.0}
    assert (email["non_outreach"], email["nagged"]) == (1, 1.0)
    assert (email["signals_counted"], email["signals_macro_f1"]) == (0, None)


def test_signals_are_averaged_over_those_that_the_part_holds_often_enough(held_out: HeldOut) -> None:
    truth = held_out.truth_signals.copy()
    truth[:, 1] = 1
    messages = tuple(replace(message, channel="email") for message in held_out.messages)
    part = figures_of(replace(held_out, messages=messages, truth_signals=truth))["channels"]["email"]
    assert (part["signals_counted"], part["signals_macro_f1"]) == (1, pytest.approx(2 / 9))


def test_ten_bins_hold_every_probability_with_its_mean_and_what_came_true(held_out: HeldOut) -> None:
    reliability = figures_of(held_out)["reliability"]
    assert set(reliability) == {*VERDICTS, "signals"}
    assert [b["count"] for b in reliability["outreach"]] == [0, 0, 0, 0, 0, 0, 1, 0, 0, 3]
    assert reliability["outreach"][6] == {"count": 1, "mean": pytest.approx(0.6), "observed": 0.0}
    assert reliability["outreach"][9]["observed"] == 1.0
    assert reliability["outreach"][0] == {"count": 0, "mean": None, "observed": None}
    assert sum(b["count"] for b in reliability["signals"]) == held_out.signals.size


def test_false_alarms_on_good_messages_count_what_is_graver_than_a_hint(held_out: HeldOut) -> None:
    assert figures_of(held_out)["good"] is None
    good = figures_of(held_out, SEVERITIES)["good"]
    assert good == {"messages": 2, "raised": 0.5, "labelled": 0.5, "unfounded": 0.5}


def test_a_good_message_not_taken_for_outreach_shows_no_tell(held_out: HeldOut) -> None:
    verdicts = held_out.verdicts.copy()
    verdicts[0, 0] = 0.3
    good = figures_of(replace(held_out, verdicts=verdicts), SEVERITIES)["good"]
    assert good["raised"] == good["unfounded"] == 0.0


def figures() -> dict[str, Any]:
    filled = [{"count": 10, "mean": (i + 0.5) / 10, "observed": i / 9} for i in range(10)]
    empty = {"count": 0, "mean": None, "observed": None}
    verdict = {"n": 5, "f1": 0.5, "auc": None}
    part = {
        "messages": 9,
        "verdicts": dict.fromkeys(("outreach", *HEADLINES), verdict),
        "signals_counted": 0,
        "signals_macro_f1": None,
        "non_outreach": 4,
        "nagged": 0.25,
    }
    return {
        "channels": {"email": part, "linkedin_note": part},
        "provenance": {"b01": part},
        "good": {"messages": 3, "raised": 0.5, "labelled": 0.25, "unfounded": 1.0},
        "reliability": {
            "outreach": filled,
            "signals": [*filled[:9], empty],
            **{id: [*filled[:5], *([empty] * 5)] for id in HEADLINES},
        },
    }


def test_tables_show_every_part_and_a_dash_for_what_is_not_known() -> None:
    rows = channels_table(figures()).split("\n")
    assert [row.split(" | ")[0] for row in rows[2:]] == ["| LinkedIn note", "| email"]
    assert "| 0.50 / 0.50 / 0.50 | – / – / – | – | 25 % of 4 |" in rows[2]
    assert provenance_table(figures()).split("\n")[2].startswith("| b01 | 9 |")
    assert len({row.count("|") for row in rows}) == 1


def test_the_table_of_good_messages_is_left_out_where_they_were_not_measured() -> None:
    assert "100 %" in good_table(figures())
    assert good_table({"good": None}) == ""


def test_the_reliability_picture_has_three_lines_told_apart_without_colour() -> None:
    picture = reliability_svg(figures())
    root = ElementTree.fromstring(picture)
    space = "{http://www.w3.org/2000/svg}"
    lines = [p for p in root.iter(f"{space}path") if p.get("stroke-width") == "2" and p.get("d", "").count("L") > 1]
    assert len({line.get("stroke-dasharray") for line in lines}) == 3
    assert [line.get("d", "").count("L") + 1 for line in lines] == [10, 5, 9]
    words = [text.text for text in root.iter(f"{space}text")]
    assert {"probability given", "share that came true", "outreach", "headlines", "signals"} <= set(words)
    assert "None" not in picture
    assert root.get("viewBox", "").split()[2] == "640"
    assert "prefers-color-scheme:dark" in picture


def test_every_change_of_a_draft_has_a_row() -> None:
    row = {"drafts": 2, "mean_move": None, "largest_move": None, "mean_rise": None, "verdict_changed": None}
    counts = {"score_lost": 1, "score_won": 0, "rework_to_send": 0}
    rows = {each.name: {"kind": each.kind, **row, **counts} for each in PERTURBATIONS}
    table = robustness_table({"perturbations": rows}).split("\n")
    assert len(table) == len(PERTURBATIONS) + 2
    assert table[2] == "| hidden characters in words | not seen by a reader | 2 | – | – | – | – | 1 | 0 |"
