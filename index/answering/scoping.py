"""A question whose own words say of which days the passages must be: "what did X say last week about Y".

Only a time of saying or publishing confines a question; one that is a part of its topic ("the 2016 election", "the
debate last week", "how much was raised last month") is looked for as words, like the rest. Where nothing of those days
answers, but something else does, it is refused with exactly that, and what does answer is the closest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import NamedTuple

from index.answering.answer import Answer, Confined, Passage, Refusal
from index.answering.confining import days, only_articles, written
from index.answering.question import LONGEST_QUESTION, can_be_asked, understand
from index.answering.times import Time, times, words
from index.answering.words import asking, stem
from index.errors import QuestionError

Ask = Callable[[str, Collection[int] | None], Answer]
"""Answers a question from the articles with these keys; from all for None."""
Within = Callable[[date | None, date | None], Collection[int]]
"""The keys of the articles published from one day to another, both included."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Try(NamedTuple):
    """A question as it was asked, of which articles (None: all), and what came of it."""

    text: str
    keys: Collection[int] | None
    answer: Answer


def shown_of(final: Answer, tries: Sequence[Try]) -> tuple[str, Collection[int] | None]:
    """The question and the articles whose passages an answer shows, of those that were tried for it (one at least)."""
    shown = final.passages or final.closest
    same = (one for one in reversed(tries) if (one.answer.passages or one.answer.closest) == shown)
    found = next(same, tries[-1])
    return found.text, found.keys


class Wish(NamedTuple):
    """The days that a question is confined to, and the question without the words that do."""

    time: Time
    rest: str


def wish(question: str, today: date, newest: date | None = None) -> Wish | None:
    """What the question's words confine it to; None where they do not, or name several times.

    today, newest: as `times` takes them.
    """
    text = " ".join(question.split())
    if len(text) > LONGEST_QUESTION:
        return None
    found = list(times(text, today, newest))
    confining = [one for one in found if _confines(text, one)]
    if len(confining) != 1:
        return None
    time = confining[0]
    before, after = text[: time.start].rstrip(), text[time.end :].lstrip(" ,")
    if not before or not after or after[0] in "?!.":
        rest = f"{before}{after}"
    else:
        rest = f"{_without_publishing(before)} {after}".strip()
    return Wish(time, rest) if can_be_asked(rest) else None


def answer_within(
    question: str, ask: Ask, within: Within, only: Collection[int] | None, today: date, newest: date | None
) -> Answer:
    """Answer a question from the articles of the days that its words name, if they do; else from all (of `only`).

    Raises QuestionError.
    """
    wished = wish(question, today, newest)
    if wished is None:
        return ask(question, only)
    time = wished.time
    keys = set(within(time.since, time.until))
    if only is not None:
        keys &= set(only)
    confined = Confined(
        words=(time.words,),
        since=time.since.isoformat() if time.since else None,
        until=time.until.isoformat() if time.until else None,
    )
    then = ask(wished.rest, keys) if keys else None
    if then and then.answered:
        if then.confined:
            return _both(question, then, confined)
        notes = (*then.notes, only_articles(confined))
        return then.model_copy(update={"question": question, "confined": confined, "notes": notes})
    return _otherwise(question, ask(question, only), ask(wished.rest, only), confined, time)


def _both(question: str, then: Answer, days: Confined) -> Answer:
    """An answer that is confined to an outlet already, within these days."""
    by = then.confined or days
    confined = days.model_copy(update={"words": (*days.words, *by.words), "outlet": by.outlet})
    notes = (*(note for note in then.notes if note != only_articles(by)), only_articles(confined))
    return then.model_copy(update={"question": question, "confined": confined, "notes": notes})


def _otherwise(question: str, whole: Answer, elsewhere: Answer, confined: Confined, time: Time) -> Answer:
    """Where nothing of those days answers: a passage that names them itself, else a refusal that says so."""
    if time.fixed and whole.answered and _names(whole.passages[0], time):
        return whole
    if not elsewhere.answered:
        return whole if not whole.answered else elsewhere.model_copy(update={"question": question})
    day = elsewhere.passages[0].article.published
    closest = f"the closest is of {written(date.fromisoformat(day[:10]))}" if day else "the closest has no date"
    message = f"Nothing published {days(confined, published=True)} answers this; {closest}."
    return elsewhere.model_copy(
        update={
            "question": question,
            "answered": False,
            "confidence": min(elsewhere.confidence, UNSURE),
            "refusal": Refusal(kind="outside", message=message, missing=(time.words,)),
            "passages": (),
            "closest": elsewhere.passages,
            "confined": confined,
            "by_date": (),
        }
    )


UNSURE = 0.1
"""The most that an answer of other days is worth."""


def _names(passage: Passage, time: Time) -> bool:
    """Whether the passage itself names the time: "in June 2013" where that is asked for."""
    own = {word.lower() for word in _WORD.findall(passage.text)}
    telling = [word.lower() for word in _WORD.findall(time.words) if word.isdigit() or word[0].isupper()]
    return bool(telling) and own.issuperset(telling)


def _confines(text: str, time: Time) -> bool:
    """Whether it is a time of saying or publishing."""
    before = [word.lower() for word in _WORD.findall(text[: time.start])]
    after = [word.lower() for word in _WORD.findall(text[time.end :])]
    if _is_part_of_a_name(text, time):
        return False
    if before and before[-1] in _set("publishing"):
        return True
    if after and after[0] not in _set("goes_on") and not (not before and after[0] in asking().openers):
        return False
    if before and before[-1] in _set("about"):
        return False
    if not _asks_for_words(f"{text[: time.start]}{text[time.end :]}"):
        return False
    return not before or _is_saying(before[-1]) or _is_last(before, after, time)


def _is_part_of_a_name(text: str, time: Time) -> bool:
    """ "Super Tuesday", "USA Today"."""
    previous = _WORD.findall(text[: time.start])[-1:]
    return bool(previous and previous[0][0].isupper() and time.words[0].isupper() and time.start > 0)


def _is_saying(word: str) -> bool:
    known = asking()
    return stem(word) in known.plain | known.verbs | known.nouns


def _is_last(before: list[str], after: list[str], time: Time) -> bool:
    """Whether it ends a question whose topic has no time of its own.

    The last phrase with an article ("the debate last week") may have one; so may all where only a year is named. What
    goes on since then ("since March") is always the saying.
    """
    rest = [word for word in after if word not in ("please", "thanks")]
    if rest and rest[0] in asking().grammar["links"]:
        return True
    if not rest and time.until is None:
        return True
    if rest or re.fullmatch(r"\w+ \d{4}", time.words):
        return False
    start = max((place for place, word in enumerate(before) if word in _set("about") or _is_saying(word)), default=-1)
    return not _set("definite").intersection(before[start + 1 :])


def _asks_for_words(rest: str) -> bool:
    try:
        understood = understand(rest.strip(" ,"))
    except QuestionError:
        return False
    return understood.speaker is not None or understood.kind == "said"


def _without_publishing(before: str) -> str:
    """Without the words right before the time that only tell that it is one of publication."""
    while (last := _WORD.findall(before)[-1:]) and last[0].lower() in _set("publishing"):
        before = before[: before.rindex(last[0])].rstrip()
    return before


def _set(name: str) -> frozenset[str]:
    return frozenset(words()[name].split())
