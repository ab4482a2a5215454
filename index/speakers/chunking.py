"""Tokens -> noun phrases, without a parser: a phrase runs until a word that can be no part of one.

"The mayor of Kell told reporters" has three: the description "The mayor", the name "Kell", the crowd "reporters". Of
words in a row, capitals make a name ("Irish Foreign Minister Ann Ames"), others a description that ends with its last
noun for people or institutions ("the retired teacher").
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from index.speakers.knowledge import (
    cue_verbs,
    institutions,
    noun_sex,
    people_words,
    person_noun,
    places,
    plural_nouns,
    words,
)
from index.speakers.mentions import Mention, Sort, is_speaking_noun, spelling
from index.speakers.names import described_by, in_name, joins, plural_owner, sex_of_name, sort_of_name, title_words
from index.speakers.sentences import Sentence, Token

LONGEST = 14
"""Tokens of a noun phrase; the bound keeps the time linear in the sentence's length."""
_WIDEST_GAP = 3
"""Unknown words that may stand between two nouns of one description."""


_ADJECTIVAL_ENDINGS = ("ese", "sh", "ch", "ss")
"""Of demonyms that mean a people and nobody in it: "the Chinese", "the British", "the French", "the Swiss"."""


class _Chunk(NamedTuple):
    """The tokens of a phrase while it is decided what it is."""

    tokens: Sentence
    first: int
    """With its determiner or possessor."""
    begin: int
    """Without them."""
    last: int
    """Exclusive."""
    determiner: str

    def lower(self, begin: int, last: int) -> list[str]:
        """The lower-case words between two tokens."""
        return [token.lower for token in self.tokens[begin:last]]


def noun_phrases(tokens: Sentence, common: frozenset[str]) -> list[Mention]:
    """All noun phrases of a sentence in order; they do not overlap.

    common: words that the article also writes without a capital, so that one at a sentence's start is no name.
    """
    found: list[Mention] = []
    i = 0
    while i < len(tokens):
        mention = None if tokens[i].quote or tokens[i].possessive else noun_phrase(tokens, i, common)
        if mention is None:
            i += 1
        else:
            found.append(mention)
            i = max(i + 1, mention.last)
    return found


def noun_phrase(tokens: Sentence, i: int, common: frozenset[str] = frozenset()) -> Mention | None:
    """The noun phrase that begins at token i, or soon after it behind an unknown verb; None if none does."""
    if tokens[i].lower in words("subject_pronouns"):
        return _pronoun(tokens[i], i)
    stop, named = _gather(tokens, i, common)
    if stop == i:
        return None
    begin, determiner = i, ""
    for j in range(i, stop):
        if tokens[j].possessive and j + 1 < stop and not named[j - i]:
            begin, determiner = j + 1, "'s"
    if tokens[begin].lower in words("determiners") and not determiner:
        determiner, begin = tokens[begin].lower, begin + 1
    while stop > begin and tokens[stop - 1].possessive:
        stop -= 1
    if begin >= stop:
        return _quantity(tokens[i], i) if determiner in plural_nouns() else None
    return _phrase(_Chunk(tokens, i, begin, stop, determiner), named[begin - i : stop - i])


@cache
def _outside_phrases() -> frozenset[str]:
    """Closed classes of words that no noun phrase holds."""
    kinds = ("prepositions", "conjunctions", "auxiliaries", "relatives", "subject_pronouns", "openers", "plain_verbs")
    return words("object_pronouns").union(*map(words, kinds))


def _stops(token: Token) -> bool:
    """Can the token be no part of a noun phrase?"""
    if not token.word:
        return True
    lower = token.lower
    if token.capital and lower not in words("openers") and lower not in words("third_person"):
        return lower in words("prepositions") or lower in ("and", "or", "i")
    return lower in _outside_phrases() or _is_finite_cue(lower)


@lru_cache(maxsize=1 << 14)
def _is_finite_cue(lower: str) -> bool:
    """Is the word a cue verb, in a form that is no noun as "claims" and "report" are?"""
    verb = cue_verbs().get(lower)
    if verb is None:
        return False
    if verb.form in ("past", "ing"):
        return True
    if "weak" in verb.classes:
        return False
    noun = verb.form == "base" or "object" in verb.classes
    return not noun or (verb.form == "third" and lower not in words("noun_verbs"))


def _gather(tokens: Sentence, i: int, common: frozenset[str]) -> tuple[int, list[bool]]:
    """How far a noun phrase from token i could reach, and for each token whether it is part of a name."""
    j = i
    named: list[bool] = []
    while j < len(tokens) and j - i < LONGEST:
        token = tokens[j]
        joined = j > i and joins(tokens, j, name=named[-1])
        if token.possessive and j > i:
            named.append(named[-1] and plural_owner(tokens, j))
        elif _ends_phrase(token, first=j == i) and not joined:
            break
        else:
            named.append((joined and named[-1]) or in_name(tokens, j, common))
        j += 1
    return j, named


def _ends_phrase(token: Token, *, first: bool) -> bool:
    return _stops(token) or (not first and not token.capital and token.lower in words("determiners"))


