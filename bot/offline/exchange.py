"""What a person sees after they did something: a live view of the bot's answer, to be awaited or looked at."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from typing import Any, Self

from bot.offline.accounts import User
from bot.offline.errors import NoResponseError
from bot.offline.interactions import Callback, Interaction
from bot.offline.messages import Message
from bot.offline.payloads import Json


class Pulse:
    """Wakes those who wait whenever anything in the world has changed."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def beat(self) -> None:
        """Something changed."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def next(self) -> None:
        """Wait for a change."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def until(self, done: Callable[[], bool], seconds: float) -> bool:
        """Wait until `done()`; False when it was not after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while not done():
                    await self.next()
        except TimeoutError:
            return done()
        return True


class Exchange(ABC):
    """Awaiting it waits for the bot's answer and gives the exchange itself; its properties may be read at any time."""

    def __init__(self, user: User, pulse: Pulse, patience: float) -> None:
        self.user = user
        self._pulse, self._patience = pulse, patience

    @property
    @abstractmethod
    def messages(self) -> list[Message]:
        """The bot's messages in answer, as far as this person sees them, oldest first."""

    @property
    @abstractmethod
    def answered(self) -> bool:
        """Whether the bot has answered, and not only said that it is thinking."""

    @property
    def message(self) -> Message:
        """The answer, when it is one message.

        Raises:
            NoResponseError: there is none, or more than one.
        """
        if len(self.messages) != 1:
            raise NoResponseError(f"{self.user.name} sees {len(self.messages)} messages in answer, not one")
        return self.messages[0]

    def __await__(self) -> Generator[Any, None, Self]:
        return self._wait().__await__()

    async def _wait(self) -> Self:
        if not await self._pulse.until(lambda: self.answered, self._patience):
            raise NoResponseError(f"{self.user.name} waited {self._patience:g} s: {self._silence()}")
        return self

    def _silence(self) -> str:
        return "the bot said nothing"

    async def until(self, done: Callable[[Self], bool]) -> Self:
        """Wait until `done(exchange)` holds, for instance that a second message came."""
        if not await self._pulse.until(lambda: done(self), self._patience):
            raise NoResponseError(f"{self.user.name} waited {self._patience:g} s for what did not come")
        return self

    async def settled(self, quiet: float = 0.05) -> Self:
        """Wait until nothing of this answer has changed for `quiet` seconds, also when there is no answer."""
        before: object = None
        while before != (now := self._state()):
            before = now
            await asyncio.sleep(quiet)
        return self

    def _state(self) -> object:
        return [(message.id, message.edited_at, message.flags) for message in self.messages], self.answered


class MessageExchange(Exchange):
    """After a person's message: what the bot then says in that channel to them, or to nobody in particular."""

    def __init__(self, user: User, pulse: Pulse, patience: float, sent: Message) -> None:
        super().__init__(user, pulse, patience)
        self.sent = sent

    @property
    def typed(self) -> bool:
        """Whether the bot has shown since that it is typing."""
        channel = self.sent.channel
        return channel.typing.get(channel.world.bot.id, 0) > self.sent.id

    @property
    def messages(self) -> list[Message]:
        """The bot's later messages in the channel that reply to this one, or to none."""
        later = [m for m in self.sent.channel.messages.values() if m.id > self.sent.id and m.author.bot]
        return [m for m in later if m.visible_to(self.user) and not m.webhook and m.reference in (None, self.sent)]

    @property
    def answered(self) -> bool:
        """Whether there is such a message."""
        return bool(self.messages)


class InteractionExchange(Exchange):
    """After a command, a press, a choice or a form: what the bot made of it."""

    def __init__(self, user: User, pulse: Pulse, patience: float, interaction: Interaction) -> None:
        super().__init__(user, pulse, patience)
        self.interaction = interaction

    @property
    def messages(self) -> list[Message]:
        """The response and the follow-ups; an updated message counts as the response."""
        own = [self.interaction.original, *self.interaction.followups]
        return [m for m in own if m and m.visible_to(self.user)]

    @property
    def modal(self) -> Json | None:
        """The form that the bot opened, if it did."""
        return self.interaction.modal

    @property
    def choices(self) -> list[Json]:
        """What an autocompletion offers: `{"name", "value"}` each."""
        return self.interaction.choices or []

    @property
    def acknowledged(self) -> bool:
        """Whether the bot has acknowledged it at all."""
        return self.interaction.acknowledged is not None

    @property
    def answered(self) -> bool:
        """Whether there is more than a promise: a message, an update, a form or choices."""
        kind, interaction = self.interaction.acknowledged, self.interaction
        if kind is Callback.DEFERRED_MESSAGE:
            original = interaction.original
            return original is not None and (original.deleted or not original.loading)
        if kind is Callback.DEFERRED_UPDATE:
            return bool(interaction.edits or interaction.followups)
        return kind is not None

    def _silence(self) -> str:
        if self.acknowledged:
            return "the bot acknowledged it and then said nothing"
        return "the application did not respond"
