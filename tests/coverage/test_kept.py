"""The index kept beside the database: a start uses it, never a wrong one, and whoever is killed leaves no harm."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.coverage import Coverage, following, kept
from index.search import keeping
from tests.store.conftest import ROOT
from tests.test_coverage import FERRY, add, article

QUESTION = "What did Captain Ada Brill say about the boat?"


@pytest.fixture(autouse=True)
def _however_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LARGE", 1)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with some articles, one of them withdrawn, and its index kept beside it."""
    path = tmp_path / "news.db"
    with Coverage.open(path) as coverage:
        add(coverage, *(article(f"held-{number}", *FERRY) for number in range(20)))
        add(coverage, article("boat", "The boat is new, Captain Ada Brill said.", title="The boat"))
        coverage.ask(QUESTION)
        coverage.withdraw("held-3", who="test")
        coverage.ask(QUESTION)
    return path


def beside(database: Path) -> Path:
    return database.with_name("news.db-index")


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that an index is built from the articles."""
    times: list[int] = []
    real = following.Following._built

    def watched(self: following.Following, view: object) -> object:
        times.append(1)
        return real(self, view)  # type: ignore[arg-type]

    monkeypatch.setattr(following.Following, "_built", watched)
    return times


def answer(database: Path) -> str:
    with Coverage.open(database) as coverage:
        found = coverage.ask(QUESTION).passages[0].text
        assert coverage.check() == []
    return found


def test_a_start_takes_the_kept_index_and_what_came_since(database: Path, built: list[int]) -> None:
    with Coverage.open(database) as coverage:
        coverage.withdraw("boat", who="test")
        add(coverage, article("other", "The boat is old, Captain Ada Brill said.", title="The boat"))
    assert answer(database) == "The boat is old, Captain Ada Brill said."
    assert built == []


def _cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def _longer(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"more")


def _another_bit(file: Path) -> None:
    held = bytearray(file.read_bytes())
    held[len(held) * 2 // 3] ^= 4
    file.write_bytes(held)


def _another_header(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"generation"', b'"generatiom"', 1))


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _foreign(file: Path) -> None:
    file.write_text("a shopping list")


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("harm", [_cut_short, _longer, _another_bit, _another_header, _empty, _foreign, _a_folder])
def test_a_damaged_file_is_noticed_and_the_index_built(
    database: Path, built: list[int], harm: Callable[[Path], None]
) -> None:
    harm(beside(database))
    assert answer(database) == "The boat is new, Captain Ada Brill said."
    assert built == [1]


def test_every_damaged_byte_is_noticed(database: Path) -> None:
    """But for those that fill up to the next array, which nobody reads."""
    file, chance = beside(database), random.Random(8)
    whole = file.read_bytes()
    collections, _ = keeping.kept(file)
    unread = 64 * 20 * sum(map(len, collections.values()))
    noticed = 0
    for place in (places := chance.sample(range(len(whole)), 400)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            keeping.kept(file)
        except keeping.NotKeptError:
            noticed += 1
    assert noticed >= len(places) * (1 - unread / len(whole)) - 20
    file.write_bytes(whole)
    keeping.kept(file)


def test_an_index_of_another_database_with_as_long_a_journal_is_not_used(database: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "news.db"
    with Coverage.open(other) as coverage:
        add(coverage, *(article(f"held-{number}", *FERRY) for number in range(20)))
        add(coverage, article("boat", "The boat is red, Captain Ada Brill said.", title="The boat"))
        coverage.withdraw("held-3", who="test")
    beside(other).write_bytes(beside(database).read_bytes())
    assert answer(other) == "The boat is red, Captain Ada Brill said."


def test_an_index_of_before_a_reindex_is_not_used(database: Path, built: list[int]) -> None:
    with Coverage.open(database) as coverage:
        coverage.reindex(who="test")
    answer(database)
    assert built == [1]


def test_what_was_erased_is_not_kept(database: Path) -> None:
    with Coverage.open(database) as coverage:
        add(coverage, article("secret", "The zanzibarite was found.", title="Find"), collection="guild-1")
        coverage.ask("zanzibarite", collections=("guild-1",))
        coverage.erase("guild-1", who="test")
        coverage.ask(QUESTION)
    assert b"zanzibarit" not in beside(database).read_bytes()


def test_where_nothing_can_be_written_questions_are_answered(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    beside(database).unlink()
    monkeypatch.setattr(keeping, "keep", full)
    assert answer(database) == "The boat is new, Captain Ada Brill said."
    assert not beside(database).exists()


WRITE = """import sys
from pathlib import Path
from index.search import keeping
collections, stamp = keeping.kept(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    keeping.keep(Path(sys.argv[1]), collections, stamp)
"""


def test_a_writer_that_is_killed_leaves_the_old_file_or_the_new(database: Path, built: list[int]) -> None:
    chance = random.Random(3)
    for _ in range(int(os.environ.get("NEWSDESK_KILLS", "4"))):
        command = [sys.executable, "-B", "-c", WRITE, str(beside(database))]
        process = subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        timer = threading.Timer(chance.uniform(0.0, 0.1), process.kill)
        timer.start()
        process.communicate()
        timer.join()
        keeping.kept(beside(database))
    assert answer(database)
    assert built == []
    keeping.forget(beside(database))
    assert list(database.parent.glob("*-index*")) == []
