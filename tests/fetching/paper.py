"""An invented newspaper: its feed, its pages, and a poller with a clock of its own that reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from bot.desk import Desk
from bot.fetching.fetch import Fetcher
from bot.fetching.polled import Polled
from bot.fetching.polling import Poller
from index.articles import Article
from index.coverage import Coverage
from index.errors import NoSuchArticleError
from index.reading.identity import id_of_link
from index.store.feeds import Feed, Item
from tests.fetching.site import Site

FEED = "post.example/feed"
NAME = "The Brindle Post"
START = datetime(2025, 6, 10, tzinfo=UTC).timestamp()


@dataclass
class Story:
    """An item. text: the paragraphs of the feed; page: those of its page."""

    name: str
    title: str
    text: tuple[str, ...] = ()
    page: tuple[str, ...] = ()
    guid: str | None = None
    date: str = "Tue, 03 Jun 2025 10:00:00 GMT"

    def xml(self, site: Site) -> str:
        whole = "".join(f"<p>{escape(part)}</p>" for part in self.text)
        tag = "description" if self.page else "content:encoded"
        return (
            f"<item><title>{escape(self.title)}</title><link>{site.url(f'post.example/{self.name}')}</link>"
            f"<guid isPermaLink='false'>{self.guid or self.name}</guid><pubDate>{self.date}</pubDate>"
            f"<{tag}>{escape(whole)}</{tag}></item>"
        )

    def html(self) -> str:
        return (
            f"<html><head><title>{escape(self.title)}</title></head><body><article><h1>{escape(self.title)}</h1>"
            f"{''.join(f'<p>{escape(part)}</p>' for part in self.page)}</article></body></html>"
        )


def story(number: int, **more: Any) -> Story:
    """A story that the feed gives whole."""
    title = f"Council of Brindle votes on bridge {number}"
    said = f'Mayor Agnes Tolliver said: "Bridge {number} over the Wend will open before the first snow falls."'
    return Story(
        f"bridge-{number}",
        title,
        (
            f"The council of Brindle voted on Tuesday to build bridge number {number} over the river Wend.",
            said,
            "Eleven members voted for it and four against, after a debate that went on for six hours.",
            "The money comes from a toll on carts, which the town has raised since the flood.",
        ),
        **more,
    )


def summary(number: int) -> Story:
    """A story of which the feed has only the beginning, and its page the whole."""
    whole = story(number)
    return Story(whole.name, whole.title, (f"The council voted on bridge {number}.",), page=whole.text * 2)


class Paper:
    """The paper, and who reads it."""

    def __init__(self, site: Site, coverage: Coverage, desk: Desk) -> None:
        self.site, self.coverage, self.desk = site, coverage, desk
        self.now = START
        self.chance = 0.5
        self.slept: list[float] = []

    def open(self, fetcher: Fetcher) -> None:
        self.fetcher = fetcher
        self.poller = Poller(self.desk, fetcher, clock=lambda: self.now, sleep=self._sleep, chance=lambda: self.chance)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def subscribe(self, place: str = FEED, collection: str = "shared") -> Feed:
        return self.coverage.feeds.add(collection, self.site.url(place), title=NAME, who="tests")

    def print(self, *stories: Story, place: str = FEED, head: str = "", **more: Any) -> None:
        """Publish the feed with these stories, and the pages of those that have one."""
        items = "".join(one.xml(self.site) for one in stories)
        self.site.put(
            place,
            "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
            "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>"
            f"<title>{NAME}</title><link>{self.site.url('post.example/')}</link>{head}{items}</channel></rss>",
            type="application/rss+xml",
            **more,
        )
        for one in stories:
            if one.page:
                self.site.put(f"post.example/{one.name}", one.html())

    async def poll(self, feed: Feed | None = None) -> Polled:
        """Poll the feed now, whether it is due or not."""
        (polled,) = await self.poller.poll([self.feed(feed)])
        return polled

    def feed(self, feed: Feed | None = None) -> Feed:
        feeds = self.coverage.feeds.list(None)
        return next(one for one in feeds if feed is None or one.id == feed.id)

    def wait(self) -> float:
        """Seconds until the feed is due."""
        return self.feed().due - self.now

    def items(self) -> dict[str, Item]:
        return self.coverage.feeds.items(self.feed().id)

    def held(self, one: Story, collection: str = "shared") -> Article | None:
        try:
            return self.coverage.article(self.id_of(one), collection=collection)
        except NoSuchArticleError:
            return None

    def id_of(self, one: Story) -> str:
        return id_of_link(self.site.url(f"post.example/{one.name}"))
