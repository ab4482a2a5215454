"""What breaks only where nobody looks: benchmarks/mutations.py found that no other test would notice."""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext

from bot.asking.replies import plain_view
from bot.delivery import Views
from bot.offline import FakeClient
from tests.newsroom import STRIKE, Newsroom, article

LONG = [f'Keeper Ines Corrado said of the gulls, part {n}: "{"They scream. " * 200}"' for n in range(1, 4)]


async def test_every_message_of_a_long_private_answer_is_private(
    newsroom: Newsroom, alice: FakeClient, bob: FakeClient
) -> None:
    newsroom.add(article("gulls", "Gulls of Saint Brannoc", *LONG))
    reply = await (await alice.asks("What did Ines Corrado say about the gulls?", private=True)).settled()
    assert len(reply.seen) > 1
    assert reply.private
    assert bob.sees() == []


async def test_only_a_reply_to_the_bot_itself_goes_on_from_what_it_replies_to(
    newsroom: Newsroom, alice: FakeClient
) -> None:
    answer = (await alice.asks(STRIKE)).exchange.message
    copycat = newsroom.discord.world.user("copycat", bot=True)
    newsroom.discord.guild("Newsroom").add(copycat)
    bot = newsroom.discord.bot
    copied = newsroom.discord.world.post(
        alice.here, copycat, components=answer.components, flags=answer.flags, mentions=[bot]
    )
    reply = await alice.replies_to(copied, f"{bot.mention} and what about the army?")
    assert "Showing answers for" not in reply


async def test_what_discord_itself_writes_is_not_answered(newsroom: Newsroom, alice: FakeClient) -> None:
    pinned = 6
    newsroom.discord.world.post(alice.direct, alice.who.user, kind=pinned)
    newsroom.discord.world.post(alice.here, alice.who.user, kind=pinned, mentions=[newsroom.discord.bot])
    await (await alice.asks(STRIKE)).settled()
    asked = {(call.method, call.route) for call in newsroom.discord.requests}
    assert ("POST", "/channels/{channel_id}/messages") not in asked


class Counted:
    """A way back to nobody, which notes in which round of the event loop each thing was done."""

    def __init__(self, rounds: "Rounds") -> None:
        self._rounds = rounds

    def waiting(self) -> AbstractAsyncContextManager[None]:
        self._rounds.begun.append(self._rounds.now)
        return nullcontext()

    async def send(self, _: Views) -> None:
        self._rounds.sent.append(self._rounds.now)


class Rounds:
    """Counts the rounds of the event loop."""

    def __init__(self) -> None:
        self.now = 0
        self.begun, self.sent = list[int](), list[int]()

    async def count(self) -> None:
        while True:
            self.now += 1
            await asyncio.sleep(0)


async def test_of_many_who_ask_at_once_each_round_of_the_event_loop_serves_one(closed_newsroom: Newsroom) -> None:
    async def work() -> Views:
        return [plain_view("an answer")]

    with closed_newsroom.bot() as bot:
        rounds = Rounds()
        counting = asyncio.create_task(rounds.count())
        await asyncio.gather(*(bot.answer(Counted(rounds), work) for _ in range(50)))
        counting.cancel()
    assert len(set(rounds.begun)) == len(set(rounds.sent)) == 50
