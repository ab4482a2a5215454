"""How feeds look to moderators: what one gives before it is subscribed to, the list of all, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import discord
from discord import ui

from bot.asking.fitting import Item as Shown
from bot.asking.literal import literal, unliteral
from bot.asking.pieces import button, text
from bot.asking.wording import label, small
from bot.moderating.pieces import AMBER, BLUE, GREEN, begun, beside, moment, row, turning, view
from bot.moderating.presses import ModeratorsId
from bot.terminal.wording import number_of, written_date

if TYPE_CHECKING:
    from index.reading.feeds import FeedItem, FeedRead
    from index.store.feeds import Feed, Item

TITLES, AT_ONCE, PROBLEMS_AT_ONCE = 3, 6, 8
"""Titles of a preview, feeds of a page, problems of a page: what a message holds where each is as long as may be."""
LONGEST_URL, LONGEST_TITLE, LONGEST_NAME = 2000, 120, 80
"""Characters: of the Discord source of an address, which a preview shows whole; of titles in it; of names in lists."""
_URL, _TITLE = 201, 202
"""Ids of the components that are read back."""
_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Subscribe(ModeratorsId):
    """Subscribe to the feed that the message shows."""

    action = "subscribe"


@dataclass(frozen=True, slots=True)
class FeedsPage(ModeratorsId):
    """Show a page of the list of feeds, from 0."""

    action = "feeds"
    page: int


@dataclass(frozen=True, slots=True)
class Problems(ModeratorsId):
    """Show a page, from 0, of what could not be taken from a feed."""

    action = "problems"
    feed: int
    page: int


class Proposed(NamedTuple):
    """A feed that a message proposes to subscribe to."""

    url: str
    title: str | None


def preview(feed: FeedRead, url: str, *, whole: bool | None, known: bool) -> ui.LayoutView:
    """What a feed gives, with a button to subscribe.

    whole: whether its items have their whole text, None where some do. known: it is subscribed to already.
    """
    title = label(feed.title, LONGEST_TITLE)
    items: list[Shown] = [
        text(f"**{literal(title)}**" if title else "A feed without a title", _TITLE if title else None),
        text(small(literal(url)), _URL),
        text(_extent(feed)),
    ]
    kinds = {
        True: "It gives full texts.",
        False: "It gives summaries only: the text of each article is read from its page, where that may be read.",
        None: "It gives some full texts and some summaries; for those the text is read from the article's page.",
    }
    if feed.items:
        items.append(text(kinds[whole]))
        titles = [label(item.title or item.url or "", LONGEST_TITLE) or "Untitled" for item in _newest(feed.items)]
        items.append(text("Newest:\n" + "\n".join(f"• {literal(title)}" for title in titles)))
    problems = [item.problem for item in feed.items if item.problem]
    if problems:
        items.append(text(f"⚠ {number_of(len(problems), 'item')} cannot be taken: {begun(problems[0], 200)}"))
    if known:
        items.append(text("It is subscribed to already."))
    else:
        items.append(row(button("Subscribe", Subscribe(), GREEN)))
    return view(items)


def proposed(components: Iterable[discord.Component]) -> Proposed | None:
    """The feed that one of our messages proposes; None for any other message."""
    texts: dict[int, str] = {}
    for component in components:
        inside = component.children if isinstance(component, discord.Container) else ()
        texts |= {one.id: one.content for one in inside if isinstance(one, discord.TextDisplay) and one.id}
    if _URL not in texts:
        return None
    title = unliteral(texts[_TITLE].removeprefix("**").removesuffix("**")) if _TITLE in texts else None
    return Proposed(unliteral(texts[_URL].removeprefix(small(""))), title)


def subscribed(feed: Feed) -> ui.LayoutView:
    """That it is."""
    return view(
        [text(f"Subscribed to {named(feed)}. Its articles come within minutes; /coverage feeds list says how it goes.")]
    )


def feeds_view(feeds: Sequence[Feed], failed: Mapping[int, int], page: int, now: float) -> ui.LayoutView:
    """A page of the feeds. failed: how many items of each on that page could not be taken."""
    if not feeds:
        return view([text("No feeds yet: subscribe to one with /coverage feeds add.")])
    pages = -(-len(feeds) // AT_ONCE)
    page = min(page, pages - 1)
    items: list[Shown] = [text(f"### {number_of(len(feeds), 'feed')}")]
    for feed in feeds[page * AT_ONCE : (page + 1) * AT_ONCE]:
        count = failed.get(feed.id, 0)
        lines = [named(feed), small(begun(feed.url, 100))]
        lines.append(
            f"{state(feed, now)} · {number_of(feed.items, 'item')} taken" + (f", {count} not" if count else "")
        )
        shown = "\n".join(lines)
        items.append(beside(shown, button("Problems", Problems(feed.id, 0))) if count else text(shown))
    if turns := turning(page, pages, FeedsPage, ("Before", "Next")):
        items.append(row(*turns))
    return view(items, AMBER if any(feed.problem and not feed.paused for feed in feeds) else BLUE)


def state(feed: Feed, now: float) -> str:
    """Discord source: whether a feed is fine, paused or failing, and when it is looked at next. now: since 1970."""
    following = f"next {moment(feed.due, 'R')}" if feed.due > now else "next in a moment"
    if feed.paused:
        return "⏸ Paused"
    if feed.problem:
        times = f", {feed.failures} times in a row" if feed.failures > 1 else ""
        return f"⚠ Failing{times}, last {moment(feed.polled or now, 'R')}: {begun(feed.problem, 200)} · {following}"
    return (
        f"✓ Fine, looked at {moment(feed.polled, 'R')} · {following}"
        if feed.polled
        else f"Not looked at yet, {following}"
    )


def problems_view(feed: Feed, items: Sequence[Item], page: int) -> ui.LayoutView:
    """A page of what could not be taken from a feed, each with its reason."""
    if not items:
        return view([text(f"Everything that {named(feed)} gave was taken.")])
    pages = -(-len(items) // PROBLEMS_AT_ONCE)
    page = min(page, pages - 1)
    shown: list[Shown] = [text(f"### {number_of(len(items), 'item')} of {named(feed)} not taken")]
    for item in items[page * PROBLEMS_AT_ONCE : (page + 1) * PROBLEMS_AT_ONCE]:
        again = f"tried again {moment(item.due, 'R')}" if item.state == "failed" and item.due else "not tried again"
        shown.append(
            text(f"{begun(item.url or item.identity, 150)}\n{begun(item.reason or 'No reason given.', 200)} ({again})")
        )
    if turns := turning(page, pages, lambda to: Problems(feed.id, to), ("Before", "Next")):
        shown.append(row(*turns))
    return view(shown, AMBER)


def named(feed: Feed) -> str:
    """Discord source: what a feed is called."""
    return f"**{literal(label(feed.title or '', LONGEST_NAME) or label(feed.url, LONGEST_NAME))}**"


def rhythm(items: Iterable[FeedItem]) -> str:
    """How often new items come, as far as their dates say: "about every 3 hours"; empty where they do not."""
    moments = sorted(_seconds(item.published) for item in items if item.published and len(item.published) > 10)
    if len(moments) < 3:
        return ""
    gap = median(after - before for before, after in pairwise(moments))
    for unit, seconds in (("day", 24 * _HOUR), ("hour", _HOUR)):
        if gap >= 1.5 * seconds:
            return f"about every {round(gap / seconds)} {unit}s"
        if gap >= 0.75 * seconds:
            return f"about every {unit}"
    return "several an hour"


def _extent(feed: FeedRead) -> str:
    if not feed.items:
        return "It has no items at the moment."
    dates = sorted(item.published[:10] for item in feed.items if item.published)
    newest = f", newest {written_date(dates[-1])}" if dates else ""
    often = rhythm(feed.items)
    return f"{number_of(len(feed.items), 'item')}{newest}" + (f"; a new one {often}." if often else ".")


def _newest(items: Sequence[FeedItem]) -> list[FeedItem]:
    """The newest, those without a date last, else in the feed's order."""
    dated = sorted(items, key=lambda item: _seconds(item.published) if item.published else float("-inf"), reverse=True)
    return dated[:TITLES]


def _seconds(published: str) -> float:
    try:
        when = datetime.fromisoformat(published)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return float("-inf")
