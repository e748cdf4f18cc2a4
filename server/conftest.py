"""Doctests: every module but the migrations, which run only inside Alembic."""

collect_ignore_glob = ["*/migrations/*"]
