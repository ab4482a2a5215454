"""The head of a page: where the body begins, and what title, outlet, by-line, dateline and dates stand above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.reading.datelines import STAFF, Found, city_name, find_dateline
from index.reading.dates import parse_date
from index.reading.furniture import Kind, is_byline, kind_of
from index.reading.lines import Block
from index.reading.outlets import is_outlet, outlet_name
from index.reading.sentences import content_words, count_words, is_bulleted, is_sentence, opens_quote
from index.reading.timelines import is_time_line
from index.reading.wordlists import words

TITLE = "title"
_DEEPEST = 60
"""Blocks within which a head ends."""
_STANDFIRST_WORDS = 60
_METADATA = ("byline", "published time")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the body."""

    start: int
    """The index of the body's first block."""
    labels: tuple[str, ...]
    """For each block before it: TITLE, or why it is no body text."""
    title: str = ""
    source: str | None = None
    byline: str | None = None
    dateline: Found | None = None
    inline: bool = False
    """Whether the dateline opens the first paragraph."""
    published: str | None = None
    notices: tuple[int, ...] = ()
    """Indices of blocks above the body that are notices."""


def read_head(blocks: Sequence[Block]) -> Head:
    """Split the head off. Where a text has none, the body starts at 0 and all else is empty."""
    kinds = [kind_of(block.raw, "head") for block in blocks[:_DEEPEST]]
    found, at = _dateline(blocks, kinds)
    start = _body_start(blocks, kinds, at if found else None)
    inline = found is not None and at == start
    taken = at if found and not inline else None
    title_at = _title(blocks, kinds, start, taken)
    labels = _labels(blocks, kinds, start, title_at, taken)
    head = Head(
        start=start,
        labels=tuple(labels),
        title=_without_marks(blocks[title_at].text) if title_at is not None else "",
        dateline=found,
        inline=inline,
        notices=tuple(i for i, label in enumerate(labels) if label == "notice"),
    )
    return replace(
        head,
        source=_source(blocks, labels, head.title),
        byline=_byline(blocks, labels, found),
        published=_published(blocks, labels, found, title_at),
    )


def _dateline(blocks: Sequence[Block], kinds: Sequence[Kind | None]) -> tuple[Found | None, int]:
    """The first dateline, on a line of its own or before a sentence, and where it stands."""
    sentences = 0
    for at, kind in enumerate(kinds):
        text = blocks[at].text
        if kind is None or kind.why in ("byline", "published time", "wire slug"):
            found = find_dateline(text)
            if found and _is_place(found, text, blocks):
                alone = found.end >= len(text)
                if (alone and (kind is None or found.agency)) or is_sentence(text[found.end :]):
                    return found, at
        if kind is None and is_sentence(text):
            sentences += 1
            if sentences > 2:
                break
    return None, 0


def _is_place(found: Found, text: str, blocks: Sequence[Block]) -> bool:
    """Not so where nothing but capitals and a dash speak for a place, and the text has the word in capitals again."""
    if found.agency or found.published or "," in found.text:
        return True
    place = found.city or ""
    rest = " ".join(block.text for block in blocks).replace(text, text[found.end :], 1)
    written = re.findall(rf"(?<!\w){re.escape(place)}(?!\w)", rest[:100_000])
    return not written or bool(city_name(place, rest) != city_name(place))


def _body_start(blocks: Sequence[Block], kinds: Sequence[Kind | None], dateline: int | None) -> int:
    """The index of the first paragraph; len(blocks) if there is none."""
    first = 0
    if dateline is not None:
        found = find_dateline(blocks[dateline].text)
        if found and found.end < len(blocks[dateline].text):
            return dateline
        first = dateline + 1
    first = max(first, _after_metadata(blocks, kinds))
    candidate = False
    for at in range(first, len(blocks)):
        kind = kinds[at] if at < len(kinds) else None
        text = blocks[at].text
        if kind and kind.why != "banner":
            continue
        if is_sentence(text) and not (first == 0 and _is_heading(blocks, kinds, at, headline_above=candidate)):
            return at
        candidate = candidate or not is_outlet(text)
    return _start_without_sentences(blocks, kinds, first)


