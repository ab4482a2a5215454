"""Feeds that a guild's coverage grows from: looked at before they are subscribed to, listed, paused, removed."""

from __future__ import annotations

import asyncio
import time
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
from bot.moderating.feeds_view import (
    AT_ONCE,
    LONGEST_URL,
    FeedsPage,
    Problems,
    Subscribe,
    feeds_view,
    named,
    preview,
    problems_view,
    proposed,
    subscribed,
)
from bot.moderating.finding import LONGEST_SUGGESTED, MOST_SUGGESTED
from bot.moderating.permission import require_moderator, who
from bot.moderating.presses import Handler, TooOldError, in_place, moderate
from bot.moderating.sources import CannotReadError
from index.errors import MalformedError, NewsdeskError, NoSuchFeedError, TooManyError, UnreadableError

if TYPE_CHECKING:
    from discord import ui

    from bot.client import Newsdesk
    from bot.fetching.fetch import Fetched
    from index.coverage import Coverage
    from index.reading.feeds import FeedRead
    from index.store.feeds import Feed, Item

MOST_FEEDS = 50
"""Of a guild."""
READ_WITHIN = 60.0
"""Seconds."""
ITEMS_LOOKED_AT = 10
"""Of a feed, to tell full texts from summaries."""


class Feeding(commands.Cog):
    """The commands of this; a part of `/coverage`."""

    feeds = app_commands.Group(name="feeds", description="Feeds that the coverage of this server grows from")

    @feeds.command(name="add", description="Look at a feed (RSS, Atom, JSON Feed), and subscribe to it")
    @app_commands.describe(url="The feed's address, which begins with https://")
    async def feeds_add(self, interaction: discord.Interaction[Newsdesk], url: str) -> None:
        """Fetch the feed once, and show what it gives."""

        async def shown() -> Views:
            address = url.strip()
            if len(literal(address)) > LONGEST_URL:
                raise MalformedError("This address is too long to be a feed's: copy it anew.")
            bot, own = interaction.client, _own(interaction)
            known = any(feed.url == address for feed in await bot.desk.read(lambda c: c.feeds.list(own)))
            feed, whole = await _looked_at(bot, address)
            return [preview(feed, address, whole=whole, known=known)]

        await moderate(interaction, shown)

    @feeds.command(name="list", description="The feeds of this server, and how each is doing")
    async def feeds_list(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """Show the first page."""
        await moderate(interaction, lambda: _page(interaction, 0))

    @feeds.command(name="remove", description="Unsubscribe from a feed; the articles that came from it stay")
    @app_commands.describe(feed="Which feed: choose one that is offered")
    async def feeds_remove(self, interaction: discord.Interaction[Newsdesk], feed: str) -> None:
        """Unsubscribe."""

        async def removed() -> Views:
            own, by = _own(interaction), who(interaction)
            gone = await interaction.client.desk.change(
                lambda coverage: coverage.feeds.remove(_found(coverage, own, feed).id, own, who=by)
            )
            return [source_view(f"Unsubscribed from {named(gone)}. What came from it stays in the coverage.")]

        await moderate(interaction, removed)

    @feeds.command(name="pause", description="Stop looking at a feed until it is resumed")
    @app_commands.describe(feed="Which feed: choose one that is offered")
    async def feeds_pause(self, interaction: discord.Interaction[Newsdesk], feed: str) -> None:
        """Pause it."""
        await moderate(interaction, lambda: _paused(interaction, feed, True))

    @feeds.command(name="resume", description="Go on with a feed that was paused")
    @app_commands.describe(feed="Which feed: choose one that is offered")
    async def feeds_resume(self, interaction: discord.Interaction[Newsdesk], feed: str) -> None:
        """Go on with it."""
        await moderate(interaction, lambda: _paused(interaction, feed, False))

    @feeds_remove.autocomplete("feed")
    async def any_feed(self, interaction: discord.Interaction[Newsdesk], current: str) -> list[Choice[str]]:
        """All feeds that go with what is typed."""
        return await _choices(interaction, current, (True, False))

    @feeds_pause.autocomplete("feed")
    async def feed_at_work(self, interaction: discord.Interaction[Newsdesk], current: str) -> list[Choice[str]]:
        """Those that are not paused."""
        return await _choices(interaction, current, (False,))

    @feeds_resume.autocomplete("feed")
    async def paused_feed(self, interaction: discord.Interaction[Newsdesk], current: str) -> list[Choice[str]]:
        """Those that are."""
        return await _choices(interaction, current, (True,))


def _own(interaction: discord.Interaction[Newsdesk]) -> str:
    return collection_of(interaction.guild_id or 0)


async def _looked_at(bot: Newsdesk, url: str) -> tuple[FeedRead, bool | None]:
    """What is at the address, and whether its items have their whole text (None: some). Raises NewsdeskError."""
    from bot.fetching.fetch import FEEDS

    fetched = await bot.fetcher.get(url, accept=FEEDS, robots=True)  # as it will be when it is looked at again
    try:
        async with asyncio.timeout(READ_WITHIN):
            return await bot.desk.compute(lambda: _read(fetched))
    except TimeoutError as error:
        raise CannotReadError("This feed takes too long to read: it may be broken.") from error


def _read(fetched: Fetched) -> tuple[FeedRead, bool | None]:
    from bot.moderating.feed_links import feed_of_page
    from index.reading.feeds import is_whole, read_feed

    try:
        feed = read_feed(fetched.body, fetched.url, fetched.content_type)
    except UnreadableError as error:
        if found := feed_of_page(fetched.body, fetched.url):
            raise CannotReadError(f"This is a page, no feed. It says that its feed is {found} - use that.") from error
        raise CannotReadError(f"This is no feed that I can read: {error.message}") from error
    kinds = {is_whole(item) for item in [item for item in feed.items if not item.problem][:ITEMS_LOOKED_AT]}
    return feed, kinds.pop() if len(kinds) == 1 else None


async def _page(interaction: discord.Interaction[Newsdesk], page: int) -> list[ui.LayoutView]:
    own = _own(interaction)

    def looked_up(coverage: Coverage) -> tuple[list[Feed], dict[int, int]]:
        feeds = coverage.feeds.list(own)
        first = min(page, max(len(feeds) - 1, 0) // AT_ONCE) * AT_ONCE
        return feeds, {feed.id: len(_not_taken(coverage, feed)) for feed in feeds[first : first + AT_ONCE]}

    feeds, failed = await interaction.client.desk.read(looked_up)
    return [feeds_view(feeds, failed, page, time.time())]


def _not_taken(coverage: Coverage, feed: Feed) -> list[Item]:
    return [item for item in coverage.feeds.items(feed.id).values() if item.state != "taken"]


async def _paused(interaction: discord.Interaction[Newsdesk], typed: str, paused: bool) -> Views:
    own, by = _own(interaction), who(interaction)
    feed = await interaction.client.desk.change(
        lambda coverage: coverage.feeds.pause(_found(coverage, own, typed).id, own, paused, who=by)
    )
    if paused:
        return [source_view(f"Paused {named(feed)}: /coverage feeds resume goes on with it.")]
    return [source_view(f"{named(feed)} is looked at again.")]


def _found(coverage: Coverage, own: str, typed: str) -> Feed:
    """The feed that was chosen, or typed by its title or address. Raises NoSuchFeedError."""
    wanted = typed.strip()
    feeds = coverage.feeds.list(own)
    for is_meant in (lambda feed: str(feed.id) == wanted, lambda feed: feed.url == wanted, lambda feed: feed.title and (
            feed.title.casefold() == wanted.casefold())):  # fmt: skip
        if found := next(filter(is_meant, feeds), None):
            return found
    raise NoSuchFeedError(f"No feed here is called '{label(wanted, 60)}': choose one of those that are offered.")


async def _choices(
    interaction: discord.Interaction[Newsdesk], typed: str, paused: tuple[bool, ...]
) -> list[Choice[str]]:
    """What is offered to a moderator; to others nothing."""
    own = _own(interaction)
    try:
        await require_moderator(interaction)
        feeds = await interaction.client.desk.read(lambda coverage: coverage.feeds.list(own))
    except NewsdeskError:
        return []
    fitting = [feed for feed in feeds if feed.paused in paused and _goes_with(feed, typed)]
    return [
        Choice(
            name=label(feed.title or "", LONGEST_SUGGESTED) or label(feed.url, LONGEST_SUGGESTED), value=str(feed.id)
        )
        for feed in fitting[:MOST_SUGGESTED]
    ]


def _goes_with(feed: Feed, typed: str) -> bool:
    return " ".join(typed.casefold().split()) in f"{feed.title or ''} {feed.url}".casefold()


async def _subscribe(_: Subscribe, interaction: discord.Interaction[Newsdesk]) -> None:
    own, by = _own(interaction), who(interaction)
    meant = proposed(interaction.message.components if interaction.message else ())

    def added(coverage: Coverage) -> Feed:
        if meant is None:
            raise TooOldError("I cannot tell any more which feed this was: use /coverage feeds add again.")
        if len(coverage.feeds.list(own)) >= MOST_FEEDS:
            raise TooManyError(f"This server has {MOST_FEEDS} feeds, and may not have more: remove one first.")
        return coverage.feeds.add(own, meant.url, title=meant.title, who=by)

    async def done() -> Views:
        return [subscribed(await interaction.client.desk.change(added))]

    await in_place(interaction, done)


async def _turn(pressed: FeedsPage, interaction: discord.Interaction[Newsdesk]) -> None:
    await in_place(interaction, lambda: _page(interaction, pressed.page))


async def _problems(pressed: Problems, interaction: discord.Interaction[Newsdesk]) -> None:
    own = _own(interaction)

    def looked_up(coverage: Coverage) -> tuple[Feed, list[Item]]:
        feed = coverage.feeds.get(pressed.feed, own)
        return feed, _not_taken(coverage, feed)

    async def shown() -> Views:
        feed, items = await interaction.client.desk.read(looked_up)
        return [problems_view(feed, items, pressed.page)]

    if pressed.page:
        await in_place(interaction, shown)
    else:
        await moderate(interaction, shown)


HANDLERS: dict[type[CustomId], Handler] = {Subscribe: _subscribe, FeedsPage: _turn, Problems: _problems}
