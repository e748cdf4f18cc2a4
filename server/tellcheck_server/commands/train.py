"""`tellcheck train`: labelled messages in, a bundle out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from tellcheck_model.train import fit as fitted

__all__ = ["fitted", "train"]


@click.command()
@click.option("--out", type=click.Path(path_type=Path), help="Write the bundle to this folder instead of the package.")
def train(out: Path | None) -> None:
    """Train the bundle from training_data in the checkout; the same data gives the same predictions."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
    from tellcheck_model.bundle import PACKAGED, release, write_bundle
    from tellcheck_model.errors import TellcheckError
    from tellcheck_model.figures import figures_of
    from tellcheck_model.inputs import checkout, digests
    from tellcheck_model.training_set import read_training_set

    folder = checkout()
    if folder is None:
        raise click.UsageError("There is no training_data here; run this in a checkout of Tellcheck.")
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("reading")
        try:
            data = read_training_set(folder)
            classifier, held_out = fitted(
                data, lambda what, step, steps: bar.update(task, description=what, completed=step - 1, total=steps)
            )
        except TellcheckError as error:
            raise click.ClickException(str(error)) from error
        bar.update(task, completed=1, total=1, description="done")
    figures = {**figures_of(held_out, data.rubric.tell_severities), "learned_from": data.size()}
    digest = write_bundle(
        out or PACKAGED, classifier, data.rubric, figures, digests(folder), f"{datetime.now(UTC):%Y-%m-%d}"
    )
    if out is None:
        release(digest)
    click.echo(f"Wrote {out or PACKAGED}; sha256 of its manifest: {digest}")
    click.echo(
        f"{len(data.messages)} messages by {len(set(data.message_authors))} authors; on held-out authors: "
        f"signals macro F1 {figures['all']['signals_macro_f1']:.3f}; see `tellcheck evaluate`."
    )
