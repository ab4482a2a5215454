"""How an answer reaches who asked, exactly once: by the interaction or in reply, and where that fails, another way.

Discord's codes: its documentation, "Opcodes and Status Codes", section "JSON Error Codes".
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, NamedTuple, Protocol

import discord
from discord import ui

from bot.asking.replies import NO_EMBEDS, plain_view

log = logging.getLogger(__name__)

ALREADY_ACKNOWLEDGED = 40060
UNKNOWN_MESSAGE = 10008
OUT_OF_REACH = frozenset({10003, 10015, 10062, 50027})
"""Unknown channel, webhook or interaction, invalid webhook token: the interaction came too late or took too long, or
its channel is gone."""
NO_HISTORY = 160002
"""A reply needs the permission to read the channel's history, which a guild may take away."""
TYPING_LASTS = 8.0
"""Seconds after which the typing sign is renewed; Discord shows it for ten."""

CANNOT_WRITE = "I cannot write in the channel where you asked me. Ask me here, or somewhere else."
TOO_LATE = "Discord did not let me show you your private answer in time: please ask again."

DONE_UNSEEN = "What you asked for is done, but Discord did not let me show it to you in time."

Views = Sequence[ui.LayoutView]


class Sent(NamedTuple):
    """A message that others see, or that the bot can still change: not one that is for a single reader's eyes."""

    message: int
    channel: int
    guild: int | None
    view: ui.LayoutView


class Reply(Protocol):
    """A way back to who asked."""

    def waiting(self) -> AbstractAsyncContextManager[None]:
        """Show at once that it was heard, for as long as an answer is being found."""

    async def send(self, views: Views) -> None:
        """Answer, with as many messages as there are views."""


class Sending:
    """A reply that knows what it has sent, also where only a part of it could be."""

    def __init__(self, guild: int | None) -> None:
        self._guild = guild
        self.sent: list[Sent] = []

    def _note(self, message: int, channel: int, view: ui.LayoutView) -> None:
        self.sent.append(Sent(message, channel, self._guild, view))

    async def _write(
        self,
        channel: discord.abc.Messageable,
        user: discord.abc.Messageable,
        views: Views,
        reference: discord.MessageReference | None = None,
    ) -> None:
        try:
            for number, view in enumerate(views):
                posted = await _post(channel, view, None if number else reference)
                self._note(posted.id, posted.channel.id, view)
        except (discord.Forbidden, discord.NotFound) as error:
            log.info("An answer cannot be written to its channel: %s", error)
            await _tell(user, CANNOT_WRITE)


class InteractionReply(Sending):
    """The answer to a command or a pressed button: a message of its own, which `private` shows to who asked alone."""

    def __init__(self, interaction: discord.Interaction[Any], *, private: bool) -> None:
        super().__init__(interaction.guild_id)
        self._interaction, self._private = interaction, private
        self._acknowledged, self._out_of_reach = interaction.response.is_done(), False

    @asynccontextmanager
    async def waiting(self) -> AsyncIterator[None]:
        """Say that the bot is thinking."""
        if not self._acknowledged:
            await self._acknowledge()
        yield

    async def _acknowledge(self) -> None:
        try:
            await self._interaction.response.defer(thinking=True, ephemeral=self._private)
        except discord.HTTPException as error:
            self._out_of_reach = error.code in OUT_OF_REACH
            if not self._out_of_reach and error.code != ALREADY_ACKNOWLEDGED:
                raise
        self._acknowledged = not self._out_of_reach

    async def send(self, views: Views) -> None:
        """Fill the acknowledgement; where the interaction is out of reach, write to the channel or to who asked."""
        first, *rest = views
        try:
            if not self._out_of_reach:
                await self._fill(first)
        except discord.HTTPException as error:
            if error.code == UNKNOWN_MESSAGE:
                await self._tell_if_channel_is_gone()
                return
            if error.code not in OUT_OF_REACH:
                raise
            self._out_of_reach = True
        if self._out_of_reach:
            await self._send_otherwise(views)
            return
        for view in rest:
            more = self._interaction.followup
            later = await more.send(view=view, ephemeral=self._private, suppress_embeds=NO_EMBEDS, wait=True)
            self._note_public(later.id, view)

    def _note_public(self, message: int | None, view: ui.LayoutView) -> None:
        if message and not self._private:
            self._note(message, self._interaction.channel_id or 0, view)

    async def _fill(self, view: ui.LayoutView) -> None:
        if self._acknowledged:
            self._note_public((await self._interaction.edit_original_response(view=view)).id, view)
            return
        try:
            response = await self._interaction.response.send_message(
                view=view, ephemeral=self._private, suppress_embeds=NO_EMBEDS
            )
            self._note_public(response.message_id, view)
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:  # else it arrived, and only Discord's answer was lost
                raise
        self._acknowledged = True

    async def _tell_if_channel_is_gone(self) -> None:
        """The acknowledgement is gone: either who asked has dismissed it, or its channel was deleted."""
        try:
            await self._interaction.client.fetch_channel(self._interaction.channel_id or 0)
        except discord.NotFound:
            await _tell(self._interaction.user, CANNOT_WRITE)
        except discord.HTTPException as error:
            log.info("Whether a channel is gone cannot be told: %s", error)

    async def _send_otherwise(self, views: Views) -> None:
        user = self._interaction.user
        if self._private:
            await _tell(user, TOO_LATE)
        else:
            channel = self._interaction.client.get_partial_messageable(self._interaction.channel_id or 0)
            await self._write(channel, user, views)


