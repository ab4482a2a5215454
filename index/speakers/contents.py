"""What is said: the stretch of a sentence that belongs to a cue, before it, after it, or on both sides.

"The plan, he said, is dead" has two stretches, "According to Ames, the plan is dead" has one. Where a stretch may end
is in index.speakers.edges, what a cue can have as its content in index.speakers.complements.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from index.speakers.complements import quote_follows, takes
from index.speakers.edges import Edges, object_end, trimmed
from index.speakers.frames import Frame
from index.speakers.knowledge import words
from index.speakers.phrases import Phrases
from index.speakers.sentences import DASHES, PAUSES, Sentence

_FOLLOWING = 12
"""Later cues that may end a content; the bound keeps the time linear."""
_SOURCE_REACH = 40
"""Tokens behind "according to" and its source within which their comma must stand."""
_SHORTEST_CLAUSE = 6
"""Tokens before a cue that are taken for a clause whatever they are."""
_SHORT_LEAD = 14
"""Tokens of "The plan, according to Ames, is dead" before the source, so that what follows is the same clause."""

_WORDED = frozenset(("in the words of",))
"""Sources before the very words."""

Piece = tuple[int, int]
"""First token and token after the last."""


class Content(NamedTuple):
    """Tokens of a sentence that a frame's subject says, last exclusive."""

    first: int
    last: int
    frame: Frame


def contents(found: list[Frame], phrases: Phrases) -> list[Content]:
    """The contents of all frames of a sentence, those without any left out; in order of the frames."""
    kept: list[Content] = []
    edges = Edges(phrases)
    floor = 0
    for k, frame in enumerate(found):
        if kept and _is_within(frame, kept[-1]):
            continue
        pieces = _Place(frame, found[k + 1 : k + 1 + _FOLLOWING], edges, floor).pieces()
        for begin, stop in pieces:
            first, last = trimmed(phrases.tokens, begin, edges.before_speaker(begin, stop, frame))
            if first < last:
                kept.append(Content(first, last, frame))
        if pieces:
            floor = frame.last
    return kept


def _is_within(frame: Frame, content: Content) -> bool:
    """Is "he praised them" itself part of what somebody says, and no statement of its own?"""
    inside = content.first <= frame.first and frame.last < content.last
    classes = frame.verb.classes
    if frame.order == "noun" or not inside:
        return inside
    if "object" not in classes or "say" in classes:
        return False
    return frame.order in ("before", "series") or (frame.order == "participle" and not classes & {"that", "close"})


