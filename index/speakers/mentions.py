"""A mention: the noun phrase that names, describes or stands for somebody ("Dana Holloway", "the mayor", "she").

In "the mayor's adviser, Amit Rao, said" the mentions are the description "the mayor's adviser" (its head "adviser") and
the name "Amit Rao". How they are found is told in index.speakers.chunking.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index.speakers.knowledge import Sex, institutions, person_noun, places, plural_nouns, words
from index.speakers.sentences import Sentence, Token

Sort = Literal["person", "institution", "crowd", "thing"]
"""What a mention stands for. A crowd speaks, but names nobody: "officials", "they"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase. `first` and `last` count tokens of its sentence (last exclusive); offsets are the paragraph's."""

    kind: Literal["name", "description", "pronoun"]
    sort: Sort
    first: int
    last: int
    start: int
    end: int
    text: str
    head: str
    """The name without titles; the description's noun, lower case; the pronoun, lower case."""
    roles: frozenset[str] = frozenset()
    """Lower-case words before the head: titles, offices, demonyms."""
    sex: Sex = ""
    determiner: str = ""
    """The lower-case determiner; "'s" after a possessor."""
    listed: tuple[Mention, Mention] | None = None
    """Of several speakers at once the first and the last."""

    @property
    def definite(self) -> bool:
        """Does it point to somebody known: "the mayor", "his adviser"?"""
        return self.determiner in ("the", "'s", "this", "that") or self.determiner in words("possessives")

    @property
    def names_person(self) -> bool:
        """Is it a person's name?"""
        return self.kind == "name" and self.sort == "person"

    @property
    def describes_person(self) -> bool:
        """Is it a description of one person, such as "the mayor"?"""
        return self.kind == "description" and self.sort == "person"

    @property
    def describes_thing(self) -> bool:
        """Is it a description of what cannot speak, such as "the plan"?"""
        return self.kind == "description" and self.sort == "thing"


@lru_cache(maxsize=1 << 14)
def is_speaking_noun(word: str) -> bool:
    """Is the lower-case word a noun for people or an institution?"""
    return person_noun(word) or word in plural_nouns() or word in institutions()


def is_place(mention: Mention) -> bool:
    """Is the name that of a country, state or capital, or short for a state ("N.H.")?"""
    lower = mention.head.lower()
    return mention.kind == "name" and (lower in places().names or lower in words("state_abbreviations"))


def pronoun_mention(token: Token, i: int, head: str) -> Mention:
    """Token i as a pronoun whose form as a subject is `head`; one that tells no sex stands for a thing."""
    sex = {"he": "m", "she": "f"}.get(head, "")
    sort: Sort = "person" if sex else "thing"
    return Mention("pronoun", sort, i, i + 1, token.start, token.end, token.text, head, sex=sex)


def spelling(tokens: Sentence, first: int, last: int) -> str:
    """The tokens as one line of text, with a space where they do not touch."""
    pieces: list[str] = []
    for k, token in enumerate(tokens[first:last]):
        apart = k and tokens[first + k - 1].end < token.start
        pieces.append(" " + token.text if apart else token.text)
    return "".join(pieces)
