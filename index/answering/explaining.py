"""Why passages rank as they do, and why a question was answered or refused: the figures, with words for each."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib import resources

from index.answering.answer import Confined
from index.answering.answerer import Considered, consider, consider_each
from index.answering.candidates import Fetch
from index.answering.concepts import Concept
from index.answering.confining import only_articles
from index.answering.evidence import threshold, unknown_names
from index.answering.meaning import Meaning
from index.answering.ranking import Ranked, learned
from index.articles import Frozen
from index.search.engine import Snapshot

TELLING = 0.05
"""A figure that moves the score by less is left out."""


class Reason(Frozen):
    """A figure, what it is worth, and what it means."""

    name: str
    meaning: str
    value: float
    weight: float

    @property
    def counts(self) -> float:
        """What it adds to the score."""
        return self.value * self.weight


class WordUnderstood(Frozen):
    """A word of the question, as the coverage has it."""

    asked: str
    other_names: tuple[str, ...]
    near: tuple[str, ...]
    """Words near in meaning that the coverage has."""
    mended: str | None
    weight: float
    """Rarity in the coverage: natural logarithm of about how many paragraphs there are for one that has it."""
    known: bool


class PassageExplained(Frozen):
    """A paragraph, its score, and what makes it, the weightiest reasons first."""

    article: str
    paragraph: int
    speakers: tuple[str, ...]
    text: str
    score: float
    reasons: tuple[Reason, ...]


class Explanation(Frozen):
    """How a question was understood, ranked and judged."""

    question: str
    """As it was looked for: without the words that confine it."""
    kind: str
    speaker: str | None
    words: tuple[WordUnderstood, ...]
    passages: tuple[PassageExplained, ...]
    confidence: float
    threshold: float
    unknown: tuple[str, ...]
    """Names that the coverage lacks: with one, no confidence is enough."""
    reasons: tuple[Reason, ...]
    """What makes the confidence: the sum of what they count is its logit."""
    confined: Confined | None = None
    """To which articles the question's own words confine it."""
    outside: bool = False
    """Whether nothing there answers, so that all this is about articles elsewhere."""


def explain(
    question: str,
    limit: int,
    snapshot: Snapshot,
    fetch: Fetch,
    only: Collection[int] | None = None,
    meaning: Meaning | None = None,
) -> Explanation:
    """Explain what `answer` makes of a question, with at most `limit` passages. Raises QuestionError."""
    each = [one for one in consider_each(question, snapshot, fetch, only, meaning) if one.answers]
    considered = max(each, key=lambda one: one.sure, default=None) or consider(question, snapshot, fetch, only, meaning)
    asked = considered.asked
    weights = learned(asked)
    evidence = {"constant": 1.0, **(considered.evidence._asdict() if considered.evidence else {})}
    return Explanation(
        question=question,
        kind=asked.question.kind,
        speaker=asked.question.speaker.text if asked.question.speaker else None,
        words=tuple(map(_word, asked.concepts)),
        passages=tuple(_passage(one, weights["ranking"]) for one in considered.ranked[:limit]),
        confidence=considered.sure,
        threshold=threshold(asked),
        unknown=tuple(concept.asked for concept in unknown_names(asked)),
        reasons=_reasons(evidence, weights["evidence"], "evidence") if considered.evidence else (),
    )


def lines(explanation: Explanation) -> Iterator[str]:
    """The explanation as lines of plain text."""
    whose = f", for the words of {explanation.speaker}" if explanation.speaker else ""
    yield f"Asked for: {explanation.kind}{whose}"
    if explanation.confined:
        there = " Nothing there answers; what follows is from elsewhere." if explanation.outside else ""
        yield f"  {', '.join(explanation.confined.words)}: {only_articles(explanation.confined)}{there}"
    for word in explanation.words:
        known = "" if word.known else ", not in the coverage"
        mended = f", taken for {word.mended}" if word.mended else ""
        also = f", also {', '.join(word.other_names)}" if word.other_names else ""
        near = f", near it {', '.join(word.near)}" if word.near else ""
        yield f"  {word.asked}: weight {word.weight:.1f}{known}{mended}{also}{near}"
    for rank, passage in enumerate(explanation.passages, 1):
        place = f"{passage.article}, paragraph {passage.paragraph}"
        yield f"{rank}. score {passage.score:.2f}: {place}: {passage.text[:60]}"
        yield from map(_line, passage.reasons)
    least = f"{explanation.threshold:.2f} is enough to answer"
    yield f"Confidence {explanation.confidence:.2f}; {least}."
    if explanation.unknown:
        yield f"No answer without these names, which the coverage lacks: {', '.join(explanation.unknown)}."
    yield from map(_line, explanation.reasons)


def _line(reason: Reason) -> str:
    return f"   {reason.counts:+6.2f}  {reason.meaning} ({reason.value:.2f} x {reason.weight:.2f})"


def _word(concept: Concept) -> WordUnderstood:
    return WordUnderstood(
        asked=concept.asked,
        other_names=tuple(" ".join(run) for run in concept.alternatives[1:]),
        near=tuple(" ".join(run) for run in concept.kin),
        mended=concept.mended,
        weight=round(concept.weight, 2),
        known=concept.known,
    )


def _passage(one: Ranked, weights: Mapping[str, float]) -> PassageExplained:
    paragraph = one.candidate.paragraph
    return PassageExplained(
        article=one.candidate.text.held.article.id,
        paragraph=paragraph.number,
        speakers=tuple(dict.fromkeys(s.speaker for s in paragraph.statements if s.speaker)),
        text=paragraph.text,
        score=round(one.score, 4),
        reasons=_reasons(one.features._asdict(), weights, "ranking"),
    )


def _reasons(figures: Mapping[str, float], weights: Mapping[str, float], kind: str) -> tuple[Reason, ...]:
    """The figures that count, what counts most first."""
    every = [
        Reason(name=name, meaning=meanings()[kind][name], value=round(float(value), 3), weight=weights.get(name, 0.0))
        for name, value in figures.items()
    ]
    return tuple(sorted((one for one in every if abs(one.counts) >= TELLING), key=lambda one: -abs(one.counts)))


@cache
def meanings() -> dict[str, dict[str, str]]:
    """What each figure says, by "ranking" and "evidence" and its name."""
    return tomllib.loads(resources.files(__package__).joinpath("data/explaining.toml").read_text("utf-8"))


__all__ = ["Considered", "Explanation", "explain", "lines", "meanings"]
