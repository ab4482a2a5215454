"""What is said: the stretch of a sentence that belongs to a cue, before it, after it, or on both sides."""

from __future__ import annotations

from typing import NamedTuple

from index.speakers.frames import Frame
from index.speakers.knowledge import words
from index.speakers.phrases import Phrases
from index.speakers.sentences import Sentence, Token

_TRIMMED = frozenset(",;:.?!—–-―‒…")


_SPEAKERS = ("person", "institution")


class Content(NamedTuple):
    """Tokens of a sentence that a frame's subject says, last exclusive."""

    first: int
    last: int
    frame: Frame


def contents(tokens: Sentence, found: list[Frame], phrases: Phrases) -> list[Content]:
    """The contents of all frames of a sentence, those without any left out; in order of the frames."""
    kept: list[Content] = []
    edges = _Edges(tokens, phrases)
    floor = 0
    for k, frame in enumerate(found):
        if _mentioned(frame, kept):
            continue
        pieces = _pieces(tokens, frame, found[k + 1 : k + 13], edges, floor)
        for piece in pieces:
            first, last = _trim(tokens, piece[0], _before_speaker(tokens, *piece, frame, phrases))
            if first < last:
                kept.append(Content(first, last, frame))
        if pieces:
            floor = frame.last
    return kept


def _before_speaker(tokens: Sentence, first: int, last: int, frame: Frame, phrases: Phrases) -> int:
    """The end of a quotation behind which only the speaker's office stands: '"No," the mayor, Ann Ames, said.'."""
    if last != frame.first or frame.order != "before":
        return last
    for i in range(last - 1, max(first - 1, last - 14), -1):
        if tokens[i].quote:
            office = phrases.at(i + 1) if tokens[i].ends_clause and i + 1 < last else None
            return i + 1 if office is not None and office.kind == "description" else last
    return last


def _mentioned(frame: Frame, kept: list[Content]) -> bool:
    """Is "he praised them" itself part of what somebody says, and no statement of its own?"""
    if kept and frame.order == "noun" and kept[-1].first <= frame.first and frame.last < kept[-1].last:
        return True
    if not kept or "object" not in frame.verb.classes or "say" in frame.verb.classes:
        return False
    if frame.order not in ("before", "participle"):
        return False
    if frame.order == "participle" and frame.verb.classes & {"that", "close"}:
        return False
    return kept[-1].first <= frame.first and frame.last < kept[-1].last


def _begins_clause(token: Token, phrases: Phrases, i: int) -> bool:
    return phrases.at(i) is not None or token.lower in words("determiners")


class _Edges:
    """Where a content that runs to the sentence's end may stop before it: at ", but ..." and ", while ..."."""

    def __init__(self, tokens: Sentence, phrases: Phrases) -> None:
        self.tokens = tokens
        self.phrases = phrases
        self.contrasts = [
            i
            for i in range(1, len(tokens) - 1)
            if tokens[i].lower in words("contrasts")
            and tokens[i - 1].lower in (",", "—", "–", "--")
            and (tokens[i].lower != "but" or _begins_clause(tokens[i + 1], phrases, i + 1))
        ]

    def after(self, i: int) -> int:
        """The first such place behind token i, or the sentence's end."""
        for edge in self.contrasts:
            if edge > i + 3:
                return edge
        return len(self.tokens)

    def main_clause(self, frame: Frame, at: int) -> int:
        """Where a cue stands in a leading "Though he conceded ...", the comma after which the main clause begins."""
        tokens = self.tokens
        if frame.first > 3 or frame.first == 0 or tokens[0].lower not in words("subordinating"):
            return len(tokens)
        for i in range(at + 2, len(tokens) - 2):
            if tokens[i].lower == ",":
                subject = self.phrases.at(i + 1)
                if subject is not None and (tokens[subject.last].word or subject.last - subject.first > 2):
                    return i
        return len(tokens)


