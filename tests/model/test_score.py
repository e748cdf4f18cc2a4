"""The score is monotone: nothing bad raises it, nothing good lowers it, repetition earns nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tellcheck_model.score import score_of, verdict_of

chances = st.lists(st.floats(0, 1), min_size=3, max_size=3)
severities = st.lists(st.sampled_from(["hint", "warn", "serious"]), max_size=12)
strengths = st.lists(st.sampled_from("abcdefgh"), max_size=12)
severity = st.sampled_from(["hint", "warn", "serious"])


@given(chances, severities, severities, strengths, severity)
def test_adding_a_tell_or_a_check_never_raises_it(
    h: list[float], c: list[str], t: list[str], s: list[str], new: str
) -> None:
    assert score_of(h, c, [*t, new], s) <= score_of(h, c, t, s)
    assert score_of(h, [*c, new], t, s) <= score_of(h, c, t, s)


@given(chances, severities, severities, strengths, st.sampled_from("abcdefgh"))
def test_adding_a_strength_never_lowers_it_and_the_same_again_adds_nothing(
    h: list[float], c: list[str], t: list[str], s: list[str], new: str
) -> None:
    once = score_of(h, c, t, [*s, new])
    assert once >= score_of(h, c, t, s)
    assert score_of(h, c, t, [*s, new, new]) == once


@given(chances, st.integers(0, 2), st.floats(0, 1), severities, severities, strengths)
def test_a_likelier_headline_never_raises_it(
    h: list[float], which: int, more: float, c: list[str], t: list[str], s: list[str]
) -> None:
    worse = [max(chance, more) if i == which else chance for i, chance in enumerate(h)]
    assert score_of(worse, c, t, s) <= score_of(h, c, t, s)


@given(chances, severities, severities, strengths)
def test_it_stays_between_0_and_100(h: list[float], c: list[str], t: list[str], s: list[str]) -> None:
    assert 0 <= score_of(h, c, t, s) <= 100


def test_a_clean_message_is_ready_and_a_full_pitch_is_not() -> None:
    assert verdict_of(score_of([0.02, 0.03, 0.02], [], [], ["a"])) == "send"
    assert verdict_of(score_of([0.98, 0.95, 0.97], ["serious"], ["warn", "warn", "serious"], [])) == "rework"
    assert verdict_of(score_of([0.1, 0.1, 0.9], [], ["warn"], [])) == "improve"
