"""The second ranking: candidates by what speaks for them, weighed. The weights stand in data/weights.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from index.answering.candidates import Candidate
from index.answering.concepts import Asked
from index.answering.features import Features, measure


class Ranked(NamedTuple):
    """A candidate with its place in the ranking."""

    candidate: Candidate
    features: Features
    score: float
    """Weighted sum of the features; higher is better, with no unit."""


def rank(asked: Asked, candidates: list[Candidate]) -> list[Ranked]:
    """The candidates, best first; equal ones in the engine's order."""
    weights = learned()["ranking"]
    ranked = [
        Ranked(candidate, features, weigh(features._asdict(), weights))
        for candidate, features in zip(candidates, measure(asked, candidates), strict=True)
    ]
    return sorted(ranked, key=lambda one: -one.score)


def weigh(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Sum of weight times feature, over the features that have a weight."""
    return sum(weights[name] * value for name, value in features.items() if name in weights)


@cache
def learned() -> dict[str, Any]:
    """Weights of the ranking and of the evidence, and the confidence from which on a question is answered."""
    loaded: dict[str, Any] = json.loads(resources.files(__package__).joinpath("data/weights.json").read_text("utf-8"))
    return loaded
