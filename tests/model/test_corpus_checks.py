"""The mechanical checks: each figure is what a reader would count, and copies and false twins are named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tellcheck_model.corpus.__main__ import main
from tellcheck_model.corpus.checks import measure
from tellcheck_model.corpus.format import Entry
from tellcheck_model.corpus.overlap import near_duplicates, overlap_faults, repeated_shares
from tellcheck_model.corpus.plan import read_plan
from tellcheck_model.corpus.records import record_faults
from tellcheck_model.corpus.texts import body_of, is_list_line, words_of
from tellcheck_model.rubric import read_rubric

TRAINING_DATA = Path(__file__).parents[2] / "training_data"
LONG = "We clean offices in the evening and we can start next month if that suits the whole team"


def entry(id: str, *sentences: tuple[str, list[str]], **parts: Any) -> Entry:  # noqa: ANN401
    message: dict[str, Any] = {
        "id": id,
        "author": "a",
        "language": "en",
        "channel": "email",
        "stage": "first_touch",
        "subject": None,
        "subject_signals": [],
        "thread": [],
        "sentences": [
            {
                "text": text,
                "signals": signals,
                "commitment": "time" if "ask" in signals or "pitch_ask" in signals else None,
            }
            for text, signals in sentences
        ],
        "headlines": {"straight_pitch": 0, "weak_value_proposition": 0, "missing_value_exchange": 0},
        "card": {"id": f"c-{id}", "archetype": "local_trades", "trade": "office_cleaning", "country": "Kenya"},
    }
    return Entry(f"batch.jsonl:{id}", {**message, **parts})


def twin(id: str, label: str, *sentences: tuple[str, list[str]], **parts: Any) -> Entry:  # noqa: ANN401
    made = entry(id, *sentences, **parts)
    made.message["card"]["pair"] = {"partner": "c-1", "label": label}
    return made


def figures(*entries: Entry) -> dict[str, float]:
    found = measure(entries, read_rubric(TRAINING_DATA), read_plan())
    return {f"{each.check}: {each.name}": each.value for each in found}


def test_words_leave_out_merge_fields_links_and_addresses() -> None:
    assert words_of("Hola [Nombre], mira www.acme.es o escribe a ana@acme.es") == ["hola", "mira", "o", "escribe", "a"]


def test_the_body_is_what_stands_between_greeting_and_signature() -> None:
    message = entry(
        "1",
        ("Hi {{first_name}},", []),
        ("We met in Porto.", []),
        ("Shall we talk?", ["ask"]),
        ("Best regards", []),
        ("Ana Ruiz", []),
        ("Head of Sales | Acme", []),
    )
    assert [sentence["text"] for sentence in body_of(message)] == ["We met in Porto.", "Shall we talk?"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- dashboards", True),
        ("✓ saves time every week, for all", True),
        ("2) reports", True),
        ("Weekly reports", True),
        ("We do boilers, pumps and drains.", False),
    ],
)
def test_a_list_line_is_marked_or_bare(text: str, expected: bool) -> None:
    assert is_list_line(text) is expected


def test_shares_of_messages_are_counted_as_a_reader_counts_them() -> None:
    found = figures(
        entry("1", ("Could we talk on Tuesday at 10:30?", ["ask"])),
        entry("2", ("Hi [Name], we do [Service]; it is cheap.", ["about_us", "empty_claim"])),
        entry("3", ("Worth a look?", ["pitch_ask"]), ("Cheap and good.", ["empty_claim"])),
        entry("4", ("What do you do about the drains?", ["diagnostic_question"])),
    )
    assert found["concrete: names a weekday"] == 25
    assert found["concrete: names a clock time or date"] == 25
    assert found["concrete: holds a semicolon"] == 25
    assert found["slots: messages with slots"] == 25
    assert found["slots: slots of such a message, median"] == 2
    assert found["signals: empty_claim with about_us"] == 50
    assert found["signals: pitch_ask with ask"] == 0
    assert found["signals: signals of a labelled sentence"] == pytest.approx(6 / 5)
    assert found["headlines: 000"] == 100
    assert found["together: pitch_ask > about_us"] == 0
    assert found["floors: commitment time"] == 2


def test_long_good_sentences_show_in_the_area_under_the_curve() -> None:
    long_good = [entry(str(n), (LONG, ["proof"]), ("Cheap.", ["empty_claim"])) for n in range(3)]
    assert figures(*long_good)["area: words: pure strength"] == 1.0


def test_negatives_are_counted_by_their_cues() -> None:
    hard = entry("1", ("Love to connect, do you have time for a quick call?", ["ask"]), stage="not_outreach")
    easy = entry("2", ("Sorry for your loss.", []), stage="not_outreach")
    assert figures(entry("3", ("Hm.", [])), hard, easy)["negatives: two or more cues"] == 50


def test_runs_of_words_are_shared_only_between_messages() -> None:
    one, two = ["a", "b", "c", "d", "a", "b", "c"], ["x", "a", "b", "c", "y"]
    occurrences, messages = repeated_shares([one, two, ["p", "q", "r", "s"]], (3,))[3]
    assert occurrences == pytest.approx(100 * 3 / 10)
    assert messages == pytest.approx(100 * 2 / 3)


def test_a_copy_is_named_with_both_places_unless_it_belongs_to_the_same_pair() -> None:
    original = entry("1", (LONG, ["about_us"]), author="b")
    (fault,) = near_duplicates([original, entry("2", (LONG + " there.", ["about_us"])), entry("3", ("Hello.", []))])
    assert fault.startswith("batch.jsonl:1: 1 is nearly 2 at batch.jsonl:2")
    original.message["card"]["pair"] = None
    assert near_duplicates([original, twin("2", "about_us", (LONG + " there.", []))]) == []


def test_a_twin_that_changes_one_sentence_and_turns_its_label_is_right() -> None:
    partner = entry("1", ("Nice work.", ["pretext"]), ("Shall we talk?", ["ask"]))
    assert record_faults([partner, twin("2", "pretext", ("Hello there.", []), ("Shall we talk?", ["ask"]))]) == []


@pytest.mark.parametrize(
    ("sentences", "reason"),
    [
        ([("Hello.", []), ("Bye.", [])], "in 2 sentences, not in one"),
        ([("Good work.", ["pretext"]), ("Shall we talk?", ["ask"])], "does not turn pretext"),
    ],
    ids=["two sentences", "same label"],
)
def test_a_false_twin_is_named(sentences: list[tuple[str, list[str]]], reason: str) -> None:
    partner = entry("1", ("Nice work.", ["pretext"]), ("Shall we talk?", ["ask"]))
    faults = record_faults([partner, twin("2", "pretext", *sentences)])
    assert any(fault.startswith("batch.jsonl:2: ") and reason in fault for fault in faults)


def test_a_twin_without_its_partner_and_a_card_written_twice_are_named() -> None:
    (missing,) = record_faults([twin("2", "pretext", ("Hello.", []))])
    assert missing == "batch.jsonl:2: its partner c-1 is missing"
    again = entry("3", ("Hello.", []))
    again.message["card"]["id"] = "c-1"
    (twice,) = record_faults([entry("1", ("Bye.", [])), again])
    assert twice == "batch.jsonl:3: the card c-1 is written at batch.jsonl:1 already"


def test_a_message_that_repeats_a_reference_is_named_and_the_reference_is_not_shown(tmp_path: Path) -> None:
    reference = tmp_path / "reference.jsonl"
    secret = "the heron stood quite still beside our old mill"
    reference.write_text(json.dumps({"sentences": [{"text": secret}], "subject": None}) + "\n", "utf-8")
    copied = entry("1", (f"I saw that {secret} again.", []))
    faults = overlap_faults([copied, entry("2", ("Nothing of that here at all, I am sure of it.", []))], reference)
    assert [fault.split(" share a ")[1] for fault in faults] == [f"{n}-gram with it: 1" for n in (8, 6, 5)]
    assert "heron" not in "".join(faults)
    assert overlap_faults([entry("2", ("Nothing of that here.", []))], reference) == []


def test_the_command_names_faults_and_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "batch.jsonl"
    good = entry("1", ("What do you do about the drains?", ["diagnostic_question"])).message
    path.write_text(json.dumps(good) + "\n" + json.dumps({**good, "id": "2", "language": "fr"}) + "\n", "utf-8")
    assert main(["check", str(path)]) == 1
    printed = capsys.readouterr().out
    assert "batch.jsonl:2: 'fr' is no language; take one of en, es" in printed
    assert "1 messages in good form, 1 faults in 1 files" in printed
    path.write_text(json.dumps(good) + "\n", "utf-8")
    assert main(["check", str(path)]) == 0


def test_a_message_gets_the_full_record_of_its_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["cards", "--batch", "b01", "--language", "en", "--count", "30", "--seed", "1"])
    cards = tmp_path / "cards.txt"
    cards.write_text(capsys.readouterr().out, "utf-8")
    drawn = [json.loads(line) for line in cards.read_text("utf-8").splitlines() if line.startswith("{")]
    messages = tmp_path / "batch.jsonl"
    written = [{**entry(card["id"]).message, "card": {"id": card["id"]}} for card in drawn]
    messages.write_text("".join(json.dumps(message) + "\n" for message in written), "utf-8")
    assert main(["record", str(messages), "--cards", str(cards)]) == 0
    recorded = [json.loads(line)["card"] for line in messages.read_text("utf-8").splitlines()]
    assert recorded == [card["record"] for card in drawn]
    assert any(record["pair"] for record in recorded)
    messages.write_text(json.dumps(entry("x9", card={"id": "x9"}).message) + "\n", "utf-8")
    assert main(["record", str(messages), "--cards", str(cards)]) == 1
