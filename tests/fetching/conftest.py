import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.desk import Desk
from bot.fetching.fetch import Fetcher
from index.coverage import Coverage
from tests.fetching.paper import Paper
from tests.fetching.site import Site, fetcher_for, open_site
from tests.newsroom import settings


@cache
def _empty() -> TemporaryDirectory[str]:
    """An empty database, made once: to migrate a new one takes a second."""
    folder = TemporaryDirectory()
    Coverage.open(Path(folder.name) / "empty.db").close()
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Path:
    shutil.copy(Path(_empty().name) / "empty.db", tmp_path / "news.db")
    return tmp_path / "news.db"


@pytest.fixture
def coverage(database: Path) -> Iterator[Coverage]:
    with Coverage.open(database) as opened:
        yield opened


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as opened:
        yield opened


@pytest.fixture
async def fetcher(site: Site) -> AsyncIterator[Fetcher]:
    async with fetcher_for(site) as opened:
        yield opened


@pytest.fixture
async def paper(site: Site, coverage: Coverage, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Paper]:
    """A newspaper with a feed, and a poller that reads it; its clock stands still until it is moved."""
    desk = Desk(coverage, settings())
    opened = Paper(site, coverage, desk)
    monkeypatch.setattr("index.store.feeds.now", lambda: datetime.fromtimestamp(opened.now, UTC).isoformat())
    async with fetcher_for(site, clock=lambda: opened.now) as fetcher:
        opened.open(fetcher)
        yield opened
    desk.close()
