"""How an article that was read stands to what a collection holds: new, the same, or another version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from index.store.rows import content_hash

if TYPE_CHECKING:
    from index.articles import Article
    from index.coverage import Coverage


class Standing(NamedTuple):
    """Of one article."""

    kind: Literal["new", "unchanged", "replaces"]
    held: Article | None = None
    """The version that is held."""


def standing(coverage: Coverage, article: Article, collection: str) -> Standing:
    """What adding the article would come to now. Blocks."""
    held = coverage.held(article, collection=collection)
    if held is None:
        return Standing("new")
    same = content_hash(held) == content_hash(article.model_copy(update={"id": held.id}))
    return Standing("unchanged" if same else "replaces", held)


def repeated(articles: Iterable[Article]) -> list[str]:
    """The ids that several of the articles have."""
    return [id_ for id_, times in Counter(article.id for article in articles).items() if times > 1]
