"""The rubric's held-out examples: the trained model stays quiet where it must, and finds most of what it must."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tellcheck_model import Draft, Reviewer, ThreadMessage
from tellcheck_model.rubric import Example, read_examples, rubric_files
from tellcheck_model.text import utf16_offsets

FOLDER = Path(__file__).parents[2] / "training_data"
EXAMPLES = read_examples(FOLDER)
# What the released bundle reaches, rounded down; a change that loses more than this is a step back.
QUIET_AT_LEAST = {"tell": 0.98, "strength": 0.95}
FOUND_AT_LEAST = {"en": 0.42, "es": 0.28}
CHECKS_QUIET_AT_LEAST, CHECKS_RAISED_AT_LEAST = 0.98, 0.68


def carries(reviewer: Reviewer, example: Example) -> bool:
    """Whether the review finds the signal at the example's marked words."""
    thread = (ThreadMessage("recipient", example.thread),) if example.thread else ()
    draft = Draft(example.text, example.channel, language=example.language, thread=thread)
    offsets = utf16_offsets(example.text)
    start, end = offsets[example.start], offsets[example.end]
    return any(
        finding["id"] == example.signal and finding["start"] < end and finding["end"] > start
        for finding in reviewer.review(draft).to_json()["findings"]
    )


@pytest.mark.parametrize("kind", ["tell", "strength"])
def test_the_model_stays_quiet_on_the_near_misses(reviewer: Reviewer, kind: str) -> None:
    must_pass = [e for e in EXAMPLES if e.role == "must_pass" and reviewer.rubric.signals[e.signal].kind == kind]
    alarms = [f"{e.signal}: {e.text}" for e in must_pass if carries(reviewer, e)]
    assert 1 - len(alarms) / len(must_pass) >= QUIET_AT_LEAST[kind], "\n".join(alarms)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_model_finds_what_it_must_in_each_language(reviewer: Reviewer, language: str) -> None:
    must_flag = [e for e in EXAMPLES if e.role == "must_flag" and e.language == language]
    missed = [f"{e.signal}: {e.text}" for e in must_flag if not carries(reviewer, e)]
    assert 1 - len(missed) / len(must_flag) >= FOUND_AT_LEAST[language], "\n".join(missed)


def scenarios(role: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the whole drafts of the checks' files, each with the check it stands for."""
    files = rubric_files(FOLDER / "checks")
    return [(path.stem, entry) for path in files for entry in tomllib.loads(path.read_text("utf-8"))[role]]


def raises(reviewer: Reviewer, check: str, entry: dict[str, Any]) -> bool:
    """Whether the review of the scenario raises the check."""
    thread = tuple(ThreadMessage(message["from"], message["text"]) for message in entry["thread"])
    draft = Draft(entry["text"], entry["channel"], entry.get("subject"), entry["stage"], entry["lang"], thread)
    return check in [raised["id"] for raised in reviewer.review(draft).to_json()["checks"]]


def test_the_checks_stay_quiet_where_they_must(reviewer: Reviewer) -> None:
    must_pass = scenarios("must_pass")
    alarms = [f"{check}: {entry['text']}" for check, entry in must_pass if raises(reviewer, check, entry)]
    assert 1 - len(alarms) / len(must_pass) >= CHECKS_QUIET_AT_LEAST, "\n".join(alarms)


def test_the_checks_are_raised_where_they_must_be(reviewer: Reviewer) -> None:
    must_flag = scenarios("must_flag")
    missed = [f"{check}: {entry['text']}" for check, entry in must_flag if not raises(reviewer, check, entry)]
    assert 1 - len(missed) / len(must_flag) >= CHECKS_RAISED_AT_LEAST, "\n".join(missed)
