"""What moderators write into forms -> articles. A new text is read as wire copy is, a corrected one taken as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.moderating.forms import EMPTY_LINES
from bot.moderating.sources import CannotReadError, ReadIn, line_of, renamed
from index.errors import UnreadableError
from index.reading.dates import parse_date
from index.reading.identity import canonical_link
from index.reading.reading import Limits, Reading

if TYPE_CHECKING:
    from index.articles import Article

NAME = "the text"


def pasted(fields: Mapping[str, str], limits: Limits) -> ReadIn:
    """The article of a pasted text; what was filled in beside it goes before what stands in it. Blocks.

    Raises CannotReadError.
    """
    from index.reading import read_bytes

    facts = {
        "title": _title(fields),
        "source": _line(fields, "outlet"),
        "published": _date(fields),
        "url": _link(fields),
    }
    text = fields.get("text", "")
    if not text:
        raise CannotReadError("The text is empty: paste that of an article.")
    title = facts["title"]
    if title and _plain(text.partition("\n")[0]) != _plain(title):
        text = f"{title}\n\n{text}"
    found = next(iter(read_bytes(text.encode("utf-8", "replace"), NAME, limits, "text/plain")))
    if isinstance(found, UnreadableError):
        raise CannotReadError(line_of(found))
    given = {name: fact for name, fact in facts.items() if fact}
    return ReadIn((found.model_copy(update={"article": renamed(found.article, **given)}),), ())


def rewritten(article: Article, fields: Mapping[str, str], limits: Limits) -> Reading:
    """The article with the title and the paragraphs of a form; as many as before keep their numbers.

    What differs in white space alone is what it was: a form shows none of it, and Discord takes some out. Blocks.
    Raises CannotReadError.
    """
    from index.reading.draft import Draft, finish

    published = {tuple(paragraph.text.split()): paragraph.text for paragraph in article.paragraphs}
    parts = map(_on_one_line, EMPTY_LINES.split(fields.get("text", "")))
    texts = [published.get(tuple(text.split()), text) for text in parts if text]
    numbers = [paragraph.number for paragraph in article.paragraphs]
    numbered = list(zip(numbers, texts, strict=True)) if len(texts) == len(numbers) else list(enumerate(texts, 1))
    facts = article.model_dump(exclude={"paragraphs", "people", "title"})
    draft = Draft(**facts, title=_title(fields) or article.title, paragraphs=tuple(numbered))
    try:
        return finish(draft, NAME, None, limits)
    except UnreadableError as error:
        raise CannotReadError(line_of(error)) from error


def completed(new: Article, before: Article) -> Article:
    """The new version, with what is known of the one before and not said by the new one."""
    names = ("source", "agency", "byline", "city", "published", "url")
    kept = {name: getattr(before, name) for name in names if getattr(new, name) is None}
    return new.model_copy(update={**kept, "id": before.id})


def _on_one_line(text: str) -> str:
    """The lines beside each other; white space within a line, such as that before a French colon, stays."""
    return " ".join(filter(None, map(str.strip, text.split("\n"))))


def _line(fields: Mapping[str, str], name: str) -> str | None:
    return " ".join(fields.get(name, "").split()) or None


def _title(fields: Mapping[str, str]) -> str | None:
    return _line(fields, "title")


def _date(fields: Mapping[str, str]) -> str | None:
    if (written := _line(fields, "date")) is None:
        return None
    found = parse_date(written)
    if found is None:
        raise CannotReadError(f"'{written[:40]}' is no date: write 2025-06-18, or 18 June 2025.")
    return found


def _link(fields: Mapping[str, str]) -> str | None:
    if (written := _line(fields, "link")) is None:
        return None
    found = canonical_link(written)
    if found is None:
        raise CannotReadError(f"'{written[:60]}' is no link: write it with https:// before it.")
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
