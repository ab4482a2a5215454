"""What reading one article comes to."""

from __future__ import annotations

from dataclasses import dataclass

from index.articles import Article, Dropped, Frozen


@dataclass(frozen=True, slots=True)
class Limits:
    """What is too large to be read, and what is taken for granted.

    Bytes; characters of a paragraph; paragraphs and characters of an article.
    """

    file_bytes: int = 50_000_000
    paragraph_characters: int = 20_000
    paragraphs: int = 10_000
    article_characters: int = 500_000
    language: str = "en"
    """ISO 639-1; the one of articles that do not say which is theirs."""


class Reading(Frozen):
    """An article as it was read, where it stood, and what was left out."""

    path: str
    line: int | None = None
    """The line of a JSON Lines file, from 1."""
    article: Article
    dropped: tuple[Dropped, ...] = ()
