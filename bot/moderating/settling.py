"""A guild's settings: shown as they are, changed by menus and buttons, each at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.custom_ids import CustomId
from bot.delivery import Views
from bot.guilds import GuildSettings, change_setting, settings_of
from bot.moderating.permission import who
from bot.moderating.pieces import chosen, chosen_ids
from bot.moderating.presses import Handler, in_place, moderate
from bot.moderating.settings_view import (
    MOST_CHANNELS,
    ResetSettings,
    SetChannels,
    SetLanguage,
    SetReports,
    SetRole,
    SetShared,
    SetStatistics,
    languages,
    settings_view,
)
from index.errors import NewsdeskError

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from index.coverage import Coverage


class CannotSetError(NewsdeskError):
    """A value that a setting cannot have."""


class Settling(commands.Cog):
    """The commands of this; a part of `/coverage`."""

    @app_commands.command(description="Who moderates, where I answer, and from which coverage")
    async def settings(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """Show the settings with what changes them."""

        async def shown() -> Views:
            guild = interaction.guild_id or 0
            settings = await interaction.client.desk.read(lambda coverage: settings_of(coverage, guild))
            return [settings_view(settings, interaction.guild)]

        await moderate(interaction, shown)


async def _set(interaction: discord.Interaction[Newsdesk], **values: Any) -> None:
    """Set what is given, and show the settings as they are now."""
    await _change(interaction, lambda: values)


async def _change(interaction: discord.Interaction[Newsdesk], values: Callable[[], dict[str, Any]]) -> None:
    guild = interaction.guild_id or 0

    async def changed() -> Views:
        wanted, by = values(), who(interaction)
        settings = await interaction.client.desk.change(lambda coverage: _put(coverage, guild, wanted, by))
        return [settings_view(settings, interaction.guild)]

    await in_place(interaction, changed)


def _put(coverage: Coverage, guild: int, wanted: dict[str, Any], by: str) -> GuildSettings:
    """Set what differs from what is set; a value that is the default is not kept. Blocks."""
    now, default = settings_of(coverage, guild), GuildSettings()
    for name, value in wanted.items():
        if getattr(now, name) != value:
            change_setting(coverage, guild, name, None if value == getattr(default, name) else value, who=by)
    return settings_of(coverage, guild)


async def _role(_: SetRole, interaction: discord.Interaction[Newsdesk]) -> None:
    def value() -> dict[str, Any]:
        role = next(iter(chosen_ids(interaction)), None)
        if role == interaction.guild_id:
            raise CannotSetError("@everyone cannot be the moderators' role: then anyone could change the coverage.")
        return {"moderator_role": role}

    await _change(interaction, value)


async def _channels(_: SetChannels, interaction: discord.Interaction[Newsdesk]) -> None:
    await _set(interaction, channels=tuple(chosen_ids(interaction)[:MOST_CHANNELS]))


async def _reports(_: SetReports, interaction: discord.Interaction[Newsdesk]) -> None:
    await _set(interaction, reports_channel=next(iter(chosen_ids(interaction)), None))


async def _language(_: SetLanguage, interaction: discord.Interaction[Newsdesk]) -> None:
    code = next((code for code in chosen(interaction) if code in languages()), None)
    await _set(interaction, language=code)


async def _shared(pressed: SetShared, interaction: discord.Interaction[Newsdesk]) -> None:
    await _set(interaction, shared=bool(pressed.on))


async def _statistics(pressed: SetStatistics, interaction: discord.Interaction[Newsdesk]) -> None:
    await _set(interaction, statistics=bool(pressed.on))


async def _reset(_: ResetSettings, interaction: discord.Interaction[Newsdesk]) -> None:
    await _set(interaction, **dict(GuildSettings()))


HANDLERS: dict[type[CustomId], Handler] = {
    SetRole: _role,
    SetChannels: _channels,
    SetReports: _reports,
    SetLanguage: _language,
    SetShared: _shared,
    SetStatistics: _statistics,
    ResetSettings: _reset,
}
