"""The report of the checks: the faults, then each figure beside its band."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tellcheck_model.corpus.bands import Measure


def print_report(console: Console, measures: Sequence[Measure], faults: Sequence[str], *, only_outside: bool) -> None:
    """Print the faults, one a line, and the table of figures; `only_outside` leaves out what lies in its band."""
    for fault in faults:
        console.print(fault, highlight=False, markup=False, soft_wrap=True)
    table = Table("check", "figure", "here", "band", "")
    for each in measures:
        if not (only_outside and each.inside):
            table.add_row(each.check, each.name, _number(each.value), _band(each), _mark(each))
    if table.row_count:
        console.print(table)
    console.print(f"{sum(each.inside for each in measures)} of {len(measures)} figures lie in their band")


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _band(each: Measure) -> str:
    if each.high == float("inf"):
        return f"at least {_number(each.low)}"
    return f"{_number(each.low)} to {_number(each.high)}"


def _mark(each: Measure) -> str:
    return "" if each.inside else "too low" if each.value < each.low else "too high"
