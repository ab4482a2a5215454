"""Where what is said ends: at the sentence's end, unless a contrast, another cue or a judgement begins before it.

In "Ames said the bridge is safe, but engineers warned of cracks" her words end before ", but"; in "Ames said the vote
was rigged, a claim the court rejected" before ", a claim".
"""

from __future__ import annotations

from index.speakers.frames import Frame
from index.speakers.knowledge import cue_verbs, words
from index.speakers.phrases import Phrases
from index.speakers.sentences import DASHES, PAUSES, Sentence, Token

_MARKS = frozenset(",;:.?!—–-―‒…")
_FARTHEST = 120
"""Tokens of a content that are searched for a judgement; the bound keeps the time linear."""
_LONGEST_PART = 9
"""Tokens of a part of a list before its "and"."""
_OFFICE_REACH = 14
"""Tokens between a quotation and the cue behind it that are searched for the speaker's office."""


class Edges:
    """The places of a sentence where a content that runs to its end may stop before it."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self.tokens = tokens = phrases.tokens
        self.contrasts = [
            i
            for i in range(1, len(tokens) - 1)
            if tokens[i].lower in words("contrasts")
            and (tokens[i - 1].lower in PAUSES or tokens[i - 1].lower == "-")
            and (tokens[i].lower != "but" or self._begins_clause(i + 1))
        ]

    def stop(self, frame: Frame, at: int, following: list[Frame]) -> int:
        """Where a content that begins at token `at` ends; following: the frames behind its own."""
        stop = min(self._contrast_after(at), self._main_clause(frame, at))
        for later in following:
            shared = later.first <= at
            begin = later.cue_first if shared else later.first
            if begin >= stop:
                break
            if self._ends_before(later, begin, at, shared=shared):
                return begin
        depth = 0
        for i in range(at, min(stop, at + _FARTHEST)):
            depth += (self.tokens[i].lower == "(") - (self.tokens[i].lower == ")")
            if depth < 0:
                return i
            if i < at + 3:
                continue
            colon = self.tokens[i].lower == ":" and not self.tokens[min(i + 1, stop - 1)].quote
            if colon or self._is_judgement(i) or self._compares(i):
                return i
        return stop

    def _begins_clause(self, i: int) -> bool:
        lower = self.tokens[i].lower
        return self.phrases.at(i) is not None or lower in words("determiners") or lower in words("whereabouts")

    def _contrast_after(self, i: int) -> int:
        """The first ", but ..." or ", while ..." behind token i, or the sentence's end."""
        return next((edge for edge in self.contrasts if edge > i + 3), len(self.tokens))

    def _main_clause(self, frame: Frame, at: int) -> int:
        """Where a cue stands in a leading "Though he conceded ...", the comma after which the main clause begins."""
        tokens = self.tokens
        leads = frame.first == 0 and frame.order in ("participle", "agentless")
        if frame.order == "agentless" and frame.first:
            leads = tokens[frame.first - 1].lower in words("subordinating")
        if not leads and (frame.first > 3 or frame.first == 0 or tokens[0].lower not in words("subordinating")):
            return len(tokens)
        for i in range(at, len(tokens) - 2):
            if (tokens[i].lower == "," and i > at + 1) or tokens[i].ends_clause or (leads and tokens[i].quote):
                subject = self.phrases.at(i + 1)
                if subject is not None and (tokens[subject.last].word or subject.last - subject.first > 2):
                    return i + tokens[i].quote
        return len(tokens)

    def _ends_before(self, later: Frame, begin: int, at: int, *, shared: bool) -> bool:
        """Does a later cue, from token `begin` on, end the content before it, which begins at token `at`?

        shared: it has the same subject.
        """
        before = self.tokens[begin - 1]
        if before.quote or before.lower == ",":
            return (shared and not before.quote) or later.order in ("participle", "source", "series")
        if later.subject is not None and at <= later.subject.first < later.first:
            return False
        apart = before.lower in words("apart") or before.lower in DASHES | {";", "-"}
        return apart and later.order not in ("noun", "passive", "agentless")

    def _is_judgement(self, i: int) -> bool:
        """Does ", a notion that Kell has dismissed" begin at token i: another's judgement of what was said?"""
        tokens = self.tokens
        if tokens[i].lower not in PAUSES or i + 4 >= len(tokens):
            return False
        j = i + 1 + (tokens[i + 1].lower in ("a", "an"))
        if tokens[j].lower not in words("notions"):
            return False
        noun, after = self.phrases.over(j), tokens[j + 1]
        judged = after.lower in words("third_person") | {"that", "which"} or after.lower in words("determiners")
        return judged or after.capital or (noun is not None and noun.kind == "name")

    def _compares(self, i: int) -> bool:
        """Does ", compared with 30 percent in May" begin at token i?"""
        after = [token.lower for token in self.tokens[i + 1 : i + 3]]
        return self.tokens[i].lower == "," and after in (["compared", "with"], ["compared", "to"])

    def before_speaker(self, first: int, last: int, frame: Frame) -> int:
        """The end of a quotation behind which only the speaker's office stands: '"No," the mayor, Ann Ames, said.'."""
        if last != frame.first or frame.order != "before":
            return last
        for i in range(last - 1, max(first - 1, last - _OFFICE_REACH), -1):
            if self.tokens[i].quote:
                office = self.phrases.at(i + 1) if self.tokens[i].ends_clause and i + 1 < last else None
                return i + 1 if office is not None and office.kind == "description" else last
        return last


