"""How an article looks, held or as it was read: its fields, its paragraphs with who speaks, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from bot.intake import place_of
from bot.terminal.prose import Prose, text_of
from bot.terminal.wording import number_of, says, written_date

if TYPE_CHECKING:
    from index.articles import Article, Dropped, Paragraph, Statement
    from index.reading.reading import Reading

INDENT = 5
_FIELD = 11


def reading_view(reading: Reading) -> RenderableType:
    """What would be added from one place, and what was dropped, with the reasons."""
    return Group(Prose(text_of(place_of(reading), "dim")), article_view(reading.article), *_dropped(reading.dropped))


def article_view(article: Article) -> RenderableType:
    """An article, whole."""
    parts: list[RenderableType] = [Prose(text_of(article.title, "bold")), *_fields(article), Text()]
    for notice in article.notices:
        parts += [Prose(text_of(notice, "magenta")), Text()]
    for paragraph in article.paragraphs:
        parts += [*_paragraph(paragraph), Text()]
    return Group(*parts)


def _fields(article: Article) -> Iterator[Prose]:
    named = {
        "id": article.id,
        "source": article.source,
        "agency": article.agency,
        "byline": article.byline,
        "city": article.city,
        "published": article.published and f"{written_date(article.published)} ({article.published})",
        "link": article.url,
        "language": article.language,
    }
    for name, value in named.items():
        if value:
            yield Prose(text_of(value), indent=_FIELD, lead=Text(name, style="dim"))


def _paragraph(paragraph: Paragraph) -> Iterator[Prose]:
    text = text_of(paragraph.text)
    for statement in paragraph.statements:
        text.stylize("underline", statement.start, statement.end)
    yield Prose(text, indent=INDENT, lead=Text(f"{paragraph.number:>3}", style="dim"))
    for statement in paragraph.statements:
        yield Prose(_statement(statement, paragraph.text), indent=INDENT)


def _statement(statement: Statement, text: str) -> Text:
    line = text_of(says(statement.speaker, statement.kind), "cyan" if statement.speaker else "dim")
    details = [f'"{statement.cue}"'] if statement.cue else []
    if statement.mention and statement.mention != statement.speaker:
        details.append(f'as "{statement.mention}"')
    details.append(f"characters {statement.start} to {statement.end} of {len(text)}")
    return line.append_text(text_of(f"  {', '.join(details)}", "dim"))


def _dropped(dropped: tuple[Dropped, ...]) -> Iterator[RenderableType]:
    if dropped:
        yield Text(f"Left out: {number_of(len(dropped), 'line')}", style="bold")
    for line in dropped:
        yield Prose(text_of(f"{line.why}: ", "yellow").append_text(text_of(line.text, "dim")), indent=2)
    if dropped:
        yield Text()
