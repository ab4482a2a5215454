"""Reindexing, the journal of changes, and checking."""

from __future__ import annotations

from discord.ext import commands

from bot.asking.custom_ids import CustomId
from bot.moderating.presses import Handler


class Keeping(commands.Cog):
    """The commands of this; a part of `/coverage`."""


HANDLERS: dict[type[CustomId], Handler] = {}
