"""Questions for what several people say: two who are named or compared, all of a class, whoever has commented.

Each of them is to be among the first passages, so passages are taken in turns by who speaks; the best stays first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import zip_longest

from index.answering.answer import Passage
from index.answering.candidates import Candidate
from index.answering.concepts import Asked
from index.answering.question import LONGEST_QUESTION, Phrase, Question, understand
from index.answering.ranking import Ranked
from index.answering.speaking import SURE, Voices
from index.language.names import terms_of
from index.speakers.knowledge import plural_nouns

MOST = 5
"""People that are asked about one by one."""
BEARS_ON = 3.0
"""A speaker's best passage further behind the best of all than this, in units of the score, is not moved up."""
TOGETHER = 0.5
"""A paragraph that is no further behind each person's best than this, in units of the score, comes first."""
OPENING = 300
"""Characters of a question in which the people stand that it compares."""


@cache
def _data() -> dict[str, list[str] | str]:
    found: dict[str, list[str] | str] = tomllib.loads(
        resources.files(__package__).joinpath("data/lists.toml").read_text("utf-8")
    )
    return found


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _data()["several"])


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"(?:,\s(?:and\s)?|\s(?:{_data()['between']})\s)", re.IGNORECASE)


@cache
def _held() -> re.Pattern[str]:
    return re.compile(rf"(?:['’]s?)?(?:\s(?:{_data()['held']}))?$", re.IGNORECASE)


@cache
def _who() -> re.Pattern[str]:
    return re.compile(str(_data()["who"]), re.IGNORECASE)


def each_asked(question: str) -> tuple[Question, ...]:
    """A question for the words of several people, asked of each; empty for any other. Raises QuestionError."""
    text = " ".join(question.split())
    compared = _compared(text)
    if compared:
        people, topic = compared
        return _of_each(understand(f"What did {people[0]} say about {topic}"), people) if topic else ()
    asked = understand(question)
    if not asked.speaker or asked.kind != "said":
        return ()
    people = _people(_as_written(asked.speaker.text, text))
    return _of_each(asked, people) if _are_several(people, text) else ()


def _compared(text: str) -> tuple[list[str], str] | None:
    """The people that a question compares, and on what."""
    if len(text) > LONGEST_QUESTION:
        return None
    for pattern in _patterns():
        match = pattern.match(text)
        if match and match.end("people") < OPENING:
            people = _people(match["people"])
            if _are_several(people, text):
                return people, match["topic"].rstrip(" ?!.")
    return None


def _of_each(asked: Question, people: Sequence[str]) -> tuple[Question, ...]:
    return tuple(
        asked._replace(speaker=Phrase(person, any(word[0].isupper() for word in person.split()))) for person in people
    )


def _people(listed: str) -> list[str]:
    parts = (part.strip(" ,") for part in _between().split(listed))
    return list(dict.fromkeys(filter(None, (_held().sub("", part) for part in parts))))


def _as_written(phrase: str, text: str) -> str:
    """The phrase with the commas that the question has in it."""
    words = (rf"{re.escape(word)}(?:['’]s?)?" for word in phrase.split())
    found = re.search(r",?\s".join(words), text)
    return found[0] if found else phrase


def _are_several(people: Sequence[str], text: str) -> bool:
    """Whether each of them is named or described: "Hale", "the mayor"; in a question without capitals, "hale"."""
    if not 2 <= len(people) <= MOST:
        return False
    if text.islower():
        return all(len(person.split()) <= 2 and _is_no_possessive(person) for person in people)
    return all(person[0].isupper() or person.startswith(("the ", "a ")) for person in people)


def _is_no_possessive(person: str) -> bool:
    return person.split(maxsplit=1)[0] not in str(_data()["counted"]).split()


