"""NewsML-G2 (a newsItem, or a newsMessage with its itemSet) and NITF -> drafts. Element names are IPTC's
(iptc.org/std/NewsML-G2, iptc.org/std/NITF); namespaces are not looked at, as senders mix their versions.

The text is NITF or XHTML inside the item; both become HTML, from which the paragraphs are read as from a feed's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from index.errors import MalformedError, NoBodyError, UnreadableError
from index.reading.agencies import item_id, only_text, refuse_unusable, sender
from index.reading.datelines import Found, city_name, find_dateline
from index.reading.dates import MONTHS
from index.reading.draft import Draft, shown
from index.reading.feeds import author_name, feed_date, html_draft, language_code
from index.reading.fragments import is_markup, plain, plain_to_html
from index.reading.reading import Limits
from index.reading.xmltext import refuse_many, xml_text

MOST_ITEMS = 5_000
_AS_HTML = {
    "hl1": "h1",
    "hl2": "h2",
    "bq": "blockquote",
    "media": "figure",
    "block": "div",
    "fn": "aside",
    "copyrite": "span",
    "person": "span",
    "org": "span",
    "location": "span",
    "object.title": "span",
}
_NO_ITEMS = {"packageitem": "a package of other items", "conceptitem": "a concept", "planningitem": "a plan"}
_KINDS_WITHOUT_TEXT = frozenset({"picture", "graphic", "audio", "video", "composite"})
_NITF_DATE = re.compile(
    r"([12][0-9]{3})([01][0-9])([0-3][0-9])(?:T([0-2][0-9])([0-5][0-9])([0-5][0-9])?(Z|[+-][0-9]{4})?)?"
)
_PLACE = re.compile(r"[^\W\d_][^,(/\d–—\n-]{1,60}")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_news_xml(data: bytes, limits: Limits, charset: str | None = None) -> Iterator[Draft | UnreadableError]:
    """The articles of a NewsML-G2 or NITF document, in order; an item that is none is yielded as its error.

    Raises MalformedError for XML that is broken, NotTextError, NoBodyError.
    """
    text = xml_text(data, charset)
    refuse_many(text)
    root = _parsed(text)
    items = [root] if _name(root) != "newsmessage" else list(_below(root, "itemset"))
    if not items:
        raise NoBodyError("a NewsML-G2 message without items")
    for number, item in enumerate(items[:MOST_ITEMS], start=1):
        try:
            yield _draft(item, limits)
        except UnreadableError as error:
            title = _first(item, "headline", "hl1")
            name = f"'{shown(title)}'" if title else str(number)
            yield type(error)(f"item {name}: {error.message}")
    if len(items) > MOST_ITEMS:
        yield MalformedError(f"more than {MOST_ITEMS:,} items; only the first {MOST_ITEMS:,} were read")


def _parsed(text: str) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        place = f" at line {error.position[0]}" if isinstance(error, etree.XMLSyntaxError) else ""
        raise MalformedError(f"broken XML{place}; ask its sender for a whole one") from error


def _draft(item: Any, limits: Limits) -> Draft:
    name = _name(item)
    if name in _NO_ITEMS:
        raise NoBodyError(f"{_NO_ITEMS[name]}, without a text of its own")
    if name == "nitf":
        return _nitf_draft(item, limits)
    if name != "newsitem":
        raise MalformedError(f"<{shown(name)}> is no item of news; newsdesk reads NewsML-G2, NITF and feeds")
    meta, content = _child(item, "itemmeta"), _child(item, "contentmeta")
    refuse_unusable(_value(meta, "pubstatus"), _value(meta, "embargoed"))
    text = _child(item, "contentset")
    nitf = next(_named(text, "nitf"), None) if text is not None else None
    html = _nitf_html(nitf) if nitf is not None else _html(text)
    if not html and _kind(meta) in _KINDS_WITHOUT_TEXT:
        raise NoBodyError(f"a {_kind(meta)}, without a text of its own")
    return _with_nitf(html_draft(only_text(html), _known(item, meta, content), limits), nitf)


def _known(item: Any, meta: Any, content: Any) -> Draft:
    """What a newsItem says of itself."""
    article_id, link = item_id(item.get("guid"))
    who = sender(
        [*_names(content, "infosource"), *_names(meta, "provider"), *_names(item, "copyrightholder", deep=True)]
    )
    dateline, place = _dateline(_first(content, "dateline"))
    language = _child(content, "language")
    dates = (_value(content, "contentcreated"), _value(meta, "firstcreated"), _value(meta, "versioncreated"))
    return Draft(
        id=article_id,
        title=_first(content, "headline"),
        source=who.source,
        agency=who.agency or (dateline.agency if dateline else None),
        byline=_by(_texts(content, "by") or _names(content, "creator")),
        city=next(iter(_names(content, "located")), None) or place,
        published=next((date for given in dates if (date := feed_date(given))), None),
        url=link,
        language=language_code(language.get("tag") if language is not None else None)
        or language_code(item.get(_XML_LANG)),
        notices=tuple(dict.fromkeys(_texts(meta, "ednote"))),
        paragraphs=(),
    )


def _nitf_draft(nitf: Any, limits: Limits) -> Draft:
    head = _child(nitf, "head")
    status = next((data.get("management-status") for data in _named(nitf, "docdata")), None)
    refuse_unusable(status, None)
    given = next((found.get("id-string") for found in _named(nitf, "doc-id")), None)
    article_id, link = item_id(given)
    known = Draft(id=article_id, url=link, language=language_code(nitf.get(_XML_LANG)), paragraphs=())
    known = replace(known, title=next(iter(_texts(nitf, "hl1", deep=True)), None) or _first(head, "title"))
    return _with_nitf(html_draft(only_text(_nitf_html(nitf)), known, limits), nitf)


def _with_nitf(draft: Draft, nitf: Any) -> Draft:
    """The draft, completed by what the head of a NITF text says."""
    if nitf is None:
        return draft
    dates = [found.get("norm") for name in ("date.issue", "date.release", "story.date") for found in _named(nitf, name)]
    head = next(_named(nitf, "body.head"), None)
    holders = [found.get("holder") for found in _named(nitf, "doc.copyright")]
    who = sender([*_texts(head, "distributor"), *(found.get("name") for found in _named(nitf, "pubdata")), *holders])
    where = next(_named(head, "dateline"), None) if head is not None else None
    found, place = _dateline(plain(_all_text(where)) if where is not None else None)
    places = _texts(where, "location", deep=True)
    return replace(
        draft,
        title=draft.title or next(iter(_texts(nitf, "hl1", deep=True)), None),
        byline=draft.byline or _by(_texts(head, "byline")),
        source=draft.source or who.source,
        agency=draft.agency or who.agency or (found.agency if found else None),
        city=draft.city or (city_name(places[0]) if places else place),
        published=draft.published or next((date for given in dates if (date := _nitf_date(given))), None),
        notices=(*draft.notices, *(note for data in _named(nitf, "ed-msg") if (note := plain(data.get("info"))))),
    )


def _dateline(text: str | None) -> tuple[Found | None, str | None]:
    """What is known to be a dateline, and the place in it, also where it names nothing else."""
    if not text:
        return None, None
    found = find_dateline(f"{text} - ")
    place = found.city if found else None
    if place is None and (opening := _PLACE.match(text)) and opening[0].split()[0].casefold() not in MONTHS:
        place = opening[0].strip(" .")
    return found, city_name(place) if place else None


def _nitf_date(given: str | None) -> str | None:
    """A date in the basic format of ISO 8601 (20250618T143000Z), which NITF uses, in the extended one."""
    found = _NITF_DATE.fullmatch((given or "").strip())
    if not found:
        return feed_date(given)
    year, month, day, hour, minute, second, zone = found.groups()
    time = f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else ""
    return feed_date(f"{year}-{month}-{day}{time}")


def _nitf_html(nitf: Any) -> str:
    return "".join(_as_html(content) for content in _named(nitf, "body.content"))


def _html(content: Any) -> str:
    """The text of a contentSet without NITF: the body of XHTML, or plain text."""
    if content is None:
        return ""
    for inline in _named(content, "inlinexml"):
        body = next(_named(inline, "body"), inline)
        if html := _as_html(body):
            return html
    for inline in _named(content, "inlinedata"):
        text = _all_text(inline)
        if text.strip() and "base64" not in (inline.get("encoding") or ""):
            return text if is_markup(text) else plain_to_html(text)
    return ""


def _as_html(element: Any) -> str:
    """What is inside an element as HTML. NITF's elements become HTML's; the tree is changed."""
    from lxml import etree

    for inner in element.iter(etree.Element):
        name = _name(inner)
        inner.tag = _AS_HTML.get(name, name if re.fullmatch("[a-z][a-z0-9]{0,20}", name) else "span")
    parts = [etree.tostring(inner, method="html", encoding="unicode") for inner in element]
    text = plain_to_html(element.text) if (element.text or "").strip() else ""
    return text + "".join(parts)


def _by(texts: list[str]) -> str | None:
    return author_name(", ".join(dict.fromkeys(name for text in texts[:20] if (name := author_name(text)))))


def _kind(meta: Any) -> str:
    return (_value(meta, "itemclass") or "").rpartition(":")[2].lower()


def _names(parent: Any, name: str, *, deep: bool = False) -> list[str]:
    """The names of the parties or places so called below: <name>, the attribute literal, or their text."""
    names = []
    for found in _named(parent, name) if deep else _below_named(parent, name):
        given = _first(found, "name") or found.get("literal") or plain(found.text)
        if given:
            names.append(given)
    return names


def _value(parent: Any, name: str) -> str | None:
    """A child's code or text."""
    found = _child(parent, name)
    return None if found is None else found.get("qcode") or found.get("uri") or plain(found.text)


def _texts(parent: Any, name: str, *, deep: bool = False) -> list[str]:
    if parent is None:
        return []
    found = _named(parent, name) if deep else _below_named(parent, name)
    return [text for element in found if (text := plain(_all_text(element)))]


def _first(parent: Any, *names: str) -> str | None:
    """The text of the first child of one of these names; anywhere below where several names are given."""
    return next((text for name in names for text in _texts(parent, name, deep=len(names) > 1)), None)


def _child(parent: Any, name: str) -> Any:
    return next(_below_named(parent, name), None)


def _below_named(parent: Any, name: str) -> Iterator[Any]:
    return iter(()) if parent is None else (element for element in parent if _name(element) == name)


def _below(parent: Any, name: str) -> Iterator[Any]:
    """The children of the children so called."""
    for found in _below_named(parent, name):
        yield from (element for element in found if _name(element))


def _named(parent: Any, name: str) -> Iterator[Any]:
    """The elements of this name anywhere below, the element itself among them."""
    if parent is not None:
        yield from [element for element in parent.iter() if _name(element) == name]


def _all_text(element: Any) -> str:
    return "".join(element.itertext())


def _name(element: Any) -> str:
    """The local name in lower case; empty for what is no element."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