@dataclass(frozen=True, slots=True)
class _Place:
    """A frame in its sentence: what stands around it."""

    frame: Frame
    following: list[Frame]
    edges: Edges
    floor: int
    """The token after the frame before, where a content before this one may begin."""

    @property
    def tokens(self) -> Sentence:
        return self.edges.tokens

    def stop(self, at: int) -> int:
        """Where a content that begins at token `at` ends."""
        return self.edges.stop(self.frame, at, self.following)

    def pieces(self) -> list[Piece]:
        """The stretches that the subject says, marks at their ends included."""
        tokens, frame, at = self.tokens, self.frame, self.frame.last
        if frame.verb.form == "label":
            return [(at, at + 1)]
        if frame.order == "source":
            return self._around_source()
        if frame.order == "passive":
            return [(self.floor, frame.first), (at, self.stop(at))]
        if frame.order == "agentless":
            return [(at, self.stop(at))]
        before = (self.floor, frame.first)
        ending = at >= len(tokens) or tokens[at].lower in (".", "?", "!", ";", "...")
        comma = not ending and (tokens[at].lower in PAUSES or tokens[at].lower == ")")
        resumed = comma and quote_follows(tokens, at)
        if frame.order == "after" and frame.first == 0:
            return [(at + 1, self.stop(at))]
        as_said = frame.first and tokens[frame.first - 1].lower == "as" and not (resumed and frame.first > 3)
        if as_said and self._closes and frame.order != "after":
            return self._after_as(ending=ending, comma=comma)
        if frame.order == "after" or (frame.order == "before" and self._quoted_before):
            before = (self._quotation_begin(), frame.first)
            return [before, (at + 1, self.stop(at))] if resumed else [before]
        if ending or (comma and not resumed) or self._trails():
            return self._closing(comma=comma)
        return self._behind(comma=comma) if takes(tokens, frame, at) else []

    @property
    def _closes(self) -> bool:
        return "close" in self.frame.verb.classes

    @property
    def _quoted_before(self) -> bool:
        """Does a quotation that something must follow stand right before the frame?"""
        before = self.tokens[self.frame.first - 1] if self.frame.first > self.floor else None
        closes = bool(self.frame.verb.classes - {"object", "to", "hearer", "weak"})
        return closes and before is not None and before.quote and before.ends_clause

    def _quotation_begin(self) -> int:
        """Where what was said before the cue begins: at a quotation that a dash or colon parts from a clause."""
        first = self.frame.first - 1
        if first > self.floor and self.tokens[first].quote and self.tokens[first - 1].lower in DASHES | {":", "-"}:
            return first
        return self.floor

    def _after_as(self, *, ending: bool, comma: bool) -> list[Piece]:
        """ "As Ames said, the plan is dead" and "the plan is dead, as Ames said"."""
        if comma and self.frame.first <= 3:
            return [(self.frame.last + 1, self.stop(self.frame.last))]
        return [(self.floor, self.frame.first - 1)] if ending else []

    def _behind(self, *, comma: bool) -> list[Piece]:
        """ "He said that ...", and '"The plan," he said, "is dead"' where the first words are not quoted."""
        tokens, frame, at = self.tokens, self.frame, self.frame.last
        first, stop = at, self.stop(at)
        if tokens[at].lower in PAUSES or tokens[at].lower == ":":
            first = at + 1
        lead = self.floor == 0 and 0 < frame.first < _SHORTEST_CLAUSE and self._is_set_apart()
        clause = lead and tokens[0].lower not in words("openers") | words("prepositions")
        if clause and comma and first < len(tokens):
            return [(0, frame.first), (first, stop)]
        if tokens[at].lower == ":" and self._closes and self._is_set_apart() and self._full_clause_before():
            return [(self.floor, frame.first), (first, stop)]
        return [(first, object_end(tokens, frame, first, stop))]

    def _trails(self) -> bool:
        """Does "as he left" follow a cue that closes what it reports: "It is over, Obama told them as he left"?"""
        lower = self.tokens[self.frame.last].lower
        trailing = lower in words("prepositions") or lower in words("subordinating")
        if not trailing or "object" in self.frame.verb.classes:
            return False
        return self.frame.first - self.floor > 3 and self._is_set_apart()

    def _is_set_apart(self, floor: int | None = None) -> bool:
        """Does a comma, dash or quotation stand before the frame? floor: another than the frame's own."""
        first = self.frame.first
        if first <= (self.floor if floor is None else floor):
            return False
        return self.tokens[first - 1].quote or self.tokens[first - 1].lower in PAUSES

    def _around_source(self) -> list[Piece]:
        """ "According to X, ..." and "..., according to X": what follows where nothing stands before."""
        tokens, frame, at = self.tokens, self.frame, self.frame.last
        if all(token.lower in words("openers") or token.lower == "," for token in tokens[: frame.first]):
            reach = range(at, min(len(tokens), at + _SOURCE_REACH))
            comma = next((j for j in reach if tokens[j].lower == ","), None)
            return [] if comma is None else [(comma + 1, self.stop(comma))]
        if at + 1 < len(tokens) and tokens[at].lower == "," and tokens[at + 1].quote and frame.verb.lemma in _WORDED:
            return [(at + 1, self.stop(at))]
        start = 0
        for j in range(frame.first - 2, 0, -1):
            if tokens[j].lower in words("contrasts") and tokens[j - 1].lower == ",":
                start = j + 1
                break
        before = (start, frame.first)
        goes_on = (
            at + 2 < len(tokens) and tokens[at].lower in (",", "-", "—", "–") and frame.first - start < _SHORT_LEAD
        )
        if not goes_on:
            return [before]
        introduced = tokens[start].lower in words("prepositions") and self._is_set_apart(floor=0)
        if introduced or tokens[at + 1].lower in words("auxiliaries"):
            return [before, (at + 1, self.stop(at))]
        return [before]

    def _closing(self, *, comma: bool) -> list[Piece]:
        """ "..., he said.", "The plan, he said, is dead." and "In the end, he said, nobody came."."""
        tokens, floor, first, at = self.tokens, self.floor, self.frame.first, self.frame.last + 1
        quoted = any(token.quote for token in tokens[floor:first])
        if not (self._closes or quoted) or self.frame.order == "participle":
            return []
        if not self._is_set_apart() or (tokens[first].lower in words("relatives") and not quoted):
            return []
        # A cue is set in between two commas or two dashes, not one of each.
        paired = (tokens[first - 1].lower in DASHES) == (comma and tokens[at - 1].lower in DASHES)
        goes_on = comma and at < len(tokens) and paired
        introduced = tokens[floor].lower in words("openers") | words("prepositions")
        if introduced and goes_on:
            introduced = tokens[at].lower not in words("auxiliaries")
        clause = quoted or self._clause_before()
        pieces = [(floor, first)] if clause or (comma and not introduced) else []
        if goes_on and not tokens[first - 1].quote and self._goes_on(at):
            pieces.append((at, self.stop(at)))
        return pieces

    def _full_clause_before(self) -> bool:
        """Does a subject with its verb stand before the cue, as in "The plan has failed, Ames said: "Nobody came."?"""
        tokens, i = self.tokens, self.floor
        while i < self.frame.first and (tokens[i].lower in words("leading_conjunctions") or not tokens[i].word):
            i += 1
        subject = self.edges.phrases.at(i)
        if subject is None or subject.last + 2 >= self.frame.first or not tokens[subject.last].word:
            return False
        return tokens[subject.last].lower not in words("prepositions") | words("times") | words("conjunctions")

    def _clause_before(self) -> bool:
        """Is what stands before the cue a clause, and no mere "In Paris" or "Meanwhile"?"""
        before = self.tokens[self.floor : self.frame.first]
        return sum(token.word for token in before) > 3 or self.frame.first - self.floor >= _SHORTEST_CLAUSE

    def _goes_on(self, at: int) -> bool:
        """Does the clause that the cue interrupts go on at token `at`, and no other clause begin there?"""
        lower = self.tokens[at].lower
        other = any(lower in words(kind) for kind in ("conjunctions", "relatives", "prepositions"))
        begins_frame = any(later.first <= at <= later.last for later in self.following)
        return not other and not begins_frame and not lower.endswith("ing")
