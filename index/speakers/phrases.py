"""The noun phrases of one sentence by their places: which begins, ends or stands at a token.

In "The mayor, Dana Holloway, spoke" the phrase that ends before the second comma is "Dana Holloway", and the stretch
between the commas holds nothing else.
"""

from __future__ import annotations

from index.speakers.chunking import noun_phrase
from index.speakers.mentions import Mention, pronoun_mention
from index.speakers.sentences import Sentence, Token

_WINDOW = 60
"""Tokens of a stretch without a comma; the bound keeps the time linear in the sentence's length."""
_SUBJECT_FORMS = {"his": "he", "her": "she", "its": "it", "their": "they"}


class Phrases:
    """The tokens of a sentence, and its noun phrases by where they begin and end."""

    def __init__(self, tokens: Sentence, mentions: list[Mention]) -> None:
        self.tokens = tokens
        self.mentions = mentions
        self._by_first = {mention.first: mention for mention in mentions}
        self._by_last = {mention.last: mention for mention in mentions}

    def at(self, i: int) -> Mention | None:
        """The phrase that begins at token i."""
        return self._by_first.get(i)

    def ending(self, i: int) -> Mention | None:
        """The phrase whose last token stands before token i."""
        return self._by_last.get(i)

    def over(self, i: int) -> Mention | None:
        """The phrase that holds token i."""
        for mention in self.mentions:
            if mention.first <= i < mention.last:
                return mention
        return None

    def possessive_pronoun(self, i: int) -> Mention:
        """Token i, a possessive pronoun, as a mention of its own: the "he" of "his view"."""
        token = self.tokens[i]
        head = _SUBJECT_FORMS.get(token.lower, token.lower)
        return pronoun_mention(token, i, head)

    def owner(self, mention: Mention, stop: int) -> Mention:
        """The possessor inside a phrase: its tokens up to the possessive ending."""
        return noun_phrase(self.tokens[:stop], mention.first) or mention


def is_boundary(token: Token) -> bool:
    """Is it a quotation, comma, colon, dash or bracket, where an inserted stretch may begin or end?"""
    return token.quote or token.lower in (",", "(", ")", "—", "–", "-", "--", ":", "[", "]")


def stretch_begin(tokens: Sentence, end: int) -> int:
    """The first token of the stretch without commas or such that ends before token `end`."""
    begin = end
    while begin > 0 and end - begin < _WINDOW and not is_boundary(tokens[begin - 1]):
        begin -= 1
    return begin
