"""Who may keep a guild's coverage: asked in code each time, because Discord's own settings are but a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.guilds import settings_of
from index.errors import NewsdeskError

if TYPE_CHECKING:
    from bot.client import Newsdesk


class NotAllowedError(NewsdeskError):
    """Something for moderators only."""


def require_guild(interaction: discord.Interaction[Any]) -> None:
    """Raise NotAllowedError in direct messages: the coverage of a guild is for its members."""
    if interaction.guild_id is None:
        raise NotAllowedError("The coverage of a server is shown in that server: use this there.")


async def require_moderator(interaction: discord.Interaction[Any]) -> None:
    """Raise NotAllowedError unless who interacts is a moderator here and now.

    That is who may manage the server, or has the role that its moderators chose. Nobody is one in direct messages.
    """
    guild, member = interaction.guild_id, interaction.user
    if guild is None or not isinstance(member, discord.Member):
        raise NotAllowedError("The coverage of a server is kept in that server: use this there.")
    if interaction.permissions.manage_guild:
        return
    bot: Newsdesk = interaction.client
    chosen = (await bot.desk.read(lambda coverage: settings_of(coverage, guild))).moderator_role
    if chosen is not None and chosen != guild and any(role.id == chosen for role in member.roles):
        return
    role = interaction.guild.get_role(chosen) if interaction.guild and chosen else None
    or_role = f", or the role {role.name}" if role else ""
    raise NotAllowedError(f"This is for moderators: it needs the permission Manage Server{or_role}.")


def who(interaction: discord.Interaction[Any]) -> str:
    """Who interacts, for the journal."""
    return f"{interaction.user.name} ({interaction.user.id})"
