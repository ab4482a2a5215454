"""Where nothing can be written, what is there can still be read; a change is refused, saying what cannot be written."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import StoreError
from index.store import Store
from tests.store.conftest import Start, add, article

READ_AND_WRITE = """import os, sys
import alembic.command, portalocker
from index.errors import NewsdeskError
from index.store import Store
from tests.store.conftest import add, article
if os.geteuid() == 0:  # permissions do not bind root; all is imported first, for nobody may be unable to
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
try:
    with Store.open(sys.argv[1], wait=0.5) as store:
        print(store.counts(), store.find("ferry", "shared").article == article(), list(store.problems()), flush=True)
        add(store, article("tram"))
        print("added")
except NewsdeskError as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users can reach too, unlike pytest's."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    for place in (made, *made.iterdir()):
        place.chmod(0o755)
    shutil.rmtree(made)


def lines(start: Start, path: Path) -> list[str]:
    """What reading and then writing comes to in such a process."""
    output, errors = start(READ_AND_WRITE, path).communicate(timeout=30)
    assert errors == ""
    return output.splitlines()


@pytest.fixture
def closed(folder: Path) -> Path:
    with Store.open(folder / "news.db") as store:
        add(store, article())
    return folder / "news.db"


def test_a_database_in_a_read_only_folder_is_read(closed: Path, start: Start) -> None:
    closed.chmod(0o444)
    closed.parent.chmod(0o555)
    read, written = lines(start, closed)
    assert read == "(1, None) True []"
    assert written.startswith("DatabaseReadOnlyError")
    assert str(closed) in written


def test_a_read_only_file_in_a_writable_folder_is_read(closed: Path, start: Start) -> None:
    closed.chmod(0o444)
    for name in ("news.db.lock", "news.db.turn"):
        closed.with_name(name).unlink()
    closed.parent.chmod(0o777)
    read, written = lines(start, closed)
    assert read == "(1, None) True []"
    assert written.startswith(f"DatabaseReadOnlyError {closed}: it cannot be written to")


def test_one_that_another_user_has_open_is_read_as_it_is_now(closed: Path, start: Start) -> None:
    closed.parent.chmod(0o755)
    with Store.open(closed) as store:
        add(store, article("tram"))
        read, written = lines(start, closed)
    assert read == "(2, None) True []"
    assert written.startswith("DatabaseReadOnlyError")


def test_changes_that_only_a_writer_can_merge_are_not_passed_over(closed: Path, start: Start) -> None:
    with Store.open(closed) as store:
        add(store, article("tram"))
        for name in ("news.db", "news.db-wal"):
            shutil.copy(closed.with_name(name), closed.with_name(f"copy-{name}"))
    copy = closed.with_name("copy-news.db")
    copy.with_name("copy-news.db-wal").chmod(0o444)
    copy.chmod(0o444)
    closed.parent.chmod(0o555)
    [said] = lines(start, copy)
    assert said.startswith("DatabaseReadOnlyError")
    assert "changes wait in copy-news.db-wal" in said


def test_a_reader_that_cannot_write_sees_what_is_changed_later(closed: Path, start: Start) -> None:
    closed.parent.chmod(0o755)
    code = (
        READ_AND_WRITE.split("try:")[0]
        + """
with Store.open(sys.argv[1]) as store:
    for _ in range(2):
        print(store.counts(), flush=True)
        sys.stdin.readline()
"""
    )
    reader = start(code, closed)
    assert reader.stdout
    assert reader.stdout.readline() == "(1, None)\n"
    with Store.open(closed) as store:
        add(store, article("tram"))
    output, errors = reader.communicate("\n\n", timeout=30)
    assert (output, errors) == ("(2, None)\n", "")


def test_a_restored_dump_is_read_where_nothing_can_be_written(closed: Path, start: Start) -> None:
    restored = closed.with_name("restored.db")
    with closing(sqlite3.connect(closed)) as dump, closing(sqlite3.connect(restored)) as copy:
        copy.executescript("\n".join(dump.iterdump()))
    closed.parent.chmod(0o555)
    read, written = lines(start, restored)
    assert read == "(1, None) True []"
    assert written.startswith("DatabaseReadOnlyError")


def test_a_folder_that_cannot_be_written_to_gets_no_database(folder: Path, start: Start) -> None:
    folder.chmod(0o555)
    for path in (folder / "news.db", folder / "deeper" / "news.db"):
        [said] = lines(start, path)
        assert said.startswith("DatabaseReadOnlyError")
        assert str(folder) in said
    assert list(folder.iterdir()) == []


def test_a_file_that_cannot_be_read_is_said(closed: Path, start: Start) -> None:
    closed.chmod(0o000)
    [said] = lines(start, closed)
    assert said.startswith("StoreError")
    assert "cannot be read" in said


def test_a_full_disk_is_said_and_nothing_changed(store: Store) -> None:
    add(store, article())
    with store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match=r"news\.db: the disk is full, and nothing was changed; make room"):
        add(store, article("ferry", "new"), article("long", "long " * 10_000))
    assert [held.article for held in store.all()] == [article()]
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert add(store, article("long", "long " * 10_000))[0].outcome == "added"
    assert list(store.problems()) == []


def test_a_limit_on_file_sizes_is_said_and_nothing_lost(store: Store, start: Start) -> None:
    add(store, article())
    code = """import resource, sys
from index.errors import StoreError
from index.store import Store
from tests.store.conftest import add, article
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
with Store.open(sys.argv[1]) as store:
    try: add(store, article("long", "long " * 100_000))
    except StoreError as error: print(error)
    print(store.counts())
"""
    output, errors = start(code, store.path).communicate(timeout=30)
    said, counts = output.splitlines()
    assert errors == ""
    assert said.startswith(f"{store.path}: ")
    assert "disk" in said
    assert counts == "(1, None)"
    assert list(store.problems()) == []


def test_a_lock_file_that_is_a_folder_is_said(store: Store) -> None:
    store.path.with_name("news.db.lock").unlink()
    store.path.with_name("news.db.lock").mkdir()
    with pytest.raises(StoreError, match=r"news\.db\.lock: this lock file cannot be used \(Is a directory\)"):
        add(store, article())


def test_the_database_can_be_gone_meanwhile(store: Store) -> None:
    add(store, article())
    store._engine.dispose()
    for file in store.path.parent.iterdir():
        file.unlink()
    with pytest.raises(StoreError, match=r"news\.db: the database cannot be opened"):
        store.counts()
    assert not store.path.exists()
