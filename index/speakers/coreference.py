"""Whom a mention means: sieves over what the article said before, surest first; nobody when none is sure.

In the manner of Muzny et al., "A two-stage sieve approach for quote attribution" (EACL 2017).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.speakers.agreement import (
    answers,
    countries,
    fits,
    homes,
    is_counterpart,
    is_told,
    names_group,
    sexes_agree,
    within,
)
from index.speakers.knowledge import compatriot, groups, person_noun, places, states, words
from index.speakers.mentions import Mention, is_speaking_noun
from index.speakers.people import MANY, Known, Registry

_MEMORY = 12
"""Mentions before a pronoun or description that it may refer to."""
_REACH = 3
"""Paragraphs back in which a pronoun's subject may stand."""


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
        self._issuers: dict[str, Known | None] = {}

    def issued(self, text: str, who: Known) -> None:
        """Remember that somebody spoke in such a text: "Ames said in a statement"."""
        self._issuers[text] = who if self._issuers.get(text, who) is who else None

    def saw(self, mention: Mention, paragraph: int, *, subject: bool, speaks: bool = True) -> Known | None:
        """Resolve a mention and remember it as what a later "he" or "the mayor" may mean."""
        who = self.resolve(mention, paragraph)
        named = mention.kind == "name" or (mention.kind == "description" and mention.sort != "thing")
        if who is not None and named:
            who.forms.setdefault(f"the {mention.text}" if mention.determiner == "the" else mention.text)
        if who is not None and speaks:
            who.spoke = True
        passing = mention.kind == "description" and who is not None and not who.introduced and not who.spoke
        if who is not None and not passing:
            sort = "person" if mention.kind == "pronoun" and mention.sex else mention.sort
            if mention.kind == "name" and sort == "thing" and (who.introduced or who.spoke):
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

    def aside(
        self, mention: Mention, paragraph: int, *, but: Known | None = None, scope: frozenset[str] = frozenset()
    ) -> Known | None:
        """Whom a mention in passing means, nothing of it remembered; but: whom "him" cannot mean, the subject.

        scope: what limits a description ("of France").
        """
        if mention.kind == "name":
            return self._named(mention)
        if mention.kind == "description":
            return self._holder(mention, paragraph, scope) if mention.sort == "person" else self._unnamed(mention)
        fitting = self._fitting(mention)
        if but is not None:
            near = {id(seen.who): seen.who for seen in fitting if paragraph - seen.paragraph <= 1}
            near.pop(id(but), None)
            return next(iter(near.values())) if len(near) == 1 else None
        return self._nearest(fitting, paragraph)

    def _holder(self, mention: Mention, paragraph: int, scope: frozenset[str]) -> Known | None:
        """The one holder of an office among the article's people, or the only one of them seen near."""
        sole = self._compatriot(mention)
        if sole is not None:
            return sole
        found = [one for one in self._holders(mention) if within(scope, one) and is_told(mention, one)]
        if len(found) > 1:
            near = {id(seen.who) for seen in self._recent if paragraph - seen.paragraph <= 1}
            found = [one for one in found if id(one) in near]
        return found[0] if len(found) == 1 else None

    def quoted(self, mention: Mention) -> Known | None:
        """The person of the article whom a name inside quotation marks means."""
        if len(mention.head.split()) > 1:
            return self.registry.find(mention)
        return self.registry.of_family(mention)

    def _named(self, mention: Mention) -> Known:
        if mention.sort != "institution" or len(mention.head.split()) == 1:
            known = self.registry.find(mention)
            if known is not None:
                return known
        return self._other(mention.head, institution=mention.sort == "institution", mention=mention)

    def _other(self, name: str, *, institution: bool, mention: Mention) -> Known:
        """Somebody whom the article never names in full, or something that is no person."""
        known = self._others.setdefault(name.lower(), Known(name, institution=institution))
        known.single = known.single or mention.kind == "name" or (mention.definite and mention.sort != "crowd")
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
        chosen = self._nearest(self._fitting(mention), paragraph)
        if chosen is not None:
            chosen.sexes[mention.sex] += 1
        return chosen

    def _fitting(self, mention: Mention) -> list[_Seen]:
        """The people lately seen whose sex the pronoun allows."""
        return [
            seen
            for seen in self._recent
            if seen.sort == "person" and seen.who.sex in ("", mention.sex) and not seen.who.institution
        ]

    @staticmethod
    def _nearest(fitting: list[_Seen], paragraph: int) -> Known | None:
        subjects = [seen for seen in fitting if seen.subject and paragraph - seen.paragraph <= _REACH]
        if subjects:
            return subjects[-1].who
        near = {id(seen.who): seen.who for seen in fitting if paragraph - seen.paragraph <= 1}
        return next(iter(near.values())) if len(near) == 1 else None

    def _described(self, mention: Mention, paragraph: int) -> Known | None:
        if mention.determiner in ("his", "her") and mention.head in words("speech_nouns"):
            writer = "he" if mention.determiner == "his" else "she"
            pronoun = replace(mention, kind="pronoun", sort="person", head=writer, sex="m" if writer == "he" else "f")
            return self._pronoun(pronoun, paragraph)
        issuer = self._issuers.get(mention.head) if mention.determiner == "the" else None
        if issuer is not None:
            return issuer
        if mention.sort == "thing" or mention.head in words("quantities"):
            return None
        if mention.listed is not None:
            return self._several(mention, mention.listed)
        if mention.sort == "person" and mention.definite:
            known = self._office(mention) or self._compatriot(mention)
            known = known or self._spoken(mention) or self._newcomer(mention, paragraph)
            if known is not None:
                return known
        return self._unnamed(mention)

    def _several(self, mention: Mention, listed: tuple[Mention, Mention]) -> Known:
        """Two people by their full names; of "Ames and others" the one who is named."""
        first, last = (self._named(one) if one.kind == "name" else None for one in listed)
        if first is not None and last is None:
            return first
        if first is not None and last is not None:
            named = (first, last)
            return self._other(" and ".join(one.name for one in named), institution=False, mention=mention)
        return self._unnamed(mention)

    def _unnamed(self, mention: Mention) -> Known:
        first, _, rest = mention.text.partition(" ")
        text = f"{first.lower()} {rest}".strip() if is_speaking_noun(first.lower()) else mention.text
        text = text[4:] if text[:4] in ("The ", "the ") else text
        return self._other(text, institution=mention.sort == "institution", mention=mention)

    def _office(self, mention: Mention) -> Known | None:
        """The person introduced with this office, or one that the description may stand for."""
        candidates = self._holders(mention)
        if len(candidates) > 1:
            order = {id(seen.who): k for k, seen in enumerate(self._recent)}
            candidates = [one for one in candidates if id(one) in order]
            candidates = sorted(candidates, key=lambda one: order[id(one)])[-1:]
        return candidates[0] if candidates else None

    def _holders(self, mention: Mention) -> list[Known]:
        """The people whom a description fits, by what the article says of them, else by what the world knows."""
        wanted = _nouns(mention)
        known = self.registry.known[:MANY]
        candidates = [
            one for one in known if (one.roles & wanted or is_counterpart(mention, one)) and fits(mention, one)
        ]
        candidates = self._known_of_the_world(mention, wanted, candidates)
        if not candidates and wanted & groups()["leader"]:
            candidates = [one for one in known if one.country in countries(mention.roles) and fits(mention, one)]
        if not candidates and mention.roles & words("past") and "president" in wanted:
            candidates = [one for one in known if one.country and not one.roles & wanted and sexes_agree(mention, one)]
        if len(candidates) > 1 and not mention.roles & words("past"):
            candidates = [one for one in candidates if not one.roles & words("past")] or candidates
        if len(candidates) > 1:
            exact = [one for one in candidates if mention.roles <= one.roles]
            candidates = exact or candidates
        return candidates

    def _known_of_the_world(self, mention: Mention, wanted: frozenset[str], told: list[Known]) -> list[Known]:
        """The holders told by the article, narrowed or replaced by those whom the world calls so.

        The very noun that is used weighs more than one that it may stand for: "front-runner" more than "candidate".
        """
        exactly = self._called(mention, frozenset([mention.head]))
        if exactly and not any(mention.head in one.roles for one in told):
            return exactly
        called = exactly or self._called(mention, wanted)
        # Of whom the world knows nothing it cannot say that he is not called so.
        return [one for one in told if one in called or one.figure is None] or told or called

    def _called(self, mention: Mention, wanted: frozenset[str]) -> list[Known]:
        return [one for one in self.registry.figures[:MANY] if answers(mention, one, wanted, self.registry.year)]

    def _spoken(self, mention: Mention) -> Known | None:
        """ "The harbourmaster" who has spoken before and has no name here."""
        known = self._others.get(mention.text.lower())
        return known if known is not None and known.spoke else None

    def _compatriot(self, mention: Mention) -> Known | None:
        """ "The Frenchwoman": the only one of her country, or else the only woman of none that is known."""
        demonym = compatriot(mention.head) or (mention.head if mention.head in places().demonyms else "")
        if not demonym:
            return None
        country = {places().country[demonym]}
        people = [one for one in self.registry.known[:MANY] if one.sex and mention.sex in ("", one.sex)]
        fitting = [one for one in people if homes(one) & country]
        if not fitting and mention.sex:
            fitting = [one for one in people if not homes(one)]
        return fitting[0] if len(fitting) == 1 else None

    def _newcomer(self, mention: Mention, paragraph: int) -> Known | None:
        """ "The retired teacher", of one who was just named and of whom nothing else was told."""
        if mention.determiner != "the" or not self._recent:
            return None
        people = [seen for seen in self._recent if seen.sort == "person" and paragraph - seen.paragraph <= 1]
        if not people or not people[-1].who.introduced or len({id(seen.who) for seen in people}) > 2:
            return None
        last = people[-1]
        unknown = last.who.figure is None and not any(person_noun(role) for role in last.who.roles)
        if last.subject and unknown and sexes_agree(mention, last.who) and not names_group(mention):
            last.who.roles |= mention.roles
            return last.who
        return None


def _nouns(mention: Mention) -> frozenset[str]:
    """The words for people of which one must be told of whom a description means."""
    wanted = groups().get(mention.head, frozenset([mention.head]))
    if mention.determiner in ("its", "their"):
        wanted = frozenset([mention.head])
    if countries(mention.roles) and mention.head in words("informal_leaders"):
        wanted |= groups()["leader"]
    if mention.head == "democrat":
        wanted |= {"democratic"}
    for state in states().people.get(mention.head, ()):
        wanted |= states().words[state]
    return wanted
