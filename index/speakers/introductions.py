"""Where a text says what somebody is: in appositions, with copulas and in brackets.

"Amit Rao, the state geologist," and "the state geologist, Amit Rao," are appositions; "Ruth Oduya is the mayor" has a
copula, as has "Ruth Oduya, who has been the mayor for nine years,". "Rep. Ruth Oduya (D-Ohio)", "Senator Amit Rao of
Maine" and "Ruth Oduya, 51," tell party, state and age.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from index.speakers.knowledge import people_words, person_noun, states, words
from index.speakers.mentions import Mention, is_place
from index.speakers.sentences import Sentence

_PARTIES = {"r": ("republican",), "d": ("democratic", "democrat"), "i": ("independent",)}
_OLDEST = 120


class Introduction(NamedTuple):
    """A name and the description that the text gives its bearer."""

    name: Mention
    description: Mention
    place: frozenset[str]
    """The lower-case words of the name behind "of" in "the president of France"."""
    owner: frozenset[str]
    """The lower-case words of the possessor in "Ruth Oduya's lawyer"."""


class Affiliation(NamedTuple):
    """A name and the lower-case words for its bearer's party, state or age."""

    name: Mention
    roles: frozenset[str]


def affiliations(tokens: Sentence, phrases: list[Mention]) -> Iterator[Affiliation]:
    """Party, state and age behind the names of a sentence; phrases: its noun phrases in order."""
    by_first = {mention.first: mention for mention in phrases}
    for name in phrases:
        if name.kind != "name" or name.last + 1 >= len(tokens):
            continue
        mark, after = tokens[name.last].lower, tokens[name.last + 1]
        if mark in ("(", ","):
            roles = _party(after.lower) or _age(after.text)
        else:
            roles = _place_of_office(name, by_first.get(name.last + 1)) if mark == "of" else frozenset()
        if roles:
            yield Affiliation(name, roles)


def _party(lower: str) -> frozenset[str]:
    """Party and state in "R-Utah", "D-Calif." and "R"."""
    letter, dash, place = lower.partition("-")
    if letter not in _PARTIES or (dash and not place):
        return frozenset()
    state = states().short.get(place) or (place if place in states().words else "")
    return frozenset(_PARTIES[letter]).union(state.split()) if state or not place else frozenset()


def _age(text: str) -> frozenset[str]:
    age = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 0
    return frozenset((f"{age}-year-old",)) if 0 < age < _OLDEST else frozenset()


def _place_of_office(name: Mention, place: Mention | None) -> frozenset[str]:
    """The state in "Senator Ann Ames of New York"."""
    office = any(person_noun(role) or role in people_words("titles") for role in name.roles)
    return frozenset(place.head.lower().split()) if office and place is not None and is_place(place) else frozenset()


def introductions(tokens: Sentence, phrases: list[Mention]) -> Iterator[Introduction]:
    """The introductions of a sentence; phrases: its noun phrases in order."""
    for name, description in (*_appositions(tokens, phrases), *_copulas(tokens, phrases)):
        owner = frozenset(_possessor(tokens, description))
        yield Introduction(name, description, _place_after(tokens, phrases, description), owner)


def _possessor(tokens: Sentence, described: Mention) -> Iterator[str]:
    """The words of "Ruth Oduya" in "Ruth Oduya's lawyer"."""
    if described.determiner == "'s":
        for token in tokens[described.first : described.last]:
            if token.possessive:
                break
            yield token.lower


def _appositions(tokens: Sentence, phrases: list[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """ "Amit Rao, the state geologist," and "the state geologist, Amit Rao,": the noun belongs to the name."""
    ends = {mention.last: mention for mention in phrases}
    for one, other in pairwise(one for one in phrases if not _is_inserted(tokens, one)):
        if not _is_adjacent(tokens, one.last, other.first):
            continue
        first = _head_phrase(tokens, ends, one)
        if first.kind == "name" and other.describes_person and _ends_apposition(tokens, other.last):
            yield first, other
        elif first.describes_person and other.kind == "name" and _is_closed(tokens, other.last):
            yield other, first


def _is_inserted(tokens: Sentence, one: Mention) -> bool:
    """Is it the age or party in "Ann Ames, 35, a teacher"?"""
    token = tokens[one.first]
    if not (token.text[0].isdigit() or token.text[0] in "RDI"):
        return False
    return one.last - one.first == 1 and bool(_age(token.text) or _party(token.lower))


def _is_adjacent(tokens: Sentence, end: int, begin: int) -> bool:
    """Does a comma or dash stand between two phrases, or the age or party in "Ann Ames, 35, a teacher"?"""
    if end >= begin or tokens[end].lower not in (",", "—", "–", "("):
        return False
    inserted = begin - end == 3 and bool(_age(tokens[end + 1].text) or _party(tokens[end + 1].lower))
    return (begin - end == 1 and tokens[end].lower != "(") or (inserted and tokens[begin - 1].lower == ",")


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
        at = _after_copula(tokens, begin)
        for described in map(by_first.get, (at, _after_appointed(tokens, at))):
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


def _after_appointed(tokens: Sentence, i: int) -> int:
    """The token after "sworn in as" at token i; -1 where nobody is given an office there."""
    if not 0 <= i < len(tokens) or tokens[i].lower not in words("appointed"):
        return -1
    return next((j for j in range(i + 1, min(i + 4, len(tokens))) if tokens[j].lower not in ("in", "as")), -1)


def _place_after(sentence: Sentence, phrases: list[Mention], described: Mention) -> frozenset[str]:
    """The name behind "of" in "the president of France"."""
    i = described.last
    if i + 1 >= len(sentence) or sentence[i].lower not in ("of", "for"):
        return frozenset()
    return frozenset(
        name for one in phrases if one.first == i + 1 and one.kind == "name" for name in one.head.lower().split()
    )
