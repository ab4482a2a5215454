"""What the chat needs: a coverage (yours, or the dispatches that come with newsdesk), and the bot that answers it."""

from __future__ import annotations

import asyncio
import logging
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.chat.session import Session
from bot.client import Newsdesk
from bot.desk import Desk
from bot.questions import Questions
from bot.settings import Settings, database_of, model_of
from index.coverage import Coverage
from index.errors import NewsdeskError, UnreadableError

_PLACES = (Path(__file__).parents[1] / "seeds", Path(__file__).parents[2] / "seeds")
SEEDS = next((place for place in _PLACES if place.is_dir()), _PLACES[0])
"""The dispatches that come with newsdesk: inside the package where it was installed, beside it in the repository."""
FINISH_WITHIN = 5.0
"""Seconds for the answers under way when the chat ends."""
GUILDS_WITHIN = 0.05
"""Seconds that discord.py waits for more guilds before it takes one for newly joined."""


class NoSeedsError(NewsdeskError):
    """There is nothing to chat about."""


@contextmanager
def a_place() -> Iterator[Path]:
    """A folder that lasts as long as the chat."""
    folder = Path(tempfile.mkdtemp(prefix="newsdesk-chat-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def covered(settings: Settings, given: str | None, folder: Path, *, seeds: bool) -> Iterator[Coverage]:
    """The database that was given; else your own, if there is an article in it; else the seeds, in `folder`.

    Raises:
        NewsdeskError: a database cannot be opened, or there are no seeds.
    """
    meaning = model_of(settings)
    if not seeds:
        own = Coverage.open(database_of(settings, given), wait=settings.wait_seconds, meaning=meaning)
        with own:
            if given or settings.database or own.freshness().articles:
                yield own
                return
    with Coverage.open(folder / "seeds.db", meaning=meaning) as coverage:
        _sow(coverage, settings)
        yield coverage


def _sow(coverage: Coverage, settings: Settings) -> None:
    from index.reading import read_paths

    if not SEEDS.is_dir():
        raise NoSeedsError("The seeds that come with newsdesk are missing: install it again, or name a --database.")
    readings = (r for r in read_paths([str(SEEDS)], settings.limits()) if not isinstance(r, UnreadableError))
    for _ in coverage.add((reading.article for reading in readings), who="chat"):
        pass


@asynccontextmanager
async def chatting(coverage: Coverage, settings: Settings, folder: Path, *, greeting: bool) -> AsyncIterator[Session]:
    """The real bot, connected to the Discord of this process, and you in it."""
    alone = settings.model_copy(update={"questions_per_minute": 10_000})  # the limit protects people from each other
    questions, desk = Questions(coverage, alone), Desk(coverage, alone)
    bot = Newsdesk(questions, desk, folder / "commands.txt", guild_ready_timeout=GUILDS_WITHIN)
    try:
        async with Session.open(bot, greeting=greeting) as session:
            try:
                yield session
            finally:
                await bot.finish(FINISH_WITHIN)
    finally:
        await asyncio.to_thread(questions.close)
        await asyncio.to_thread(desk.close)


@contextmanager
def logged_to(file: Path) -> Iterator[None]:
    """What is logged goes to a file, and not across the chat; where that cannot be written, nowhere."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handler: logging.Handler = logging.FileHandler(file, mode="w", encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()
