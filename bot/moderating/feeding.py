"""Feeds that a guild's coverage grows from."""

from __future__ import annotations

from discord.ext import commands

from bot.asking.custom_ids import CustomId
from bot.moderating.presses import Handler


class Feeding(commands.Cog):
    """The commands of this; a part of `/coverage`."""


HANDLERS: dict[type[CustomId], Handler] = {}
