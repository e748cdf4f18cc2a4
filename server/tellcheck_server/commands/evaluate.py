"""`tellcheck evaluate`: how right the reviewer is, on authors held out or on a file of labelled messages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.progress import Progress, TaskID

from tellcheck_server.commands.tables import figures_tables, measured_tables


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Also write the figures (no text) to this JSON file.")
def evaluate(file: Path | None, out: Path | None) -> None:
    """Measure the model by cross-validation over authors, or the packaged bundle on FILE.

    FILE holds one message a line with the labels of two annotators, `a` and `b`.
    """
    from rich.console import Console
    from tellcheck_model.errors import TellcheckError

    console = Console()
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("measuring")
        try:
            figures = _on_file(file, bar, task) if file else _held_out(bar, task)
        except TellcheckError as error:
            raise click.ClickException(str(error)) from error
    for table in measured_tables(figures) if file else figures_tables(figures):
        console.print(table)
    if out:
        out.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", "utf-8")


def _on_file(file: Path, bar: Progress, task: TaskID) -> dict[str, Any]:
    from tellcheck_model.bundle import load_reviewer
    from tellcheck_model.evaluate import evaluate_file

    return evaluate_file(file, load_reviewer(), lambda done, of: bar.update(task, completed=done, total=of))


def _held_out(bar: Progress, task: TaskID) -> dict[str, Any]:
    from tellcheck_model.figures import figures_of
    from tellcheck_model.inputs import checkout
    from tellcheck_model.training_set import read_training_set

    from tellcheck_server.commands.train import fitted

    folder = checkout()
    if folder is None:
        raise click.UsageError("There is no training_data here; give a FILE, or run this in a checkout of Tellcheck.")
    data = read_training_set(folder)
    _, held_out = fitted(
        data,
        lambda what, step, steps: bar.update(task, description=what, completed=step, total=steps),
    )
    return figures_of(held_out, data.rubric.tell_severities)
