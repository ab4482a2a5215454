"""What the bot made of something a person did, as that person sees it."""

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.offline.errors import CannotDoError
from bot.offline.exchange import Exchange, InteractionExchange, MessageExchange
from bot.offline.messages import Message
from bot.offline.rendering import see
from bot.offline.seen import Link, Seen

if TYPE_CHECKING:
    from bot.offline.fake_client import FakeClient


class Choice(NamedTuple):
    """What an autocompletion offers: the words shown, and what they stand for."""

    name: str
    value: Any


class Reply:
    """What the bot made of something a person did, as they see it now; awaiting it waits for the answer.

    Its properties look anew each time: after a press that edits the message, they give what the message says then.
    """

    def __init__(self, client: "FakeClient", exchange: Exchange) -> None:
        self._client = client
        self.exchange = exchange

    def __await__(self) -> Generator[Any, None, "Reply"]:
        return self._wait().__await__()

    async def _wait(self) -> "Reply":
        await self.exchange
        if isinstance(self.exchange, InteractionExchange) and self.exchange.modal:
            self._client.form = self.exchange
        return self

    async def settled(self) -> "Reply":
        """Wait until nothing more comes; also where the bot is to say nothing."""
        await self.exchange.settled()
        return self

    @property
    def sent(self) -> Message:
        """The message that was written, where this is what came of writing one."""
        if not isinstance(self.exchange, MessageExchange):
            raise CannotDoError("this was a command, and no message")
        return self.exchange.sent

    @property
    def seen(self) -> list[Seen]:
        """The messages in answer, oldest first."""
        return [see(message, self._client.who) for message in self.exchange.messages]

    @property
    def text(self) -> str:
        """All text of the answer."""
        return "\n".join(seen.text for seen in self.seen)

    @property
    def bold(self) -> list[str]:
        """All that is bold in it."""
        return [text for seen in self.seen for text in seen.bold]

    @property
    def subtext(self) -> list[str]:
        """Its lines of small print."""
        return [text for seen in self.seen for text in seen.subtext]

    @property
    def links(self) -> list[Link]:
        """All that leads to a page."""
        return [link for seen in self.seen for link in seen.links]

    @property
    def labels(self) -> list[str]:
        """What its buttons say."""
        return [label for seen in self.seen for label in seen.labels]

    @property
    def private(self) -> bool:
        """Whether nobody else sees any of it."""
        return all(seen.private for seen in self.seen)

    def __contains__(self, text: str) -> bool:
        return text in self.text

    def __str__(self) -> str:
        return "\n".join(str(seen) for seen in self.seen)


Something = Seen | Message | Reply
"""A message, however it was come by: of a reply the last, or where none came the message that was written."""


def message_of(something: Something) -> Message:
    """The message that is meant."""
    if isinstance(something, Reply):
        return something.exchange.messages[-1] if something.exchange.messages else something.sent
    return something.message if isinstance(something, Seen) else something
