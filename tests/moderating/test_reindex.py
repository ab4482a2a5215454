import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot import reindexing
from bot.moderating import keeping
from bot.moderating.reindex_view import CancelReindex
from bot.offline import FakeClient, Permission
from bot.offline.exchange import InteractionExchange
from bot.offline.messages import MessageFlags
from index.coverage import Coverage, Reindexed
from index.errors import StoreError
from tests.newsroom import COPPER, MINE, STRIKE, Newsroom, article

PROMISE = "The harbour strike will end by Friday, I give you my word."
V2 = MessageFlags.IS_COMPONENTS_V2
OTHERS = [article(f"a{n}", f"Report {n}", f"The ship number {n} came in.") for n in range(130)]


@pytest.fixture
def mona(newsroom: Newsroom) -> FakeClient:
    return newsroom.person("mona", may=Permission.MANAGE_GUILD)


def own(newsroom: Newsroom, guild: str = "Newsroom") -> str:
    return f"guild-{newsroom.discord.guild(guild).id}"


class Held:
    """A reindex that waits after each piece until it may go on."""

    def __init__(self) -> None:
        self.reached, self.go_on = threading.Semaphore(0), threading.Semaphore(0)
        self.free = False

    async def until_reached(self) -> None:
        assert await asyncio.to_thread(self.reached.acquire, timeout=5)

    def release(self) -> None:
        self.free = True
        self.go_on.release()


@contextmanager
def held(newsroom: Newsroom) -> Iterator[Held]:
    gate, whole = Held(), newsroom.coverage.reindex

    def slow(*, progress: Callable[[int, int], None], **options: Any) -> Reindexed:
        def told(done: int, total: int) -> None:
            progress(done, total)
            gate.reached.release()
            if not gate.free:
                assert gate.go_on.acquire(timeout=5)

        return whole(progress=told, **options)

    newsroom.coverage.reindex = slow  # type: ignore[method-assign,assignment]
    try:
        yield gate
    finally:
        gate.release()
        newsroom.coverage.reindex = whole  # type: ignore[method-assign]


async def test_a_reindex_says_what_changed(newsroom: Newsroom, mona: FakeClient) -> None:
    newsroom.add(COPPER, guild="Newsroom")
    list(newsroom.coverage.add([article("bare", "A title", "Some text.")], who="tests", collection=own(newsroom)))
    reply = await mona.uses("coverage reindex")
    await reply.exchange.until(lambda _: "Reindexed" in reply)
    assert "2 articles; none of 2 paragraphs reads differently now. It took less than a second." in reply
    assert not reply.private
    assert "loses money" in await mona.asks(MINE)
    assert "reindexed" in await mona.uses("coverage journal")


async def test_paragraphs_that_read_differently_are_counted_and_their_reading_is_the_new_one(
    newsroom: Newsroom, mona: FakeClient
) -> None:
    list(newsroom.coverage.add([COPPER], who="tests", collection=own(newsroom)))  # nobody said yet who speaks in it
    reply = await mona.uses("coverage reindex")
    await reply.exchange.until(lambda _: "Reindexed" in reply)
    assert "1 article; 1 paragraph of 1 now read differently." in reply
    assert newsroom.coverage.article("mine", collection=own(newsroom)).paragraphs[0].statements


async def test_how_far_it_is_is_shown_while_questions_and_changes_go_on(
    newsroom: Newsroom, mona: FakeClient, alice: FakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "EVERY", 0.02)
    newsroom.add(*OTHERS, guild="Newsroom")
    with held(newsroom) as gate:
        reply = await mona.uses("coverage reindex")
        await gate.until_reached()
        await reply.exchange.until(lambda _: "64 of 130 articles" in reply)
        assert "▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱ 49%" in reply
        assert PROMISE in await alice.asks(STRIKE)
        await asyncio.to_thread(newsroom.add, COPPER, guild="Newsroom")
        assert "loses money" in await alice.asks(MINE)
        gate.release()
        await reply.exchange.until(lambda _: "Reindexed" in reply)
    assert "131 articles" in reply
    assert "Cancel" not in reply.labels


