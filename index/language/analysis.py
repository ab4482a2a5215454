"""Text -> terms: what words become before they are indexed or looked up.

A term is a word without case, accents, possessive and inflection. Numbers lose the signs that group their digits; "%"
and currencies are words; a hyphenated word is its parts, unless the press also writes it as one ("cease-fire"), and so
is an equipment's name ("F-16" is "f16"). Terms never overlap, are never empty and hold no white space.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from index.language.lexicon import Lexicon, fold, lexicon, plain

__all__ = ["ANALYSIS_VERSION", "MARKS", "SIGNS", "Term", "analyse", "fold"]

ANALYSIS_VERSION = 1
"""Rises whenever the same text may come to other terms, so that stored ones are made anew."""

LONGEST = 64
"""Characters of a word that count; nothing longer is a word."""


class Term(NamedTuple):
    """A stemmed, folded word and where it stands."""

    text: str
    start: int
    """Offset of its first character in the analysed text."""
    end: int


# For a pattern's class: marks of the scripts up to Arabic and its like, all of the Indic and south-east Asian ones,
# invisible characters.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u07eb-\u07f3\u07fd\u0816-\u082d\u0859-\u085b\u0897-\u089f\u08ca-\u08ff"
    "\u0900-\u0963\u0966-\u0df3\u0e30-\u0e4e\u0eb0-\u0ecd\u0f18-\u109d\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20f0\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\u00ad\u200b-\u200f\u2060\ufeff"
)
_APOSTROPHE = "'’‘‛´`＇"
_HYPHEN = "-‐‑"
_LETTER = r"[^\W\d_]"
SIGNS = "%％$＄€£¥￥₽₴₹"

# Each alternative repeats disjoint classes only, so that no text can make it try twice.
_TOKEN = re.compile(
    rf"(?P<number>\d+(?:[.,:]\d+|[\u00a0\u2009\u202f]\d{{3}}(?!\d)){{0,6}}[^\W_]*(?:[{MARKS}]+[^\W_]*)*)"
    rf"|(?P<initials>{_LETTER}[{MARKS}]*+(?:\.{_LETTER}[{MARKS}]*+)+(?![^\W_])\.?(?:[{_APOSTROPHE}][sS](?![^\W_]))?)"
    rf"|(?P<model>[A-Za-z]{{1,3}}[{_HYPHEN}]?\d{{1,4}}s?(?![^\W_]|[{MARKS}]))"
    rf"|(?P<word>(?:(?i:co|re|e)[{_HYPHEN}](?={_LETTER}))?"
    rf"[^\W_]+(?:(?:[{MARKS}]+|[{_APOSTROPHE}&](?={_LETTER}))[^\W_]*)*)"
    rf"|(?P<sign>[{SIGNS}])"
)
_THE = re.compile(r"\bthe\s$", re.IGNORECASE)
_CLITIC = re.compile(rf"[{_APOSTROPHE}](?:s|re|ve|ll|d|m)$", re.IGNORECASE)
_ELISION = re.compile(rf"^(?:[cdjlmnst]|qu|all|dell|un)[{_APOSTROPHE}](?=.)", re.IGNORECASE)
_ELIDING = frozenset({"ca", "fr", "it"})
_NUMBER = re.compile(r"([\d.,:\u00a0\u2009\u202f]*\d)(.*)", re.DOTALL)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?")
_GROUPED_BY_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_SPACES = {ord(space): None for space in "\u00a0\u2009\u202f"}
_NAMED_NUMBER = re.compile(r"([A-Za-z]{4,})(\d{1,4})")


def analyse(text: str, language: str = "en") -> list[Term]:
    """The terms of a text in reading order, stop words left out.

    language: ISO 639-1; one that is not known is neither stemmed nor cleared of stop words. Never raises; takes time
    linear in the text's length.
    """
    words = lexicon(language)
    terms: list[Term] = []
    for token in _TOKEN.finditer(text):
        kind, surface, at = token.lastgroup or "", token[0], token.start()
        if surface == "us" and _THE.search(text, max(0, at - 5), at):
            surface = "US"
        for form, start, end in _terms_of(kind, surface[:LONGEST], words):
            term = Term(form, at + start, at + end)
            if form in words.compound_ends and terms and _joins(text, terms[-1], term, words):
                before = terms.pop()
                term = Term(words.compounds[before.text, form], before.start, term.end)
            terms.append(term)
    return terms


def _joins(text: str, first: Term, second: Term, words: Lexicon) -> bool:
    """Whether two terms are one word written in two, or with a hyphen."""
    return (
        (first.text, second.text) in words.compounds
        and second.start - first.end == 1
        and text[first.end] in " \u00a0-‐‑"
    )


@lru_cache(maxsize=50_000)
def _terms_of(kind: str, surface: str, words: Lexicon) -> tuple[tuple[str, int, int], ...]:
    """The terms of one token of a text, with their offsets in it."""
    if kind == "number":
        found = _number(surface, words)
    elif kind == "initials":
        clitic = _CLITIC.search(surface)
        end = clitic.start() if clitic else len(surface)
        found = [(fold(surface[:end]).replace(".", ""), 0, end)]
    elif kind == "model":
        found = [(fold(surface).replace("-", "").rstrip("s"), 0, len(surface))]
    elif kind == "sign":
        sign = words.variants.get(fold(surface))
        found = [(words.term(sign), 0, 1)] if sign else []
    elif named := _NAMED_NUMBER.fullmatch(surface):
        found = [*_word(named[1], words), (named[2], named.start(2), named.end())]
    else:
        found = _word(surface, words)
    return tuple((form[:LONGEST], start, end) for form, start, end in found if form)


def _word(surface: str, words: Lexicon) -> list[tuple[str, int, int]]:
    if surface in words.capitals:
        return [(fold(surface), 0, len(surface))]
    start, end = 0, len(surface)
    if words.language == "en":
        if _is_stop(surface, words):
            return []
        if clitic := _CLITIC.search(surface):
            end = clitic.start()
            if surface[:end] in words.capitals:
                return [(fold(surface[:end]), 0, end)]
    elif words.language in _ELIDING and (elision := _ELISION.match(surface)):
        start = elision.end()
    if _is_stop(surface[start:end], words):
        return []
    return [(words.term(_lower(surface[start:end]).replace("-", "")), start, end)]


def _is_stop(surface: str, words: Lexicon) -> bool:
    word = _lower(surface)
    return word in words.stop_words or (words.language == "en" and word.endswith("n't"))


def _lower(surface: str) -> str:
    return plain(surface).lower()


def _number(surface: str, words: Lexicon) -> list[tuple[str, int, int]]:
    """A number without the signs that group its digits, then the unit written behind it: "1.2bn", "18th"."""
    parts = _NUMBER.fullmatch(surface)
    if parts is None:
        return [(fold(surface), 0, len(surface))]
    digits, ending = parts[1], fold(parts[2])
    if ending and ending not in words.endings:
        return [(fold(surface), 0, len(surface))]
    unit = words.endings.get(ending, "")
    if not unit:
        return _digits(digits, len(surface), words)
    return [*_digits(digits, len(digits), words), (words.term(unit), len(digits), len(surface))]


def _digits(digits: str, end: int, words: Lexicon) -> list[tuple[str, int, int]]:
    if words.language not in ("", "en") and _GROUPED_BY_POINTS.fullmatch(digits):
        return [(digits.replace(".", "").replace(",", "."), 0, end)]
    if _GROUPED.fullmatch(digits):
        return [(digits.replace(",", "").translate(_SPACES), 0, end)]
    separator = "," if words.language in ("", "en") else ";"
    found, at = [], 0
    for part in re.split(rf"[{separator}\u00a0\u2009\u202f]", digits):
        found.append((part.replace(",", "."), at, at + len(part)))
        at += len(part) + 1
    found[-1] = (found[-1][0], found[-1][1], end)
    return found
