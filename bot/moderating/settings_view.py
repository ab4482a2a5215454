"""How a guild's settings look: each with a line that says what it is for, and with what changes it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.asking.fitting import Item
from bot.asking.pieces import button, text
from bot.moderating.pieces import RED, beside, row, view
from bot.moderating.presses import ModeratorsId

if TYPE_CHECKING:
    from bot.guilds import GuildSettings

MOST_CHANNELS = 25
"""Channels of one menu of Discord."""

TO_WRITE = discord.Permissions(view_channel=True, send_messages=True)
_ANSWERING = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
]
_REPORTING = [discord.ChannelType.text, discord.ChannelType.news]
_ROLE, _CHANNEL = discord.SelectDefaultValueType.role, discord.SelectDefaultValueType.channel


@dataclass(frozen=True, slots=True)
class SetRole(ModeratorsId):
    """Choose the moderators' role."""

    action = "role"


@dataclass(frozen=True, slots=True)
class SetChannels(ModeratorsId):
    """Choose where the bot answers."""

    action = "channels"


@dataclass(frozen=True, slots=True)
class SetReports(ModeratorsId):
    """Choose where reports arrive."""

    action = "reports"


@dataclass(frozen=True, slots=True)
class SetLanguage(ModeratorsId):
    """Choose the language of articles that do not say theirs."""

    action = "language"


@dataclass(frozen=True, slots=True)
class SetShared(ModeratorsId):
    """Show the shared coverage, or not. `on`: 1 or 0, so that pressing twice is pressing once."""

    action = "shared"
    on: int


@dataclass(frozen=True, slots=True)
class SetStatistics(ModeratorsId):
    """Count what is asked, or not."""

    action = "statistics"
    on: int


@dataclass(frozen=True, slots=True)
class ResetSettings(ModeratorsId):
    """All settings as they are when nobody sets them."""

    action = "reset"


@cache
def languages() -> dict[str, str]:
    """The languages that may be chosen: code (ISO 639-1) -> name."""
    lines = files("bot.moderating").joinpath("data/languages.txt").read_text("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if line and not line.startswith("#"))


def settings_view(settings: GuildSettings, guild: discord.Guild | None) -> ui.LayoutView:
    """All settings in one message."""
    return view(
        [
            text("### Settings of this server\nThey take effect at once; all moderators may change them."),
            *_role(settings, guild),
            *_channels(settings, guild),
            *_reports(settings, guild),
            *_language(settings),
            _switch(
                "Shared coverage",
                "Questions are answered from what the operator of this bot shares too, not only from this server's own",
                settings.shared,
                SetShared,
            ),
            _switch(
                "Statistics",
                "It is counted what is asked and what finds no answer, never by whom",
                settings.statistics,
                SetStatistics,
            ),
            row(button("Reset all", ResetSettings(), RED)),
        ]
    )


def _role(settings: GuildSettings, guild: discord.Guild | None) -> list[Item]:
    role = settings.moderator_role
    there = guild is not None and role is not None and guild.get_role(role) is not None
    gone = "\n⚠ The role that was chosen is gone." if role is not None and not there else ""
    menu: ui.RoleSelect[ui.LayoutView] = ui.RoleSelect(
        custom_id=str(SetRole()),
        placeholder="Moderators' role: none",
        min_values=0,
        default_values=[discord.SelectDefaultValue(id=role, type=_ROLE)] if role and there else [],
    )
    return [text(f"**Moderators' role**: who has it keeps the coverage, besides who may manage the server.{gone}"),
            row(menu)]  # fmt: skip


def _channels(settings: GuildSettings, guild: discord.Guild | None) -> list[Item]:
    what = "**Where I answer**: in these channels and their threads; none chosen: everywhere."
    menu: ui.ChannelSelect[ui.LayoutView] = ui.ChannelSelect(
        custom_id=str(SetChannels()),
        placeholder="Where I answer: everywhere",
        channel_types=_ANSWERING,
        min_values=0,
        max_values=MOST_CHANNELS,
        default_values=_there(settings.channels, guild),
    )
    return [text(what + _warning(settings.channels, guild)), row(menu)]


def _reports(settings: GuildSettings, guild: discord.Guild | None) -> list[Item]:
    chosen = () if settings.reports_channel is None else (settings.reports_channel,)
    what = "**Where reports arrive**: what readers call wrong; none chosen: answers have no such button."
    menu: ui.ChannelSelect[ui.LayoutView] = ui.ChannelSelect(
        custom_id=str(SetReports()),
        placeholder="Where reports arrive: nowhere",
        channel_types=_REPORTING,
        min_values=0,
        default_values=_there(chosen, guild),
    )
    return [text(what + _warning(chosen, guild)), row(menu)]


def _language(settings: GuildSettings) -> list[Item]:
    menu: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=str(SetLanguage()),
        placeholder="Language of articles: as they say, else English",
        min_values=0,
        options=[
            discord.SelectOption(label=name, value=code, default=code == settings.language)
            for code, name in languages().items()
        ],
    )
    return [text("**Language**: what articles are taken for that do not say theirs."), row(menu)]


def _switch(name: str, what: str, on: bool, press: type[SetShared | SetStatistics]) -> Item:
    state, label = ("on", "Switch off") if on else ("off", "Switch on")
    return beside(f"**{name}**: {state}. {what}.", button(f"{label}: {name.lower()}", press(int(not on))))


def _there(channels: tuple[int, ...], guild: discord.Guild | None) -> list[discord.SelectDefaultValue]:
    return [discord.SelectDefaultValue(id=c, type=_CHANNEL) for c in channels if guild and guild.get_channel(c)]


def _warning(channels: tuple[int, ...], guild: discord.Guild | None) -> str:
    """What is wrong with the channels that were chosen: Discord source, empty where nothing is."""
    if guild is None:
        return ""
    found = [guild.get_channel(number) for number in channels]
    mute = [c.mention for c in found if c and not c.permissions_for(guild.me).is_superset(TO_WRITE)]
    lost = sum(c is None for c in found)
    told = f"\n⚠ I cannot write in {', '.join(mute)}: give me View Channel and Send Messages there." if mute else ""
    return told + (f"\n⚠ {lost} of those that were chosen {'is' if lost == 1 else 'are'} gone." if lost else "")
