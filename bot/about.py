"""What the bot says of itself: /help, /privacy, /about."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.amending.amending import DAYS
from bot.asking.literal import literal
from bot.asking.replies import plain_view, source_view
from bot.asking.wording import fresh
from bot.delivery import InteractionReply, Views
from bot.leaving import KEPT

if TYPE_CHECKING:
    from bot.client import Newsdesk

HELP = """\
I answer questions about news coverage with the passages that answer them, word for word, and write nothing myself.

Ask with /ask, by mentioning me, or in a direct message. Reply to an answer to go on from it: "and what about NATO?" \
In the menu of a message (Apps), "Find coverage" looks up what it says. A server may have chosen channels for me; \
elsewhere I only tell you which.

Under a passage, "In context" shows the paragraphs around it, and "Wrong?" tells the moderators, where they take \
reports. Of a long paragraph I show the sentences that answer, and mark what I leave out with […]; "Whole paragraph" \
shows it all. Under an answer, "More" shows further passages, "By date" what one person said from day to day, "Any \
date" what is of other days than your question names; where the coverage does not answer, "Closest passages" shows \
what comes nearest. When an article is corrected or withdrawn, answers that quote it say so.

/ask can be private, and can keep to days (since, until) and to an outlet. /coverage show lists what this server has, \
/about says how fresh it is, /privacy what I know of you.

Moderators: /coverage add, correct and withdraw change articles; /coverage feeds subscribes; /coverage journal says \
who changed what, and undoes it; /coverage explain says why a question is answered as it is, or not; \
/coverage settings says who moderates, and where I answer from what; \
/coverage reindex and check look after it all; /coverage export gives you everything, and erase erases it."""

PRIVACY = f"""\
I read what is addressed to me: commands, mentions, replies, direct messages, and a message that you choose in its \
menu. Discord shows me the text of no other message.

Your questions are not stored. I keep how many you asked within the last minute, so that nobody crowds out others, \
and forget it afterwards. What the buttons under an answer need is in that answer itself. Of an answer in a channel \
I keep the numbers of its message and of the passages in it, for {DAYS} days, so that it can say when one is \
withdrawn. A report that you send with "Wrong?" goes to the moderators' channel, says that it is yours, and is kept \
there alone.

Of moderators I keep, in the journal of their server, their user name and number with each change they make, and with \
what they read in or subscribe to.

The articles, settings and journal of one server are never shown in another. /coverage export gives a server's \
moderators all that is held of it; /coverage erase erases it, but for the note who did so and when. When I am removed \
from a server, what is held of it stays for {KEPT.days} days, in case I come back, and is erased then."""


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
            return [source_view(literal(text))]

        await self._bot.answer(InteractionReply(interaction, private=True), answer)
