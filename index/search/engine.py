"""The seam between answering and whatever holds the index: engines publish documents and hand out snapshots."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

SHARED = "shared"
"""The collection that the operator keeps and every guild sees."""


class Document(NamedTuple):
    """One paragraph as an engine sees it: its terms, and those of what surrounds it."""

    article: int
    """The store's key of this version of the article."""
    paragraph: int
    """The paragraph's number, from 1."""
    terms: Sequence[str]
    context: Sequence[str]
    """Terms of the headline, the paragraphs before and the speakers: what a reader has in mind on reaching it."""


class Hit(NamedTuple):
    """A document that matched, and its score."""

    article: int
    paragraph: int
    score: float


class Snapshot(Protocol):
    """An immutable view of some collections, searched as if they were one corpus."""

    def search(
        self, terms: Sequence[str], limit: int, *, context: float = 0.0, only: Collection[int] | None = None
    ) -> list[Hit]:
        """The best `limit` documents that hold at least one of the terms, best first; ties by article and paragraph.

        context: the weight w of the terms of the context. A document scores BM25(its terms) + w BM25(its context), each
        with frequencies and lengths of its own; above 0, a document that matches in its context alone is a hit too.
        only: keys of the articles to which the hits are confined; their scores are the same as without.
        """

    def document_frequency(self, term: str) -> int:
        """In how many documents' own terms (not context) the term stands."""

    def vocabulary(self) -> Collection[str]:
        """All terms of the documents' own texts."""

    def __len__(self) -> int:
        """The number of documents."""


class Engine(Protocol):
    """Holds the postings of collections and scores them with BM25."""

    def publish(self, collection: str, add: Iterable[Document] = (), remove: Collection[int] = ()) -> None:
        """Remove the articles with these keys and add the documents, all at once: no snapshot sees half of it."""

    def drop(self, collection: str) -> None:
        """Forget all documents of a collection."""

    def snapshot(self, collections: Collection[str]) -> Snapshot:
        """The collections as they are now; later changes do not alter it. Unknown collections are empty."""
