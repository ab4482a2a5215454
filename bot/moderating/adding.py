"""Adding articles: from attachments, a link, pasted text, or the menu of a message. Nothing is added before a yes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.custom_ids import CustomId
from bot.asking.replies import plain_view
from bot.delivery import Views
from bot.guilds import collection_of, settings_of
from bot.moderating.forms import Pasted, paste_form
from bot.moderating.permission import who
from bot.moderating.presses import Handler, filled, in_place, moderate, open_form, privately
from bot.moderating.previews import AddDraft, DropDraft, LeftOut, LeftOutPage, left_out_view, outcome_view, preview_view
from bot.moderating.progress import Progress
from bot.moderating.sources import CannotReadError, ReadIn, Source, of_attachment, of_link, of_message, read_in
from bot.moderating.standings import Standing, repeated, standing
from bot.moderating.writing import pasted
from bot.terminal.wording import number_of

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from index.articles import Article
    from index.coverage import Coverage
    from index.results import Change
    from index.store.drafts import Draft


class Adding(commands.Cog):
    """The commands of this; a part of `/coverage`."""

    @app_commands.command(description="Add articles: files, a link, or a text that you paste; you see them first")
    @app_commands.describe(
        file1="Text, page (.html), feed or records (.jsonl); without a file and a link you paste the text",
        file2="Another file",
        file3="Another file",
        file4="Another file",
        file5="Another file",
        link="The address of an article",
    )
    async def add(
        self,
        interaction: discord.Interaction[Newsdesk],
        file1: discord.Attachment | None = None,
        file2: discord.Attachment | None = None,
        file3: discord.Attachment | None = None,
        file4: discord.Attachment | None = None,
        file5: discord.Attachment | None = None,
        link: str | None = None,
    ) -> None:
        """Read what is given, and show it before it is added; where nothing is given, ask for a text."""
        files = [file for file in (file1, file2, file3, file4, file5) if file]
        sources = [of_attachment(file) for file in files]
        if link and link.strip():
            sources.append(of_link(interaction.client, link))
        if not sources:
            await open_form(interaction, _paste_form)
            return
        await moderate(interaction, lambda: _previewed(interaction, lambda: sources))


@app_commands.guild_only()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.default_permissions(view_channel=True)
async def add_to_coverage(interaction: discord.Interaction[Any], message: discord.Message) -> None:
    """Read the links and files of a message, and show the articles before they are added."""
    await moderate(interaction, lambda: _previewed(interaction, lambda: of_message(interaction.client, message)))


ADD_MENU = "Add to coverage"


async def _paste_form() -> discord.ui.Modal:
    return paste_form()


async def _previewed(interaction: discord.Interaction[Newsdesk], sources: Callable[[], Sequence[Source]]) -> Views:
    bot, guild = interaction.client, interaction.guild_id or 0
    settings = await bot.desk.read(lambda coverage: settings_of(coverage, guild))
    progress = Progress(interaction)
    async with progress.showing():
        read = await read_in(bot, sources(), settings.language, progress.tell)
    return await proposed(interaction, read)


async def proposed(interaction: discord.Interaction[Newsdesk], read: ReadIn) -> Views:
    """Keep what was read as a draft, and show it. Raises CannotReadError where there is nothing to add."""
    if not read.readings:
        raise CannotReadError("\n".join(read.refusals[:10]) or "There is no article in this.")
    collection, by = collection_of(interaction.guild_id or 0), who(interaction)
    allowance = interaction.client.desk.allowance

    def kept(coverage: Coverage) -> tuple[Draft | None, list[Standing]]:
        standings = [standing(coverage, reading.article, collection) for reading in read.readings]
        if all(one.kind == "unchanged" for one in standings):
            return None, standings
        allowance.check(coverage, collection, sum(one.kind == "new" for one in standings))
        draft = coverage.drafts.put(collection, read.readings, who=by)
        return coverage.drafts.get(draft, collection), standings

    draft, standings = await interaction.client.desk.change(kept)
    if draft is None:
        return [plain_view(_nothing_new([reading.article for reading in read.readings], read.refusals))]
    same = repeated(one.article for one in draft.readings)
    notes = [f"Several of these have the id {id_}: the last of them is what stays." for id_ in same[:3]]
    return [preview_view(draft, standings, read.refusals, notes)]


def _nothing_new(articles: Sequence[Article], refusals: Sequence[str]) -> str:
    one = f"“{articles[0].title[:200]}” is" if len(articles) == 1 else f"All {len(articles):,} articles are"
    return "\n".join([f"{one} held already, word for word: there is nothing to add.", *refusals[:10]])


async def _add(pressed: AddDraft, interaction: discord.Interaction[Newsdesk]) -> None:
    collection, by = collection_of(interaction.guild_id or 0), who(interaction)
    progress = Progress(interaction)

    def added(coverage: Coverage) -> list[Change]:
        draft = coverage.drafts.get(pressed.draft, collection)
        new = sum(standing(coverage, one.article, collection).kind == "new" for one in draft.readings)
        interaction.client.desk.allowance.check(coverage, collection, new)
        of, changes = number_of(len(draft.readings), "article"), []
        for change in coverage.add((one.article for one in draft.readings), who=by, collection=collection):
            changes.append(change)
            progress.tell(f"{len(changes):,} of {of} are added …")
        coverage.drafts.drop(pressed.draft, collection)
        return changes

    async def work() -> Views:
        async with progress.showing():
            return [outcome_view(await interaction.client.desk.change(added))]

    await in_place(interaction, work)


async def _drop(pressed: DropDraft, interaction: discord.Interaction[Newsdesk]) -> None:
    async def work() -> Views:
        collection = collection_of(interaction.guild_id or 0)
        if not await interaction.client.desk.change(lambda coverage: coverage.drafts.drop(pressed.draft, collection)):
            return [plain_view("This was decided before, or is older than a day.")]
        return [plain_view("Nothing was changed.")]

    await in_place(interaction, work)


async def _left_out(pressed: LeftOut | LeftOutPage, interaction: discord.Interaction[Newsdesk]) -> None:
    async def work() -> Views:
        collection = collection_of(interaction.guild_id or 0)
        draft = await interaction.client.desk.read(lambda coverage: coverage.drafts.get(pressed.draft, collection))
        return [left_out_view(draft, getattr(pressed, "page", 0))]

    await (in_place if isinstance(pressed, LeftOutPage) else privately)(interaction, work)


async def _pasted(_: Pasted, interaction: discord.Interaction[Newsdesk]) -> None:
    fields = filled(interaction)

    async def work() -> Views:
        bot, guild = interaction.client, interaction.guild_id or 0
        settings = await bot.desk.read(lambda coverage: settings_of(coverage, guild))
        limits = bot.desk.limits(settings.language)
        return await proposed(interaction, await bot.desk.compute(lambda: pasted(fields, limits)))

    await privately(interaction, work)


HANDLERS: dict[type[CustomId], Handler] = {
    AddDraft: _add,
    DropDraft: _drop,
    LeftOut: _left_out,
    LeftOutPage: _left_out,
    Pasted: _pasted,
}
