"""How surely a paragraph holds the words of the one asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from index.answering.candidates import Candidate, Text
from index.answering.concepts import Asked, Concept, is_name
from index.articles import Statement
from index.language.analysis import analyse
from index.language.names import name_terms, terms_of
from index.speakers.knowledge import cue_verbs, leaders, people_words, person_noun, places

NEAR = 8
"""How many terms before and after a family name still describe its bearer ("Texas Senator Ted Cruz")."""

HEADS = frozenset(["president", "leader", "chief", "chancellor", "premier", "head", "boss", "prime"])
"""Words for who leads a country."""
ALIKE = 3
"""From how many letters on given names that begin alike may be one person's."""

SURE = 0.5
"""From this on a statement counts as the asked person's."""
NAMESAKE = 0.15
"""How surely one of the same family name, but another given name, is the one asked about."""
INTRODUCED = 0.6
"""How surely somebody is meant whom the article quotes most, where only its opening has the description."""
OPENING = 2
"""How many paragraphs introduce whom an article is about."""
_AND = re.compile(r", (?:and )?| and ")


class Voices:
    """Whom in each article the question means, and what they say in a paragraph.

    A name means whoever bears its family name ("Clinton"), but hardly one with another given name than the one asked
    for, and less surely if an office that is asked for ("Governor") is nowhere in the article. A description ("the
    Texas senator") means those near whose name its words stand.
    """

    def __init__(self, asked: Asked) -> None:
        """asked: the question; without a speaker nobody is meant."""
        self._concepts = asked.speaker
        self._named_in_passing = () if asked.speaker else asked.topic
        phrase = asked.question.speaker
        self._named = bool(phrase and is_name(phrase))
        self._shares: dict[int, float] = {}
        self._affinities: dict[int, dict[str, float]] = {}

    def affinity(self, text: Text, speaker: str) -> float:
        """From 0 (another person) to 1 (the one asked about)."""
        known = self._affinities.setdefault(id(text), {})
        if speaker not in known:
            known[speaker] = max(self._affinity(text, one) for one in each_of(speaker))
        return known[speaker]

    def said(self, candidate: Candidate) -> float:
        """How surely a statement of the paragraph is the asked person's, 0..1."""
        return self._surest(candidate, candidate.paragraph.statements)

    def quoted(self, candidate: Candidate) -> float:
        """How surely a statement with quotation marks is the asked person's, 0..1."""
        return self._surest(candidate, (s for s in candidate.paragraph.statements if s.kind != "indirect"))

    def told(self, candidate: Candidate) -> float:
        """How surely a statement is the asked person's that no other cue introduces than one of saying, 0..1."""
        return self._surest(candidate, (s for s in candidate.paragraph.statements if _is_telling(s.cue)))

    def perhaps(self, candidate: Candidate) -> float:
        """The asked person's share of the article's statements, where the paragraph has one of nobody known by name."""
        if all(s.speaker and s.speaker[0].isupper() for s in candidate.paragraph.statements):
            return 0.0
        return self._share_of(candidate.text)

    def _share_of(self, text: Text) -> float:
        if id(text) not in self._shares:
            named = [s.speaker for p in text.held.article.paragraphs for s in p.statements if s.speaker]
            own = sum(self.affinity(text, speaker) >= SURE for speaker in named)
            self._shares[id(text)] = own / len(named) if named else 0.0
        return self._shares[id(text)]

    def _surest(self, candidate: Candidate, statements: Iterable[Statement]) -> float:
        return max((self.affinity(candidate.text, s.speaker) for s in statements if s.speaker), default=0.0)

    def said_by_others(self, candidate: Candidate) -> bool:
        """Whether all statements of the paragraph are other people's."""
        speakers = [s.speaker for s in candidate.paragraph.statements]
        return bool(speakers) and all(s is not None and self.affinity(candidate.text, s) < 0.3 for s in speakers)

    def about(self, candidate: Candidate, topic: tuple[Concept, ...]) -> float:
        """How far a paragraph in which the asked person speaks is about the topic, 0..1.

        Those who speak in it beside him are not what he speaks of, unless his own words name them: "Putin rejected
        Zelensky's calls for a meeting" says nothing that Zelensky said about Putin.
        """
        topic = self._without_people(candidate, topic)
        others, own = self._others_and_own(candidate)
        if not any(concept.within(others) for concept in topic):
            return share(topic, candidate.terms)
        said = frozenset(term.text for words in own for term in analyse(words))
        return share(topic, candidate.terms - others | said)

    def _others_and_own(self, candidate: Candidate) -> tuple[frozenset[str], list[str]]:
        """The terms of the other speakers' names, and the asked person's statements as published."""
        others: frozenset[str] = frozenset()
        own = []
        for statement in candidate.paragraph.statements:
            if statement.speaker and self.affinity(candidate.text, statement.speaker) < NAMESAKE:
                others |= name_terms(statement.speaker)
            elif statement.speaker:
                own.append(candidate.paragraph.text[statement.start : statement.end])
        return others, own

    def words(self, candidate: Candidate, topic: tuple[Concept, ...]) -> float:
        """How far the asked person's own statements in a paragraph are about the topic, 0..1.

        Whom the paragraph means without naming them ("his counterpart") counts as being in them.
        """
        topic = self._without_people(candidate, topic)
        own = frozenset(candidate.text.terms[candidate.place])
        found = 0.0
        for statement in candidate.paragraph.statements:
            sure = self.affinity(candidate.text, statement.speaker) if statement.speaker else 0.0
            if sure > found:
                words = candidate.paragraph.text[statement.start : statement.end]
                said = frozenset(term.text for term in analyse(words))
                found = max(found, sure * (share(topic, said | candidate.terms - own) if topic else 1.0))
        return found

    def _without_people(self, candidate: Candidate, topic: tuple[Concept, ...]) -> tuple[Concept, ...]:
        """The topic without the concepts that name who speaks in the paragraph."""
        if not self._named_in_passing:
            return topic
        names = frozenset().union(*(name_terms(s.speaker) for s in candidate.paragraph.statements if s.speaker))
        return tuple(concept for concept in topic if not concept.within(names))

    def mentioned(self, candidate: Candidate) -> float:
        """The share of the asked name's weight that stands in the paragraph itself, 0..1."""
        return share(self._concepts, candidate.terms)

    def _affinity(self, text: Text, speaker: str) -> float:
        name = name_terms(speaker)
        if not self._concepts:
            family_name = terms_of(speaker)[-1:]
            return float(any(concept.within(family_name) for concept in self._named_in_passing))
        *others, family = self._concepts
        if family.within(name):
            away = [concept for concept in others if not (concept.within(name) or _is_short_for(concept, name))]
            if any(not _is_office(concept.asked) for concept in away) and len(name) > 1:
                return NAMESAKE
            return 1.0 - 0.1 * bool(away) - 0.3 * any(not concept.degree(text.all) for concept in away)
        if self._named and family.known:
            return 0.0
        if self._leads(speaker):
            return 1.0
        return max(
            0.8 * self._described(text, name, named=speaker[0].isupper()), INTRODUCED * self._introduced(text, speaker)
        )

    def _leads(self, speaker: str) -> bool:
        """Whether the description is of who leads a country, and the speaker does: "the Kremlin chief"."""
        words = {word.lower() for concept in self._concepts for word in concept.asked.split()}
        names = speaker.lower().split()
        if not words & HEADS or len(names) < 2:
            return False
        country = leaders().get((names[0], names[-1]))
        return country is not None and country in {places().country.get(word, word) for word in words}

    def _introduced(self, text: Text, speaker: str) -> float:
        """The share of the description in the opening of the article, where its speaker is most of whom it quotes.

        "The hacker who ..." opens an article that calls him by his name from then on. Whoever is given the asked
        office elsewhere in the article is meant instead.
        """
        kind = self._concepts[-1]
        people = text.held.article.people
        if text.main_speaker != speaker or any(kind.within(name_terms(" ".join(one.roles))) for one in people):
            return 0.0
        return share(self._concepts, text.around(0, 0, OPENING - 1) | text.title)

    def _described(self, text: Text, name: frozenset[str], *, named: bool) -> float:
        """The largest share of the description that the article says of the name's bearer, or near the name.

        named: whether it is a name, which other people's names bound; what is no name ("the letter") they do not."""
        best = max(
            (
                share(self._concepts, name_terms(" ".join(person.roles)))
                for person in text.held.article.people
                if name_terms(person.name) == name
            ),
            default=0.0,
        )
        people = text.held.article.people if named else ()
        others = frozenset().union(*(name_terms(person.name) for person in people)) - name
        for terms in (*text.terms, list(text.title)):
            for place, term in enumerate(terms):
                if term in name:
                    best = max(best, share(self._concepts, _describing(terms, place, others)))
        return best


