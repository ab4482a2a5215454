"""Do the best passages answer the question? A score above zero is no evidence; these are the things that are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from index.answering.concepts import KIN, Asked, Concept, is_name
from index.answering.features import MEASURED, fits
from index.answering.ranking import Ranked, learned, weigh
from index.answering.speaking import share
from index.language.analysis import analyse
from index.speakers.sentences import outline, sentences

LOOKED_AT = 3
"""How many of the best passages may hold the evidence."""


class Evidence(NamedTuple):
    """Figures from 0 to 1 about a question and its best passages."""

    known: float
    """Weight of the question's concepts that the coverage has at all, under any spelling; less for words near them."""
    heard: float
    """How surely the asked person says anything at all in any candidate."""
    covered: float
    """Largest share of the topic's weight in one of the best passages."""
    covered_near: float
    """... in one of them with its headline and neighbours."""
    covered_article: float
    """... in the article of the best one."""
    sentence: float
    """Largest share of all concepts' weight in one sentence of them."""
    sentence_fits: float
    """That sentence has the kind of thing asked for."""
    plain: float
    """Share of the topic's concepts, names left out, that the best passages have."""
    counted: float
    """Share of those concepts that the best passage has, or words near them; each counts the same."""
    names: float
    """The capitalised concepts of the topic stand in or around one of them."""
    speaker: float
    """The best passage has the asked person's words."""
    mentioned: float
    """Largest product of the asked name's and the topic's share in and around a passage."""
    together: float
    """Largest product of `said` and the topic covered in and around the passage."""
    about: float
    """... covered in the passage itself, the names of others who speak in it left aside."""
    words: float
    """Largest product of how surely a statement is the asked person's and the topic covered in the statement."""
    by_others: float
    """The best passage has only other people's statements."""
    close: float
    """The best passage's closeness of the matched words."""
    fits: float
    """One of the best passages has the kind of thing asked for."""
    anywhere: float
    """The largest `words` of all candidates."""
    ahead: float
    """By how much the best passage's score leads the tenth's, squeezed into 0..1."""
    meaning: float = 0.0
    """How near the question is to one of the best passages in its context, to a model of sentences; 0 without one."""
    meaning_sentence: float = 0.0
    """... to a sentence of them."""


def weigh_evidence(asked: Asked, ranked: list[Ranked]) -> Evidence:
    """The evidence in the best of the ranked candidates (at least one)."""
    best = [one.features for one in ranked[:LOOKED_AT]]
    total = sum(concept.weight for concept in asked.concepts) or 1.0
    share_of_sentence, sentence = _best_sentence(asked, ranked[:LOOKED_AT])
    words = tuple(concept for concept in asked.topic if not concept.asked[0].isupper())
    lead = ranked[0].score - ranked[min(9, len(ranked) - 1)].score
    return Evidence(
        known=sum(concept.weight * (1.0 if concept.known else KIN * bool(concept.kin)) for concept in asked.concepts)
        / total,
        heard=max(one.features.said for one in ranked),
        covered=max(one.covered for one in best) if asked.topic else 1.0,
        covered_near=max(one.covered_near for one in best) if asked.topic else 1.0,
        covered_article=best[0].covered_article if asked.topic else 1.0,
        sentence=share_of_sentence,
        sentence_fits=fits(asked, sentence),
        plain=max(share(words, one.candidate.terms) for one in ranked[:LOOKED_AT]) if words else 1.0,
        counted=best[0].counted,
        names=max(one.names for one in best),
        speaker=best[0].said,
        mentioned=max(one.mentioned * (one.covered_near if asked.topic else 1.0) for one in best),
        together=max(one.said * (one.covered_near if asked.topic else 1.0) for one in best),
        about=max(one.said_and_covered if asked.topic else one.said for one in best),
        words=max(one.words for one in best),
        by_others=best[0].said_by_others,
        close=best[0].close,
        fits=max(one.fits for one in best),
        anywhere=max(one.features.words for one in ranked),
        ahead=math.tanh(lead / 4),
        meaning=max(one.meaning for one in best),
        meaning_sentence=max(one.meaning_sentence for one in best),
    )


def _terms(text: str) -> frozenset[str]:
    return frozenset(term.text for term in analyse(text))


def _best_sentence(asked: Asked, ranked: list[Ranked]) -> tuple[float, str]:
    """The sentence that has most of the question's concepts: the share of their weight, and its text."""
    best = 0.0, ""
    for one in ranked:
        text = one.candidate.paragraph.text
        for sentence in sentences(outline(text)):
            words = text[sentence[0].start : sentence[-1].end]
            found = share(asked.concepts, _terms(words))
            best = max(best, (found, words))
    return best


def confidence(asked: Asked, evidence: Evidence, weights: Mapping[str, float] | None = None) -> float:
    """How likely the passages answer, 0..1: the logistic function of what is weighed, halved where it must fail.

    weights: by the figures' names, with the "constant"; those learned unless given.
    """
    weights = weights or learned(asked)["evidence"]
    weighed = 1 / (1 + math.exp(-(weights["constant"] + weigh(evidence._asdict(), weights))))
    return weighed / 2 if _cannot_answer(asked, evidence) or unknown_names(asked) else weighed


def _cannot_answer(asked: Asked, evidence: Evidence) -> bool:
    """Whether the passages lack what no answer can be without, however much else they share with the question.

    Who is asked about must be in a passage otherwise than as another speaker; an amount, age or time must be there.
    """
    names_only = bool(asked.speaker and asked.topic) and all(concept.asked[0].isupper() for concept in asked.topic)
    if names_only and not evidence.about:
        return True
    return asked.question.kind in MEASURED and not evidence.fits


def threshold(asked: Asked) -> float:
    """The confidence from which on a question is answered."""
    return float(learned(asked)["threshold"])


def unknown_names(asked: Asked) -> list[Concept]:
    """The people or things called by a name in the question that the coverage does not have.

    A word beside a known one may be part of its name ("Mit Romney"), and a description may say in other words what the
    coverage says of somebody ("the envoy"): neither is proof that something is missing.
    """
    phrase = asked.question.speaker
    unknown = [asked.speaker[-1]] if phrase and is_name(phrase) and not asked.speaker[-1].known else []
    named = [concept.known if concept.asked[0].isupper() else None for concept in asked.topic]
    for place, concept in enumerate(asked.topic):
        beside = named[max(0, place - 1) : place + 2]
        if named[place] is False and True not in beside:
            unknown.append(concept)
    return unknown
