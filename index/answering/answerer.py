"""From a question to an Answer: search, rank again, weigh the evidence, quote."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from index.answering.answer import Answer, Citation, Freshness, Passage, Refusal
from index.answering.candidates import Candidate, Fetch, Held, gather
from index.answering.concepts import Asked, settle
from index.answering.dating import ranks_by_date
from index.answering.evidence import Evidence, confidence, threshold, weigh_evidence
from index.answering.excerpts import excerpt
from index.answering.lists import asks_for_many, by_speaker, each_asked, fit_for_all, in_turns, whoever_asked
from index.answering.meaning import Meaning
from index.answering.noting import notes
from index.answering.question import Question, understand
from index.answering.ranking import Ranked, rank
from index.answering.refusing import refuse
from index.answering.speaking import SURE, Voices
from index.articles import Statement
from index.language.analysis import analyse
from index.language.names import name_terms, terms_of
from index.search.engine import Snapshot

CANDIDATES = 300
"""Paragraphs that the engine passes on to the second ranking."""
CONTEXT = 0.5
"""Weight of the surroundings of a paragraph in the engine's score."""

BEARS_ON = 5.0
"""A passage further behind the best than this, in units of the score, is not part of an answer: its odds of being the
best one are under 1 in 100 of the first's (e to the power of -5)."""


def answer(
    question: str,
    limit: int,
    snapshot: Snapshot,
    fetch: Fetch,
    coverage: Freshness,
    only: Collection[int] | None = None,
    meaning: Meaning | None = None,
) -> Answer:
    """Answer a question from a snapshot, with at most `limit` passages. Raises QuestionError.

    only: keys of the articles to which the answer is confined; None for all. meaning: what to rank by as well.
    """
    if not len(snapshot):
        understand(question)
        empty = Refusal(kind="empty_coverage", message="There are no articles yet: add some first.", missing=())
        return Answer(question=question, answered=False, confidence=0.0, refusal=empty, coverage=coverage)
    each = consider_each(question, snapshot, fetch, only, meaning)
    of_several = _answer_of_several(question, limit, each, coverage)
    if of_several:
        return of_several
    asked, ranked, _, sure = consider(question, snapshot, fetch, only, meaning)
    answered = sure >= threshold(asked)
    if answered:
        ranked = by_speaker(asked, _bearing(ranked))
    quoted = list(_passages(asked, ranked, limit))
    passages = tuple(passage for passage, _ in quoted)
    return Answer(
        question=question,
        answered=answered,
        confidence=sure if answered else min(sure, threshold(asked) * 0.99),
        refusal=None if answered else refuse(asked, ranked),
        passages=passages if answered else (),
        closest=() if answered else passages,
        coverage=coverage,
        by_date=ranks_by_date(passage for passage, theirs in quoted if theirs)
        if answered and not asks_for_many(asked)
        else (),
        notes=tuple(notes(asked, ranked, alone=not asks_for_many(asked))),
    )


def _answer_of_several(question: str, limit: int, each: Sequence[Considered], coverage: Freshness) -> Answer | None:
    """What each of several people says, in turns; who says nothing of it is named in a note. None if nobody does."""
    bearing = [_bearing(one.ranked) if one.answers else [] for one in each]
    own = [[it for it in ranked if it.features.said >= SURE] for ranked in bearing]
    found = [one for one, theirs in zip(each, own, strict=True) if theirs]
    if not found:
        return None
    joint = fit_for_all([one.ranked for one in each])
    groups = [
        [passage for passage, _ in _passages(one.asked, joint + theirs, limit)] if theirs else []
        for one, theirs in zip(each, own, strict=True)
    ]
    said = [note for one in found for note in notes(one.asked, one.ranked, alone=False)]
    silent = [one.asked.question.speaker for one in each if one not in found]
    if silent:
        said.append(f"Nothing on this is surely from {' or '.join(phrase.text for phrase in silent if phrase)}.")
    return Answer(
        question=question,
        answered=True,
        confidence=max(one.sure for one in found),
        passages=tuple(in_turns(groups, first=len(joint))[:limit]),
        coverage=coverage,
        notes=tuple(dict.fromkeys(said)),
    )


def _bearing(ranked: list[Ranked]) -> list[Ranked]:
    return [one for one in ranked if one.score >= ranked[0].score - BEARS_ON]


