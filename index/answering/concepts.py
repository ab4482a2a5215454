"""What the words of a question are in this coverage: each with its other names, its spelling mended, and its weight."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from index.answering.question import Phrase, Question
from index.answering.words import asking
from index.language.analysis import analyse, fold
from index.language.kin import family, kin
from index.language.names import Run, aliases, longest_alias, single_names, terms_of
from index.language.spelling import is_english, misspells, nearest, other_english
from index.search.engine import Snapshot
from index.speakers.knowledge import person_noun, places

DETERMINERS = frozenset(["the", "a", "an", "his", "her", "their", "its", "this", "that"])
"""Words that begin a description."""
KIN = 0.5
"""What a word near in meaning counts, beside the word itself."""
GENERIC = 0.4
"""What a word that tells little of a topic counts, beside one that tells all of its rarity."""
ABSENT = 0.6
"""What a word counts that is nowhere in the coverage: whoever asks may only have chosen another than the press."""
LOOKED_AT = 100
"""Paragraphs in which a word that may be meant is looked for beside the question's other words."""
ITSELF = 3
"""How many times as much a word of the question weighs in the search as one that is only near it."""


def _any_in(runs: Iterable[Run], terms: Collection[str]) -> bool:
    # Plain loops: it is asked a thousand times for each question, and generators take three times as long.
    for run in runs:
        for term in run:
            if term not in terms:
                break
        else:
            return True
    return False


class Concept(NamedTuple):
    """One thing that the question names, under all the names that it may have in the coverage."""

    asked: str
    """As the question writes it."""
    alternatives: tuple[Run, ...]
    """Runs of terms any of which stands for it, the one asked for first."""
    weight: float
    """Inverse document frequency: what finding it tells."""
    known: bool
    """Whether the coverage has any of the alternatives."""
    mended: str | None = None
    """The coverage's spelling, where the question's is not in it."""
    kin: tuple[Run, ...] = ()
    """Words near in meaning that the coverage has, which count for less."""
    generic: bool = False
    """Whether it tells little of a topic."""

    def degree(self, terms: Collection[str]) -> float:
        """How far the terms (a set or a mapping's keys) hold it: 1 under one of its names, KIN in a word near it."""
        if self.within(terms):
            return 1.0
        return KIN if _any_in(self.kin, terms) else 0.0

    def within(self, terms: Collection[str]) -> bool:
        """Whether the terms (a set or a mapping's keys) hold one of the alternatives."""
        return _any_in(self.alternatives, terms)


class Asked(NamedTuple):
    """A question, with its words settled."""

    question: Question
    speaker: tuple[Concept, ...]
    """The words that name whose words are asked for; the last is the family name, or what the person is."""
    topic: tuple[Concept, ...]
    weights: Mapping[str, Any] | None = None
    """Weights to judge by in place of those that come with newsdesk (ranking.learned): a model's of meaning."""

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """All concepts, the speaker's first."""
        return self.speaker + self.topic

    @property
    def terms(self) -> list[str]:
        """Every term to search for: those of the question's words several times, those only near to them once."""
        asked = dict.fromkeys(term for concept in self.concepts for run in concept.alternatives for term in run)
        near = dict.fromkeys(term for concept in self.topic for run in concept.kin for term in run)
        return [*list(asked) * ITSELF, *(term for term in near if term not in asked)]


def settle(question: Question, snapshot: Snapshot) -> Asked:
    """Find each word of the question, its aliases and its nearest spelling in the coverage."""
    question = _with_capitals(question, snapshot)
    whom = question.speaker.text if question.speaker else ""
    among = terms_of(f"{whom} {question.topic}")
    speaker = tuple(_concepts(whom, among, snapshot))
    named = {run for concept in speaker for run in concept.alternatives}
    topic = tuple(
        concept
        for concept in _once(_concepts(question.topic, among, snapshot, kin=True))
        if not named.intersection(concept.alternatives)
        and (concept.known or concept.kin or not misspells(concept.asked, asking().asking_words))
    )
    return Asked(question, speaker, topic)


