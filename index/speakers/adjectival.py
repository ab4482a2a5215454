"""Views told by an adjective: "Ames is confident that ...", "the mayor was critical of ..."."""

from __future__ import annotations

from index.speakers.frames import Cue
from index.speakers.knowledge import Verb, cue_adjectives, words
from index.speakers.sentences import Sentence
from index.speakers.verbgroups import before_group

_CLASSES = frozenset(("that", "to", "linked"))
_MOST_ADVERBS = 3


def adjective_cue(tokens: Sentence, i: int) -> Cue | None:
    """The cue of the adjective at token i behind a linking verb, what it is about following; else None."""
    if tokens[i].lower not in cue_adjectives() or i + 1 >= len(tokens):
        return None
    follows = tokens[i + 1].lower in words("noun_links") | words("clause_words") | {"in"}
    if not follows or _linking_verb(tokens, i) is None:
        return None
    return Cue(Verb(tokens[i].lower, "adjective", _CLASSES), i, i + 1)


def before_adjective(tokens: Sentence, i: int) -> int | None:
    """The token before the verb group of the adjective at token i; None where it is denied: "is not sure"."""
    j = _linking_verb(tokens, i)
    if j is None:
        return None
    return before_group(tokens, j if tokens[j].lower not in words("auxiliaries") else j + 1)


def _linking_verb(tokens: Sentence, i: int) -> int | None:
    """The "is", "remains" or "felt" before the adjective at token i, adverbs between them."""
    for j in range(i - 1, max(-1, i - 2 - _MOST_ADVERBS), -1):
        lower = tokens[j].lower
        if lower in words("linking_verbs"):
            return j
        if lower not in words("adverbs") and lower not in words("degrees") and not lower.endswith("ly"):
            return None
    return None
