"""Reindexing and checking what a guild has."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.asking.custom_ids import CustomId
from bot.asking.literal import literal
from bot.asking.pieces import text
from bot.asking.replies import NO_EMBEDS, source_view
from bot.delivery import InteractionReply, Views
from bot.explaining import sentence_for
from bot.guilds import collection_of
from bot.moderating.permission import who
from bot.moderating.pieces import AMBER, begun, view
from bot.moderating.presses import Handler, if_moderator, in_place, moderate, privately
from bot.moderating.reindex_view import CancelReindex, failed_view, outcome_view, progress_view
from bot.terminal.wording import number_of
from index.errors import NewsdeskError

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from bot.reindexing import Run

log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between two edits of a message."""
BY_TOKEN = 14 * 60.0
"""Seconds for which a message is edited by its interaction, whose token lives for fifteen minutes; then by the bot."""
PROBLEMS_SHOWN = 12


class Keeping(commands.Cog):
    """The commands of this; a part of `/coverage`."""

    @app_commands.command(description="Read and analyse everything of this server again; questions go on meanwhile")
    async def reindex(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """Begin, and show in one message how far it is and what came of it, to all: any moderator may cancel."""
        await if_moderator(interaction, lambda: _reindex(interaction))

    @app_commands.command(description="Check what is held of this server: articles, journal and index")
    async def check(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """Show what is wrong, or that nothing is."""
        own = collection_of(interaction.guild_id or 0)

        async def shown() -> Views:
            return [_checked(await interaction.client.desk.at_length(lambda coverage: coverage.check_of(own)))]

        await moderate(interaction, shown)


def _checked(problems: list[str]) -> ui.LayoutView:
    if not problems:
        return source_view("Fine: articles, journal and index agree with each other.")
    shown = [text(f"• {begun(_for_moderators(problem))}") for problem in problems[:PROBLEMS_SHOWN]]
    more = len(problems) - PROBLEMS_SHOWN
    return view(
        [
            text(f"### {number_of(len(problems), 'problem')}"),
            *shown,
            *([text(f"-# And {more:,} more.")] if more > 0 else []),
        ],
        AMBER,
    )


def _for_moderators(problem: str) -> str:
    """A problem with what a moderator can do about it, for the operator's commands are not theirs."""
    for command, instead in (
        ("run `newsdesk reindex`", "use /coverage reindex"),
        ("run newsdesk reindex", "use /coverage reindex"),
        ("run `newsdesk check --repair`", "ask the operator of this bot to run newsdesk check --repair"),
        ("restore a back-up", "or ask the operator of this bot to restore a back-up"),
    ):
        problem = problem.replace(command, instead)
    return problem.replace(", or or ask", ", or ask")


async def _reindex(interaction: discord.Interaction[Newsdesk]) -> None:
    bot, by = interaction.client, who(interaction)
    try:
        run = bot.reindexing.begin(collection_of(interaction.guild_id or 0))
    except NewsdeskError as error:
        refusal = error

        async def refused() -> Views:
            raise refusal

        await privately(interaction, refused)
        return

    async def begun_() -> Views:
        return [progress_view(0, 0)]

    await bot.answer(InteractionReply(interaction, private=False), begun_)
    bot.reindexing.beside(_shown(interaction, run, by))


async def _shown(interaction: discord.Interaction[Newsdesk], run: Run, by: str) -> None:
    """Do it, and show how far it is in the message that answered the command."""
    message = _Lasting(interaction)
    showing = asyncio.create_task(_progress(message, run))
    try:
        done = await interaction.client.reindexing.work(run, by)
    except Exception as error:  # noqa: BLE001 - told to who asked, and by sentence_for to the log
        outcome = failed_view(literal(sentence_for(error)))
    else:
        outcome = outcome_view(done, run)
    await showing
    if not await message.show(outcome):
        await message.tell(outcome)


async def _progress(message: _Lasting, run: Run) -> None:
    shown = 0
    while not run.ended.is_set():
        try:
            await asyncio.wait_for(run.ended.wait(), EVERY)
        except TimeoutError:
            if run.done != shown:
                shown = run.done
                await message.show(progress_view(run.done, run.total))


class _Lasting:
    """The answer to a command, which can be changed for longer than its interaction lives."""

    def __init__(self, interaction: discord.Interaction[Newsdesk]) -> None:
        self._interaction = interaction
        self._message: discord.PartialMessage | None = None

    async def show(self, shown: ui.LayoutView) -> bool:
        """Change it; False where that cannot be done."""
        try:
            if self._message is None:
                original = await self._interaction.original_response()
                channel = self._interaction.client.get_partial_messageable(original.channel.id)
                self._message = channel.get_partial_message(original.id)
            age = discord.utils.utcnow() - self._interaction.created_at
            if age.total_seconds() < BY_TOKEN:
                await self._interaction.edit_original_response(view=shown)
            else:
                await self._message.edit(view=shown)
        except discord.HTTPException as error:
            log.info("How far a reindex is cannot be shown: %s", error)
            return False
        return True

    async def tell(self, shown: ui.LayoutView) -> None:
        """Tell who asked, where the message is gone."""
        try:
            await self._interaction.user.send(view=shown, suppress_embeds=NO_EMBEDS)
        except discord.HTTPException as error:
            log.info("How a reindex ended cannot be told to who began it: %s", error)


async def _cancel(_: CancelReindex, interaction: discord.Interaction[Newsdesk]) -> None:
    run = interaction.client.reindexing.now
    ours = run is not None and run.collection == collection_of(interaction.guild_id or 0)

    async def told() -> Views:
        if run is None or not ours:
            return [source_view("This reindex is over. /coverage journal says how the last one ended.")]
        run.cancelled = True
        return [source_view("It is being cancelled.")]

    await (privately if ours else in_place)(interaction, told)


HANDLERS: dict[type[CustomId], Handler] = {CancelReindex: _cancel}
