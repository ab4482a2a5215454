"""Articles as records: one JSON object each, alone, in a list, or one to a line (JSON Lines); ninjs items too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from index.errors import MalformedError, NoBodyError, TooLargeError, UnreadableError
from index.reading.draft import Draft, iso_date, shown
from index.reading.identity import canonical_link
from index.reading.ninjs import is_ninjs, read_ninjs

_ID_CHARACTERS = 200
_MOST_PARAGRAPHS = 100_000
"""Blank ones among them; what may be kept is in the Limits."""
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8}){0,4}")
_LINE_ENDS = re.compile(r"\r\n?|\n")


def read_record(text: str) -> Draft:
    """The article of one JSON object. Keys that newsdesk does not know are ignored. Raises UnreadableError."""
    return draft_of(parse(text))


def read_document(value: object) -> Iterator[Draft | UnreadableError]:
    """The articles of a JSON document's value: one record, or a list of them. A bad one of a list is its error.

    Raises UnreadableError where the only record is bad.
    """
    if not isinstance(value, list):
        yield draft_of(value)
        return
    if not value:
        raise NoBodyError("an empty list: no articles")
    for number, item in enumerate(value, start=1):
        try:
            yield draft_of(item)
        except UnreadableError as error:
            yield type(error)(f"record {number}: {error.message}")


def parse(text: str) -> Any:
    """The value of a JSON text, held to the standard: no NaN, no key twice. Raises MalformedError."""
    try:
        return json.loads(text.rstrip(), parse_constant=_no_constant, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        place = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}, column {error.colno}"
        raise MalformedError(f"broken JSON at {place} ({_plainly(error.msg)}); mend it and add it again") from error
    except RecursionError as error:
        raise MalformedError("JSON nested too deeply to be an article") from error
    except ValueError as error:
        raise MalformedError("holds a number with more digits than can be read") from error


def draft_of(record: object) -> Draft:
    """The draft of one record, or ninjs item. Raises MalformedError for wrong types, NoBodyError without paragraphs."""
    if is_ninjs(record):
        return read_ninjs(record)
    if not isinstance(record, dict):
        raise MalformedError(f"an article must be an object such as {{'title': ..}}, not {_what(record)}")
    return Draft(
        id=_id(record),
        title=_text(record, "title"),
        source=_text(record, "source"),
        agency=_text(record, "agency"),
        byline=_text(record, "byline"),
        city=_text(record, "city"),
        published=_published(record),
        url=_url(record),
        language=_language(record),
        paragraphs=_paragraphs(record),
        notices=_notices(record),
    )


def is_blank(text: str) -> bool:
    """Whether nothing in the text can be seen: white space, marks of no width, control characters.

    NUL and halves of characters are not blank, so that they are refused, not passed over.
    """
    return not any((c.isprintable() and not c.isspace()) or c == "\x00" or "\ud800" <= c <= "\udfff" for c in text)


def _paragraphs(record: dict[str, Any]) -> tuple[tuple[int, str], ...]:
    given = record.get("paragraphs")
    if given is None:
        texts = _split(_body(record))
    elif isinstance(given, list):
        texts = given
        for number, text in enumerate(texts, start=1):
            if not isinstance(text, str):
                raise MalformedError(f"paragraphs must be a list of texts, but number {number} is {_what(text)}")
    else:
        raise MalformedError(f"paragraphs must be a list of texts, not {_what(given)}")
    if len(texts) > _MOST_PARAGRAPHS:
        raise TooLargeError(f"has {len(texts):,} paragraphs, too many for one article")
    kept = tuple((number, text.strip()) for number, text in enumerate(texts, start=1) if not is_blank(text))
    if not kept:
        raise NoBodyError("has no paragraphs of an article")
    return kept


def _body(record: dict[str, Any]) -> str:
    text = record.get("text")
    if text is None:
        raise NoBodyError('has no paragraphs: it needs "paragraphs" (a list of texts) or "text"')
    if not isinstance(text, str):
        raise MalformedError(f"text must be a text, not {_what(text)}")
    return text


def _split(text: str) -> list[str]:
    """The text's paragraphs: between blank lines, or its lines where no line between two others is blank."""
    count = text.count("\n") + text.count("\r")
    if count > 2 * _MOST_PARAGRAPHS:
        raise TooLargeError(f"has {count:,} lines, too many for one article")
    lines = _LINE_ENDS.split(text.strip())
    if all(not is_blank(line) for line in lines):
        return lines
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if is_blank(line):
            paragraphs.append([])
        else:
            paragraphs[-1].append(line)
    return ["\n".join(lines) for lines in paragraphs if lines]


def _text(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise MalformedError(f"{key} must be a text, not {_what(value)}")
    return None if is_blank(value) else " ".join(value.split())


def _id(record: dict[str, Any]) -> str | None:
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise MalformedError(f"id must be a text or a whole number, not {_what(value)}")
    if value is None or is_blank(value):
        return None
    value = value.strip()
    if len(value) > _ID_CHARACTERS:
        raise TooLargeError(f"the id has {len(value):,} characters; at most {_ID_CHARACTERS} are read")
    if not value.isprintable():
        raise MalformedError(f"the id '{shown(value)}' holds characters that cannot be shown")
    return value


def _published(record: dict[str, Any]) -> str | None:
    value = _text(record, "published")
    if value is None:
        return None
    published = iso_date(value)
    if published is None:
        raise MalformedError(f"published '{shown(value)}' is no date: write 2025-06-18 or 2025-06-18T14:30:00+02:00")
    return published


def _url(record: dict[str, Any]) -> str | None:
    value = _text(record, "url")
    if value is None:
        return None
    if canonical_link(value) is None:
        raise MalformedError(f"url '{shown(value)}' is no web link: write https://..., or leave it out")
    return value


def _language(record: dict[str, Any]) -> str | None:
    value = _text(record, "language")
    if value is None:
        return None
    found = _LANGUAGE.fullmatch(value)
    if not found:
        raise MalformedError(f"language '{shown(value)}' is no language code: write en, de or fr")
    return found[1].lower()


def _notices(record: dict[str, Any]) -> tuple[str, ...]:
    value = record.get("notices")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(notice, str) for notice in value):
        raise MalformedError(f"notices must be a list of texts, not {_what(value)}")
    return tuple(notice.strip() for notice in value if not is_blank(notice))


def _what(value: object) -> str:
    """A JSON value in a message: itself where it is short, else what kind it is."""
    if isinstance(value, str):
        return f"the text '{shown(value)}'"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    constants = {None: "null", True: "true", False: "false"}
    return constants[value] if value is None or isinstance(value, bool) else shown(value)


def _plainly(message: str) -> str:
    return message[:1].lower() + message[1:]


def _no_constant(name: str) -> NoReturn:
    raise MalformedError(f"holds {name}, which is no JSON number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise MalformedError(f"has the key '{shown(key)}' twice")
            seen.add(key)
    return record
