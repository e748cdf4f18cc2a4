"""The corpus at the command line: `cards` draws what to write, `check` says what is wrong with what was written."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from tellcheck_model.corpus.briefing import briefing
from tellcheck_model.corpus.cards import draw_cards
from tellcheck_model.corpus.checks import measure
from tellcheck_model.corpus.doubts import doubts, rule
from tellcheck_model.corpus.format import inspect
from tellcheck_model.corpus.labels import LabelsError, blind, read_labels
from tellcheck_model.corpus.manuscript import ManuscriptError, compiled, read_cards
from tellcheck_model.corpus.overlap import near_duplicates, overlap_faults
from tellcheck_model.corpus.plan import CARDS_FOLDER, read_plan
from tellcheck_model.corpus.records import record_faults, write_records
from tellcheck_model.corpus.report import print_report
from tellcheck_model.corpus.second import compare, messages_of, settle
from tellcheck_model.corpus.telling import between_writers, from_others
from tellcheck_model.rubric import read_rubric

TRAINING_DATA = CARDS_FOLDER.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 1 where the check found faults."""
    chosen = _parser().parse_args(arguments)
    return int(chosen.run(chosen))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tellcheck_model.corpus", description=__doc__)
    commands = parser.add_subparsers(required=True)
    cards = commands.add_parser(
        "cards", help="draw writers' cards: a JSON line each, then lines for the writer after '#'"
    )
    cards.add_argument("--batch", required=True, help="name of the batch, such as b01")
    cards.add_argument("--language", required=True, choices=("en", "es"))
    cards.add_argument("--count", required=True, type=int)
    cards.add_argument("--seed", required=True, type=int)
    cards.add_argument("--as", dest="form", choices=("both", "json", "text"), default="both")
    cards.set_defaults(run=_cards)
    written = commands.add_parser("compile", help="turn a manuscript and its cards into messages, on standard output")
    written.add_argument("manuscripts", nargs="+", type=Path)
    written.add_argument("--cards", nargs="+", type=Path, required=True, help="what `cards` printed")
    written.set_defaults(run=_compile)
    record = commands.add_parser(
        "record", help="write into messages the full record of the cards they were written from"
    )
    record.add_argument("files", nargs="+", type=Path, help="files of messages, rewritten in place")
    record.add_argument("--cards", nargs="+", type=Path, required=True, help="what `cards` printed")
    record.set_defaults(run=_record)
    hidden = commands.add_parser("blind", help="print messages without their labels, for a second labeller")
    hidden.add_argument("file", type=Path)
    hidden.add_argument("--part", default="1/1", help="such as 2/3: the second of three parts")
    hidden.set_defaults(run=_blind)
    for name, help, run in (
        ("compare", "print where a second labeller differs from the labels that stand", _compare),
        ("settle", "write into messages what holds of two people's labels", _settle),
    ):
        pair = commands.add_parser(name, help=help)
        pair.add_argument("file", type=Path)
        pair.add_argument("--second", type=Path, required=True, help="the second labeller's lines")
        if run is _settle:
            pair.add_argument("--rulings", type=Path, required=True, help="such lines for each place that differs")
        pair.set_defaults(run=run)
    doubted = commands.add_parser("doubts", help="print the labels that a classifier of other authors doubts most")
    doubted.add_argument("--most", type=int, default=400)
    doubted.set_defaults(run=_doubts)
    ruled = commands.add_parser("rule", help="write what was ruled on doubted labels")
    ruled.add_argument("--rulings", type=Path, required=True)
    ruled.set_defaults(run=_rule)
    check = commands.add_parser("check", help="name every fault, and print the target bands beside what is there")
    check.add_argument("files", nargs="*", type=Path, help="default: training_data/messages/*.jsonl")
    check.add_argument("--no-card", action="store_true", help="accept messages that record no card")
    check.add_argument("--against", type=Path, action="append", default=[], help="messages that must not be repeated")
    check.add_argument("--voices", action="store_true", help="tell batches apart, too: whether each has a voice")
    check.add_argument("--quiet", action="store_true", help="print the faults and the figures out of band only")
    check.set_defaults(run=_check)
    return parser


def _cards(chosen: argparse.Namespace) -> int:
    plan = read_plan()
    for card in draw_cards(chosen.batch, chosen.language, chosen.count, chosen.seed, plan):
        if chosen.form != "text":
            print(json.dumps(card.to_json(), ensure_ascii=False))
        if chosen.form != "json":
            mark = "# " if chosen.form == "both" else ""
            print("\n".join(mark + line for line in briefing(card, plan).splitlines()))
            print(mark.strip())
    return 0


def _compile(chosen: argparse.Namespace) -> int:
    rubric, cards = read_rubric(TRAINING_DATA), read_cards(chosen.cards)
    try:
        for path in chosen.manuscripts:
            for message in compiled(path, cards, rubric):
                print(json.dumps(message, ensure_ascii=False))
    except ManuscriptError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _record(chosen: argparse.Namespace) -> int:
    missing = [f"{path.name}: {id} has no card" for path in chosen.files for id in write_records(path, chosen.cards)]
    print("\n".join([*missing, f"{len(missing)} messages without a card"]))
    return 1 if missing else 0


def _blind(chosen: argparse.Namespace) -> int:
    part, parts = map(int, chosen.part.split("/"))
    messages = messages_of(chosen.file)
    size = -(-len(messages) // parts)
    print("\n".join(blind(messages[(part - 1) * size : part * size])))
    return 0


def _compare(chosen: argparse.Namespace) -> int:
    rubric = read_rubric(TRAINING_DATA)
    try:
        print("\n".join(compare(messages_of(chosen.file), read_labels(chosen.second, rubric), rubric)))
    except LabelsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _settle(chosen: argparse.Namespace) -> int:
    try:
        done = settle(chosen.file, chosen.second, chosen.rulings, TRAINING_DATA / "labels", read_rubric(TRAINING_DATA))
    except LabelsError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{done} messages of {chosen.file.name} settled")
    return 0


def _doubts(chosen: argparse.Namespace) -> int:
    from tellcheck_model.train import train

    print("\n".join(doubts(train(TRAINING_DATA)[1], chosen.most)))
    return 0


def _rule(chosen: argparse.Namespace) -> int:
    files = sorted((TRAINING_DATA / "messages").glob("*.jsonl"))
    record = TRAINING_DATA / "rulings" / "doubts.jsonl"
    print(f"{rule(files, chosen.rulings, record, read_rubric(TRAINING_DATA))} lines changed")
    return 0


def _check(chosen: argparse.Namespace) -> int:
    rubric, plan = read_rubric(TRAINING_DATA), read_plan()
    files = chosen.files or sorted((TRAINING_DATA / "messages").glob("*.jsonl"))
    entries, faults = inspect(files, rubric, card_required=not chosen.no_card)
    faults += [*record_faults(entries), *near_duplicates(entries)]
    faults += [fault for path in chosen.against for fault in overlap_faults(entries, path)]
    measures = measure(entries, rubric, plan)
    measures += [each for path in chosen.against for each in from_others(entries, path)]
    measures += between_writers(entries) if chosen.voices else []
    print_report(Console(), measures, faults, only_outside=chosen.quiet)
    print(f"{len(entries)} messages in good form, {len(faults)} faults in {len(files)} files")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
