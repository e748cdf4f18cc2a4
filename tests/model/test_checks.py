"""The ten checks, each raised and each left alone, over findings put together by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tellcheck_model.checks import RULES, Asked, Findings, exclusive, raised_checks
from tellcheck_model.rubric import read_rubric
from tellcheck_model.thread import Heard, Thread


def findings(
    *signals: str,
    asked: str = "",
    fallback: bool = False,
    channel: str = "email",
    stage: str = "first_touch",
    said: str | None = None,
    refusals: int = 0,
    attempts: int = 0,
    diagnosed: bool = False,
) -> Findings:
    """A message with one segment for each signal (`a+b` for two), the commitments asked in the last segments."""
    ids = asked.split()
    first = len(signals) - len(ids)
    thread = None
    if said:
        heard = Heard(0, said, 0.9)
        thread = Thread((heard,), refusals, attempts, heard, np.zeros(12, dtype=np.float32), True)
    return Findings(
        signals=[frozenset(s.split("+")) - {""} for s in signals],
        asked=[Asked(first + i, id, 4, fallback and i == len(ids) - 1) for i, id in enumerate(ids)],
        channel=channel,
        stage=stage,
        thread=thread,
        diagnosed=diagnosed,
    )


NOTE = {"channel": "linkedin_note"}
REPLY = {"stage": "reply"}
RAISED = {
    "one_click_no": [findings("pitch_ask", asked="time", **NOTE), findings("ask", asked="time", channel="inmail")],
    "no_ask": [findings("about_us", "passive_close"), findings("passive_close", stage="after_meeting")],
    "competing_asks": [findings("ask", "ask", asked="time review")],
    "over_ask": [findings("ask", asked="consensus"), findings("ask", asked="decide", stage="reply", said="none")],
    "accepts_non_commitment": [findings("rep_commitment", said="send_information", refusals=1, attempts=1, **REPLY)],
    "concedes_needed_step": [findings("deference", "ask", asked="time", said="sole_decider", **REPLY)],
    "proposes_before_discovery": [findings("rep_commitment", said="proposal_request", **REPLY)],
    "no_fallback": [findings("ask", asked="time", said="later", refusals=1, attempts=1, **REPLY)],
    "too_many_attempts": [findings("pitch_ask", asked="time", said="satisfied", refusals=1, attempts=3, **REPLY)],
    "ignores_concern": [findings("about_us", "ask", asked="time", said="major_concern", **REPLY)],
}
QUIET = {
    "one_click_no": [
        findings("pitch_ask", asked="time"),
        findings("ask", asked="micro", **NOTE),
        findings("ask", asked="time", channel="linkedin_message", stage="follow_up"),
    ],
    "no_ask": [
        findings("diagnostic_question"),
        findings("ask", asked="micro"),
        findings("acknowledgement", said="hard_no", refusals=1, attempts=1, **REPLY),
        findings("open_door", said="later", refusals=1, attempts=1, **REPLY),
    ],
    "competing_asks": [
        findings("ask", "ask", asked="time time"),
        findings("ask", "fallback_ask", asked="time micro", fallback=True),
    ],
    "over_ask": [findings("value_given", "ask", asked="consensus"), findings("ask", asked="time")],
    "accepts_non_commitment": [findings("ask", asked="time", said="later", refusals=1, attempts=1, **REPLY)],
    "concedes_needed_step": [findings("ask", asked="consensus", said="sole_decider", **REPLY)],
    "proposes_before_discovery": [
        findings("diagnostic_question", said="proposal_request", **REPLY),
        findings("rep_commitment", said="proposal_request", diagnosed=True, **REPLY),
    ],
    "no_fallback": [
        findings(
            "ask", "fallback_ask", asked="time micro", fallback=True, said="later", refusals=1, attempts=1, **REPLY
        )
    ],
    "too_many_attempts": [
        findings("pitch_ask", asked="time", said="satisfied", refusals=1, attempts=2, **REPLY),
        findings("acknowledgement", "open_door", said="satisfied", refusals=1, attempts=3, **REPLY),
    ],
    "ignores_concern": [
        findings("acknowledgement", "ask", asked="time", said="major_concern", **REPLY),
        findings("ask", asked="time", said="positive", **REPLY),
    ],
}


@pytest.mark.parametrize(
    ("check", "found"), [(id, f) for id, cases in RAISED.items() for f in cases], ids=lambda v: str(v)[:24]
)
def test_the_check_is_raised(check: str, found: Findings) -> None:
    assert check in raised_checks(found)


@pytest.mark.parametrize(
    ("check", "found"), [(id, f) for id, cases in QUIET.items() for f in cases], ids=lambda v: str(v)[:24]
)
def test_the_check_stays_quiet(check: str, found: Findings) -> None:
    assert check not in raised_checks(found)


def test_the_rules_are_those_of_the_rubric(training_data) -> None:  # noqa: ANN001
    assert set(RULES) == set(read_rubric(training_data).checks) == set(RAISED) == set(QUIET)


def test_a_fallback_is_no_second_ask() -> None:
    assert exclusive(
        frozenset(["ask", "fallback_ask", "value_given"]), {"ask": 0.6, "fallback_ask": 0.7}.__getitem__
    ) == {
        "fallback_ask",
        "value_given",
    }
