"""The articles of a guild: listed for everyone; searched and withdrawn by moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.custom_ids import CustomId
from bot.asking.replies import plain_view
from bot.asking.wording import fresh
from bot.delivery import InteractionReply, Views
from bot.moderating.presses import Handler

if TYPE_CHECKING:
    from bot.client import Newsdesk


class Listing(commands.Cog):
    """The commands of this; a part of `/coverage`."""

    @app_commands.command(description="What the coverage of this server has, newest first")
    async def show(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """Show everyone what there is."""
        bot = interaction.client

        async def answer() -> Views:
            return [plain_view(f"{fresh(await bot.questions.freshness(interaction.guild_id))}.")]

        await bot.answer(InteractionReply(interaction, private=True), answer)


HANDLERS: dict[type[CustomId], Handler] = {}