def _is_heading(blocks: Sequence[Block], kinds: Sequence[Kind | None], at: int, *, headline_above: bool) -> bool:
    """Whether a sentence above all others is a headline that asks or exclaims, or the slogan of a site."""
    text = blocks[at].text
    if headline_above or at + 1 >= len(blocks) or opens_quote(text) or count_words(text) > 20:
        return False
    if re.search(r"\s\|\s", text):
        return True
    rest = [i for i in range(at + 1, min(at + 4, len(blocks))) if i >= len(kinds) or not kinds[i]]
    if re.search(r"[?!]$", text):
        return bool(rest) and is_sentence(blocks[rest[0]].text)
    slogan = count_words(text) <= 5 and at <= 2
    return slogan and len(rest) > 1 and not is_sentence(blocks[rest[0]].text) and is_sentence(blocks[rest[1]].text)


def _after_metadata(blocks: Sequence[Block], kinds: Sequence[Kind | None]) -> int:
    """The index after the last by-line or time above the body: a summary at most stands before it."""
    after, sentences = 0, 0
    for at, kind in enumerate(kinds):
        if kind and kind.why in _METADATA and at + 1 < len(blocks):
            rest = sum(i >= len(kinds) or not kinds[i] for i in range(at + 1, len(blocks)))
            after = at + 1 if rest else after
        elif kind is None and is_sentence(blocks[at].text) and not is_bulleted(blocks[at].text):
            sentences += 1
            if sentences > 1 or count_words(blocks[at].text) > _STANDFIRST_WORDS:
                break
    return after


def _start_without_sentences(blocks: Sequence[Block], kinds: Sequence[Kind | None], first: int) -> int:
    """Where the body starts in a text without full stops: after the first line that may be a title."""
    plain = [i for i in range(first, len(blocks)) if i >= len(kinds) or not kinds[i]]
    if not plain:
        return len(blocks)
    if len(plain) == 1 or first > 0:
        return plain[0] if count_words(blocks[plain[0]].text) >= 6 else len(blocks)
    return plain[1] if count_words(blocks[plain[1]].text) >= 6 else len(blocks)


def _title(blocks: Sequence[Block], kinds: Sequence[Kind | None], start: int, dateline: int | None) -> int | None:
    """The line above the body that is most like its headline: words in common with the body, length, form."""
    about = content_words(" ".join(block.text for block in blocks[start : start + 8]))
    best: tuple[float, int] | None = None
    for at in range(min(start, len(kinds))):
        kind = kinds[at]
        if at == dateline or (kind and kind.why not in ("banner", "wire slug")):
            continue
        score = _headline_score(blocks[at].text, about) - (2 if kind else 0)
        if best is None or score > best[0] + (0.6 if best[0] > 1.5 else 0):
            best = (score, at)
    return best[1] if best and best[0] > -1 else None


def _headline_score(text: str, about: set[str]) -> float:
    own, many = content_words(text), count_words(text)
    score = 3 * len(own & about) / max(len(own), 3)
    score += (1 if 4 <= many <= 25 else 0) + (0.5 if many >= 3 else 0)
    score += 5 if text.startswith("# ") else 0
    score -= 2 if is_outlet(text) else 0
    score -= 1.5 if text.endswith(".") else 0
    score -= 2 if is_bulleted(text) or many > 40 else 0
    return score - (1 if re.search(r"\s[|>»]\s", text) else 0)


def _without_marks(text: str) -> str:
    return re.sub(r"^#{1,6}\s+|\s+#{1,6}$", "", text)


