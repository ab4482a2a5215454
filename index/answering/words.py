"""The words of a question, and the words by which questions ask (data/asking.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import product
from typing import NamedTuple

from index.language.analysis import MARKS, SIGNS, analyse
from index.language.lexicon import lexicon
from index.language.spelling import misspells

_LETTER = rf"(?:[^\W_]|[{MARKS}])"
# What stands within a word for the analysis stands within one here: "1,400", "AT&T", "Sa\u0301nchez"; "5%" is one too.
_WORD = re.compile(
    rf"[{SIGNS}]?[^\W_]{_LETTER}*(?:(?:[.'’&‐‑-]|(?<=\d)[,:](?=\d)){_LETTER}+)*\.?(?:['’](?=\s|$))?[{SIGNS}]?|[{SIGNS}]"
)


MENDED_FROM = 5
"""How many letters a misspelt asking word has at least: shorter ones may be names."""


LONGEST_COURTESY = 8
"""Words."""


class Word(NamedTuple):
    """A word of a question."""

    text: str
    """As written, without a full stop at its end."""
    lower: str
    """In lower case, with a straight apostrophe; but "WHO" and "May", where they are names, as written."""
    comma: bool
    """Whether a comma follows."""


def words_of(text: str) -> list[Word]:
    """The words, without a full stop at the end; "what's" is "what"."""
    found = []
    matches = list(_WORD.finditer(text))
    for place, match in enumerate(matches):
        word = match[0].rstrip(".")
        lower = word.lower().replace("’", "'")
        if _names(word, opens=place == 0 and len(matches) > 1):
            lower = word.replace("’", "'")
        elif lower.endswith("'s") and lower.removesuffix("'s") in asking().grammar["question_words"]:
            word, lower = word[:-2], lower.removesuffix("'s")
        found.append(Word(word, lower, text.startswith(",", match.end())))
    return found


def _names(word: str, *, opens: bool) -> bool:
    """Whether a word is a name by its capitals, and no word that builds questions: "WHO", "May" other than in front."""
    bare = without_possessive(word)
    return bare in lexicon("en").capitals and (bare.isupper() or bare != word or not opens)


def without_courtesies(words: list[Word]) -> list[Word]:
    """The words between what only leads to them and thanks after them.

    Before a question stand greetings and "any news on", before a claim "I heard that" and "is it true that".
    """
    data = asking()
    lower = lower_case(words)
    start, end = 0, len(lower)
    while length := _known(data.courtesies, lower, start, end):
        start += length
    while length := _known(data.closings, lower[start:end][::-1], 0, end - start):
        end -= length
    words = words[start:end]
    return words[_sought_in_general(words) :]


def _known(phrases: frozenset[tuple[str, ...]], lower: list[str], start: int, end: int) -> int:
    """Words of the longest of the phrases that begins at `start` and leaves a word before `end`; 0 for none."""
    longest = min(LONGEST_COURTESY, end - start - 1)
    return next((n for n in range(longest, 0, -1) if tuple(lower[start : start + n]) in phrases), 0)


def _sought_in_general(words: list[Word]) -> int:
    """How many words at the start ask for all there is about what follows: "any news on", "what do you know about"."""
    grammar, stems = asking().grammar, [stem(word.lower) for word in words]
    for place, word in enumerate(words[:-1]):
        if word.lower in grammar["links"] and asking().anything.intersection(stems[:place]):
            return place + 1
        if not (word.lower in grammar["fillers"] or stems[place] in asking().anything):
            break
    return 0


def mended(words: list[Word]) -> list[Word]:
    """The words, where one in small letters only misspells one by which questions ask ("opinon") that one instead."""
    return [_mended(word) if word.text.islower() and len(word.text) >= MENDED_FROM else word for word in words]


def _mended(word: Word) -> Word:
    meant = misspells(word.lower, asking().written)
    return Word(meant, meant, word.comma) if meant else word


def without_possessive(word: str) -> str:
    """ "Putin" for "Putin's" and "Sanders" for "Sanders'"."""
    return re.sub(r"(?:['’]s|(?<=s)['’])$", "", word)


def lower_case(words: list[Word]) -> list[str]:
    """The words in lower case."""
    return [word.lower for word in words]


@cache
def stem(word: str) -> str:
    """The term that a single word becomes; a stop word stays as it is."""
    found = analyse(word)
    return found[0].text if found else word


class Asking(NamedTuple):
    """The words of data/asking.toml: verbs and nouns by stem, courtesies as their words, closings from the last.

    `spoken` and `written` are as they are written.
    """

    bare: frozenset[str]
    light: frozenset[str]
    seeing: frozenset[str]
    plain: frozenset[str]
    verbs: frozenset[str]
    nouns: frozenset[str]
    happening: frozenset[str]
    anything: frozenset[str]
    generic: frozenset[str]
    spoken: frozenset[str]
    written: frozenset[str]
    viewpoints: frozenset[str]
    occasions: frozenset[str]
    courtesies: frozenset[tuple[str, ...]]
    closings: frozenset[tuple[str, ...]]
    grammar: dict[str, frozenset[str]]
    sought: dict[str, frozenset[str]]
    units: dict[str, frozenset[str]]

    @property
    def asking_words(self) -> frozenset[str]:
        """The words by which questions are built, as they are written."""
        return self.openers | self.grammar["links"] | self.spoken

    @property
    def openers(self) -> frozenset[str]:
        """Words with which a question begins."""
        return self.grammar["question_words"] | self.grammar["auxiliaries"]


def _frames(data: Mapping[str, list[str]]) -> Iterator[str]:
    """What leads to a claim, each with and without "that": "I heard", "apparently", "is it true that"."""
    for frame in (*data["frames"], *map(" ".join, product(data["claimants"], data["claiming"]))):
        yield from (frame, f"{frame} that")


@cache
def asking() -> Asking:
    """The words by which questions ask, read once."""
    data = tomllib.loads(resources.files(__package__).joinpath("data/asking.toml").read_text("utf-8"))
    bare = frozenset(map(stem, data["bare_verbs"].split()))
    plain = bare.union(map(stem, data["plain_verbs"].split()))
    return Asking(
        bare=bare,
        light=frozenset(map(stem, data["light_verbs"].split())),
        seeing=frozenset(map(stem, data["seeing"].split())),
        plain=plain,
        verbs=plain.union(map(stem, data["telling_verbs"].split())),
        nouns=frozenset(map(stem, f"{data['nouns']} {data['viewpoints']}".split())),
        happening=frozenset(map(stem, data["happening"].split())),
        anything=frozenset(map(stem, data["anything"].split())),
        spoken=frozenset(f"{data['bare_verbs']} {data['plain_verbs']}".split()),
        written=frozenset(
            f"{data['bare_verbs']} {data['plain_verbs']} {data['telling_verbs']} {data['nouns']}".split()
        ),
        generic=frozenset(map(stem, f"{data['generic']} {data['telling_verbs']}".split())),
        viewpoints=frozenset(map(stem, data["viewpoints"].split())),
        occasions=frozenset(map(stem, data["occasions"].split())),
        courtesies=frozenset(tuple(text.split()) for text in (*data["courtesies"], *_frames(data))),
        closings=frozenset(tuple(text.split()[::-1]) for text in data["closings"]),
        grammar={name: frozenset(words.split()) for name, words in data["grammar"].items()},
        sought={name: frozenset(map(stem, words.split())) for name, words in data["sought"].items()},
        units={name: frozenset(map(stem, words.split())) for name, words in data["units"].items()},
    )
