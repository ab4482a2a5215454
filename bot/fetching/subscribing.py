"""Subscribing to a feed: it is fetched and read first, so that nobody waits for articles from what is no feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.fetching.failing import FetchError
from bot.fetching.fetch import FEEDS, Fetcher
from index.errors import UnreadableError
from index.reading.feeds import FeedRead, read_feed

if TYPE_CHECKING:
    from bot.desk import Desk
    from index.coverage import Coverage
    from index.store.feeds import Feed


async def subscribe(desk: Desk, fetcher: Fetcher, collection: str, url: str, *, who: str) -> Feed:
    """Subscribe the collection to the feed at this link; its articles come with the first poll.

    Raises FetchError, UnreadableError (with the link), AlreadyThereError, TooManyError.
    """
    found = await fetcher.get(url.strip(), accept=FEEDS, robots=True)
    read = await desk.compute(lambda: _read(found.body, found.url, found.content_type, url))

    def add(coverage: Coverage) -> Feed:
        return coverage.feeds.add(collection, url.strip(), title=read.title or None, who=who)

    return await desk.change(add)


def _read(body: bytes, url: str, content_type: str, given: str) -> FeedRead:
    try:
        return read_feed(body, url, content_type)
    except UnreadableError as error:
        place = FetchError("wrong type", given, "").place
        raise UnreadableError(f"this is no feed that can be read: {error.message}", path=place) from error
