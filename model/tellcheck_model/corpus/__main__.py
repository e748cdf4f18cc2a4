"""The corpus at the command line: `cards` draws what to write, `check` says what is wrong with what was written."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from tellcheck_model.corpus.briefing import briefing
from tellcheck_model.corpus.cards import draw_cards
from tellcheck_model.corpus.plan import read_plan


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


if __name__ == "__main__":
    sys.exit(main())
