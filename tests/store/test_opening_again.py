"""A database that one process opens several times, while others come and go."""

from __future__ import annotations

from pathlib import Path

from index.store import Store
from tests.store.conftest import Start, add, article

COME_AND_GO = """import sys
from index.store import Store
from tests.store.conftest import add, article
with Store.open(sys.argv[1]) as store:
    add(store, article("theirs", "The other process wrote this."))
"""


def test_opening_a_database_once_more_takes_no_locks_away(path: Path, start: Start) -> None:
    with Store.open(path) as store:
        add(store, article("ours", "This process wrote this."))
        assert store.find("ours", "shared")
        Store.open(path).close()
        other = start(COME_AND_GO, path)
        assert other.wait() == 0
        # Whoever closes last deletes the write-ahead log, and the other process must not take itself for the last one.
        assert path.with_name(f"{path.name}-wal").exists()
        add(store, article("ours", "And this."))
        assert store.find("theirs", "shared")
    with Store.open(path) as store:
        assert list(store.problems()) == []