def _with_capitals(question: Question, snapshot: Snapshot) -> Question:
    """The question with its names in capitals, where it is written without any or all in them."""
    if not (question.text.islower() or question.text.isupper()):
        return question

    def named(text: str) -> str:
        return " ".join(word.title() if _names(word, snapshot) else word for word in text.split())

    speaker = question.speaker
    speaker = speaker._replace(text=named(speaker.text)) if speaker else None
    return question._replace(speaker=speaker, topic=named(question.topic))


def _names(word: str, snapshot: Snapshot) -> bool:
    """Whether a word without capitals is a name: a known one, or one of the coverage that is no English word."""
    lower = word.lower().removesuffix("'s")
    known = places()
    if lower in known.names or lower in known.demonyms or f"the {lower}" in known.names:
        return True
    terms = terms_of(lower)
    if len(terms) != 1 or is_english(lower):
        return terms in _foreign_aliases()
    return lower.isalpha() and bool(snapshot.document_frequency(terms[0]))


@cache
def _foreign_aliases() -> frozenset[Run]:
    """The single names with aliases that are no words: "nato", not "mark"."""
    return frozenset((name,) for name in single_names() if not is_english(name))


def is_name(phrase: Phrase) -> bool:
    """Whether a phrase looks like a name ("Putin", "paul ryan", "the White House") and not like a description.

    "The Texas senator" is one, and so is "the Speaker": an office, capital or not, is what somebody is.
    """
    first, *rest = phrase.text.split()
    if first.lower() in DETERMINERS:
        return bool(rest) and all(word[0].isupper() for word in rest) and not person_noun(rest[-1].lower())
    last = rest[-1] if rest else first
    if person_noun(last) or person_noun(last.removesuffix("s")):
        return False
    return last[0].isupper() or not phrase.capitalised


def _once(concepts: Iterator[Concept]) -> Iterator[Concept]:
    """Each concept once: "Trump ... Donald Trump" asks for him once."""
    seen: set[Run] = set()
    for concept in concepts:
        if not seen.intersection(concept.alternatives):
            seen.update(concept.alternatives)
            yield concept


def _concepts(text: str, among: Run, snapshot: Snapshot, *, kin: bool = False) -> Iterator[Concept]:
    """The concepts of a text in order. among: the terms of the whole question.

    kin: whether "Italian" stands for Italy too, and the other way round; else "Rome" does, as who speaks.
    """
    words, terms = _words_and_terms(text)
    places_near, start = _kin() if kin else _seats(), 0
    while start < len(terms):
        length = _known_name(terms, start)
        run = terms[start : start + length]
        rest = [term for term in among if term not in run]
        yield _concept(" ".join(dict.fromkeys(words[start : start + length])), run, places_near, rest, snapshot)
        start += length


def _words_and_terms(text: str) -> tuple[list[str], Run]:
    found = analyse(text)
    return [text[term.start : term.end] for term in found], tuple(term.text for term in found)


def _known_name(terms: Run, start: int) -> int:
    """How many terms from `start` on make the longest name that has aliases, or phrase that has kin; at least 1."""
    longest = min(longest_alias(), len(terms) - start)
    runs = (terms[start : start + length] for length in range(longest, 1, -1))
    return next((len(run) for run in runs if aliases(run) or kin(run)), 1)


def _concept(
    word: str, run: Run, places_near: Mapping[Run, tuple[Run, ...]], rest: Sequence[str], snapshot: Snapshot
) -> Concept:
    """places_near: by a place, those that stand for it; rest: the terms of the question's other words."""
    alternatives = (run, *aliases(run), *places_near.get(run, ()))
    frequency = max(_frequency(alternative, snapshot) for alternative in alternatives)
    near = _respelt(word, run, rest, frequency, snapshot)
    if near:
        alternatives = (*alternatives, near, *aliases(near), *places_near.get(near, ()))
        frequency = max(_frequency(alternative, snapshot) for alternative in alternatives)
    kindred = _kindred(word, alternatives, snapshot)
    frequent = frequency or max((_frequency(other, snapshot) for other in kindred), default=0)
    mended = " ".join(near) if near else None
    generic = _is_generic(word, run)
    share = GENERIC if generic else ABSENT if not frequent and word[:1].islower() else 1.0
    return Concept(word, alternatives, share * _idf(len(snapshot), frequent), frequency > 0, mended, kindred, generic)


