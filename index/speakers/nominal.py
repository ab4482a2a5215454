"""Cues that are nouns: "his claim that ...", "the ministry's repeated warnings of ...", "in Ames's opinion"."""

from __future__ import annotations

from index.speakers.adjuncts import after_cue
from index.speakers.frames import Cue, Frame
from index.speakers.knowledge import Verb, words
from index.speakers.mentions import Mention
from index.speakers.phrases import Phrases
from index.speakers.sentences import Sentence
from index.speakers.subjects import subject_before
from index.speakers.verbgroups import before_group

_LONGEST_GIVEN = 6
"""Tokens from "made" in "made an impassioned call for" to its noun."""
_FARTHEST_VIEW = 9
"""Tokens of "in the veteran correspondent's opinion"."""


def noun_frame(phrases: Phrases, i: int) -> Frame | None:
    """The frame of a noun such as "claim" at token i that a possessor precedes and its content follows."""
    tokens = phrases.tokens
    if i == 0 or i + 1 >= len(tokens):
        return None
    if tokens[i].lower not in words("noun_cues"):
        return None
    end = _before_that(phrases, i + 1)
    if tokens[end].lower not in words("noun_links"):
        return None
    cue = Cue(Verb(tokens[i].lower, "noun", frozenset(["that", "to", "object"])), i, i + 1)
    giver = _giver(phrases, i)
    if giver is not None:
        return cue.frame(giver.first, end, giver, "noun")
    begin = _over_adjectives(tokens, i)
    owner = _possessor(phrases, begin, words("possessive_pronouns") | {"its"})
    return cue.frame(owner.first, end, owner, "noun") if owner is not None else None


def _before_that(phrases: Phrases, i: int) -> int:
    """The "that" behind time and place from token i on, "in a letter on Friday that"; i itself where none is."""
    if phrases.tokens[i].lower in words("authors"):
        return i
    end = after_cue(phrases, i, Verb("", "noun", frozenset()))
    return end if end < len(phrases.tokens) and phrases.tokens[end].lower == "that" else i


def _giver(phrases: Phrases, i: int) -> Mention | None:
    """Who speaks in "Ames made an impassioned call for calm": the subject of the light verb before the noun."""
    tokens = phrases.tokens
    for j in range(i - 1, max(-1, i - _LONGEST_GIVEN), -1):
        if not tokens[j].word or tokens[j].possessive or tokens[j].lower in words("prepositions") | {"no"}:
            return None
        if tokens[j].lower in words("light_verbs"):
            left = before_group(tokens, j)
            subject = subject_before(phrases, left) if left is not None and left >= 0 else None
            return subject if subject is not None and not subject.describes_thing else None
    return None


def viewpoint(phrases: Phrases, i: int) -> Frame | None:
    """The frame of "in Ames's opinion" and "in his view", which begins with the "in" at token i."""
    tokens = phrases.tokens
    if tokens[i].lower != "in":
        return None
    for j in range(i + 2, min(i + _FARTHEST_VIEW, len(tokens))):
        if tokens[j].lower not in words("viewpoints") or (j + 1 < len(tokens) and tokens[j + 1].lower == "of"):
            continue
        cue = Cue(Verb("in the opinion of", "noun", frozenset(["prep"])), j, j + 1)
        owner = _possessor(phrases, j, words("possessive_pronouns"))
        return cue.frame(i, j + 1, owner, "source") if owner is not None else None
    return None


def _possessor(phrases: Phrases, i: int, pronouns: frozenset[str]) -> Mention | None:
    """Whose the noun that begins at token i is; pronouns: those that may own it."""
    before = phrases.tokens[i - 1]
    if before.possessive:
        over = phrases.over(i - 2)
        return phrases.owner(over, i - 1) if over is not None else None
    return phrases.possessive_pronoun(i - 1) if before.lower in pronouns else None


def _over_adjectives(tokens: Sentence, i: int) -> int:
    """The token after the possessor in "Ames's repeated public warnings", whose noun is token i."""
    for j in (i, i - 1, i - 2):
        if j < 1:
            return i
        if tokens[j - 1].possessive or tokens[j - 1].lower in words("possessive_pronouns") | {"its"}:
            return j
        if not tokens[j - 1].word or tokens[j - 1].capital:
            return i
    return i
