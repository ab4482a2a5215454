"""What a question asks: whose words, about what, and what kind of thing would answer it.

Only the question itself is looked at here; what its words mean in the coverage is settled in `concepts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from index.answering.words import (
    Word,
    asking,
    lower_case,
    mended,
    stem,
    without_courtesies,
    without_possessive,
    words_of,
)
from index.errors import QuestionError
from index.language.analysis import analyse

LONGEST_QUESTION = 1_000
"""Characters."""

Kind = Literal["said", "who", "when", "where", "amount", "age", "why", "whether", "what", "keywords"]

_FACTS = frozenset(["amount", "age", "when", "where"])
_INFLECTION = re.compile(r"\w?(?:e|e?s|e?d|ing|ies|ied|y|ying)?")
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]{2,200})[\"”“»]")


class Phrase(NamedTuple):
    """Some consecutive words of the question."""

    text: str
    capitalised: bool
    """Whether a word in it, other than the question's first, begins with a capital."""


class Question(NamedTuple):
    """A question, taken apart."""

    text: str
    """As asked, courtesies included."""
    kind: Kind
    speaker: Phrase | None
    """Whose words or thoughts are asked for: "Putin", "the Russian leader"."""
    topic: str
    """The rest of its words, those that only ask left out."""
    quoted: tuple[str, ...]
    """Words that the question itself puts in quotation marks."""
    measure: str = ""
    """The stem of the word that says which amount is asked for: "many", "much", "tall", "share"."""


def understand(text: str) -> Question:
    """Take a question apart. Raises QuestionError when it is empty, has no word to look for, or is too long."""
    asked = " ".join(text.split())
    if not asked:
        raise QuestionError("The question is empty: ask, for example, what did Putin say about Zelensky?")
    if len(asked) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(asked):,} characters, the limit is {LONGEST_QUESTION:,}: ask in a sentence or two."
        )
    words = mended(without_courtesies(words_of(_as_spoken(asked))))
    kind = _kind(words)
    speaker, rest, says = _speaker_and_topic(words, kind)
    topic = _topic(rest, says)
    if not analyse(topic) and not (speaker and analyse(speaker.text)):
        raise QuestionError(
            f"There is no word to look for in '{asked[:60]}': name a person, a place or a thing that the news is about."
        )
    return Question(
        text=text,
        kind="said" if says and kind in ("what", "whether", "keywords") else kind,
        speaker=speaker,
        topic=topic,
        quoted=tuple(match[1].strip() for match in _QUOTED.finditer(asked)),
        measure=_measure(words) if kind == "amount" else "",
    )


def can_be_asked(text: str) -> bool:
    """Whether `understand` takes it: it has a word to look for, and is not too long."""
    try:
        understand(text)
    except QuestionError:
        return False
    return True


def _as_spoken(asked: str) -> str:
    """The question in small letters where all of it is in capitals, unless that leaves no word to look for ("WHO")."""
    lower = asked.lower()
    return lower if asked.isupper() and analyse(lower) else asked


def _kind(words: list[Word]) -> Kind:
    lower = lower_case(words)
    if not lower or lower[0] not in asking().openers:
        # "In which countries ...", "By how much ...": a preposition may stand before the question word.
        opener = next((i for i, word in enumerate(lower[:3]) if word in ("which", "what", "whom", "how")), None)
        if opener is None:
            return "keywords"
        lower = lower[opener:]
    first, second, sought = lower[0], stem(lower[1]) if len(lower) > 1 else "", asking().sought
    if first == "how" and second == "old":
        return "age"
    if first == "how":
        return "amount" if second in sought["how_amount"] else "what"
    if first in ("what", "which") and second in sought["amount"]:
        return "amount"
    if first in ("what", "which") and second in sought["place"]:
        return "where"
    if first in ("what", "which") and second in sought["time"]:
        return "when"
    if first in asking().grammar["auxiliaries"]:
        return "whether"
    kinds: dict[str, Kind] = {
        "who": "who",
        "whom": "who",
        "whose": "who",
        "when": "when",
        "where": "where",
        "why": "why",
    }
    return kinds.get(first, "what")


def _measure(words: list[Word]) -> str:
    """The stem of the word after "how", "what" or "which"."""
    lower = lower_case(words)
    after = (stem(lower[i + 1]) for i in range(min(3, len(lower) - 1)) if lower[i] in ("how", "what", "which"))
    return next(after, "")


def _speaker_and_topic(words: list[Word], kind: Kind) -> tuple[Phrase | None, list[Word], bool]:
    """Whose words are asked for, the words without him, and whether words are asked for at all."""
    for find in (_according_to, _in_view_of, _after_auxiliary, _embedded, _possessed, _before_about):
        found = find(words, kind)
        if found:
            start, end, rest = found
            owner = start + _owner(words[start:end])
            return _phrase(words, start, owner), rest + words[owner:end], True
    return None, words, any(stem(word.lower) in asking().bare for word in words)


def _owner(words: list[Word]) -> int:
    """How many of the words name who speaks, where an occasion follows: "Obama's | convention speech", "Cruz | at ...".

    Where and when somebody spoke is no part of their name, and belongs to what the question is about.
    """
    for place, word in enumerate(words[:-1], 1):
        if word.text[0].isupper() and words[place].lower in asking().grammar["places"]:
            return place
        if word.lower.endswith(("'s", "s'")) and any(stem(one.lower) in asking().occasions for one in words[place:]):
            return place
    return len(words)


_Found = tuple[int, int, list[Word]] | None


