"""Manuscripts become messages; a second person's labels are compared with the first's and settled, place by place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tellcheck_model.corpus.__main__ import main
from tellcheck_model.corpus.cards import draw_cards
from tellcheck_model.corpus.doubts import rule
from tellcheck_model.corpus.format import Entry, faults_of
from tellcheck_model.corpus.labels import Labels, LabelsError, blind, differences, read_labels, settled, with_labels
from tellcheck_model.corpus.manuscript import ManuscriptError, compiled
from tellcheck_model.corpus.plan import read_plan
from tellcheck_model.corpus.second import agreement, settle
from tellcheck_model.corpus.telling import from_others, told_apart
from tellcheck_model.rubric import read_rubric

TRAINING_DATA = Path(__file__).parents[2] / "training_data"
RUBRIC = read_rubric(TRAINING_DATA)
CARDS = {card.to_json()["id"]: card.to_json() for card in draw_cards("t01", "en", 40, 7, read_plan())}
CARD = next(id for id, card in CARDS.items() if card["outreach"] and card["channel"] == "email")
MANUSCRIPT = f"""
@ {CARD}
> We spoke in June about racks.
< Not this quarter. // later
Subject: quick one about racks // pretext
Hi [First Name],
See https://racks.example for more
We make racks for cold stores. // about_us empty_claim
Worth 15 minutes this week? // pitch_ask ask : time
= 110
"""


def written(folder: Path, text: str = MANUSCRIPT) -> Path:
    path = folder / "t01.txt"
    path.write_text(text, "utf-8")
    return path


def labels(folder: Path, text: str) -> Path:
    path = folder / "second.txt"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def message(tmp_path: Path) -> dict:
    return compiled(written(tmp_path), CARDS, RUBRIC)[0]


def test_a_manuscript_becomes_a_message_in_good_form_with_its_card(message: dict) -> None:
    message["stage"] = "reply"
    assert faults_of(message, RUBRIC) == []
    assert message["author"] == CARDS[CARD]["author"]
    assert message["card"]["trade"] == CARDS[CARD]["details"]["trade"]
    assert message["subject_signals"] == ["pretext"]
    assert [each["signals"] for each in message["sentences"]] == [
        [],
        [],
        ["about_us", "empty_claim"],
        ["pitch_ask", "ask"],
    ]
    assert message["sentences"][1]["text"] == "See https://racks.example for more"
    assert message["sentences"][3]["commitment"] == "time"
    assert message["thread"][1] == {"from": "recipient", "text": "Not this quarter.", "resistance": "later"}
    assert "".join(map(str, message["headlines"].values())) == "110"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("@ nobody-en-001", "no card has the id 'nobody-en-001'"),
        (f"@ {CARD}\nHi // flattery", "'flattery' is no signal"),
        ("Hi", "begins with '@'"),
    ],
)
def test_a_bad_line_of_a_manuscript_is_named(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(ManuscriptError, match=rf"t01\.txt:\d+: .*{reason}"):
        compiled(written(tmp_path, line), CARDS, RUBRIC)


def test_a_blind_message_shows_its_lines_and_none_of_its_labels(message: dict) -> None:
    shown = "\n".join(blind([message]))
    assert "t2 < Not this quarter." in shown
    assert "0 Subject: quick one about racks" in shown
    assert "3 We make racks for cold stores." in shown
    assert not any(id in shown for id in (*RUBRIC.signals, *RUBRIC.commitments, "later", "110", message["stage"]))


def test_differences_name_each_place_once_with_both_readings(tmp_path: Path, message: dict) -> None:
    second = labels(
        tmp_path, f"@ {CARD} · email\nt2 hard_no\n0 pretext\n3 about_us\n4 pitch_ask ask : explore\n= 111\n"
    )
    found = list(differences(message, Labels.of(message, RUBRIC), read_labels(second, RUBRIC)[CARD]))
    assert found == [
        "t2 Not this quarter. | later | hard_no",
        "3 We make racks for cold stores. | about_us empty_claim | about_us",
        "4 Worth 15 minutes this week? | ask pitch_ask : time | ask pitch_ask : explore",
        "= | 110 | 111",
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [("3 flattery", "'flattery'"), ("t1 shy", "'shy'"), ("= 11", "is none of"), ("3 ask : dinner", "'dinner'")],
)
def test_a_bad_line_of_labels_is_named(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(LabelsError, match=rf"second\.txt:2: .*{reason}"):
        read_labels(labels(tmp_path, f"@ x\n{line}\n"), RUBRIC)


def test_rulings_hold_where_the_two_differ_and_nothing_else_changes(tmp_path: Path, message: dict) -> None:
    first = Labels.of(message, RUBRIC)
    second = read_labels(labels(tmp_path, f"@ {CARD}\nt2 later\n0 pretext\n3 about_us\n= 110\n"), RUBRIC)[CARD]
    ruled = read_labels(labels(tmp_path, f"@ {CARD}\n3 -\n4 ask : micro\n0 self_interest\n"), RUBRIC)[CARD]
    held = settled(first, second, ruled, message, RUBRIC)
    assert held.signals == {0: ["pretext"], 4: ["ask"]}
    assert held.commitments == {4: "micro"}
    changed = with_labels(message, held, RUBRIC)
    assert [each["text"] for each in changed["sentences"]] == [each["text"] for each in message["sentences"]]
    assert changed["sentences"][3] == {"text": "Worth 15 minutes this week?", "signals": ["ask"], "commitment": "micro"}


def test_what_is_settled_as_no_outreach_keeps_no_signal_of_a_seller(tmp_path: Path, message: dict) -> None:
    first = Labels.of(message, RUBRIC)
    second = read_labels(labels(tmp_path, f"@ {CARD}\nt2 later\n4 ask : time\n= no outreach\n"), RUBRIC)[CARD]
    ruled = read_labels(labels(tmp_path, f"@ {CARD}\n0 -\n3 -\n4 pitch_ask ask : time\n= no outreach\n"), RUBRIC)[CARD]
    changed = with_labels(message, settled(first, second, ruled, message, RUBRIC), RUBRIC)
    assert changed["stage"] == "not_outreach"
    assert changed["sentences"][3]["signals"] == ["ask"]
    assert faults_of(changed, RUBRIC) == []


def test_settling_writes_messages_and_both_readings_or_nothing_at_all(tmp_path: Path, message: dict) -> None:
    path, folder = tmp_path / "t01.jsonl", tmp_path / "labels"
    path.write_text(json.dumps(message) + "\n", "utf-8")
    second = tmp_path / "b.second"
    second.write_text(f"@ {CARD}\nt2 later\n0 pretext\n3 about_us\n4 pitch_ask ask : time\n= 110\n", "utf-8")
    rulings = labels(tmp_path, f"@ {CARD}\n")
    before = path.read_bytes()
    with pytest.raises(LabelsError, match="line 3 is not settled"):
        settle(path, second, rulings, folder, RUBRIC)
    assert path.read_bytes() == before
    assert not folder.exists()
    rulings.write_text(f"@ {CARD}\n3 about_us\n", "utf-8")
    assert settle(path, second, rulings, folder, RUBRIC) == 1
    assert json.loads(path.read_text("utf-8"))["sentences"][2]["signals"] == ["about_us"]
    record = json.loads((folder / "t01.jsonl").read_text("utf-8"))
    assert record["first"]["signals"]["3"] == ["about_us", "empty_claim"]
    assert record["second"]["signals"]["3"] == ["about_us"]
    figures = agreement(folder, [message], RUBRIC)
    assert figures["about_us"] == {"f1": 1.0, "kappa": 1.0, "given": 1.0, "pairs": 5.0}
    assert figures["empty_claim"]["f1"] == 0.0
    assert figures["resistance later"]["f1"] == 1.0


def test_the_command_line_compiles_shows_and_compares(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cards = tmp_path / "t01.cards"
    cards.write_text("".join(f"{json.dumps(card)}\n# for the writer\n" for card in CARDS.values()), "utf-8")
    assert main(["compile", str(written(tmp_path)), "--cards", str(cards)]) == 0
    path = tmp_path / "t01.jsonl"
    path.write_text(capsys.readouterr().out, "utf-8")
    assert main(["blind", str(path)]) == 0
    assert "4 Worth 15 minutes this week?" in capsys.readouterr().out
    assert main(["compare", str(path), "--second", str(labels(tmp_path, f"@ {CARD}\n= 111\n"))]) == 0
    assert "= | 110 | 111" in capsys.readouterr().out
    assert main(["compile", str(written(tmp_path, "Hi")), "--cards", str(cards)]) == 1
    assert "begins with '@'" in capsys.readouterr().err


def test_two_voices_are_told_apart_and_one_is_not() -> None:
    words = ["alpha", "beta", "gamma", "delta", "rho", "sigma", "tau", "phi"]
    one = [f"we offer {words[i % 8]} {words[(i * 3) % 8]} to you" for i in range(60)]
    other = [f"kindly revert about {words[i % 8]} {words[(i * 5) % 8]}" for i in range(60)]
    assert told_apart(one, other) > 0.95
    assert told_apart(one[:32], one[24:56]) < 0.8


def test_what_is_ruled_on_a_doubted_line_is_written_and_what_stood_is_kept(tmp_path: Path, message: dict) -> None:
    path, record = tmp_path / "t01.jsonl", tmp_path / "rulings" / "doubts.jsonl"
    path.write_text(json.dumps(message) + "\n", "utf-8")
    rulings = labels(tmp_path, f"@ {CARD}\n0 pretext\n3 about_us\n4 -\n")
    assert rule([path], rulings, record, RUBRIC) == 2
    changed = json.loads(path.read_text("utf-8"))
    assert [each["signals"] for each in changed["sentences"]] == [[], [], ["about_us"], []]
    assert changed["sentences"][3]["commitment"] is None
    assert changed["subject_signals"] == ["pretext"]
    assert [json.loads(line) for line in record.read_text("utf-8").splitlines()] == [
        {"id": CARD, "line": 3, "was": ["about_us", "empty_claim"], "now": ["about_us"]},
        {"id": CARD, "line": 4, "was": ["ask", "pitch_ask"], "now": []},
    ]
    assert rule([path], rulings, record, RUBRIC) == 0


def test_the_check_says_how_well_the_corpus_is_told_from_other_mail(
    tmp_path: Path, message: dict, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = [message | {"id": f"{CARD}{i}", "card": message["card"] | {"id": f"c{i}"}} for i in range(25)]
    path, others = tmp_path / "t01.jsonl", tmp_path / "others.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in ours), "utf-8")
    sold = {"language": "en", "text": "kindly revert about our fleet insurance", "labels": {"a": {"outreach": 1}}}
    answer = {"language": "en", "text": "We make racks for cold stores.", "labels": {"a": {}}}
    others.write_text("".join(f"{json.dumps(each)}\n" for each in [sold] * 25 + [answer] * 25), "utf-8")
    main(["check", str(path), "--against", str(others)])
    assert "from other mail, en, AUC" in " ".join(capsys.readouterr().out.split())
    entries = [Entry("t01.jsonl:1", each) for each in ours]
    assert [(each.name, each.value) for each in from_others(entries, others)] == [("from other mail, en, AUC", 1.0)]
