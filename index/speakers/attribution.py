"""Article -> the same article with its statements: what is said, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.articles import Article, Paragraph, Statement
from index.speakers.contents import Content, contents
from index.speakers.coreference import Resolver
from index.speakers.cues import Frame, frames
from index.speakers.knowledge import person_noun, words
from index.speakers.mentions import Mention
from index.speakers.people import Known, Reading
from index.speakers.sentences import Sentence, Token
from index.speakers.subjects import main_subject

SPEAKERS_VERSION = 1
"""Raised when statements of an unchanged article may come out differently, so that stored ones are made again."""

_LEAST_WORDS = 3
_OPENING_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Voice:
    """Who speaks, as found: the mention, its paragraph, and the one whom it means."""

    mention: Mention | None
    paragraph: int
    who: Known | None


_NOBODY = _Voice(None, 0, None)


@dataclass(slots=True)
class _Draft:
    start: int
    end: int
    kind: Literal["direct", "indirect", "mixed"]
    voice: _Voice
    sentence: int
    cue: str | None = None
    cue_start: int | None = None


class _Parsed:
    """A sentence with its cues, contents and subjects."""

    def __init__(self, tokens: Sentence, common: frozenset[str]) -> None:
        self.tokens = tokens
        self.frames, self.phrases = frames(tokens, common)
        self.contents = contents(tokens, self.frames, self.phrases)

    def events(self) -> list[tuple[Mention, bool]]:
        """All mentions in order, and whether each is the subject of a clause."""
        subjects = {frame.subject.first: frame.subject for frame in self.frames if frame.subject}
        found: dict[int, tuple[Mention, bool]] = {}
        for mention in self.phrases.mentions:
            if self._apposed(mention):
                continue
            if mention.kind == "name" and mention.sort != "institution":
                found[mention.first] = (mention, _opens_clause(self.tokens, mention))
            elif (mention.kind != "description" or mention.sort != "thing") and _opens_clause(self.tokens, mention):
                found[mention.first] = (mention, True)
        for first, mention in subjects.items():
            found[first] = (mention, True)
        return [found[first] for first in sorted(found)]

    def _apposed(self, mention: Mention) -> bool:
        """Is it the description in "Amit Rao, the state geologist,"?"""
        if mention.kind != "description" or mention.first < 2 or self.tokens[mention.first - 1].lower != ",":
            return False
        before = self.phrases.ending(mention.first - 1)
        return before is not None and before.kind == "name"


def _opens_clause(tokens: Sentence, mention: Mention) -> bool:
    """Does the mention stand where a clause's subject does: first in it, or after a conjunction, a verb behind it?"""
    before = tokens[mention.first - 1] if mention.first else None
    after = tokens[mention.last] if mention.last < len(tokens) else None
    if after is None or (not after.word and after.lower not in (",", "(")) or after.possessive:
        return False
    if after.lower in words("prepositions") or after.lower in ("and", "or"):
        return False
    if before is None or before.lower in (",", "—", ":", ")") or before.quote:
        return True
    return (
        before.lower in words("openers") or before.lower in words("conjunctions") or before.lower in words("relatives")
    )


def attribute(article: Article) -> Article:
    """The same article, each paragraph's statements filled: in order of start, offsets into the paragraph's text.

    Pure and deterministic; never raises. A speaker that is not certain is None.
    """
    reading = Reading(article)
    reader = _Reader(reading)
    paragraphs = []
    for paragraph, tokens in zip(article.paragraphs, reading.paragraphs, strict=True):
        drafts = reader.read(paragraph.number, tokens)
        statements = tuple(_statement(draft, paragraph) for draft in drafts)
        paragraphs.append(paragraph.model_copy(update={"statements": statements}))
    return article.model_copy(update={"paragraphs": tuple(paragraphs)})


def _statement(draft: _Draft, paragraph: Paragraph) -> Statement:
    mention, who = draft.voice.mention, draft.voice.who
    return Statement(
        start=draft.start,
        end=draft.end,
        kind=draft.kind,
        cue=draft.cue,
        cue_start=draft.cue_start,
        speaker=who.name if who else None,
        mention=mention.text if mention else None,
        mention_start=mention.start if mention else None,
        mention_paragraph=draft.voice.paragraph if mention else None,
    )


