"""Draft -> Reading: the one place where what a reader found is checked, measured, given an id and its statements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import ValidationError

from index.articles import Article, Dropped, Paragraph
from index.errors import MalformedError, NoBodyError, TooLargeError
from index.reading.identity import article_id
from index.reading.reading import Limits, Reading

FIELD_CHARACTERS = 1_000
_TITLE_WORDS, _TITLE_CHARACTERS = 12, 80
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a reader found, in the shapes of an Article's fields. paragraphs: (number from 1, text) in order."""

    paragraphs: tuple[tuple[int, str], ...]
    id: str | None = None
    title: str | None = None
    source: str | None = None
    agency: str | None = None
    byline: str | None = None
    city: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    """None where it is not said."""
    notices: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def finish(draft: Draft, path: str, line: int | None, limits: Limits) -> Reading:
    """The draft as an article with its statements.

    Raises NoBodyError without paragraphs, TooLargeError over a limit, MalformedError for text that cannot be kept.
    """
    from index.speakers import attribute

    if not draft.paragraphs:
        raise NoBodyError("has no paragraphs of an article")
    _check_sizes(draft, limits)
    texts = [text for _, text in draft.paragraphs]
    title = " ".join((draft.title or "").split()) or first_words(texts[0])
    for name, text in _texts(draft, title):
        check_text(text, name)
    article = _article(draft, draft.id or article_id(title, texts, draft.url), title, limits.language)
    return Reading(path=path, line=line, article=attribute(article), dropped=draft.dropped)


def first_words(text: str) -> str:
    """A title for a text that has none: its first words, and an ellipsis where there are more."""
    words = text[:1_000].split()
    title = " ".join(words[:_TITLE_WORDS])[:_TITLE_CHARACTERS].rstrip()
    return title if title == " ".join(text[:1_001].split()) else f"{title} …"


def iso_date(value: str) -> str | None:
    """The ISO 8601 date or date-time as given, with "T" between the two; None if it is none. No zone is invented."""
    value = value.strip()
    if len(value) > 40 or not _DATE.fullmatch(value):
        return None
    value = value.replace(" ", "T")
    try:
        date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    except ValueError:
        return None
    return value


def shown(value: object) -> str:
    """A value of the input as a message shows it: short, on one line, without control characters."""
    text = value if isinstance(value, str) else repr(value)[:80]
    clean = "".join(character if character.isprintable() else "\ufffd" for character in text[:41])
    return f"{clean[:40]}…" if len(text) > 40 else clean


def check_text(text: str, name: str) -> None:
    """Raise MalformedError if the text holds what no file or database can keep as text."""
    if "\x00" in text:
        raise MalformedError(f"{name} holds a NUL character; remove it")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedError(
            f"{name} holds half a character (\\u{ord(text[error.start]):04x}); save it again as UTF-8"
        ) from error


def _article(draft: Draft, article_id: str, title: str, language: str) -> Article:
    try:
        return Article(
            id=article_id,
            title=title,
            source=draft.source,
            agency=draft.agency,
            byline=draft.byline,
            city=draft.city,
            published=draft.published,
            url=draft.url,
            language=draft.language or language,
            paragraphs=tuple(Paragraph(number=number, text=text) for number, text in draft.paragraphs),
            notices=draft.notices,
        )
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        field = " ".join(str(part) for part in fault["loc"])
        raise MalformedError(f"its {field} cannot be kept: {shown(fault['msg'])}") from error


def _check_sizes(draft: Draft, limits: Limits) -> None:
    if len(draft.paragraphs) > limits.paragraphs:
        raise TooLargeError(f"has {len(draft.paragraphs):,} paragraphs; an article may have {limits.paragraphs:,}")
    most = limits.paragraph_characters
    for number, text in draft.paragraphs:
        if len(text) > most:
            raise TooLargeError(f"paragraph {number} has {len(text):,} characters; at most {most:,} are read")
    whole = sum(len(text) for _, text in draft.paragraphs)
    if whole > limits.article_characters:
        raise TooLargeError(f"has {whole:,} characters; at most {limits.article_characters:,} are read as one article")
    for notice in draft.notices:
        if len(notice) > most:
            raise TooLargeError(f"a notice has {len(notice):,} characters; at most {most:,} are read")
    for name in ("title", "source", "agency", "byline", "city", "id"):
        size = len(getattr(draft, name) or "")
        if size > FIELD_CHARACTERS:
            raise TooLargeError(f"the {name} has {size:,} characters; at most {FIELD_CHARACTERS:,} are read")


def _texts(draft: Draft, title: str) -> list[tuple[str, str]]:
    """Every text of the draft that is kept, with the name by which a message calls it."""
    names = ("id", "source", "agency", "byline", "city", "url")
    # Paragraphs first: a title may be made of one.
    fields = [(f"paragraph {number}", text) for number, text in draft.paragraphs]
    fields += [("the title", title), *((f"the {name}", getattr(draft, name) or "") for name in names)]
    fields += [("a notice", text) for text in draft.notices]
    return fields + [("a dropped line", dropped.text) for dropped in draft.dropped]
