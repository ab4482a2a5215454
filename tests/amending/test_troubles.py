"""What goes wrong between the newsdesk and Discord while posted answers are amended, and what is left of it."""

import asyncio
import sqlite3
from typing import Any

import pytest

from bot.amending import amending
from bot.amending.amending import Amending
from bot.offline import FakeClient, Permission
from tests.amending.chats import PROMISE, Posted, noted, posted, soon
from tests.newsroom import STRIKE, Newsroom

GET = ("GET", "/channels/{channel_id}/messages/{message_id}")
EDIT = ("PATCH", "/channels/{channel_id}/messages/{message_id}")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amending, "PAUSE", 0.0)


async def answers(newsroom: Newsroom, who: FakeClient, count: int) -> list[Posted]:
    return [await posted(newsroom, who, who.mentions_bot(STRIKE)) for _ in range(count)]


def edits(newsroom: Newsroom) -> int:
    return sum(call.method == "PATCH" for call in newsroom.discord.requests)


def withdraw(newsroom: Newsroom) -> None:
    newsroom.coverage.withdraw("harbour", who="tests", reason="A hoax.")


async def idle(newsroom: Newsroom) -> None:
    """All that can be amended is."""
    newsroom.client.desk.changed.set()
    await soon(lambda: newsroom.coverage.quotations.stale(10) == [])


@pytest.mark.parametrize("route", [GET, EDIT])
async def test_a_rate_limit_delays_it(newsroom: Newsroom, alice: FakeClient, route: tuple[str, str]) -> None:
    (answer,) = await answers(newsroom, alice, 1)
    newsroom.discord.faults.rate_limit(*route, times=2, retry_after=0.02)
    withdraw(newsroom)
    await answer.says(": A hoax.")


@pytest.mark.parametrize("applied", [False, True])
async def test_server_errors_that_pass_delay_it(closed_newsroom: Newsroom, applied: bool) -> None:
    async with closed_newsroom.open():
        (answer,) = await answers(closed_newsroom, closed_newsroom.person("alice"), 1)
        closed_newsroom.discord.faults.server_error(*EDIT, times=1 if applied else 2, applied=applied)
        withdraw(closed_newsroom)
        await answer.says(": A hoax.")
        assert answer.text.count("Withdrawn on") == 3


