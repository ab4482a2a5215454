"""A database is made where it is named; what is something else is refused in one line, and left as it is."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import NotADatabaseError, StoreError
from index.store import Store
from tests.store.conftest import ROOT, Start, add, article


def refusal(database: str | Path) -> StoreError:
    """What opening is refused with: one line."""
    with pytest.raises(StoreError) as refused:
        Store.open(database, wait=0.2)
    assert len(str(refused.value).splitlines()) == 1
    return refused.value


def test_the_file_and_its_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b c" / "100% ?#.db"
    with Store.open(path) as store:
        add(store, article())
    with Store.open(str(path)) as store:
        assert store.find("ferry", "shared")
    assert path.is_file()


def test_a_url_names_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Store.open("sqlite:///news.db").close()
    Store.open(f"sqlite:///{tmp_path}/other.db").close()
    assert (tmp_path / "news.db").is_file()
    assert (tmp_path / "other.db").is_file()


def test_a_link_to_a_database_is_that_database(tmp_path: Path, store: Store) -> None:
    (tmp_path / "link.db").symlink_to(store.path)
    with Store.open(tmp_path / "link.db") as linked:
        add(linked, article())
    assert store.find("ferry", "shared")


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.touch()
    with Store.open(path) as store:
        assert add(store, article())[0].outcome == "added"


def test_it_closes_without_leaving_its_log(store: Store) -> None:
    add(store, article())
    store.close()
    assert sorted(file.name for file in store.path.parent.iterdir()) == ["news.db", "news.db.lock", "news.db.turn"]
    with pytest.raises(StoreError, match="was closed"):
        store.generation()


@pytest.mark.parametrize(
    "url", ["postgresql://ida:secret@db.example/news", "sqlite://", "sqlite:///:memory:", "://", "a b://c:secret@d:x/"]
)
def test_a_url_that_names_no_file_is_refused_without_its_password(url: str) -> None:
    message = str(refusal(url))
    assert "sqlite:///news.db" in message
    assert "secret" not in message


@pytest.mark.parametrize(
    "content", [b"Dear diary,\n" * 50, b"x", b"\0" * 4096, b"SQLite format 3\0", b"PK\x03\x04" * 99]
)
def test_another_file_is_left_byte_for_byte(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert isinstance(error := refusal(path), NotADatabaseError)
    assert str(path) in str(error)
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == ["news.db"]


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_the_database_of_another_program_is_left_byte_for_byte(path: Path, mode: str) -> None:
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA journal_mode={mode}")
    other.execute("CREATE TABLE articles (key)")
    other.close()
    before = path.read_bytes()
    assert isinstance(error := refusal(path), NotADatabaseError)
    assert "another program" in str(error)
    assert path.read_bytes() == before


def test_a_header_with_rubbish_behind_it_is_refused(store: Store) -> None:
    add(store, article())
    store.close()
    with store.path.open("r+b") as file:
        file.seek(100)
        file.write(b"rubbish!" * 2000)
    assert "damaged" in str(refusal(store.path)) or "no newsdesk database" in str(refusal(store.path))


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        os.chdir(path.parent)
        one.bind(path.name)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (Path.mkdir, "is a folder"),
        (os.mkfifo, "pipe"),
        (_socket, "pipe"),
        (lambda path: path.symlink_to(path), "cannot be"),
    ],
)
def test_what_is_no_file_is_refused(
    path: Path, make: Callable[[Path], None], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    make(path)
    assert says in str(refusal(path))


def test_folders_that_cannot_be_made_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    for path in (tmp_path / "file" / "news.db", tmp_path / "file" / "deeper" / "news.db"):
        assert str(tmp_path / "file") in str(refusal(path))
    assert (tmp_path / "file").read_text() == "kept"
    refusal(tmp_path / ("long" * 100) / "news.db")
    refusal(tmp_path / ("long" * 100))
    refusal(f"{tmp_path}/nul\0.db")
    refusal("")


def test_a_file_name_with_signs_reaches_no_terminal(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31mred\n.db"
    path.write_text("a diary")
    message = str(refusal(path))
    assert "\x1b" not in message
    assert "no newsdesk database" in message


def test_a_restored_dump_is_a_database_again(store: Store, tmp_path: Path) -> None:
    add(store, article())
    store.close()
    dump, restored = sqlite3.connect(store.path), sqlite3.connect(tmp_path / "restored.db")
    restored.executescript("\n".join(dump.iterdump()))
    dump.close()
    restored.close()
    with Store.open(tmp_path / "restored.db") as again:
        assert again.find("ferry", "shared")
        assert list(again.problems()) == []
        assert add(again, article("tram"))[0].key == 2
    header = (tmp_path / "restored.db").read_bytes()[:100]
    assert (header[18:20], header[68:72]) == (b"\x02\x02", b"NEWS")


def test_what_is_acknowledged_is_synchronised(store: Store) -> None:
    with store._engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_opening_again_and_reading_imports_nothing_slow(store: Store, start: Start) -> None:
    add(store, article())
    code = """import sys; from index.store import Store
with Store.open(sys.argv[1]) as store: print(store.counts(), *sorted({"alembic", "portalocker"} & set(sys.modules)))"""
    output, errors = start(code, store.path).communicate(timeout=30)
    assert (output, errors) == ("(1, None)\n", "")


def test_many_processes_may_make_it_at_once(path: Path) -> None:
    code = "import sys; from index.store import Store; Store.open(sys.argv[1]).close()"
    command = [sys.executable, "-B", "-c", code, str(path)]
    started = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [process.communicate(timeout=60)[1] for process in started] == [""] * 4
    with Store.open(path) as store:
        assert list(store.problems()) == []


def test_opening_it_twice_in_a_process_leaves_the_first_its_locks(store: Store, start: Start) -> None:
    """Else another process that closes the database takes it for the last, and ends the log that is in use here."""
    add(store, article())
    with Store.open(store.path):
        pass
    code = "import sys\nfrom index.store import Store\nwith Store.open(sys.argv[1]) as store: store.generation()"
    assert start(code, store.path).wait() == 0
    assert store.path.with_name("news.db-wal").exists()
    add(store, article("tram"))
    with Store.open(store.path) as again:
        assert again.counts() == (2, None)


def test_what_takes_the_place_of_a_closed_database_is_looked_at_again(path: Path) -> None:
    with Store.open(path) as store:
        add(store, article())
    path.write_bytes(b"Dear diary, " * 100)
    with pytest.raises(NotADatabaseError):
        Store.open(path)
