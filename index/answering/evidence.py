"""Do the best passages answer the question? A score above zero is no evidence; these are the things that are."""

from __future__ import annotations

import math
from typing import NamedTuple

from index.answering.answer import Refusal
from index.answering.concepts import Asked, Concept
from index.answering.ranking import Ranked, learned, weigh

LOOKED_AT = 3
"""How many of the best passages may hold the evidence."""


class Evidence(NamedTuple):
    """Figures from 0 to 1 about a question and its best passages."""

    known: float
    """Weight of the question's concepts that the coverage has at all, under any spelling."""
    spelt: float
    """... without mending their spelling."""
    covered: float
    """Largest share of the topic's weight in one of the best passages."""
    covered_near: float
    """... in one of them with its headline and neighbours."""
    heaviest: float
    """Whether the topic's rarest concept stands in one of the best passages."""
    names: float
    """The capitalised concepts of the topic stand in or around one of them."""
    speaker: float
    """The asked person's words are in one of the best passages."""
    mentioned: float
    """The asked person's name is."""
    together: float
    """Largest product of `said` and the topic covered in and around the passage."""
    by_others: float
    """The best passage has only other people's statements."""
    close: float
    """The best passage's closeness of the matched words."""
    fits: float
    """The best passage has the kind of thing asked for."""
    asks_speaker: float
    """The question asks for somebody's words."""
    ahead: float
    """By how much the best passage's score leads the tenth's, squeezed into 0..1."""


def weigh_evidence(asked: Asked, ranked: list[Ranked]) -> Evidence:
    """The evidence in the best of the ranked candidates (at least one)."""
    best = [one.features for one in ranked[:LOOKED_AT]]
    total = sum(concept.weight for concept in asked.concepts) or 1.0
    heaviest = max(asked.topic, key=lambda concept: concept.weight, default=None)
    lead = ranked[0].score - ranked[min(9, len(ranked) - 1)].score
    return Evidence(
        known=sum(concept.weight for concept in asked.concepts if concept.known) / total,
        spelt=sum(concept.weight for concept in asked.concepts if concept.known and not concept.mended) / total,
        covered=max(one.covered for one in best) if asked.topic else 1.0,
        covered_near=max(one.covered_near for one in best) if asked.topic else 1.0,
        heaviest=float(heaviest is None or any(heaviest.within(one.candidate.terms) for one in ranked[:LOOKED_AT])),
        names=max(one.names for one in best),
        speaker=max(one.said for one in best),
        mentioned=max(one.mentioned for one in best),
        together=max(one.said * (one.covered_near if asked.topic else 1.0) for one in best),
        by_others=best[0].said_by_others,
        close=best[0].close,
        fits=best[0].fits,
        asks_speaker=float(bool(asked.speaker)),
        ahead=math.tanh(lead / 4),
    )


def confidence(evidence: Evidence) -> float:
    """How likely the passages answer, 0..1: the logistic function of the weighed evidence."""
    weights = learned()["evidence"]
    return 1 / (1 + math.exp(-(weights["constant"] + weigh(evidence._asdict(), weights))))


def threshold() -> float:
    """The confidence from which on a question is answered."""
    return float(learned()["threshold"])


def unknown_names(asked: Asked) -> list[Concept]:
    """The people or things called by a name in the question that the coverage does not have."""
    speaker = [asked.speaker[-1]] if asked.speaker and not asked.speaker[-1].known else []
    return speaker + [c for c in asked.topic if not c.known and c.asked[0].isupper()]


def refuse(asked: Asked) -> Refusal:
    """Say what is missing, in a sentence or two."""
    names = unknown_names(asked)
    if names:
        who = _listed([_as_asked(asked, concept) for concept in names])
        verb = "appears" if len(names) == 1 else "appear"
        subject = f"Nobody called {who} {verb}" if names[0] in asked.speaker else f"No {who} {verb}"
        return Refusal(
            kind="unknown_name",
            message=f"{subject} in this coverage.",
            missing=tuple(concept.asked for concept in names),
        )
    words = [concept for concept in asked.topic if not concept.known]
    known = [concept for concept in asked.topic if concept.known]
    if words:
        about = _listed([f"“{concept.asked}”" for concept in words])
        also = f" {asked.question.speaker.text} is covered, but not on that." if asked.question.speaker else ""
        verb = "is" if len(words) == 1 else "are"
        return Refusal(
            kind="unknown_topic",
            message=f"The coverage does not say: {about} {verb} nowhere in it.{also}",
            missing=tuple(concept.asked for concept in words),
        )
    topic = _listed([concept.asked for concept in known])
    if asked.question.speaker and known:
        who = asked.question.speaker.text
        return Refusal(
            kind="not_together",
            message=f"The coverage does not say: {who} is covered, but not on this ({topic}).",
            missing=tuple(concept.asked for concept in known),
        )
    return Refusal(
        kind="weak",
        message=f"The coverage does not say: its words ({topic}) are in it, but no passage brings them together."
        if topic
        else "The coverage does not say.",
        missing=tuple(concept.asked for concept in known),
    )


def _as_asked(asked: Asked, concept: Concept) -> str:
    """The whole name for a family name: "Emmanuel Macron"."""
    phrase = asked.question.speaker
    if phrase and asked.speaker and concept is asked.speaker[-1]:
        return phrase.text
    return concept.asked


def _listed(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1] if words else ""]))
