"""The corpus is read strictly: a malformed line is refused by file, line and reason."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tellcheck_model.errors import MessagesError
from tellcheck_model.messages import read_messages, read_replies
from tellcheck_model.rubric import Rubric, read_rubric

FOLDER = Path(__file__).parents[2] / "training_data"
GOOD: dict[str, Any] = {
    "id": "x1",
    "author": "X",
    "language": "en",
    "channel": "email",
    "stage": "first_touch",
    "subject": None,
    "subject_signals": [],
    "thread": [],
    "sentences": [{"text": "Worth a chat?", "signals": ["pitch_ask"], "commitment": "time"}],
    "headlines": {"straight_pitch": 1, "weak_value_proposition": 1, "missing_value_exchange": 1},
}
FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "an unknown signal": (lambda m: m["sentences"][0].update(signals=["no_such"]), "no_such"),
    "an unknown commitment": (lambda m: m["sentences"][0].update(commitment="dinner"), "dinner"),
    "an unknown channel": (lambda m: m.update(channel="fax"), "fax"),
    "a missing author": (lambda m: m.pop("author"), "author"),
    "an unknown resistance": (
        lambda m: m.update(thread=[{"from": "recipient", "text": "No", "resistance": "shy"}]),
        "shy",
    ),
    "no sentences": (lambda m: m.update(sentences=[]), "sentences"),
}


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return read_rubric(FOLDER)


def test_the_corpus_is_in_good_form(rubric: Rubric) -> None:
    messages = read_messages(FOLDER / "messages", rubric)
    assert len(messages) >= 597
    assert len({message.author for message in messages}) >= 200
    assert {message.language for message in messages} == {"en", "es"}
    assert len(read_replies(FOLDER / "replies", rubric)) >= 1500


@pytest.mark.parametrize("name", FAULTS)
def test_a_malformed_line_is_refused_by_file_line_and_reason(tmp_path: Path, rubric: Rubric, name: str) -> None:
    spoil, reason = FAULTS[name]
    bad = copy.deepcopy(GOOD) | {"id": "x2"}
    spoil(bad)
    (tmp_path / "some.jsonl").write_text(f"{json.dumps(GOOD)}\n{json.dumps(bad)}\n", "utf-8")
    with pytest.raises(MessagesError, match=rf"some\.jsonl:2: .*{reason}"):
        read_messages(tmp_path, rubric)


@pytest.mark.parametrize("line", ["{", "[]", "null", '{"id": 1}'])
def test_what_is_no_message_is_refused(tmp_path: Path, rubric: Rubric, line: str) -> None:
    (tmp_path / "some.jsonl").write_text(f"{line}\n", "utf-8")
    with pytest.raises(MessagesError, match=r"some\.jsonl:1: "):
        read_messages(tmp_path, rubric)


def test_an_id_taken_twice_is_refused(tmp_path: Path, rubric: Rubric) -> None:
    (tmp_path / "some.jsonl").write_text(f"{json.dumps(GOOD)}\n{json.dumps(GOOD)}\n", "utf-8")
    with pytest.raises(MessagesError, match=r"some\.jsonl:2: .*x1"):
        read_messages(tmp_path, rubric)


def test_a_reply_with_an_unknown_resistance_is_refused(tmp_path: Path, rubric: Rubric) -> None:
    reply = {"id": "r1", "author": "R", "language": "en", "before": None, "text": "No", "resistance": "shy"}
    (tmp_path / "some.jsonl").write_text(json.dumps(reply) + "\n", "utf-8")
    with pytest.raises(MessagesError, match=r"some\.jsonl:1: 'shy'"):
        read_replies(tmp_path, rubric)
