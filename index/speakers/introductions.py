"""Where a text says what somebody is: in appositions and with copulas.

"Amit Rao, the state geologist," and "the state geologist, Amit Rao," are appositions; "Ruth Oduya is the mayor" has a
copula, as has "Ruth Oduya, who has been the mayor for nine years,".
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from index.speakers.knowledge import words
from index.speakers.mentions import Mention
from index.speakers.sentences import Sentence


class Introduction(NamedTuple):
    """A name and the description that the text gives its bearer."""

    name: Mention
    description: Mention
    place: frozenset[str]
    """The lower-case words of the name behind "of" in "the president of France"."""


def introductions(tokens: Sentence, phrases: list[Mention]) -> Iterator[Introduction]:
    """The introductions of a sentence; phrases: its noun phrases in order."""
    for name, description in (*_appositions(tokens, phrases), *_copulas(tokens, phrases)):
        yield Introduction(name, description, _place_after(tokens, phrases, description))


def _appositions(tokens: Sentence, phrases: list[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """ "Amit Rao, the state geologist," and "the state geologist, Amit Rao,": the noun belongs to the name."""
    ends = {mention.last: mention for mention in phrases}
    for one, other in pairwise(phrases):
        if other.first - one.last != 1 or tokens[one.last].lower not in (",", "—", "–"):
            continue
        first = _head_phrase(tokens, ends, one)
        if first.kind == "name" and other.describes_person and _ends_apposition(tokens, other.last):
            yield first, other
        elif first.describes_person and other.kind == "name" and _is_closed(tokens, other.last):
            yield other, first


def _head_phrase(sentence: Sentence, ends: dict[int, Mention], one: Mention) -> Mention:
    """The mayor of "the mayor of Kell", which ends with "Kell"; ends: the phrases by the token after them."""
    while one.first and sentence[one.first - 1].lower in ("of", "for") and one.first - 1 in ends:
        one = ends[one.first - 1]
    return one


def _ends_apposition(sentence: Sentence, i: int) -> bool:
    """Is a description behind a name over here, and no subject of its own: "Asked about Ames, the mayor replied"?"""
    if i >= len(sentence):
        return True
    token = sentence[i]
    return not token.word or token.possessive or token.lower in words("prepositions") | words("relatives") | {"and"}


def _is_closed(sentence: Sentence, i: int) -> bool:
    """Is a name behind a description over here: at a mark or at the sentence's end?"""
    return i >= len(sentence) or sentence[i].lower in (",", "—", "–", ".")


def _copulas(tokens: Sentence, phrases: list[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """ "Ruth Oduya, who has been the mayor for nine years," and "Ruth Oduya is the mayor of Kell"."""
    by_first = {mention.first: mention for mention in phrases}
    for named in phrases:
        if named.kind != "name" or named.last + 1 >= len(tokens):
            continue
        relative = tokens[named.last].lower == "," and tokens[named.last + 1].lower == "who"
        begin = named.last + 2 if relative else named.last
        described = by_first.get(_after_copula(tokens, begin))
        if described is not None and described.describes_person and described.determiner in ("the", "a", "an", ""):
            yield named, described


def _after_copula(tokens: Sentence, begin: int) -> int:
    """The token after a verb group from token `begin` that ends with "is" or such, unless denied; else -1."""
    i = begin
    while i < len(tokens) and tokens[i].lower in words("auxiliaries"):
        i += 1
    if i == begin or tokens[i - 1].lower not in words("copulas"):
        return -1
    denied = any(token.lower in words("negations") | words("modals") for token in tokens[begin:i])
    return -1 if denied else i


def _place_after(sentence: Sentence, phrases: list[Mention], described: Mention) -> frozenset[str]:
    """The name behind "of" in "the president of France"."""
    i = described.last
    if i + 1 >= len(sentence) or sentence[i].lower not in ("of", "for"):
        return frozenset()
    return frozenset(
        name for one in phrases if one.first == i + 1 and one.kind == "name" for name in one.head.lower().split()
    )
