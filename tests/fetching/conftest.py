from collections.abc import AsyncIterator

import pytest

from bot.fetching.fetch import Fetcher
from tests.fetching.site import Site, fetcher_for, open_site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as opened:
        yield opened


@pytest.fixture
async def fetcher(site: Site) -> AsyncIterator[Fetcher]:
    async with fetcher_for(site) as opened:
        yield opened
