"""The command line: `tellcheck`, whose commands are imported one at a time."""

from __future__ import annotations

import importlib
from typing import cast

import click

COMMANDS = {
    "serve": "Start Tellcheck on this machine.",
    "pair": "Print a new pairing code for the running server.",
    "review": "Review a draft from a file or from standard input.",
    "rubric": "Show what the reviewer looks for.",
    "tokens": "List and revoke pairings.",
    "train": "Train the bundle from training_data.",
    "evaluate": "Measure the reviewer on held-out messages.",
    "model": "Check the packaged bundle.",
}


class LazyGroup(click.Group):
    """A group whose commands live in tellcheck_server.commands, one module each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tellcheck_server.commands.{cmd_name}")
        return cast(click.Command, getattr(module, cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tellcheck")
def main() -> None:
    """Tellcheck reads an outreach draft before it is sent and says whether it earns what it asks for."""
