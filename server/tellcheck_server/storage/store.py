"""The store: the only place with database connections and queries."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, create_engine, delete, event, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from tellcheck_server.storage.tables import pairing_codes, sessions, tokens

_PRAGMAS = (
    "busy_timeout = 5000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
)
_WRITES = "tellcheck_writes"
_TOKEN = select(tokens).where(tokens.c.token_hash == bindparam("hash"))  # asked at every request
_SESSION = select(sessions).where(sessions.c.session_hash == bindparam("hash"))


class StoreError(Exception):
    """A database that cannot be used; the message is one line for the person who starts Tellcheck."""


class Store:
    """Tokens, sessions and pairing codes in one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that only reads."""
        with self.engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that takes the write lock at once, and so never loses it half-way."""
        with self.engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Give back every connection; the next query opens new ones, so that none crosses a fork."""
        self.engine.dispose()

    def is_usable(self) -> bool:
        """Whether the database answers."""
        try:
            with self.reading() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def add_code(self, code_hash: str, expires_at: int, now: int) -> None:
        """Keep a pairing code, and forget those that have expired."""
        with self.writing() as connection:
            connection.execute(delete(pairing_codes).where(pairing_codes.c.expires_at <= now))
            connection.execute(insert(pairing_codes).values(code_hash=code_hash, expires_at=expires_at, wrong_tries=0))

    def take_code(self, code_hash: str, now: int, max_tries: int) -> bool:
        """Use a code up, or count a wrong try against every live one; whether there was such a code."""
        live = (pairing_codes.c.expires_at > now) & (pairing_codes.c.wrong_tries < max_tries)
        with self.writing() as connection:
            taken = connection.execute(delete(pairing_codes).where(live, pairing_codes.c.code_hash == code_hash))
            if taken.rowcount == 0:
                connection.execute(
                    update(pairing_codes).where(live).values(wrong_tries=pairing_codes.c.wrong_tries + 1)
                )
            return taken.rowcount > 0

    def add_token(self, token_id: str, token_hash: str, origin: str | None, now: int) -> None:
        """Keep a new token."""
        with self.writing() as connection:
            connection.execute(
                insert(tokens).values(id=token_id, token_hash=token_hash, origin=origin, created_at=now, used_at=now)
            )

    def token_by_hash(self, token_hash: str) -> Row[Any] | None:
        """The token with this hash."""
        with self.reading() as connection:
            return connection.execute(_TOKEN, {"hash": token_hash}).one_or_none()

    def all_tokens(self) -> list[Row[Any]]:
        """Every token, oldest first."""
        with self.reading() as connection:
            return list(connection.execute(select(tokens).order_by(tokens.c.created_at, tokens.c.id)))

    def touch_token(self, token_id: str, now: int) -> None:
        """Note that a token was used."""
        with self.writing() as connection:
            connection.execute(update(tokens).where(tokens.c.id == token_id).values(used_at=now))

    def remove_token(self, token_id: str) -> bool:
        """Forget a token; whether there was one."""
        with self.writing() as connection:
            return connection.execute(delete(tokens).where(tokens.c.id == token_id)).rowcount > 0

    def add_session(self, session_hash: str, now: int, idle_seconds: int) -> None:
        """Keep a new page session, and forget those left idle."""
        with self.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.used_at <= now - idle_seconds))
            connection.execute(insert(sessions).values(session_hash=session_hash, used_at=now))

    def session_by_hash(self, session_hash: str) -> Row[Any] | None:
        """The page session with this hash."""
        with self.reading() as connection:
            return connection.execute(_SESSION, {"hash": session_hash}).one_or_none()

    def touch_session(self, session_id: int, now: int) -> None:
        """Note that a page session was used."""
        with self.writing() as connection:
            connection.execute(update(sessions).where(sessions.c.id == session_id).values(used_at=now))

    def remove_session(self, session_hash: str) -> None:
        """Forget a page session."""
        with self.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.session_hash == session_hash))


def open_store(database_url: str, folder: Path) -> Store:
    """The store at an address, or in a file in the folder, brought to this version's schema; StoreError if unusable."""
    from tellcheck_server.storage.schema import bring_up_to_date

    try:
        engine = create_engine(database_url) if database_url else _sqlite_engine(folder / "tellcheck.db")
        if engine.dialect.name == "sqlite":
            _check_sqlite(engine)
        bring_up_to_date(engine)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written ({error.strerror}); set TELLCHECK_DATA_DIR") from error
    except SQLAlchemyError as error:
        raise StoreError(f"the database cannot be used ({type(error).__name__}); see TELLCHECK_DATABASE_URL") from error
    store = Store(engine)
    store.close()
    return store


def _sqlite_engine(file: Path) -> Engine:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its own files the same mode
    file.chmod(0o600)
    engine = create_engine(f"sqlite:///{file}", pool_size=8, max_overflow=24, pool_timeout=5)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver would commit before every change of the schema
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _check_sqlite(engine: Engine) -> None:
    with engine.connect() as connection:
        if connection.execute(text("PRAGMA quick_check")).scalar_one() != "ok":
            raise StoreError("the database file is damaged; restore a backup or move it away")
