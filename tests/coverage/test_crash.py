"""Killed at any moment of adding, correcting, withdrawing, undoing and reindexing, nothing acknowledged is lost.

NEWSDESK_KILLS sets how many processes are killed (4 unless set).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from index.articles import Article
from index.coverage import Coverage
from index.errors import NoSuchArticleError
from tests.store.conftest import ROOT
from tests.test_coverage import FERRY, add, article

KILLS = int(os.environ.get("NEWSDESK_KILLS", "4"))
HELD = 200
STATES: Sequence[str | None] = ("old", "new", "old", None, "old")
"""What an article says after each of the changes that it goes through; None: it is withdrawn."""

CHANGE = """import sys
from index.coverage import Coverage
from tests.coverage.test_crash import version
with Coverage.open(sys.argv[1]) as coverage:
    number = int(sys.argv[2])
    print("ready", flush=True)
    while True:
        name = f"n{number}"
        list(coverage.add([version(name, "old")], who="test"))
        print(number, 0, flush=True)
        done = coverage.correct(name, version(name, "new"), who="test", reason="")
        print(number, 1, flush=True)
        coverage.undo(done.sequence, who="test")
        print(number, 2, flush=True)
        done = coverage.withdraw(name, who="test")
        print(number, 3, flush=True)
        coverage.undo(done.sequence, who="test")
        print(number, 4, flush=True)
        if number % 4 == 3:
            print("reindexing", flush=True)
            coverage.reindex(who="test")
            print("reindexed", flush=True)
        number += 1
"""


def version(name: str, text: str) -> Article:
    return article(name, f"The boat {name} is {text}, Captain Ada Brill said.", title=f"The boat {name}")


def state(coverage: Coverage, number: int) -> str | None:
    try:
        text = coverage.article(f"n{number}").paragraphs[0].text
    except NoSuchArticleError:
        return None
    return "new" if " is new," in text else "old"


def killed(database: Path, first: int, after: float, *, reindexing: bool) -> list[str]:
    """Let a process change articles from a number on, and kill it after so many seconds. Returns what it said.

    reindexing: the seconds are those since it began to reindex.
    """
    command = [sys.executable, "-B", "-c", CHANGE, str(database), str(first)]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    said = [process.stdout.readline()]
    while reindexing and said[-1] not in ("reindexing\n", ""):
        said.append(process.stdout.readline())
    timer = threading.Timer(after, process.kill)
    timer.start()
    said += process.stdout.readlines()
    timer.join()
    _, errors = process.communicate()
    assert errors == ""
    return [line.strip() for line in said if line.endswith("\n")]


def test_what_was_acknowledged_is_there_and_an_unfinished_reindex_goes_on(tmp_path: Path) -> None:
    chance, database, first, unfinished = random.Random(1912), tmp_path / "news.db", 0, 0
    with Coverage.open(database) as coverage:
        add(coverage, *(article(f"held-{number}", *FERRY) for number in range(HELD)))
    for kill in range(KILLS):
        in_reindex = bool(kill % 2)
        said = killed(database, first, chance.uniform(0.0, 0.3 if in_reindex else 1.0), reindexing=in_reindex)
        steps = [tuple(map(int, line.split())) for line in said if line[0].isdigit()]
        number, step = steps[-1] if steps else (first, -1)
        with Coverage.open(database) as coverage:
            assert coverage.check() == []
            assert all(state(coverage, done) == "old" for done in range(number))
            # It may have been killed between a change and the word of it.
            now, before = state(coverage, number), STATES[step] if step >= 0 else None
            assert now in {before, *STATES[step + 1 : step + 2]}, (number, step, now)
            ids = [held.id for held in coverage.articles()]
            assert len(ids) == len(set(ids))
            if coverage.unfinished():
                unfinished += 1
                assert coverage.reindex(who="test").articles == len(ids)
                assert not coverage.unfinished()
                assert coverage.check() == []
        first = number + 1 + (step == len(STATES) - 1)
        with Coverage.open(database) as coverage:
            for name in (f"n{one}" for one in range(first)):
                add(coverage, version(name, "old"))
    assert first > 1
    assert unfinished or KILLS < 10
