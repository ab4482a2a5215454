"""Misspelt words: the nearest word that the coverage has."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.language.names import Run

SHORTEST = 4
"""Shorter words are not mended: too many others are one letter away."""

_ATLANTIC = (
    *(("our", "or"), ("tre", "ter"), ("is", "iz"), ("ys", "yz")),
    *(("ogu", "og"), ("ae", "e"), ("oe", "e"), ("ll", "l")),
)
"""British and American ways of writing, in stems; those of whole words stand in data/variants."""


def nearest(word: str, term: str, vocabulary: Collection[str], frequency: Callable[[str], int]) -> Run | None:
    """The term, or the two terms, of the vocabulary nearest to one that it lacks; None when none is near enough.

    word: the term as written. A word that English has is never turned into another. frequency: in how many documents
    a term stands; decides between terms that are equally near. One edit is allowed in terms of 4 and 5 letters, two in
    longer ones, three from 10 letters on; an edit is a letter put in, left out, changed, or swapped with its neighbour
    (optimal string alignment distance, Damerau 1964). A wrong first letter counts as one more: people seldom get it
    wrong. Two words written as one are taken apart ("lepen": "le pen").
    """
    if len(term) < SHORTEST or any(sign.isdigit() for sign in term):
        return None
    allowed = 1 if len(term) < 6 else 2 if len(term) < 10 else 3
    near = process.extract(term, vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=20)
    ranked = sorted((distance + (found[0] != term[0]), -frequency(found), found) for found, distance, _ in near)
    found = (ranked[0][2],) if ranked and ranked[0][0] <= allowed else _taken_apart(term, vocabulary)
    return found if found and not _is_english(word) else None


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
    return near[0] if near and not _is_english(word) else None


def _is_english(word: str) -> bool:
    return word.lower() in _dictionary()


@cache
def _dictionary() -> Collection[str]:
    """The English words of pyspellchecker, common given and family names among them."""
    from spellchecker import SpellChecker

    words: Collection[str] = SpellChecker(language="en").word_frequency.dictionary
    return words


def _taken_apart(term: str, vocabulary: Collection[str]) -> Run | None:
    """The term as two of the vocabulary, the second a word of some length."""
    cuts = (cut for cut in range(2, len(term) - 2) if term[:cut] in vocabulary and term[cut:] in vocabulary)
    return next(((term[:cut], term[cut:]) for cut in cuts), None)
