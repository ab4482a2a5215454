"""What the tests of this folder share: an article from its paragraphs, and who says what in it."""

from __future__ import annotations

from index.articles import Article, Paragraph, Statement
from index.speakers import attribute


def article(*texts: str) -> Article:
    return Article(
        id="t", title="A test", paragraphs=tuple(Paragraph(number=i, text=text) for i, text in enumerate(texts, 1))
    )


def statements(*texts: str) -> list[tuple[int, str, Statement]]:
    """(paragraph number, what is said, statement) of all paragraphs in order."""
    read = attribute(article(*texts))
    return [(p.number, p.text[s.start : s.end], s) for p in read.paragraphs for s in p.statements]


def said(*texts: str) -> list[tuple[str | None, str, str]]:
    """(speaker, kind, what is said) of the last paragraph."""
    return [(s.speaker, s.kind, text) for number, text, s in statements(*texts) if number == len(texts)]


def speaker(*texts: str) -> str | None:
    """The speaker of the last statement of the last paragraph; fails when there is none."""
    return said(*texts)[-1][0]
