"""Agreement: may a description mean a person whom the article knows, by sex, rank, nationality and party?

"The former Irish president" is no Frenchwoman, no vice president, and nobody who is still in office.
"""

from __future__ import annotations

from index.speakers.knowledge import people_words, places, words
from index.speakers.mentions import Mention
from index.speakers.people import Known


def fits(mention: Mention, one: Known) -> bool:
    """Do sex, nationality, party and rank of a description allow this person?"""
    if (
        not sexes_agree(mention, one)
        or mention.roles & words("not_yet")
        or (mention.roles & words("past") and not one.roles & words("past"))
    ):
        return False
    if ("vice" in mention.roles) != ("vice" in one.roles) or ("deputy" in mention.roles) != ("deputy" in one.roles):
        return False
    if mention.roles & people_words("portfolios") - one.roles:
        return False
    mine, theirs = countries(mention.roles), homes(one)
    if mine and not mine & theirs:
        return False
    named, known = mention.roles & words("rival_parties"), one.roles & words("rival_parties")
    return not named or not known or bool(named & known)


def sexes_agree(mention: Mention, one: Known) -> bool:
    """Is the sex that a description tells, if it does, the person's, if it is known?"""
    return not mention.sex or one.sex in ("", mention.sex)


def is_counterpart(mention: Mention, one: Known) -> bool:
    """Is "the Veldish president" he who was introduced as "his Veldish counterpart"?"""
    return "counterpart" in one.roles and bool(mention.roles & one.roles)


def within(scope: frozenset[str], one: Known) -> bool:
    """Is this person the president "of France", as far as the article tells?"""
    return not scope or bool(scope & one.roles) or bool(countries(scope) & homes(one))


def is_told(mention: Mention, one: Known) -> bool:
    """Was all that a description tells by capital words, such as "the Veldish president", told of this person?"""
    told = {word.lower() for word in mention.text.split() if word[0].isupper() and "'" not in word and "’" not in word}
    return told <= one.roles | people_words("parties") or bool(countries(told) & homes(one))


def names_group(mention: Mention) -> bool:
    """Does the description hold a nationality or party, which an unknown newcomer may not share?"""
    return bool(mention.roles & (places().demonyms | people_words("parties"))) or mention.head in (
        "president",
        "spokesman",
    )


def homes(one: Known) -> set[str]:
    """The countries that the article or the world gives a person."""
    return countries(one.roles) | ({one.country} if one.country else set())


def countries(roles: frozenset[str] | set[str]) -> set[str]:
    """The countries, lower case, whose demonyms, capitals or names are among lower-case words."""
    return {places().country[role] for role in roles if role in places().country}
