"""Withdrawing an article, with a reason; and undoing that, or a correction, for a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.asking.custom_ids import CustomId
from bot.asking.literal import literal
from bot.asking.pieces import button, text
from bot.asking.wording import label, small
from bot.delivery import Views
from bot.guilds import collection_of
from bot.moderating.cards import Withdraw
from bot.moderating.finding import completions, found_article, own_version
from bot.moderating.forms import LONGEST_REASON, Reasoned, reason_form
from bot.moderating.permission import who
from bot.moderating.pieces import AMBER, begun, row, view
from bot.moderating.presses import Handler, filled, in_place, moderate, open_form
from bot.moderating.previews import DONE, Card, Undo

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from index.coverage import Coverage
    from index.results import Change


class Withdrawing(commands.Cog):
    """The command of this; a part of `/coverage`."""

    @app_commands.command(description="Take an article out of what is answered; it can be undone for a day")
    @app_commands.describe(article="Its title, or its id", reason="Why; the journal keeps it")
    async def withdraw(
        self,
        interaction: discord.Interaction[Newsdesk],
        article: str,
        reason: app_commands.Range[str, 1, LONGEST_REASON],
    ) -> None:
        """Withdraw the article at once."""
        collection, by = collection_of(interaction.guild_id or 0), who(interaction)

        def withdrawn(coverage: Coverage) -> Change:
            _, held = found_article(coverage, article, collection)
            return coverage.withdraw(held.id, who=by, reason=reason.strip(), collection=collection)

        async def work() -> Views:
            return [_withdrawn_view(await interaction.client.desk.change(withdrawn))]

        await moderate(interaction, work)

    @withdraw.autocomplete("article")
    async def _articles_to_withdraw(
        self, interaction: discord.Interaction[Newsdesk], current: str
    ) -> list[app_commands.Choice[str]]:
        return await completions(interaction, current)


def _withdrawn_view(change: Change) -> ui.LayoutView:
    why = f"\n{small(begun(change.reason))}" if change.reason else ""
    said = text(f"Withdrawn: **{literal(label(change.title, 200) or 'Untitled')}**{why}")
    if change.sequence is None:
        return view([said], AMBER)
    return view([said, row(button("Undo", Undo(change.sequence)))], AMBER)


def _restored_view(change: Change) -> ui.LayoutView:
    said = text(f"As it was before: **{literal(label(change.title, 200) or 'Untitled')}**")
    return view([said, *([row(button("Show", Card(change.key)))] if change.key is not None else [])], DONE)


async def _undo(pressed: Undo, interaction: discord.Interaction[Newsdesk]) -> None:
    collection, by = collection_of(interaction.guild_id or 0), who(interaction)

    async def work() -> Views:
        return [
            _restored_view(
                await interaction.client.desk.change(
                    lambda coverage: coverage.undo(pressed.sequence, who=by, collection=collection)
                )
            )
        ]

    await in_place(interaction, work)


async def _withdraw(pressed: Withdraw, interaction: discord.Interaction[Newsdesk]) -> None:
    collection = collection_of(interaction.guild_id or 0)

    async def form() -> ui.Modal:
        await interaction.client.desk.read(lambda coverage: own_version(coverage, pressed.key, collection))
        return reason_form(pressed.key)

    await open_form(interaction, form)


async def _reasoned(pressed: Reasoned, interaction: discord.Interaction[Newsdesk]) -> None:
    collection, by = collection_of(interaction.guild_id or 0), who(interaction)
    reason = filled(interaction).get("reason", "")

    def withdrawn(coverage: Coverage) -> Change:
        held = own_version(coverage, pressed.key, collection)
        return coverage.withdraw(held.id, who=by, reason=reason, collection=collection)

    async def work() -> Views:
        return [_withdrawn_view(await interaction.client.desk.change(withdrawn))]

    await in_place(interaction, work)


HANDLERS: dict[type[CustomId], Handler] = {Undo: _undo, Withdraw: _withdraw, Reasoned: _reasoned}
