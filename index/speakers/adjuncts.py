"""What may stand between a cue and what is said: the hearer, time and place ("told reporters in Kell on Friday that").

The same for a subject behind its cue, which what specifies it follows: "said a spokesman for the council".
"""

from __future__ import annotations

from index.speakers.knowledge import Verb, words
from index.speakers.mentions import Mention
from index.speakers.phrases import Phrases
from index.speakers.sentences import DASHES, Sentence, Token

_MOST = 8
"""Adverbs, times and places behind one cue."""
_LONGEST_PHRASE = 16
_LONGEST_SOURCE = 25
"""Tokens; the bounds keep the time linear in the sentence's length."""


def after_cue(phrases: Phrases, i: int, verb: Verb) -> int:
    """The token after hearer, time and place that may stand behind a cue, which ends before token i."""
    tokens = phrases.tokens
    if "hearer" in verb.classes and i < len(tokens):
        told = phrases.at(i)
        content = told is not None and told.describes_thing and "object" in verb.classes
        i = i if content else _after_hearer(phrases, i)
    for _ in range(_MOST):
        after = _after_adjunct(phrases, i, verb) if i < len(tokens) and not tokens[i].quote else i
        if after == i:
            break
        i = after
    return i


def _after_adjunct(phrases: Phrases, i: int, verb: Verb) -> int:
    """The token after the adverb, time or place at token i; i itself where none is."""
    tokens, lower = phrases.tokens, phrases.tokens[i].lower
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is not None and lower in ("this", "a", "the") and following.lower in words("times"):
        return i + 2
    if following is not None and (following.possessive or (lower == "about" and is_amount(following))):
        return i
    if lower in words("times") or (lower.isdigit() and tokens[i - 1].lower in words("times")):
        return i + 1
    if lower in words("adverbs") and lower not in words("adverbs_of_degree"):
        return i + 1
    if lower not in words("adjunct_prepositions") or (lower in ("to", "of", "about") and "say" not in verb.classes):
        return i
    if lower in ("of", "about") and "object" in verb.classes:
        return i
    begin = i + 2 if following is not None and following.lower == "that" else i + 1
    after = _after_phrase(phrases, begin, hearer=False)
    return i if after == begin else after


def is_amount(token: Token) -> bool:
    """Is it a number or share, so that "about" before it means "some": "said about half were lost"?"""
    return not token.text[0].isalpha() or token.lower in words("quantities")


def _after_hearer(phrases: Phrases, i: int) -> int:
    """The token after the person told at token i, with "of ..." and "and ..." behind it; i itself where none is."""
    tokens, told = phrases.tokens, phrases.at(i)
    after = tokens[told.last].lower if told is not None and told.last < len(tokens) else ""
    if told is not None and after == "to":
        return told.last
    if after in words("auxiliaries") and not tokens[told.last if told else i].possessive:
        return i
    return _after_phrase(phrases, i, hearer=True)


def _after_phrase(phrases: Phrases, i: int, *, hearer: bool) -> int:
    """The token after the noun phrase at i; where "that" follows within a few words, up to it."""
    tokens, mention = phrases.tokens, phrases.at(i)
    if mention is None and not (i < len(tokens) and tokens[i].lower in ("him", "her", "them", "me", "us")):
        return i
    content = _content_ahead(tokens, i, hearer=hearer)
    if content is not None:
        return content
    stop = mention.last if mention else i + 1
    while stop < len(tokens) and tokens[stop].lower in words("speech_nouns"):
        stop += 1
    return _over_nested(phrases, stop, frozenset(("of", "and"))) if hearer else stop


def _content_ahead(tokens: Sentence, i: int, *, hearer: bool) -> int | None:
    """The "that" or colon soon after token i, or the quotation that a hearer is told; None where the clause ends."""
    for j in range(i, min(i + _LONGEST_PHRASE, len(tokens))):
        token = tokens[j]
        if token.lower in ("that", ":") or (token.quote and hearer):
            return j
        if (token.lower == "," and not hearer) or token.lower in DASHES or token.lower in words("relatives"):
            return None
    return None


def after_subject(phrases: Phrases, subject: Mention) -> int:
    """The token after a subject that follows its cue, with "of ..." and "for ..." behind it."""
    return _over_nested(phrases, subject.last, words("specifying"))


def _over_nested(phrases: Phrases, stop: int, links: frozenset[str]) -> int:
    """The token after the phrases that such links tie to what ends before token `stop`."""
    tokens = phrases.tokens
    while stop + 1 < len(tokens) and tokens[stop].lower in links:
        nested = phrases.at(stop + 1)
        if nested is None:
            break
        stop = nested.last
    return stop


def after_source(tokens: Sentence, i: int) -> int:
    """The next mark or quotation behind a source: "a person close to the secretive process"."""
    farthest = min(i + _LONGEST_SOURCE, len(tokens))
    return next((j for j in range(i, farthest) if not tokens[j].word), farthest)
