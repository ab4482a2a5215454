"""What the reading of statements knows of English and of the world: the word lists under data/, read once.

`words("copulas")` is a closed class of words.toml, `cue_verbs()["warned"]` the past of "warn" with what it takes.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

Sex = str
"""'m', 'f' or '' where it is not known."""


def _text(name: str) -> str:
    return (files("index.speakers") / "data" / name).read_text(encoding="utf-8")


_REMEMBERED = 1 << 14
"""Words of which it is remembered what they are; the bound keeps memory small whatever is read."""


def data_lines(name: str) -> list[str]:
    """The lines of a file under data/, comments and empty ones left out."""
    return [line for line in _text(name).splitlines() if line and not line.startswith("#")]


@cache
def _tables(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


@cache
def words(name: str) -> frozenset[str]:
    """A closed class of words.toml, lower case, also with the typographic apostrophe."""
    found = str(_tables("words.toml")[name]).split()
    return frozenset(found) | {word.replace("'", "’") for word in found}


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a cue verb."""

    lemma: str
    form: str
    """base, third, past, ing or pp."""
    classes: frozenset[str]


_FORMS = ("base", "third", "past", "ing", "pp")


def _by_form(forms: str) -> list[tuple[str, str]]:
    """(Form, word) of a line of verb forms; of "put", which may be either, the past is kept."""
    pairs = list(zip(_FORMS, forms.split(), strict=True))
    return pairs[1:] if pairs[0][1] == pairs[2][1] else pairs


@cache
def cue_verbs() -> dict[str, Verb]:
    """Every form of every cue verb; where past and participle are alike the past is kept."""
    found: dict[str, Verb] = {}
    for line in data_lines("cues.txt"):
        forms, _, classes = line.partition("|")
        lemma = forms.split()[0]
        for form, word in _by_form(forms):
            found.setdefault(word, Verb(lemma, form, frozenset(classes.split())))
    return found


@cache
def passive_links() -> dict[str, frozenset[str]]:
    """Base form of a verb -> the words that what is said may begin with behind its passive: "was accused of"."""
    found: dict[str, frozenset[str]] = {}
    for line in data_lines("passives.txt"):
        lemmas, _, links = line.partition("|")
        allowed = frozenset(word for link in links.split() for word in (words(link[1:]) if link[0] == "@" else (link,)))
        found |= dict.fromkeys(lemmas.split(), allowed)
    return found


@cache
def cue_adjectives() -> frozenset[str]:
    """Adjectives that tell a view, such as "confident"."""
    return frozenset(word for line in data_lines("adjectives.txt") for word in line.split())


@cache
def inflections() -> dict[str, dict[str, str]]:
    """Base form -> {word: form} of every verb that the cue phrases may hold."""
    found: dict[str, dict[str, str]] = {}
    for line in data_lines("cues.txt") + data_lines("verbs.txt"):
        forms = line.partition("|")[0].split()
        table = found.setdefault(forms[0], {})
        for form, word in _by_form(" ".join(forms)):
            table.setdefault(word, form)
    return found


@cache
def cue_phrases() -> dict[str, list[tuple[tuple[str, ...], Verb]]]:
    """First word -> the phrases that it may open, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Verb]]] = {}
    for line in data_lines("phrases.txt"):
        phrase, _, classes = line.partition("|")
        first, *rest = phrase.split()
        kinds = frozenset(classes.split())
        table = inflections()[first[:-1]] if first.endswith("*") else {first: "base"}
        for word, form in table.items():
            found.setdefault(word, []).append(((word, *rest), Verb(phrase.strip().replace("*", ""), form, kinds)))
    for phrases in found.values():
        phrases.sort(key=lambda entry: -len(entry[0]))
    return found


def _plural(noun: str) -> str:
    if noun.endswith(("man", "men")):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


@cache
def person_nouns() -> dict[str, Sex]:
    """Singular nouns for people -> the sex that they tell."""
    table = _tables("people_words.toml")
    found = dict.fromkeys(str(table["any"]).split(), "")
    found |= dict.fromkeys(str(table["male"]).split(), "m")
    found |= dict.fromkeys(str(table["female"]).split(), "f")
    return found | {"man": "m", "woman": "f"}


@cache
def plural_nouns() -> frozenset[str]:
    """Plural nouns for people: they speak, but name nobody."""
    return frozenset(str(_tables("people_words.toml")["crowd"]).split()) | {_plural(noun) for noun in person_nouns()}


@cache
def _person_endings() -> tuple[str, ...]:
    """Endings of nouns for people that no list can hold: "seismologist", "bookkeeper"."""
    return tuple(str(_tables("people_words.toml")["endings"]).split())


@lru_cache(maxsize=_REMEMBERED)
def person_noun(word: str) -> bool:
    """Is the lower-case word a singular noun for a person?"""
    word = word.removeprefix("co-").removeprefix("ex-").removeprefix("vice-")
    if word in person_nouns() or word in states().people or word.endswith("-year-old"):
        return True
    return (len(word) > 8 and word.endswith(_person_endings())) or bool(compatriot(word))


@lru_cache(maxsize=_REMEMBERED)
def compatriot(word: str) -> str:
    """The demonym in "frenchwoman" or "dutchman"; empty for other words."""
    stem = word.removesuffix("woman") if word.endswith("woman") else word.removesuffix("man")
    return stem if stem != word and stem in places().demonyms else ""


@lru_cache(maxsize=_REMEMBERED)
def noun_sex(word: str) -> Sex:
    """The sex that a noun for a person tells."""
    if word.endswith("woman"):
        return "f"
    return person_nouns().get(word, "m" if word.endswith("sman") or compatriot(word) else "")


@cache
def people_words(name: str) -> frozenset[str]:
    """titles, kept_titles or parties of people_words.toml."""
    return frozenset(str(_tables("people_words.toml")[name]).split())


@cache
def groups() -> dict[str, frozenset[str]]:
    """A description's noun -> the titles and offices that it may stand for, itself among them."""
    return {word: frozenset([word, *str(met).split()]) for word, met in _tables("people_words.toml")["groups"].items()}


