"""Explaining to moderators why a question is answered as it is, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.custom_ids import CustomId
from bot.asking.heads import question_of
from bot.delivery import Views
from bot.moderating.explain_view import (
    PASSAGES,
    Explained,
    ExplainWhole,
    PickExplained,
    explanation_view,
    passage_view,
)
from bot.moderating.pieces import chosen_numbers
from bot.moderating.presses import Handler, TooOldError, in_place, moderate

if TYPE_CHECKING:
    from bot.client import Newsdesk


class Explaining(commands.Cog):
    """The command of this; a part of `/coverage`."""

    @app_commands.command(description="Why a question is answered as it is, or refused: in words and figures")
    @app_commands.describe(question="As you would ask it")
    async def explain(self, interaction: discord.Interaction[Newsdesk], question: str) -> None:
        """Show how the question is understood, what is found for it, and how that is judged."""

        async def work() -> Views:
            return [explanation_view(await _explained(interaction, question))]

        await moderate(interaction, work)


async def _explained(interaction: discord.Interaction[Newsdesk], question: str) -> Explained:
    """Raises NewsdeskError."""
    questions = interaction.client.questions
    explained, articles = await questions.explain(interaction.user.id, interaction.guild_id, question, PASSAGES)
    return Explained(explained, articles)


async def _again(interaction: discord.Interaction[Newsdesk]) -> Explained:
    """What is explained in the message that was pressed, as of now."""
    question = question_of(interaction.message.components) if interaction.message else None
    if question is None:
        raise TooOldError("I cannot tell any more which question this explains: use /coverage explain again.")
    return await _explained(interaction, question)


async def _pick(_: PickExplained, interaction: discord.Interaction[Newsdesk]) -> None:
    async def work() -> Views:
        rank = next(iter(chosen_numbers(interaction)), 0)
        return [passage_view(await _again(interaction), rank)]

    await in_place(interaction, work)


async def _whole(_: ExplainWhole, interaction: discord.Interaction[Newsdesk]) -> None:
    async def work() -> Views:
        return [explanation_view(await _again(interaction))]

    await in_place(interaction, work)


HANDLERS: dict[type[CustomId], Handler] = {PickExplained: _pick, ExplainWhole: _whole}
