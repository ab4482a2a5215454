"""Which items of a feed a poll looks at, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime

from index.reading.feeds import FeedItem
from index.reading.identity import id_of_link
from index.store.feeds import Feed, Item


def single(items: list[FeedItem]) -> tuple[dict[str, FeedItem], int]:
    """The items by their identity, the first of those that share one; and how many were left out."""
    found: dict[str, FeedItem] = {}
    for item in items:
        found.setdefault(item.identity, item)
    return found, len(items) - len(found)


def differs(item: FeedItem, noted: Item | None) -> bool:
    """Whether the item is new, or the feed has changed it since it was noted."""
    return noted is None or noted.fingerprint != item.fingerprint


def moment(item: FeedItem, now: float) -> float:
    """When the item was published, in seconds since 1970, for sorting: dates to come count as now, none as long ago."""
    if not item.published:
        return 0.0
    moment = datetime.fromisoformat(item.published)
    return min((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp(), now)


def remembered(item: Item) -> FeedItem:
    """An item that the feed shows no more: its link is left."""
    article_id = item.article_id or (id_of_link(item.url) if item.url else None)
    return FeedItem(identity=item.identity, url=item.url, article_id=article_id)


def planned(feed: Feed) -> float:
    """The seconds from the last poll to the next that were decided after the last one; 0 before the first."""
    if not feed.polled:
        return 0.0
    return max(feed.due - datetime.fromisoformat(feed.polled).timestamp(), 0.0)
