"""ninjs, IPTC's news in JSON (1.x, 2.x and 3.x) -> drafts. Version 1 has a key for each text ("body_xhtml"), later
ones lists of texts with their roles ("bodies"); 3.x writes keys in camel case (iptc.org/std/ninjs)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeGuard

from index.reading.agencies import item_id, only_text, refuse_unusable, sender
from index.reading.draft import Draft
from index.reading.feeds import SUMMARY_ONLY, author_name, feed_date, html_draft, language_code
from index.reading.fragments import is_markup, plain, plain_to_html
from index.reading.reading import Limits

_BODIES = ("bodies", "body_xhtml", "body_html", "body_text", "body")
_OTHERS = frozenset(
    {"headline", "headlines", "versioncreated", "pubstatus", "description_text", "descriptions", "slugline"}
)
_NOT_TEXT = frozenset({"picture", "graphic", "audio", "video", "component", "planning", "event"})
_NAMED = ("name", "value", "literal")
_DATES = ("versioncreated", "contentcreated", "firstcreated")


def is_ninjs(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a JSON value has the keys of a ninjs item and not those of newsdesk's own records."""
    if not isinstance(value, dict) or "paragraphs" in value or "text" in value:
        return False
    keys = {key.lower() for key in value}
    named = not keys.isdisjoint(("uri", "guid"))
    body = not keys.isdisjoint(_BODIES)
    other = not keys.isdisjoint(_OTHERS)
    return (named or body) and (named or other) and (body or other)


def read_ninjs(value: dict[str, Any], limits: Limits | None = None) -> Draft:
    """The article of a ninjs item.

    Raises NotUsableError where it is canceled, withheld or under embargo, NoBodyError without a text, TooLargeError,
    MalformedError.
    """
    item = {key.lower(): found for key, found in value.items()}
    refuse_unusable(_text(item.get("pubstatus")), _text(item.get("embargoed")))
    html, notices = _body(item)
    article_id, link = item_id(_text(item.get("uri")) or _text(item.get("guid")))
    who = sender([*_names(item.get("source")), *_names(item.get("infosources")), *_names(item.get("infosource")),
                  *_names(item.get("copyrightholder"))])  # fmt: skip
    note = plain(_text(item.get("ednote")))
    known = Draft(
        id=article_id,
        title=next(_titles(item), None),
        source=who.source,
        agency=who.agency,
        byline=_byline(item),
        city=next(iter(_names(item.get("located"))), None),
        published=next((date for name in _DATES if (date := feed_date(_text(item.get(name))))), None),
        url=link,
        language=language_code(_text(item.get("language"))),
        notices=(*([note] if note else []), *notices),
        paragraphs=(),
    )
    draft = html_draft(html, known, limits or Limits())
    places = _names(item.get("place")) or _names(item.get("places"))
    return draft if draft.city or len(places) != 1 else replace(draft, city=places[0])


def _body(item: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The body as HTML, and a notice where it is only the description."""
    bodies = [_variant(body) for body in _main_first(item.get("bodies"))]
    keys = [*_BODIES[1:], *sorted(key for key in item if key.startswith("body_"))]
    bodies += [_as_html(_text(item.get(key)), "html" if "html" in key else None) for key in keys]
    if body := next((body for body in bodies if body), None):
        return body, ()
    if _text(item.get("type")) in _NOT_TEXT:
        return only_text(None), ()
    summaries = [_variant(text) for text in _main_first(item.get("descriptions"))]
    summaries += [_as_html(_text(item.get(key)), None) for key in ("description_xhtml", "description_text")]
    return only_text(next((text for text in summaries if text), None)), (SUMMARY_ONLY,)


def _variant(text: dict[str, Any]) -> str | None:
    return _as_html(_text(text.get("value")), _text(text.get("contenttype")))


def _as_html(text: str | None, kind: str | None) -> str | None:
    if text is None:
        return None
    return text if (kind and ("html" in kind or "xml" in kind)) or is_markup(text) else plain_to_html(text)


def _main_first(value: Any) -> list[dict[str, Any]]:
    """The objects of a list of texts, keys in lower case: the main role or none first, HTML before plain text."""
    given = [text for text in _list(value) if isinstance(text, dict)]
    texts = [{key.lower(): found for key, found in text.items()} for text in given]
    return sorted(
        texts,
        key=lambda text: (
            _text(text.get("role")) not in (None, "main"),
            "html" not in (_text(text.get("contenttype")) or ""),
        ),
    )


def _titles(item: dict[str, Any]) -> Iterator[str]:
    given = [_text(item.get("headline"))]
    given += [_text(text.get("value")) for text in _main_first(item.get("headlines"))]
    given += [_text(item.get(key)) for key in ("headline_xhtml", "headline_text", "title")]
    given += [_text(text.get("value")) for text in _main_first(item.get("titles"))]
    yield from (title for text in given if (title := plain(text)))


def _byline(item: dict[str, Any]) -> str | None:
    names = [*_names(item.get("byline")), *_names(item.get("bylines")), *_names(item.get("by"))]
    return author_name(", ".join(dict.fromkeys(name for given in names if (name := author_name(given)))))


def _names(value: Any) -> list[str]:
    """The names in a text, an object with a name, or a list of these."""
    names = []
    for one in _list(value):
        given = next((one[key] for key in _NAMED if key in one), None) if isinstance(one, dict) else one
        if name := plain(_text(given)):
            names.append(name)
    return names


def _list(value: Any) -> list[Any]:
    return value[:50] if isinstance(value, list) else [value]


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
