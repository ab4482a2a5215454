"""Where the bot answers: everywhere, or in the channels that a guild's moderators chose and in the threads of these."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import discord

from bot.asking.replies import source_view
from index.errors import NewsdeskError

if TYPE_CHECKING:
    from discord import ui

    from bot.client import Newsdesk

log = logging.getLogger(__name__)

MOST_NAMED = 10
"""Channels that are named where the bot does not answer."""
GONE = "The channels that I may answer in are gone. A moderator can choose others with /coverage settings."


async def told_elsewhere(bot: Newsdesk, guild: discord.Guild | int | None, channel: object) -> ui.LayoutView | None:
    """What to tell whoever asks in `channel`, where the bot does not answer; None where it does. Raises NewsdeskError.

    guild: its id where the bot does not know the guild itself.
    """
    if guild is None:
        return None
    number = guild if isinstance(guild, int) else guild.id
    chosen = (await bot.desk.settings(number)).channels
    if not chosen or await _is_in(bot, channel, frozenset(chosen)):
        return None
    known = [number for number in chosen if isinstance(guild, int) or guild.get_channel(number)]
    if not known:
        return source_view(GONE)
    names = ", ".join(f"<#{number}>" for number in known[:MOST_NAMED])
    more = f" and {len(known) - MOST_NAMED} more" if len(known) > MOST_NAMED else ""
    return source_view(f"I answer in {names}{more} on this server: ask me there.")


async def told_where_pressed(interaction: discord.Interaction[Any]) -> ui.LayoutView | None:
    """The same, for whoever uses a command or presses a button. Raises NewsdeskError."""
    return await told_elsewhere(
        interaction.client, interaction.guild or interaction.guild_id, interaction.channel or interaction.channel_id
    )


async def answers_here(interaction: discord.Interaction[Any]) -> bool:
    """Whether the bot answers where a command was used; no where that cannot be told just now."""
    try:
        return await told_where_pressed(interaction) is None
    except NewsdeskError:
        return False


async def _is_in(bot: Newsdesk, channel: object, chosen: frozenset[int]) -> bool:
    """Whether a channel is among those chosen, or a thread in one of them."""
    if getattr(channel, "id", channel) in chosen:
        return True
    if isinstance(channel, discord.PartialMessageable):  # a thread that Discord has not told of
        try:
            channel = await bot.fetch_channel(channel.id)
        except discord.HTTPException as error:
            log.info("In which channel a thread is cannot be told: %s", error)
    return getattr(channel, "parent_id", None) in chosen
