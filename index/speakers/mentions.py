"""Noun phrases that may name who speaks: names with their titles, descriptions, pronouns; with their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.speakers.knowledge import (
    Sex,
    compatriot,
    cue_verbs,
    given_names,
    institutions,
    noun_sex,
    people_words,
    person_noun,
    places,
    plural_nouns,
    words,
)
from index.speakers.sentences import Sentence, Token

_LONGEST = 14
_JOINING = frozenset(("of", "for", "and", "the", "&", "on"))
_FIRST_PERSON = frozenset(("i", "we", "you", "it"))

Sort = Literal["person", "institution", "crowd", "thing"]


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

    @property
    def definite(self) -> bool:
        """Does it point to somebody known: "the mayor", "his adviser"?"""
        return self.determiner in ("the", "'s", "this", "that") or self.determiner in words("possessives")


def stops(token: Token) -> bool:
    """Can the token be no part of a noun phrase?"""
    if not token.word:
        return True
    lower = token.lower
    if token.capital and lower not in words("openers") and lower not in words("third_person"):
        return lower in words("prepositions") or lower in ("and", "or", "i")
    verb = cue_verbs().get(lower)
    return (
        lower in words("prepositions")
        or lower in words("conjunctions")
        or lower in words("auxiliaries")
        or lower in words("relatives")
        or lower in words("third_person")
        or lower in words("openers")
        or lower in _FIRST_PERSON
        or lower in ("him", "them", "me", "us", "himself", "herself", "themselves", "to")
        or (verb is not None and verb.form in ("past", "ing"))
        or lower in words("plain_verbs")
        or (
            verb is not None
            and verb.form == "third"
            and "weak" not in verb.classes
            and lower not in words("noun_verbs")
        )
        or (verb is not None and "weak" not in verb.classes and "object" not in verb.classes and verb.form != "base")
    )


def is_speaking_noun(word: str) -> bool:
    """Is the lower-case word a noun for people or an institution?"""
    return person_noun(word) or word in plural_nouns() or word in institutions()


def _named(token: Token, common: frozenset[str], *, opening: bool, following_capital: bool) -> bool:
    """Is the token part of a name: capital, and not merely the first word of its sentence?"""
    if not token.capital or token.lower in words("determiners") or compatriot(token.lower):
        return False
    if token.lower in words("weekdays") or (token.lower in words("auxiliaries") and token.lower not in ("will", "may")):
        return False
    if not opening:
        return True
    lower = token.lower
    if lower.endswith(("ing", "ed", "ly")) and lower not in given_names() and not following_capital:
        return False
    verb = cue_verbs().get(lower)
    if verb is not None and verb.form == "past" and lower not in given_names():
        return False
    plain = lower in common or lower in plural_nouns() or (is_speaking_noun(lower) and lower not in given_names())
    return not plain and lower not in words("openers") and lower not in words("adverbs")


def _only_says(token: Token, after: Token) -> bool:
    """Is it the name in "Husted said" or "Rice said", though the word has another use?"""
    verb = cue_verbs().get(after.lower)
    if verb is None or verb.form != "past" or verb.lemma not in ("say", "tell", "add", "insist", "reply"):
        return False
    lower = token.lower
    other = lower in words("openers") | words("third_person") | words("indefinite") | words("determiners")
    return not (other or lower.endswith("s") or is_speaking_noun(lower) or lower in words("adverbs"))


def _gather(tokens: Sentence, i: int, common: frozenset[str]) -> tuple[int, list[bool]]:
    """How far a noun phrase from token i could reach, and for each token whether it is part of a name."""
    j = i
    named: list[bool] = []
    while j < len(tokens) and j - i < _LONGEST:
        token = tokens[j]
        opening = j == 0 or tokens[j - 1].quote
        after = tokens[j + 1] if j + 1 < len(tokens) else None
        says = opening and after is not None and _only_says(token, after)
        name = _named(
            token, common, opening=opening and not says, following_capital=after is not None and after.capital
        )
        if token.possessive and j > i:
            named.append(_plural_owner(tokens, j) and named[-1])
        elif _ends_phrase(token, first=j == i) and not (j > i and _joins(tokens, j, name=named[-1])):
            break
        else:
            named.append(name or (j > i and named[-1] and _joins(tokens, j, name=True)))
        j += 1
    return j, named


def _plural_owner(tokens: Sentence, j: int) -> bool:
    """Is this the apostrophe of a name such as "Teachers' Union"?"""
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    return len(tokens[j].text) == 1 and after is not None and after.capital and after.lower in institutions()


def _ends_phrase(token: Token, *, first: bool) -> bool:
    return stops(token) or (not first and not token.capital and token.lower in words("determiners"))


def _joins(tokens: Sentence, j: int, *, name: bool) -> bool:
    """Is this the "of" in "Department of State" or the "van" in "Vincent van Gogh"?"""
    token, before = tokens[j], tokens[j - 1]
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    if after is None:
        return False
    if token.lower in words("name_particles") and name:
        return after.capital
    if (
        token.lower == "of"
        and before.lower in ("secretary", "minister")
        and after.lower in ("state", "defense", "defence")
    ):
        return True
    if token.text == "&":
        return name and after.capital
    if token.lower not in _JOINING or not name or token.capital:
        return token.lower == "the" and before.lower in ("of", "for", "on") and name and after.capital
    known = before.lower in institutions() or before.lower in people_words("titles")
    return known and (after.capital or after.lower == "the") and token.lower != "and" and token.lower != "the"


def noun_phrase(tokens: Sentence, i: int, common: frozenset[str] = frozenset()) -> Mention | None:
    """The noun phrase that begins at token i, or soon after it where an unknown verb stands first; None if none does.

    common: words that the article also writes without a capital, so that one at a sentence's start is no name.
    """
    token = tokens[i]
    if token.lower in words("third_person") | _FIRST_PERSON:
        return _pronoun(token, i)
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
        return _quantity(tokens, i) if determiner in plural_nouns() else None
    return _phrase(tokens, i, begin, stop, named[begin - i : stop - i], determiner)


def _phrase(tokens: Sentence, i: int, begin: int, stop: int, named: list[bool], determiner: str) -> Mention | None:
    """Decide between a name and a description for tokens begin to stop; the phrase itself starts at i."""
    run_end = max((k for k, name in enumerate(named) if name), default=-1)
    tail = [tokens[begin + k].lower for k in range(run_end + 1, stop - begin)]
    cut = _head_of(tail, after_name=run_end >= 0)
    if run_end < 0 or cut > 0:
        return _description(tokens, i, begin, begin + run_end + 1 + cut, determiner)
    run_start = run_end
    while run_start > 0 and named[run_start - 1]:
        run_start -= 1
    before = [tokens[begin + k].lower for k in range(run_start)]
    cut = _gap(before, named)
    if cut and named[cut - 1]:
        return _phrase(tokens, i, begin, begin + cut, named[:cut], determiner)
    if cut:
        return _description(tokens, i, begin, begin + cut, determiner)
    apart = not determiner or (before and before[-1] in words("notions"))
    if before and not is_speaking_noun(before[-1]) and before[-1] not in people_words("titles") and apart:
        i, begin, before = begin + run_start, begin + run_start, []
        return _name(tokens, i, begin, begin + run_end + 1 - run_start, before, "")
    return _name(tokens, i, begin + run_start, begin + run_end + 1, before, determiner)


def _gap(before: list[str], named: list[bool]) -> int:
    """Where what stands before a name falls apart, a verb between: "Ames met", "the mayor thanked"; else 0."""
    for k in range(len(before) - 1, 0, -1):
        if named[k] or is_speaking_noun(before[k]) or before[k] in people_words("titles"):
            return 0 if k == len(before) - 1 else k + 1
    return 1 if len(before) > 1 and (named[0] or is_speaking_noun(before[0])) else 0


def _head_of(tail: list[str], *, after_name: bool) -> int:
    """How many lower-case words belong to the phrase: up to the last noun that can speak, not past a gap of three."""
    best = 0
    for k, word in enumerate(tail):
        if k - best > 3:
            break
        if is_speaking_noun(word):
            best = k + 1
    return best if best or after_name else len(tail)


def _quantity(tokens: Sentence, i: int) -> Mention:
    """ "Many" and "some" without a noun: "many in the crowd said"."""
    token = tokens[i]
    return Mention("description", "crowd", i, i + 1, token.start, token.end, token.text, token.lower)


def _pronoun(token: Token, i: int) -> Mention:
    lower = token.lower
    sex = "m" if lower in words("male") else "f" if lower in words("female") else ""
    sort: Sort = "person" if sex else "institution" if lower == "it" else "crowd" if lower == "they" else "thing"
    return Mention("pronoun", sort, i, i + 1, token.start, token.end, token.text, lower, sex=sex)


def _description(tokens: Sentence, i: int, begin: int, stop: int, determiner: str) -> Mention | None:
    if stop <= begin:
        return None
    spoken = [token.lower for token in tokens[begin:stop]]
    head = "secretary" if spoken[-3:-1] == ["secretary", "of"] else spoken[-1]
    sort: Sort = "thing"
    if head in plural_nouns():
        sort = "crowd"
    elif person_noun(head):
        sort = "person"
    elif head in institutions():
        sort = "institution"
    start, end = tokens[i].start, tokens[stop - 1].end
    text = spelling(tokens, i if determiner == "'s" else begin, stop)
    return Mention("description", sort, i, stop, start, end, text, head, frozenset(spoken), noun_sex(head), determiner)


def _name(tokens: Sentence, i: int, begin: int, stop: int, before: list[str], determiner: str) -> Mention:
    """A name from its run of capital words: what stands before the last title word is no part of it."""
    run = tokens[begin:stop]
    core = 0
    for k, token in enumerate(run[:-1]):
        rest = run[k + 1 :]
        if token.lower in people_words("kept_titles") and len(rest) == 1:
            continue
        title = token.lower in people_words("titles") or person_noun(token.lower) or token.lower in ("state", "defense")
        if title and not all(one.lower in words("name_suffixes") for one in rest) and run[0].lower not in given_names():
            core = k + 1
    while (
        len(run) - core > 2
        and run[-1].lower not in institutions()
        and core < len(run)
        and run[core].lower in places().demonyms | people_words("parties")
    ):
        core += 1
    name = run[core:]
    party = name[0].lower
    countryman = determiner == "the" and party in places().demonyms and not party.endswith(("ese", "sh", "ch", "ss"))
    if len(name) == 1 and ((determiner and person_noun(party)) or (countryman and not before)):
        spoken = spelling(tokens, begin - len(before), stop)
        roles = frozenset([*before, party])
        return Mention(
            "description", "person", i, stop, tokens[i].start, run[-1].end, spoken, party, roles, "", determiner
        )
    roles = frozenset(before) | {token.lower for token in run[:core]}
    titled = bool(core) or bool(before and (person_noun(before[-1]) or before[-1] in people_words("titles")))
    sort = sort_of_name([token.lower for token in name], titled=titled)
    if before and not core and before[-1] in institutions() and not person_noun(before[-1]):
        sort = "institution"
    if sort == "person" and not titled and all(token.text.isupper() for token in name):
        sort = "thing"
    sex = _sex_of_name(name[0].lower, roles) if sort == "person" else ""
    head = " ".join(token.text for token in name).replace(" '", "'").replace(" ’", "’")
    return Mention(
        "name", sort, i, stop, tokens[i].start, run[-1].end, spelling(tokens, i, stop), head, roles, sex, determiner
    )


def spelling(tokens: Sentence, first: int, last: int) -> str:
    """The tokens as one line of text, with a space where they do not touch."""
    pieces: list[str] = []
    for k, token in enumerate(tokens[first:last]):
        apart = k and tokens[first + k - 1].end < token.start
        pieces.append(" " + token.text if apart else token.text)
    return "".join(pieces)


def _sex_of_name(first: str, roles: frozenset[str]) -> Sex:
    for role in sorted(roles):
        sex = "m" if role in ("mr.", "mr") else "f" if role in ("mrs.", "mrs", "ms.", "ms", "miss") else noun_sex(role)
        if sex:
            return sex
    return given_names().get(first, "")


def sort_of_name(name: list[str], *, titled: bool) -> Sort:
    """What bears this name: words in lower case, titles left out; titled: a title or office stood before it."""
    joined = " ".join(name)
    if joined in words("state_abbreviations"):
        return "institution"
    if joined in words("times") and not titled:
        return "thing"
    if titled and not joined.endswith(("party", "department", "university")):
        return "person"
    if joined in places().names or (len(name) == 1 and name[0] in places().demonyms):
        return "institution"
    if name[0] in given_names() and len(name) <= 4 and name[-1] not in institutions():
        return "person"
    if any(word in institutions() or word in ("of", "for", "&") for word in name):
        return "institution"
    if len(name) == 1 or len(name) > 4 or any(word in places().names or word in places().demonyms for word in name):
        return "thing"
    return "person"


def noun_phrases(tokens: Sentence, common: frozenset[str] = frozenset()) -> list[Mention]:
    """All noun phrases of a sentence in order; they do not overlap."""
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


def is_place(mention: Mention) -> bool:
    """Is the name that of a country, state or capital, or short for a state ("N.H.")?"""
    lower = mention.head.lower()
    return mention.kind == "name" and (lower in places().names or lower in words("state_abbreviations"))