class Considered(NamedTuple):
    """A question, the paragraphs ranked for it, and what they are worth."""

    asked: Asked
    ranked: list[Ranked]
    evidence: Evidence | None
    """None without candidates."""
    sure: float
    """How likely the best passages answer, 0..1."""

    @property
    def answers(self) -> bool:
        """Whether that is enough to answer."""
        return self.sure >= threshold(self.asked)


def consider_each(
    question: str,
    snapshot: Snapshot,
    fetch: Fetch,
    only: Collection[int] | None = None,
    meaning: Meaning | None = None,
) -> list[Considered]:
    """A question for the words of several people, considered for each; empty for others. Raises QuestionError."""
    return [consider(one, snapshot, fetch, only, meaning) for one in each_asked(question)]


def consider(
    question: str | Question,
    snapshot: Snapshot,
    fetch: Fetch,
    only: Collection[int] | None = None,
    meaning: Meaning | None = None,
) -> Considered:
    """Understand a question, rank what might answer it, and weigh the evidence. Raises QuestionError."""
    if isinstance(question, str):
        question = whoever_asked(question) or understand(question)
    asked = settle(question, snapshot)
    hits = snapshot.search(asked.terms, CANDIDATES, context=CONTEXT, only=only)
    ranked = rank(asked, gather(hits, fetch))
    if meaning:
        asked, ranked = meaning.judged(asked, ranked)
    evidence = weigh_evidence(asked, ranked) if ranked else None
    return Considered(asked, ranked, evidence, confidence(asked, evidence) if evidence else 0.0)


def speaks(name: str, snapshot: Snapshot, fetch: Fetch) -> bool:
    """Whether somebody of this name, an outlet for one, says something in the paragraphs that name it."""
    terms = terms_of(name)
    found = gather(snapshot.search(list(terms), CANDIDATES), fetch)
    said = (statement.speaker for one in found for statement in one.paragraph.statements if statement.speaker)
    return any(name_terms(name) == name_terms(speaker) for speaker in said)


def _passages(asked: Asked, ranked: list[Ranked], limit: int) -> Iterable[tuple[Passage, bool]]:
    """The best paragraphs, each text once with all articles that carry it; and whether whom is asked about speaks."""
    voices = Voices(asked)
    carried: dict[str, list[Ranked]] = {}
    for one in ranked:
        carried.setdefault(one.candidate.paragraph.text, []).append(one)
    for number, same in enumerate(list(carried.values())[:limit], 1):
        candidate = same[0].candidate
        statement = _statement(candidate, voices)
        highlights = tuple(_highlights(asked, candidate.paragraph.text))
        passage = Passage(
            rank=number,
            text=candidate.paragraph.text,
            paragraph=candidate.paragraph.number,
            speaker=statement.speaker if statement else None,
            kind=statement.kind if statement else None,
            score=round(same[0].score, 4),
            highlights=highlights,
            article=_citation(candidate.text.held),
            also_in=tuple(_others(same)),
            excerpt=excerpt(
                candidate.paragraph.text, highlights, (statement.start, statement.end) if statement else None
            ),
        )
        yield passage, bool(asked.speaker) and same[0].features.said >= SURE


def _statement(candidate: Candidate, voices: Voices) -> Statement | None:
    """The statement that stands for the paragraph: the asked person's, else the longest."""
    return max(
        candidate.paragraph.statements,
        key=lambda s: (voices.affinity(candidate.text, s.speaker) if s.speaker else 0.0, s.end - s.start),
        default=None,
    )


def _others(same: list[Ranked]) -> Iterable[Citation]:
    first = same[0].candidate.text.held.key
    others = {one.candidate.text.held.key: one.candidate.text.held for one in same}
    return (_citation(held) for key, held in others.items() if key != first)


def _citation(held: Held) -> Citation:
    shown = set(Citation.model_fields) - {"key"}
    return Citation(key=held.key, **held.article.model_dump(include=shown))


def _highlights(asked: Asked, text: str) -> Iterable[tuple[int, int]]:
    """Where the words of the question, or their other names, stand in a passage; overlapping ones are joined."""
    terms = analyse(text)
    present = {term.text for term in terms}
    wanted = {
        term for concept in asked.concepts for run in concept.alternatives if present.issuperset(run) for term in run
    }
    joined: list[tuple[int, int]] = []
    for term in terms:
        if term.text in wanted:
            if joined and term.start < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], term.end))
            else:
                joined.append((term.start, term.end))
    return joined
