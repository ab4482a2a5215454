import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot import leaving
from bot.guilds import settings_of
from bot.leaving import KEPT, seen_to
from bot.offline import FakeClient
from tests.newsroom import COPPER, MINE, Newsroom

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ME, ANOTHER = 77, 78
"""Applications."""


def held(newsroom: Newsroom, collection: str) -> int:
    return newsroom.coverage.freshness(collections=(collection,)).articles


def add(newsroom: Newsroom, collection: str) -> None:
    list(newsroom.coverage.add([COPPER], who="tests", collection=collection))


def test_what_is_held_of_a_guild_is_erased_a_month_after_the_bot_has_left_it(closed_newsroom: Newsroom) -> None:
    coverage = closed_newsroom.coverage
    for collection in ("guild-5", "guild-6"):
        add(closed_newsroom, collection)
    seen_to(coverage, [5, 6], ME, NOON - DAY)
    for day in (0, 15, KEPT.days):
        seen_to(coverage, [6], ME, NOON + day * DAY)
        assert held(closed_newsroom, "guild-5") == 1
    seen_to(coverage, [6], ME, NOON + KEPT + DAY)
    assert held(closed_newsroom, "guild-5") == 0
    assert coverage.collections() == ["guild-6", "shared"]
    assert [entry.who for entry in coverage.journal("guild-5")] == ["newsdesk, 30 days after the bot was removed"]


def test_a_guild_that_the_bot_comes_back_to_keeps_everything(closed_newsroom: Newsroom) -> None:
    coverage = closed_newsroom.coverage
    add(closed_newsroom, "guild-5")
    seen_to(coverage, [5], ME, NOON - DAY)
    seen_to(coverage, [], ME, NOON)
    seen_to(coverage, [5], ME, NOON + 20 * DAY)
    assert "left" not in coverage.preferences.get("guild-5")
    seen_to(coverage, [], ME, NOON + 31 * DAY)
    seen_to(coverage, [], ME, NOON + 50 * DAY)
    assert held(closed_newsroom, "guild-5") == 1
    assert settings_of(coverage, 5).shared


@pytest.mark.parametrize("broken", ["{", "5", '"soon"', '"2025-01-01"', "null"])
def test_a_day_that_cannot_be_read_begins_the_month_anew(closed_newsroom: Newsroom, broken: str) -> None:
    add(closed_newsroom, "guild-5")
    seen_to(closed_newsroom.coverage, [5], ME, NOON)
    closed_newsroom.coverage.preferences.set("guild-5", "left", broken, who="tests")
    seen_to(closed_newsroom.coverage, [], ME, NOON + 100 * DAY)
    assert held(closed_newsroom, "guild-5") == 1


def test_a_guild_that_another_application_serves_is_not_left(closed_newsroom: Newsroom) -> None:
    coverage = closed_newsroom.coverage
    for collection in ("guild-5", "guild-6"):
        add(closed_newsroom, collection)
    seen_to(coverage, [5], ME, NOON)
    for day in (1, 40, 80):
        seen_to(coverage, [], ANOTHER, NOON + day * DAY)
    seen_to(coverage, [], ME, NOON + 81 * DAY)
    assert held(closed_newsroom, "guild-5") == 1
    assert held(closed_newsroom, "guild-6") == 1


def test_only_collections_of_guilds_are_ever_erased(closed_newsroom: Newsroom) -> None:
    add(closed_newsroom, "the operators own")
    for day in (0, 40):
        seen_to(closed_newsroom.coverage, [], ME, NOON + day * DAY)
    assert held(closed_newsroom, "the operators own") == 1
    assert held(closed_newsroom, "shared") == 2


async def test_the_bot_looks_by_itself(
    closed_newsroom: Newsroom, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom = closed_newsroom
    newsroom.add(COPPER, guild="Newsroom")
    newsroom.add(COPPER, guild="Elsewhere")
    here, gone = (newsroom.discord.guild(name) for name in ("Newsroom", "Elsewhere"))
    async with newsroom.open():
        await _until(lambda: "served_by" in newsroom.coverage.preferences.get(f"guild-{gone.id}"))
    gone.remove(newsroom.discord.bot)
    async with newsroom.open():
        await _logged(caplog, "what is held of it is erased on")
    later = datetime.now(UTC) + KEPT + DAY
    monkeypatch.setattr(leaving, "now", lambda: later)
    async with newsroom.open():
        await _logged(caplog, f"Erased guild-{gone.id}, 1 article")
        alice: FakeClient = newsroom.person("alice")
        assert "loses money" in await alice.asks(MINE)
    assert held(newsroom, f"guild-{here.id}") == 1
    assert held(newsroom, f"guild-{gone.id}") == 0


async def _logged(caplog: pytest.LogCaptureFixture, text: str) -> None:
    await _until(lambda: text in caplog.text)


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - a log has no event to wait for
            await asyncio.sleep(0.01)
