"""The schema: every start brings the database to this version's, and refuses one that is newer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine) -> None:
    """Run the migrations that are missing, all in one transaction; StoreError for a newer database."""
    if current_revision(engine) == HEAD:
        return  # and Alembic, which is slow to import, stays out of an ordinary start
    from alembic import command
    from alembic.util import CommandError

    from tellcheck_server.storage.store import StoreError

    with engine.connect().execution_options(tellcheck_writes=True) as connection, connection.begin():
        try:
            command.upgrade(alembic_config(connection), "head")
        except CommandError:
            raise StoreError("the database was written by a newer Tellcheck; install that one") from None


def current_revision(engine: Engine) -> str | None:
    """The revision a database has, or None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
        return revision


def alembic_config(connection: Connection) -> Config:
    """The configuration of Alembic for a connection, without a file of its own."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