def _labels(
    blocks: Sequence[Block], kinds: Sequence[Kind | None], start: int, title: int | None, dateline: int | None
) -> list[str]:
    labels: list[str] = []
    for at, block in enumerate(blocks[:start]):
        kind = kinds[at] if at < len(kinds) else None
        if at == title:
            labels.append(TITLE)
        elif at == dateline:
            labels.append("dateline")
        elif kind:
            labels.append("notice" if kind.role in ("notice", "opens notice") else kind.why)
        elif title is None or at < title:
            labels.append("site header")
        elif is_bulleted(block.text):
            labels.append("summary")
        elif is_byline(block.text) or _is_name(block.text):
            labels.append("byline")
        else:
            labels.append("standfirst")
    return labels


def _is_name(text: str) -> bool:
    parts = text.split()
    return 2 <= len(parts) <= 4 and all(part[0].isupper() and part.strip(".,").isalpha() for part in parts)


def _source(blocks: Sequence[Block], labels: Sequence[str], title: str) -> str | None:
    """The outlet: what the site's header says, confirmed or spelled by the rest of the page."""
    page = " ".join(block.text for block in blocks[len(labels) :])[-20_000:]
    above = labels.index(TITLE) if TITLE in labels else len(labels)
    headers = [blocks[i].text for i in range(above) if labels[i] == "site header"]
    timed = [blocks[i].text for i in range(above) if labels[i] == "published time"]
    headers += [part for text in timed for part in _BETWEEN.split(text) if is_outlet(part)]
    for text in headers:
        if is_outlet(text):
            return outlet_name(text, page)
    for text in headers:
        parts = [part for part in re.split(r"\s[|–—-]\s", text) if part and part not in title]
        if parts and len(parts[0].split()) <= 5 and all(word[0].isupper() for word in parts[0].split()):
            return outlet_name(parts[0], page)
    return None


_BETWEEN = re.compile(r"\s[|·•]\s")
_BY = re.compile(r"^(?:(?:words|story|report|written|reported|text)\s)?by:?\s+", re.IGNORECASE)


def _byline(blocks: Sequence[Block], labels: Sequence[str], found: Found | None) -> str | None:
    for block, label in zip(blocks, labels, strict=False):
        if label == "byline" and not block.text.startswith("@"):
            parts = [part for part in _BETWEEN.split(block.text.strip("*_")) if not is_time_line(part)]
            return _BY.sub("", " | ".join(parts)) or None
    return None


def byline_agency(byline: str | None) -> str | None:
    """The agency that a by-line names ("Jane Doe, Reuters"), or STAFF where it says no more than that."""
    if not byline:
        return None
    if byline.casefold() in words("staff") or re.fullmatch(r"[^,|]{1,60}\sstaff(?:\sreports?)?", byline, re.IGNORECASE):
        return STAFF
    for part in re.split(r"\s?[,|/]\s?|\s[–—-]\s", byline)[-1:]:
        if part.casefold() in words("agencies") or re.fullmatch(
            r"The\s.{2,25}\s(?:Press|Agency|Wire|News Service)", part
        ):
            return part
    return None


def _published(blocks: Sequence[Block], labels: Sequence[str], found: Found | None, title: int | None) -> str | None:
    """The posted date: a line that says so, the dateline's posted date, another time, the dateline's own, an update."""
    times = [(at, blocks[at].text) for at, label in enumerate(labels) if label in _METADATA]
    ranks: list[tuple[int, str]] = []
    for at, text in times:
        if date := parse_date(text):
            updated = re.match(r"\W*(?:last\s)?(?:updated?|modified|edited)\b", text, re.IGNORECASE)
            posted = re.search(r"\b(?:published|posted|issued|released|filed)\b", text, re.IGNORECASE)
            header = title is not None and at < title
            ranks.append((0 if posted else 5 if updated else 4 if header else 2, date))
    if found and found.published:
        ranks.append((1 if found.posted else 3, found.published))
    return min(ranks, key=lambda rank: rank[0])[1] if ranks else None
