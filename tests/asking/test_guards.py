"""What breaks only where nobody looks: benchmarks/mutations.py found that no other test would notice."""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

import pytest

from bot.asking.replies import plain_view
from bot.delivery import Views
from bot.offline import FakeClient
from tests.newsroom import STRIKE, Newsroom, article, slowly

LIGHTHOUSE = "What did Ines Corrado say about the lighthouse?"
TYPING, SEND = "/channels/{channel_id}/typing", "/channels/{channel_id}/messages"
PINNED = 6
"""The kind of the message by which Discord says that somebody has pinned one."""
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


def _posts(newsroom: Newsroom, alice: FakeClient, who: str) -> None:
    """Somebody posts what a person would have answered."""
    world, bot = newsroom.discord.world, newsroom.discord.bot
    asked: dict[str, Any] = {"content": f"{bot.mention} {STRIKE}", "mentions": [bot]}
    if who == "a person":
        world.post(alice.here, alice.who.user, **asked)
    elif who == "a person to others":
        world.post(alice.here, alice.who.user, content=STRIKE)
    elif who == "a bot":
        world.post(alice.here, world.user("robot", bot=True), **asked)
    elif who == "a webhook":
        world.post(alice.here, world.user("hook"), webhook=True, **asked)
    elif who == "Discord, of a pin":
        world.post(alice.here, alice.who.user, kind=PINNED, **asked)
    elif who == "Discord, of a pin in direct messages":
        world.post(alice.direct, alice.who.user, kind=PINNED)


@pytest.mark.parametrize(
    ("who", "heard"),
    [
        ("a person", True),
        ("a person to others", False),
        ("a bot", False),
        ("a webhook", False),
        ("Discord, of a pin", False),
        ("Discord, of a pin in direct messages", False),
    ],
)
async def test_only_what_a_person_says_to_the_bot_is_heard(
    newsroom: Newsroom, alice: FakeClient, who: str, heard: bool
) -> None:
    with slowly(newsroom, only="Marsh") as gate:
        _posts(newsroom, alice, who)
        assert "the lighthouse keeps the gulls company" in await alice.asks(LIGHTHOUSE)
        signs = {call.route for call in newsroom.discord.requests} & {TYPING, SEND}
        assert bool(signs) is heard, "the sign that it types comes at once, before the answer to a later question"
        gate.open()


async def test_a_refusal_looks_unlike_an_answer(alice: FakeClient) -> None:
    answer = await alice.asks(STRIKE)
    refusal = await alice.asks("What did Olena Marsh say about penguins?")
    colours = [reply.exchange.message.components[0]["accent_color"] for reply in (answer, refusal)]
    assert len(set(colours)) == 2


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
