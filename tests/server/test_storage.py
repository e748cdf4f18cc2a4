"""Storage: one schema whatever the way to it, hard settings for SQLite, and one clear line when it cannot be used."""

import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from tellcheck_server.storage.schema import HEAD, MIGRATIONS, current_revision
from tellcheck_server.storage.store import Store, StoreError, open_store
from tellcheck_server.storage.tables import METADATA


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store("", tmp_path)


def test_the_migrations_lead_to_the_tables(store: Store) -> None:
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    store.close()


def test_the_head_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_an_up_to_date_database_opens_without_alembic(store: Store, tmp_path: Path) -> None:
    store.close()
    code = f"""
        import sys
        from pathlib import Path
        from tellcheck_server.storage.store import open_store
        open_store("", Path({str(tmp_path)!r})).close()
        assert "alembic" not in sys.modules
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)


def test_sqlite_runs_with_its_hard_settings(store: Store) -> None:
    wanted = {
        "journal_mode": "wal",
        "busy_timeout": 5000,
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
    }
    with store.reading() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted}
    store.close()
    assert found == wanted


def test_the_folder_and_the_file_are_for_their_owner_only(tmp_path: Path) -> None:
    open_store("", tmp_path / "new").close()
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new" / "tellcheck.db").stat().st_mode) == 0o600


def test_a_file_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "tellcheck.db"
    file.touch()
    file.chmod(0o644)
    open_store("", tmp_path).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_newer_database_is_refused_in_one_line(store: Store, tmp_path: Path) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(StoreError, match="newer Tellcheck"):
        open_store("", tmp_path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tellcheck.db").write_bytes(b"not a database, but long enough to be taken for one" * 40)
    with pytest.raises(StoreError):
        open_store("", tmp_path)


def test_a_database_in_memory_can_be_named_by_address(tmp_path: Path) -> None:
    file = tmp_path / "named.db"
    store = open_store(f"sqlite:///{file}", tmp_path / "unused")
    assert current_revision(store.engine) == HEAD
    assert not (tmp_path / "unused").exists()
    store.close()


def test_processes_that_write_at_once_never_find_it_locked(store: Store, tmp_path: Path) -> None:
    store.close()
    code = f"""
        from pathlib import Path
        from tellcheck_server.access import AccessBook
        from tellcheck_server.storage.store import open_store
        book = AccessBook(open_store("", Path({str(tmp_path)!r})))
        for _ in range(60):
            assert book.pair(book.new_code(), None)
    """
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-c", textwrap.dedent(code)]
    running = [subprocess.Popen(command, env=environment) for _ in range(4)]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0, 0]
    assert len(store.all_tokens()) == 240
    store.close()
