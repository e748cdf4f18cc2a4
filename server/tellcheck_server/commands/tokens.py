"""`tellcheck tokens`: the pairings there are, and an end to one."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from tellcheck_server.commands.starting import book_or_end, end, settings_or_end


@click.group()
def tokens() -> None:
    """List and revoke pairings."""


@tokens.command("list")
def list_tokens() -> None:
    """List every pairing; the secrets are stored nowhere."""
    from rich.console import Console
    from rich.table import Table

    table = Table("id", "paired with", "paired", "last used")
    for token in book_or_end(settings_or_end()).tokens():
        table.add_row(token.id, token.origin or "a program", _day(token.created_at), _day(token.used_at))
    Console().print(table if table.row_count else "Nothing is paired.")


@tokens.command()
@click.argument("token_id")
def revoke(token_id: str) -> None:
    """End the pairing with this id, at once."""
    if not book_or_end(settings_or_end()).revoke(token_id):
        end("There is no pairing with that id; see `tellcheck tokens list`.", 2)
    click.echo("Revoked.")


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")
