"""Polls the feeds that are due: conditional requests, few at once, one at a time to each host, back-off when they fail.

When each feed is due stands in the store, so that a restart forgets nothing, and an item is known by its identity,
whatever its place in the feed.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from bot.fetching.choosing import differs, moment, planned, remembered, single
from bot.fetching.failing import FetchError
from bot.fetching.fetch import FEEDS, PAGES, Fetched, Fetcher
from bot.fetching.polled import Polled
from bot.fetching.retrying import DAY, REGULAR, SHORTEST, backed_off, interval
from bot.fetching.taking import Taker
from bot.guilds import guild_of
from index.errors import NewsdeskError, UnreadableError
from index.reading.feeds import FeedItem, FeedRead, read_feed
from index.store.feeds import Feed, Item

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.desk import Desk
    from index.coverage import Coverage

log = logging.getLogger(__name__)

LOOKS_EVERY = 30.0
"""Seconds between two looks at which feeds are due."""
AT_ONCE = 4
"""Feeds that are polled at the same time."""
OF_A_GUILD = 2
"""Feeds of one guild among them, so that slow ones of one guild do not hold up those of all others."""
LONGEST = 300.0
"""Seconds after which a poll leaves the items that are left for the next one."""
DUE_AT_ONCE = 100
MOST_CONSIDERED = 2_000
"""Items of a feed that are looked at, the first ones."""
MOST_AT_FIRST, MOST_PER_POLL = 50, 100
"""New and changed items that one poll takes; the first one takes fewer, and leaves older ones out for good."""
UNREACHED_AT_MOST = 3
"""Pages in a row that cannot be had; then the rest of them waits for the next poll."""
TOO_OLD = f"older than the {MOST_AT_FIRST} newest when the feed was read for the first time"


class Poller:
    """Reads feeds into the coverage.

    Args:
        fetcher: shared with whoever fetches links.
        clock: seconds since 1970. sleep: waits seconds. chance: from 0 to 1.
    """

    def __init__(
        self,
        desk: Desk,
        fetcher: Fetcher,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._desk, self._fetcher = desk, fetcher
        self._clock, self._sleep, self._chance = clock, sleep, chance
        self._few = asyncio.Semaphore(AT_ONCE)
        self._guilds: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._under_way: set[int] = set()
        self._hosts: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def run(self) -> None:
        """Poll what is due, for ever; one that takes long keeps none of the others waiting for it."""
        async with asyncio.TaskGroup() as polls:
            while True:
                try:
                    for feed in await self._due():
                        polls.create_task(self._poll_in_turn(feed))
                except NewsdeskError as error:
                    log.warning("No feeds were polled: %s", error)
                await self._sleep(LOOKS_EVERY)

    async def poll_due(self) -> list[Polled]:
        """Poll the feeds that are due, once. Raises StoreError."""
        return await self.poll(await self._due())

    async def _due(self) -> list[Feed]:
        """Those that are due and not under way."""
        most = DUE_AT_ONCE + len(self._under_way)
        due = await self._desk.read(lambda coverage: coverage.feeds.due(self._clock(), most))
        return [feed for feed in due if feed.id not in self._under_way][:DUE_AT_ONCE]

    async def poll(self, feeds: Iterable[Feed]) -> list[Polled]:
        """Poll these feeds now, in any order; what came of each, in theirs."""
        return list(await asyncio.gather(*(self._poll_in_turn(feed) for feed in feeds)))

    async def _poll_in_turn(self, feed: Feed) -> Polled:
        polled = Polled(feed)
        self._under_way.add(feed.id)
        try:
            async with self._of_its_guild(feed), self._few:
                await self._poll_safely(feed, polled)
        finally:
            self._under_way.discard(feed.id)
        if polled.problem:
            log.info("Feed %d: %s", feed.id, polled.problem)
        return polled

    def _of_its_guild(self, feed: Feed) -> asyncio.Semaphore:
        most = AT_ONCE if guild_of(feed.collection) is None else OF_A_GUILD
        return self._guilds.setdefault(feed.collection, asyncio.Semaphore(most))

    async def _poll_safely(self, feed: Feed, polled: Polled) -> None:
        try:
            await self._poll(feed, polled)
        except Exception as error:  # one feed must not keep the others from being polled
            known = isinstance(error, NewsdeskError)
            polled.problem = str(error) if known else f"reading it failed ({type(error).__name__}); this is a bug"
            log.log(logging.INFO if known else logging.ERROR, "Feed %d", feed.id, exc_info=not known)
            with suppress(NewsdeskError):  # else it is due at once
                await self._note(polled, feed.etag, feed.modified, None, failures=feed.failures + 1)

    async def _poll(self, feed: Feed, polled: Polled) -> None:
        try:
            async with self._turn(feed.url):
                found = await self._fetcher.get(
                    feed.url, accept=FEEDS, etag=feed.etag, modified=feed.modified, robots=True
                )
            read = FeedRead(title=feed.title or "") if found.status == 304 else await self._read(found)
        except (FetchError, UnreadableError) as error:
            await self._failed(feed, polled, error)
            return
        await self._take(feed, read, polled)
        if read.ended:
            await self._pause(feed)
            polled.problem = "the feed says that it has ended, so it is paused; remove it, or take another one"
        asked = read.minutes * 60.0 if read.minutes else None
        changed = bool(polled.new or polled.changed)
        wait = interval(planned=planned(feed), asked=asked, changed=changed, chance=self._chance())
        # What waits would never come if the server were told that this version of the feed is known.
        etag, modified = (None, None) if polled.waiting else (found.etag, found.modified)
        if found.status == 304:
            etag, modified = etag or feed.etag, modified or feed.modified
        polled.next = self._clock() + (REGULAR if polled.waiting else wait)
        await self._note(polled, etag, modified, read.title, failures=0)

    async def _failed(self, feed: Feed, polled: Polled, error: FetchError | UnreadableError) -> None:
        """Note why the feed could not be read, and when it is tried again."""
        failures = feed.failures + 1
        wait, polled.problem = backed_off(failures, REGULAR, self._chance()), str(error)
        if isinstance(error, FetchError) and error.kind == "gone":
            await self._pause(feed)
            wait, polled.problem = DAY, f"{error}; the feed is paused"
        elif isinstance(error, FetchError) and error.retry_after is not None:
            wait = max(error.retry_after, SHORTEST)
        polled.next = self._clock() + wait
        await self._note(polled, feed.etag, feed.modified, None, failures=failures)

    async def _pause(self, feed: Feed) -> None:
        who = f"feed {feed.title or feed.url}"
        await self._desk.change(lambda coverage: coverage.feeds.pause(feed.id, feed.collection, True, who=who))

    async def _note(
        self, polled: Polled, etag: str | None, modified: str | None, title: str | None, *, failures: int
    ) -> None:
        polled.next = polled.next or self._clock() + backed_off(failures, REGULAR, self._chance())

        def note(coverage: Coverage) -> None:
            coverage.feeds.polled(
                polled.feed.id,
                due=polled.next,
                etag=etag,
                modified=modified,
                title=None if polled.feed.title else title,
                problem=polled.problem,
                failures=failures,
            )

        await self._desk.change(note)

    async def _read(self, found: Fetched) -> FeedRead:
        """The feed; raises UnreadableError, which names its link."""

        def read() -> FeedRead:
            try:
                return read_feed(found.body, found.url, found.content_type)
            except UnreadableError as error:
                place = FetchError("wrong type", found.url, "").place
                raise UnreadableError(f"this is no feed that can be read: {error.message}", path=place) from error

        return await self._desk.compute(read)

    async def _take(self, feed: Feed, read: FeedRead, polled: Polled) -> None:
        """Take what is new, changed, or to be tried again; at most so many."""
        now = self._clock()
        items, polled.repeated = single(read.items[:MOST_CONSIDERED])
        noted = await self._desk.read(lambda coverage: coverage.feeds.items(feed.id))
        fresh = [item for item in items.values() if differs(item, noted.get(item.identity))]
        fresh.sort(key=lambda item: moment(item, now), reverse=True)
        if all(item.reason == TOO_OLD for item in noted.values()):
            await self._leave_out(feed, fresh[MOST_AT_FIRST:])
            fresh = fresh[:MOST_AT_FIRST]
        again = await self._desk.read(lambda coverage: coverage.feeds.retries(feed.id, now))
        retried = {item.identity: items.get(item.identity) or remembered(item) for item in again}
        todo = list({item.identity: item for item in fresh} | retried)
        limits = self._desk.limits(await self._language(feed))
        taker = Taker(self._desk, feed, read, limits, self._page, clock=self._clock, chance=self._chance)
        unreached = 0
        for number, identity in enumerate(todo):
            too_long = self._clock() - now > LONGEST
            if number >= MOST_PER_POLL or unreached >= UNREACHED_AT_MOST or too_long:
                polled.waiting = sum(left not in retried for left in todo[number:])
                break
            taken = await taker.take(items.get(identity) or retried[identity], noted.get(identity))
            unreached = unreached + 1 if taken.unreached else 0
            polled.count(taken)

    async def _leave_out(self, feed: Feed, items: list[FeedItem]) -> None:
        """Note the items that are old when the feed is first read, so that they are not taken later."""
        for start in range(0, len(items), MOST_PER_POLL):
            await self._desk.change(partial(_note_old, feed_id=feed.id, items=items[start : start + MOST_PER_POLL]))

    async def _language(self, feed: Feed) -> str | None:
        """Of articles that do not say theirs: the one that the guild has set whose feed it is."""
        guild = guild_of(feed.collection)
        return None if guild is None else (await self._desk.settings(guild)).language

    async def _page(self, url: str) -> Fetched:
        async with self._turn(url):
            return await self._fetcher.get(url, accept=PAGES, robots=True)

    @asynccontextmanager
    async def _turn(self, url: str) -> AsyncIterator[None]:
        """Wait until nothing else is fetched from the link's host."""
        async with self._hosts.setdefault(urlsplit(url).netloc.lower(), asyncio.Lock()):
            yield


def _note_old(coverage: Coverage, feed_id: int, items: list[FeedItem]) -> None:
    for item in items:
        note = Item(item.identity, "refused", item.fingerprint, reason=TOO_OLD, url=item.url)
        coverage.feeds.item(feed_id, note)
