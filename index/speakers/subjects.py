"""The subject of a verb, found without a parser: the noun phrase that its clause begins with."""

from __future__ import annotations

from dataclasses import replace

from index.speakers.knowledge import places, words
from index.speakers.mentions import Mention, is_place, spelling
from index.speakers.sentences import Sentence, Token

_MODIFYING = frozenset(("of", "for", "at", "in", "from", "with", "to", "on", "by", "about"))
_WINDOW = 60


class Phrases:
    """The noun phrases of a sentence by where they begin and end."""

    def __init__(self, tokens: Sentence, mentions: list[Mention]) -> None:
        self.tokens = tokens
        self.mentions = mentions
        self._by_first = {mention.first: mention for mention in mentions}
        self._by_last = {mention.last: mention for mention in mentions}

    def at(self, i: int) -> Mention | None:
        """The phrase that begins at token i."""
        return self._by_first.get(i)

    def ending(self, i: int) -> Mention | None:
        """The phrase whose last token stands before token i."""
        return self._by_last.get(i)

    def over(self, i: int) -> Mention | None:
        """The phrase that holds token i."""
        for mention in self.mentions:
            if mention.first <= i < mention.last:
                return mention
        return None

    def pronoun(self, i: int) -> Mention:
        """A possessive pronoun as a mention of its own."""
        token = self.tokens[i]
        lower = {"his": "he", "her": "she", "its": "it", "their": "they"}.get(token.lower, token.lower)
        sex = {"he": "m", "she": "f"}.get(lower, "")
        sort = "person" if sex else "thing"
        return Mention("pronoun", sort, i, i + 1, token.start, token.end, token.text, lower, sex=sex)  # type: ignore[arg-type]

    def owner(self, mention: Mention, stop: int) -> Mention:
        """The possessor inside a phrase: its tokens up to the possessive ending."""
        from index.speakers.chunking import noun_phrase

        return noun_phrase(self.tokens[:stop], mention.first) or mention


def _boundary(token: Token) -> bool:
    return token.quote or token.lower in (",", "(", ")", "—", "–", "-", "--", ":", "[", "]")


def _segment(tokens: Sentence, end: int) -> int:
    """The first token of the stretch without commas or such that ends before token `end`."""
    begin = end
    while begin > 0 and end - begin < _WINDOW and not _boundary(tokens[begin - 1]):
        begin -= 1
    return begin


def _is_insert(tokens: Sentence, begin: int, end: int) -> bool:
    """Is the stretch between commas a relative clause, participle, age, place: nothing that could be the subject?"""
    first = tokens[begin]
    if not first.capital and (first.lower.endswith("ing") or first.lower.endswith("ed")):
        return True
    return (
        first.lower in words("relatives")
        or first.lower in words("prepositions")
        or first.lower
        in ("when", "while", "as", "once", "himself", "herself", "himself", "too", "however", "who", "then")
        or (first.text[0].isdigit() and end - begin <= 3)
        or (first.lower in words("auxiliaries"))
        or " ".join(token.lower for token in tokens[begin:end]) in words("state_abbreviations") | places().names
        or (end - begin == 1 and first.text in ("D", "R", "I"))
        or (first.text[:2] in ("R-", "D-", "I-"))
        or first.lower in words("adverbs")
        or (first.lower in ("jr.", "sr.", "inc.", "ltd."))
    )


def subject_before(tokens: Sentence, phrases: Phrases, j: int) -> Mention | None:
    """The subject of the verb group that follows token j; None where none is plain."""
    if j < 0:
        return None
    token = tokens[j]
    if token.lower in ("who", "which", "that"):
        return _antecedent(tokens, phrases, j)
    if token.lower in ("and", "but", "or", "then", "yet"):
        return main_subject(tokens, phrases, j)
    if _boundary(token) and not token.quote:
        return _before_comma(tokens, phrases, j)
    mention = phrases.ending(j + 1)
    head = _head(tokens, phrases, mention, j + 1) if mention is not None else None
    begin = _segment(tokens, j + 1)
    if head is None or (head.sort == "thing" and head.kind == "description") or head.first > begin:
        sure = head is not None and (head.sort != "thing" or head.kind == "name")
        head = _modified(tokens, phrases, begin, j + 1, participle=sure) or head
    return _apposed(tokens, phrases, head, j + 1) if head is not None else None


