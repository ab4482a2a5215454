"""Cues that are passives without an agent: "Ames was asked why", "asked whether", "is accused of", "is said to".

Somebody says it, but the sentence does not tell who: such a frame has no subject.
"""

from __future__ import annotations

from index.speakers.adjuncts import after_cue
from index.speakers.frames import Cue, Frame
from index.speakers.knowledge import Verb, passive_links, words
from index.speakers.phrases import Phrases
from index.speakers.verbgroups import passive_begin

_NO_CLASSES: frozenset[str] = frozenset()


def agentless(phrases: Phrases, cue: Cue) -> Frame | None:
    """The frame of a participle that nobody is named for, what is said behind it; None where that does not follow."""
    tokens, i = phrases.tokens, cue.first
    links = passive_links().get(cue.verb.lemma)
    begin = passive_begin(tokens, i)
    if links is None or cue.verb.form not in ("past", "pp") or begin is None:
        return None
    passive = any(token.lower in words("be") for token in tokens[begin:i])
    opens = i == 0 or (begin == i and tokens[i - 1].lower in words("subordinating"))
    if not passive and not opens:
        return None
    end = after_cue(phrases, cue.last, Verb(cue.verb.lemma, cue.verb.form, _NO_CLASSES))
    if end >= len(tokens) or tokens[end].lower not in links:
        return None
    return cue.frame(i if opens else begin, end, None, "agentless")
