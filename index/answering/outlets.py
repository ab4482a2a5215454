"""A question whose own words say by which outlet: "according to the Tilberry Gazette", "what does NPA report on".

Only a name of an outlet or agency of the coverage confines a question, in a frame that tells that its reports are
meant; one that speaks in the coverage itself is taken for a speaker, as ever. Where none of its articles answers, all
are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from index.answering.answer import Answer, Confined
from index.answering.confining import only_articles
from index.answering.question import LONGEST_QUESTION, can_be_asked
from index.language.names import terms_of

Ask = Callable[[str, Collection[int] | None], Answer]
"""Answers a question from the articles with these keys; from all for None."""

_VERBS = "report|reported|write|written|say|said|publish|published|have"
_SHORT = r"[^,? ]{2,40}(?: [^,? ]{1,40}){0,4}?"
_FRAMES = (
    r"^according to (?P<outlet>[^,?]{2,80}), ?(?P<rest>.+)$",
    r"^(?P<rest>.+?),? according to (?P<outlet>[^,?]{2,80}?)\s?\??$",
    rf"^what (?:does|did|do|has|have) (?P<outlet>.{{2,80}}?)(?: (?:{_VERBS}))? (?P<rest>(?:about|on|of|regarding) .+)$",
    rf"^(?P<rest>.+?) (?:in|(?:articles|reports|stories) (?:in|by|from)) (?P<outlet>the {_SHORT})\s?\??$",
)
_PATTERNS = tuple(re.compile(frame, re.IGNORECASE) for frame in _FRAMES)
_ASKS, _PLACE = 2, 3
"""Which of the frames asks what the outlet reports, and which may name a place as well."""


class Named(NamedTuple):
    """An outlet that a question is confined to, as the coverage writes it, and the question without it."""

    outlet: str
    words: str
    rest: str


def is_framed(question: str) -> bool:
    """Whether an outlet may be named; cheap, before the outlets of the coverage are looked up."""
    text = " ".join(question.split())
    return len(text) <= LONGEST_QUESTION and any(frame.match(text) for frame in _PATTERNS)


def named(question: str, outlets: Sequence[str]) -> Named | None:
    """The outlet that the question's words confine it to; None without one. outlets: those of the coverage."""
    text = " ".join(question.split())
    if len(text) > LONGEST_QUESTION:
        return None
    known = {_plain(outlet): outlet for outlet in reversed(outlets)}
    for number, frame in enumerate(_PATTERNS):
        match = frame.match(text)
        outlet = known.get(_plain(match["outlet"])) if match else None
        if match and outlet and (number < _PLACE or match["outlet"].removeprefix("the ")[0].isupper()):
            rest = match["rest"] if number != _ASKS else f"What is there {match['rest']}"
            return Named(outlet, match["outlet"], rest) if can_be_asked(rest) else None
    return None


def answer_by(
    question: str,
    ask: Ask,
    only: Collection[int] | None,
    outlets: Callable[[], Sequence[str]],
    by: Callable[[str], Collection[int]],
    speaks: Callable[[str], bool],
) -> Answer:
    """Answer from the articles of the outlet that the words name, if they do; else from all (of `only`).

    outlets, by: the outlets of the coverage, and the keys of one's articles. speaks: whether an outlet speaks in the
    coverage itself. Raises QuestionError.
    """
    wished = named(question, outlets()) if is_framed(question) else None
    if wished is None or speaks(wished.outlet):
        return ask(question, only)
    keys = set(by(wished.outlet))
    then = ask(wished.rest, keys if only is None else keys.intersection(only))
    if not then.answered:
        return ask(question, only)
    confined = Confined(words=(wished.words,), outlet=wished.outlet)
    notes = (*then.notes, only_articles(confined))
    return then.model_copy(update={"question": question, "confined": confined, "notes": notes})


def _plain(outlet: str) -> tuple[str, ...]:
    """An outlet's name to compare by: "The Tilberry Gazette" is "Tilberry Gazette"."""
    return terms_of(re.sub(r"^the ", "", outlet.strip(), flags=re.IGNORECASE))
