"""What is derived from an article's text: who says what, and the terms. It can always be found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index.articles import Article
from index.language.analysis import ANALYSIS_VERSION, analyse
from index.search.documents import documents
from index.search.engine import Document
from index.speakers import SPEAKERS_VERSION, attribute
from index.store import Derived, Stored

DERIVED_BY = f"analysis {ANALYSIS_VERSION}, speakers {SPEAKERS_VERSION}"
"""Stamp of the terms and statements in the store; another one means that they should be derived anew."""


class Terms(NamedTuple):
    """The terms of an article, joined by spaces."""

    paragraphs: list[str]
    title: str


def terms_of(article: Article) -> Terms:
    """The terms of each paragraph and of the headline."""
    return Terms(
        [_joined(paragraph.text, article.language) for paragraph in article.paragraphs],
        _joined(article.title, article.language),
    )


def derived_anew(stored: Stored) -> Derived:
    """Everything derived of an article found again, and how many of its paragraphs have other terms or statements."""
    article = attribute(stored.article)
    terms, title_terms = terms_of(article)
    pairs = zip(stored.article.paragraphs, article.paragraphs, stored.terms, terms, strict=True)
    changed = sum(old != new or was != now for old, new, was, now in pairs)
    same = not changed and article.people == stored.article.people and title_terms == stored.title_terms
    return Derived(stored.key, article, terms, title_terms, changed, same)


def documents_of(several: Iterable[Stored]) -> Iterator[Document]:
    """The documents of several articles, for an engine."""
    return (
        document
        for stored in several
        for document in documents(stored.key, stored.article, stored.terms, stored.title_terms)
    )


def _joined(text: str, language: str) -> str:
    return " ".join(term.text for term in analyse(text, language))
