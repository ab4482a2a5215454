"""What speaks for and against a paragraph as the answer: figures from 0 to 1, each with a plain meaning."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import NamedTuple

from index.answering.candidates import Candidate
from index.answering.concepts import Asked, Concept
from index.answering.speaking import Voices, share
from index.answering.words import asking
from index.language.analysis import analyse

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|"
    r"(?:m|b|tr)illions?|half|third|quarter|twice|percent)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:1[5-9]\d\d|20\d\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan(?:uary)?|Feb(?:ruary)?|March|April|May|"
    r"June|July|Aug(?:ust)?|Sept(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|yesterday|today|tomorrow|"
    r"(?:last|next|this) (?:week|month|year|spring|summer|autumn|fall|winter)|ago|spring|summer|autumn|winter)\b"
)
_REASON = re.compile(
    r"\b(?:because|since|as|so that|in order to|due to|owing to|after|over|reasons?|why|for (?:failing|refusing|not)|"
    r"to (?:avoid|protect|prevent|keep|stop|help))\b",
    re.IGNORECASE,
)
_AGE = re.compile(r"\b\d{1,3}-year-old|\byears? old\b|\baged?\b|, \d{1,3},|\bborn\b|\bturn(?:s|ed) \d", re.IGNORECASE)
# Outside quotation marks: inside them "this" is what the speaker has just said himself.
_POINTS_BACK = re.compile(
    r"^(?:But|And|Yet|Instead|However|Still|Otherwise)\b|"
    r"^[^\"“„«]{0,60}\b(?:[Tt]his|[Tt]hat|[Ii]t|[Tt]hese|[Tt]hose) "
    r"(?:would|will|could|can|may|might|must|should|is|was|are|were|has|had)\b"
)
_DATED = re.compile(
    r"\b(?:(?:Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.? \d{1,2}\b(?! ?(?:percent|%))|(?:19|20)\d\d\b(?![.,]\d)|"
    r"\d{1,3}-year-olds?\b|\d{1,2}(?:st|nd|rd|th)\b|one of\b)"
)
"""Numbers that are no amounts: of days, years, ages and orders."""
_CAPITALISED = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")
_PLACE = re.compile(
    r"\b(?:in|at|to|from|near|outside|across|of|for|into|off) (?:the )?"
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|March|April|May|June|July|Aug|Sep|Oct|Nov|Dec)[A-Z]"
)
_SOUGHT = {"amount": _NUMBER, "age": _AGE, "when": _TIME, "why": _REASON, "who": _CAPITALISED, "where": _PLACE}
MEASURED = frozenset(["amount", "age", "when"])
"""Kinds of question whose answer has a form of its own."""
MANY = "mani"
"""The stem of the word that asks for a number of what follows it."""
COUNTED = 3
"""Within how many terms after a number its unit stands: "870 ferry crew members"."""


class Features(NamedTuple):
    """All figures of one candidate. 0 means no, 1 means wholly, unless said otherwise."""

    engine: float
    """The engine's score as a share of the best candidate's."""
    covered: float
    """Weight of the topic's concepts that the paragraph itself has."""
    complete: float
    """It has every one of several concepts of the topic."""
    counted: float
    """Share of the topic's words, names left out, that it has, or words near them; each counts the same."""
    covered_near: float
    """Weight of the topic's concepts that it, the headline, the two paragraphs before and the one after have."""
    covered_article: float
    """... that the whole article has."""
    covered_before: float
    """... that only the paragraph before has: an answer often follows what it answers."""
    names: float
    """Weight of the question's capitalised words in the topic that stand in the paragraph or its neighbours."""
    close: float
    """How close together the matched concepts stand: matched concepts by the terms from the first to the last."""
    phrases: float
    """Neighbouring words of the question that are neighbours in the paragraph too."""
    said: float
    """A statement in it is the asked person's."""
    said_and_covered: float
    """Product of `said` and how far the paragraph, the other speakers' names left aside, is about the topic."""
    words: float
    """How far their own statements in it are about the topic."""
    mentioned: float
    """The asked name stands in it."""
    said_by_others: float
    """It has statements, but of other people."""
    quoted: float
    """A statement of theirs is in quotation marks, wholly or in part: their words, not only an account of them."""
    told: float
    """A statement of theirs is introduced by a verb of saying ("said"), or by none, not by an act ("rejected")."""
    perhaps: float
    """It has a statement whose speaker is not known by name: the asked person's share of the article's statements."""
    fits: float
    """The kind of thing asked for is there: a number, a time, a name, a reason."""
    measured: float
    """The same as `fits`, where an amount, an age or a time is asked for, which few paragraphs have; else 0."""
    headline: float
    """Weight of the concepts in the headline."""
    first: float
    """It is the article's first paragraph."""
    length: float
    """Its length: logarithm of its terms by the logarithm of 200."""
    meaning: float = 0.0
    """How near the question is to it in its context, to a model of sentences (answering.meaning); 0 without one."""
    meaning_sentence: float = 0.0
    """... to the sentence of it that is nearest."""


