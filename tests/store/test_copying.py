"""Back-ups while the database is in use, and restores that lose nothing."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from index.errors import AlreadyThereError, DatabaseBusyError, DatabaseTooNewError, NotADatabaseError, StoreError
from index.store import Store
from index.store.copying import backed_up, restored
from tests.store.conftest import Start, add, article


@pytest.fixture
def filled(path: Path) -> Path:
    """A database of thirty articles, closed."""
    with Store.open(path) as store:
        add(store, *(article(f"a{number}", "A long text. " * 200) for number in range(30)))
    return path


def ids(path: Path) -> set[str]:
    with Store.open(path) as store:
        assert list(store.problems()) == []
        return {held.id for held in store.summaries()}


def beside(path: Path) -> set[str]:
    """The files in the folder, but for locks."""
    return {file.name for file in path.parent.iterdir()} - {f"{path.name}.lock", f"{path.name}.turn"}


def back_up(path: Path, force: bool = False) -> Path:
    return backed_up(path, path.with_name("copy.db"), 5, None, force=force).path


def test_a_backup_is_one_whole_state_while_others_write(filled: Path) -> None:
    done = threading.Event()

    def write() -> None:
        with Store.open(filled) as store:
            number = 0
            while not done.is_set():
                number += 1
                add(store, *(article(f"a{one}", f"State {number}. " * 200) for one in range(30)))

    writing = threading.Thread(target=write)
    writing.start()
    told: list[tuple[int, int]] = []
    try:
        for _ in range(5):
            copied = backed_up(filled, filled.with_name("copy.db"), 5, lambda at, of: told.append((at, of)), force=True)
            with Store.open(copied.path) as copy:
                assert list(copy.problems()) == []
                assert len({held.article.paragraphs[0].text[:12] for held in copy.all()}) == 1
            assert copied.articles == 30
            assert copied.size == copied.path.stat().st_size
    finally:
        done.set()
        writing.join()
    assert told[-1][0] == told[-1][1] > 0


def test_a_file_that_is_there_is_replaced_only_by_force(filled: Path) -> None:
    copy = back_up(filled)
    copy.write_text("precious")
    with pytest.raises(AlreadyThereError, match="--force"):
        back_up(filled)
    assert copy.read_text() == "precious"
    back_up(filled, force=True)
    assert len(ids(copy)) == 30


@pytest.mark.parametrize("where", [".", "news.db", "no/such/folder/copy.db"])
def test_where_no_backup_can_be_is_said_and_nothing_left_behind(filled: Path, where: str) -> None:
    before = beside(filled)
    with pytest.raises(StoreError) as refused:
        backed_up(filled, filled.parent / where, 5, None, force=True)
    assert len(str(refused.value).splitlines()) == 1
    assert beside(filled) == before
    assert len(ids(filled)) == 30


def test_a_restore_brings_the_state_back_and_keeps_the_one_that_was_there(filled: Path) -> None:
    filled.chmod(0o640)
    copy = back_up(filled)
    with Store.open(filled) as store:
        add(store, article("later", "This came later."))
        with store.write("ida") as writer:
            writer.withdraw("a1", "shared")
    done = restored(filled, copy, 5, None)
    assert ids(filled) == {f"a{number}" for number in range(30)}
    assert filled.stat().st_mode & 0o777 == 0o640
    assert done.kept
    assert done.kept.name.startswith("news.db.before-restore-")
    assert "later" in ids(done.kept)
    assert "a1" not in ids(done.kept)


def test_versions_after_a_restore_bear_keys_that_were_never_used(filled: Path) -> None:
    copy = back_up(filled)
    with Store.open(filled) as store:
        quoted = add(store, article("later", "This came later."))[0].key
    restored(filled, copy, 5, None)
    with Store.open(filled) as store:
        assert add(store, article("other", "This is something else."))[0].key > quoted


def test_a_restore_where_nothing_is(filled: Path, tmp_path: Path) -> None:
    copy = back_up(filled)
    new = tmp_path / "new" / "folder" / "news.db"
    assert restored(new, copy, 5, None).kept is None
    assert len(ids(new)) == 30


def test_an_older_backup_is_migrated(path: Path, filled: Path, tmp_path: Path) -> None:
    from tests.store.test_migrations import older

    old = tmp_path / "old.db"
    older(old, "0001")
    restored(filled, old, 5, None)
    assert ids(filled) == set()
    assert ids(old) == set()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def foreign(path: Path) -> None:
    path.unlink()
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE orders (id)")
    raw.commit()
    raw.close()


def changed(*statements: str) -> object:
    def change(path: Path) -> None:
        raw = sqlite3.connect(path, isolation_level=None)
        for statement in statements:
            raw.execute(statement)
        raw.close()

    return change


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda path: path.unlink(), NotADatabaseError),
        (lambda path: path.write_bytes(b""), NotADatabaseError),
        (lambda path: path.write_bytes(b"Dear diary, " * 1000), NotADatabaseError),
        (foreign, NotADatabaseError),
        (folder, StoreError),
        (lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]), StoreError),
        (lambda path: path.write_bytes(path.read_bytes()[:40]), NotADatabaseError),
        (lambda path: path.write_bytes(path.read_bytes()[:8192] + bytes(8192) + path.read_bytes()[16384:]), StoreError),
        (changed("UPDATE alembic_version SET version_num = '9999'"), DatabaseTooNewError),
        (changed("ALTER TABLE journal DROP COLUMN before"), NotADatabaseError),
        (changed("CREATE TRIGGER t AFTER INSERT ON articles BEGIN DELETE FROM articles; END"), NotADatabaseError),
    ],
)
def test_what_is_no_sound_backup_is_refused_and_nothing_is_lost(filled: Path, spoil: object, error: type) -> None:
    copy = back_up(filled)
    assert callable(spoil)
    spoil(copy)
    before = beside(filled)
    with pytest.raises(error) as refused:
        restored(filled, copy, 5, None)
    message = str(refused.value)
    assert "copy.db" in message
    assert ".part" not in message
    assert len(message.splitlines()) == 1
    assert beside(filled) == before
    assert len(ids(filled)) == 30


def test_nothing_is_restored_while_another_process_has_it_open(filled: Path, start: Start) -> None:
    copy = back_up(filled)
    code = "import sys\nfrom index.store import Store\nwith Store.open(sys.argv[1]): print('open', flush=True); input()"
    other = start(code, filled)
    assert other.stdout
    assert other.stdout.readline() == "open\n"
    before = beside(filled)
    with pytest.raises(DatabaseBusyError, match="open in another program"):
        restored(filled, copy, 0.3, None)
    assert {name for name in beside(filled) if "before-restore" in name or "part" in name} == set()
    other.communicate("\n")
    assert restored(filled, copy, 5, None).kept
    assert before - beside(filled) <= {"news.db-wal", "news.db-shm"}


def test_a_damaged_database_can_be_replaced_and_is_kept(filled: Path) -> None:
    copy = back_up(filled)
    filled.write_bytes(b"SQLite format 3\0" + b"rubbish" * 1000)
    filled.with_name("news.db-wal").write_bytes(b"old log")
    done = restored(filled, copy, 5, None)
    assert len(ids(filled)) == 30
    assert done.kept
    assert b"rubbish" in done.kept.read_bytes()
    assert not filled.with_name("news.db-wal").exists()


def test_a_store_that_is_open_notices_another_file_in_its_place(filled: Path, tmp_path: Path) -> None:
    """As when somebody moves a file there by hand: what is written afterwards is not lost with the old one."""
    other = tmp_path / "other.db"
    with Store.open(other) as store:
        add(store, article("other"))
    with Store.open(filled) as store:
        assert len(store.summaries()) == 30
        other.replace(filled)
        for ending in ("-wal", "-shm"):
            filled.with_name(f"news.db{ending}").unlink(missing_ok=True)
        assert [held.id for held in store.summaries()] == ["other"]
        add(store, article("new"))
        assert store.epoch == 1
    assert ids(filled) == {"other", "new"}