class _Reader:
    """Goes through an article once; remembers what the paragraph before ended with."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.resolver = Resolver(reading.registry)
        self.parsed = [[_Parsed(tokens, reading.common) for tokens in found] for found in reading.paragraphs]
        self.number = 0
        self.left_open: _Voice | None = None
        """Who speaks on in the next paragraph: its quotation has no closing mark, or a colon announced it."""
        self.last: _Voice | None = None
        """Who spoke in the last sentence of the paragraph before."""
        _introduce_late(self.parsed, reading)

    def read(self, number: int, _: list[Sentence]) -> list[_Draft]:
        """The statements of the next paragraph."""
        parsed = self.parsed[self.number]
        self.number += 1
        drafts: list[_Draft] = []
        voices: list[_Voice | None] = []
        for k, sentence in enumerate(parsed):
            voice = self._sentence(sentence, k, number, drafts)
            voices.append(voice)
        drafts += self._loose(parsed, voices, drafts)
        self._remember(parsed, drafts, voices)
        return sorted(drafts, key=lambda draft: (draft.start, -draft.end))

    def _sentence(self, sentence: _Parsed, k: int, number: int, drafts: list[_Draft]) -> _Voice | None:
        """Resolve a sentence's mentions in their order and draft its contents; who spoke last, if somebody did."""
        known: dict[int, Known | None] = {}
        speaking = {id(frame.subject) for frame in sentence.frames}
        for seen, subject in sentence.events():
            known[seen.first] = self.resolver.saw(seen, number, subject=subject, speaks=id(seen) in speaking)
        last: _Voice | None = None
        reach = 0
        for content in sentence.contents:
            mention = content.frame.subject
            who = None
            if mention is not None:
                who = known[mention.first] if mention.first in known else self.resolver.resolve(mention, number)
            voice = _Voice(mention, number, who)
            drafts.append(_draft(sentence.tokens, content, voice, k))
            if content.last > reach:
                last, reach = voice, content.last
        if last is None and sentence.frames:
            silent = sentence.frames[-1].subject
            if silent is not None and "close" in sentence.frames[-1].verb.classes:
                last = _Voice(silent, number, known.get(silent.first))
        if last is None and _announces(sentence.tokens):
            announced = _announced(sentence)
            if announced is not None:
                last = _Voice(announced, number, known.get(announced.first))
        return last

    def _loose(self, parsed: list[_Parsed], voices: list[_Voice | None], drafts: list[_Draft]) -> list[_Draft]:
        """Quotations that no cue of their sentence introduces."""
        found: list[_Draft] = []
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
                    found.append(_Draft(token.start, token.end, "direct", voice or _NOBODY, k))
        return found

    def _voice_of(
        self, parsed: list[_Parsed], voices: list[_Voice | None], k: int, *, opens: bool, alone: bool
    ) -> _Voice | None:
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

    def _remember(self, parsed: list[_Parsed], drafts: list[_Draft], voices: list[_Voice | None]) -> None:
        self.left_open, self.last = None, None
        if not parsed:
            return
        last = parsed[-1].tokens[-1]
        final = max(drafts, key=lambda draft: draft.end, default=None)
        if last.quote and last.text.rstrip()[-1:] not in "\"”’'»“‘" and final is not None:
            self.left_open = final.voice
        elif last.lower == ":":
            self.left_open = voices[-1]
        if final is not None and final.sentence == len(parsed) - 1:
            self.last = final.voice


def _announced(sentence: _Parsed) -> Mention | None:
    """Whom a colon lets speak: the name right before it, else the subject of the clause."""
    tokens = sentence.tokens
    colon = max(i for i, token in enumerate(tokens) if token.lower == ":")
    name = sentence.phrases.ending(colon)
    if name is not None and name.kind == "name" and name.sort == "person":
        return name
    subject = main_subject(tokens, sentence.phrases, colon)
    acts = subject is not None and subject.last < colon and tokens[subject.last].word
    return subject if acts else None


def _announces(tokens: Sentence) -> bool:
    """Does the sentence end with a colon, or with a colon and a quotation?"""
    return tokens[-1].lower == ":" or (len(tokens) > 1 and tokens[-1].quote and tokens[-2].lower == ":")


def _only_quotes(sentence: _Parsed) -> bool:
    return all(token.quote or not token.word for token in sentence.tokens)


def _quotes_in(sentence: _Parsed, draft: _Draft) -> list[int]:
    return [token.start for token in sentence.tokens if token.quote and draft.start <= token.start < draft.end]


def _is_speech(token: Token, *, alone: bool, opens: bool) -> bool:
    """Is a quotation without a cue something said, and no title or scare quote?"""
    count = len(token.text.split())
    opening = opens and count > _OPENING_WORDS
    return opening or (alone and count > 1) or (count >= _LEAST_WORDS and (token.ends_sentence or token.ends_clause))


def _draft(tokens: Sentence, content: Content, voice: _Voice, k: int) -> _Draft:
    inside = tokens[content.first : content.last]
    quoted = any(token.quote for token in inside)
    plain = any(token.word and token.lower not in ("and", "or", "but") for token in inside)
    kind: Literal["direct", "indirect", "mixed"] = "indirect" if not quoted else "mixed" if plain else "direct"
    frame: Frame = content.frame
    cue = tokens[frame.cue_first : frame.cue_last]
    return _Draft(inside[0].start, inside[-1].end, kind, voice, k, " ".join(token.text for token in cue), cue[0].start)


def _introduce_late(parsed: list[list[_Parsed]], reading: Reading) -> None:
    """A first paragraph's "the mayor of X said" is told of the first full name after it that has no office yet."""
    office = next((mention for sentence in parsed[0] for mention in _offices(sentence)), None)
    if office is None or any(office.head in person.roles for person in reading.registry.known):
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


def _offices(sentence: _Parsed) -> list[Mention]:
    return [
        frame.subject
        for frame in sentence.frames
        if frame.subject is not None
        and frame.subject.kind == "description"
        and frame.subject.sort == "person"
        and frame.subject.determiner == "the"
    ]