def _describing(terms: Sequence[str], place: int, others: frozenset[str]) -> frozenset[str]:
    """The terms before and after a name that may describe its bearer.

    Behind somebody else's name nothing does, and what stands between two names describes the second from its half on.
    """
    before = takewhile(lambda term: term not in others, terms[max(0, place - NEAR) : place][::-1])
    following = terms[place : place + NEAR + 1]
    after = list(takewhile(lambda term: term not in others, following))
    if len(after) < len(following):
        after = after[: len(after) // 2 + 1]
    return frozenset((*before, *after))


def each_of(speaker: str) -> list[str]:
    """The people who speak at once ("Ann Hale and Bo Lind"); what is no list of whole names stays as it is."""
    people = _AND.split(speaker)
    return people if all(" " in person for person in people) else [speaker]


def share(concepts: tuple[Concept, ...], terms: frozenset[str]) -> float:
    """The share of the concepts' weight whose words are among the terms, 0..1; 0 without concepts."""
    total = sum(concept.weight for concept in concepts)
    return sum(concept.weight * concept.degree(terms) for concept in concepts) / total if total else 0.0


def _is_short_for(concept: Concept, name: frozenset[str]) -> bool:
    """Whether a given name and one of the name's begin alike: "Ashton" and "Ash"."""
    return any(term[:ALIKE] == run[0][:ALIKE] for run in concept.alternatives for term in name if len(term) >= ALIKE)


def _is_telling(cue: str | None) -> bool:
    """Whether a cue is a verb of saying, or a phrase without a cue verb ("according to"), or missing."""
    verbs = [cue_verbs()[word] for word in (cue or "").lower().split() if word in cue_verbs()]
    return not verbs or any(verb.classes & {"say", "that", "close"} for verb in verbs)


def _is_office(word: str) -> bool:
    """Whether a word before a family name is a title or an office, and no given name."""
    lower = word.lower()
    return person_noun(lower) or lower in people_words("titles")