@pytest.mark.parametrize("route", [GET, EDIT])
async def test_server_errors_that_last_put_it_off_and_nothing_else(
    closed_newsroom: Newsroom, route: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(amending, "SOONEST", 0.2)
    async with closed_newsroom.open():
        first, second = await answers(closed_newsroom, closed_newsroom.person("alice"), 2)
        closed_newsroom.discord.faults.server_error(*route, times=5)
        withdraw(closed_newsroom)
        await first.until(lambda _: first.is_as_before != second.is_as_before)
        await asyncio.sleep(0.2)
        await first.says(": A hoax.")
        await second.says(": A hoax.")


@pytest.mark.parametrize("what", ["message", "channel"])
async def test_what_was_deleted_is_forgotten(closed_newsroom: Newsroom, what: str) -> None:
    async with closed_newsroom.open():
        alice = closed_newsroom.person("alice", channel="news")
        first, second = await answers(closed_newsroom, alice, 2)
        if what == "message":
            closed_newsroom.discord.world.delete(first.messages[0])
        else:
            alice.here.delete()
        withdraw(closed_newsroom)
        await idle(closed_newsroom)
        assert not noted(closed_newsroom, first.messages[0])
        assert noted(closed_newsroom, second.messages[0]) == (what == "message")


async def test_where_it_may_not_it_tries_so_often_and_no_more(
    closed_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(amending, "SOONEST", 0.0)
    async with closed_newsroom.open() as bot:
        alice = closed_newsroom.person("alice")
        (answer,) = await answers(closed_newsroom, alice, 1)
        alice.here.overwrite(closed_newsroom.discord.guild("Newsroom").member("bot"), deny=Permission.VIEW_CHANNEL)
        withdraw(closed_newsroom)
        await asyncio.wait_for(Amending(bot).amend_all(), 5)
        gets = sum((call.method, call.route) == GET for call in closed_newsroom.discord.requests)
        assert gets == amending.MOST_TRIES
        assert noted(closed_newsroom, answer.messages[0])


async def test_a_restart_in_the_middle_goes_on_where_it_was(
    closed_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with closed_newsroom.open():
        several = await answers(closed_newsroom, closed_newsroom.person("alice"), 3)
    withdraw(closed_newsroom)
    monkeypatch.setattr(amending, "PAUSE", 60.0)
    async with closed_newsroom.open():
        assert await closed_newsroom.discord.until(lambda: any("A hoax." in answer.text for answer in several))
    assert sum("A hoax." in answer.text for answer in several) == 1
    monkeypatch.setattr(amending, "PAUSE", 0.0)
    async with closed_newsroom.open():
        for answer in several:
            await answer.says(": A hoax.")
        await idle(closed_newsroom)
    assert edits(closed_newsroom) == 3


async def test_an_edit_that_nobody_took_note_of_is_made_no_second_time(newsroom: Newsroom, alice: FakeClient) -> None:
    (answer,) = await answers(newsroom, alice, 1)
    quoted = newsroom.coverage.quotations.get(answer.messages[0].id)
    assert quoted
    withdraw(newsroom)
    await answer.says(": A hoax.")
    await idle(newsroom)
    newsroom.coverage.quotations.amended(quoted.message, {(q.key, q.paragraph): "held" for q in quoted.quotations})
    await idle(newsroom)
    assert edits(newsroom) == 1


async def test_it_leaves_alone_what_others_wrote(newsroom: Newsroom, alice: FakeClient) -> None:
    (answer,) = await answers(newsroom, alice, 1)
    (mine,) = answer.messages
    other = newsroom.discord.world.user("other bot", bot=True)
    alike = newsroom.discord.world.post(alice.here, other, components=mine.components, flags=mine.flags)
    quoted = newsroom.coverage.quotations.get(mine.id)
    assert quoted
    pairs = [(q.key, q.paragraph) for q in quoted.quotations]
    newsroom.coverage.quotations.record(alike.id, alike.channel.id, quoted.collection, pairs)
    withdraw(newsroom)
    await idle(newsroom)
    await answer.says(": A hoax.")
    assert alike.edited_at is None
    assert not noted(newsroom, alike)


async def test_changes_of_other_processes_are_noticed(
    closed_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(amending, "LOOKS_AGAIN", 0.1)
    async with closed_newsroom.open():
        (answer,) = await answers(closed_newsroom, closed_newsroom.person("alice"), 1)
        withdraw(closed_newsroom)
        assert await closed_newsroom.discord.until(lambda: "A hoax." in answer.text)


async def test_only_so_many_answers_of_a_guild_are_kept_in_mind(
    closed_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with closed_newsroom.open():
        alice, dora = closed_newsroom.person("alice"), closed_newsroom.person("dora", guild="Elsewhere")
        several, elsewhere = await answers(closed_newsroom, alice, 3), await answers(closed_newsroom, dora, 2)
    monkeypatch.setattr(amending, "MOST_ANSWERS", 2)
    withdraw(closed_newsroom)
    async with closed_newsroom.open():
        for answer in (*several[1:], *elsewhere):
            await answer.says(": A hoax.")
    assert several[0].is_as_before


async def test_an_answer_is_there_though_it_cannot_be_noted(
    newsroom: Newsroom, alice: FakeClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(newsroom.coverage.quotations, "record", broken)
    assert PROMISE in await alice.asks(STRIKE)
    await soon(lambda: "the disk is full" in caplog.text)
    assert PROMISE in await alice.mentions_bot(STRIKE)


async def test_neither_who_asked_nor_what_is_kept(newsroom: Newsroom, alice: FakeClient) -> None:
    await answers(newsroom, alice, 1)
    with sqlite3.connect(newsroom.database) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        kept = {str(value) for name in tables for row in database.execute(f"select * from {name}") for value in row}
    assert str(alice.here.id) in kept
    assert kept.isdisjoint({str(alice.who.id), alice.who.user.name, STRIKE})