def _pieces(tokens: Sentence, frame: Frame, following: list[Frame], edges: _Edges, floor: int) -> list[tuple[int, int]]:
    if frame.order == "source":
        return _around_source(tokens, frame, following, edges)
    at = frame.last
    if frame.order == "passive":
        return [(floor, frame.first), (at, _stop(tokens, frame, at, following, edges))]
    ending = at >= len(tokens) or tokens[at].lower in (".", "?", "!", ";", "...")
    comma = not ending and tokens[at].lower in (",", "—", "–", "--", ")")
    after = (at + 1, _stop(tokens, frame, at, following, edges))
    if frame.order == "after":
        if frame.first == 0:
            return [after]
        return [(floor, frame.first), after] if comma and _quote_follows(tokens, at) else [(floor, frame.first)]
    if frame.first and tokens[frame.first - 1].lower == "as" and "close" in frame.verb.classes:
        return [after] if comma and frame.first <= 3 else [(floor, frame.first - 1)] if ending else []
    quoted_before = frame.first > floor and tokens[frame.first - 1].quote and tokens[frame.first - 1].ends_clause
    if quoted_before and frame.order == "before":
        return [(floor, frame.first), after] if comma and _quote_follows(tokens, at) else [(floor, frame.first)]
    if ending or (comma and not _quote_follows(tokens, at)) or _trails(tokens, frame, floor):
        return _closing(tokens, frame, following, edges, floor, comma=comma)
    if not _takes(tokens, frame, at):
        return []
    first = at + 1 if tokens[at].lower in (",", ":", "—", "–", "--") else at
    parenthetical = (
        comma
        and floor == 0
        and first < len(tokens)
        and _set_apart(tokens, frame, floor)
        and 0 < frame.first - floor < 6
    )
    if parenthetical and tokens[floor].lower not in words("openers") | words("prepositions"):
        return [(floor, frame.first), (first, after[1])]
    return [(first, _object_end(tokens, frame, first, after[1]))]


def _object_end(tokens: Sentence, frame: Frame, first: int, stop: int) -> int:
    """The end of a content that is a noun phrase, not a clause: the comma behind it, if no quotation is to come."""
    clause = (
        "object" not in frame.verb.classes
        or "say" in frame.verb.classes
        or tokens[first].lower in words("clause_words")
    )
    if clause or any(token.quote for token in tokens[first:stop]):
        return stop
    return next((i for i in range(first + 1, stop - 1) if _time_begins(tokens, i) or tokens[i].lower == ","), stop)


def _time_begins(tokens: Sentence, i: int) -> bool:
    """Does "this week" or "on Tuesday" begin here, which tells when something was said?"""
    return tokens[i].lower in ("this", "last", "on") and tokens[i + 1].lower in words("times")


def _trails(tokens: Sentence, frame: Frame, floor: int) -> bool:
    """Does "as he left" follow a cue that closes what it reports: "It is over, Obama told them as he left"?"""
    at = frame.last
    trailing = words("prepositions") | words("subordinating") | {"to"}
    if tokens[at].lower not in trailing or "object" in frame.verb.classes:
        return False
    return frame.first - floor > 3 and _set_apart(tokens, frame, floor)


def _set_apart(tokens: Sentence, frame: Frame, floor: int) -> bool:
    before = tokens[frame.first - 1] if frame.first > floor else None
    return before is not None and (before.quote or before.lower in (",", "—", "–", "--"))


def _quote_follows(tokens: Sentence, at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].quote


def _around_source(tokens: Sentence, frame: Frame, following: list[Frame], edges: _Edges) -> list[tuple[int, int]]:
    """ "According to X, ..." and "..., according to X": what follows where nothing stands before."""
    before = tokens[: frame.first]
    if all(token.lower in words("openers") or token.lower == "," for token in before):
        for j in range(frame.last, min(len(tokens), frame.last + 40)):
            if tokens[j].lower == ",":
                return [(j + 1, _stop(tokens, frame, j, following, edges))]
        return []
    start = 0
    for j in range(frame.first - 2, 0, -1):
        if tokens[j].lower in words("contrasts") and tokens[j - 1].lower == ",":
            start = j + 1
            break
    pieces = [(start, frame.first)]
    at = frame.last
    if at + 2 < len(tokens) and tokens[at].lower in (",", "-", "—", "–") and frame.first - start < 14:
        follows = tokens[at + 1].lower
        if follows in words("auxiliaries") or (
            _set_apart(tokens, frame, 0) and tokens[start].lower in words("prepositions")
        ):
            pieces.append((at + 1, _stop(tokens, frame, at, following, edges)))
    return pieces


def _closing(
    tokens: Sentence, frame: Frame, following: list[Frame], edges: _Edges, floor: int, *, comma: bool
) -> list[tuple[int, int]]:
    """ "..., he said.", "The plan, he said, is dead." and "In the end, he said, nobody came."."""
    first, at = frame.first, frame.last + 1
    quoted = any(token.quote for token in tokens[floor:first])
    if not ("close" in frame.verb.classes or quoted) or frame.order == "participle":
        return []
    if not _set_apart(tokens, frame, floor) or (tokens[first].lower in words("relatives") and not quoted):
        return []
    clause = _speech_before(tokens, frame, floor)
    introduced = tokens[floor].lower in words("openers") | words("prepositions")
    if introduced and comma and at < len(tokens):
        introduced = tokens[at].lower not in words("auxiliaries")
    pieces = [(floor, first)] if clause or (comma and not introduced) else []
    if comma and at < len(tokens) and not tokens[first - 1].quote:
        plain = tokens[at].lower not in words("conjunctions") | words("relatives") | words("prepositions")
        begins_frame = any(later.first <= at <= later.last for later in following)
        if plain and not begins_frame and not tokens[at].lower.endswith("ing"):
            pieces.append((at, _stop(tokens, frame, at, following, edges)))
    return pieces


