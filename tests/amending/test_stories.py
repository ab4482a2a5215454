"""Answers in chats, and what becomes of them when what they quote is corrected or withdrawn."""

from typing import Any

import pytest

from bot.offline import FakeClient, Reply
from bot.offline.markdown import Style
from bot.offline.messages import Message
from bot.offline.reply import message_of
from tests.newsroom import STRIKE, Newsroom

PROMISE = "The harbour strike will end by Friday, I give you my word."


def components(reply: Reply) -> list[dict[str, Any]]:
    return message_of(reply).components


async def shows(newsroom: Newsroom, who: FakeClient, message: Message, text: str) -> None:
    assert await newsroom.discord.until(lambda: text in _text(who, message)), _text(who, message)


def _text(who: FakeClient, message: Message) -> str:
    return next(seen.text for seen in who.sees() if seen.message is message)


@pytest.mark.parametrize("how", ["command", "mention", "direct"])
async def test_a_posted_answer_says_that_it_was_withdrawn_until_that_is_undone(
    newsroom: Newsroom, alice: FakeClient, how: str
) -> None:
    if how == "direct":
        alice.looks_at(alice.direct)
    reply = await (alice.asks(STRIKE) if how == "command" else alice.mentions_bot(STRIKE))
    before = components(reply)
    change = newsroom.coverage.withdraw("harbour", who="tests", reason="It was a hoax.")
    newsroom.client.desk.changed.set()
    await shows(newsroom, alice, message_of(reply), "It was a hoax.")
    (seen,) = reply.seen
    assert f'Transport minister Olena Marsh said on Tuesday: "{PROMISE}"' in seen.spans(Style.STRUCK)
    assert "In context" not in seen.labels
    assert change.sequence
    newsroom.coverage.undo(change.sequence, who="tests")
    newsroom.client.desk.changed.set()
    assert await newsroom.discord.until(lambda: components(reply) == before)
