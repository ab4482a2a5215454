"""Articles -> documents: what of an article, its headline and its speakers an engine gets for each paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.articles import Article
from index.language.names import name_terms
from index.search.engine import Document

BEFORE = 2
"""How many paragraphs before are part of a paragraph's context."""


def documents(key: int, article: Article, terms: Sequence[str], title_terms: str) -> Iterator[Document]:
    """One document for each paragraph, in order.

    terms: those of each paragraph, joined by spaces. The context of a paragraph is the headline, the two paragraphs
    before it and the names of those whom it speaks of: what a reader knows who has come that far.
    """
    split = [line.split() for line in terms]
    headline = title_terms.split()
    for place, (paragraph, own) in enumerate(zip(article.paragraphs, split, strict=True)):
        before = [term for line in split[max(0, place - BEFORE) : place] for term in line]
        names = [term for name in paragraph.people for term in sorted(name_terms(name))]
        yield Document(key, paragraph.number, own, [*headline, *before, *names])