def _according_to(words: list[Word], _kind: Kind) -> _Found:
    """ "..., according to X", "according to X, ...": X ends with the clause."""
    lower = lower_case(words)
    for i in range(len(words) - 2):
        if lower[i : i + 2] == ["according", "to"]:
            end = i + 2
            while end < len(words) and (end == i + 2 or not (words[end - 1].comma or lower[end] in asking().openers)):
                end += 1
            return i + 2, end, words[:i] + words[end:]
    return None


def _in_view_of(words: list[Word], _kind: Kind) -> _Found:
    """ "in the view of X", "in the eyes of X": X ends with the clause, or with the question."""
    lower = lower_case(words)
    for i in range(1, len(words) - 2):
        if lower[i + 1] == "of" and stem(lower[i]) in asking().viewpoints and lower[i - 1] in ("in", "the"):
            end = i + 3
            while end < len(words) and not (words[end - 1].comma or lower[end] in asking().openers):
                end += 1
            start = i - 1 - (i > 1 and lower[i - 2] == "in")
            return i + 2, end, words[:start] + words[end:]
    return None


def _embedded(words: list[Word], _kind: Kind) -> _Found:
    """ "(tell me) what X said about ...": X stands between the question word and a plain verb."""
    if not words or words[0].lower not in asking().grammar["question_words"] or _measures(words[1:2]):
        return None
    for j in range(2, min(len(words), 8)):
        if words[j - 1].lower in asking().openers:
            return None
        if stem(words[j].lower) in asking().plain and _asks(words, 0, j):
            return 1, j, words[j + 1 :]
    return None


def _measures(words: list[Word]) -> bool:
    """Whether the first of the words says what is asked for: "share", "country", "year"."""
    sought = asking().sought
    return any(stem(word.lower) in sought["amount"] | sought["place"] | sought["time"] for word in words[:1])


def _asks(words: list[Word], auxiliary: int, at: int) -> bool:
    """Whether the word is a verb that asks for somebody's words, and not part of a name or a description."""
    known, word = asking(), words[at]
    before = words[at - 1].lower
    if word.text[0].isupper() or before in known.grammar["particles"] or before.endswith(("'s", "s'")):
        return False
    seeing = words[0].lower == "what" and stem(word.lower) in known.seeing
    if seeing or not _inflects(word.lower):
        return False
    if stem(word.lower) in known.light:
        return any(stem(before.lower) in known.nouns for before in words[:auxiliary])
    return stem(word.lower) in known.verbs


def _inflects(lower: str) -> bool:
    """Whether a word is a form of the verb that it has the stem of: "admires", not "admiral" or "supporter"."""
    root = stem(lower)
    return not lower.startswith(root) or bool(_INFLECTION.fullmatch(lower[len(root) :]))


def _possessed(words: list[Word], _kind: Kind) -> _Found:
    """ "X's reply to ...", "in X's view", "X opinion of ..."."""
    for i, word in enumerate(words):
        owner = words[i - 1].lower if i else ""
        if stem(word.lower) not in asking().nouns or not i:
            continue
        plain_owner = (
            owner in asking().openers or owner in asking().grammar["particles"] or stem(owner) in asking().verbs
        )
        goes_on = i + 1 < len(words) and words[i + 1].lower not in asking().grammar["links"] | {"to"}
        if not owner.endswith(("'s", "s'")) and (plain_owner or goes_on or words[0].lower in asking().openers):
            continue
        start = i
        while (
            start
            and words[start - 1].lower not in asking().openers
            and words[start - 1].lower not in ("in", "to", "about")
        ):
            start -= 1
        before = words[:start]
        if before and before[-1].lower == "in":
            before = before[:-1]
        return start, i, before + words[i + 1 :]
    return None


def _after_auxiliary(words: list[Word], kind: Kind) -> _Found:
    """ "what did X say about ...", "does X think ...": X stands between the auxiliary and the verb.

    "How much does X want?" asks for a fact and not for words, other than "how much will it cost, does X say".
    """
    lower = lower_case(words)
    for i in range(min(len(words), 8)):
        if lower[i] not in asking().grammar["auxiliaries"] or lower[i] in asking().grammar["forms_of_be"]:
            continue
        for j in range(i + 2, min(len(words), i + 10)):
            if _asks(words, i, j) and (kind not in _FACTS or stem(lower[j]) in asking().plain):
                end = j
                while end > i + 1 and lower[end - 1] in asking().grammar["adverbs"]:
                    end -= 1
                plain = stem(lower[j]) in (asking().plain | asking().light)
                return (i + 1, end, words[:i] + words[j + plain :]) if end > i + 1 else None
    return None


def _before_about(words: list[Word], kind: Kind) -> _Found:
    """ "X on Y", "X about Y" without a question word."""
    if kind != "keywords":
        return None
    lower = lower_case(words)
    for i in range(1, min(len(words) - 1, 5)):
        if lower[i] in ("on", "about", "regarding"):
            end = i
            if stem(lower[i - 1]) in asking().verbs and i > 1:
                end = i - 1
            return 0, end, words[i + 1 :]
    return None


def _topic(words: Iterable[Word], says: bool) -> str:
    """The words that say what it is about, joined by spaces.

    Question words, with the measure that is asked for ("how many", "how old"), bare asking verbs and those by which
    "what happened" asks are left out.
    """
    known, kept, before = asking(), [], ""
    for word in words:
        measure = before == "how" and (word.lower == "old" or stem(word.lower) in known.sought["how_amount"])
        empty = word.lower in known.openers or stem(word.lower) in known.happening
        if not (measure or empty or (says and stem(word.lower) in known.bare)):
            kept.append(word.text)
        before = word.lower
    return " ".join(kept)


def _phrase(words: list[Word], start: int, end: int) -> Phrase:
    chosen = words[start:end]
    text = " ".join(without_possessive(word.text) for word in chosen)
    return Phrase(text, any(word.text[0].isupper() for word in chosen))