def measure(asked: Asked, candidates: list[Candidate]) -> list[Features]:
    """The features of each candidate, in order."""
    voices = Voices(asked)
    best = max((candidate.score for candidate in candidates), default=0.0) or 1.0
    return [_features(asked, voices, candidate, candidate.score / best) for candidate in candidates]


def _features(asked: Asked, voices: Voices, candidate: Candidate, engine: float) -> Features:
    text, place, terms = candidate.text, candidate.place, candidate.terms
    topic = asked.topic
    near = text.around(place, 2, 1) | text.title
    covered, said = share(topic, terms), voices.said(candidate)
    names = tuple(concept for concept in topic if concept.asked[0].isupper())
    order = text.terms[place]
    fitting = fits(asked, candidate.paragraph.text)
    return Features(
        engine=engine,
        covered=covered,
        complete=float(len(topic) > 1 and all(concept.within(terms) for concept in topic)),
        counted=counted(topic, terms),
        covered_near=share(topic, near),
        covered_article=share(topic, text.all),
        covered_before=share(topic, text.sets[place - 1] - terms) if place else 0.0,
        names=share(names, near) if names else 1.0,
        close=_closeness(asked.concepts, order),
        phrases=_phrases(asked.concepts, order),
        said=said,
        said_and_covered=said * voices.about(candidate, topic) if said else 0.0,
        words=voices.words(candidate, topic) if said else 0.0,
        mentioned=voices.mentioned(candidate),
        quoted=voices.quoted(candidate),
        told=voices.told(candidate),
        said_by_others=float(bool(asked.speaker) and voices.said_by_others(candidate)),
        perhaps=voices.perhaps(candidate),
        fits=fitting,
        measured=fitting if asked.question.kind in MEASURED else 0.0,
        headline=share(asked.concepts, text.title),
        first=float(place == 0),
        length=min(1.0, math.log1p(len(order)) / math.log(200)),
    )


def counted(topic: tuple[Concept, ...], terms: frozenset[str]) -> float:
    """The share of the topic's words, names left out, that stand among the terms or are near one of them; 1 without."""
    words = [concept for concept in topic if not concept.asked[0].isupper()]
    return sum(concept.degree(terms) > 0 for concept in words) / len(words) if words else 1.0


def takes_up(candidate: Candidate) -> bool:
    """Whether the paragraph takes up what the one before says: "But she said that it could only ..."."""
    return candidate.place > 0 and bool(_POINTS_BACK.match(candidate.paragraph.text))


def _closeness(concepts: tuple[Concept, ...], order: list[str]) -> float:
    """Share of concepts matched, times matched concepts by the length of the shortest span that holds them all."""
    places: list[tuple[int, int]] = []
    for number, concept in enumerate(concepts):
        wanted = {run[-1] for run in concept.alternatives}
        places += [(place, number) for place, term in enumerate(order) if term in wanted]
    matched = len({number for _, number in places})
    if matched < 2:
        return 0.0
    places.sort()
    counts: dict[int, int] = {}
    start, shortest = 0, len(order)
    for place, number in places:
        counts[number] = counts.get(number, 0) + 1
        while len(counts) == matched:
            first, leaving = places[start]
            shortest = min(shortest, place - first + 1)
            counts[leaving] -= 1
            if not counts[leaving]:
                del counts[leaving]
            start += 1
    return matched / len(concepts) * matched / max(shortest, matched)


def _phrases(concepts: tuple[Concept, ...], order: list[str]) -> float:
    """Share of neighbouring concepts of the question that stand next to each other in the paragraph."""
    if len(concepts) < 2:
        return 0.0
    pairs = set(pairwise(order))
    found = sum(
        any((left[-1], right[0]) in pairs for left in one.alternatives for right in other.alternatives)
        for one, other in pairwise(concepts)
    )
    return found / (len(concepts) - 1)


def fits(asked: Asked, text: str) -> float:
    """Whether the text has the kind of thing that the question asks for; one half where the kind tells nothing.

    An amount without its unit ("how many boats", "how much") is worth one half too.
    """
    sought = _SOUGHT.get(asked.question.kind)
    if sought is None:
        return 0.5
    if asked.question.kind == "amount":
        text = _DATED.sub(" ", text)
    if not sought.search(text):
        return 0.0
    return 0.5 + 0.5 * _in_its_unit(asked, text) if asked.question.measure else 1.0


def _in_its_unit(asked: Asked, text: str) -> bool:
    """Whether a number of the text counts what is asked for."""
    counted = asked.topic[:1] if asked.question.measure == MANY else ()
    units = asking().units.get(asked.question.measure)
    if not counted and not units:
        return True
    terms = [term.text for term in analyse(text)]
    for place, term in enumerate(terms):
        if term[0].isdigit() or _NUMBER.fullmatch(term):
            near = terms[max(0, place - 1) : place + COUNTED + 1]
            if any(concept.degree(near) for concept in counted) or (units and units.intersection(near)):
                return True
    return False
