"""The second ranking: candidates by what speaks for them, weighed. The weights stand in data/weights.json."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from index.answering.candidates import Candidate
from index.answering.concepts import Asked
from index.answering.features import Features, measure, takes_up
from index.answering.speaking import SURE
from index.language.names import terms_of

BEHIND = 0.5
"""By how much a paragraph that continues another one stands behind it, in units of the score."""

EXACT = 5.0
"""What words in the question's quotation marks add to the score of a paragraph that has them: more than all else."""


class Ranked(NamedTuple):
    """A candidate with its place in the ranking."""

    candidate: Candidate
    features: Features
    score: float
    """Weighted sum of the features; higher is better, with no unit."""


def rank(asked: Asked, candidates: list[Candidate]) -> list[Ranked]:
    """The candidates, best first; equal ones in the engine's order."""
    pairs = zip(candidates, measure(asked, candidates), strict=True)
    return order(asked, (Ranked(candidate, features, 0.0) for candidate, features in pairs))


def order(asked: Asked, measured: Iterable[Ranked]) -> list[Ranked]:
    """Candidates with their scores by what was measured of them, best first; equal ones in the order given."""
    weights = learned(asked)["ranking"]
    ranked = [
        one._replace(score=weigh(one.features._asdict(), weights) + EXACT * exactly(asked, one.candidate))
        for one in measured
    ]
    return sorted(with_what_continues(ranked), key=lambda one: -one.score)


def exactly(asked: Asked, candidate: Candidate) -> float:
    """The share of what the question puts in quotation marks that the paragraph has, word after word."""
    quoted = [terms for terms in map(terms_of, asked.question.quoted) if terms]
    own = f" {' '.join(candidate.text.terms[candidate.place])} "
    return sum(f" {' '.join(terms)} " in own for terms in quoted) / len(quoted) if quoted else 0.0


def with_what_continues(ranked: list[Ranked]) -> list[Ranked]:
    """The same, where a paragraph in which a person goes on about what they said just before stands right behind it.

    "But she said that it could only be done by night" shares no word with the question that the paragraphs
    before it answer, and yet belongs to the answer.
    """
    scores = {_place(one): one.score for one in ranked if one.features.said >= SURE}
    return [_lifted(one, scores) for one in ranked]


def _lifted(one: Ranked, scores: Mapping[tuple[str, int], float]) -> Ranked:
    if one.features.said < SURE or not takes_up(one.candidate):
        return one
    article, place = _place(one)
    before = max((scores.get((article, place - back), one.score) for back in (1, 2)), default=one.score)
    return one._replace(score=max(one.score, before - BEHIND))


def _place(one: Ranked) -> tuple[str, int]:
    return one.candidate.text.held.article.id, one.candidate.place


def weigh(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Sum of weight times feature, over the features that have a weight."""
    return sum(weights[name] * value for name, value in features.items() if name in weights)


def learned(asked: Asked) -> dict[str, Any]:
    """Weights of "ranking" and "evidence" and the "threshold" for a question of this sort.

    Questions for somebody's words and questions for facts are weighed apart: who speaks settles the one, and tells
    nothing of the other.
    """
    weights: dict[str, Any] = (asked.weights or _weights())[sort_of(asked)]
    return weights


def sort_of(asked: Asked) -> str:
    """ "words" where somebody's words are asked for, else "facts"."""
    return "words" if asked.speaker else "facts"


@cache
def _weights() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(resources.files(__package__).joinpath("data/weights.json").read_text("utf-8"))
    return loaded
