"""An item of a feed -> an article of the coverage, and a note of what became of it.

The article is put first and the note comes after it: killed between the two, the item is taken once more and comes out
unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.allowance import FullError
from bot.fetching.failing import FetchError, shortened
from bot.fetching.fetch import Fetched
from bot.fetching.pages import page_reading
from bot.fetching.retrying import REGULAR, backed_off
from bot.terminal.clean import clean
from index.errors import NoSuchArticleError, UnreadableError
from index.reading.feeds import SUMMARY_ONLY, FeedItem, FeedRead, item_reading
from index.store.feeds import Feed, Item, State

if TYPE_CHECKING:
    from bot.desk import Desk
    from index.articles import Article
    from index.coverage import Coverage
    from index.reading.reading import Limits
    from index.results import Outcome

MOST_TRIES = 5
"""How often a page is asked for that cannot be read just now."""
WITHDRAWN = "its article was withdrawn, so new versions of it are not taken"
_WORD = re.compile(r"\w{4,}")

Problem = FetchError | UnreadableError


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an item."""

    outcome: Outcome
    unreached: bool
    """Whether its page could not be had just now."""


class Taker:
    """Takes items of one feed during one poll.

    Args:
        feed: the subscription. read: what the feed says now, or of itself at least.
        page: fetches a page that the feed names; raises FetchError.
    """

    def __init__(
        self,
        desk: Desk,
        feed: Feed,
        read: FeedRead,
        limits: Limits,
        page: Callable[[str], Awaitable[Fetched]],
        *,
        clock: Callable[[], float],
        chance: Callable[[], float],
    ) -> None:
        self._desk, self._feed, self._read, self._limits, self._page = desk, feed, read, limits, page
        self._clock, self._chance = clock, chance
        self._who = f"feed {clean(shortened(feed.title or read.title or feed.url))}"

    async def take(self, item: FeedItem, noted: Item | None) -> Taken:
        """Put the item's article, whole where it can be had, and note it. noted: what is known of the item.

        Raises StoreError and whatever else the desk raises.
        """
        article, problem = await self._desk.compute(lambda: self._own(item))
        if item.url and (article is None or SUMMARY_ONLY in article.notices):
            try:
                found = await self._page(item.url)
                article, problem = await self._desk.compute(lambda: self._paged(found, item)), None
            except (FetchError, UnreadableError) as error:
                problem = error
        return await self._desk.change(lambda coverage: self._put(coverage, item, noted, article, problem))

    def _own(self, item: FeedItem) -> tuple[Article | None, Problem | None]:
        """The article as the feed alone gives it."""
        try:
            return item_reading(item, self._read, self._limits).article, None
        except UnreadableError as error:
            return None, error

    def _paged(self, found: Fetched, item: FeedItem) -> Article:
        """The article as its page gives it, under the id and the link that the feed gives. Raises UnreadableError."""
        article = page_reading(found, self._limits).article
        if not _about(article, item.title):
            raise UnreadableError("the page at its link holds another text", path=shortened(found.url))
        given = {
            "id": item.article_id or article.id,
            "url": item.url or article.url,
            "published": article.published or item.published,
            "source": article.source or item.source or self._read.title or None,
        }
        return article.model_copy(update=given)

    def _put(
        self, coverage: Coverage, item: FeedItem, noted: Item | None, article: Article | None, problem: Problem | None
    ) -> Taken:
        """Runs in a thread, between other changes. Raises NoSuchFeedError where it was removed."""
        coverage.feeds.get(self._feed.id, self._feed.collection)
        known, collection = noted.article_id if noted else None, self._feed.collection
        outcome: Outcome = "refused"
        if known and _held(coverage, known, collection) is None:
            note = Item(item.identity, "refused", "", known, WITHDRAWN)
        elif article is None:
            note = Item(item.identity, "refused", "", known, str(problem))
        else:
            article = article.model_copy(update={"id": known or article.id})
            held = _held(coverage, article.id, collection)
            if held and SUMMARY_ONLY in article.notices and SUMMARY_ONLY not in held.notices:
                known, outcome, reason = held.id, "unchanged", None  # a summary takes the place of no whole text
            else:
                known, outcome, reason = self._added(coverage, article, new=held is None)
            state: State = "refused" if outcome == "refused" else "taken"
            note = Item(item.identity, state, "", known, reason or (str(problem) if problem else None))
        passing = isinstance(problem, FetchError) and problem.passing and note.reason != WITHDRAWN
        coverage.feeds.item(self._feed.id, self._scheduled(note, item, noted, again=passing))
        return Taken(outcome, passing)

    def _added(self, coverage: Coverage, article: Article, *, new: bool) -> tuple[str | None, Outcome, str | None]:
        """The article's id, what became of it, and why it was refused if it was."""
        try:
            self._desk.allowance.check(coverage, self._feed.collection, int(new))
        except FullError as error:
            return (None if new else article.id), "refused", str(error)
        (change,) = coverage.add([article], who=self._who, collection=self._feed.collection)
        return change.id, change.outcome, change.reason

    def _scheduled(self, note: Item, item: FeedItem, noted: Item | None, *, again: bool) -> Item:
        """The note with what the feed said of the item, and with when it is tried again if it is."""
        shown = noted is None or any(one is item for one in self._read.items)
        fingerprint = item.fingerprint if shown or noted is None else noted.fingerprint
        same = noted is not None and noted.state == "failed" and noted.fingerprint == fingerprint
        note = note._replace(fingerprint=fingerprint, url=item.url, tries=(noted.tries if noted and same else 0) + 1)
        if not again or note.tries >= MOST_TRIES:
            return note
        return note._replace(state="failed", due=self._clock() + backed_off(note.tries, REGULAR, self._chance()))


def _held(coverage: Coverage, article_id: str, collection: str) -> Article | None:
    try:
        return coverage.article(article_id, collection=collection)
    except NoSuchArticleError:
        return None


def _about(article: Article, title: str | None) -> bool:
    """Whether the words of the item's headline are on the page: a wall that asks for consent or a login has others."""
    wanted = set(_WORD.findall((title or "")[:500].casefold()))
    if not wanted:
        return True
    text = " ".join((article.title, *(paragraph.text for paragraph in article.paragraphs)))
    return 2 * len(wanted & set(_WORD.findall(text.casefold()))) >= len(wanted)