async def test_the_message_is_edited_no_more_often_than_every_two_seconds(newsroom: Newsroom, mona: FakeClient) -> None:
    assert keeping.EVERY == 2.0
    newsroom.add(*OTHERS, guild="Newsroom")
    reply = await mona.uses("coverage reindex")
    await reply.exchange.until(lambda _: "Reindexed" in reply)
    edits = [call for call in newsroom.discord.requests if call.method == "PATCH"]
    assert len(edits) == 2  # the bar in the place of "thinking", and what came of it: it took no two seconds


async def test_any_moderator_cancels_it_and_then_nothing_has_changed(newsroom: Newsroom, mona: FakeClient) -> None:
    mike, alice = newsroom.person("mike", may=Permission.MANAGE_GUILD), newsroom.person("alice")
    list(newsroom.coverage.add([COPPER, *OTHERS], who="tests", collection=own(newsroom)))
    with held(newsroom) as gate:
        reply = await mona.uses("coverage reindex")
        await gate.until_reached()
        assert "This is for moderators" in await alice.presses("Cancel")
        assert (await mike.presses("Cancel")).text == "It is being cancelled."
        gate.release()
        await reply.exchange.until(lambda _: "Cancelled" in reply)
    assert "Cancelled after 64 articles: everything is as it was." in reply
    assert not newsroom.coverage.unfinished()
    assert not newsroom.coverage.article("mine", collection=own(newsroom)).paragraphs[0].statements


