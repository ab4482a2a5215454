"""The people of an article: under which names, titles and descriptions they are known, and of which sex they are.

"Foreign Minister Ann Ames", "Ames" and "Ann" are one person when no other bears the name: she is entered by the full
name and found by its family name.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from index.speakers.knowledge import Sex, given_names, leaders, people_words, words
from index.speakers.mentions import Mention
from index.speakers.politicians import Politician, politicians

MANY = 300
"""People of one article that are compared with a description or a family name; keeps the time linear."""
_TOLD = 3
"""How much more a title or "she" weighs for somebody's sex than a given name does."""


@dataclass(eq=False)
class Known:
    """A person while an article is read."""

    name: str
    roles: set[str] = field(default_factory=set)
    sexes: Counter[str] = field(default_factory=Counter)
    forms: dict[str, None] = field(default_factory=dict)
    mentions: int = 0
    first_paragraph: int = 0
    institution: bool = False
    introduced: bool = False
    """Is it a person whom the article names, and not somebody only described?"""
    single: bool = False
    """Is it somebody named, or "the harbourmaster", and not some officials?"""
    spoke: bool = False
    """Has it spoken so far?"""
    owners: set[str] = field(default_factory=set)
    """Lower-case words of whom or what the article says this person to be the spokesman, the wife or such of."""
    country: str = ""
    """Which country is or was this person's to lead, lower case: known of the world, not from the article."""

    figure: Politician | None = None
    """What the world knows of this person, where it is well known."""

    @property
    def sex(self) -> Sex:
        """The sex that most of what was read tells."""
        return self.sexes.most_common(1)[0][0] if self.sexes else ""

    @property
    def last(self) -> str:
        """The family name, lower case."""
        return family(self.name)


def family(name: str) -> str:
    """The last word of a name that is no "Jr.", lower case."""
    parts = [part for part in name.lower().replace("’", "'").split() if part not in words("name_suffixes")]
    return parts[-1] if parts else name.lower()


def _core(name: str) -> list[str]:
    """The words of a name without initials and suffixes, lower case."""
    parts = [part for part in name.lower().replace("’", "'").split() if part not in words("name_suffixes")]
    return [part for k, part in enumerate(parts) if k == 0 or len(part.rstrip(".")) > 1]


class Registry:
    """The people of an article by their names."""

    def __init__(self, year: int | None = None) -> None:
        """year: in which the article was published."""
        self.year = year
        self.known: list[Known] = []
        self.figures: list[Known] = []
        """Those of whom the world knows something."""
        self._by_core: dict[tuple[str, ...], Known] = {}
        self._by_family: dict[str, list[Known]] = {}
        self._by_given: dict[str, list[Known]] = {}

    def add(self, mention: Mention, paragraph: int) -> Known | None:
        """Enter a name of two words or more; single names are matched to these."""
        core = tuple(_core(mention.head))
        if mention.sort != "person" or len(core) < 2:
            return None
        person = self._by_core.get((core[0], core[-1]))
        if person is None:
            # One name however its apostrophe is set.
            person = Known(mention.head.replace("’", "'"), first_paragraph=paragraph, introduced=True, single=True)
            self.known.append(person)
            person.country = leaders().get((core[0], core[-1]), "")
            person.figure = politicians().get((core[0], core[-1]))
            if person.figure is not None:
                self.figures.append(person)
            self._by_core[core[0], core[-1]] = person
            self._by_family.setdefault(core[-1], []).append(person)
            self._by_given.setdefault(core[0], []).append(person)
        self.note(person, mention)
        return person

    def add_single(self, mention: Mention) -> Known | None:
        """Enter a person who is only ever "Mr. Ames" or "President Ames"."""
        if mention.sort != "person" or len(mention.head.split()) != 1:
            return None
        person = Known(mention.head, introduced=True, single=True)
        self.known.append(person)
        self._by_family.setdefault(family(mention.head), []).append(person)
        return person

    @staticmethod
    def note(person: Known, mention: Mention) -> None:
        """Add what a mention tells of a person."""
        person.mentions += 1
        person.roles |= mention.roles - words("no_roles")
        person.forms.setdefault(mention.text)
        if mention.sex:
            given = given_names().get(mention.head.split()[0].lower())
            person.sexes[mention.sex] += 1 if mention.sex == given else _TOLD

    @staticmethod
    def tell(person: Known, described: Mention, place: frozenset[str], owner: frozenset[str]) -> None:
        """Add what a description says of a person, of which place it says so, and whose it calls it."""
        person.roles |= described.roles | place
        person.owners |= place | owner
        person.forms.setdefault(described.text)
        if described.sex:
            person.sexes[described.sex] += _TOLD

    def find(self, mention: Mention) -> Known | None:
        """The person whom a name means; of several, among those whom title and sex allow, the one named most."""
        core = _core(mention.head)
        if not core:
            return None
        if len(core) >= 2:
            exact = self._by_core.get((core[0], core[-1]))
            if exact is not None:
                return exact
        candidates = self._by_family.get(core[-1], [])[:MANY]
        if len(core) >= 2:
            candidates = [one for one in candidates if set(core) <= set(one.name.lower().split())]
        elif not candidates:
            given = self._by_given.get(core[0], [])
            return given[0] if len(given) == 1 and mention.sort != "institution" else None
        if mention.sex and len(candidates) > 1:
            candidates = [one for one in candidates if one.sex in ("", mention.sex)] or candidates
        titles = mention.roles & people_words("titles") | mention.roles & {"president"}
        if titles and len(candidates) > 1:
            candidates = [one for one in candidates if one.roles & titles] or candidates
        if not candidates:
            return None
        return max(candidates, key=lambda one: (one.mentions, -one.first_paragraph))

    def of_family(self, mention: Mention) -> Known | None:
        """The person with this family name, where only one is so called."""
        candidates = self._by_family.get(mention.head.lower(), [])
        return candidates[0] if len(candidates) == 1 else None
