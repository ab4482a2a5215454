"""The subject of a verb, found without a parser: the noun phrase that its clause begins with.

In "Dana Holloway, the firm's chief executive, said" the search goes back from "said" over the apposition to the name;
in "the clerk who found it said" over the relative clause to "the clerk".
"""

from __future__ import annotations

from collections.abc import Iterator

from index.speakers.heads import head_before, is_bare, specified_from
from index.speakers.knowledge import places, words
from index.speakers.mentions import Mention, is_place
from index.speakers.phrases import Phrases, is_boundary, stretch_begin
from index.speakers.sentences import Sentence

_MOST_STRETCHES = 6
"""Stretches between commas that are searched for a subject."""
_FARTHEST = 240
"""Tokens before a verb that are searched for a main clause; the bound keeps the time linear."""


def subject_before(phrases: Phrases, j: int) -> Mention | None:
    """The subject of the verb group that follows token j; None where none is plain."""
    if j < 0:
        return None
    tokens, token = phrases.tokens, phrases.tokens[j]
    if token.lower in ("who", "which", "that"):
        return _antecedent(phrases, j)
    if token.lower in words("clause_joints"):
        return main_subject(phrases, j)
    if is_boundary(token) and (not token.quote or token.ends_clause):
        return _before_comma(phrases, j)
    head = head_before(phrases, j + 1)
    begin = stretch_begin(tokens, j + 1)
    if head is None or head.describes_thing or head.first > begin:
        sure = head is not None and (head.sort != "thing" or head.kind == "name")
        head = specified_from(phrases, begin, j + 1, participle=sure) or head
    return _apposed(phrases, head, j + 1) if head is not None else None


def _apposed(phrases: Phrases, head: Mention, end: int) -> Mention:
    """The name in "Nate Hollis, the clerk who found it said", where the second comma was left out."""
    tokens, begin = phrases.tokens, head.first
    if head.kind != "description" or head.determiner != "the" or begin < 2 or tokens[begin - 1].lower != ",":
        return head
    if end + 1 < len(tokens) and tokens[end + 1].lower == ",":
        return head
    named = phrases.ending(begin - 1)
    if named is None or not named.names_person or stretch_begin(tokens, begin - 1) != named.first:
        return head
    opens = named.first == 0 or tokens[named.first - 1].quote
    return named if opens else head


def _antecedent(phrases: Phrases, j: int) -> Mention | None:
    """Whom the "who" at token j stands for: the phrase before it, or before the comma before it."""
    tokens = phrases.tokens
    end = j - 1 if j and tokens[j - 1].lower in (",", "—", "–", "-", "(") else j
    mention = phrases.ending(end)
    if mention is not None and tokens[j].lower in ("that", "which") and mention.head in words("texts"):
        return mention
    if mention is None or (tokens[j].lower == "that" and mention.sort == "thing"):
        return None
    if mention.kind == "pronoun" or mention.describes_thing:
        return None
    begin = stretch_begin(tokens, end)
    if begin > 1 and end < j and tokens[begin].lower in words("prepositions"):
        return _before_comma(phrases, begin - 1)
    apposed = phrases.ending(begin - 1) if _describes(phrases, begin) and mention.first > begin + 1 else None
    if apposed is not None and apposed.names_person:
        return apposed
    if mention.kind == "description" and mention.first > 1 and tokens[mention.first - 1].lower == ",":
        named = phrases.ending(mention.first - 1)
        return named if named is not None and named.names_person else mention
    return mention


def _before_comma(phrases: Phrases, j: int) -> Mention | None:
    """The subject before an inserted stretch: "Dana Holloway, the firm's chief executive, said".

    Goes back from comma to comma: a person's name ends the search, a description or single name stands until one comes.
    """
    tokens = phrases.tokens
    fallback: Mention | None = None
    end = j
    for _ in range(_MOST_STRETCHES):
        begin = stretch_begin(tokens, end)
        if begin < end and not _is_insert(tokens, begin, end):
            found = _bare_subject(phrases, begin, end) or _office_at(phrases, begin)
            if found is None and _describes(phrases, begin):
                end = begin - 1
                continue
            if found is None:
                break
            if found.kind == "pronoun" or found.names_person:
                return found
            if fallback is None or (found.kind == "name" and fallback.kind != "name"):
                fallback = None if found.describes_thing else found
            if tokens[begin].lower in words("conjunctions"):
                break
        if begin == 0 or tokens[begin - 1].quote:
            break
        end = begin - 1
    return fallback


