"""Finding an article that a moderator names: by its id, by words of its title, or by the version's key on a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord.app_commands import Choice

from bot.asking.wording import label
from bot.guilds import collection_of, settings_of
from bot.moderating.permission import require_moderator
from bot.terminal.wording import written_date
from index.errors import NewsdeskError, NoSuchArticleError
from index.search.engine import SHARED

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from index.articles import Article
    from index.coverage import Coverage
    from index.results import Summary

MOST_SUGGESTED, LONGEST_SUGGESTED = 25, 100
"""Discord's limits on an autocompletion: choices, and characters of each."""
OPERATORS = "This article is the operator's, for all servers: it cannot be changed here. See /coverage settings."


class NotYoursError(NewsdeskError):
    """An article of the operator's, which a guild cannot change."""


class SeveralArticlesError(NewsdeskError):
    """What was typed goes with several articles."""


def found_article(coverage: Coverage, typed: str, collection: str) -> tuple[int, Article]:
    """The article of a collection that was typed, with its version's key. Blocks.

    Raises NoSuchArticleError, SeveralArticlesError, NotYoursError.
    """
    wanted = typed.strip()
    found = coverage.search(wanted, collections=(collection,), limit=MOST_SUGGESTED) if wanted else []
    exact = [one for one in found if one.id == wanted] or [one for one in found if one.title == wanted] or found
    if len(exact) > 1:
        several = f"{len(exact)}" if len(exact) < MOST_SUGGESTED else "Many"
        raise SeveralArticlesError(f"{several} articles go with '{label(wanted, 60)}': pick one from the list.")
    if exact:
        return exact[0].key, coverage.article(exact[0].id, collection=collection)
    if wanted and any(wanted in (one.id, one.title) for one in coverage.search(wanted, collections=(SHARED,), limit=5)):
        raise NotYoursError(OPERATORS)
    raise NoSuchArticleError(f"No article of this server goes with '{label(wanted, 60)}': see /coverage list.")


def own_version(coverage: Coverage, key: int, collection: str) -> Article:
    """The version with this key, which is still held and the guild's own. Blocks.

    Raises NoSuchArticleError, NotYoursError.
    """
    try:
        return coverage.version(key, collections=(collection,))
    except NoSuchArticleError:
        if settings_sees_shared(coverage, collection) and holds(coverage, key, SHARED):
            raise NotYoursError(OPERATORS) from None
        raise


def holds(coverage: Coverage, key: int, collection: str) -> bool:
    """Whether a collection holds the version with this key. Blocks."""
    try:
        coverage.version(key, collections=(collection,))
    except NoSuchArticleError:
        return False
    return True


def settings_sees_shared(coverage: Coverage, collection: str) -> bool:
    """Whether a guild, by its collection, sees the operator's articles. Blocks."""
    return settings_of(coverage, int(collection.removeprefix("guild-"))).shared


async def completions(interaction: discord.Interaction[Newsdesk], current: str) -> list[Choice[str]]:
    """The guild's own articles that go with what is typed, for moderators."""
    try:
        await require_moderator(interaction)
        collection = collection_of(interaction.guild_id or 0)
        found = await interaction.client.desk.read(
            lambda coverage: coverage.search(current, collections=(collection,), limit=MOST_SUGGESTED)
        )
    except NewsdeskError:  # no suggestions; using the command will say why
        return []
    return [Choice(name=named(one), value=one.id) for one in found if len(one.id) <= LONGEST_SUGGESTED]


def named(article: Summary, most: int = LONGEST_SUGGESTED) -> str:
    """What names an article in a list of choices: its title, outlet and date; plain text."""
    outlet, day = article.source or article.agency, article.published and written_date(article.published)
    rest = "".join(f" · {label(part, 40)}" for part in (outlet, day) if part)
    return f"{label(article.title, max(most - len(rest), 20)) or 'Untitled'}{rest}"[:most]
