"""When a page's article was published: the day that the page states, never one of another story, a comment or a change.

The most specific statement counts: JSON-LD, <meta>, itemprop, <time> and visible dates near the headline, the address.
Months are read in the page's own language (Unicode CLDR, by babel).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]

from index.reading.dates import parse_date
from index.reading.draft import iso_date
from index.reading.fields import clean, text_of
from index.reading.wordlists import known

_CHANGED = re.compile("|".join(known("dates")["other_names"]), re.IGNORECASE)
_CHANGED_WORD = re.compile(rf"(?<![^\W_])(?:{'|'.join(known('dates')['change_words'])})(?![^\W_])", re.IGNORECASE)
_JOINS = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(known('dates')['joins'])})\.?(?![^\W_])|d['’]|(?<=[0-9])(?:er|\.|º|ª|-го|h(?=\s))(?=\s)",
    re.IGNORECASE,
)
_PUBLISHES = re.compile(r"publi[sc]|posted|created|entry-date|pubdate|release|veröff|first", re.IGNORECASE)
_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|datum|fecha|data|time|timestamp|dateline|pub(?:lished|date)?|posted|byline|meta|article-?info|info)"
    r"|date$|time$|-info|__meta|metadata",
    re.IGNORECASE,
)
_SMALL = ("span", "div", "p", "li", "em", "small", "abbr", "td", "font", "a", "b", "i", "bdi")
_HEADINGS = ("h1", "h2", "h3", "h4")
_ELSEWHERE = frozenset({"aside", "footer", "nav"})
_IN_ADDRESS = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[/_-]?([01][0-9])[/_-]?([0-3][0-9])(?![0-9])")
_MOST_TIMES, _MOST_DATED, _NEAR_CHARACTERS = 40, 60, 160
_MOST_NEAR, _LINE_CHARACTERS = 24, 60
_APART_DAYS = 2


def published_of(
    tree: HtmlElement,
    linked: dict[str, Any],
    meta: dict[str, list[str]],
    links: Iterable[str],
    language: str | None,
    heading: HtmlElement | None = None,
) -> str | None:
    """The publication date of the page's article in ISO 8601, with the time and zone that the page states; or None.

    linked: the article's JSON-LD; meta: <meta> by lower-case name; links: the page's addresses; language: "en-US";
    heading: where readers see the headline.
    """
    names = known("dates")
    in_address = next((day for link in links if (day := date_in_address(link))), None)
    page = _Page(tree, heading)
    certain = [linked.get("datePublished"), *_of(meta, names["certain"]), *page.marked()]
    loose = [*_of(meta, names["loose"]), *page.times(), *page.visible(language)]
    for value in certain:
        if found := date_of(value, language):
            return found
    for value in loose:
        if (found := date_of(value, language)) and _fits(found, in_address):
            return found
    last = [linked.get(name) for name in ("dateCreated", "uploadDate", "dateModified")]
    for value in (in_address, *page.near_headline(), *last, *_of(meta, names["changed"])):
        if found := date_of(value, language):
            return found
    return None


def date_of(value: Any, language: str | None) -> str | None:
    """The date in a value as ISO 8601, a time with it where there is one; None if there is none.

    Also seconds and milliseconds since 1970, 20250618, and months in the language.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    text = clean(value)
    if text is None:
        return None
    if text.isdecimal() and text.isascii():
        return _moment(text)
    if compact := re.fullmatch(
        r"([12][0-9]{3})([01][0-9])([0-3][0-9])T?(?:([0-2][0-9])([0-5][0-9])([0-5][0-9])?(Z?))?", text
    ):
        day = "-".join(compact.group(1, 2, 3))
        return iso_date(f"{day}T{compact[4]}:{compact[5]}:{compact[6] or '00'}{compact[7]}" if compact[4] else day)
    return iso_date(text) or parse_date(text) or parse_date(_in_english(text, language)) or _by_region(text, language)


