"""Correcting an article: a new version in its place, after what it changes was seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.asking.custom_ids import CustomId
from bot.asking.replies import plain_view
from bot.asking.wording import on_one_line, small
from bot.delivery import Views
from bot.guilds import collection_of, settings_of
from bot.moderating.cards import Correct
from bot.moderating.correction_view import correction_view, reason_of
from bot.moderating.differences import Differences, differences
from bot.moderating.finding import completions, found_article, own_version
from bot.moderating.forms import LONGEST_REASON, Rewritten, RewrittenReported, correction_form
from bot.moderating.permission import who
from bot.moderating.pieces import begun
from bot.moderating.presses import Handler, filled, in_place, moderate, open_form, privately
from bot.moderating.previews import ReplaceDraft, ReplaceReported, outcome_view
from bot.moderating.progress import Progress
from bot.moderating.reporting import close_report, open_report
from bot.moderating.reports_view import CorrectReported
from bot.moderating.sources import CannotReadError, ReadIn, of_attachment, of_link, read_in
from bot.moderating.writing import completed, rewritten
from index.errors import NewsdeskError

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from index.articles import Article
    from index.coverage import Coverage
    from index.results import Change
    from index.store.drafts import Draft


class ChangedMeanwhileError(NewsdeskError):
    """An article that was changed or withdrawn between the preview of a correction and the yes to it."""


TOO_LONG = "This article is too long for a form: use /coverage correct with a file or a link."


class Correcting(commands.Cog):
    """The command of this; a part of `/coverage`."""

    @app_commands.command(description="Put a new version in the place of an article; you see what it changes first")
    @app_commands.describe(
        article="Its title, or its id",
        file="The new version; without a file and a link you edit the text",
        link="Where the new version is",
        reason="Why; the journal keeps it",
    )
    async def correct(
        self,
        interaction: discord.Interaction[Newsdesk],
        article: str,
        file: discord.Attachment | None = None,
        link: str | None = None,
        reason: app_commands.Range[str, 1, LONGEST_REASON] | None = None,
    ) -> None:
        """Read the new version, and show what it changes; where none is given, open the text as it is."""
        bot, collection = interaction.client, collection_of(interaction.guild_id or 0)
        sources = [of_attachment(file)] if file else [of_link(bot, link)] if link and link.strip() else []
        if not sources:

            async def form() -> ui.Modal:
                key, held = await bot.desk.read(lambda coverage: found_article(coverage, article, collection))
                return _form(held, Rewritten(key), reason or "")

            await open_form(interaction, form)
            return

        async def work() -> Views:
            key, held = await bot.desk.read(lambda coverage: found_article(coverage, article, collection))
            settings = await bot.desk.read(lambda coverage: settings_of(coverage, interaction.guild_id or 0))
            progress = Progress(interaction)
            async with progress.showing():
                read = await read_in(bot, sources, held.language or settings.language, progress.tell)
            return await _proposed(interaction, key, held, read, reason=reason or "")

        await moderate(interaction, work)

    @correct.autocomplete("article")
    async def _articles(
        self, interaction: discord.Interaction[Newsdesk], current: str
    ) -> list[app_commands.Choice[str]]:
        return await completions(interaction, current)


def _form(article: Article, sent: Rewritten | RewrittenReported, reason: str = "") -> ui.Modal:
    form = correction_form(article, sent, reason)
    if form is None:
        raise CannotReadError(TOO_LONG)
    return form


async def _proposed(
    interaction: discord.Interaction[Newsdesk],
    key: int,
    before: Article,
    read: ReadIn,
    *,
    reason: str = "",
    report: int | None = None,
) -> Views:
    """Keep the new version as a draft, and show what it changes.

    report: the id of the message of the report that it answers.
    """
    if not read.readings:
        raise CannotReadError("\n".join(read.refusals[:10]) or "There is no article in this.")
    if len(read.readings) > 1:
        raise CannotReadError(f"There are {len(read.readings):,} articles in this; a new version is one of them alone.")
    (reading,) = read.readings
    after = completed(reading.article, before)
    found = await interaction.client.desk.compute(lambda: differences(before, after))
    if not found:
        return [plain_view(f"“{before.title[:200]}” says this already, word for word: there is nothing to replace.")]
    reading = reading.model_copy(update={"article": after})
    collection, by = collection_of(interaction.guild_id or 0), who(interaction)

    def kept(coverage: Coverage) -> Draft:
        own_version(coverage, key, collection)
        interaction.client.desk.allowance.check(coverage, collection, 0)
        draft = coverage.drafts.put(collection, [reading], who=by, replaces=before.id)
        return coverage.drafts.get(draft, collection)

    draft = await interaction.client.desk.change(kept)
    yes = ReplaceDraft(draft.id) if report is None else ReplaceReported(draft.id, report)
    why = on_one_line(reason)[:LONGEST_REASON]
    return [correction_view(draft, before, found, yes, reason=why, notes=_notes(found), refusals=read.refusals)]


def _notes(found: Differences) -> Sequence[str]:
    renamed = any(fact.name == "url" and fact.before for fact in found.facts)
    return ["Its link is another one: make sure that this is the same article."] if renamed else []


async def _replace(pressed: ReplaceDraft | ReplaceReported, interaction: discord.Interaction[Newsdesk]) -> None:
    collection, by = collection_of(interaction.guild_id or 0), who(interaction)
    reason = reason_of(interaction.message.components) if interaction.message else ""

    def replaced(coverage: Coverage) -> Change:
        draft = coverage.drafts.get(pressed.draft, collection)
        article = draft.readings[0].article
        _refuse_stale(coverage, draft)
        interaction.client.desk.allowance.check(coverage, collection, 0)
        change = coverage.correct(article.id, article, who=by, reason=reason, collection=collection)
        coverage.drafts.drop(pressed.draft, collection)
        return change

    async def work() -> Views:
        change = await interaction.client.desk.change(replaced)
        if isinstance(pressed, ReplaceReported):
            why = f": {begun(reason, LONGEST_REASON)}" if reason else "."
            undo = small("For a day, /coverage journal undoes it.")
            await close_report(interaction, pressed.report, f"Corrected by {interaction.user.mention}{why}\n{undo}")
        return [outcome_view([change])]

    await in_place(interaction, work)


def _refuse_stale(coverage: Coverage, draft: Draft) -> None:
    """Raise ChangedMeanwhileError where the article is not any more what the draft was compared with."""
    newest = coverage.journal(draft.collection, limit=1, article_id=draft.replaces)
    if newest and newest[0].at > draft.at:
        what = "was withdrawn" if newest[0].action == "withdrawn" else "was changed"
        raise ChangedMeanwhileError(f"This article {what} after you were shown this: use /coverage correct again.")


async def _correct(pressed: Correct, interaction: discord.Interaction[Newsdesk]) -> None:
    collection = collection_of(interaction.guild_id or 0)

    async def form() -> ui.Modal:
        held = await interaction.client.desk.read(lambda coverage: own_version(coverage, pressed.key, collection))
        return _form(held, Rewritten(pressed.key))

    await open_form(interaction, form)


async def _correct_reported(pressed: CorrectReported, interaction: discord.Interaction[Newsdesk]) -> None:
    collection = collection_of(interaction.guild_id or 0)

    async def form() -> ui.Modal:
        report = open_report(interaction)
        held = await interaction.client.desk.read(lambda coverage: own_version(coverage, pressed.key, collection))
        return _form(held, RewrittenReported(pressed.key, report.id))

    await open_form(interaction, form)


async def _rewritten(pressed: Rewritten | RewrittenReported, interaction: discord.Interaction[Newsdesk]) -> None:
    fields = filled(interaction)

    async def work() -> Views:
        bot, collection = interaction.client, collection_of(interaction.guild_id or 0)
        held = await bot.desk.read(lambda coverage: own_version(coverage, pressed.key, collection))
        limits = bot.desk.limits(held.language)
        reading = await bot.desk.compute(lambda: rewritten(held, fields, limits))
        report = pressed.report if isinstance(pressed, RewrittenReported) else None
        read, reason = ReadIn((reading,), ()), fields.get("reason", "")
        return await _proposed(interaction, pressed.key, held, read, reason=reason, report=report)

    await privately(interaction, work)


HANDLERS: dict[type[CustomId], Handler] = {
    ReplaceDraft: _replace,
    ReplaceReported: _replace,
    Correct: _correct,
    CorrectReported: _correct_reported,
    Rewritten: _rewritten,
    RewrittenReported: _rewritten,
}
