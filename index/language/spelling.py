"""Misspelt words: the nearest word that the coverage has."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.language.lexicon import fold, lexicon
from index.language.names import Run
from index.language.slips import cost

SHORTEST = 4
"""Shorter words are not mended: too many others are one letter away."""
LOOSER = 2
"""How many more edits are looked at than are allowed whole: those of the ear come in twos ("ph" for "f")."""
LOOKED_AT = 100
"""Terms that are compared closely."""
NO_NAME = 0.6
"""What it costs more to take a word written with a capital for one of the plainest words of English."""
COMMON = 500
"""How often common words stand in pyspellchecker's sources, at least."""
PLAIN = 10_000
"""How often the plainest words do."""
ABOUT = 0.25
"""Terms whose costs differ by no more are about equally near."""

_ATLANTIC = (
    *(("our", "or"), ("tre", "ter"), ("is", "iz"), ("ys", "yz")),
    *(("ogu", "og"), ("ae", "e"), ("oe", "e"), ("ll", "l")),
)
"""British and American ways of writing, in stems; those of whole words stand in data/variants."""


def nearest(
    word: str,
    term: str,
    vocabulary: Collection[str],
    frequency: Callable[[str], int],
    beside: Callable[[str], float] | None = None,
) -> Run | None:
    """The term, or the two terms, of the vocabulary nearest to one that it lacks; None when none is near enough.

    word: the term as written. A word that English has is never turned into another. frequency: in how many documents
    a term stands. Edits are weighed as `slips.cost` does; one whole edit is allowed in terms of 4 and 5 letters, two in
    longer ones, three from 10 letters on. beside: how well a term goes with the question's other words; it decides, and
    the frequency after it, between terms that are about equally near. Two words written as one are taken apart
    ("lepen": "le pen").
    """
    if len(term) < SHORTEST or any(sign.isdigit() for sign in term) or is_english(word):
        return None
    edits, allowed = (1, 1.0) if len(term) < 6 else (2, 1.7) if len(term) < 10 else (3, 2.7)
    costs = {
        found: cost(term, found)
        for found in _near(term, vocabulary, edits + LOOSER)
        if len(found) >= SHORTEST - 1 and found.isalpha()
    }
    if word[0].islower():
        for meant, form in _forms_near(fold(word), edits):
            if meant in vocabulary:
                costs[meant] = min(cost(fold(word), form), costs.get(meant, math.inf))
    elif not word.isupper():
        costs = {found: cost + NO_NAME * (found in _plain_words()) for found, cost in costs.items()}
    least = min(costs.values(), default=math.inf)
    if least > allowed:
        return _taken_apart(term, vocabulary)
    rivals = sorted(found for found in costs if costs[found] <= least + ABOUT and costs[found] <= allowed)
    if len(rivals) == 1:
        return (rivals[0],)
    return (max(rivals, key=lambda found: (beside(found) if beside else 0.0, -costs[found], frequency(found))),)


def _near(term: str, words: Collection[str], edits: int) -> list[str]:
    return [
        found for found, *_ in process.extract(term, words, scorer=OSA.distance, score_cutoff=edits, limit=LOOKED_AT)
    ]


def _forms_near(written: str, edits: int) -> list[tuple[str, str]]:
    """The terms of English words near to one as it is written, and those words."""
    forms = _english_forms()
    return [(forms[form], form) for form in _near(written, forms.keys(), edits)]


def other_english(term: str, vocabulary: Collection[str]) -> Run | None:
    """The term as it is written beyond the Atlantic, where the vocabulary has that: "harbormast", "harbourmast"."""
    for one, other in _ATLANTIC:
        for this, that in ((one, other), (other, one)):
            start = term.find(this, 1)
            while start > 0:
                written = term[:start] + that + term[start + len(this) :]
                if written in vocabulary:
                    return (written,)
                start = term.find(this, start + 1)
    return None


def misspells(word: str, words: Collection[str]) -> str | None:
    """Which of some words a word that English lacks is one edit away from: "what" for "waht"; None for no one."""
    lower = word.lower()
    if len(lower) < SHORTEST - 1:
        return None
    near = process.extractOne(lower, words, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near and not is_english(word) else None


def is_english(word: str) -> bool:
    """Whether English has the word in this very form, common names among its words; case does not matter."""
    return word.lower() in _dictionary()


@cache
def _dictionary() -> Mapping[str, int]:
    """The English words of pyspellchecker and how frequent they are, common given and family names among them."""
    from spellchecker import SpellChecker

    words: Mapping[str, int] = SpellChecker(language="en").word_frequency.dictionary
    return words


@cache
def _english_forms() -> Mapping[str, str]:
    """Common English words in all their forms, and the term of each: a slip in an ending is told by the whole word."""
    common = (word for word, count in _dictionary().items() if count >= COMMON and len(word) >= SHORTEST)
    return {word: lexicon("en").term(word) for word in common}


@cache
def _plain_words() -> frozenset[str]:
    """The terms of the most frequent English words."""
    return frozenset(term for word, term in _english_forms().items() if _dictionary()[word] >= PLAIN)


def _taken_apart(term: str, vocabulary: Collection[str]) -> Run | None:
    """The term as two of the vocabulary, the second a word of some length."""
    cuts = (cut for cut in range(2, len(term) - 2) if term[:cut] in vocabulary and term[cut:] in vocabulary)
    return next(((term[:cut], term[cut:]) for cut in cuts), None)
