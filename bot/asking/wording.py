"""The phrases of answers in Discord. Plain text or Discord source, as each function says."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal
from urllib.parse import SplitResult, quote, urlsplit

from bot.asking.literal import literal
from bot.terminal.wording import number_of, written_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.answering.answer import Citation, Confined, Freshness
    from index.articles import Article
    from index.results import Summary

LONGEST_LINK, LONGEST_TITLE, LONGEST_NAME = 500, 200, 80
"""Characters."""

FOLDED, LONGEST_CITATIONS = 3, 1600
"""How many other articles are named under a passage, and how much the citations of one take, in bytes of UTF-8."""

IN_CONTEXT, MORE, WRONG, CLOSEST, SHARE = "In context", "More", "Wrong?", "Closest passages", "Share"
WHOLE, BY_DATE = "Whole paragraph", "By date"
BY_DATE_OPENING = "By date, oldest first"
LEFT_OUT_BEFORE = "[…] The paragraph begins before this."
LEFT_OUT_AFTER = "[…] The paragraph goes on."
NO_ANSWER = "Closest in the coverage; this does not answer the question:"
NOT_WITHIN = "This answers, but is not of the days or the outlet that you ask for:"
NONE_CLOSE = "Nothing in the coverage comes close."
NO_MORE = "That was all the coverage has on this."
GOES_ON = "The paragraph goes on; see it with In context."
LONGER = "This goes on; the rest is in the article."

_KEPT_IN_URLS = "!$&+,/:;=?@%#-._~"


def small(source: str) -> str:
    """Discord source of one line, in small print."""
    return f"-# {source}"


def says(speaker: str | None, kind: Literal["direct", "indirect", "mixed"] | None) -> str:
    """Discord source that says who speaks, and whether in their own words; empty when that is not known."""
    if not (name := label(speaker or "")):
        return ""
    how = {"direct": " says", "indirect": ", as reported", "mixed": ", partly quoted", None: ""}[kind]
    return f"**{literal(name)}**{how}"


def on(published: str, who: str) -> str:
    """Discord source that says on which day, and who speaks, where that is known."""
    return f"**{written_date(published)}**{f' · {who}' if who else ''}"


def anywhen(confined: Confined | None) -> str:
    """What the button says that asks without what the question's own words confine it to; plain text."""
    if confined is None or not confined.outlet:
        return "Any date"
    return "Any date and outlet" if confined.since or confined.until else "Any outlet"


def without(question: str, words: Sequence[str]) -> str:
    """A question without those of its words that confine it, in any case; each is taken out once."""
    rest = " ".join(question.split())
    for one in words:
        at = rest.casefold().find(" ".join(one.split()).casefold())
        if at >= 0 and len(rest.casefold()) == len(rest):
            rest = rest[:at] + rest[at + len(" ".join(one.split())) :]
    return re.sub(r" +([?!.,;])", r"\1", " ".join(rest.split())).strip(" ,;")


def label(outside: str, most: int = LONGEST_NAME) -> str:
    """A name or title on one line: no control characters, nothing that turns the direction of what follows.

    Empty where nothing in it could be seen, such as joiners and spaces of no width alone.
    """
    line = on_one_line(outside)
    if all(c.isspace() or unicodedata.category(c) == "Cf" for c in line):
        return ""
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def on_one_line(outside: str) -> str:
    """The text without control characters and what turns the direction of what follows, all on one line."""
    return " ".join("".join(c for c in outside if c.isspace() or not _unprintable(c)).split())


def _unprintable(character: str) -> bool:
    turning = unicodedata.bidirectional(character) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    return turning or unicodedata.category(character) in ("Cc", "Cs")


def link(url: str | None) -> str | None:
    """An http or https address, percent-encoded so that nothing in it is Markdown; None for any other."""
    try:
        parts = urlsplit((url or "").strip())
        place = _place(parts)
        path, query, fragment = (quote(part, safe=_KEPT_IN_URLS) for part in parts[2:])
    except ValueError:  # no address, or characters that no address can hold (UnicodeError is one)
        return None
    if parts.scheme.lower() not in ("http", "https") or not place:
        return None
    safe = f"{parts.scheme.lower()}://{place}{path}{query and '?' + query}{fragment and '#' + fragment}"
    return safe if len(safe) <= LONGEST_LINK else None


def _place(parts: SplitResult) -> str:
    """Host and port as a resolver takes them; empty where there is none, or a name that poses as the host."""
    host = parts.hostname or ""
    known = host if host.isascii() else host.encode("idna").decode()
    if "@" in parts.netloc or not re.fullmatch("[a-z0-9._-]+", known):
        return ""
    return f"{known}:{parts.port}" if parts.port else known


def citations(article: Citation | Article | Summary, paragraph: int, also_in: Sequence[Citation | Article] = ()) -> str:
    """Discord source, small: where a passage stands, and the other articles that carry it, folded to a few lines."""
    lines = [small(cited(article, f"paragraph {paragraph}"))]
    for shown, other in enumerate(also_in):
        line = small(f"also in {cited(other)}")
        if shown == FOLDED or len("".join([*lines, line]).encode()) > LONGEST_CITATIONS:
            return "\n".join([*lines, small(f"and in {number_of(len(also_in) - shown, 'more article')}")])
        lines.append(line)
    return "\n".join(lines)


def cited(article: Citation | Article | Summary, *details: str) -> str:
    """Discord source of one line: the title, linked, then outlet or agency, city, date, and what else is said of it.

    Where the link cannot stand behind the title, it is written out at the end.
    """
    title, facts = _facts(article)
    shown = [literal(fact) for fact in (*facts, *details) if fact]
    address = link(article.url)
    if not address:
        return " · ".join([literal(title), *shown])
    if _may_be_masked(article):
        return " · ".join([f"[{literal(title)}]({address})", *shown])
    return " · ".join([literal(title), *shown, f"<{address}>"])


def _facts(article: Citation | Article | Summary) -> tuple[str, list[str]]:
    """The title; outlet or agency, city and date."""
    day = written_date(article.published) if article.published else ""
    title = label(article.title, LONGEST_TITLE) or "Untitled"
    return title, [label(article.source or article.agency or ""), label(article.city or ""), day]


def _may_be_masked(article: Citation | Article | Summary) -> bool:
    """Whether a link may stand behind the title: no bracket may be taken for its end, and it shows no address.

    The client's pattern for such a link minds no backslashes, and where the text looks like an address the client
    shows the source.
    """
    title, facts = _facts(article)
    return "://" not in title and not any("[" in text or "]" in text for text in (title, *facts))


def fresh(coverage: Freshness) -> str:
    """ "12 articles, newest 18 June 2025"; plain text."""
    if not coverage.articles:
        return "No articles yet"
    newest = f"newest {written_date(coverage.newest)}" if coverage.newest else "none with a date"
    return f"{number_of(coverage.articles, 'article')}, {newest}"
