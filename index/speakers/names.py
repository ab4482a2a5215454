"""Names: which capital words belong to one, which of them are titles, and what bears the name.

In "former Senate Majority Leader Ann Ames" the titles end before "Ann": Ann Ames is a person, by her given name a
woman, and her roles are the words before. "Department of State" is one name, an institution's; in "Vincent van Gogh"
the "van" is part of it.
"""

from __future__ import annotations

from collections.abc import Sequence

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
from index.speakers.mentions import Sort, is_speaking_noun
from index.speakers.sentences import Sentence, Token


def in_name(tokens: Sentence, j: int, common: frozenset[str]) -> bool:
    """Is token j part of a name: capital, and not merely because its sentence begins there?

    common: words that the article also writes without a capital.
    """
    token = tokens[j]
    if not token.capital or token.lower in words("determiners") or compatriot(token.lower):
        return False
    if token.lower in words("weekdays") or (token.lower in words("auxiliaries") and token.lower not in ("will", "may")):
        return False
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    opening = j == 0 or tokens[j - 1].quote
    if not opening or (after is not None and _only_says(token, after)):
        return True
    return _opens_as_name(token.lower, common, before_capital=after is not None and after.capital)


def _opens_as_name(lower: str, common: frozenset[str], *, before_capital: bool) -> bool:
    """Is a sentence's first word a name for all that its capital does not tell?"""
    given = lower in given_names()
    if given and before_capital:
        return True
    if lower.endswith(("ing", "ed", "ly")) and not given and not before_capital:
        return False
    verb = cue_verbs().get(lower)
    if verb is not None and verb.form == "past" and not given:
        return False
    plain = lower in common or lower in plural_nouns() or (is_speaking_noun(lower) and not given)
    return not plain and lower not in words("openers") and lower not in words("adverbs")


def _only_says(token: Token, after: Token) -> bool:
    """Is it the name in "Husted said" or "Rice said", though the word has another use?"""
    verb = cue_verbs().get(after.lower)
    if verb is None or verb.form != "past" or verb.lemma not in words("plainly_said"):
        return False
    lower = token.lower
    other = lower in words("openers") | words("third_person") | words("indefinite") | words("determiners")
    return not (other or lower.endswith("s") or is_speaking_noun(lower) or lower in words("adverbs"))


def plural_owner(tokens: Sentence, j: int) -> bool:
    """Is token j the apostrophe of a name such as "Teachers' Union"?"""
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    return len(tokens[j].text) == 1 and after is not None and after.capital and after.lower in institutions()


def joins(tokens: Sentence, j: int, *, name: bool) -> bool:
    """Is token j the "of" in "Department of State" or the "van" in "Vincent van Gogh"? name: is the one before it?"""
    token, before = tokens[j], tokens[j - 1]
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    if after is None:
        return False
    if after.lower in words("times"):
        return False
    if name and token.lower in words("name_particles"):
        return after.capital
    if token.lower == "of" and before.lower in ("secretary", "minister") and after.lower in words("of_secretaries"):
        return True
    if token.text == "&":
        return name and after.capital
    if token.capital:
        return name and after.capital and token.lower == "the" and before.lower in ("of", "for", "on")
    if not name or token.lower not in words("name_joints"):
        return False
    known = before.lower in institutions() or before.lower in people_words("titles")
    return known and (after.capital or after.lower == "the")


def described_by(run: Sequence[Token]) -> bool:
    """Is a run of capital words a description behind "the": "Utah Republican", "New Yorker", "Ohio Governor"?"""
    *before, noun = (token.lower for token in run)
    if not person_noun(noun) or noun in given_names():
        return False
    known = people_words("parties") | places().demonyms | places().words | words("chambers")
    return bool(before) and all(word in known for word in before)


def title_words(run: Sequence[Token]) -> int:
    """How many words of a run of capital words are titles, ranks or nationalities: 2 in "Foreign Minister Ann Ames"."""
    count = 0
    for k, token in enumerate(run[:-1]):
        rest = run[k + 1 :]
        if token.lower in people_words("kept_titles") and len(rest) == 1:
            continue
        title = token.lower in people_words("titles") or person_noun(token.lower) or token.lower in ("state", "defense")
        if title and not all(one.lower in words("name_suffixes") for one in rest) and run[0].lower not in given_names():
            count = k + 1
    if run[-1].lower in institutions():
        return count
    while len(run) - count > 2 and run[count].lower in places().demonyms | people_words("parties"):
        count += 1
    return count


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


def sex_of_name(first: str, roles: frozenset[str]) -> Sex:
    """The sex that a title or office tells, else the given name (first, lower case)."""
    for role in sorted(roles):
        sex = "m" if role in words("male_titles") else "f" if role in words("female_titles") else noun_sex(role)
        if sex:
            return sex
    return given_names().get(first, "")