def _phrase(chunk: _Chunk, named: list[bool]) -> Mention | None:
    """Decide between a name and a description; named: for each token from `begin`, whether it is part of a name."""
    begin = chunk.begin
    run_end = max((begin + k + 1 for k, name in enumerate(named) if name), default=begin)
    cut = _head_of(chunk.lower(run_end, chunk.last), after_name=run_end > begin)
    if run_end == begin or cut:
        return _description(chunk._replace(last=run_end + cut))
    run_begin = run_end - 1
    while run_begin > begin and named[run_begin - 1 - begin]:
        run_begin -= 1
    before = chunk.lower(begin, run_begin)
    cut = _gap(before, named)
    if cut:
        shorter = chunk._replace(last=begin + cut)
        return _phrase(shorter, named[:cut]) if named[cut - 1] else _description(shorter)
    name = chunk._replace(begin=run_begin, last=run_end)
    loose = before and not (is_speaking_noun(before[-1]) or before[-1] in people_words("titles"))
    if loose and (not chunk.determiner or before[-1] in words("notions")):
        return _name(name._replace(first=run_begin, determiner=""), [])
    return _name(name, before)


def _gap(before: list[str], named: list[bool]) -> int:
    """Where what stands before a name falls apart, a verb between: "Ames met", "the mayor thanked"; else 0."""
    for k in range(len(before) - 1, 0, -1):
        if named[k] or is_speaking_noun(before[k]) or before[k] in people_words("titles"):
            return 0 if k == len(before) - 1 else k + 1
    return 1 if len(before) > 1 and (named[0] or is_speaking_noun(before[0])) else 0


def _head_of(tail: list[str], *, after_name: bool) -> int:
    """How many lower-case words belong to the phrase: up to the last noun that can speak, not past a wide gap."""
    best = 0
    for k, word in enumerate(tail):
        if k - best > _WIDEST_GAP:
            break
        if is_speaking_noun(word):
            best = k + 1
    return best if best or after_name else len(tail)


def _quantity(token: Token, i: int) -> Mention:
    """ "Many" and "some" without a noun: "many in the crowd said"."""
    return Mention("description", "crowd", i, i + 1, token.start, token.end, token.text, token.lower)


def _pronoun(token: Token, i: int) -> Mention:
    lower = token.lower
    sex = "m" if lower in words("male") else "f" if lower in words("female") else ""
    sort: Sort = "person" if sex else "institution" if lower == "it" else "crowd" if lower == "they" else "thing"
    return Mention("pronoun", sort, i, i + 1, token.start, token.end, token.text, lower, sex=sex)


def _description(chunk: _Chunk) -> Mention | None:
    tokens, first, begin, last, determiner = chunk
    if last <= begin:
        return None
    spoken = chunk.lower(begin, last)
    head = "secretary" if spoken[-3:-1] == ["secretary", "of"] else spoken[-1]
    text = spelling(tokens, first if determiner == "'s" else begin, last)
    start, end = tokens[first].start, tokens[last - 1].end
    roles = frozenset(spoken)
    return Mention(
        "description", _sort_of_noun(head), first, last, start, end, text, head, roles, noun_sex(head), determiner
    )


def _sort_of_noun(noun: str) -> Sort:
    if noun in plural_nouns():
        return "crowd"
    if person_noun(noun):
        return "person"
    return "institution" if noun in institutions() else "thing"


def _name(chunk: _Chunk, before: list[str]) -> Mention:
    """A name from its run of capital words, and from the lower-case words before it: "former mayor", Ann Ames."""
    tokens, first, begin, last, determiner = chunk
    run = tokens[begin:last]
    titles = title_words(run)
    name = run[titles:]
    start, end = tokens[first].start, run[-1].end
    described = determiner in ("the", "a", "an") and described_by(run)
    if described or (len(name) == 1 and _describes(name[0].lower, before, determiner)):
        spoken = spelling(tokens, begin - len(before), last)
        head = run[-1].lower
        roles = frozenset([*before, *chunk.lower(begin, last)]) if described else frozenset([*before, head])
        return Mention("description", "person", first, last, start, end, spoken, head, roles, "", determiner)
    roles = frozenset(before) | {token.lower for token in run[:titles]}
    titled = titles > 0 or (before[-1:] != [] and (person_noun(before[-1]) or before[-1] in people_words("titles")))
    sort = sort_of_name([token.lower for token in name], titled=titled)
    if before and not titles and before[-1] in institutions() and not person_noun(before[-1]):
        sort = "institution"
    # Capitals throughout are an acronym or a heading.
    if sort == "person" and not titled and all(token.text.isupper() for token in name):
        sort = "thing"
    sex = sex_of_name(name[0].lower, roles) if sort == "person" else ""
    head = " ".join(token.text for token in name).replace(" '", "'").replace(" ’", "’")
    text = spelling(tokens, first, last)
    return Mention("name", sort, first, last, start, end, text, head, roles, sex, determiner)


def _describes(word: str, before: list[str], determiner: str) -> bool:
    """Is a single capital word no name but a noun: "the Democrat", "the German"?"""
    if determiner and person_noun(word):
        return True
    demonym = word in places().demonyms and not word.endswith(_ADJECTIVAL_ENDINGS)
    return determiner == "the" and demonym and not before