def _is_insert(tokens: Sentence, begin: int, end: int) -> bool:
    """Is the stretch between commas a relative clause, participle, age, place: nothing that could be the subject?"""
    first, alone = tokens[begin], end - begin == 1
    if not first.capital and first.lower.endswith(("ing", "ed")):
        return True
    if first.text[0].isdigit() and end - begin <= 3:
        return True
    if first.text[:2] in ("R-", "D-", "I-") or (alone and first.text in ("D", "R", "I")):
        return True
    kinds = ("relatives", "prepositions", "auxiliaries", "adverbs", "inserted")
    if any(first.lower in words(kind) for kind in kinds):
        return True
    stretch = " ".join(token.lower for token in tokens[begin:end])
    return stretch in words("state_abbreviations") or stretch in places().names


def _describes(phrases: Phrases, begin: int) -> bool:
    """Does a description open the stretch, one too long to be a noun phrase: ", the only one to come to Kell,"?"""
    return 0 < begin < len(phrases.tokens) and phrases.tokens[begin].lower in ("a", "an", "the", "one")


def _bare_subject(phrases: Phrases, begin: int, end: int) -> Mention | None:
    """The phrase that a stretch between commas consists of, what specifies it and words that open clauses aside."""
    found = head_before(phrases, end) or specified_from(phrases, begin, end)
    return found if found is not None and is_bare(phrases.tokens, begin, found) else None


def _office_at(phrases: Phrases, begin: int) -> Mention | None:
    """The office with which a stretch begins that is more than a noun phrase: ", the mayor since the flood,"."""
    office = phrases.at(begin)
    return office if begin and office is not None and office.describes_person else None


def main_subject(phrases: Phrases, limit: int, begin: int = 0) -> Mention | None:
    """The subject of the last main clause that begins before token `limit`; it names a person or what can speak."""
    tokens = phrases.tokens
    found: Mention | None = None
    subordinate = False
    start = max(begin, limit - _FARTHEST)
    for i, stop in _stretches(tokens, start, limit):
        mention = _clause_opener(phrases, i, stop)
        if mention is None or mention.describes_thing or (mention.last == stop and is_place(mention)):
            continue
        another = subordinate or (i > start and tokens[i].lower in words("conjunctions"))
        if found is None or (another and _word_follows(tokens, mention)) or _names(found, mention, i, stop):
            found = mention
            subordinate = tokens[i].lower in words("subordinating")
    return found


def _stretches(tokens: Sentence, start: int, limit: int) -> Iterator[tuple[int, int]]:
    """The stretches between commas and such, as (first token, token after the last), up to token `limit`."""
    i = start
    while i < limit:
        stop = i
        while stop < limit and not is_boundary(tokens[stop]):
            stop += 1
        if stop > i:
            yield i, stop
        i = stop + 1


def _clause_opener(phrases: Phrases, begin: int, stop: int) -> Mention | None:
    """The phrase with which a stretch begins, words that open clauses passed by; a leading "on Tuesday" too."""
    tokens = phrases.tokens
    i = begin
    while i < stop and (tokens[i].lower in words("openers") or tokens[i].lower in words("conjunctions")):
        i += 1
    mention = phrases.at(i)
    if mention is None and i < stop and tokens[i].lower in words("prepositions"):
        inner = phrases.at(i + 1)
        mention = phrases.at(inner.last) if inner is not None and inner.last < stop else None
    return mention


def _word_follows(tokens: Sentence, mention: Mention) -> bool:
    return mention.last < len(tokens) and tokens[mention.last].word


def _names(described: Mention, name: Mention, begin: int, stop: int) -> bool:
    """Is the stretch the apposition in "the mayor, Ann Ames,": a name and nothing else, right behind a description?"""
    adjacent = described.last == begin - 1 and name.last == stop
    return adjacent and described.kind == "description" and name.kind == "name"
