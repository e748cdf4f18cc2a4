"""`tellcheck pair`: a new code, for a server that runs already."""

from __future__ import annotations

import click

from tellcheck_server.commands.starting import book_or_end, settings_or_end


@click.command()
def pair() -> None:
    """Print a new pairing code for the running server."""
    from rich.console import Console

    from tellcheck_server.access import CODE_SECONDS

    code = book_or_end(settings_or_end()).new_code()
    Console().print(f"Pairing code [bold]{code}[/bold], good for {CODE_SECONDS // 60} minutes and one use.")
