"""Tables: pairing codes, tokens and page sessions, each kept only as the hash of its secret."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, String, Table

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Times are whole seconds since 1970 in UTC: the same in every database.
pairing_codes = Table(
    "pairing_codes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("code_hash", String(64), nullable=False),
    Column("expires_at", Integer, nullable=False),
    Column("wrong_tries", Integer, nullable=False, default=0),
)

tokens = Table(
    "tokens",
    METADATA,
    Column("id", String(12), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("origin", String(80), nullable=True),
    Column("created_at", Integer, nullable=False),
    Column("used_at", Integer, nullable=False),
)

sessions = Table(
    "sessions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("session_hash", String(64), nullable=False, unique=True),
    Column("used_at", Integer, nullable=False),
)
