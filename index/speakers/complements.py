"""Which complements a cue takes: "said" a clause, "praised" an object, "promised" an infinitive, "joked" a quotation.

The classes of data/cues.txt say so for each verb. "She called the vote a farce" has a content, "she called a meeting"
has none.
"""

from __future__ import annotations

from index.speakers.adjuncts import is_amount
from index.speakers.frames import Frame
from index.speakers.knowledge import words
from index.speakers.sentences import PAUSES, Sentence

_SPEAKERS = ("person", "institution", "crowd")
_QUOTATION_REACH = 15
"""Tokens within which the quotation of a cue such as "branded" must begin."""
_NAMING_REACH = 9
"""Tokens of "called him and all his friends a"."""


def takes(tokens: Sentence, frame: Frame, at: int) -> bool:
    """Can the cue have what begins at token `at` as its content?"""
    token, classes = tokens[at], frame.verb.classes
    if token.lower in PAUSES:
        return quote_follows(tokens, at)
    if "clause" in classes:
        return token.lower in words("clause_words")
    if token.quote or token.lower == ":":
        return True
    if "linked" in classes:
        return token.word
    if token.lower in words("clause_words"):
        if "object" in classes and "weak" not in classes:
            return True
        quoting = token.lower == "that" and {"quote", "weak"} <= classes
        return quoting or bool(classes & {"say", "that", "hearer"})
    if token.lower == "to":
        return "to" in classes
    return _takes_words(tokens, frame, at)


def _takes_words(tokens: Sentence, frame: Frame, at: int) -> bool:
    """The same for words that begin no clause."""
    lower, classes = tokens[at].lower, frame.verb.classes
    subject = frame.subject
    speaks = subject is not None and (subject.sort in _SPEAKERS or subject.kind == "name")
    sure = speaks and frame.verb.form in ("past", "ing", "third")
    if "weak" in classes and not (sure and "object" in classes):
        return bool(classes & {"object", "that", "quote"}) and _quoted_soon(tokens, at)
    if "say" in classes or "hearer" in classes:
        amount = lower == "about" and at + 1 < len(tokens) and is_amount(tokens[at + 1])
        fronted = amount or lower in words("fronting_prepositions")
        return "object" in classes or fronted or lower not in words("prepositions")
    if "quote-or-for" in classes:
        return _names_what(tokens, frame) or _quoted_soon(tokens, at) or _calls_names(tokens, at)
    if "object" in classes:
        return tokens[at].word
    if "quote" in classes:
        return _quoted_soon(tokens, at)
    return "that" in classes and (_quoted_soon(tokens, at) or lower in words("third_person"))


def _names_what(tokens: Sentence, frame: Frame) -> bool:
    """Is it "what officials called", behind which a name for something follows?"""
    return frame.first > 0 and tokens[frame.first - 1].lower == "what"


def _calls_names(tokens: Sentence, at: int) -> bool:
    """ "Called him a liar" and "called her plans for the quay reckless", but not "called a meeting on risky plans"."""
    for place, token in enumerate(tokens[at + 1 : at + _NAMING_REACH], at + 1):
        if not token.word:
            return False
        if token.lower in words("prepositions"):
            return _judged_at_the_end(tokens, place)
        if token.lower in ("a", "an", "the") or token.lower in words("possessives") | words("judgements"):
            return True
    return False


def _judged_at_the_end(tokens: Sentence, at: int) -> bool:
    """Does a judgement close the words from a preposition on: "plans for the quay reckless and", not "risky plans"?"""
    for place, token in enumerate(tokens[at : at + _NAMING_REACH], at):
        closes = place + 1 >= len(tokens) or not tokens[place + 1].word or tokens[place + 1].lower in ("and", "but")
        if token.lower in words("judgements") and place > at + 1 and closes:
            return True
        if not token.word:
            return False
    return False


def _quoted_soon(tokens: Sentence, at: int) -> bool:
    """Does a quotation stand within the next words, before the clause is over?"""
    for token in tokens[at : at + _QUOTATION_REACH]:
        if token.quote:
            return True
        if token.lower in ",;.:":
            return False
    return False


def quote_follows(tokens: Sentence, at: int) -> bool:
    """Is the token behind token `at` a quotation?"""
    return at + 1 < len(tokens) and tokens[at + 1].quote
