"""`/coverage`: one group of commands, made of the rooms beside this file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.moderating.adding import Adding
from bot.moderating.feeding import Feeding
from bot.moderating.keeping import Keeping
from bot.moderating.listing import Listing
from bot.moderating.presses import ModeratorsPress
from bot.moderating.settling import Settling

if TYPE_CHECKING:
    from bot.client import Newsdesk


@app_commands.guild_only()
@app_commands.default_permissions(view_channel=True)
class Moderating(
    Adding,
    Listing,
    Feeding,
    Keeping,
    Settling,
    commands.GroupCog,
    group_name="coverage",
    group_description="The articles that questions are answered from",
):
    """Commands for those who keep the coverage; `show` is for everyone.

    Discord offers them to all: a role that moderators chose may use them, which Discord's own permissions cannot say.
    """

    def __init__(self, bot: Newsdesk) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Add the buttons, which discord.py does not take from a cog by itself."""
        self._bot.add_dynamic_items(ModeratorsPress)

    async def cog_unload(self) -> None:
        """Take them back."""
        self._bot.remove_dynamic_items(ModeratorsPress)
