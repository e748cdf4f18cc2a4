"""A review rests on what a draft says: what nobody sees moves no score, haste moves it little, padding wins nothing.

The bounds are promises to a user, not what one bundle happened to reach: a point is lost in rounding, and ten points
are less than the span of a verdict.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tellcheck_model import Reviewer
from tellcheck_model.perturbations import (
    GAMING,
    HARMLESS,
    INVISIBLE,
    PERTURBATIONS,
    Body,
    Perturbation,
    curly_quotes,
    hidden_characters,
    look_alikes,
    padded,
    renamed_fields,
    split_pitch,
    typos,
    with_emoji,
    with_hollow_strength,
    with_question_mark,
)
from tellcheck_model.robustness import Move, Outcome, measure, moves_of, own_drafts, read_cases, summary
from tellcheck_model.segments import segments_of
from tellcheck_model.text import plain

FOLDER = Path(__file__).parents[2] / "training_data"
CASES = read_cases(FOLDER)
BY_NAME = {each.name: each for each in PERTURBATIONS}
UNSEEN = (
    "hidden_characters",
    "look_alike_letters",
    "curly_quotes",
    "trailing_spaces",
    "blank_lines",
    "merge_field_renamed",
)
HASTE = ("typos", "lower_case", "emoji", "accents_left_out")
PADDING = ("padding_1", "padding_3", "padding_10", "question_mark", "thanks", "hollow_strength")
INVISIBLE_AT_MOST, HASTE_ON_AVERAGE = 1, 10


def moved(move: Move) -> str:
    return f"{move.before} -> {move.after}: {move.case.draft.text}"


@pytest.mark.slow
@pytest.mark.parametrize("name", UNSEEN)
def test_what_a_reader_does_not_see_moves_no_score(reviewer: Reviewer, name: str) -> None:
    moves = moves_of(reviewer, CASES, BY_NAME[name])
    assert moves
    bad = [moved(move) for move in moves if move.rise is None or abs(move.rise) > INVISIBLE_AT_MOST]
    assert not bad, "\n\n".join(bad)


@pytest.mark.slow
@pytest.mark.parametrize("name", HASTE)
def test_writing_in_haste_moves_the_score_little_on_average(reviewer: Reviewer, name: str) -> None:
    row = summary(BY_NAME[name], moves_of(reviewer, CASES, BY_NAME[name]))
    assert row["mean_move"] <= HASTE_ON_AVERAGE, row


@pytest.mark.slow
@pytest.mark.parametrize("name", PADDING)
def test_padding_makes_no_draft_ready_that_was_to_be_rewritten(reviewer: Reviewer, name: str) -> None:
    moves = moves_of(reviewer, CASES, BY_NAME[name])
    assert any(move.before.verdict == "rework" for move in moves)
    bad = [moved(move) for move in moves if (move.before.verdict, move.after.verdict) == ("rework", "send")]
    assert not bad, "\n\n".join(bad)


def test_the_same_drafts_give_the_same_figures(reviewer: Reviewer) -> None:
    own = own_drafts(FOLDER)[:3]
    one, two = measure(reviewer, own), measure(reviewer, own)
    assert one == two
    assert set(one["perturbations"]) == set(BY_NAME)


def test_own_drafts_are_half_spanish_and_every_draft_is_read_once() -> None:
    own = own_drafts(FOLDER)
    assert [case.language for case in own].count("es") * 2 == len(own) == 12
    assert len(set(CASES)) == len(CASES) > 200


@pytest.mark.parametrize("change", [hidden_characters, look_alikes, curly_quotes], ids=lambda change: change.__name__)
def test_an_invisible_change_is_one_and_the_normal_form_undoes_it(change: object) -> None:
    assert callable(change)
    for case in own_drafts(FOLDER)[:1]:
        assert change(case.draft.text) != case.draft.text
        assert plain(change(case.draft.text)) == plain(case.draft.text)


@pytest.mark.parametrize("perturbation", PERTURBATIONS, ids=lambda each: each.name)
def test_every_change_changes_some_draft_and_is_the_same_each_time(perturbation: Perturbation) -> None:
    bodies = [Body(case.draft.text, case.language, segments_of(case.draft.text)[-1].text) for case in CASES]
    changed = [perturbation.text(body) for body in bodies]
    assert changed != [body.text for body in bodies]
    assert changed == [perturbation.text(body) for body in bodies]


def test_typos_touch_one_word_of_eight_and_no_merge_field() -> None:
    text = "Hi {{first_name}}, " + "the carriers waited outside before breakfast yesterday evening again. " * 4
    before, after = text.split(), typos(text).split()
    assert len(before) == len(after)
    slips = sum(a != b for a, b in zip(before, after, strict=True))
    assert slips == round((len(before) - 1) / 8)
    assert "{{first_name}}," in after


def test_a_renamed_field_is_still_a_field_and_nothing_else_changes() -> None:
    assert renamed_fields("Hola, {nombre}: ¿qué tal en $empresa? ___") == (
        "Hola, {target_field}: ¿qué tal en $target_field? ___"
    )


def test_additions_stand_where_a_writer_would_put_them() -> None:
    body = Body(
        "Hi Ana,\n\nWe sell chairs to offices. Do you have time.\n\nBest,\nTom", "en", "We sell chairs to offices."
    )
    assert padded(1)(body).startswith(f"Hi Ana,\n\n{HARMLESS['en'][0]}\n\nWe sell")
    assert with_hollow_strength(body).startswith("Hi Ana,\n\nI read your article. We sell")
    assert with_hollow_strength(Body("Vendo sillas.", "es")).startswith("Leí tu artículo. Vendo")
    assert "Do you have time?\n\nBest" in with_question_mark(body)
    assert "Do you have time. 🙂\n\nBest" in with_emoji(body)
    assert "We sell\nchairs to offices." in split_pitch(body)


def test_a_summary_counts_moves_in_both_directions_and_scores_that_come_and_go() -> None:
    case = CASES[0]
    low, high, none = Outcome(40, "rework"), Outcome(72, "send"), Outcome(None, None)
    moves = [Move(case, low, high), Move(case, high, low), Move(case, low, none), Move(case, low, low)]
    row = summary(BY_NAME["thanks"], moves)
    assert (row["kind"], row["drafts"], row["largest_move"], row["mean_rise"]) == (GAMING, 4, 32, 0.0)
    assert (row["score_lost"], row["score_won"], row["rework_to_send"]) == (1, 0, 1)
    assert row["mean_move"] == pytest.approx(64 / 3)
    assert row["verdict_changed"] == 0.75
    assert BY_NAME["blank_lines"].kind == INVISIBLE
