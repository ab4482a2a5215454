"""Everybody else a sentence speaks of: mentions that are no clause's subject, and names inside quotations.

In 'Ames met the mayor's adviser and called him "another Kell"' these are the mayor, the adviser, "him" and Kell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from index.speakers.chunking import LONGEST, noun_phrase
from index.speakers.clauses import Parsed
from index.speakers.knowledge import people_words, places, words
from index.speakers.mentions import Mention, is_place, pronoun_mention
from index.speakers.sentences import Sentence, Token

_SUBJECT_FORMS = {"his": "he", "him": "he", "her": "she"}


class Aside(NamedTuple):
    """A mention in passing."""

    start: int
    """Offset in the paragraph."""
    mention: Mention
    object: bool = False
    """Is it "him" or "her", which is not the subject of its clause?"""
    scope: frozenset[str] = frozenset()
    """Lower-case words after "of" or "for": the president "of France"."""
    quoted: bool = False
    """Does it stand inside quotation marks?"""


def asides(sentence: Parsed, subjects: set[int]) -> list[Aside]:
    """The mentions of a sentence but those whose id is in `subjects`, in order of their start."""
    found = [*_pronouns(sentence.tokens), *_phrases(sentence, subjects), *_owners(sentence)]
    found += [Aside(start, mention, quoted=True) for start, mention in sentence.quoted]
    return sorted(found, key=lambda aside: aside.start)


def _phrases(sentence: Parsed, subjects: set[int]) -> Iterator[Aside]:
    tokens = sentence.tokens
    for mention in sentence.phrases.mentions:
        if mention.kind == "description":
            yield from _names_within(tokens, mention)
        if id(mention) in subjects:
            continue
        if mention.kind == "name":
            if not _is_whereabouts(tokens, mention):
                yield Aside(mention.start, mention)
        elif mention.kind == "pronoun":
            if mention.sex:
                yield Aside(mention.start, mention)
        elif mention.sort in ("person", "institution") and mention.definite:
            yield Aside(mention.start, mention, scope=_scope(sentence, mention.last))


def _is_whereabouts(tokens: Sentence, mention: Mention) -> bool:
    """Is it the place in "the talks in Kyiv", and not a government?"""
    before = tokens[mention.first - 1].lower if mention.first else ""
    return before in words("whereabouts") and is_place(mention)


def _scope(sentence: Parsed, i: int) -> frozenset[str]:
    """What stands behind a description and limits it: "of France", "for the council"."""
    tokens = sentence.tokens
    if i + 1 >= len(tokens) or tokens[i].lower not in ("of", "for"):
        return frozenset()
    nested = sentence.phrases.at(i + 1)
    return frozenset(token.lower for token in tokens[i + 1 : nested.last]) if nested else frozenset(["?"])


def _names_within(tokens: Sentence, mention: Mention) -> Iterator[Aside]:
    """The name in "the Whitlow campaign"; a title or nationality is none."""
    for i in range(mention.first, mention.last):
        token = tokens[i]
        plain = not token.capital or (i + 1 < len(tokens) and tokens[i + 1].possessive)
        if plain or token.lower in places().demonyms | people_words("titles") | people_words("parties"):
            continue
        name = Mention("name", "thing", i, i + 1, token.start, token.end, token.text, token.text)
        yield Aside(token.start, name, quoted=True)


def _owners(sentence: Parsed) -> Iterator[Aside]:
    """Whose: the possessor in "the mayor's plan", which its phrase swallows."""
    tokens = sentence.tokens
    for j in range(1, len(tokens)):
        if not tokens[j].possessive or not tokens[j - 1].word:
            continue
        over = sentence.phrases.over(j - 1)
        begin = over.first if over is not None else j - 1
        owner = noun_phrase(tokens[begin:j], 0) if j - begin <= LONGEST else None
        if owner is None or (over is not None and over.end == owner.end):
            continue
        if owner.kind == "name" or (owner.sort == "person" and owner.definite):
            yield Aside(owner.start, owner)


def _pronouns(tokens: Sentence) -> Iterator[Aside]:
    """ "His troops", "with her", "told him"."""
    for i, token in enumerate(tokens):
        lower = token.lower
        if lower not in _SUBJECT_FORMS:
            continue
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        owns = lower == "his" or (lower == "her" and after is not None and _may_be_owned(after))
        yield Aside(token.start, pronoun_mention(token, i, _SUBJECT_FORMS[lower]), object=not owns)


def _may_be_owned(token: Token) -> bool:
    """Is the token behind "her" what she owns, so that "her" is a possessor and no object?"""
    kinds = ("prepositions", "conjunctions", "relatives", "auxiliaries", "determiners", "times", "third_person")
    return token.word and not any(token.lower in words(kind) for kind in kinds)
