"""Asking in Discord: a command, a mention, a direct message, a reply, and the menu of a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.asking.buttons import Press, shown
from bot.asking.heads import question_of, scope_of
from bot.asking.places import answers_here, told_elsewhere, told_where_pressed
from bot.asking.scopes import scope_of_options, suggested
from bot.delivery import InteractionReply, MessageReply, Views
from index.answering.question import LONGEST_QUESTION
from index.errors import NewsdeskError, QuestionError

if TYPE_CHECKING:
    from bot.client import Newsdesk


class Asking(commands.Cog):
    """The ways to ask; each parses, calls, and sends what was rendered."""

    def __init__(self, bot: Newsdesk) -> None:
        self._bot = bot
        self._menu = app_commands.ContextMenu(name="Find coverage", callback=self.find_coverage)

    async def cog_load(self) -> None:
        """Add the menu and the buttons, which discord.py does not take from a cog by itself."""
        self._bot.tree.add_command(self._menu)
        self._bot.add_dynamic_items(Press)

    async def cog_unload(self) -> None:
        """Take them back."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)
        self._bot.remove_dynamic_items(Press)

    @app_commands.command(description="Ask what the news coverage says: cited passages, word for word")
    @app_commands.describe(
        question="In your own words: what did the minister say about the strike?",
        private="Show the answer to you alone; you may share it afterwards",
        since="Only what was published on this day or later: 2025-06-01, or 1 June 2025",
        until="Only what was published on this day or before",
        outlet="Only what this outlet published",
    )
    @app_commands.default_permissions(view_channel=True)
    async def ask(
        self,
        interaction: discord.Interaction[Newsdesk],
        question: str,
        private: bool = False,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
    ) -> None:
        """Answer a question, in the channel or to who asked alone."""
        guild = interaction.guild_id

        async def answer() -> Views:
            if told := await told_where_pressed(interaction):
                return [told]
            outlets = await self._bot.questions.outlets(guild) if outlet else []
            scope = scope_of_options(since, until, outlet, outlets)
            found = await self._bot.questions.ask(interaction.user.id, guild, question, scope)
            share_for = interaction.user.id if private and guild else None
            return await shown(self._bot, guild, found, scope=scope, share_for=share_for)

        alone = private or not await answers_here(interaction)
        await self._bot.answer(InteractionReply(interaction, private=alone), answer)

    @ask.autocomplete("outlet")
    async def outlets(self, interaction: discord.Interaction[Newsdesk], current: str) -> list[Choice[str]]:
        """The outlets of the coverage that the guild sees, those that go with what is typed."""
        try:
            names = await self._bot.questions.outlets(interaction.guild_id)
        except NewsdeskError:  # no suggestions; the question itself will say what is wrong
            return []
        return [Choice(name=name, value=name) for name in suggested(names, current)]

    @app_commands.default_permissions(view_channel=True)
    async def find_coverage(self, interaction: discord.Interaction[Newsdesk], message: discord.Message) -> None:
        """Look up what a message claims, for who asks alone."""

        async def answer() -> Views:
            if told := await told_where_pressed(interaction):
                return [told]
            claim = _begun(_text_for(message, self._bot))
            if not claim:
                raise QuestionError("There is no text in this message that I could look up.")
            guild = interaction.guild_id
            found = await self._bot.questions.ask(interaction.user.id, guild, claim)
            return await shown(self._bot, guild, found, share_for=interaction.user.id if guild else None)

        await self._bot.answer(InteractionReply(interaction, private=True), answer)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what a person says to the bot: in a direct message, or mentioning it, which a reply does too."""
        if message.author.bot or message.webhook_id or message.is_system():
            return
        if message.guild is not None and self._bot.user not in message.mentions:
            return
        await self._bot.answer(MessageReply(message), lambda: self._answer(message))

    async def _answer(self, message: discord.Message) -> Views:
        if told := await told_elsewhere(self._bot, message.guild, message.channel):
            return [told]
        guild = message.guild.id if message.guild else None
        question = _text_for(message, self._bot)
        if not question:
            raise QuestionError("Ask me something, for example: what did the minister say about the strike?")
        before = self._replied_to(message)
        asked_before, scope = question_of(before), scope_of(before)
        whole = await self._bot.questions.understood(question, asked_before) if asked_before else question
        found = await self._bot.questions.ask(message.author.id, guild, whole, scope)
        asked = found.model_copy(update={"question": question})
        return await shown(self._bot, guild, asked, understood=whole, scope=scope)

    def _replied_to(self, message: discord.Message) -> Sequence[discord.Component]:
        """What is in the answer of the bot's that a message replies to."""
        replied = message.reference.resolved if message.reference else None
        if not isinstance(replied, discord.Message) or replied.author != self._bot.user:
            return ()
        return replied.components


def _text_for(message: discord.Message, bot: Newsdesk) -> str:
    """What a message says, without the mention of the bot; others are called by their names."""
    text = message.content
    for user in message.mentions:
        name = "" if user == bot.user else user.display_name
        for mention in (f"<@{user.id}>", f"<@!{user.id}>"):
            text = text.replace(mention, name)
    return text.strip()


def _begun(text: str) -> str:
    """A text that is too long to ask with, up to the last whole word that is not."""
    if len(text) <= LONGEST_QUESTION:
        return text
    begun = text[:LONGEST_QUESTION]
    return begun.rsplit(maxsplit=1)[0] if any(c.isspace() for c in begun) else begun
