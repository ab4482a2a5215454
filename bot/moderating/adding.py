"""Adding and correcting articles: from attachments, a link, pasted text, or the menu of a message."""

from __future__ import annotations

from discord.ext import commands

from bot.asking.custom_ids import CustomId
from bot.moderating.presses import Handler


class Adding(commands.Cog):
    """The commands of this; a part of `/coverage`."""


HANDLERS: dict[type[CustomId], Handler] = {}
