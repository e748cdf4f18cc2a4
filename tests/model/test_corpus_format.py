"""The format: every kind of malformed message is refused by file, line and reason."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from tellcheck_model.corpus.format import read_checked
from tellcheck_model.errors import MessagesError
from tellcheck_model.rubric import Rubric, read_rubric

TRAINING_DATA = Path(__file__).parents[2] / "training_data"
GOOD: dict[str, Any] = {
    "id": "m1",
    "author": "a1",
    "language": "en",
    "channel": "email",
    "stage": "reply",
    "subject": "the depot",
    "subject_signals": [],
    "thread": [
        {"from": "sender", "text": "Do you lease the vans or own them?"},
        {"from": "recipient", "text": "We lease, and we are happy.", "resistance": "satisfied"},
    ],
    "sentences": [
        {"text": "Fair enough.", "signals": ["acknowledgement"], "commitment": None},
        {"text": "Could you name the person who signs the lease?", "signals": ["ask"], "commitment": "micro"},
    ],
    "headlines": {"straight_pitch": 0, "weak_value_proposition": 0, "missing_value_exchange": 0},
    "card": {"id": "b01-en-001", "archetype": "brokers", "trade": "leasing", "country": "Ireland"},
}


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return read_rubric(TRAINING_DATA)


def changed(**parts: object) -> dict[str, Any]:
    return {**copy.deepcopy(GOOD), **parts}


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in copy.deepcopy(GOOD).items() if name != key}


def sentence(signals: list[str], commitment: str | None = None, text: str = "Could we talk?") -> dict[str, Any]:
    return changed(sentences=[{"text": text, "signals": signals, "commitment": commitment}])


def not_outreach(**parts: object) -> dict[str, Any]:
    return changed(stage="not_outreach", thread=[], **parts)


def written(folder: Path, *messages: dict[str, Any] | str) -> Path:
    path = folder / "batch.jsonl"
    lines = [each if isinstance(each, str) else json.dumps(each) for each in messages]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


FAULTS: dict[str, tuple[dict[str, Any] | str, str]] = {
    "broken json": ('{"id": ', "is not JSON"),
    "no object": ("[1]", "is not an object"),
    "a key twice": ('{"id": "a", "id": "b"}', "the key 'id' stands twice"),
    "unknown key": (changed(mood="good"), "has the unknown key 'mood'"),
    "no card": (without("card"), "lacks 'card'"),
    "empty id": (changed(id=""), "'id' must be a text"),
    "author is no text": (changed(author=3), "'author' must be a text"),
    "language": (changed(language="fr"), "'fr' is no language; take one of en, es"),
    "channel": (changed(channel="fax"), "'fax' is no channel"),
    "stage": (changed(stage="late"), "'late' is no stage"),
    "sentences is no list": (changed(sentences="Hello"), "'sentences' must be a list"),
    "no sentences": (changed(sentences=[]), "has no sentences"),
    "sentence is no object": (changed(sentences=["Hello"]), "sentence 1: needs 'text', 'signals' and 'commitment'"),
    "empty sentence": (sentence([], text="  "), "sentence 1: 'text' must be one line"),
    "two lines": (sentence([], text="Hi\nthere"), "sentence 1: 'text' must be one line"),
    "unknown signal": (sentence(["rude"]), "sentence 1: 'rude' is no signal of the rubric"),
    "signal twice": (sentence(["proof", "proof"]), "sentence 1: 'proof' stands twice"),
    "signals is no list": (changed(sentences=[{"text": "Hi", "signals": "ask", "commitment": None}]), "must be a list"),
    "ask without commitment": (sentence(["ask"]), "sentence 1: asks (ask) without a commitment"),
    "pitch_ask without commitment": (sentence(["pitch_ask"]), "asks (pitch_ask) without a commitment"),
    "fallback without commitment": (sentence(["fallback_ask"]), "asks (fallback_ask) without a commitment"),
    "commitment without ask": (sentence(["proof"], "time"), "has a commitment and asks for nothing"),
    "unknown commitment": (sentence(["ask"], "lunch"), "'lunch' is no commitment of the rubric"),
    "ask and fallback": (sentence(["ask", "fallback_ask"], "micro"), "'fallback_ask' excludes 'ask'"),
    "unknown subject signal": (changed(subject_signals=["rude"]), "the subject: 'rude' is no signal"),
    "subject signals alone": (changed(subject=None, subject_signals=["pretext"]), "without a subject"),
    "subject in a chat": (changed(channel="linkedin_message"), "a linkedin_message has no subject"),
    "thread sender": (changed(thread=[{"from": "me", "text": "Hi"}]), "'from' must be sender or recipient"),
    "thread text": (changed(thread=[{"from": "sender"}]), "thread message 1: needs a 'text'"),
    "thread key": (changed(thread=[{"from": "sender", "text": "Hi", "mood": 1}]), "has the unknown key 'mood'"),
    "unknown resistance": (
        changed(thread=[{"from": "recipient", "text": "Hm", "resistance": "bored"}]),
        "thread message 1: 'bored' is no resistance of the rubric",
    ),
    "missing resistance": (changed(thread=[{"from": "recipient", "text": "Hm"}]), "lacks its resistance"),
    "resistance of the sender": (
        changed(thread=[{"from": "sender", "text": "Hm", "resistance": "later"}]),
        "only the recipient shows resistance",
    ),
    "reply to nothing": (changed(thread=[]), "a reply needs a message from the recipient"),
    "headline missing": (changed(headlines={"straight_pitch": 0}), "'headlines' must judge"),
    "headline value": (changed(headlines={**GOOD["headlines"], "straight_pitch": True}), "must be 0 or 1"),
    "long note": (
        changed(
            channel="linkedin_note", subject=None, sentences=[{"text": "a" * 301, "signals": [], "commitment": None}]
        ),
        "at most 300 characters",
    ),
    "headline outside outreach": (
        not_outreach(headlines={**GOOD["headlines"], "straight_pitch": 1}),
        "what is not outreach has none of the headlines",
    ),
    "seller's signal outside outreach": (
        not_outreach(sentences=[{"text": "We sell.", "signals": ["about_us"], "commitment": None}]),
        "what is not outreach carries no 'about_us'",
    ),
    "loose close outside outreach": (
        changed(outreach=False, sentences=[{"text": "Tell me.", "signals": ["passive_close"], "commitment": None}]),
        "what is not outreach carries no 'passive_close'",
    ),
    "outreach against its stage": (not_outreach(outreach=True), "'outreach' is true and the stage is not_outreach"),
    "outreach is no truth": (changed(outreach="yes"), "'outreach' must be true or false"),
    "card is no object": (changed(card="b01"), "'card' must be an object"),
    "card without trade": (changed(card={"id": "b", "archetype": "x", "country": "y"}), "'card' lacks 'trade'"),
    "pair without partner": (
        changed(card={**GOOD["card"], "pair": {"label": "ask"}}),
        "'pair' must be null or name its",
    ),
}


@pytest.mark.parametrize(("message", "reason"), FAULTS.values(), ids=FAULTS.keys())
def test_a_malformed_line_is_refused_by_file_line_and_reason(
    tmp_path: Path, rubric: Rubric, message: dict[str, Any] | str, reason: str
) -> None:
    with pytest.raises(MessagesError) as refused:
        read_checked([written(tmp_path, changed(id="first", card={**GOOD["card"], "id": "c0"}), message)], rubric)
    lines = str(refused.value).splitlines()
    assert all(line.startswith("batch.jsonl:2: ") for line in lines)
    assert any(reason in line for line in lines)


@pytest.mark.parametrize("key", [key for key in GOOD if key != "card"])
def test_a_message_without_one_of_its_keys_is_refused(tmp_path: Path, rubric: Rubric, key: str) -> None:
    with pytest.raises(MessagesError, match=f"batch.jsonl:1: lacks '{key}'"):
        read_checked([written(tmp_path, without(key))], rubric)


def test_an_id_taken_in_another_file_is_refused_with_both_places(tmp_path: Path, rubric: Rubric) -> None:
    (tmp_path / "other").mkdir()
    other = written(tmp_path / "other", GOOD).rename(tmp_path / "a.jsonl")
    with pytest.raises(MessagesError, match=r"batch.jsonl:1: the id m1 is taken by a.jsonl:1"):
        read_checked([other, written(tmp_path, GOOD)], rubric)


def test_all_faults_are_listed_at_once(tmp_path: Path, rubric: Rubric) -> None:
    with pytest.raises(MessagesError) as refused:
        read_checked(
            [
                written(
                    tmp_path,
                    changed(id="m0", language="fr"),
                    GOOD,
                    {**sentence(["ask", "rude"]), "id": "m2", "stage": "late"},
                )
            ],
            rubric,
        )
    assert [line.split(": ")[0] for line in str(refused.value).splitlines()] == [
        "batch.jsonl:1",
        "batch.jsonl:3",
        "batch.jsonl:3",
    ]


@pytest.mark.parametrize(
    "message",
    [
        GOOD,
        sentence(["ask", "pitch_ask"], "time"),
        sentence(["pressure"], "time"),
        sentence(["pressure"]),
        sentence(["diagnostic_question"]),
        not_outreach(),
        changed(outreach=False),
        changed(thread=[{"from": "recipient", "text": "My router is dead."}], outreach=False),
        changed(subject=None),
    ],
    ids=["good", "two asks", "set meeting", "bump", "question", "negative", "negative reply", "ticket", "no subject"],
)
def test_a_message_in_good_form_is_read(tmp_path: Path, rubric: Rubric, message: dict[str, Any]) -> None:
    (entry,) = read_checked([written(tmp_path, message)], rubric)
    assert entry.message == message
    assert entry.where == "batch.jsonl:1"


def test_messages_without_a_card_are_read_where_none_is_required(tmp_path: Path, rubric: Rubric) -> None:
    assert read_checked([written(tmp_path, without("card"))], rubric, card_required=False)
