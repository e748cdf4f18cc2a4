"""The corpus is read strictly: a malformed line is refused by file, line and reason."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tellcheck_model.corpus.format import inspect
from tellcheck_model.corpus.overlap import near_duplicates
from tellcheck_model.corpus.records import record_faults
from tellcheck_model.corpus.second import agreement, messages_of
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


def test_the_corpus_is_in_good_form_and_every_message_records_its_card(rubric: Rubric) -> None:
    entries, faults = inspect(sorted((FOLDER / "messages").glob("*.jsonl")), rubric)
    assert faults == []
    assert len(entries) >= 4000
    assert record_faults(entries) == []
    assert near_duplicates(entries) == []


def test_the_corpus_holds_enough_of_everything(rubric: Rubric) -> None:
    """The least numbers that the corpus was asked for, by kind, signal, commitment and resistance."""
    messages = read_messages(FOLDER / "messages", rubric)
    languages = Counter(message.language for message in messages)
    signals = Counter(signal for message in messages for each in message.sentences for signal in each.signals)
    commitments = Counter(each.commitment for message in messages for each in message.sentences)
    resistances = Counter(heard for message in messages for heard in message.resistances)
    assert languages["en"] >= 2750
    assert languages["es"] >= 1250
    assert sum(not message.outreach for message in messages) >= 800
    assert {id: signals[id] for id in rubric.signals if signals[id] < 200} == {}
    assert {id: commitments[id] for id in rubric.commitments if commitments[id] < 60} == {}
    assert {id: resistances[id] for id in rubric.resistances if resistances[id] < 100} == {}
    assert len(read_replies(FOLDER / "replies", rubric)) >= 2500


def test_three_hundred_pairs_of_messages_differ_in_one_sentence(rubric: Rubric) -> None:
    entries, _ = inspect(sorted((FOLDER / "messages").glob("*.jsonl")), rubric)
    assert sum(bool(entry.message["card"].get("pair")) for entry in entries) >= 300


def test_every_message_was_labelled_by_two_people_who_agree_more_often_than_not(rubric: Rubric) -> None:
    files = sorted((FOLDER / "messages").glob("*.jsonl"))
    messages = [message for path in files for message in messages_of(path)]
    twice = {record["id"] for path in sorted((FOLDER / "labels").glob("*.jsonl")) for record in messages_of(path)}
    assert {message["id"] for message in messages} == twice
    figures = agreement(FOLDER / "labels", messages, rubric)
    assert figures["outreach"]["kappa"] > 0.8
    assert {id for id in rubric.headlines if figures[id]["kappa"] < 0.6} == set()


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
