"""Paragraph -> sentences of tokens. A quotation counts as one token, so that clauses are read around it."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.speakers.knowledge import cue_verbs, words
from index.speakers.quotes import Quotation, quotations

# An age, a party with its state, a number with its signs,
# or a word with inner hyphens, points and apostrophes, or any other single mark.
_TOKEN = re.compile(
    r"\d{1,3}-year-olds?\b|[RDI]-[A-Z]\.[A-Z]\.|[$£€]?\d+(?:[.,:/]\d+)*%?(?:[^\W\d_]+)?|[^\W\d_](?:\.[^\W\d_])+\.?(?:-[^\W\d_](?:\.[^\W\d_])+\.?)?|[^\W_]+(?:[-&'’‑][^\W_]+)*['’]?|\.\.+|--+|[^\w\s]|_"
)
_POSSESSIVES = ("'s", "’s", "s'", "s’")
_LONGEST = 300
"""Tokens. What is longer is no sentence; the bound keeps the time linear in the text's length."""

DASHES = frozenset(("—", "–", "--"))
"""Of a token's `lower`; the rarer dashes are told as the first of these."""
PAUSES = DASHES | {","}


class Token(NamedTuple):
    """A word, a mark, or a whole quotation."""

    text: str
    start: int
    end: int
    lower: str
    quote: bool = False
    """A whole quotation; `text` is then its marks and what stands between them."""

    @property
    def capital(self) -> bool:
        """Does it begin with a capital letter?"""
        return not self.quote and self.text[:1].isupper()

    @property
    def word(self) -> bool:
        """Is it a word or a number, and not a mark?"""
        return not self.quote and (self.text[0].isalnum() or self.text[0] in "$£€" or self.possessive)

    @property
    def possessive(self) -> bool:
        """Is it the ending of a possessive ("'s")?"""
        return self.lower in ("'s", "’s", "'", "’") and self.start < self.end

    @property
    def ends_clause(self) -> bool:
        """A quotation that a comma, question or exclamation mark ends: what follows may say who spoke."""
        return self.quote and self.text.rstrip("\"'”’»“‘ ")[-1:] in ",?!…—–-"

    @property
    def ends_sentence(self) -> bool:
        """A quotation that ends as a sentence does."""
        return self.quote and self.text.rstrip("\"'”’»“‘ ")[-1:] in ".?!…"


Sentence = list[Token]


def _split_possessive(token: str, start: int) -> list[Token]:
    for ending in _POSSESSIVES[:2]:
        if len(token) > 2 and token.lower().endswith(ending):
            cut = start + len(token) - 2
            return [_token(token[:-2], start), Token(token[-2:], cut, cut + 2, token[-2:].lower())]
    if token[-1] in "'’" and len(token) > 1:
        cut = start + len(token) - 1
        return [_token(token[:-1], start), Token(token[-1], cut, cut + 1, token[-1])]
    return [_token(token, start)]


def _token(text: str, start: int) -> Token:
    return Token(text, start, start + len(text), "—" if text in "―‒⸺" else text.lower())


def words_of(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of a stretch of text without regard to quotation; abbreviations keep their point."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        piece = match.group()
        if piece == "." and found and found[-1].end == match.start() and _abbreviated(found[-1]):
            found[-1] = _token(text[found[-1].start : match.end()], found[-1].start)
        elif piece[-1] in "'’" or "'" in piece or "’" in piece:
            found += _split_possessive(piece, match.start())
        else:
            found.append(_token(piece, match.start()))
    return found


def _abbreviated(token: Token) -> bool:
    last = token.lower.rpartition("-")[2]
    return last in words("abbreviations") or (len(last) == 1 and token.text[-1:].isupper())


def outline(text: str) -> list[Token]:
    """All tokens of a paragraph, each outermost quotation as one."""
    found: list[Token] = []
    at = 0
    for quotation in quotations(text):
        found += words_of(text, at, quotation.start)
        found.append(_quote_token(text, quotation))
        at = quotation.end
    return found + words_of(text, at, len(text))


def _quote_token(text: str, quotation: Quotation) -> Token:
    span = text[quotation.start : quotation.end]
    return Token(span, quotation.start, quotation.end, "", quote=True)


def _breaks(token: Token, following: list[Token]) -> bool:
    """Does a sentence end after the token? following: the next few tokens."""
    if not following:
        return True
    after = following[0]
    if after.lower in (")", "]"):
        return False
    if token.lower in (".", "?", "!", ";", "…", "•") or token.lower.startswith(".."):
        return token.lower == ";" or after.quote or not after.text[0].islower()
    if token.quote and token.ends_sentence:
        if after.quote:
            return True
        return after.capital and not (token.ends_clause and _names_speaker(following))
    return (
        token.text.endswith(".")
        and len(token.text) > 2
        and after.capital
        and after.lower in words("determiners") | words("openers") | words("third_person")
    )


def _names_speaker(following: list[Token]) -> bool:
    """Is this "X said" as after a quoted question: a few words, then a cue that nothing but a clause's end follows?"""
    for token in following[:9]:
        if token.quote or token.lower in ".,;":
            return False
        if token.lower in cue_verbs():
            return True
    return False


def sentences(tokens: list[Token]) -> list[Sentence]:
    """The tokens, cut where sentences end; semicolons cut too, and so does a length that no sentence has."""
    found: list[Sentence] = []
    begin = 0
    for i, token in enumerate(tokens):
        ends = (token.quote or token.text[-1] in ".?!…;•") and _breaks(token, tokens[i + 1 : i + 11])
        if ends or i - begin >= _LONGEST:
            found.append(tokens[begin : i + 1])
            begin = i + 1
    if begin < len(tokens):
        found.append(tokens[begin:])
    return found
