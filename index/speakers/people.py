"""The people of an article: who is introduced, under which names, titles and descriptions, and of which sex."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from index.articles import Article
from index.speakers.chunking import noun_phrases
from index.speakers.knowledge import Sex, cue_verbs, given_names, leaders, people_words, places, words
from index.speakers.mentions import Mention
from index.speakers.sentences import Sentence, outline, sentences, words_of

_OPENING = re.compile(r"(?:^|[.!?”\"] )([A-Z][a-z]+s) ([a-z]+)")
_INNER = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+s\b")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


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
    country: str = ""
    """Which country is or was this person's to lead, lower case: known of the world, not from the article."""

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


MANY = 300
"""People of one article that are compared with a description or a family name; keeps the time linear."""


class Registry:
    """The people of an article by their names."""

    def __init__(self) -> None:
        self.known: list[Known] = []
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
            person = Known(mention.head, first_paragraph=paragraph, introduced=True, single=True)
            self.known.append(person)
            person.country = leaders().get((core[0], core[-1]), "")
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
        person.roles |= {role for role in mention.roles if role not in ("mr.", "mrs.", "ms.", "mr", "mrs", "ms", "of")}
        person.forms.setdefault(mention.text)
        if mention.sex:
            person.sexes[mention.sex] += 1 if mention.sex == given_names().get(mention.head.split()[0].lower()) else 3

    def find(self, mention: Mention, recent: list[Known] | None = None) -> Known | None:
        """The person whom a name means; the most recent of several, those first whom title and sex allow."""
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


class Phrased(NamedTuple):
    """A sentence with the noun phrases outside of its quotations, and the names in each quotation."""

    tokens: Sentence
    phrases: list[Mention]
    quoted: list[tuple[int, Mention]]
    """(Offset in the paragraph, name)."""


class Reading:
    """An article's paragraphs as sentences, and its people."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.texts = {paragraph.number: paragraph.text for paragraph in article.paragraphs}
        self.common = _common_words(article)
        self.paragraphs = [
            [self._phrased(tokens) for tokens in sentences(outline(paragraph.text))] for paragraph in article.paragraphs
        ]
        self.registry = Registry()
        self._singles: list[Mention] = []
        for number, paragraph in enumerate(self.paragraphs, 1):
            for sentence in paragraph:
                self._learn(sentence, number)
        for mention in self._singles:
            person = self.registry.find(mention) or self.registry.add_single(mention)
            if person is not None:
                self.registry.note(person, mention)

    def _phrased(self, tokens: Sentence) -> Phrased:
        quoted = [
            (token.start + mention.start, mention)
            for token in tokens
            if token.quote
            for mention in noun_phrases(words_of(token.text, 1, len(token.text)), self.common)
            if mention.kind == "name"
        ]
        return Phrased(tokens, noun_phrases(tokens, self.common), quoted)

    def _learn(self, sentence: Phrased, number: int) -> None:
        for mention in sentence.phrases:
            if mention.kind == "name" and not self.registry.add(mention, number):
                self._singles.append(mention)
        self._learn_apposition(sentence.tokens, sentence.phrases)
        self._learn_copula(sentence.tokens, sentence.phrases)
        for _, mention in sentence.quoted:
            if len(mention.head.split()) > 1:
                self.registry.add(mention, number)

    def _learn_apposition(self, sentence: Sentence, phrases: list[Mention]) -> None:
        """ "Amit Rao, the state geologist," and "the state geologist, Amit Rao,": the noun belongs to the name."""
        ends = {mention.last: mention for mention in phrases}
        for one, other in pairwise(phrases):
            if other.first - one.last != 1 or sentence[one.last].lower not in (",", "—", "–"):
                continue
            first = _head_phrase(sentence, ends, one)
            named, described = (first, other) if first.kind == "name" else (other, first)
            if named.kind != "name" or described.kind != "description" or described.sort != "person":
                continue
            if (
                described is first
                and other.last < len(sentence)
                and sentence[other.last].lower not in (",", "—", "–", ".")
            ):
                continue
            if described is other and not _ends_apposition(sentence, other.last):
                continue
            self._tell(named, described, _place_after(sentence, phrases, described))

    def _tell(self, named: Mention, described: Mention, place: set[str]) -> None:
        person = self.registry.find(named)
        if person is None:
            return
        person.roles |= described.roles | place
        person.forms.setdefault(described.text)
        if described.sex:
            person.sexes[described.sex] += 3

    def _learn_copula(self, sentence: Sentence, phrases: list[Mention]) -> None:
        """ "Ruth Oduya, who has been the mayor for nine years," and "Ruth Oduya is the mayor of Kell"."""
        by_first = {mention.first: mention for mention in phrases}
        for named in phrases:
            i = named.last
            if named.kind != "name" or i + 1 >= len(sentence):
                continue
            if sentence[i].lower == "," and sentence[i + 1].lower == "who":
                i += 2
            begin = i
            while i < len(sentence) and sentence[i].lower in words("auxiliaries"):
                i += 1
            described = by_first.get(i)
            if (
                i > begin
                and sentence[i - 1].lower in words("copulas")
                and described is not None
                and described.kind == "description"
                and described.sort == "person"
                and described.determiner in ("the", "a", "an", "")
                and not any(token.lower in words("negations") | words("modals") for token in sentence[begin:i])
            ):
                self._tell(named, described, _place_after(sentence, phrases, described))


def _singular(verb: str) -> bool:
    """May the word follow a name that ends in s: "Sanders was", "Sanders said"?"""
    return verb in words("auxiliaries") or verb in words("adverbs") or verb in cue_verbs()


def _head_phrase(sentence: Sentence, ends: dict[int, Mention], one: Mention) -> Mention:
    """The mayor of "the mayor of Kell", which ends with "Kell"; ends: the phrases by the token after them."""
    while one.first and sentence[one.first - 1].lower in ("of", "for") and one.first - 1 in ends:
        one = ends[one.first - 1]
    return one


def _ends_apposition(sentence: Sentence, i: int) -> bool:
    """Is a description behind a name over here, and no subject of its own: "Asked about Ames, the mayor replied"?"""
    if i >= len(sentence):
        return True
    token = sentence[i]
    return not token.word or token.possessive or token.lower in words("prepositions") | words("relatives") | {"and"}


def _place_after(sentence: Sentence, phrases: list[Mention], described: Mention) -> set[str]:
    """The name behind "of" in "the president of France"."""
    i = described.last
    if i + 1 >= len(sentence) or sentence[i].lower not in ("of", "for"):
        return set()
    return {name for one in phrases if one.first == i + 1 and one.kind == "name" for name in one.head.lower().split()}


def _common_words(article: Article) -> frozenset[str]:
    """Words that the article writes without a capital somewhere, and plurals with one only where a sentence begins."""
    found: set[str] = set()
    plural: set[str] = set()
    capital: set[str] = set()
    for paragraph in article.paragraphs:
        found.update(word for word in _WORD.findall(paragraph.text) if word[0].islower())
        opening = {one.group(1) for one in _OPENING.finditer(paragraph.text) if not _singular(one.group(2))}
        inner = {match.group() for match in _INNER.finditer(paragraph.text)}
        plural |= opening
        capital |= inner
    found |= {word.lower() for word in plural - capital if word.lower() not in given_names()}
    return frozenset(found) - places().names