def _modified(tokens: Sentence, phrases: Phrases, begin: int, end: int, *, participle: bool = False) -> Mention | None:
    """The person with whom a stretch begins, specified by what follows: "a clerk accused of theft told"."""
    while begin < end and tokens[begin].lower in words("openers"):
        begin += 1
    mention = phrases.at(begin)
    if (
        mention is None
        or mention.last >= end
        or mention.kind != "description"
        or mention.sort not in ("person", "crowd")
    ):
        return None
    after = tokens[mention.last].lower
    joined = any(
        token.lower in ("and", "but", "or", "that", "when", "while", "because") for token in tokens[mention.last : end]
    )
    beyond = tokens[mention.last + 1].lower if mention.last + 1 < end else ""
    modified = after.endswith(("ed", "ing")) and beyond in words("prepositions") and not joined
    return mention if modified or (after in words("prepositions") and not participle) else None


def _apposed(tokens: Sentence, phrases: Phrases, head: Mention, end: int) -> Mention:
    """The name in "Nate Hollis, the clerk who found it said", where the second comma was left out."""
    begin = head.first
    if head.kind != "description" or head.determiner != "the" or begin < 2 or tokens[begin - 1].lower != ",":
        return head
    if end + 1 < len(tokens) and tokens[end + 1].lower == ",":
        return head
    named = phrases.ending(begin - 1)
    plain = named is not None and named.kind == "name" and _segment(tokens, begin - 1) == named.first
    if named is not None and named.first and not tokens[named.first - 1].quote:
        return head
    return named if plain and named is not None and named.sort == "person" else head


def _antecedent(tokens: Sentence, phrases: Phrases, j: int) -> Mention | None:
    """Whom "who" stands for: the phrase before it, or before the comma before it."""
    end = j - 1 if j and tokens[j - 1].lower in (",", "—", "–", "-", "(") else j
    mention = phrases.ending(end)
    if mention is None or (tokens[j].lower == "that" and mention.sort == "thing"):
        return None
    if mention.kind == "pronoun" or (mention.sort == "thing" and mention.kind == "description"):
        return None
    begin = _segment(tokens, end)
    if begin > 1 and tokens[begin].lower in words("prepositions"):
        return _before_comma(tokens, phrases, begin - 1)
    if mention.kind == "description" and mention.first > 1 and tokens[mention.first - 1].lower == ",":
        named = phrases.ending(mention.first - 1)
        return named if named is not None and named.kind == "name" and named.sort == "person" else mention
    return mention


def _head(tokens: Sentence, phrases: Phrases, mention: Mention, end: int) -> Mention | None:
    """From the phrase next to the verb to the one that it hangs on: "a spokesman for the council"."""
    begin = _segment(tokens, end)
    head = mention
    for _ in range(5):
        before = tokens[head.first - 1] if head.first > begin else None
        if before is None or before.lower not in _MODIFYING:
            break
        holder = _noun_before(phrases, head.first - 1)
        if holder is None or holder.first < begin:
            return None if head is mention or before.lower != "of" else head
        head = holder
    if head.first > begin and tokens[head.first - 1].lower in words("prepositions") - words("conjunctions"):
        return None
    relative = _restrictive(tokens, phrases, begin, head.first)
    if relative is not None and (head is not mention or tokens[head.first - 1].lower not in words("relatives")):
        head = relative
    joined = head.first - 1
    if joined > begin and tokens[joined].lower == "and" and _lists(tokens, phrases, joined, begin):
        other = phrases.ending(joined)
        return _listed(tokens, other.first if other else begin, head, end)
    return _extended(tokens, head, end) if head is not mention else head


def _noun_before(phrases: Phrases, end: int) -> Mention | None:
    """The phrase before token `end`; of "sources close" to somebody, the sources."""
    mention = phrases.ending(end)
    if (
        mention is not None
        and mention.last - mention.first == 1
        and mention.sort == "thing"
        and mention.kind == "description"
    ):
        before = phrases.ending(mention.first)
        if before is not None and before.sort in ("person", "crowd"):
            return before
    return mention


def _lists(tokens: Sentence, phrases: Phrases, joined: int, begin: int) -> bool:
    """Is "X and Y" two speakers at once, and not a clause's end and a new one?"""
    other = phrases.ending(joined)
    return other is not None and other.first >= begin and other.kind != "pronoun" and _bare(tokens, begin, other)


def _listed(tokens: Sentence, begin: int, head: Mention, end: int) -> Mention:
    """Several speakers at once: "teachers and union officials"."""
    text = spelling(tokens, begin, end)
    start = tokens[begin].start
    return Mention("description", "crowd", begin, end, start, tokens[end - 1].end, text, head.head)


