"""An older database becomes one of this newsdesk, a newer one is refused, and the scripts make the tables we use."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import index.store
from index.errors import DatabaseTooNewError
from index.store import Store
from index.store.tables import HEAD, metadata
from tests.store.conftest import add, article


def test_head_is_the_newest_script() -> None:
    settings = Config()
    settings.set_main_option("script_location", str(Path(index.store.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(settings).get_heads() == [HEAD]


def test_the_scripts_make_the_tables_that_are_used(store: Store) -> None:
    with store._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        sql = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT name, sql FROM sqlite_master")}
    assert "AUTOINCREMENT" in sql["articles"]
    assert "AUTOINCREMENT" in sql["journal"]
    assert "ON DELETE CASCADE" in sql["paragraphs"]


@pytest.mark.parametrize("marked", [True, False])
def test_a_database_without_tables_is_given_them(path: Path, marked: bool) -> None:
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA journal_mode=WAL")
    if marked:
        raw.execute(f"PRAGMA application_id={int.from_bytes(b'NEWS', 'big')}")
    raw.close()
    with Store.open(path) as store:
        assert add(store, article())[0].outcome == "added"
        assert list(store.problems()) == []


def test_a_newer_database_is_refused_and_left_as_it_is(store: Store) -> None:
    add(store, article())
    store.close()
    raw = sqlite3.connect(store.path)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    before = store.path.read_bytes()
    with pytest.raises(DatabaseTooNewError, match=r"news\.db: a newer newsdesk made this.*9999.*upgrade newsdesk"):
        Store.open(store.path)
    assert store.path.read_bytes() == before


def test_a_migration_that_fails_leaves_no_table_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic.operations import Operations

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Operations, "create_index", fail)
        with pytest.raises(KeyboardInterrupt):
            Store.open(path)
    raw = sqlite3.connect(path)
    assert raw.execute("SELECT name FROM sqlite_master").fetchall() == []
    raw.close()
    with Store.open(path) as store:
        add(store, article())
