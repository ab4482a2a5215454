"""`/coverage`: one group of commands, made of the rooms beside this file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.moderating.adding import ADD_MENU, Adding, add_to_coverage
from bot.moderating.correcting import Correcting
from bot.moderating.explaining import Explaining
from bot.moderating.exporting import Exporting
from bot.moderating.feeding import Feeding
from bot.moderating.journaling import Journaling
from bot.moderating.keeping import Keeping
from bot.moderating.listing import Listing
from bot.moderating.presses import ModeratorsPress, ReadersPress, on_interaction
from bot.moderating.settling import Settling
from bot.moderating.withdrawing import Withdrawing

if TYPE_CHECKING:
    from bot.client import Newsdesk


@app_commands.guild_only()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)  # else those of the tree count too
@app_commands.default_permissions(view_channel=True)
class Moderating(
    Adding,
    Correcting,
    Withdrawing,
    Listing,
    Feeding,
    Keeping,
    Journaling,
    Settling,
    Exporting,
    Explaining,
    commands.GroupCog,
    group_name="coverage",
    group_description="The articles that questions are answered from",
):
    """Commands for those who keep the coverage; `show` is for everyone.

    Discord offers them to all: a role that moderators chose may use them, which Discord's own permissions cannot say.
    """

    def __init__(self, bot: Newsdesk) -> None:
        self._bot = bot
        self._menu = app_commands.ContextMenu(name=ADD_MENU, callback=add_to_coverage)

    async def cog_load(self) -> None:
        """Add the menu, the buttons and the forms, which discord.py does not take from a cog by itself."""
        self._bot.tree.add_command(self._menu)
        self._bot.add_dynamic_items(ModeratorsPress, ReadersPress)
        self._bot.add_listener(on_interaction)

    async def cog_unload(self) -> None:
        """Take them back."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)
        self._bot.remove_dynamic_items(ModeratorsPress, ReadersPress)
        self._bot.remove_listener(on_interaction)
