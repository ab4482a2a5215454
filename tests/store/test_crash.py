"""A process that is killed at any moment loses nothing that it acknowledged, and leaves nothing half done.

NEWSDESK_KILLS sets how many processes are killed (6 unless set).
"""

from __future__ import annotations

import os
import random
import threading
from pathlib import Path

from index.store import Store
from tests.store.conftest import Start, add, article

KILLS = int(os.environ.get("NEWSDESK_KILLS", "6"))
BATCHES = 400

ADD = """import sys
from index.store import Store
from tests.store.conftest import add, article
print("ready", flush=True)
with Store.open(sys.argv[1]) as store:
    for batch in range(int(sys.argv[2]), int(sys.argv[3])):
        names = [f"{batch}-{one}" for one in range(3)]
        # Every other batch replaces what it has just added, so that kills fall into that too.
        add(store, *(article(name, f"Text {batch}.", "More. " * 200) for name in names))
        print(batch, "added", flush=True)
        if batch % 2:
            add(store, *(article(name, f"New text {batch}.") for name in names))
            print(batch, "replaced", flush=True)
"""


def killed_midway(start: Start, path: Path, first: int, after: float) -> list[str]:
    """Add batches from the first on in a process, and kill it after so many seconds. Returns what it acknowledged."""
    process = start(ADD, path, str(first), str(BATCHES))
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    timer = threading.Timer(after, process.kill)
    timer.start()
    acknowledged = process.stdout.read().splitlines(keepends=True)
    timer.join()
    process.wait()
    return [line.strip() for line in acknowledged if line.endswith("\n")]


def texts_of(store: Store, batch: int) -> list[str | None]:
    found = [store.find(f"{batch}-{one}", "shared") for one in range(3)]
    return [held.article.paragraphs[0].text if held else None for held in found]


def test_what_was_acknowledged_outlives_a_kill(path: Path, start: Start) -> None:
    chance = random.Random(2025)
    acknowledged: dict[int, str] = {}
    for _ in range(KILLS):
        said = killed_midway(start, path, max(acknowledged, default=0), chance.uniform(0.0, 0.5))
        for line in said:
            number, done = line.split()
            acknowledged[int(number)] = done
        with Store.open(path, wait=2) as store:
            assert list(store.problems()) == []
            for batch in range(max(acknowledged, default=0) + 2):
                texts = texts_of(store, batch)
                assert len(set(texts)) == 1, f"batch {batch} is there by halves: {texts}"
                if batch in acknowledged:
                    assert texts[0], f"batch {batch} was acknowledged and is gone"
                if acknowledged.get(batch) == "replaced" and batch != max(acknowledged):
                    assert texts[0] == f"New text {batch}."
    assert acknowledged, "no process came to add anything before it was killed"
    with Store.open(path) as store:
        before = len(store.summaries())
        last = max(acknowledged)
        for batch in range(last + 3):
            add(store, *(article(f"{batch}-{one}", f"New text {batch}.") for one in range(3)))
        assert before <= len(store.summaries())
        assert all(texts_of(store, batch) == [f"New text {batch}."] * 3 for batch in range(last + 3))
        assert list(store.problems()) == []


def test_a_kill_while_the_database_is_made_leaves_one_that_can_be_used(tmp_path: Path, start: Start) -> None:
    chance = random.Random(2026)
    for attempt in range(max(KILLS // 2, 1)):
        path = tmp_path / str(attempt) / "news.db"
        killed_midway(start, path, 0, chance.uniform(0.0, 0.4))
        with Store.open(path, wait=2) as store:
            assert list(store.problems()) == []
            add(store, article())
            assert store.find("ferry", "shared")