def object_end(tokens: Sentence, frame: Frame, first: int, stop: int) -> int:
    """The end of a content that is a noun phrase, not a clause: the comma behind it, if no quotation is to come."""
    classes = frame.verb.classes
    if "object" not in classes or "say" in classes or tokens[first].lower in words("clause_words"):
        return stop
    begin = first
    for i in range(first, stop):
        if tokens[i].lower == "," and i + 1 < stop and tokens[i + 1].lower == "with":
            return i
        if tokens[i].quote:
            begin = i
            if tokens[i].ends_clause and i + 1 < stop and not _lists_on(tokens, i, stop):
                return i + 1
    ends = (i for i in range(begin + 1, stop - 1) if _time_begins(tokens, i) or _clause_begins(tokens, i))
    return next((i for i in ends if not _lists_on(tokens, i, stop)), stop)


def _clause_begins(tokens: Sentence, i: int) -> bool:
    """Does a comma stand here, or a new clause begin: "and urged", "even as he"?"""
    lower, after = tokens[i].lower, tokens[i + 1].lower
    if lower in words("apart") and _acts(tokens[i + 1]):
        return True
    if lower == "even" and after in words("subordinating"):
        return True
    return lower == "," or (lower in words("subordinating") and after in words("third_person"))


def _lists_on(tokens: Sentence, mark: int, stop: int) -> bool:
    """Does the comma at token `mark` stand in a list, "and" before its last part: "bridges, quays and two locks"?

    The comma may be the last mark of a quotation.
    """
    if tokens[mark].lower != "," and not tokens[mark].quote:
        return False
    if tokens[mark + 1].lower in words("relatives") or tokens[mark + 1].lower.endswith("ing"):
        return False
    for i in range(mark + 1, min(stop - 1, mark + _LONGEST_PART)):
        if tokens[i].lower in ("and", "or"):
            part = tokens[i + 1]
            return not _acts(part) and (part.quote or i > mark + 1 or not tokens[mark].quote)
        if tokens[i].lower in words("third_person") | words("auxiliaries"):
            return False
    return False


def _acts(token: Token) -> bool:
    """Is it the verb of a new clause, as in ", and told" or ", and he"?"""
    verb = cue_verbs().get(token.lower)
    return (verb is not None and verb.form in ("past", "third")) or token.lower in words("third_person")


def _time_begins(tokens: Sentence, i: int) -> bool:
    """Does "this week" or "on Tuesday" begin here, which tells when something was said?"""
    return tokens[i].lower in ("this", "last", "on") and tokens[i + 1].lower in words("times")


def trimmed(tokens: Sentence, first: int, last: int) -> tuple[int, int]:
    """A stretch without the marks and conjunctions at either end."""
    while first < last and not tokens[first].quote and tokens[first].text[0] in _MARKS:
        first += 1
    while first < last and tokens[first].lower in words("leading_conjunctions"):
        first += 1
    while last > first and not tokens[last - 1].quote:
        if tokens[last - 1].text[0] not in _MARKS and tokens[last - 1].lower not in words("trailing_conjunctions"):
            break
        last -= 1
    return first, last
