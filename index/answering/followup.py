"""Questions that go on from the one before: "and what about NATO?" after one about Putin."""

from __future__ import annotations

import re

from index.answering.question import Question, understand
from index.errors import QuestionError

_OPENING = re.compile(
    r"^\W*(?:(?:and|but|so|also|ok|okay|then)\b[,\s]*)*(?:(?:what|how) about\b|what of\b|(?:on|about|regarding)\b)?\s*",
    re.IGNORECASE,
)
_POSSESSIVE = r"\b(?:his|their|her(?= (?!about|on|to|for|in|at|and|with)\w))\b"
_PRONOUN = re.compile(rf"(?P<possessive>{_POSSESSIVE})|\b(?:he|she|they|him|her|them)\b", re.IGNORECASE)


def follow_up(question: str, before: str) -> str:
    """The question as it stands on its own, after another one.

    "And what about NATO?" after "What did Putin say about Zelensky?" is "What did Putin say about NATO?"; "And what did
    Trump say?" keeps the topic; "What did he say about gas?" keeps the person. A question that is whole, or that makes
    no sense even so, comes back as it is.
    """
    try:
        previous = understand(before)
    except QuestionError:
        return question
    rest = _OPENING.sub("", question, count=1).strip().rstrip("?!. ")
    opened = rest != question.strip().rstrip("?!. ")
    if previous.speaker:
        named = _with_name(rest, previous.speaker.text)
        if named != rest:
            return f"{named}?"
    understood = _understood(question)
    if understood and understood.speaker:
        lacks_topic = not understood.topic.strip() and previous.topic
        return f"{question.strip().rstrip('?!. ')} {_about(previous.topic)}?" if lacks_topic else question
    if not rest or not (opened or understood is None):
        return question
    return f"What did {previous.speaker.text} say about {rest}?" if previous.speaker else f"{rest} {previous.topic}"


def _with_name(text: str, name: str) -> str:
    """The text with the first pronoun replaced by the name."""

    def named(match: re.Match[str]) -> str:
        return f"{name}'s" if match["possessive"] else name

    return _PRONOUN.sub(named, text, count=1)


def _understood(question: str) -> Question | None:
    try:
        return understand(question)
    except QuestionError:
        return None


def _about(topic: str) -> str:
    return topic if topic.split(maxsplit=1)[0].lower() in ("about", "on", "of", "to", "for") else f"about {topic}"
