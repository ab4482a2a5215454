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
from index.store import Feeds, Store, Writer
from index.store.connecting import engine_for, mark
from index.store.tables import HEAD, metadata
from tests.store.conftest import add, article, put


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


def older(path: Path, revision: str) -> None:
    """A database as an earlier newsdesk made it, without articles."""
    from alembic import command

    settings = Config()
    settings.set_main_option("script_location", str(Path(index.store.__file__).parent / "migrations"))
    mark(path, 1)
    engine = engine_for(path, 1)
    with engine.connect() as connection, connection.begin():
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)
    engine.dispose()


def test_a_database_of_the_first_newsdesk_loses_nothing(path: Path) -> None:
    older(path, "0001")
    raw = sqlite3.connect(path, isolation_level=None)
    assert ("feeds",) not in raw.execute("SELECT name FROM sqlite_master").fetchall()
    raw.close()
    # What the first newsdesk wrote, by the same statements: the tables of articles have not changed since.
    engine = engine_for(path, 1)
    with engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection, connection.begin():
        writer = Writer(connection, "ida")
        put(writer, article("ferry"))
        put(writer, article("tram", "Trams run."), collection="guild-1")
        put(writer, article("ferry", "The ferry sails."))
    engine.dispose()
    with Store.open(path) as store:
        assert {held.article.id: held.key for held in store.all()} == {"ferry": 3, "tram": 2}
        assert store.version_before(3) == article("ferry")
        assert [entry.action for entry in store.journal(9)] == ["replaced", "added", "added"]
        assert list(store.problems()) == []
        Feeds(store).add("guild-1", "https://post.example/rss", title=None, who="ida")
        raw = sqlite3.connect(path, isolation_level=None)
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        raw.close()
