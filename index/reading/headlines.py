"""The titles that a page gives itself -> the article's headline: they vote, and the outlet's name is no part of any.

Pages say their title in many places (JSON-LD, OpenGraph, <h1>, <title> ...), some with the outlet or a section hung on,
some written for search engines. What most of them share is the headline; what readers see counts most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.reading.fields import key_of
from index.reading.outlets import domain_key
from index.reading.wordlists import known, words

_SEPARATOR = re.compile(r"\s+(?:[|·•»«›‹—–-]{1,2}|::?|/|>|<)\s+|\s?[|｜]\s?|\s*[＿_－]\s*(?=[^\x00-\x7f])|:\s+")
_BAR = re.compile(r"[|｜]")
_MOST_NAME_WORDS, _MOST_PARTS = 6, 4
_SHORTEST_HEADLINE = 4
_CUT = ("…", "...")
_WORD = re.compile(r"[^\W_]{4,}")


@dataclass(frozen=True, slots=True)
class Said:
    """One place's title. weight: how much it is worth in the vote; seen: whether readers see it as a heading."""

    text: str
    weight: float
    seen: bool = False


def headline(said: Sequence[Said], names: Iterable[str], sections: Iterable[str], links: Iterable[str]) -> str | None:
    """The article's headline, None where nothing is said.

    names: of the outlet; sections: of the site; links: the page's addresses, whose hosts are names, too.
    """
    hung = _Hung(names, sections, links)
    hung.learn(said)
    votes = [_Vote(hung.taken_off(one.text, said), one) for one in said]
    votes = [vote for vote in votes if len(key_of(vote.text)) >= _SHORTEST_HEADLINE or len(said) == 1]
    if not votes:
        return said[0].text if said else None
    best = max(votes, key=lambda vote: sum(vote.shares(other) for other in votes))
    forms = [vote for vote in votes if vote.agrees(best)]
    weights: dict[str, float] = {}
    for vote in forms:
        if not vote.cut:
            weights[vote.key] = weights.get(vote.key, 0.0) + vote.said.weight + 0.25 * vote.said.seen
    chosen = max(weights, key=lambda key: weights[key]) if weights else best.key
    written = [vote for vote in votes if vote.key == chosen]
    mixed = [vote for vote in written if vote.text != vote.text.upper()]
    return max(mixed or written, key=lambda vote: (vote.said.seen, vote.said.weight)).text


def after_title(page_title: str | None, headings: Iterable[str]) -> str | None:
    """The outlet's name where the page's title is its heading, a separator and a name."""
    for heading in headings:
        if page_title and heading and page_title.startswith(heading):
            rest = page_title[len(heading) :]
            if separator := _SEPARATOR.match(rest):
                name = _SEPARATOR.split(rest[separator.end() :])[-1].strip()
                return name[:100] or None
    return None


@dataclass(frozen=True, slots=True)
class _Vote:
    text: str
    said: Said

    @property
    def key(self) -> str:
        return key_of(self.text)

    @property
    def cut(self) -> bool:
        return self.text.endswith(_CUT)

    def agrees(self, other: _Vote) -> bool:
        """Whether both are the same headline: one may be cut short, or have a kicker before it."""
        ours, theirs = sorted((self.key, other.key), key=len)
        if not ours:
            return False
        return ours == theirs or (len(ours) * 2 > len(theirs) and theirs.startswith(ours)) or theirs.endswith(ours)

    def shares(self, other: _Vote) -> float:
        """How much the other place's title speaks for this one."""
        if self.key == other.key:
            return other.said.weight
        if self.agrees(other):
            return other.said.weight * 0.9
        return 0.0


class _Hung:
    """What is hung on titles: the outlet's names, and sections."""

    def __init__(self, names: Iterable[str], sections: Iterable[str], links: Iterable[str]) -> None:
        self._names = {key for name in names if (key := key_of(name))}
        self._names |= {key for link in links if (key := domain_key(link))}
        self._sections = {key for section in sections if (key := key_of(section))}

    def learn(self, said: Sequence[Said]) -> None:
        """Take as names what one place has behind a title that another place has alone."""
        keys = {key_of(one.text) for one in said}
        seen = "".join(key_of(one.text) for one in said if one.seen)
        for one in (one for one in said if not one.seen):
            for separator in _SEPARATOR.finditer(one.text):
                rest = one.text[separator.end() :]
                if key_of(one.text[: separator.start()]) in keys and _is_short(rest) and separator[0] != ": ":
                    parts = {key_of(part) for part in _SEPARATOR.split(rest)}
                    self._names |= {part for part in parts if part and part not in seen}
                    break

    def taken_off(self, title: str, said: Sequence[Said]) -> str:
        """The title without what is hung on behind or before it."""
        for _ in range(_MOST_PARTS):
            shorter = self._last_off(title, said)
            if shorter == title:
                break
            title = shorter
        first = _SEPARATOR.search(title)
        if first and first.end() < len(title) and self._is_before(title[: first.start()], first[0]):
            return title[first.end() :].strip()
        return title

    def _last_off(self, title: str, said: Sequence[Said]) -> str:
        separators = list(_SEPARATOR.finditer(title))
        if not separators or separators[-1].start() == 0:
            return title
        last = separators[-1]
        rest, part = title[: last.start()].rstrip(), title[last.end() :].strip()
        colon = last[0].strip() == ":" and not last[0].startswith(" ")
        if self._is_name(part) or (not colon and key_of(part) in self._sections):
            return rest
        seen = any(one.seen and key_of(part) in key_of(one.text) for one in said if key_of(part))
        if _BAR.search(last[0]) and _is_short(part) and not seen and len(rest.split()) > len(part.split()):
            return rest
        return title

    def _is_before(self, part: str, separator: str) -> bool:
        key = key_of(part)
        if ":" in separator and not separator.startswith(" "):
            return key in self._names
        return (
            self._is_name(part)
            or key in self._sections
            or (bool(_BAR.search(separator)) and part.casefold() in words("navigation"))
        )

    def _is_name(self, part: str) -> bool:
        """Whether a part is the outlet's name, perhaps with words that outlets add: "The Post Online"."""
        key = key_of(part)
        if not key or len(part.split()) > _MOST_NAME_WORDS:
            return False
        if key in self._names or domain_key(part) in self._names:
            return True
        for name in self._names:
            if len(name) > 2 and name in key:
                others = [word for word in part.casefold().replace(".", " ").split() if key_of(word) not in name]
                if all(word in words("outlets") or word in known("titles")["added"] for word in others):
                    return True
            if len(key) > 3 and name.startswith(key) and len(key) * 3 > len(name):
                return True
        return False


def _is_short(part: str) -> bool:
    return len(part.split()) <= _MOST_NAME_WORDS and len(part) <= 50


def alike(one: str, other: str) -> bool:
    """Whether two titles have a longer word in common, or, where words are not set apart, a run of letters."""
    words_of = set(_WORD.findall(one.casefold()))
    if words_of & set(_WORD.findall(other.casefold())):
        return True
    key, longer = sorted((key_of(one), key_of(other)), key=len)
    return any(key[at : at + 4] in longer for at in range(max(1, len(key) - 3))) if key else False
