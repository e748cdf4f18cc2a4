"""Times a review in this process: the whole of it, warm, and its parts; the budget stands beside each figure.

    python benchmarks/review.py [--rounds 300]

Medians over interleaved rounds, so that a busy machine disturbs all rows alike; the last column compares with the
first row of the same run.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table
from tellcheck_model import Draft, Reviewer
from tellcheck_model.bundle import load_bundle
from tellcheck_model.language import language_of
from tellcheck_model.segments import segments_of

DRAFT = """Hi Ana,

I came across your profile and was really impressed by your background in logistics.

We're a leading provider of dock scheduling software, helping companies like yours cut costs and save time since 2009.
Our platform includes slot booking, live dashboards, carrier alerts and 24/7 support, and it works with every warehouse
system on the market. Our clients see up to 40% more loads a day within the first quarter.

I know how hard it is to keep carriers waiting, so this is just what your team needs.

Do you have 15 minutes this week for a quick demo? If so, just let me know and I will send the invitation.

Best regards,
Tom Keller
Account Executive"""
CHANGED = DRAFT.replace("this week for a quick demo", "on Tuesday for a short call {}")
FRESH = "\n".join(f"{line} {{}}" if line else line for line in DRAFT.splitlines())


def main() -> int:
    """Print the table; with --json also write the figures to a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    rows = measure(chosen.rounds)
    table = Table(
        "what", "p50 ms", "p99 ms", "budget p50 ms", "of the warm review", title=f"{len(DRAFT.split())} words"
    )
    for name, row in rows.items():
        budget = "" if row["budget_ms"] is None else f"{row['budget_ms']:g}"
        table.add_row(name, f"{row['p50_ms']:.2f}", f"{row['p99_ms']:.2f}", budget, f"{row['ratio']:.2f}")
    Console().print(table)
    if chosen.json:
        machine = {"python": platform.python_version(), "rounds": chosen.rounds}
        figures = {"measured": f"{date.today():%Y-%m-%d}", "machine": machine, "rows": rows}
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0


def measure(rounds: int) -> dict[str, dict[str, float | None]]:
    """Return p50 and p99 in milliseconds of each part, measured in turns."""
    bundle = load_bundle()
    reviewer, encoder = Reviewer(bundle.classifier, bundle.rubric, bundle.id), bundle.classifier.encoder
    number = iter(range(10**9))
    parts: dict[str, tuple[Callable[[], object], float | None]] = {
        "review, warm": (lambda: reviewer.review(Draft(DRAFT, "email")).to_json(), 3.0),
        "review, one sentence changed": (
            lambda: reviewer.review(Draft(CHANGED.format(next(number)), "email")).to_json(),
            8.0,
        ),
        "review, every sentence new": (
            lambda: reviewer.review(Draft(FRESH.replace("{}", str(next(number))), "email")),
            40.0,
        ),
        "the encoder alone, all its sentences": (
            lambda: encoder.odds([s.text for s in segments_of(FRESH.replace("{}", str(next(number))))]),
            None,
        ),
        "segments": (lambda: segments_of.__wrapped__(DRAFT), 0.1),
        "language": (lambda: language_of.__wrapped__(DRAFT), None),
    }
    for run, _ in parts.values():
        for _ in range(10):
            run()
    times: dict[str, list[float]] = {name: [] for name in parts}
    for _ in range(rounds):
        for name, (run, _) in parts.items():
            began = time.perf_counter()
            run()
            times[name].append((time.perf_counter() - began) * 1000)
    first = median(times["review, warm"])
    return {
        name: {
            "p50_ms": median(taken),
            "p99_ms": quantiles(taken, n=100)[-1],
            "budget_ms": parts[name][1],
            "ratio": median(taken) / first,
        }
        for name, taken in times.items()
    }


if __name__ == "__main__":
    sys.exit(main())