def fit_for_all(ranked: Sequence[Sequence[Ranked]]) -> list[Ranked]:
    """The paragraph that is about as good as the best for each of several people: their joint words, or nobody's known.

    Empty without one. ranked: all paragraphs as they were ranked for each person, best first, at least one.
    """
    near = [
        {
            _place(one): one
            for one in theirs
            if one.score >= theirs[0].score - TOGETHER and not one.features.said_by_others
        }
        for theirs in ranked
    ]
    places = [place for place in near[0] if all(place in others for others in near)]
    best = max(places, key=lambda place: sum(one[place].score for one in near), default=None)
    return [near[0][best]] if best else []


def _place(one: Ranked) -> tuple[int, int]:
    return one.candidate.text.held.key, one.candidate.place


def in_turns(groups: Sequence[Sequence[Passage]], *, first: int = 0) -> list[Passage]:
    """The passages of several people in turns, each once; the people in the order of their best, ranks anew.

    first: how many passages, the same in each group, come before all turns.
    """
    said = [group for group in groups if group]
    best_first = sorted((group[first:] for group in said), key=lambda group: -group[0].score if group else 0.0)
    turns = (passage for turn in zip_longest(*best_first) for passage in turn if passage)
    once: dict[str, Passage] = {}
    for passage in (*said[0][:first], *turns):
        once.setdefault(passage.text, passage)
    return [passage.model_copy(update={"rank": rank}) for rank, passage in enumerate(once.values(), 1)]


def whoever_asked(question: str) -> Question | None:
    """What "who has commented on" a thing looks for: what is said of it; None for any other question.

    Raises QuestionError.
    """
    text = " ".join(question.split())
    match = _who().match(text) if len(text) <= LONGEST_QUESTION else None
    topic = text[match.end() :].strip(" ?!.") if match else ""
    return understand(f"What was said about {topic}?")._replace(text=question) if topic else None


def asks_for_many(asked: Asked) -> bool:
    """Whether all of a class are asked for ("senators"), or whoever speaks ("who has commented on")."""
    if not asked.speaker:
        return bool(_who().match(" ".join(asked.question.text.split())))
    phrase = asked.question.speaker
    words = phrase.text.lower().split() if phrase and asked.question.kind == "said" else []
    return bool(words) and words[-1] in plural_nouns() and not set(words).intersection(str(_data()["counted"]).split())


def by_speaker(asked: Asked, ranked: list[Ranked]) -> list[Ranked]:
    """Where many are asked for, the paragraphs with their speakers taken in turns, before all others; else the same.

    The best paragraph stays first whoever speaks in it. ranked: best first.
    """
    if not ranked or not asks_for_many(asked):
        return ranked
    voices, first = Voices(asked), ranked[0]
    groups: dict[str, list[Ranked]] = {}
    texts: set[str] = set()
    for one in ranked:
        speaker = _who_speaks(asked, voices, one) if one.score >= first.score - BEARS_ON else None
        if speaker and one.candidate.paragraph.text not in texts:
            groups.setdefault(speaker, []).append(one)
            texts.add(one.candidate.paragraph.text)
    turns = [one for turn in zip_longest(*groups.values()) for one in turn if one]
    taken = {id(one) for one in (first, *turns)}
    return [first, *(one for one in turns if one is not first), *(one for one in ranked if id(one) not in taken)]


def _who_speaks(asked: Asked, voices: Voices, one: Ranked) -> str | None:
    """The family name of whom the paragraph quotes on the matter, of those asked for; None without one."""
    candidate: Candidate = one.candidate
    if asked.speaker:
        if one.features.said < SURE or (asked.topic and not one.features.said_and_covered):
            return None
    elif not one.features.covered:
        return None
    sure = {
        s.speaker: voices.affinity(candidate.text, s.speaker) if asked.speaker else 1.0
        for s in candidate.paragraph.statements
        if s.speaker and s.speaker[0].isupper()
    }
    speaker = max(sure, key=lambda name: sure[name], default=None)
    return (terms_of(speaker) or ("",))[-1] if speaker and sure[speaker] >= SURE else None
