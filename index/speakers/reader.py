"""Goes through an article from beginning to end and says of each statement who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.speakers.asides import Aside, asides
from index.speakers.clauses import Parsed
from index.speakers.contents import Content
from index.speakers.coreference import Resolver
from index.speakers.knowledge import person_noun
from index.speakers.mentions import Mention
from index.speakers.people import Known, Reading
from index.speakers.sentences import Sentence, Token
from index.speakers.subjects import main_subject
from index.speakers.turns import Turn, turns

_LEAST_WORDS = 3
"""Words of a quotation without a cue that ends as a sentence does, to be taken as said."""
_OPENING_WORDS = 5
"""The same where it opens its sentence."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, as found: the mention, its paragraph, and the one whom it means."""

    mention: Mention | None
    paragraph: int
    who: Known | None


NOBODY = Voice(None, 0, None)


@dataclass(slots=True)
class Draft:
    """A statement of one paragraph before it is written down."""

    start: int
    end: int
    kind: Literal["direct", "indirect", "mixed"]
    voice: Voice
    sentence: int
    cue: str | None = None
    cue_start: int | None = None


class Reader:
    """Goes through an article once; remembers what the paragraph before ended with."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.resolver = Resolver(reading.registry)
        self.parsed = [[Parsed(sentence) for sentence in found] for found in reading.paragraphs]
        self.number = 0
        self.spoken_of: dict[Known, None] = {}
        """Whom the last paragraph that was read speaks of, in order of appearance."""
        self.left_open: Voice | None = None
        """Who speaks on in the next paragraph: its quotation has no closing mark, or a colon announced it."""
        self.waiting: list[Draft] = []
        """Quotations left open of which nobody said yet who speaks."""
        self.last: Voice | None = None
        """Who spoke in the last sentence of the paragraph before."""
        self.turns = turns(reading.article, reading.registry)
        _introduce_late(self.parsed, reading)

    def read(self, number: int) -> list[Draft]:
        """The statements of the next paragraph, which has this number; in order of their start."""
        parsed = self.parsed[self.number]
        self.number += 1
        self.spoken_of = {}
        drafts: list[Draft] = []
        voices: list[Voice | None] = []
        for k, sentence in enumerate(parsed):
            voice = self._sentence(sentence, k, number, drafts)
            voices.append(voice)
        drafts += self._loose(parsed, voices, drafts)
        if number in self.turns:
            return [self._turn(self.turns[number], number)]
        self._close(parsed, drafts)
        self._remember(parsed, drafts, voices)
        return sorted(drafts, key=lambda draft: (draft.start, -draft.end))

    def _turn(self, turn: Turn, number: int) -> Draft:
        voice = Voice(turn.mention, number, turn.who)
        if turn.who is not None and turn.mention is not None:
            turn.who.single = True
            self.spoken_of.setdefault(turn.who)
        self.left_open, self.last, self.waiting = None, None, []
        return Draft(turn.start, len(self.reading.texts[number]), "direct", voice, 0)

    def _close(self, parsed: list[Parsed], drafts: list[Draft]) -> None:
        """Give quotations that were left open the speaker whom a later paragraph of the same speech names."""
        goes_on = bool(parsed) and parsed[0].tokens[0].quote
        voice = next((draft.voice for draft in drafts if draft.voice is not NOBODY), None) if goes_on else None
        for draft in self.waiting if voice is not None else []:
            draft.voice = voice or NOBODY
        if not goes_on or voice is not None:
            self.waiting = []
        final = max(drafts, key=lambda draft: draft.end, default=None)
        if final is not None and final.voice is NOBODY and _left_open(parsed[-1].tokens[-1]):
            self.waiting.append(final)
        else:
            self.waiting = []

    def _sentence(self, sentence: Parsed, k: int, number: int, drafts: list[Draft]) -> Voice | None:
        """Resolve a sentence's mentions in their order and draft its contents; who spoke last, if somebody did."""
        known = self._mentions(sentence, number)
        last: Voice | None = None
        reach = 0
        for content in sentence.contents:
            mention = content.frame.subject
            who = None
            if mention is not None:
                who = known[mention.first] if mention.first in known else self.resolver.resolve(mention, number)
            voice = Voice(mention, number, who)
            drafts.append(_draft(sentence.tokens, content, voice, k))
            if content.last > reach:
                last, reach = voice, content.last
        if last is None and sentence.frames:
            silent = sentence.frames[-1].subject
            if silent is not None and "close" in sentence.frames[-1].verb.classes:
                last = Voice(silent, number, known.get(silent.first))
        if last is None and _announces(sentence.tokens):
            announced = _announced(sentence)
            if announced is not None:
                last = Voice(announced, number, known.get(announced.first))
        return last

    def _mentions(self, sentence: Parsed, number: int) -> dict[int, Known | None]:
        """Resolve all mentions in the order of the text; whom those mean that may speak, by their first token."""
        known: dict[int, Known | None] = {}
        speaking = {id(frame.subject) for frame in sentence.frames}
        events = sentence.events()
        passing = asides(sentence, {id(mention) for mention, _ in events})
        ahead = sentence.ahead()
        actor: Known | None = None
        k = 0
        for seen, subject in events:
            while k < len(passing) and passing[k].start < seen.start:
                self._aside(passing[k], number, actor, ahead)
                k += 1
            if ahead is not None and seen.kind == "pronoun" and seen.first < ahead.first:
                who = self._cataphor(seen, ahead, number)
            else:
                who = self.resolver.saw(seen, number, subject=subject, speaks=id(seen) in speaking)
            known[seen.first] = who
            actor = who if subject else actor
            self._spoken_of(who)
        for aside in passing[k:]:
            self._aside(aside, number, actor, ahead)
        return known

    def _cataphor(self, pronoun: Mention, ahead: Mention, number: int) -> Known | None:
        """Ames in "When he left, Ames ..."; nobody where the sexes differ, for then it is unsure whom "he" means."""
        who = self.resolver.resolve(ahead, number)
        return who if pronoun.sex and who is not None and who.sex in ("", pronoun.sex) else None

    def _aside(self, aside: Aside, number: int, actor: Known | None, ahead: Mention | None) -> None:
        mention = aside.mention
        if aside.quoted:
            self._spoken_of(self.resolver.quoted(mention))
        elif mention.kind != "pronoun" or ahead is None or mention.first >= ahead.first:
            but = actor if aside.object else None
            if aside.object and actor is None:
                return
            self._spoken_of(self.resolver.aside(mention, number, but=but, scope=aside.scope))

    def _spoken_of(self, who: Known | None) -> None:
        if who is not None:
            self.spoken_of.setdefault(who)

    def _loose(self, parsed: list[Parsed], voices: list[Voice | None], drafts: list[Draft]) -> list[Draft]:
        """Quotations that no cue of their sentence introduces."""
        found: list[Draft] = []
        covered = {(draft.sentence, at) for draft in drafts for at in _quotes_in(parsed[draft.sentence], draft)}
        for k, sentence in enumerate(parsed):
            alone = all(token.quote or not token.word for token in sentence.tokens)
            for token in sentence.tokens:
                if (
                    token.quote
                    and (k, token.start) not in covered
                    and _is_speech(token, alone=alone, opens=token is sentence.tokens[0])
                ):
                    voice = voices[k] or self._voice_of(parsed, voices, k, opens=sentence.tokens[0].quote, alone=alone)
                    if voice is not None:
                        voices[k] = voice
                    found.append(Draft(token.start, token.end, _kind(sentence, token), voice or NOBODY, k))
        return found

    def _voice_of(
        self, parsed: list[Parsed], voices: list[Voice | None], k: int, *, opens: bool, alone: bool
    ) -> Voice | None:
        """Who speaks a quotation without a cue: who spoke just before it, or just after."""
        if not opens:
            return None
        if k and voices[k - 1] is not None:
            return voices[k - 1]
        if k == 0 and self.left_open is not None:
            return self.left_open
        if alone and k + 1 < len(parsed) and parsed[k + 1].tokens[0].quote and voices[k + 1] is not None:
            return voices[k + 1]
        if k == 0 and all(_only_quotes(sentence) for sentence in parsed):
            return self.last
        return None

    def _remember(self, parsed: list[Parsed], drafts: list[Draft], voices: list[Voice | None]) -> None:
        self.left_open, self.last = None, None
        if not parsed:
            return
        last = parsed[-1].tokens[-1]
        final = max(drafts, key=lambda draft: draft.end, default=None)
        if _left_open(last) and final is not None:
            self.left_open = final.voice
        elif last.lower == ":":
            self.left_open = voices[-1]
        if final is not None and final.sentence == len(parsed) - 1:
            self.last = final.voice