def _restrictive(tokens: Sentence, phrases: Phrases, begin: int, end: int) -> Mention | None:
    """The phrase before the first "who" of the stretch: "an engineer who took part in the test"."""
    for j in range(begin + 1, end):
        if tokens[j].lower == "who":
            mention = phrases.ending(j)
            if mention is not None and mention.sort in ("person", "crowd"):
                return mention
    return None


def _extended(tokens: Sentence, head: Mention, end: int) -> Mention:
    """A description with what specifies it, up to the verb."""
    if head.kind != "description" or end - head.last > 12:
        return head
    tail = spelling(tokens, head.last, end)
    return replace(head, last=end, end=tokens[end - 1].end, text=f"{head.text} {tail}")


def _before_comma(tokens: Sentence, phrases: Phrases, j: int) -> Mention | None:
    """The subject before an inserted stretch: "Dana Holloway, the firm's chief executive, said".

    Goes back from comma to comma: a person's name ends the search, a description or single name stands until one comes.
    """
    fallback: Mention | None = None
    end = j
    for _ in range(6):
        begin = _segment(tokens, end)
        if begin < end and not _is_insert(tokens, begin, end):
            found = _bare_subject(tokens, phrases, begin, end)
            if found is None:
                office = phrases.at(begin)
                if office is None or office.kind != "description" or office.sort != "person" or begin == 0:
                    break
                found = office
            if found.kind == "pronoun" or (found.kind == "name" and found.sort == "person"):
                return found
            if fallback is None or (found.kind == "name" and fallback.kind != "name"):
                fallback = None if found.sort == "thing" and found.kind == "description" else found
            if tokens[begin].lower in words("conjunctions"):
                break
        if begin == 0 or tokens[begin - 1].quote:
            break
        end = begin - 1
    return fallback


def _bare_subject(tokens: Sentence, phrases: Phrases, begin: int, end: int) -> Mention | None:
    """The phrase that a stretch between commas consists of, what specifies it and words that open clauses aside."""
    mention = phrases.ending(end)
    found = _head(tokens, phrases, mention, end) if mention is not None else None
    found = found or _modified(tokens, phrases, begin, end)
    if found is None or not _bare(tokens, begin, found):
        return None
    return found


def _bare(tokens: Sentence, begin: int, mention: Mention) -> bool:
    """Does the stretch hold nothing but the phrase and words that open a clause?"""
    before = tokens[mention.first - 1].lower if mention.first > begin else ""
    if before in words("subordinating") or before == "that":
        return True
    return all(token.lower in words("openers") for token in tokens[begin : mention.first])


def _opens_clause(tokens: Sentence, phrases: Phrases, begin: int, stop: int) -> Mention | None:
    """The phrase with which a stretch begins, words that open clauses passed by; a leading "on Tuesday" too."""
    i = begin
    while i < stop and (tokens[i].lower in words("openers") or tokens[i].lower in words("conjunctions")):
        i += 1
    mention = phrases.at(i)
    if mention is None and i < stop and tokens[i].lower in words("prepositions"):
        inner = phrases.at(i + 1)
        mention = phrases.at(inner.last) if inner is not None and inner.last < stop else None
    return mention


def main_subject(tokens: Sentence, phrases: Phrases, limit: int, begin: int = 0) -> Mention | None:
    """The subject of the last main clause that begins before token `limit`; it names a person or what can speak."""
    found: Mention | None = None
    previous_end = -9
    subordinate = False
    i = start = max(begin, limit - 4 * _WINDOW)
    while i < limit:
        stop = i
        while stop < limit and not _boundary(tokens[stop]):
            stop += 1
        mention = _opens_clause(tokens, phrases, i, stop) if stop > i else None
        if mention is not None and _may_speak(tokens, mention, stop):
            contrast = i > start and tokens[i].lower in words("conjunctions")
            apposed = mention.kind == "name" and mention.last == stop and previous_end == i - 1 and found is not None
            verb_follows = mention.last < len(tokens) and tokens[mention.last].word
            if (
                found is None
                or ((contrast or subordinate) and verb_follows)
                or (apposed and found.kind == "description")
            ):
                found = mention
                previous_end = mention.last
                subordinate = tokens[i].lower in words("subordinating")
        i = stop + 1
    return found


def _may_speak(tokens: Sentence, mention: Mention, stop: int) -> bool:
    """Is the phrase somebody, and not a place set between commas?"""
    if mention.kind == "description" and mention.sort == "thing":
        return False
    return not (mention.last == stop and is_place(mention))
