"""Coverage: the whole product in one page. Open it, add and withdraw articles, ask, reindex, check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from index.answering.answer import Answer, Freshness
from index.articles import Article, Frozen, Published
from index.search.engine import SHARED

Progress = Callable[[int, int], None]
"""Called with what is done and the total, in articles."""


class Change(Frozen):
    """What adding or withdrawing an article came to."""

    id: str
    title: str
    outcome: Literal["added", "unchanged", "replaced", "withdrawn"]
    reason: str | None = None
    paragraphs: int


class Summary(Frozen):
    """An article in a list."""

    id: str
    title: str
    source: str | None
    agency: str | None
    city: str | None
    published: Published | None
    url: str | None
    paragraphs: int
    added: str
    """When this version was added, ISO 8601 in UTC."""


class Reindexed(Frozen):
    """What reading and analysing everything again came to."""

    articles: int
    paragraphs: int
    changed: int
    """Paragraphs whose terms or statements are others than before."""
    seconds: float


class Coverage:
    """The articles of one database, and answers from them. Use as a context manager, or close it."""

    @classmethod
    def open(cls, database: str | Path, *, wait: float = 10.0) -> Self:
        """Open the database (a file's path, or an SQLAlchemy URL), made or migrated where needed.

        wait: seconds to wait for another process that is changing it. Raises StoreError.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the database."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def add(self, articles: Iterable[Article], *, who: str, collection: str = SHARED) -> Iterator[Change]:
        """Add each article or replace the version held. A Change is yielded only once it is safely on disk."""
        raise NotImplementedError

    def withdraw(self, article_id: str, *, who: str, reason: str = "", collection: str = SHARED) -> Change:
        """Take an article out; the journal keeps its last version. Raises NoSuchArticleError."""
        raise NotImplementedError

    def ask(self, question: str, *, limit: int = 5, collections: Sequence[str] = (SHARED,)) -> Answer:
        """Answer from the collections as if they were one corpus, or refuse. Raises QuestionError."""
        raise NotImplementedError

    def articles(self, *, collections: Sequence[str] = (SHARED,)) -> list[Summary]:
        """All articles, newest published first."""
        raise NotImplementedError

    def article(self, article_id: str, *, collection: str = SHARED) -> Article:
        """One article, whole. Raises NoSuchArticleError."""
        raise NotImplementedError

    def reindex(self, *, who: str, progress: Progress | None = None) -> Reindexed:
        """Find statements and terms of every article again; answers stay available meanwhile."""
        raise NotImplementedError

    def check(self, *, progress: Progress | None = None) -> list[str]:
        """What is wrong with the database, a plain sentence each; empty when nothing is."""
        raise NotImplementedError

    def freshness(self, *, collections: Sequence[str] = (SHARED,)) -> Freshness:
        """How many articles there are, and the newest date among them."""
        raise NotImplementedError
