"""Cues that are participles: "..., adding that", "with Ames saying", "by promising", and whose subject they share."""

from __future__ import annotations

from index.speakers.adjuncts import after_cue
from index.speakers.frames import Cue, Frame
from index.speakers.knowledge import words
from index.speakers.mentions import Mention
from index.speakers.phrases import Phrases
from index.speakers.sentences import Sentence
from index.speakers.subjects import main_subject


def participle(phrases: Phrases, cue: Cue, found: list[Frame]) -> Frame | None:
    """ "..., adding that" speaks with the main clause's subject; "with X saying" with X."""
    tokens, i = phrases.tokens, cue.first
    end = after_cue(phrases, cue.last, cue.verb)
    before = phrases.ending(_before_adverbs(tokens, i))
    written = before is not None and before.head in words("speech_nouns")
    if before is not None and _is_absolute(tokens, before, written=written):
        return cue.frame(before.first, end, before, "before")
    spoken = before is not None and before.head not in words("times")
    hangs = before is not None and before.first and tokens[before.first - 1].lower in words("whereabouts")
    if (spoken and not written and not hangs) or (i and tokens[i - 1].lower in words("determiners")):
        return None
    subject = _participle_subject(phrases, i, end, found)
    return cue.frame(i, end, subject, "participle") if subject else None


def _is_absolute(tokens: Sentence, before: Mention, *, written: bool) -> bool:
    """Does the phrase before a participle speak itself: "with Ames saying"? written: is it a text?"""
    if before.first == 0 or tokens[before.first - 1].lower in ("with", "of", ",", "and"):
        return not before.describes_thing
    hangs = tokens[before.first - 1].lower in words("prepositions") - words("authors")
    return not written and not hangs and before.sort in ("person", "crowd", "institution")


def _participle_subject(phrases: Phrases, i: int, end: int, found: list[Frame]) -> Mention | None:
    """The subject that the participle at token i shares; end: after its cue, hearer, time and place."""
    tokens = phrases.tokens
    if 0 < i <= 3 and tokens[i - 1].lower in words("prepositions") | words("subordinating"):
        comma = next((j for j in range(end, len(tokens)) if tokens[j].lower == ","), len(tokens))
        return main_subject(phrases, len(tokens), begin=comma + 1)
    subject = found[-1].subject if found and found[-1].order != "source" else None
    if i and tokens[i - 1].lower in words("prepositions"):
        subject = main_subject(phrases, i) or subject
    subject = subject or main_subject(phrases, i)
    if subject is None and i == 0:
        subject = main_subject(phrases, len(tokens), begin=1)
    return subject


def _before_adverbs(tokens: Sentence, i: int) -> int:
    """The token behind which only adverbs stand before token i: "quickly" in ", quickly adding that"."""
    while i > 0 and (tokens[i - 1].lower.endswith("ly") or tokens[i - 1].lower in words("adverbs")):
        i -= 1
    return i
