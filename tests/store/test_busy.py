"""Two at once: one waits, then is told who holds the database; readers never wait, and see one state."""

from __future__ import annotations

import re
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from index.errors import DatabaseBusyError
from index.store import Store
from tests.store.conftest import Start, add, article

HOLD = """import sys
from index.store import Store
with Store.open(sys.argv[1]) as store, store.write("holder") as writer:
    print("held", flush=True)
    sys.stdin.readline()
    writer.set_meta("held", "yes")
"""


def test_the_holder_is_named_after_the_wait(store: Store, start: Start) -> None:
    holder = start(HOLD, store.path, "feeds/")
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    with Store.open(store.path, wait=0.4) as second:
        began = time.monotonic()
        with pytest.raises(DatabaseBusyError) as busy:
            add(second, article())
        assert 0.3 < time.monotonic() - began < 5
        assert second.counts() == (0, None)
    message = str(busy.value)
    assert len(message.splitlines()) == 1
    assert str(store.path) in message
    assert f"process {holder.pid} (-c {store.path} feeds/)" in message
    assert re.search(r"since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", message)


def test_the_second_waits_until_the_first_is_done(store: Store, start: Start) -> None:
    holder = start(HOLD, store.path)
    assert holder.stdout
    assert holder.stdin
    holder.stdout.readline()
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(add, store, article())
        time.sleep(0.2)
        assert not waiting.done()
        holder.stdin.write("\n")
        holder.stdin.flush()
        assert waiting.result(timeout=10)[0].outcome == "added"
    assert store.meta("held") == "yes"


def test_a_holder_that_is_killed_holds_nothing(store: Store, start: Start) -> None:
    holder = start(HOLD, store.path)
    assert holder.stdout
    holder.stdout.readline()
    holder.kill()
    holder.wait()
    began = time.monotonic()
    assert add(store, article())[0].outcome == "added"
    assert time.monotonic() - began < 2
    assert store.meta("held") is None
    assert store.path.with_name("news.db.lock").read_text() == ""


def test_another_program_that_holds_it_is_said(store: Store) -> None:
    shell = sqlite3.connect(store.path, isolation_level=None)
    shell.execute("BEGIN IMMEDIATE")
    with Store.open(store.path, wait=0.2) as second:
        with pytest.raises(DatabaseBusyError, match=r"news\.db: it is held by another program"):
            add(second, article())
        shell.execute("ROLLBACK")
        shell.close()
        assert add(second, article())[0].outcome == "added"


def test_threads_take_turns(store: Store) -> None:
    together = Barrier(6)

    def write(thread: int) -> None:
        together.wait()
        for number in range(8):
            add(store, article(f"{thread}-{number}"), article("same", f"{thread}-{number}"))

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(write, range(6)))
    assert store.counts() == (49, None)
    entries = store.changes_since(0)
    assert [entry.sequence for entry in entries] == list(range(1, 97))
    versions = [entry for entry in entries if entry.article_id == "same"]
    assert [entry.removed_key for entry in versions[1:]] == [entry.key for entry in versions[:-1]]
    assert list(store.problems()) == []


def test_readers_see_one_state_while_it_changes(store: Store) -> None:
    names = [f"a{number}" for number in range(30)]
    add(store, *(article(name, "0") for name in names))
    done = Event()

    def read() -> int:
        seen = 0
        while not done.is_set() or not seen:
            states = {held.article.paragraphs[0].text for held in store.all()}
            assert len(states) == 1, states
            assert store.counts() == (30, None)
            seen += 1
        return seen

    with ThreadPoolExecutor(4) as threads:
        reading = [threads.submit(read) for _ in range(4)]
        for state in range(1, 12):
            add(store, *(article(name, str(state)) for name in names))
        done.set()
        assert all(one.result() for one in reading)


def test_a_long_reading_is_of_one_state(store: Store) -> None:
    add(store, *(article(f"a{number}", "old") for number in range(1000)))
    reading = store.all()
    first = next(reading)
    add(store, article("a999", "new"), article("more", "new"))
    rest = list(reading)
    assert {held.article.paragraphs[0].text for held in (first, *rest)} == {"old"}
    assert len(rest) == 999


def test_one_who_writes_without_a_pause_starves_nobody(store: Store, start: Start) -> None:
    code = """import sys
from index.store import Store
from tests.store.conftest import add, article
with Store.open(sys.argv[1], wait=60) as store:
    add(store, article("first"))
    print("writing", flush=True)
    number = 0
    while number := number + 1: add(store, *[article(f"busy {one}", str(number)) for one in range(30)])
"""
    busy = start(code, store.path)
    assert busy.stdout
    assert busy.stdout.readline() == "writing\n"
    generation = store.generation()
    waits = []
    for number in range(8):
        began = time.monotonic()
        add(store, article(f"a{number}"))
        waits.append(time.monotonic() - began)
        time.sleep(0.02)
    assert busy.poll() is None
    assert store.generation() > generation + 8
    assert max(waits) < 2, waits
