"""What a person should know of how a question was understood: which spelling, and which of two namesakes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.answering.concepts import Asked, Concept
from index.answering.ranking import Ranked
from index.answering.speaking import SURE, each_of
from index.language.analysis import analyse
from index.language.names import name_terms, terms_of

LOOKED_AT = 50
"""In how many of the best passages a spelling or a namesake is looked for."""


def notes(asked: Asked, ranked: Sequence[Ranked], *, alone: bool = True) -> Iterator[str]:
    """Sentences about the understanding of a question; none where there is nothing to say.

    ranked: best first. alone: whether the words of one person are asked for, of whom there may be namesakes.
    """
    mended = [(concept.asked, as_written(concept, ranked)) for concept in asked.concepts if concept.mended]
    shown = [f"“{written}” (you wrote “{word}”)" for word, written in mended if written]
    if shown:
        yield f"Showing answers for {', '.join(shown)}."
    if alone:
        yield from _namesakes(asked, ranked)


def as_written(concept: Concept, ranked: Sequence[Ranked]) -> str | None:
    """The coverage's spelling of a mended word, as one of the best passages writes it."""
    wanted = set((concept.mended or "").split())
    for one in ranked[:LOOKED_AT]:
        text = one.candidate.paragraph.text
        found = [text[term.start : term.end] for term in analyse(text) if term.text in wanted]
        if len({term for word in found for term in terms_of(word)}) == len(wanted):
            return " ".join(found[: len(wanted)])
    return None


def _namesakes(asked: Asked, ranked: Sequence[Ranked]) -> Iterator[str]:
    """Which of several people of one family name the best passage means, where the question gives it alone."""
    if len(asked.speaker) != 1:
        return
    people = list(
        dict.fromkeys(
            speaker
            for one in ranked[:LOOKED_AT]
            if one.features.said >= SURE
            for statement in one.candidate.paragraph.statements
            for speaker in each_of(statement.speaker or "")
            if speaker and asked.speaker[0].within(name_terms(speaker))
        )
    )
    whole = [name for name in people if len(terms_of(name)) > 1]
    if len({terms_of(name)[0] for name in whole}) > 1:
        first, *others = whole
        yield f"The first passage is {first}’s; {_listed(others)} {'speaks' if len(others) == 1 else 'speak'} here too."


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