def _speech_before(tokens: Sentence, frame: Frame, floor: int) -> bool:
    """Is what stands before the cue a clause or quotation, and no mere "In Paris" or "Meanwhile"?"""
    before = tokens[floor : frame.first]
    if any(token.quote for token in before):
        return True
    counted = [token for token in before if token.word]
    return len(counted) > 3 or frame.first - floor > 5


def _takes(tokens: Sentence, frame: Frame, at: int) -> bool:
    """Can the cue have what begins at token `at` as its content?"""
    token, classes = tokens[at], frame.verb.classes
    lower = token.lower
    if lower in (",", "—", "–", "--"):
        return _quote_follows(tokens, at)
    if token.quote or lower == ":":
        return True
    if lower in words("clause_words"):
        if "object" in classes and "weak" not in classes:
            return True
        return bool(classes & {"say", "that", "hearer"}) or (
            lower == "that" and "quote" in classes and "weak" in classes
        )
    if lower == "to":
        return "to" in classes
    return _takes_words(tokens, frame, at)


def _takes_words(tokens: Sentence, frame: Frame, at: int) -> bool:
    """The same for words that begin no clause."""
    lower, classes = tokens[at].lower, frame.verb.classes
    sure = frame.verb.form in ("past", "ing") and frame.subject is not None and frame.subject.sort in _SPEAKERS
    if "weak" in classes and not (sure and "object" in classes):
        return _quoted_soon(tokens, at) and bool(classes & {"object", "that", "quote"})
    if "say" in classes or "hearer" in classes:
        return (
            lower not in words("prepositions") or "object" in classes or lower in ("in", "for", "by", "under", "after")
        )
    if "quote-or-for" in classes:
        return _quoted_soon(tokens, at) or _calls_names(tokens, at)
    if "object" in classes:
        return tokens[at].word
    if "quote" in classes:
        return _quoted_soon(tokens, at)
    return "that" in classes and (_quoted_soon(tokens, at) or lower in words("third_person"))


def _calls_names(tokens: Sentence, at: int) -> bool:
    """ "Called him a liar" and "called the vote a farce", but not "called a meeting"."""
    for token in tokens[at + 1 : at + 9]:
        if not token.word or token.lower in words("prepositions"):
            return False
        if token.lower in ("a", "an", "the"):
            return True
    return False


def _quoted_soon(tokens: Sentence, at: int) -> bool:
    """Does a quotation stand within the next words, before the clause is over?"""
    for token in tokens[at : at + 15]:
        if token.quote:
            return True
        if token.lower in ",;.:":
            return False
    return False


def _stop(tokens: Sentence, frame: Frame, at: int, following: list[Frame], edges: _Edges) -> int:
    """Where a content that begins at token `at` ends: at a contrast, the next cue of the same rank, or the end."""
    stop = min(edges.after(at), edges.main_clause(frame, at))
    for later in following:
        shared = later.first <= at
        begin = later.cue_first if shared else later.first
        if begin >= stop:
            break
        before: Token = tokens[begin - 1]
        if shared and before.lower == ",":
            return begin
        apart = before.lower in (",", "—", "–", "--", "and", "but", "while", ";") or before.quote
        if later.order in ("participle", "source") and apart:
            return begin
        if later.order in ("before", "after") and apart and before.lower != "," and not before.quote:
            return begin
    for i in range(at + 3, min(stop, at + 120)):
        if _judged(tokens, i, edges.phrases):
            return i
        if tokens[i].lower == ":" and not tokens[min(i + 1, stop - 1)].quote:
            return i
    return stop


def _judged(tokens: Sentence, i: int, phrases: Phrases) -> bool:
    """Does ", a notion that Kell has dismissed" begin at token i: another's judgement of what was said?"""
    if tokens[i].lower not in (",", "—", "–", "--") or i + 4 >= len(tokens):
        return False
    j = i + 1 + (tokens[i + 1].lower in ("a", "an"))
    if tokens[j].lower not in words("notions"):
        return False
    noun = phrases.over(j)
    after = tokens[j + 1]
    judged = after.lower in words("third_person") | {"that", "which"} or after.lower in words("determiners")
    return judged or after.capital or (noun is not None and noun.kind == "name")


def _trim(tokens: Sentence, first: int, last: int) -> tuple[int, int]:
    """Without the marks and conjunctions at either end."""
    while first < last and not tokens[first].quote and tokens[first].text[0] in _TRIMMED:
        first += 1
    while first < last and tokens[first].lower in ("but", "and", "so", "yet"):
        first += 1
    while (
        last > first
        and not tokens[last - 1].quote
        and (
            tokens[last - 1].text[0] in _TRIMMED or tokens[last - 1].lower in ("and", "but", "while", "as", "although")
        )
    ):
        last -= 1
    return first, last