class InPlaceReply:
    """The answer to a press, or to a form opened by one, that changes the message under which the button stands.

    What goes wrong comes as a private message of its own, so that what stood there stays.
    """

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        self._interaction = interaction
        self._succeeded = self._out_of_reach = False

    async def trying(self, work: Callable[[], Awaitable[Views]]) -> Views:
        """What the work brings, which then takes the place of the message; whoever passes work to `answer` wraps it."""
        views = await work()
        self._succeeded = True
        return views

    @asynccontextmanager
    async def waiting(self) -> AsyncIterator[None]:
        """Take note of the press; the message stays as it is."""
        if not self._interaction.response.is_done():
            try:
                await self._interaction.response.defer()
            except discord.HTTPException as error:
                self._out_of_reach = error.code in OUT_OF_REACH
                if not self._out_of_reach and error.code != ALREADY_ACKNOWLEDGED:
                    raise
        yield

    async def send(self, views: Views) -> None:
        """Put the first view in the message's place; where that is gone, and for what went wrong, write another."""
        succeeded, self._succeeded = self._succeeded, False
        first, *rest = views
        unseen = DONE_UNSEEN if succeeded else TOO_LATE
        try:
            if self._out_of_reach:
                await _tell(self._interaction.user, unseen)
                return
            if not (succeeded and await self._replaced(first)):
                rest = [first, *rest]
            for view in rest:
                await self._interaction.followup.send(view=view, ephemeral=True, suppress_embeds=NO_EMBEDS)
        except discord.HTTPException as error:
            if error.code not in OUT_OF_REACH:
                raise
            await _tell(self._interaction.user, unseen)

    async def _replaced(self, view: ui.LayoutView) -> bool:
        """False where the message is gone."""
        try:
            await self._interaction.edit_original_response(view=view)
        except discord.HTTPException as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
            return False
        return True


class MessageReply(Sending):
    """The answer to a mention, a direct message or a reply."""

    def __init__(self, message: discord.Message) -> None:
        super().__init__(message.guild.id if message.guild else None)
        self._message = message

    @asynccontextmanager
    async def waiting(self) -> AsyncIterator[None]:
        """Show that the bot is typing."""
        typing = asyncio.create_task(_type(self._message.channel))
        try:
            yield
        finally:
            typing.cancel()

    async def send(self, views: Views) -> None:
        """Reply to the message; where the bot may not, tell its author."""
        reference = self._message.to_reference(fail_if_not_exists=False)
        await self._write(self._message.channel, self._message.author, views, reference)


async def _type(channel: discord.abc.Messageable) -> None:
    """The sign is a courtesy: that it may not be shown stops nothing."""
    with suppress(discord.HTTPException):
        while True:
            await channel.typing()
            await asyncio.sleep(TYPING_LASTS)


async def _post(
    channel: discord.abc.Messageable, view: ui.LayoutView, reference: discord.MessageReference | None
) -> discord.Message:
    if reference is None:
        return await channel.send(view=view, suppress_embeds=NO_EMBEDS)
    try:
        return await channel.send(view=view, reference=reference, mention_author=False, suppress_embeds=NO_EMBEDS)
    except discord.HTTPException as error:
        if error.code != NO_HISTORY:
            raise
        return await channel.send(view=view, suppress_embeds=NO_EMBEDS)


async def _tell(user: discord.abc.Messageable, sentence: str) -> None:
    """Write one sentence to a person directly; who takes no direct messages cannot be told."""
    try:
        await user.send(view=plain_view(sentence), suppress_embeds=NO_EMBEDS)
    except discord.HTTPException as error:
        log.info("A person who asked cannot be told that there is no answer: %s", error)
