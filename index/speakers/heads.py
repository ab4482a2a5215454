"""The head of a long noun phrase: from the phrase next to a verb back to the one that it hangs on.

In "a spokesman for the council said" the phrase next to "said" is "the council", but "a spokesman" speaks; so does "an
inspector" in "an inspector who climbed the pylon said", and both in "teachers and union officials said".
"""

from __future__ import annotations

from dataclasses import replace

from index.speakers.knowledge import cue_verbs, words
from index.speakers.mentions import Mention, spelling
from index.speakers.phrases import Phrases, stretch_begin
from index.speakers.sentences import Sentence

_DEEPEST = 5
"""Phrases that may hang on one another: "a clerk of the court of the city of Kell"."""
_LONGEST_TAIL = 12
"""Tokens that may specify a description before its verb."""


def head_before(phrases: Phrases, end: int) -> Mention | None:
    """What the phrase that ends before token `end` hangs on, or the phrase itself; None where that is not plain."""
    mention = phrases.ending(end)
    if mention is None:
        return None
    tokens, begin = phrases.tokens, stretch_begin(phrases.tokens, end)
    head = mention
    for _ in range(_DEEPEST):
        link = tokens[head.first - 1].lower if head.first > begin else ""
        if link not in words("modifying"):
            break
        holder = _holder(phrases, head.first - 1)
        if holder is None or holder.first < begin:
            return None if head is mention or link != "of" else head
        head = holder
    if head.first > begin and tokens[head.first - 1].lower in words("prepositions") - words("conjunctions"):
        return None
    antecedent = _restricted(phrases, begin, head.first)
    if antecedent is not None and (head is not mention or tokens[head.first - 1].lower not in words("relatives")):
        head = antecedent
    other = _listed_with(phrases, head, begin)
    if other is not None:
        return _list_of(tokens, other, head, end)
    return _specified(tokens, head, end) if head is not mention else head


def _holder(phrases: Phrases, end: int) -> Mention | None:
    """The phrase before token `end`; of "sources close" to somebody, the sources."""
    mention = phrases.ending(end)
    if mention is not None and mention.last - mention.first == 1 and mention.describes_thing:
        before = phrases.ending(mention.first)
        if before is not None and before.sort in ("person", "crowd"):
            return before
    return mention


def _restricted(phrases: Phrases, begin: int, end: int) -> Mention | None:
    """The phrase before the first "who" of the stretch: "an inspector who climbed the pylon"."""
    for j in range(begin + 1, end):
        if phrases.tokens[j].lower == "who":
            mention = phrases.ending(j)
            if mention is not None and mention.sort in ("person", "crowd"):
                return mention
    return None


def _listed_with(phrases: Phrases, head: Mention, begin: int) -> Mention | None:
    """The first of two speakers at once ("X and Y"), where no clause ends before the "and"."""
    joint = head.first - 1
    if joint <= begin or phrases.tokens[joint].lower != "and":
        return None
    other = phrases.ending(joint)
    listed = other is not None and other.first >= begin and other.kind != "pronoun"
    return other if listed and other is not None and is_bare(phrases.tokens, begin, other) else None


def _list_of(tokens: Sentence, first: Mention, last: Mention, end: int) -> Mention:
    """Several speakers as one mention: "teachers and union officials"."""
    begin = first.first
    text, start, stop = spelling(tokens, begin, end), tokens[begin].start, tokens[end - 1].end
    return Mention("description", "crowd", begin, end, start, stop, text, last.head, listed=(first, last))


def _specified(tokens: Sentence, head: Mention, end: int) -> Mention:
    """A description with what specifies it, up to the verb."""
    if head.kind != "description" or end - head.last > _LONGEST_TAIL:
        return head
    tail = spelling(tokens, head.last, end)
    return replace(head, last=end, end=tokens[end - 1].end, text=f"{head.text} {tail}")


def specified_from(phrases: Phrases, begin: int, end: int, *, participle: bool = False) -> Mention | None:
    """The person with whom a stretch begins, specified by what follows: "a clerk accused of theft told".

    participle: only a participle may specify, as the phrase next to the verb could be the subject itself.
    """
    tokens = phrases.tokens
    while begin < end and tokens[begin].lower in words("openers"):
        begin += 1
    mention = phrases.at(begin)
    if mention is None or mention.last >= end:
        return None
    if mention.kind != "description" or mention.sort not in ("person", "crowd"):
        return None
    after, *beyond = (token.lower for token in tokens[mention.last : end])
    joined = not words("clause_joints_within").isdisjoint((after, *beyond))
    modified = after.endswith(("ed", "ing")) and beyond[:1] != [] and beyond[0] in words("prepositions") and not joined
    return mention if modified or (after in words("prepositions") and not participle) else None


def is_bare(tokens: Sentence, begin: int, mention: Mention) -> bool:
    """Does the stretch from `begin` hold nothing before the phrase but words that open a clause?"""
    before = tokens[mention.first - 1].lower if mention.first > begin else ""
    if before in words("subordinating") | words("clause_words") - {"who"}:
        return True
    if before in cue_verbs() and mention.names_person and mention.first == begin + 1:
        return True
    return all(token.lower in words("openers") for token in tokens[begin : mention.first])
