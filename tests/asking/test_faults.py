import asyncio
import gc
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from discord import ui

from bot.client import PERMISSIONS
from bot.delivery import CANNOT_WRITE, TOO_LATE
from bot.explaining import UNREADABLE
from bot.offline import FakeClient, Permission, Reply
from tests.newsroom import STRIKE, Newsroom, slowly

PROMISE = "The harbour strike will end by Friday, I give you my word."
SEND = ("POST", "/channels/{channel_id}/messages")
CALLBACK = ("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
EDIT = ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original")
TYPING = ("POST", "/channels/{channel_id}/typing")


async def once(reply: Reply) -> Reply:
    """The answer, and nothing but the one answer."""
    await (await reply).settled()
    assert len(reply.seen) == 1
    assert reply.text.count(PROMISE) == 1
    return reply


@pytest.mark.parametrize("route", [CALLBACK, EDIT])
@pytest.mark.parametrize("everywhere", [False, True])
async def test_a_rate_limit_delays_a_command(alice: FakeClient, route: tuple[str, str], everywhere: bool) -> None:
    alice.discord.faults.rate_limit(*route, times=2, retry_after=0.02, everywhere=everywhere)
    await once(alice.asks(STRIKE))


async def test_a_rate_limit_delays_a_mention(alice: FakeClient) -> None:
    alice.discord.faults.rate_limit(*SEND, times=2, retry_after=0.02)
    await once(alice.mentions_bot(STRIKE))


@pytest.mark.parametrize("applied", [False, True])
@pytest.mark.parametrize("route", [CALLBACK, EDIT])
async def test_server_errors_that_pass_delay_a_command(
    closed_newsroom: Newsroom, route: tuple[str, str], applied: bool
) -> None:
    async with closed_newsroom.open():
        alice = closed_newsroom.person("alice")
        alice.discord.faults.server_error(*route, times=1 if applied else 2, applied=applied)
        await once(alice.asks(STRIKE))


async def test_server_errors_that_pass_delay_a_mention(alice: FakeClient) -> None:
    alice.discord.faults.server_error(*SEND, times=2, status=502)
    await once(alice.mentions_bot(STRIKE))


async def test_a_mention_whose_answer_arrived_unnoticed_is_not_answered_again(alice: FakeClient) -> None:
    alice.discord.faults.server_error(*SEND, applied=True)
    await once(alice.mentions_bot(STRIKE))


async def test_a_typing_sign_that_fails_or_hangs_stops_nothing(
    alice: FakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    alice.discord.faults.server_error(*TYPING, times=5)
    await once(alice.mentions_bot(STRIKE))
    alice.discord.faults.slow(*TYPING, seconds=2)
    await once(alice.mentions_bot(STRIKE))
    gc.collect()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_mention_shows_that_the_bot_is_typing_until_it_answers(newsroom: Newsroom, alice: FakeClient) -> None:
    with slowly(newsroom) as gate:
        reply = alice.mentions_bot(STRIKE)
        await reply.exchange.until(lambda exchange: exchange.typed)  # type: ignore[attr-defined]
        assert reply.seen == []
        gate.open()
        await once(reply)


async def test_a_command_is_acknowledged_before_it_is_answered(newsroom: Newsroom, alice: FakeClient) -> None:
    with slowly(newsroom) as gate:
        reply = alice.asks(STRIKE, private=True)
        await reply.exchange.until(lambda exchange: exchange.acknowledged)  # type: ignore[attr-defined]
        assert not reply.exchange.answered
        assert reply.private
        gate.open()
        assert (await once(reply)).private


@pytest.mark.parametrize("new_session", [False, True])
@pytest.mark.parametrize("mention", [False, True])
async def test_the_gateway_drops_in_the_middle_of_an_answer(
    newsroom: Newsroom, alice: FakeClient, mention: bool, new_session: bool
) -> None:
    with slowly(newsroom) as gate:
        reply = alice.mentions_bot(STRIKE) if mention else alice.asks(STRIKE)
        await gate.reached()
        if new_session:
            alice.discord.gateway.forget()
        await alice.discord.gateway.drop()
        await alice.discord.ready()
        gate.open()
        await once(reply)
    await once(alice.asks(STRIKE))


async def test_being_ready_again_changes_nothing(newsroom: Newsroom, alice: FakeClient) -> None:
    newsroom.discord.gateway.forget()
    await newsroom.discord.gateway.drop()
    await newsroom.discord.ready()
    await once(alice.asks(STRIKE))
    await once(alice.mentions_bot(STRIKE))
    puts = [call for call in newsroom.discord.requests if call.method == "PUT"]
    assert len(puts) == 1


async def test_an_answer_that_comes_after_its_token_expired_comes_to_the_channel(
    closed_newsroom: Newsroom,
) -> None:
    async with closed_newsroom.open():
        alice = closed_newsroom.person("alice")
        with slowly(closed_newsroom) as gate:
            reply = alice.asks(STRIKE)
            await gate.reached()
            alice.discord.expire(reply.exchange)  # type: ignore[arg-type]
            gate.open()
            seen = await alice.waits_until(lambda seen: any(PROMISE in one.text for one in seen))
        assert sum(PROMISE in one.text for one in seen) == 1


async def test_a_private_answer_that_comes_too_late_is_shown_to_nobody_else(closed_newsroom: Newsroom) -> None:
    async with closed_newsroom.open():
        alice, bob = closed_newsroom.person("alice"), closed_newsroom.person("bob")
        with slowly(closed_newsroom) as gate:
            reply = alice.asks(STRIKE, private=True)
            await gate.reached()
            alice.discord.expire(reply.exchange)  # type: ignore[arg-type]
            gate.open()
            alice.looks_at(alice.direct)
            seen = await alice.waits_until(bool)
        assert [one.text for one in seen] == [TOO_LATE]
        assert bob.sees() == []


async def test_a_command_that_is_noticed_too_late_is_answered_in_the_channel(closed_newsroom: Newsroom) -> None:
    async with closed_newsroom.open():
        alice = closed_newsroom.person("alice")
        reply = alice.asks(STRIKE)
        reply.exchange.interaction.began -= 4  # type: ignore[attr-defined]
        seen = await alice.waits_until(bool)
        await reply.settled()
        assert [PROMISE in one.text for one in seen] == [True]


@pytest.mark.parametrize("mention", [False, True])
async def test_a_channel_that_is_deleted_meanwhile(closed_newsroom: Newsroom, mention: bool) -> None:
    async with closed_newsroom.open():
        alice = closed_newsroom.person("alice")
        with slowly(closed_newsroom) as gate:
            reply = alice.mentions_bot(STRIKE) if mention else alice.asks(STRIKE)
            await gate.reached()
            alice.here.delete()
            gate.open()
            alice.looks_at(alice.direct)
            await alice.waits_until(bool)
            await reply.settled()
        assert [one.text for one in alice.sees()] == [CANNOT_WRITE]


async def test_a_question_that_is_deleted_meanwhile_is_answered_without_a_reference(
    newsroom: Newsroom, alice: FakeClient
) -> None:
    with slowly(newsroom) as gate:
        reply = alice.mentions_bot(STRIKE)
        await gate.reached()
        alice.deletes(reply)
        gate.open()
        await once(reply)


@pytest.mark.parametrize("denied", [Permission.SEND_MESSAGES, Permission.VIEW_CHANNEL])
async def test_where_the_bot_may_not_write_it_tells_who_asked(closed_newsroom: Newsroom, denied: Permission) -> None:
    async with closed_newsroom.open():
        alice = closed_newsroom.person("alice")
        with slowly(closed_newsroom) as gate:
            reply = alice.mentions_bot(STRIKE)
            await gate.reached()
            alice.here.overwrite(alice.discord.guild("Newsroom").member("bot"), deny=denied)
            gate.open()
            await reply.settled()
            alice.looks_at(alice.direct)
            await alice.waits_until(bool)
        assert [one.text for one in alice.sees()] == [CANNOT_WRITE]


async def test_who_takes_no_direct_messages_breaks_nothing(closed_newsroom: Newsroom) -> None:
    async with closed_newsroom.open():
        alice = closed_newsroom.person("alice")
        alice.who.user.accepts_direct_messages = False
        alice.here.overwrite(alice.discord.guild("Newsroom").member("bot"), deny=Permission.SEND_MESSAGES)
        await alice.mentions_bot(STRIKE).settled()
        alice.here.overwrite(alice.discord.guild("Newsroom").member("bot"))
        await once(alice.mentions_bot(STRIKE))


async def test_the_permissions_that_are_asked_for_are_enough(closed_newsroom: Newsroom) -> None:
    async with closed_newsroom.open():
        alice = closed_newsroom.person("alice")
        bot = alice.discord.guild("Newsroom").member("bot")
        alice.here.overwrite(bot, deny=~PERMISSIONS.value & (1 << 53) - 1)
        await once(alice.mentions_bot(STRIKE))
        await once(alice.asks(STRIKE))


async def test_in_threads_too(newsroom: Newsroom, alice: FakeClient) -> None:
    thread = newsroom.discord.guild("Newsroom").thread(alice.here, "talk", alice.who)
    alice.looks_at(thread)
    await once(alice.mentions_bot(STRIKE))
    await once(alice.asks(STRIKE))


def _locking(database: Path, how: str) -> sqlite3.Connection | None:
    other = sqlite3.connect(database, isolation_level=None, timeout=0.02)
    try:
        if how == "EXCLUSIVE":
            other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute(f"BEGIN {how}")
    except sqlite3.OperationalError:
        other.close()
        return None
    return other


@contextmanager
def held(newsroom: Newsroom, how: str) -> Iterator[None]:
    """Another program holds the database: only to write, or so that it cannot even be read."""
    for _ in range(100):
        newsroom.coverage._store._engine.dispose()  # SQLite lets nobody lock out a connection that is open
        gc.collect()  # one that was looking something up in the background went back to a pool that is no more
        if other := _locking(newsroom.database, how):
            break
    assert other
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def test_who_asks_does_not_wait_for_who_writes(newsroom: Newsroom, alice: FakeClient) -> None:
    with held(newsroom, "IMMEDIATE"):
        await once(alice.asks(STRIKE))


@pytest.mark.parametrize("mention", [False, True])
async def test_a_database_that_is_locked_for_a_while_is_waited_for(
    newsroom: Newsroom, alice: FakeClient, mention: bool
) -> None:
    with held(newsroom, "EXCLUSIVE"):
        reply = alice.mentions_bot(STRIKE) if mention else alice.asks(STRIKE)
        await asyncio.sleep(0.3)
        assert not reply.exchange.answered
    await once(reply)


async def test_a_database_that_stays_locked_is_said_without_naming_files(
    tmp_path: Path, closed_newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "impatient"
    folder.mkdir()
    impatient = Newsroom(folder, closed_newsroom.discord, wait_seconds=0.05)
    async with impatient.open():
        alice = impatient.person("alice")
        with held(impatient, "EXCLUSIVE"):
            assert (await alice.asks(STRIKE)).text == UNREADABLE
            assert await alice.types_into("ask", "outlet", outlet="x") == []
            assert (await alice.mentions_bot(STRIKE)).text == UNREADABLE
        await once(alice.asks(STRIKE))
    impatient.coverage.close()
    assert str(impatient.database) in caplog.text


async def test_an_answer_that_discord_refuses_becomes_one_sentence(
    closed_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def too_long(*_: object, **__: object) -> list[ui.LayoutView]:
        view = ui.LayoutView()
        view.add_item(ui.TextDisplay("x" * 5000))
        return [view]

    monkeypatch.setattr("bot.asking.cog.shown", too_long)
    async with closed_newsroom.open():
        alice = closed_newsroom.person("alice")
        for reply in (alice.asks(STRIKE), alice.mentions_bot(STRIKE), alice.asks(STRIKE, private=True)):
            await (await reply).settled()
            assert len(reply.seen) == 1
            assert reply.text.startswith("Something went wrong")
    assert "Invalid Form Body" in caplog.text


async def test_a_bug_is_told_with_an_id_that_is_in_the_log(
    newsroom: Newsroom, alice: FakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise ZeroDivisionError("a bug")

    newsroom.coverage.ask = broken  # type: ignore[method-assign, assignment]
    for reply in (alice.asks(STRIKE), alice.mentions_bot(STRIKE)):
        await (await reply).settled()
        assert len(reply.seen) == 1
        number = reply.text.removesuffix(".").rsplit(" ", 1)[1]
        assert "a bug" not in reply
        assert f"id {number}" in caplog.text
    assert "ZeroDivisionError: a bug" in caplog.text
    assert "Traceback" in caplog.text
