"""Goes through an article from beginning to end and says of each statement who speaks.

'"We lost," Ames said.' is followed by '"Nobody came.' and '"So we went home."' in paragraphs of their own: the reader
remembers who spoke and whether the quotation was closed, so that all three are hers.
"""

from __future__ import annotations

from index.speakers.asides import Aside, asides
from index.speakers.clauses import Parsed
from index.speakers.coreference import Resolver
from index.speakers.drafts import NOBODY, Draft, Voice, drafted
from index.speakers.frames import Frame
from index.speakers.knowledge import words
from index.speakers.mentions import Mention
from index.speakers.offices import introduce_late
from index.speakers.people import Known
from index.speakers.sentences import Sentence
from index.speakers.subjects import main_subject
from index.speakers.survey import Survey
from index.speakers.turns import Turn, turns
from index.speakers.uncued import is_left_open, uncued


class Reader:
    """Goes through an article once; remembers what the paragraph before ended with."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.resolver = Resolver(survey.registry)
        self.parsed = [[Parsed(sentence) for sentence in found] for found in survey.paragraphs]
        self.number = 0
        self.spoken_of: dict[Known, None] = {}
        """Whom the last paragraph that was read speaks of, in order of appearance."""
        self.left_open: Voice | None = None
        """Who speaks on in the next paragraph: its quotation has no closing mark, or a colon announced it."""
        self.waiting: list[Draft] = []
        """Quotations left open of which nobody said yet who speaks."""
        self.last: Voice | None = None
        """Who spoke in the last sentence of the paragraph before."""
        self.turns = turns(survey.article, survey.registry)
        introduce_late(self.parsed, survey.registry)

    def read(self, number: int) -> list[Draft]:
        """The statements of the next paragraph, which has this number; in order of their start."""
        parsed = self.parsed[self.number]
        self.number += 1
        self.spoken_of = {}
        drafts: list[Draft] = []
        voices: list[Voice | None] = []
        for k, sentence in enumerate(parsed):
            goes_on = k > 0 and parsed[k - 1].tokens[-1].lower == ";"
            voices.append(self._sentence(sentence, k, number, drafts) or (voices[-1] if goes_on else None))
        drafts += uncued(parsed, voices, drafts, self.left_open, self.last)
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
        return Draft(turn.start, len(self.survey.texts[number]), "direct", voice, 0)

    def _close(self, parsed: list[Parsed], drafts: list[Draft]) -> None:
        """Give quotations that were left open the speaker whom a later paragraph of the same speech names."""
        goes_on = bool(parsed) and parsed[0].tokens[0].quote
        voice = next((draft.voice for draft in drafts if draft.voice is not NOBODY), None) if goes_on else None
        if voice is not None:
            for draft in self.waiting:
                draft.voice = voice
        waiting = self.waiting if goes_on and voice is None else []
        final = max(drafts, key=lambda draft: draft.end, default=None)
        opened = final is not None and final.voice is NOBODY and is_left_open(parsed[-1].tokens[-1])
        self.waiting = [*waiting, final] if opened and final is not None else []

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
            if who is not None:
                self._issue(sentence.tokens, content.frame, who)
            drafts.append(drafted(sentence.tokens, content, voice, k))
            if content.last > reach:
                last, reach = voice, content.last
        return last or self._silent_voice(sentence, known, number)

    def _issue(self, tokens: Sentence, frame: Frame, who: Known) -> None:
        """Remember the text in "Ames said in a statement" and "In a statement, Ames said" as hers."""
        leads = len(tokens) > 3 and tokens[3].lower == "," and frame.first > 3
        for i in (*((0,) if leads else ()), *range(frame.cue_last, frame.last - 2)):
            opening = tokens[i].lower in ("in", "by") and tokens[i + 1].lower in ("a", "an")
            if opening and tokens[i + 2].lower in words("texts"):
                self.resolver.issued(tokens[i + 2].lower, who)

    def _silent_voice(self, sentence: Parsed, known: dict[int, Known | None], number: int) -> Voice | None:
        """Who speaks in the sentences around one without a content: "Ames disagreed.", "Ames went on:"."""
        final = sentence.frames[-1] if sentence.frames else None
        speaker = final.subject if final is not None and "close" in final.verb.classes else None
        if speaker is None and _announces(sentence.tokens):
            speaker = _announced(sentence)
        if speaker is None:
            return None
        who = known[speaker.first] if speaker.first in known else self.resolver.resolve(speaker, number)
        return Voice(speaker, number, who)

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
        """Enter whom a mention in passing means; actor: the subject before it; ahead: whom a cataphor means."""
        mention = aside.mention
        if aside.quoted:
            self._spoken_of(self.resolver.quoted(mention))
            return
        cataphor = mention.kind == "pronoun" and ahead is not None and mention.first < ahead.first
        # Without a known subject anybody could be "him", the subject too.
        if cataphor or (aside.object and actor is None):
            return
        but = actor if aside.object else None
        self._spoken_of(self.resolver.aside(mention, number, but=but, scope=aside.scope))

    def _spoken_of(self, who: Known | None) -> None:
        if who is not None:
            self.spoken_of.setdefault(who)

    def _remember(self, parsed: list[Parsed], drafts: list[Draft], voices: list[Voice | None]) -> None:
        self.left_open, self.last = None, None
        if not parsed:
            return
        last = parsed[-1].tokens[-1]
        final = max(drafts, key=lambda draft: draft.end, default=None)
        if is_left_open(last) and final is not None:
            self.left_open = final.voice
        elif last.lower == ":":
            self.left_open = voices[-1]
        if final is not None and final.sentence == len(parsed) - 1:
            self.last = final.voice


def _announces(tokens: Sentence) -> bool:
    """Does the sentence end with a colon, or with a colon and a quotation?"""
    return tokens[-1].lower == ":" or (len(tokens) > 1 and tokens[-1].quote and tokens[-2].lower == ":")


def _announced(sentence: Parsed) -> Mention | None:
    """Whom a colon lets speak: the subject of the clause before it."""
    tokens = sentence.tokens
    colon = max(i for i, token in enumerate(tokens) if token.lower == ":")
    subject = main_subject(sentence.phrases, colon)
    acts = subject is not None and subject.last < colon and tokens[subject.last].word
    return subject if acts else None
