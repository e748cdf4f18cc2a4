"""`tellcheck model`: whether the bundle can be used, and whether it is the one that training_data gives."""

from __future__ import annotations

import click


@click.group()
def model() -> None:
    """Check the packaged bundle."""


@model.command()
@click.option("--or-train", is_flag=True, help="Train a new bundle when this one is unusable or stale.")
@click.pass_context
def check(ctx: click.Context, or_train: bool) -> None:
    """Exit with 0 when the bundle is whole and fresh, else with 1 and the reason."""
    from tellcheck_model.bundle import load_bundle
    from tellcheck_model.errors import BundleError
    from tellcheck_model.inputs import changed_since, checkout

    folder = checkout()
    try:
        bundle = load_bundle()
        changed = changed_since(bundle, folder) if folder else []
        reason = f"stale: changed since it was trained: {', '.join(changed[:5])}" if changed else None
    except BundleError as error:
        reason = str(error)
    if reason is None:
        click.echo(f"The bundle {bundle.id} is whole and fresh.")
    elif or_train and folder:
        click.echo(f"The bundle is not fit for use ({reason}); training a new one.")
        from tellcheck_server.commands.train import train

        ctx.invoke(train, out=None)
    else:
        click.echo(f"model_unusable: {reason}", err=True)
        ctx.exit(1)
