import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.offline import OfflineDiscord
from tests.offline.sample_bot import SampleBot

ROOT = Path(__file__).resolve().parents[2]


def official_description() -> Path | None:
    """Discord's own description, where it lies beside the checkout; without it our own rules stand alone."""
    shared = Path(os.environ.get("NEWSDESK_SHARED", ROOT.parent / "shared"))
    path = shared / "discord-openapi.json"
    return path if path.is_file() else None


@pytest.fixture
async def discord_() -> AsyncIterator[OfflineDiscord]:
    async with OfflineDiscord(description=official_description(), patience=3.0) as server:
        with server.connected(pace=0.01):
            yield server


@pytest.fixture
async def client(discord_: OfflineDiscord) -> AsyncIterator[SampleBot]:
    discord_.guild("Newsroom").channel("general")
    async with SampleBot().running(discord_.token) as client:
        yield client


@pytest.fixture(params=["own rules alone", "with the official description"])
async def server(request: pytest.FixtureRequest) -> AsyncIterator[OfflineDiscord]:
    description = official_description() if "official" in request.param else None
    if "official" in request.param and description is None:
        pytest.skip("the official description is not beside this checkout")
    async with OfflineDiscord(description=description) as server:
        yield server
