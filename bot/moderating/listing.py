"""The articles of a guild: listed and shown, for everyone and, with more to do, for moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.custom_ids import CustomId
from bot.delivery import Views
from bot.guilds import collection_of, collections_of
from bot.moderating import cards
from bot.moderating.cards import AT_ONCE, LONGEST_WORDS, card_view, history_view, list_view, text_view, words_of
from bot.moderating.finding import holds, own_version
from bot.moderating.permission import require_guild
from bot.moderating.pieces import chosen_numbers
from bot.moderating.presses import Handler, TooOldError, in_place, moderate, privately
from bot.moderating.previews import Card
from index.search.engine import SHARED

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from index.articles import Article
    from index.coverage import Coverage
    from index.results import Summary

MOST_FOUND = 100
HISTORY = 50
"""Entries of the journal that are looked up for one article."""


class Listing(commands.Cog):
    """The commands of this; a part of `/coverage`."""

    @app_commands.command(
        name="list", description="The articles of this server, newest first, and what to do with them"
    )
    @app_commands.describe(words="Only those whose title, outlet or id has these words", page="Which page of the list")
    async def list_(
        self,
        interaction: discord.Interaction[Newsdesk],
        words: app_commands.Range[str, 1, LONGEST_WORDS] | None = None,
        page: app_commands.Range[int, 1] = 1,
    ) -> None:
        """List the articles for moderators."""
        await moderate(interaction, lambda: _listed(interaction, words or "", page - 1, moderating=True))

    @app_commands.command(description="What the coverage of this server has, newest first")
    @app_commands.describe(words="Only those whose title, outlet or id has these words")
    async def show(
        self,
        interaction: discord.Interaction[Newsdesk],
        words: app_commands.Range[str, 1, LONGEST_WORDS] | None = None,
    ) -> None:
        """List the articles for everyone."""

        async def work() -> Views:
            require_guild(interaction)
            return await _listed(interaction, words or "", 0, moderating=False)

        await privately(interaction, work)


async def _listed(interaction: discord.Interaction[Newsdesk], words: str, page: int, *, moderating: bool) -> Views:
    guild = interaction.guild_id or 0
    words = " ".join(words.split())
    found = await interaction.client.desk.read(
        lambda coverage: _page(coverage, guild, words, page, moderating=moderating)
    )
    return [list_view(found, moderating=moderating)]


def _page(coverage: Coverage, guild: int, words: str, page: int, *, moderating: bool) -> cards.Listing:
    """A page of what the guild sees, its own articles before the operator's. Blocks."""
    seen, own = collections_of(coverage, guild), collection_of(guild)
    fresh = coverage.freshness(collections=seen)
    found = coverage.search(words, collections=seen, limit=MOST_FOUND) if words else []
    found = sorted(found, key=lambda article: article.collection == SHARED)
    pages = max(1, -(-(len(found) if words else fresh.articles) // AT_ONCE))
    page = min(page, pages - 1)
    first = page * AT_ONCE
    shown = found[first : first + AT_ONCE] if words else _from_place(coverage, own, first, shared=SHARED in seen)
    added_by = [_added_by(coverage, article, own) if moderating else "" for article in shown]
    total = f"{len(found):,}" if len(found) < MOST_FOUND or not words else f"{MOST_FOUND} and more"
    return cards.Listing(shown, added_by, page, pages, total, words, fresh)


def _from_place(coverage: Coverage, own: str, first: int, *, shared: bool) -> list[Summary]:
    """A page from this place on, of the guild's own articles and then the operator's; no others are read. Blocks."""
    shown = coverage.articles(collections=(own,), first=first, limit=AT_ONCE)
    if not shared or len(shown) == AT_ONCE:
        return shown
    before = max(0, first - coverage.freshness(collections=(own,)).articles)
    return shown + coverage.articles(collections=(SHARED,), first=before, limit=AT_ONCE - len(shown))


def _added_by(coverage: Coverage, article: Summary, own: str) -> str:
    """Who put this version there, as the journal has it; nothing of the operator's journal is told."""
    if article.collection != own:
        return ""
    entries = coverage.journal(own, limit=HISTORY, article_id=article.id)
    return next((entry.who for entry in entries if entry.key == article.key), "")


def _seen_version(coverage: Coverage, guild: int, key: int) -> tuple[Article, str]:
    """The version with this key, in a collection that the guild sees, and that collection. Blocks."""
    article = coverage.version(key, collections=collections_of(coverage, guild))
    own = collection_of(guild)
    return article, own if holds(coverage, key, own) else SHARED


async def _card(interaction: discord.Interaction[Newsdesk], key: int, *, moderating: bool) -> Views:
    guild = interaction.guild_id or 0
    article, collection = await interaction.client.desk.read(lambda coverage: _seen_version(coverage, guild, key))
    return [card_view(article, key, collection, moderating=moderating)]


async def _text(interaction: discord.Interaction[Newsdesk], key: int, page: int, *, moderating: bool) -> Views:
    guild = interaction.guild_id or 0
    article, _ = await interaction.client.desk.read(lambda coverage: _seen_version(coverage, guild, key))
    return [text_view(article, key, page, moderating=moderating)]


async def _history(pressed: cards.History, interaction: discord.Interaction[Newsdesk]) -> None:
    own = collection_of(interaction.guild_id or 0)

    def told(coverage: Coverage) -> Views:
        article = own_version(coverage, pressed.key, own)
        return [history_view(article, coverage.journal(own, limit=HISTORY, article_id=article.id))]

    await privately(interaction, lambda: interaction.client.desk.read(told))


def _picked(interaction: discord.Interaction[Newsdesk]) -> int:
    """The key that was chosen from a menu, whatever a person's app sends."""
    for key in chosen_numbers(interaction):
        return key
    raise TooOldError("Nothing was chosen: pick an article from the list.")


def _turned(*, moderating: bool) -> Handler:
    async def handler(pressed: cards.Page, interaction: discord.Interaction[Newsdesk]) -> None:
        words = words_of(interaction.message.components if interaction.message else [])
        await in_place(interaction, lambda: _listed(interaction, words, pressed.page, moderating=moderating))

    return handler


def _pick(*, moderating: bool) -> Handler:
    async def handler(_: object, interaction: discord.Interaction[Newsdesk]) -> None:
        async def work() -> Views:
            return await _card(interaction, _picked(interaction), moderating=moderating)

        await privately(interaction, work)

    return handler


def _shown(*, moderating: bool) -> Handler:
    async def handler(pressed: cards.ShowText | cards.ReadersText, interaction: discord.Interaction[Newsdesk]) -> None:
        await privately(interaction, lambda: _text(interaction, pressed.key, 0, moderating=moderating))

    return handler


def _text_turned(*, moderating: bool) -> Handler:
    async def handler(pressed: cards.TextPage, interaction: discord.Interaction[Newsdesk]) -> None:
        await in_place(interaction, lambda: _text(interaction, pressed.key, pressed.page, moderating=moderating))

    return handler


async def _show_card(pressed: Card, interaction: discord.Interaction[Newsdesk]) -> None:
    await privately(interaction, lambda: _card(interaction, pressed.key, moderating=True))


HANDLERS: dict[type[CustomId], Handler] = {
    Card: _show_card,
    cards.Page: _turned(moderating=True),
    cards.Pick: _pick(moderating=True),
    cards.ShowText: _shown(moderating=True),
    cards.TextPage: _text_turned(moderating=True),
    cards.History: _history,
}
READERS_HANDLERS: dict[type[CustomId], Handler] = {
    cards.ReadersPage: _turned(moderating=False),
    cards.ReadersPick: _pick(moderating=False),
    cards.ReadersText: _shown(moderating=False),
    cards.ReadersTextPage: _text_turned(moderating=False),
}
"""What everyone in the guild may press."""
