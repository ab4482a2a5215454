"""Agreement: may a description mean a person whom the article knows, by sex, rank, nationality and party?

"The former Irish president" is no Frenchwoman, no vice president, and nobody who is still in office.
"""

from __future__ import annotations

from index.speakers.knowledge import people_words, places, states, words
from index.speakers.mentions import Mention
from index.speakers.people import Known


def fits(mention: Mention, one: Known) -> bool:
    """Do sex, nationality, party and rank of a description allow this person?"""
    if not sexes_agree(mention, one) or is_to_come(mention):
        return False
    if is_past(mention) and not one.roles & words("past"):
        return False
    if not _states_agree(mention, one) or not _owners_agree(mention, one):
        return False
    if ("vice" in mention.roles) != ("vice" in one.roles) or ("deputy" in mention.roles) != ("deputy" in one.roles):
        return False
    if mention.roles & people_words("portfolios") - one.roles:
        return False
    mine, theirs = countries(mention.roles), homes(one)
    if mine and not mine & theirs:
        return False
    named, known = _parties(mention.roles), _parties(one.roles | (one.figure.home if one.figure else frozenset()))
    return not named or not known or bool(named & known)


def _parties(roles: frozenset[str] | set[str]) -> set[str]:
    """The parties among lower-case words of which nobody belongs to two."""
    found = roles & words("rival_parties")
    return {{"gop": "republican", "democrat": "democratic"}.get(party, party) for party in found}


def is_to_come(mention: Mention) -> bool:
    """Does it describe somebody who is not so yet: "the next mayor", but not "the New York mayor"?"""
    return not words("not_yet").isdisjoint(mention.text.replace("New ", "").lower().split())


def is_past(mention: Mention) -> bool:
    """Does it describe what somebody was: "the former mayor"?"""
    return bool(mention.roles & words("past"))


def _states_agree(mention: Mention, one: Known) -> bool:
    """Is "the Utah senator" from Utah, as far as the article or the world tells where this person is from?"""
    named = states().among(mention.roles)
    if not named:
        return True
    known = states().among(one.roles) | (states().among(one.figure.home) if one.figure else frozenset())
    return not known or bool(named & known)


def _owners_agree(mention: Mention, one: Known) -> bool:
    """Is "Ames's lawyer" not somebody who was introduced as another's?"""
    if mention.determiner != "'s" or not one.owners:
        return True
    return not one.owners.isdisjoint(mention.text.lower().replace("’", "'").replace("'s", "").split())


def answers(mention: Mention, one: Known, wanted: frozenset[str], year: int | None) -> bool:
    """Is a person so called by what the world knows, in this year? wanted: nouns of which one must fit."""
    if one.figure is None or one.figure.words.isdisjoint(wanted):
        return False
    if not sexes_agree(mention, one) or is_to_come(mention):
        return False
    capital = {word.lower() for word in mention.text.split() if word[0].isupper()}
    telling = people_words("portfolios") | people_words("parties") | words("chambers") | words("ranks") | places().words
    told = (mention.roles & telling | capital) - {mention.head, "of"}
    same = frozenset("republican" if word == "gop" else word for word in told) - {"presidential", "the"}
    return one.figure.is_called(wanted, same, year, past=is_past(mention))


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
