"""Whom a mention means: sieves over what the article said before, surest first; nobody when none is sure.

In the manner of Muzny et al., "A two-stage sieve approach for quote attribution" (EACL 2017).
"""

from __future__ import annotations

from dataclasses import dataclass

from index.speakers.knowledge import groups, people_words, person_noun, places, words
from index.speakers.mentions import Mention, is_speaking_noun
from index.speakers.people import MANY, Known, Registry

_MEMORY = 12
_REACH = 3


@dataclass(slots=True)
class _Seen:
    who: Known
    sort: str
    paragraph: int
    subject: bool


class Resolver:
    """Reads mentions in the article's order and says whom each means."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._recent: list[_Seen] = []
        self._others: dict[str, Known] = {}

    def saw(self, mention: Mention, paragraph: int, *, subject: bool, speaks: bool = True) -> Known | None:
        """Resolve a mention and remember it as what a later "he" or "the mayor" may mean."""
        who = self.resolve(mention, paragraph)
        named = mention.kind == "name" or (mention.kind == "description" and mention.sort != "thing")
        if who is not None and named:
            who.forms.setdefault(f"the {mention.text}" if mention.determiner == "the" else mention.text)
        passing = mention.kind == "description" and not speaks and who is not None and not who.introduced
        if who is not None and not passing:
            sort = "person" if mention.kind == "pronoun" and mention.sex else mention.sort
            if mention.kind == "name" and sort == "thing" and who.introduced:
                sort = "person"
            self._recent.append(_Seen(who, sort, paragraph, subject))
            del self._recent[:-_MEMORY]
        return who

    def resolve(self, mention: Mention, paragraph: int) -> Known | None:
        """The person or institution meant; None where that is not plain."""
        if mention.kind == "name":
            return self._named(mention)
        if mention.kind == "pronoun":
            return self._pronoun(mention, paragraph)
        return self._described(mention, paragraph)

    def _named(self, mention: Mention) -> Known | None:
        if mention.sort != "institution" or len(mention.head.split()) == 1:
            known = self.registry.find(mention)
            if known is not None:
                return known
        return self._other(mention.head, institution=mention.sort == "institution", mention=mention)

    def _other(self, name: str, *, institution: bool, mention: Mention) -> Known:
        """Somebody whom the article never names in full, or something that is no person."""
        known = self._others.setdefault(name.lower(), Known(name, institution=institution))
        if mention.kind == "name" and mention.sort == "person":
            self.registry.note(known, mention)
        elif mention.sex:
            known.sexes[mention.sex] += 1
        return known

    def _pronoun(self, mention: Mention, paragraph: int) -> Known | None:
        if mention.head in ("he", "she"):
            return self._person_of_sex(mention, paragraph)
        if mention.head not in ("it", "they") or not self._recent:
            return None
        subjects = [seen for seen in self._recent if seen.subject and paragraph - seen.paragraph <= 1]
        wanted = ("institution",) if mention.head == "it" else ("crowd",)
        if subjects and subjects[-1].sort in wanted:
            return subjects[-1].who
        return None

    def _person_of_sex(self, mention: Mention, paragraph: int) -> Known | None:
        """The last subject whom the pronoun fits; else the only person named near it."""
        fitting = [
            seen
            for seen in self._recent
            if seen.sort == "person" and seen.who.sex in ("", mention.sex) and not seen.who.institution
        ]
        subjects = [seen for seen in fitting if seen.subject and paragraph - seen.paragraph <= _REACH]
        if subjects:
            chosen = subjects[-1].who
        else:
            near = {id(seen.who): seen.who for seen in fitting if paragraph - seen.paragraph <= 1}
            if len(near) != 1:
                return None
            chosen = next(iter(near.values()))
        chosen.sexes[mention.sex] += 1
        return chosen

    def _described(self, mention: Mention, paragraph: int) -> Known | None:
        if mention.determiner in ("his", "her") and mention.head in words("speech_nouns"):
            pronoun = "he" if mention.determiner == "his" else "she"
            return self._pronoun(_as_pronoun(mention, pronoun), paragraph)
        if mention.sort == "thing":
            return None
        if mention.sort == "person" and mention.definite:
            known = self._office(mention) or self._newcomer(mention, paragraph)
            if known is not None:
                return known
        first, _, rest = mention.text.partition(" ")
        text = f"{first.lower()} {rest}".strip() if is_speaking_noun(first.lower()) else mention.text
        return self._other(text, institution=mention.sort == "institution", mention=mention)

    def _office(self, mention: Mention) -> Known | None:
        """The person introduced with this office, or one that the description may stand for."""
        wanted = groups().get(mention.head, frozenset([mention.head]))
        candidates = [one for one in self.registry.known[:MANY] if one.roles & wanted and _fits(mention, one)]
        if len(candidates) > 1:
            exact = [one for one in candidates if mention.roles <= one.roles]
            candidates = exact or candidates
        if len(candidates) > 1:
            order = {id(seen.who): k for k, seen in enumerate(self._recent)}
            candidates = [one for one in candidates if id(one) in order]
            candidates = sorted(candidates, key=lambda one: order[id(one)])[-1:]
        return candidates[0] if candidates else None

    def _newcomer(self, mention: Mention, paragraph: int) -> Known | None:
        """ "The retired teacher", of one who was just named and of whom nothing else was told."""
        if mention.determiner != "the" or not self._recent:
            return None
        people = [seen for seen in self._recent if seen.sort == "person" and paragraph - seen.paragraph <= 1]
        if not people or not people[-1].who.introduced or len({id(seen.who) for seen in people}) > 2:
            return None
        last = people[-1]
        unknown = not any(person_noun(role) for role in last.who.roles)
        if last.subject and unknown and _sexes_agree(mention, last.who) and not _names_others(mention):
            last.who.roles |= mention.roles
            return last.who
        return None


def _as_pronoun(mention: Mention, pronoun: str) -> Mention:
    sex = "m" if pronoun == "he" else "f"
    return Mention(
        "pronoun", "person", mention.first, mention.last, mention.start, mention.end, pronoun, pronoun, sex=sex
    )


def _sexes_agree(mention: Mention, one: Known) -> bool:
    return not mention.sex or one.sex in ("", mention.sex)


def _names_others(mention: Mention) -> bool:
    """Does the description hold a nationality or party, which an unknown newcomer may not share?"""
    return bool(mention.roles & (places().demonyms | people_words("parties"))) or mention.head in (
        "president",
        "spokesman",
    )


def _countries(roles: frozenset[str] | set[str]) -> set[str]:
    return {places().country[role] for role in roles if role in places().country}


def _fits(mention: Mention, one: Known) -> bool:
    """Do sex, nationality, party and rank of a description allow this person?"""
    if not _sexes_agree(mention, one):
        return False
    if ("vice" in mention.roles) != ("vice" in one.roles) or ("deputy" in mention.roles) != ("deputy" in one.roles):
        return False
    mine, theirs = _countries(mention.roles), _countries(one.roles)
    if mine and not mine & theirs:
        return False
    parties = mention.roles & {"democratic", "republican", "democrat"}
    return not (parties and one.roles & {"democratic", "republican", "democrat"} and not parties & one.roles)
