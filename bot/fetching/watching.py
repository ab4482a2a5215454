"""Folders whose files are added to the shared coverage as they come: `newsdesk run --watch FOLDER`.

A file is read once it has stopped growing, and again when it changes; which were read is remembered beside the
database, so that a restart adds nothing anew and brings back nothing that was withdrawn. A file that is deleted changes
nothing.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.terminal.clean import clean
from index.errors import NewsdeskError, UnreadableError
from index.reading import read_paths
from index.reading.formats import SUFFIXES

if TYPE_CHECKING:
    from bot.desk import Desk
    from index.articles import Article
    from index.coverage import Coverage
    from index.results import Change

log = logging.getLogger(__name__)

SETTLED = 1.0
"""Seconds for which a file must stay as it is before it is read."""
AGAIN = 60.0
"""Seconds until a file is tried again that could not be added: another process changes the database, say."""
TOGETHER = 64
"""Articles that are added in one change."""
TOLD = 20
"""Bad lines of one file that are logged one by one."""
REMEMBERED = 100_000
"""Files."""


class State(NamedTuple):
    """What tells whether a file is still the same."""

    size: int
    changed: int
    """Nanoseconds since 1970."""


class Place(NamedTuple):
    """What tells whether a folder is still the same one."""

    device: int
    inode: int


class _Waiting(NamedTuple):
    state: State | None
    since: float


class Watcher:
    """Adds what comes into the folders.

    Args:
        memory: the file that says which files were read.
        clock: monotonic seconds.
    """

    def __init__(
        self, folders: Sequence[Path], desk: Desk, memory: Path, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folders = [folder.resolve() for folder in folders]
        self._desk, self._memory, self._clock = desk, memory, clock
        self._read = _remembered(memory)
        self._waiting: dict[Path, _Waiting] = {}
        self._begun = False
        self._gone: set[Path] = set()

    async def run(self) -> None:
        """Watch for ever, also a folder that goes and comes back. Raises OSError where the system cannot watch."""
        while True:
            places = await asyncio.to_thread(self._places)
            there = [folder for folder, place in places.items() if place]
            gone = places.keys() - set(there)
            for folder in gone - self._gone:
                log.warning("%s is gone: what comes into it is added once it is back", _name(folder))
            self._gone = gone
            await self._watch(there, places)

    async def _watch(self, there: Sequence[Path], places: dict[Path, Place | None]) -> None:
        """Watch those that are there, until one of them is gone or another is back."""
        import watchfiles

        self._begun, pause = False, int(SETTLED * 500)
        if not there:
            await asyncio.sleep(SETTLED)
            return
        watched = watchfiles.awatch(*there, watch_filter=None, rust_timeout=pause, yield_on_timeout=True)
        async with aclosing(watched) as changes:
            async for some in changes:
                await self.look({Path(path) for kind, path in some if kind is not watchfiles.Change.deleted})
                if await asyncio.to_thread(self._places) != places:
                    return

    def _places(self) -> dict[Path, Place | None]:
        """Where each folder is on which disk, by which one of the same name is told from it; None where it is gone."""
        places: dict[Path, Place | None] = {}
        for folder in self._folders:
            try:
                found = folder.stat()
                places[folder] = Place(found.st_dev, found.st_ino)
            except OSError:
                places[folder] = None
        return places

    async def look(self, changed: Iterable[Path]) -> None:
        """Read what has stopped growing: of all files at the first look, and then of those that have changed."""
        found = changed if self._begun else await asyncio.to_thread(self._all)
        self._begun = True
        for path in found:
            self._waiting.setdefault(path, _Waiting(None, self._clock()))
        if self._waiting:
            await self._take_settled()

    async def _take_settled(self) -> None:
        """Read the files that wait and have stopped growing."""
        ready = await asyncio.to_thread(self._settled)
        for path, state in ready:
            try:
                await self._add(path)
            except NewsdeskError as error:
                log.warning("%s waits: %s", _name(path), error)
                self._waiting[path] = _Waiting(state, self._clock() + AGAIN)
            else:
                self._read[str(path)] = state
        if ready:
            await asyncio.to_thread(self._remember)

    def _all(self) -> list[Path]:
        return [
            Path(folder) / name
            for root in self._folders
            for folder, _, names in sorted(os.walk(root))
            for name in sorted(names)
        ]

    def _settled(self) -> list[tuple[Path, State]]:
        """The files that have been the same for long enough; they wait no more."""
        ready, now = [], self._clock()
        for path, waiting in list(self._waiting.items()):
            state = self._state(path)
            if state is None or self._read.get(str(path)) == state:
                del self._waiting[path]
            elif state != waiting.state:
                self._waiting[path] = _Waiting(state, now)
            elif now - waiting.since >= SETTLED:
                del self._waiting[path]
                ready.append((path, state))
        return ready

    def _state(self, path: Path) -> State | None:
        """The state of a file that is to be read; None for all others."""
        try:
            inside = next((root for root in self._folders if path.is_relative_to(root)), None)
            if inside is None or not _wanted(path.relative_to(inside)) or not path.is_file():
                return None
            if not any(path.resolve().is_relative_to(root) for root in self._folders):
                return None  # a link that leads out
            found = path.stat()
        except (OSError, RuntimeError):  # gone, or a link that leads back to itself
            return None
        return State(found.st_size, found.st_mtime_ns)

    async def _add(self, path: Path) -> None:
        """Add the articles of one file, and log what came of it."""
        found = await self._desk.compute(lambda: list(read_paths([str(path)], self._desk.limits(None))))
        bad = [str(one) for one in found if isinstance(one, UnreadableError)]
        articles = [one.article for one in found if not isinstance(one, UnreadableError)]
        outcomes, who = Counter[str](), f"folder {_name(path.parent)}"
        for start in range(0, len(articles), TOGETHER):
            changes = await self._desk.change(partial(_added, articles=articles[start : start + TOGETHER], who=who))
            outcomes.update(change.outcome for change in changes if change.outcome != "refused")
            bad += [f"{_name(path)}: {change.id}: {change.reason}" for change in changes if change.outcome == "refused"]
        for line in bad[:TOLD]:
            log.warning("%s", clean(line))
        outcomes["refused"] = len(bad)
        told = ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.items() if count)
        log.info("%s: %s", _name(path), told or "nothing in it")

    def _remember(self) -> None:
        while len(self._read) > REMEMBERED:
            del self._read[next(iter(self._read))]
        draft = self._memory.with_name(f"{self._memory.name}.new")
        try:
            draft.write_text(json.dumps(self._read), encoding="ascii")
            draft.replace(self._memory)
        except OSError as error:
            log.warning("%s cannot be written (%s): files are read anew at every start", self._memory, error.strerror)


def _added(coverage: Coverage, articles: Sequence[Article], who: str) -> list[Change]:
    return list(coverage.add(articles, who=who))


def _wanted(path: Path) -> bool:
    """Whether it is named like an article, and not like a hidden or a half-written one."""
    hidden = any(part.startswith((".", "~", "#")) for part in path.parts)
    return path.suffix.lower() in SUFFIXES and not hidden


def _remembered(memory: Path) -> dict[str, State]:
    try:
        kept = json.loads(memory.read_text(encoding="ascii"))
        return {str(path): State(int(size), int(changed)) for path, (size, changed) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _name(path: Path) -> str:
    return clean(str(path).encode("utf-8", "replace").decode())
