"""What the bot says of itself: /help, /privacy, /about."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.replies import plain_view
from bot.asking.wording import fresh
from bot.delivery import InteractionReply, Views

if TYPE_CHECKING:
    from bot.client import Newsdesk

HELP = """\
I answer questions about news coverage with the passages that answer them, word for word, and write nothing myself.

Ask with /ask, by mentioning me, or in a direct message. Reply to an answer to go on from it: "and what about NATO?"
In the menu of a message (Apps), "Find coverage" looks up what it says.

Under a passage, "In context" shows the paragraphs around it. Under an answer, "More" shows further passages; where \
the coverage does not answer, "Closest passages" shows what comes nearest.

/ask can be private, and can keep to days (since, until) and to an outlet. /about says how fresh the coverage is, \
/privacy what I know of you."""

PRIVACY = """\
I read what is addressed to me: commands, mentions, replies, direct messages, and a message that you choose in its \
menu. Discord shows me the text of no other message.

Your questions are not stored. I keep how many you asked within the last minute, so that nobody crowds out others, \
and forget it afterwards. What the buttons under an answer need is in that answer itself.

The articles of one server are never shown in another."""


class About(commands.Cog):
    """Commands that explain; they answer in private."""

    def __init__(self, bot: Newsdesk) -> None:
        self._bot = bot

    @app_commands.command(name="help", description="How to ask, and what the buttons do")
    @app_commands.default_permissions(view_channel=True)
    async def help_(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """Explain how to ask."""
        await self._say(interaction, HELP)

    @app_commands.command(description="What I read, and what I keep of it")
    @app_commands.default_permissions(view_channel=True)
    async def privacy(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """Say what is read and kept."""
        await self._say(interaction, PRIVACY)

    @app_commands.command(description="My version, how much I cover, and how fresh it is")
    @app_commands.default_permissions(view_channel=True)
    async def about(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """Say which version this is, and what it covers."""

        async def answer() -> Views:
            coverage = fresh(await self._bot.questions.freshness(interaction.guild_id))
            return [plain_view(f"newsdesk {version('newsdesk')}. Coverage: {coverage[0].lower()}{coverage[1:]}.")]

        await self._bot.answer(InteractionReply(interaction, private=True), answer)

    async def _say(self, interaction: discord.Interaction[Newsdesk], text: str) -> None:
        async def answer() -> Views:
            return [plain_view(text)]

        await self._bot.answer(InteractionReply(interaction, private=True), answer)
