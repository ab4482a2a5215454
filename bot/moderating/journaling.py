"""The journal of a guild's coverage: read, exported, and what can be undone undone."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.asking.custom_ids import CustomId
from bot.asking.literal import literal
from bot.asking.replies import source_view
from bot.asking.wording import label
from bot.delivery import Views
from bot.guilds import collection_of
from bot.moderating.finding import completions
from bot.moderating.journal_view import (
    AT_ONCE,
    JournalFiles,
    JournalPage,
    Page,
    Told,
    UndoChosen,
    journal_view,
    json_lines,
    now,
    spreadsheet,
)
from bot.moderating.permission import who
from bot.moderating.pieces import WithFiles, chosen_numbers
from bot.moderating.presses import Handler, in_place, moderate
from index.errors import CannotUndoError, NoSuchArticleError

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from index.coverage import Coverage
    from index.store import Entry

MOST_PAGES = 1000
"""Pages that can be turned to; all of it is in the export."""
MOST_EXPORTED, AT_A_TIME = 50_000, 500
"""Entries in the files, the newest, and how many are read at once."""


class Journaling(commands.Cog):
    """The commands of this; a part of `/coverage`."""

    @app_commands.command(description="Who changed what, newest first; undo what can be undone")
    @app_commands.describe(article="Only of this article: its id", page="Which page: 1 is the newest")
    async def journal(
        self,
        interaction: discord.Interaction[Newsdesk],
        article: app_commands.Range[str, 1, 500] | None = None,
        page: app_commands.Range[int, 1, MOST_PAGES] = 1,
    ) -> None:
        """Show a page."""

        def looked_up(coverage: Coverage) -> Page:
            own = _own(interaction)
            of = _reference(coverage, own, article.strip()) if article else 0
            return _page(coverage, own, page - 1, of)

        async def shown() -> Views:
            return [journal_view(await interaction.client.desk.read(looked_up), now())]

        await moderate(interaction, shown)

    @journal.autocomplete("article")
    async def own_articles(self, interaction: discord.Interaction[Newsdesk], current: str) -> list[Choice[str]]:
        """The guild's own articles that have what is typed in their title, outlet or id."""
        return await completions(interaction, current)


def _own(interaction: discord.Interaction[Newsdesk]) -> str:
    return collection_of(interaction.guild_id or 0)


def _reference(coverage: Coverage, own: str, article_id: str) -> int:
    """The sequence number of the newest entry on an article. Raises NoSuchArticleError where there is none."""
    entries = coverage.journal(own, limit=1, article_id=article_id)
    if not entries:
        raise NoSuchArticleError(f"The journal says nothing of an article with the id '{label(article_id, 80)}'.")
    return entries[0].sequence


def _article_id(coverage: Coverage, own: str, of: int) -> str | None:
    """The article that an entry of this guild's journal is about; None for 0. Raises NoSuchArticleError."""
    if not of:
        return None
    found = coverage.journal(own, limit=1, before=of + 1) if of < 2**63 - 1 else []
    if not found or found[0].sequence != of or found[0].article_id is None:
        raise NoSuchArticleError("The journal has no such entry.")
    return found[0].article_id


def _page(coverage: Coverage, own: str, number: int, of: int) -> Page:
    number = min(number, MOST_PAGES - 1)
    article_id, first = _article_id(coverage, own, of), number * AT_ONCE
    entries = coverage.journal(own, limit=first + AT_ONCE + 1, article_id=article_id)[first:]
    told = [Told(entry, _title(coverage, own, entry), _newest(coverage, own, entry)) for entry in entries[:AT_ONCE]]
    return Page(told, number, len(entries) > AT_ONCE and number + 1 < MOST_PAGES, article_id, of)


def _newest(coverage: Coverage, own: str, entry: Entry) -> Entry:
    """The last entry on the article that one is about; that one itself where it is about none."""
    found = coverage.journal(own, limit=1, article_id=entry.article_id) if entry.article_id else []
    return found[0] if found else entry


def _title(coverage: Coverage, own: str, entry: Entry) -> str | None:
    """The title of the version that an entry brought, or where it brought none, of the one that it ended."""
    ending = entry if entry.key is None else coverage.end_of(entry.key, collections=(own,))
    if ending is not None and (before := coverage.version_before(ending.sequence, own)):
        return before.title
    try:
        return coverage.article(entry.article_id, collection=own).title if entry.article_id else None
    except NoSuchArticleError:
        return None


def _all(coverage: Coverage, own: str, of: int) -> list[Entry]:
    """The newest entries, newest first."""
    article_id, before = _article_id(coverage, own, of), None
    entries: list[Entry] = []
    while len(entries) < MOST_EXPORTED:
        some = coverage.journal(own, limit=AT_A_TIME, before=before, article_id=article_id)
        if not some:
            break
        entries += some
        before = some[-1].sequence
    return entries


async def _turn(pressed: JournalPage, interaction: discord.Interaction[Newsdesk]) -> None:
    await _shown(interaction, lambda coverage: _page(coverage, _own(interaction), pressed.page, pressed.of))


async def _shown(interaction: discord.Interaction[Newsdesk], work: Callable[[Coverage], Page]) -> None:
    async def shown() -> Views:
        return [journal_view(await interaction.client.desk.read(work), now())]

    await in_place(interaction, shown)


async def _undo(pressed: UndoChosen, interaction: discord.Interaction[Newsdesk]) -> None:
    own, by = _own(interaction), who(interaction)

    async def undone() -> Views:
        desk = interaction.client.desk
        sequence = next(iter(chosen_numbers(interaction)), 0)
        if not sequence:
            raise CannotUndoError("Nothing was chosen that could be undone.")
        change = await desk.change(lambda coverage: coverage.undo(sequence, who=by, collection=own))
        page = await desk.read(lambda coverage: _page(coverage, own, pressed.page, pressed.of))
        return [journal_view(page, now(), f"✓ “{literal(label(change.title, 150))}” is again as it was.")]

    await in_place(interaction, undone)


async def _files(pressed: JournalFiles, interaction: discord.Interaction[Newsdesk]) -> None:
    reply, own = WithFiles(interaction), _own(interaction)

    def written(coverage: Coverage) -> tuple[bytes, bytes]:
        entries = _all(coverage, own, pressed.of)
        return json_lines(entries), spreadsheet(entries)

    async def done() -> Views:
        most = interaction.filesize_limit
        made = zip(("journal.jsonl", "journal.csv"), await interaction.client.desk.read(written), strict=True)
        reply.files = [discord.File(io.BytesIO(data), name) for name, data in made if len(data) <= most]
        if len(reply.files) < 2:
            return [source_view("The journal is too large for a message of Discord: /coverage export has all of it.")]
        return [source_view("The journal, newest first: for programs, and for spreadsheets.")]

    await interaction.client.answer(reply, done)


HANDLERS: dict[type[CustomId], Handler] = {JournalPage: _turn, JournalFiles: _files, UndoChosen: _undo}
