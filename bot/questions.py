"""What Discord asks of the coverage: in worker threads, so that the connection never waits, and not too much at once.

Every call says for which guild it is made; what it may see follows from that and from its settings (`bot.guilds`).
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.guilds import collections_of
from bot.pacing import Pace
from bot.workers import Workers
from index.answering.followup import follow_up
from index.coverage import EVERYTHING, Coverage, Scope
from index.errors import NoSuchArticleError, QuestionError

if TYPE_CHECKING:
    from datetime import date

    from bot.settings import Settings
    from index.answering.answer import Answer, Freshness
    from index.answering.explaining import Explanation
    from index.articles import Article

MOST_PASSAGES = 12
"""Passages that an answer has at most, all its pages together."""
LOOKING_UP, WAITING_TO_LOOK_UP = 2, 200
"""Threads for what is quick (a paragraph's context, names of outlets), and how many such requests may wait."""
TITLES_TRIED = 5
"""Newest articles of which one serves as an example."""
LATE = "Finding an answer took too long: ask again, if you can in fewer words."


class Questions:
    """The coverage as people in Discord reach it. All methods but `close` run in threads and raise NewsdeskError."""

    def __init__(self, coverage: Coverage, settings: Settings) -> None:
        self._coverage = coverage
        self._asking = Workers(settings.questions_at_once, settings.questions_waiting, settings.question_seconds, LATE)
        self._looking_up = Workers(LOOKING_UP, WAITING_TO_LOOK_UP, settings.question_seconds, LATE)
        self._pace = Pace(settings.questions_per_minute)

    async def ask(
        self, asker: int, guild: int | None, question: str, scope: Scope = EVERYTHING, today: date | None = None
    ) -> Answer:
        """Answer `question`. Raises QuestionError, TooOftenError, TooManyError, TooLateError, StoreError.

        today: the day from which "last week" in it is told; None for this one.
        """
        self._pace.take(asker)
        return await self._asking.run(
            lambda: self._coverage.ask(
                question, limit=MOST_PASSAGES, collections=self._seen_by(guild), scope=scope, today=today
            )
        )

    async def explain(
        self, asker: int, guild: int | None, question: str, limit: int
    ) -> tuple[Explanation, list[Article | None]]:
        """Why `ask` answers as it does, with the article of each passage. Raises as `ask` does.

        limit: how many passages are explained. An article is None where it was withdrawn meanwhile.
        """
        self._pace.take(asker)
        return await self._asking.run(lambda: self._explain(question, self._seen_by(guild), limit))

    def _explain(self, question: str, seen: tuple[str, ...], limit: int) -> tuple[Explanation, list[Article | None]]:
        explained = self._coverage.explain(question, limit=limit, collections=seen)
        return explained, [self._article(passage.article, seen) for passage in explained.passages]

    def _article(self, article_id: str, seen: tuple[str, ...]) -> Article | None:
        for collection in reversed(seen):
            with suppress(NoSuchArticleError):
                return self._coverage.article(article_id, collection=collection)
        return None

    async def understood(self, question: str, before: str) -> str:
        """`question` as a whole one, where it goes on from the one before."""
        return await self._looking_up.run(lambda: follow_up(question, before))

    async def version(self, key: int, guild: int | None) -> Article:
        """The article of a citation. Raises NoSuchArticleError when it is gone, or another guild's."""
        return await self._looking_up.run(lambda: self._coverage.version(key, collections=self._seen_by(guild)))

    async def outlets(self, guild: int | None) -> list[str]:
        """The outlets in what the guild sees, those with most articles first."""
        return await self._looking_up.run(lambda: self._coverage.outlets(collections=self._seen_by(guild)))

    async def freshness(self, guild: int | None) -> Freshness:
        """How much the guild sees, and until when."""
        return await self._looking_up.run(lambda: self._coverage.freshness(collections=self._seen_by(guild)))

    async def example(self, guild: int | None) -> str | None:
        """A question that the coverage answers: the title of one of the newest articles; None where none does."""
        return await self._looking_up.run(lambda: self._example(self._seen_by(guild)))

    def _seen_by(self, guild: int | None) -> tuple[str, ...]:
        return collections_of(self._coverage, guild)

    def _example(self, collections: tuple[str, ...]) -> str | None:
        for article in self._coverage.articles(collections=collections, limit=TITLES_TRIED):
            with suppress(QuestionError):
                if self._coverage.ask(article.title, limit=1, collections=collections).answered:
                    return article.title
        return None

    async def warm(self) -> None:
        """Read the coverage into memory before the first question does."""
        await self._looking_up.run(self._warm)

    def _warm(self) -> None:
        with suppress(QuestionError):
            self._coverage.ask("newsdesk", limit=1)

    def close(self) -> None:
        """Begin nothing any more."""
        self._asking.close()
        self._looking_up.close()
