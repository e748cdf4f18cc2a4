"""Figures as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.table import Table


def figures_tables(figures: dict[str, Any]) -> Iterator[Table]:
    """Yield the tables of figures on held-out authors."""
    for name, part in (("all", figures["all"]), *figures["languages"].items()):
        table = _table(
            f"Held-out authors, {name}: {part['messages']} messages", "n", "precision", "recall", "F1", "AP / AUC"
        )
        for id, v in part["verdicts"].items():
            table.add_row(id, str(v["n"]), _n(v["precision"]), _n(v["recall"]), _n(v["f1"]), _n(v["auc"]))
        table.add_section()
        for id, v in sorted(part["signals"].items(), key=lambda item: -item[1]["n"]):
            table.add_row(id, str(v["n"]), _n(v["precision"]), _n(v["recall"]), _n(v["f1"]), _n(v["average_precision"]))
        table.add_section()
        table.add_row("signals, macro", "", "", "", _n(part["signals_macro_f1"]), "")
        table.add_row(
            "commitment, accuracy", str(part["commitment"]["n"]), "", "", _n(part["commitment"]["accuracy"]), ""
        )
        if name == "all":
            table.add_row(
                "resistance, accuracy",
                str(figures["resistance"]["n"]),
                "",
                "",
                _n(figures["resistance"]["accuracy"]),
                "",
            )
        table.add_row("non-outreach nagged", str(part["non_outreach"]), "", "", _n(part["nagged"]), "")
        yield table


def measured_tables(figures: dict[str, Any]) -> Iterator[Table]:
    """Yield the tables of figures on messages labelled by two annotators."""
    for name in (name for name in ("all", "en", "es") if name in figures):
        part = figures[name]
        title = f"Labelled twice, {name}: {part['messages']} messages, bundle {figures['bundle']}"
        table = _table(title, "present", "F1", "AUC / precision", "annotators F1")
        for id, v in part["verdicts"].items():
            table.add_row(id, str(v["present"]), _n(v["f1"]), _n(v["auc"]), _n(v["annotators_f1"]))
        table.add_section()
        for id, v in sorted(part["signals"].items(), key=lambda item: -item[1]["support"]):
            table.add_row(id, f"{v['support']:g}", _n(v["f1"]), _n(v["precision"]), _n(v["annotators_f1"]))
        table.add_section()
        table.add_row(
            "signals, macro",
            "",
            _n(part["signals_macro_f1"]),
            _n(part["tells_precision"]),
            _n(part["annotators_macro_f1"]),
        )
        table.add_row("commitment recall", "", _n(part["commitment_recall"]), "", "")
        table.add_row("resistance accuracy", "", _n(part["resistance_accuracy"]), "", "")
        table.add_row("non-outreach nagged", "", _n(part["nagged"]), "", "")
        yield table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("label")
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _n(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
