from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.offline import FakeClient
    from tests.newsroom import Newsroom


@pytest.fixture
async def closed_newsroom(tmp_path: Path) -> "AsyncIterator[Newsroom]":
    """The coverage and the Discord, without the bot."""
    from bot.offline import OfflineDiscord
    from tests.newsroom import PACE, Newsroom
    from tests.offline.conftest import official_description

    async with OfflineDiscord(description=official_description(), patience=3.0) as discord_:
        with discord_.connected(pace=PACE):
            newsroom = Newsroom(tmp_path, discord_)
            yield newsroom
            newsroom.coverage.close()


@pytest.fixture
async def newsroom(closed_newsroom: "Newsroom") -> "AsyncIterator[Newsroom]":
    """The bot is connected, and does nothing that Discord refuses."""
    async with closed_newsroom.open():
        yield closed_newsroom
    assert closed_newsroom.discord.refusals == []


@pytest.fixture
def alice(newsroom: "Newsroom") -> "FakeClient":
    return newsroom.person("alice")


@pytest.fixture
def bob(newsroom: "Newsroom") -> "FakeClient":
    return newsroom.person("bob")
