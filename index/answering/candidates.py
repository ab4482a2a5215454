"""The paragraphs that might answer, each with what stands around it in its article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, Protocol

from index.articles import Article, Paragraph
from index.language.names import name_terms
from index.search.engine import Hit


class Held(Protocol):
    """An article as the store holds it. Terms are joined by spaces; those of paragraphs in the article's order."""

    @property
    def key(self) -> int:
        """The store's key of this version."""

    @property
    def article(self) -> Article:
        """The article."""

    @property
    def terms(self) -> Sequence[str]:
        """The terms of each paragraph."""

    @property
    def title_terms(self) -> str:
        """The terms of the headline."""


Fetch = Callable[[Collection[int]], Mapping[int, Held]]
"""Articles by their keys; those that are gone are left out."""


@dataclass(frozen=True)
class Text:
    """One article, its terms taken apart once for all its candidates."""

    held: Held

    @cached_property
    def terms(self) -> list[list[str]]:
        """The terms of each paragraph, in reading order."""
        return [line.split() for line in self.held.terms]

    @cached_property
    def title(self) -> frozenset[str]:
        """The terms of the headline, of the outlet, and of the month and year of publication: "in June", "AFP"."""
        article = self.held.article
        month = date.fromisoformat(article.published[:10]).strftime("%B %Y") if article.published else ""
        return frozenset(self.held.title_terms.split()) | name_terms(
            f"{article.source or ''} {article.agency or ''} {month}"
        )

    @cached_property
    def sets(self) -> list[frozenset[str]]:
        """The terms of each paragraph, and of the names of those whom it speaks of as "he" or "his counterpart"."""
        paragraphs = self.held.article.paragraphs
        return [
            frozenset(own).union(*(name_terms(name) for name in paragraph.people))
            for own, paragraph in zip(self.terms, paragraphs, strict=True)
        ]

    @cached_property
    def all(self) -> frozenset[str]:
        """All terms of the article, headline included."""
        return self.title.union(*self.sets)

    @cached_property
    def main_speaker(self) -> str | None:
        """Who says at least half of what the article quotes from people known by name; None without one."""
        said = Counter(
            statement.speaker
            for paragraph in self.held.article.paragraphs
            for statement in paragraph.statements
            if statement.speaker and statement.speaker[0].isupper()
        )
        return next((speaker for speaker, times in said.most_common(1) if 2 * times >= said.total()), None)

    def around(self, place: int, before: int, after: int) -> frozenset[str]:
        """The terms of the paragraph at a place (from 0) and of some before and after it."""
        return frozenset().union(*self.sets[max(0, place - before) : place + after + 1])


class Candidate(NamedTuple):
    """A paragraph that might answer."""

    text: Text
    place: int
    """Its position in the article, from 0."""
    score: float
    """The engine's."""

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph itself."""
        return self.text.held.article.paragraphs[self.place]

    @property
    def terms(self) -> frozenset[str]:
        """Its terms, and those of the names of whom it speaks."""
        return self.text.sets[self.place]


def gather(hits: Sequence[Hit], fetch: Fetch) -> list[Candidate]:
    """The paragraphs of the hits, in their order; those whose article is gone are left out."""
    texts = {key: Text(held) for key, held in fetch({hit.article for hit in hits}).items()}
    places = {
        key: {paragraph.number: place for place, paragraph in enumerate(text.held.article.paragraphs)}
        for key, text in texts.items()
    }
    return [
        Candidate(texts[hit.article], places[hit.article][hit.paragraph], hit.score)
        for hit in hits
        if hit.article in texts
    ]
