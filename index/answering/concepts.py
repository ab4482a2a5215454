"""What the words of a question are in this coverage: each with its other names, its spelling mended, and its weight."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from index.answering.question import Phrase, Question
from index.answering.words import asking
from index.language.analysis import analyse, fold
from index.language.kin import family, kin
from index.language.names import Run, aliases, longest_alias, terms_of
from index.language.spelling import misspells, nearest, other_english
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
    speaker = tuple(_concepts(question.speaker.text, snapshot)) if question.speaker else ()
    named = {run for concept in speaker for run in concept.alternatives}
    topic = tuple(
        concept
        for concept in _once(_concepts(question.topic, snapshot, kin=True))
        if not named.intersection(concept.alternatives)
        and (concept.known or concept.kin or not misspells(concept.asked, asking().asking_words))
    )
    return Asked(question, speaker, topic)


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


def _concepts(text: str, snapshot: Snapshot, *, kin: bool = False) -> Iterator[Concept]:
    """The concepts of a text in order.

    kin: whether "Italian" stands for Italy too, and the other way round; else "Rome" does, as who speaks.
    """
    words, terms = _words_and_terms(text)
    start = 0
    while start < len(terms):
        length = _known_name(terms, start)
        run = terms[start : start + length]
        others = aliases(run) + (_kin() if kin else _seats()).get(run, ())
        yield _concept(" ".join(dict.fromkeys(words[start : start + length])), run, others, snapshot)
        start += length


def _words_and_terms(text: str) -> tuple[list[str], Run]:
    found = analyse(text)
    return [text[term.start : term.end] for term in found], tuple(term.text for term in found)


def _known_name(terms: Run, start: int) -> int:
    """How many terms from `start` on make the longest name that has aliases, or phrase that has kin; at least 1."""
    longest = min(longest_alias(), len(terms) - start)
    runs = (terms[start : start + length] for length in range(longest, 1, -1))
    return next((len(run) for run in runs if aliases(run) or kin(run)), 1)


def _concept(word: str, run: Run, others: tuple[Run, ...], snapshot: Snapshot) -> Concept:
    alternatives = (run, *others)
    frequency = max(_frequency(alternative, snapshot) for alternative in alternatives)
    near = _respelt(word, run, frequency, snapshot)
    if near:
        alternatives = (*alternatives, near, *aliases(near))
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


def _respelt(word: str, run: Run, frequency: int, snapshot: Snapshot) -> Run | None:
    """The coverage's spelling of a word that it lacks, or of a name that only its ending makes into another word.

    A stemmer takes "Barkly" for "bark", so a name is looked for as it is written too.
    """
    if len(run) != 1:
        return None
    written, vocabulary = fold(word), snapshot.vocabulary()
    if not frequency:
        near = other_english(run[0], vocabulary) or nearest(word, written, vocabulary, snapshot.document_frequency)
        return near or nearest(word, run[0], vocabulary, snapshot.document_frequency)
    plain_ending = abs(len(written) - len(run[0])) < 2 and written[:-1].startswith(run[0][:-1])
    if plain_ending or not word[0].isupper() or written in vocabulary:
        return None
    near = nearest(word, written, vocabulary, snapshot.document_frequency)
    return None if near == run else near


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