def date_in_address(link: str) -> str | None:
    """The day in a link's path (/2025/06/18/, 20250618), if there is one."""
    for year, month, day in _IN_ADDRESS.findall(link[:2_000]):
        if found := iso_date(f"{year}-{month}-{day}"):
            return found
    return None


def _moment(figures: str) -> str | None:
    if len(figures) == 8:
        return iso_date(f"{figures[:4]}-{figures[4:6]}-{figures[6:]}") if figures[:2] in ("19", "20") else None
    if len(figures) not in (10, 13):
        return None
    return datetime.fromtimestamp(int(figures[:10]), UTC).isoformat()


def _of(meta: dict[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from meta.get(name, ())


def _fits(found: str, in_address: str | None) -> bool:
    if in_address is None:
        return True
    return abs((date.fromisoformat(found[:10]) - date.fromisoformat(in_address)).days) <= _APART_DAYS


class _Page:
    """Where a page shows dates that may be its article's."""

    def __init__(self, tree: HtmlElement, heading: HtmlElement | None) -> None:
        self._tree = tree
        headline = self._heading = heading if heading is not None else next(tree.iter("h1"), None)
        self._around_headline = set(headline.iterancestors()) if headline is not None else set()
        self._order = {element: place for place, element in enumerate(tree.iter(*_HEADINGS, "time", *_SMALL))}
        self._headline = self._order.get(headline, 0)

    def _distance(self, element: HtmlElement) -> int:
        """How far from the headline it stands; a date before it is likelier that of the day on which it is read."""
        steps = self._order.get(element, 0) - self._headline
        return steps if steps >= 0 else -3 * steps

    def marked(self) -> Iterator[str | None]:
        """What elements marked as the publication date say (microdata and RDFa)."""
        found = self._tree.xpath("//*[@itemprop='datePublished' or @property='datePublished' or @pubdate]")
        for element in found[:_MOST_TIMES]:
            if element.tag == "meta" or not self._is_elsewhere(element):
                yield from (clean(element.get("content")), clean(element.get("datetime")), text_of(element))

    def times(self) -> Iterator[str | None]:
        """What <time> elements say, those marked as publication first, none of changes or of other stories."""
        times = [time for time in self._tree.iter("time") if not self._is_elsewhere(time)][:_MOST_TIMES]
        times = [time for time in times if not _CHANGED.search(_marks(time)) and not _is_change(time)]
        times.sort(key=lambda time: (not _PUBLISHES.search(_marks(time)), self._distance(time)))
        for time in times:
            yield from (clean(time.get("datetime")), text_of(time))

    def visible(self, language: str | None) -> Iterator[str | None]:
        """Dates in elements that are named for them; a line that tells of a change comes last."""
        late: list[str | None] = []
        for element in self._dated():
            text = text_of(element)
            change = _CHANGED_WORD.search(text) if text and len(text) <= _NEAR_CHARACTERS else None
            if change is None:
                inner = element.iter(etree.Element) if text and len(text) <= _NEAR_CHARACTERS else [element]
                yield from (clean(part.get(name)) for part in inner for name in known("dates")["attributes"])
                yield text if text and len(text) <= _NEAR_CHARACTERS else None
            elif text and date_of(text[: change.start()], language):
                yield text[: change.start()]
            else:
                late.append(text)
        yield from late

    def near_headline(self) -> Iterator[str]:
        """Short lines right below the headline, whatever they are named: many pages name nothing for readers."""
        if self._heading not in self._order:
            return
        for element in list(self._order)[self._headline + 1 : self._headline + 1 + _MOST_NEAR]:
            text = text_of(element)
            if element.tag == "p" and len(text or "") > _NEAR_CHARACTERS:
                return  # the article begins
            apart = element.tag in _HEADINGS or _CHANGED.search(_marks(element)) or self._is_elsewhere(element)
            if apart or self._heading in element.iterancestors():
                continue
            if text and len(text) <= _LINE_CHARACTERS and text[-1] not in ".!?" and not _CHANGED_WORD.search(text):
                yield text

    def _dated(self) -> list[HtmlElement]:
        found = []
        for element in self._tree.iter(*_SMALL):
            marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"[:300]
            if not marks.isspace() and _DATED.search(marks) and not _CHANGED.search(marks):
                found += [] if self._is_elsewhere(element) else [element]
                if len(found) >= _MOST_DATED:
                    break
        return sorted(found, key=self._distance)

    def _is_elsewhere(self, element: HtmlElement) -> bool:
        """Whether it stands among links, comments or other stories: in a part that the headline does not stand in."""
        return any(
            one.tag in _ELSEWHERE or _CHANGED.search(f"{one.get('class') or ''} {one.get('id') or ''}"[:200])
            for one in element.iterancestors()
            if one not in self._around_headline
        )


def _marks(element: HtmlElement) -> str:
    """The names that an element and the one around it have."""
    around = [element, *list(element.iterancestors())[:1]]
    return " ".join(
        f"{one.get('class') or ''} {one.get('itemprop') or ''} {one.get('id') or ''} {one.get('data-testid') or ''}"[
            :200
        ]
        for one in around
    )


def _is_change(time: HtmlElement) -> bool:
    """Whether the words before a time say that it is that of a change."""
    before = time.getprevious()
    said = (before.tail or text_of(before) if before is not None else time.getparent().text) or ""
    return bool(_CHANGED_WORD.search(said[-40:]) or _CHANGED_WORD.match(text_of(time) or ""))


def _by_region(text: str, language: str | None) -> str | None:
    """A date in figures, by the order of the language where the figures alone do not tell: 06/05/2025."""
    figures = re.search(
        r"(?<![0-9])([0-3]?[0-9])\s?([/.-])\s?([01]?[0-9])\s?\2\s?([12][0-9]{3}|[0-9]{2})(?![0-9])", text
    )
    if not figures or not language or language.lower() == "en":
        return None
    first, second, year = int(figures[1]), int(figures[3]), int(figures[4])
    american = language.lower().replace("_", "-") == "en-us"
    day, month = (second, first) if american and figures[2] == "/" else (first, second)
    try:
        found = date(year if year > 99 else 2000 + year, month, day).isoformat()
    except ValueError:
        return None
    clock = re.match(r"[\s,|•·–—-]{0,6}([0-2]?[0-9])[:.h]([0-5][0-9])(?![0-9])", text[figures.end() :])
    return (iso_date(f"{found}T{int(clock[1]):02}:{clock[2]}:00") if clock else None) or found


_EAST = re.compile(r"([12][0-9]{3})\s?[年년./]\s?([01]?[0-9])\s?[月월./]\s?([0-3]?[0-9])\s?[日일.]?")
_LETTERS = re.compile(r"[^\W\d_]{2,20}(?:['’][^\W\d_]{1,10})?\.?")


def _in_english(text: str, language: str | None) -> str:
    """A date with its month in English, which is what is read."""
    text = "".join(str(int(c)) if c.isdecimal() and not c.isascii() else c for c in text[:300])
    if east := _EAST.search(text):
        return f"{east[1]}-{int(east[2]):02}-{int(east[3]):02} {text[east.end() :].strip()}"
    months = _months((language or "").split("-")[0].split("_")[0].lower())
    if not months:
        return text
    named = _LETTERS.sub(lambda word: months.get(word[0].casefold().rstrip("."), word[0]), text)
    return " ".join(_JOINS.sub(" ", named).replace(" ,", ",").split())


_ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@cache
def _months(language: str) -> dict[str, str]:
    """Names of months in a language (ISO 639) -> in English; empty for a language that CLDR does not know."""
    from babel import Locale, UnknownLocaleError

    if not re.fullmatch("[a-z]{2,3}", language):
        return {}
    try:
        months = Locale.parse(language).months
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        str(name).casefold().rstrip("."): _ENGLISH[number - 1]
        for form in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for number, name in months[form][width].items()
        if 1 <= number <= 12
    }