def _announced(sentence: Parsed) -> Mention | None:
    """Whom a colon lets speak: the name right before it, else the subject of the clause."""
    tokens = sentence.tokens
    colon = max(i for i, token in enumerate(tokens) if token.lower == ":")
    name = sentence.phrases.ending(colon)
    if name is not None and name.kind == "name" and name.sort == "person":
        return name
    subject = main_subject(sentence.phrases, colon)
    acts = subject is not None and subject.last < colon and tokens[subject.last].word
    return subject if acts else None


def _left_open(token: Token) -> bool:
    """Is it a quotation without its closing mark?"""
    return token.quote and token.text.rstrip()[-1:] not in "\"”’'»“‘"


def _announces(tokens: Sentence) -> bool:
    """Does the sentence end with a colon, or with a colon and a quotation?"""
    return tokens[-1].lower == ":" or (len(tokens) > 1 and tokens[-1].quote and tokens[-2].lower == ":")


def _only_quotes(sentence: Parsed) -> bool:
    return all(token.quote or not token.word for token in sentence.tokens)


def _quotes_in(sentence: Parsed, draft: Draft) -> list[int]:
    return [token.start for token in sentence.tokens if token.quote and draft.start <= token.start < draft.end]


def _kind(sentence: Parsed, token: Token) -> Literal["direct", "mixed"]:
    """Is it a few quoted words that are part of the article's own sentence?"""
    whole = token.ends_sentence or token.ends_clause or token is sentence.tokens[0]
    return "direct" if whole else "mixed"


