"""Folders whose files are added as they come."""

import asyncio
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.fetching.watching import AGAIN, SETTLED, Watcher
from index.coverage import Coverage
from index.errors import DatabaseBusyError
from tests.newsroom import settings

TEXT = """Weir of Oldfell repaired

OLDFELL (NDX) - Workers closed the last gap in the weir of Oldfell on Monday, after eleven weeks of floods.

Engineer Marta Quill said: "The weir of Oldfell will hold for a hundred years."
"""


class Folder:
    """A folder, and a watcher that looks when it is told to, on a clock of its own."""

    def __init__(self, path: Path, memory: Path, coverage: Coverage) -> None:
        self.path, self.memory, self.coverage = path, memory, coverage
        self.now = 0.0
        self.desk = Desk(coverage, settings())
        self.restart()

    def restart(self) -> None:
        self.watcher = Watcher([self.path], self.desk, self.memory, clock=lambda: self.now)

    def write(self, name: str, text: str = TEXT) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    async def tick(self, *changed: Path, seconds: float = 0.0) -> None:
        self.now += seconds
        await self.watcher.look(changed)

    async def settle(self, *changed: Path) -> None:
        await self.tick(*changed)
        await self.tick(seconds=SETTLED)

    def titles(self) -> list[str]:
        return sorted(article.title for article in self.coverage.articles())


@pytest.fixture
def folder(tmp_path: Path, coverage: Coverage) -> Iterator[Folder]:
    (tmp_path / "incoming").mkdir()
    opened = Folder(tmp_path / "incoming", tmp_path / "news.db.watched", coverage)
    yield opened
    opened.desk.close()


async def test_files_are_answered_from_as_they_come(folder: Folder) -> None:
    folder.write("there.txt")
    await folder.settle()
    assert folder.coverage.ask("What did Marta Quill say about the weir?").answered
    path = folder.write("later/one.txt", TEXT.replace("weir", "mill").replace("Weir", "Mill"))
    await folder.settle(path)
    assert len(folder.titles()) == 2
    assert {entry.who for entry in folder.coverage.journal("shared", limit=9)} == {
        f"folder {folder.path}",
        f"folder {folder.path / 'later'}",
    }


async def test_a_file_that_still_grows_is_waited_for(folder: Folder) -> None:
    path = folder.write("one.txt", TEXT[:60])
    await folder.tick()
    await folder.tick(seconds=SETTLED / 2)
    path.write_text(TEXT, encoding="utf-8")
    await folder.tick(seconds=SETTLED)
    assert folder.titles() == []
    await folder.tick(seconds=SETTLED / 2)
    assert folder.titles() == []
    await folder.tick(seconds=SETTLED)
    (held,) = folder.coverage.articles()
    assert held.paragraphs == 2


@pytest.mark.parametrize(
    "name", [".one.txt", "~$one.txt", "#one.txt", "one.txt~", "one.txt.part", "one.tmp", ".git/one.txt"]
)
async def test_hidden_and_temporary_files_are_left_alone(folder: Folder, name: str) -> None:
    path = folder.write(name)
    await folder.settle()
    await folder.settle(path)
    assert folder.titles() == []


async def test_a_changed_file_is_read_again_and_a_deleted_one_changes_nothing(folder: Folder) -> None:
    path = folder.write("one.jsonl", '{"id": "a", "title": "Weir", "paragraphs": ["The weir holds."]}\n')
    await folder.settle()
    path.write_text('{"id": "a", "title": "Weir breaks", "paragraphs": ["The weir broke."]}\n', encoding="utf-8")
    await folder.settle(path)
    assert folder.titles() == ["Weir breaks"]
    path.unlink()
    await folder.settle(path)
    assert folder.titles() == ["Weir breaks"]


async def test_after_a_restart_nothing_is_read_twice_and_nothing_withdrawn_comes_back(folder: Folder) -> None:
    folder.write("one.jsonl", '{"id": "a", "title": "Weir", "paragraphs": ["The weir holds."]}\n')
    folder.write("two.txt")
    await folder.settle()
    folder.coverage.withdraw("a", who="tests")
    before = len(folder.coverage.journal("shared", limit=99))
    folder.restart()
    folder.write("three.jsonl", '{"id": "c", "title": "Mill", "paragraphs": ["The mill grinds."]}\n')
    await folder.settle()
    assert len(folder.titles()) == 2
    assert len(folder.coverage.journal("shared", limit=99)) == before + 1