@cache
def institutions() -> frozenset[str]:
    """Words that make a name or description an institution."""
    return frozenset(word for line in data_lines("institutions.txt") for word in line.split())


@cache
def given_names() -> dict[str, Sex]:
    """Given name, lower case -> sex."""
    table = _tables("given_names.toml")
    return dict.fromkeys(str(table["male"]).split(), "m") | dict.fromkeys(str(table["female"]).split(), "f")


@cache
def leaders() -> dict[tuple[str, str], str]:
    """(Given name, family name) of a head of state or government -> country, all lower case."""
    found: dict[tuple[str, str], str] = {}
    for line in data_lines("leaders.txt"):
        country, _, names = line.lower().partition("|")
        for name in names.split(","):
            found[name.split()[0], name.split()[-1]] = country.strip()
    return found


@dataclass(frozen=True, slots=True)
class Places:
    """Countries, their people's words and their seats of power, lower case."""

    names: frozenset[str]
    """Every country, state and capital."""
    country: dict[str, str]
    """Demonym, capital or seat -> country."""
    demonyms: frozenset[str]
    words: frozenset[str]
    """The words of which the names are made: "new" and "york"."""


@cache
def places() -> Places:
    """The table of places.txt."""
    names: set[str] = set()
    country: dict[str, str] = {}
    demonyms: set[str] = set()
    for line in data_lines("places.txt"):
        name, own, _ = (part.replace("_", " ").strip().lower() for part in line.split("|"))
        listed = [seat.replace("_", " ").lower() for seat in line.split("|")[2].split()]
        names |= {name, *listed}
        demonyms |= set(own.split())
        for word in (name, *own.split(), *listed):
            country.setdefault(word, name)
    parts = frozenset(part for name in names for part in name.split())
    return Places(frozenset(names - {""}), country, frozenset(demonyms), parts)


@dataclass(frozen=True, slots=True)
class States:
    """The states of the United States, lower case."""

    words: dict[str, frozenset[str]]
    """State -> the words of its name."""
    short: dict[str, str]
    """Abbreviation, with its points -> state."""
    people: dict[str, frozenset[str]]
    """What somebody from there is called -> the states of which it may be."""

    all_words: frozenset[str]
    """Every word that tells a state."""

    def among(self, roles: frozenset[str] | set[str]) -> frozenset[str]:
        """The states whose names or people are among lower-case words."""
        if roles.isdisjoint(self.all_words):
            return frozenset()
        found = {state for state, parts in self.words.items() if parts <= roles}
        found -= {part for state in found for part in self.words[state] if part != state}
        return frozenset(found).union(*(self.people[role] for role in roles if role in self.people))


@cache
def states() -> States:
    """The table of states.txt."""
    short: dict[str, str] = {}
    names: dict[str, frozenset[str]] = {}
    people: dict[str, frozenset[str]] = {}
    for line in data_lines("states.txt"):
        name, shorter, called = (part.strip().lower() for part in line.split("|"))
        names[name] = frozenset(name.split())
        short.update(dict.fromkeys(shorter.split(), name))
        for word in called.split():
            people[word] = people.get(word, frozenset()) | {name}
    every = frozenset(people).union(*names.values())
    return States(names, short, people, every)
