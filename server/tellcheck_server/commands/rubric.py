"""`tellcheck rubric`: what the reviewer looks for."""

from __future__ import annotations

import json

import click
from tellcheck_model.rubric import Check, Signal


@click.command()
@click.argument("id", required=False)
@click.option("--language", type=click.Choice(("en", "es")), default="en", show_default=True)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.pass_context
def rubric(ctx: click.Context, id: str | None, language: str, form: str) -> None:
    """Show every signal and check, or all about the one called ID."""
    from rich.console import Console
    from rich.table import Table
    from tellcheck_model import BundleError, load_reviewer

    from tellcheck_server.commands.starting import CANNOT_START

    try:
        known = load_reviewer().rubric
    except BundleError as error:
        click.echo(f"model_unusable: {error}", err=True)
        ctx.exit(CANNOT_START)
    entries: dict[str, Signal | Check] = {**known.signals, **known.checks}
    if id and id not in entries:
        raise click.UsageError(f"{id} is no signal or check; `tellcheck rubric` lists them.")
    chosen = {id: entries[id]} if id else entries
    if form == "json":
        shown = {key: {"severity": e.severity, "source": e.source, **e.wording[language]} for key, e in chosen.items()}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
        return
    console = Console()
    if id:
        entry = entries[id]
        console.print(f"[bold]{entry.wording[language]['title']}[/bold]  ({id}, {entry.severity})")
        for key in ("what", "why", "advice", "before", "after"):
            console.print(f"[dim]{key:>7}[/dim]  {entry.wording[language][key]}", highlight=False, markup=True)
        console.print(f"[dim] source[/dim]  {entry.source}", highlight=False)
        return
    table = Table("id", "kind", "severity", "title", "what")
    for key, entry in chosen.items():
        table.add_row(
            key,
            getattr(entry, "kind", "check"),
            entry.severity,
            entry.wording[language]["title"],
            entry.wording[language]["what"],
        )
    console.print(table)