def _is_generic(word: str, run: Run) -> bool:
    return not word[:1].isupper() and len(run) == 1 and run[0] in asking().generic


def _kindred(word: str, alternatives: tuple[Run, ...], snapshot: Snapshot) -> tuple[Run, ...]:
    """The words near in meaning to a word or its mended spelling that the coverage has; a name has none."""
    capitalised = word[:1].isupper()
    near = [other for run in alternatives for other in kin(run, capitalised=capitalised)]
    if not capitalised:
        near += [(other,) for run in alternatives if len(run) == 1 for other in family(run[0], snapshot.vocabulary())]
    return tuple(run for run in dict.fromkeys(near) if run not in alternatives and _frequency(run, snapshot))


def _respelt(word: str, run: Run, rest: Sequence[str], frequency: int, snapshot: Snapshot) -> Run | None:
    """The coverage's spelling of a word that it lacks, or of a name that only its ending makes into another word.

    A stemmer takes "Barkly" for "bark", so a name is looked for as it is written too.
    """
    if len(run) != 1:
        return None
    written, vocabulary, often = fold(word), snapshot.vocabulary(), snapshot.document_frequency
    if not frequency:
        beside = _beside(rest, snapshot)
        near = other_english(run[0], vocabulary) or nearest(word, written, vocabulary, often, beside)
        near = near or nearest(word, run[0], vocabulary, often, beside)
        return near or _misspelt_alias(word, written, snapshot)
    plain_ending = abs(len(written) - len(run[0])) < 2 and written[:-1].startswith(run[0][:-1])
    if plain_ending or not word[0].isupper() or written in vocabulary:
        return None
    near = nearest(word, written, vocabulary, often, _beside(rest, snapshot))
    return None if near == run else near


def _misspelt_alias(word: str, written: str, snapshot: Snapshot) -> Run | None:
    """The coverage's name of what is misspelt under another of its names: "Selenskyi" for "Zelensky"."""
    near = nearest(word, written, single_names(), lambda _: 1)
    others = aliases(near) if near else ()
    return max(others, key=lambda other: _frequency(other, snapshot)) if _held(others, snapshot) else None


def _held(runs: Iterable[Run], snapshot: Snapshot) -> bool:
    return any(_frequency(run, snapshot) for run in runs)


def _beside(rest: Sequence[str], snapshot: Snapshot) -> Callable[[str], float]:
    """How well a term goes with the question's other terms: the best of them that its paragraphs score for both."""

    def beside(term: str) -> float:
        own = {hit.article for hit in snapshot.search([term], LOOKED_AT)}
        return max((hit.score for hit in snapshot.search(rest, LOOKED_AT, only=own)), default=0.0) if own else 0.0

    return beside


@cache
def _kin() -> dict[Run, tuple[Run, ...]]:
    """Country -> the words for its people, and each of those -> the country."""
    found: dict[Run, tuple[Run, ...]] = {}
    for demonym in places().demonyms:
        people, country = terms_of(demonym.title()), terms_of(places().country[demonym].title())
        if people and country and people != country:
            found[people] = (*found.get(people, ()), country)
            found[country] = (*found.get(country, ()), people)
    return found


@cache
def _seats() -> dict[Run, tuple[Run, ...]]:
    """Country -> its capital and other seats of power, and each of those -> the country: "Kyiv" speaks for Ukraine."""
    found: dict[Run, tuple[Run, ...]] = {}
    for seat, country in places().country.items():
        one, other = terms_of(seat.title()), terms_of(country.title())
        if seat not in places().demonyms and one and other and one != other:
            found[one] = (*found.get(one, ()), other)
            found[other] = (*found.get(other, ()), one)
    return found


def _frequency(run: Run, snapshot: Snapshot) -> int:
    """An upper bound of the number of paragraphs that hold all terms of the run."""
    return min(snapshot.document_frequency(term) for term in run)


def _idf(documents: int, frequency: int) -> float:
    """Always positive inverse document frequency: ln(1 + (N - n + 0.5) / (n + 0.5)), as Lucene writes BM25's."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
