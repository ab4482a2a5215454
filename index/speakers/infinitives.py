"""Cues that are infinitives ("Ames took the stage to argue that", "it led Ames to declare") and who speaks by them."""

from __future__ import annotations

from index.speakers.knowledge import words
from index.speakers.mentions import Mention
from index.speakers.phrases import Phrases, is_boundary
from index.speakers.sentences import Sentence
from index.speakers.subjects import subject_before
from index.speakers.verbgroups import before_group

_FARTHEST = 16
"""Tokens between "used" and "to say" in "used her first speech in the hall to say"."""
_QUOTATION_REACH = 12
"""Tokens behind a cue within which a quotation must begin to be its content."""


def infinitive_subject(phrases: Phrases, i: int) -> Mention | None:
    """Who speaks by the infinitive whose verb is token i, "to" and adverbs before it; None where it is not plain."""
    tokens = phrases.tokens
    to = next((j for j in range(i - 1, max(-1, i - 4), -1) if tokens[j].lower == "to"), 0)
    led = phrases.ending(to)
    if led is None:
        return None
    if led.first and tokens[led.first - 1].lower in words("causing_verbs") and not led.describes_thing:
        return led
    for j in range(to - 1, max(-1, to - _FARTHEST), -1):
        if is_boundary(tokens[j]):
            return None
        if tokens[j].lower in words("means_verbs"):
            left = before_group(tokens, j)
            subject = subject_before(phrases, left) if left is not None and left >= 0 else None
            return subject if subject is not None and not subject.describes_thing else None
    return None


def quotes(tokens: Sentence, after: int) -> bool:
    """Does a quotation follow within the clause, from token `after` on?"""
    for token in tokens[after : after + _QUOTATION_REACH]:
        if token.quote or not token.word:
            return token.quote
    return False