@pytest.mark.parametrize("memory", ["", "{", "[1, 2]", '{"a": 1}', '{"a": ["x", "y"]}', "\x80"])
async def test_a_lost_memory_costs_only_time(folder: Folder, memory: str) -> None:
    folder.write("one.txt")
    await folder.settle()
    folder.memory.write_text(memory, encoding="latin-1")
    folder.restart()
    await folder.settle()
    assert len(folder.titles()) == 1


async def test_bad_files_are_told_in_a_line_each_and_the_good_ones_taken(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write("bad.jsonl", '{"no": "article"}\n{"id": "a", "title": "Weir", "paragraphs": ["The weir holds."]}\n')
    folder.write("empty.txt", "")
    folder.write("evil\x1b[2J.html", "<html>")
    with caplog.at_level(logging.INFO, "bot.fetching.watching"):
        await folder.settle()
    assert folder.titles() == ["Weir"]
    lines = [record.getMessage() for record in caplog.records]
    assert any("bad.jsonl, line 1" in line for line in lines)
    assert any("empty.txt: the file is empty" in line for line in lines)
    assert all(line.isprintable() for line in lines)


async def test_links_that_lead_out_are_not_followed(folder: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(TEXT, encoding="utf-8")
    (folder.path / "link.txt").symlink_to(outside / "secret.txt")
    (folder.path / "linked").symlink_to(outside)
    (folder.path / "loop.txt").symlink_to(folder.path / "loop.txt")
    os.mkfifo(folder.path / "pipe.txt")
    await folder.settle()
    await folder.settle(folder.path / "link.txt", folder.path / "linked" / "secret.txt", outside / "secret.txt")
    assert folder.titles() == []
    (folder.path / "real.txt").write_text(TEXT, encoding="utf-8")
    (folder.path / "inside.txt").symlink_to(folder.path / "real.txt")
    await folder.settle(folder.path / "inside.txt")
    assert len(folder.titles()) == 1


async def test_a_file_waits_while_the_coverage_cannot_be_changed(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("one.txt")
    with monkeypatch.context() as patch:

        async def busy(_: object) -> None:
            raise DatabaseBusyError("another process changes it")

        patch.setattr(folder.desk, "change", busy)
        await folder.settle()
    await folder.tick(seconds=SETTLED)
    assert folder.titles() == []
    await folder.tick(seconds=AGAIN)
    assert len(folder.titles()) == 1


async def test_the_system_tells_of_files(folder: Folder) -> None:
    """The only test with the real notifications and the real clock."""
    folder.write("there.txt")
    watching = asyncio.create_task(Watcher([folder.path], folder.desk, folder.memory).run())
    await _until(lambda: len(folder.titles()) == 1)
    folder.write("later.txt", TEXT.replace("weir", "mill").replace("Weir", "Mill"))
    moved = folder.memory.parent / "moved.html"
    moved.write_text(f"<html><body><h1>Bell of Oldfell</h1><p>{'The bell rings at noon. ' * 20}</p></body></html>")
    shutil.move(moved, folder.path)
    await _until(lambda: len(folder.titles()) == 3)
    watching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watching


async def test_a_folder_that_goes_and_comes_back_is_watched_again(
    folder: Folder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    folder.write("there.txt")
    watching = asyncio.create_task(Watcher([folder.path, other], folder.desk, folder.memory).run())
    await _until(lambda: len(folder.titles()) == 1)
    shutil.rmtree(folder.path)
    await _until(lambda: "is gone: what comes into it is added once it is back" in caplog.text)
    folder.write("later.txt", TEXT.replace("weir", "mill").replace("Weir", "Mill"))
    await _until(lambda: len(folder.titles()) == 2)
    folder.write("last.txt", TEXT.replace("weir", "sluice").replace("Weir", "Sluice"))
    await _until(lambda: len(folder.titles()) == 3)
    watching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watching


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - what comes tells nobody
            await asyncio.sleep(0.05)