def _is_speech(token: Token, *, alone: bool, opens: bool) -> bool:
    """Is a quotation without a cue something said, and no title (capitals) or scare quote (a word)?"""
    count = len(token.text.split())
    opening = opens and count > _OPENING_WORDS
    fragment = count > 2 and token.text.lstrip("\"'“”‘’„«")[:1].islower()
    return (
        opening
        or fragment
        or (alone and count > 1)
        or (count >= _LEAST_WORDS and (token.ends_sentence or token.ends_clause))
    )


def _draft(tokens: Sentence, content: Content, voice: Voice, k: int) -> Draft:
    inside = tokens[content.first : content.last]
    quoted = any(token.quote for token in inside)
    plain = any(token.word and token.lower not in ("and", "or", "but") for token in inside)
    kind: Literal["direct", "indirect", "mixed"] = "indirect" if not quoted else "mixed" if plain else "direct"
    frame = content.frame
    cue = tokens[frame.cue_first : frame.cue_last]
    return Draft(inside[0].start, inside[-1].end, kind, voice, k, " ".join(token.text for token in cue), cue[0].start)


def _introduce_late(parsed: list[list[Parsed]], reading: Reading) -> None:
    """A first paragraph's "the mayor of X said" is told of the first full name after it that has no office yet."""
    office = next((mention for sentence in parsed[0] for mention in _offices(sentence)), None)
    if office is None or any(office.roles <= person.roles for person in reading.registry.known):
        return
    for number, paragraph in enumerate(parsed[1:3], 2):
        for sentence in paragraph:
            for frame in sentence.frames:
                mention = frame.subject
                if mention is None or mention.kind != "name" or mention.sort != "person":
                    continue
                person = reading.registry.find(mention)
                if person is None or person.first_paragraph != number or any(map(person_noun, person.roles)):
                    return
                person.roles |= office.roles
                return


def _offices(sentence: Parsed) -> list[Mention]:
    return [
        frame.subject
        for frame in sentence.frames
        if frame.subject is not None
        and frame.subject.kind == "description"
        and frame.subject.sort == "person"
        and frame.subject.determiner in ("the", "'s", "its")
    ]
