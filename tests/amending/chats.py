"""Posted answers in tests: looking at them, and waiting until they say something else."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.offline import FakeClient, Reply
from bot.offline.markdown import Style
from bot.offline.messages import Message
from bot.offline.rendering import see
from bot.offline.seen import Seen
from index.articles import Article
from index.results import Change
from index.speakers import attribute
from tests.newsroom import Newsroom, article

PROMISE = "The harbour strike will end by Friday, I give you my word."


class Posted:
    """An answer in a chat, one message or several, as somebody there sees it."""

    def __init__(self, newsroom: Newsroom, who: FakeClient, reply: Reply) -> None:
        self._newsroom, self._who = newsroom, who
        self.messages: list[Message] = list(reply.exchange.messages)
        self.before = [message.components for message in self.messages]

    @property
    def seen(self) -> list[Seen]:
        return [see(message, self._who.who) for message in self.messages]

    @property
    def text(self) -> str:
        return "\n".join(seen.text for seen in self.seen)

    @property
    def struck(self) -> list[str]:
        return [text for seen in self.seen for text in seen.spans(Style.STRUCK)]

    @property
    def labels(self) -> list[str]:
        return [label for seen in self.seen for label in seen.labels]

    @property
    def components(self) -> list[list[dict[str, Any]]]:
        return [message.components for message in self.messages]

    @property
    def is_as_before(self) -> bool:
        return self.components == self.before

    async def until(self, holds: Callable[["Posted"], bool]) -> None:
        self._newsroom.client.desk.changed.set()
        assert await self._newsroom.discord.until(lambda: holds(self)), self.text

    async def says(self, *texts: str) -> None:
        await self.until(lambda posted: all(text in posted.text for text in texts))

    async def comes_back(self) -> None:
        await self.until(lambda posted: posted.is_as_before)


async def posted(newsroom: Newsroom, who: FakeClient, reply: Reply) -> Posted:
    """The whole answer, once the newsdesk has noted what it quotes."""
    found = Posted(newsroom, who, await (await reply).settled())
    await soon(lambda: all(noted(newsroom, message) for message in found.messages))
    return found


async def soon(holds: Callable[[], bool]) -> None:
    """Wait for what Discord does not tell of."""
    async with asyncio.timeout(3):
        while not holds():  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.005)


def noted(newsroom: Newsroom, message: Message) -> bool:
    return newsroom.coverage.quotations.get(message.id) is not None


def corrected(newsroom: Newsroom, before: Article, *texts: str, **facts: Any) -> Change:
    """A new version of an article, with these paragraphs."""
    told = {
        name: value for name, value in before.model_dump().items() if name in ("source", "city", "published", "url")
    }
    new = article(before.id, facts.pop("title", before.title), *texts, **{**told, **facts})
    return newsroom.coverage.correct(before.id, attribute(new), who="tests", reason="")


def undone(newsroom: Newsroom, change: Change) -> Change:
    assert change.sequence
    return newsroom.coverage.undo(change.sequence, who="tests")