async def test_a_reindex_that_fails_says_so_and_another_may_begin(
    newsroom: Newsroom, mona: FakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(**_: Any) -> Reindexed:
        raise StoreError("/secret/news.db: the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(newsroom.coverage, "reindex", failing)
        reply = await mona.uses("coverage reindex")
        await reply.exchange.until(lambda _: "The reindex failed" in reply)
    assert "secret" not in reply
    assert "Everything is as it was." in reply
    again = await mona.uses("coverage reindex")
    await again.exchange.until(lambda _: "Reindexed" in again)
    assert "0 articles" in again


async def test_one_at_a_time_and_no_word_of_another_guilds(newsroom: Newsroom, mona: FakeClient) -> None:
    dora = newsroom.person("dora", guild="Elsewhere", may=Permission.MANAGE_GUILD)
    newsroom.add(*OTHERS, guild="Newsroom")
    newsroom.add(COPPER, guild="Elsewhere")
    with held(newsroom) as gate:
        reply = await mona.uses("coverage reindex")
        await gate.until_reached()
        refused = await dora.uses("coverage reindex")
        assert refused.text == "Another reindex is under way: try again in a few minutes."
        assert refused.private
        button = {"type": 2, "id": 2, "style": 2, "label": "forged", "custom_id": str(CancelReindex())}
        row = {"type": 1, "id": 1, "components": [button]}
        forged = newsroom.discord.world.post(dora.here, newsroom.discord.bot, components=[row], flags=V2)
        assert "This reindex is over." in await dora.presses("forged", on=forged)
        gate.release()
        await reply.exchange.until(lambda _: "Reindexed" in reply)
    theirs = await dora.uses("coverage reindex")
    await theirs.exchange.until(lambda _: "Reindexed" in theirs)
    assert "1 article; none of 1 paragraph" in theirs


async def test_after_the_interactions_end_the_message_is_edited_all_the_same(
    newsroom: Newsroom, mona: FakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "EVERY", 0.02)
    newsroom.add(*OTHERS, guild="Newsroom")
    with held(newsroom) as gate:
        reply = await mona.uses("coverage reindex")
        await gate.until_reached()
        await reply.exchange.until(lambda _: "64 of 130" in reply)
        assert isinstance(reply.exchange, InteractionExchange)
        newsroom.discord.expire(reply.exchange)
        monkeypatch.setattr(keeping, "BY_TOKEN", 0.0)
        gate.release()
        await reply.exchange.until(lambda _: "Reindexed" in reply)
    assert "130 articles" in reply


async def test_who_began_it_is_told_where_the_message_is_gone(newsroom: Newsroom, mona: FakeClient) -> None:
    newsroom.add(*OTHERS, guild="Newsroom")
    with held(newsroom) as gate:
        reply = await mona.uses("coverage reindex")
        await gate.until_reached()
        newsroom.discord.world.delete(reply.seen[0].message)
        gate.release()
        mona.looks_at(mona.direct)
        await mona.waits_until(lambda seen: any("130 articles" in message for message in seen))
    newsroom.discord.refusals.clear()


async def test_a_restart_goes_on_with_it_and_the_log_says_so(
    closed_newsroom: Newsroom, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom = closed_newsroom
    mona = newsroom.person("mona", may=Permission.MANAGE_GUILD)
    newsroom.add(*OTHERS, guild="Newsroom")
    newsroom.add(COPPER, guild="Elsewhere")
    async with newsroom.open():
        with held(newsroom) as gate:
            reply = await mona.uses("coverage reindex")
            await gate.until_reached()
            closing = asyncio.create_task(newsroom.client.close())
            await asyncio.sleep(0.05)
            gate.release()
            await closing
    assert "I am being restarted, and go on afterwards. So far: 64 articles." in reply
    assert newsroom.coverage.unfinished()
    assert newsroom.coverage.unfinished_of() == own(newsroom)
    seen: list[str | None] = []
    whole = newsroom.coverage.reindex

    def noted(**options: Any) -> Reindexed:
        seen.append(options["collection"])
        return whole(**options)

    monkeypatch.setattr(newsroom.coverage, "reindex", noted)
    with caplog.at_level(logging.INFO, logger=reindexing.__name__):
        async with newsroom.open():
            await _until(lambda: "The reindex is done" in caplog.text)
    assert seen == [own(newsroom)]
    assert "A reindex was interrupted, and goes on now" in caplog.text
    assert "The reindex is done: 130 articles" in caplog.text
    assert not newsroom.coverage.unfinished()


async def test_an_index_of_another_version_is_told_to_the_operator_and_answers_come_from_it(
    closed_newsroom: Newsroom, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Coverage, "outdated", lambda _: True)
    alice = closed_newsroom.person("alice")
    async with closed_newsroom.open():
        assert PROMISE in await alice.asks(STRIKE)
        await _until(lambda: "make it anew with: newsdesk reindex" in caplog.text)


async def _until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not done():  # noqa: ASYNC110 - a log has no event to wait for
            await asyncio.sleep(0.01)


async def test_nothing_of_another_guild_is_reindexed_or_counted(newsroom: Newsroom) -> None:
    newsroom.add(*OTHERS[:3], guild="Newsroom")
    list(newsroom.coverage.add([COPPER], who="tests", collection=own(newsroom, "Elsewhere")))
    told: list[tuple[int, int]] = []
    done = newsroom.coverage.reindex(
        who="tests", collection=own(newsroom), progress=lambda done, total: told.append((done, total))
    )
    assert (done.articles, done.paragraphs) == (3, 3)
    assert {total for _, total in told} == {3}
    assert not newsroom.coverage.article("mine", collection=own(newsroom, "Elsewhere")).paragraphs[0].statements
    assert "reindexed" not in {entry.action for entry in newsroom.coverage.journal(own(newsroom, "Elsewhere"))}


async def test_what_two_reindexes_have_left_is_gone_on_with_whole(newsroom: Newsroom) -> None:
    coverage = newsroom.coverage
    newsroom.add(*OTHERS, guild="Newsroom")
    newsroom.add(*OTHERS, guild="Elsewhere")
    for guild in ("Newsroom", "Elsewhere"):
        asked = iter((False, True))
        assert coverage.reindex(who="tests", collection=own(newsroom, guild), stop=lambda: next(asked)).stopped  # noqa: B023
    assert coverage.unfinished_of() is None
    coverage.forget_reindex(own(newsroom))
    assert coverage.unfinished()
    assert not coverage.reindex(who="tests").stopped
    assert not coverage.unfinished()
