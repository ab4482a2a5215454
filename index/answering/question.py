"""What a question asks: whose words, about what, and what kind of thing would answer it.

Only the question itself is looked at here; what its words mean in the coverage is settled in `concepts`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

from index.errors import QuestionError
from index.language.analysis import analyse

LONGEST_QUESTION = 1_000
"""Characters."""

Kind = Literal["said", "who", "when", "where", "amount", "age", "why", "whether", "what", "keywords"]

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?(?:['’](?=\s|$))?", re.UNICODE)
_FACTS = frozenset(["amount", "age", "when", "where"])
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
    names: tuple[str, ...]
    """Runs of capitalised words in the topic: "Supreme Court", "NATO"."""
    quoted: tuple[str, ...]
    """Words that the question itself puts in quotation marks."""


class _Word(NamedTuple):
    text: str
    lower: str
    comma: bool
    """Whether a comma follows."""


def understand(text: str) -> Question:
    """Take a question apart. Raises QuestionError when it is empty, has no word to look for, or is too long."""
    asked = " ".join(text.split())
    if not asked:
        raise QuestionError("The question is empty: ask, for example, what did Putin say about Zelensky?")
    if len(asked) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(asked):,} characters, the limit is {LONGEST_QUESTION:,}: ask in a sentence or two."
        )
    words = _without_courtesies(_words(asked.lower() if asked.isupper() else asked))
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
        names=tuple(_names(rest)),
        quoted=tuple(match[1].strip() for match in _QUOTED.finditer(asked)),
    )


def _words(text: str) -> list[_Word]:
    """The words, without a full stop at the end; "what's" is "what"."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0].rstrip(".")
        lower = word.lower().replace("’", "'")
        if lower.removesuffix("'s") in _asking().grammar["question_words"]:
            word, lower = word[:-2], lower.removesuffix("'s")
        found.append(_Word(word, lower, text.startswith(",", match.end())))
    return found


def _without_courtesies(words: list[_Word]) -> list[_Word]:
    """The words between greetings before the question and thanks after it."""
    data = _asking()
    changed = True
    while changed:
        changed = False
        for courtesy in data.courtesies:
            if len(words) > len(courtesy) and _lower(words[: len(courtesy)]) == courtesy:
                words, changed = words[len(courtesy) :], True
        for closing in data.closings:
            if len(words) > len(closing) and _lower(words[-len(closing) :]) == closing:
                words, changed = words[: -len(closing)], True
    return words


def _kind(words: list[_Word]) -> Kind:
    lower = _lower(words)
    if not lower or lower[0] not in _asking().openers:
        # "In which countries ...", "By how much ...": a preposition may stand before the question word.
        opener = next((i for i, word in enumerate(lower[:3]) if word in ("which", "what", "whom", "how")), None)
        if opener is None:
            return "keywords"
        lower = lower[opener:]
    first, second, sought = lower[0], _stem(lower[1]) if len(lower) > 1 else "", _asking().sought
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
    if first in _asking().grammar["auxiliaries"]:
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


def _speaker_and_topic(words: list[_Word], kind: Kind) -> tuple[Phrase | None, list[_Word], bool]:
    """Whose words are asked for, the words without him, and whether words are asked for at all."""
    for find in (_according_to, _after_auxiliary, _embedded, _possessed, _before_about):
        found = find(words, kind)
        if found:
            start, end, rest = found
            return _phrase(words, start, end), rest, True
    return None, words, any(_stem(word.lower) in _asking().bare for word in words)


_Found = tuple[int, int, list[_Word]] | None


def _according_to(words: list[_Word], _kind: Kind) -> _Found:
    """ "..., according to X", "according to X, ...": X ends with the clause."""
    lower = _lower(words)
    for i in range(len(words) - 2):
        if lower[i : i + 2] == ["according", "to"]:
            end = i + 2
            while end < len(words) and (end == i + 2 or not (words[end - 1].comma or lower[end] in _asking().openers)):
                end += 1
            return i + 2, end, words[:i] + words[end:]
    return None


def _embedded(words: list[_Word], _kind: Kind) -> _Found:
    """ "(tell me) what X said about ...": X stands between the question word and a plain verb."""
    if not words or words[0].lower not in _asking().grammar["question_words"]:
        return None
    for j in range(2, min(len(words), 8)):
        if words[j - 1].lower in _asking().openers:
            return None
        if _stem(words[j].lower) in _asking().plain and _asks(words, 0, j):
            return 1, j, words[j + 1 :]
    return None


def _asks(words: list[_Word], auxiliary: int, at: int) -> bool:
    """Whether the word is a verb that asks for somebody's words, and not part of a name or a description."""
    asking, word = _asking(), words[at]
    if word.text[0].isupper() or words[at - 1].lower in asking.grammar["particles"]:
        return False
    if _stem(word.lower) in asking.light:
        return any(_stem(before.lower) in asking.nouns for before in words[:auxiliary])
    return _stem(word.lower) in asking.verbs


def _possessed(words: list[_Word], _kind: Kind) -> _Found:
    """ "X's reply to ...", "in X's view", "X opinion of ..."."""
    for i, word in enumerate(words):
        owner = words[i - 1].lower if i else ""
        if _stem(word.lower) not in _asking().nouns or not i:
            continue
        plain_owner = (
            owner in _asking().openers or owner in _asking().grammar["particles"] or _stem(owner) in _asking().verbs
        )
        if not owner.endswith(("'s", "s'")) and (plain_owner or words[0].lower in _asking().openers):
            continue
        start = i
        while (
            start
            and words[start - 1].lower not in _asking().openers
            and words[start - 1].lower not in ("in", "to", "about")
        ):
            start -= 1
        before = words[:start]
        if before and before[-1].lower == "in":
            before = before[:-1]
        return start, i, before + words[i + 1 :]
    return None


def _after_auxiliary(words: list[_Word], kind: Kind) -> _Found:
    """ "what did X say about ...", "does X think ...": X stands between the auxiliary and the verb.

    "How much does X want?" asks for a fact and not for words, other than "how much will it cost, does X say".
    """
    lower = _lower(words)
    for i in range(min(len(words), 8)):
        if lower[i] not in _asking().grammar["auxiliaries"] or lower[i] in _asking().grammar["forms_of_be"]:
            continue
        for j in range(i + 2, min(len(words), i + 10)):
            if _asks(words, i, j) and (kind not in _FACTS or _stem(lower[j]) in _asking().plain):
                end = j
                while end > i + 1 and lower[end - 1] in _asking().grammar["adverbs"]:
                    end -= 1
                plain = _stem(lower[j]) in (_asking().plain | _asking().light)
                return (i + 1, end, words[:i] + words[j + plain :]) if end > i + 1 else None
    return None


def _before_about(words: list[_Word], kind: Kind) -> _Found:
    """ "X on Y", "X about Y" without a question word."""
    if kind != "keywords":
        return None
    lower = _lower(words)
    for i in range(1, min(len(words) - 1, 5)):
        if lower[i] in ("on", "about", "regarding"):
            end = i
            if _stem(lower[i - 1]) in _asking().verbs and i > 1:
                end = i - 1
            return 0, end, words[i + 1 :]
    return None


def _topic(words: Iterable[_Word], says: bool) -> str:
    """The words that say what it is about, joined by spaces.

    Question words, with the measure that is asked for ("how many", "how old"), and bare asking verbs are left out.
    """
    asking, kept, before = _asking(), [], ""
    for word in words:
        measure = before == "how" and (word.lower == "old" or _stem(word.lower) in asking.sought["how_amount"])
        if not (measure or word.lower in asking.openers or (says and _stem(word.lower) in asking.bare)):
            kept.append(word.text)
        before = word.lower
    return " ".join(kept)


def _names(words: list[_Word]) -> Iterable[str]:
    """Runs of capitalised words, the question's own first word left out."""
    run: list[str] = []
    for i, word in enumerate(words):
        if word.text[0].isupper() and (i or analyse(word.lower)):
            run.append(_without_possessive(word.text))
            if word.lower.endswith("'s"):
                yield " ".join(run)
                run = []
        elif run:
            yield " ".join(run)
            run = []
    if run:
        yield " ".join(run)


def _phrase(words: list[_Word], start: int, end: int) -> Phrase:
    chosen = words[start:end]
    text = " ".join(_without_possessive(word.text) for word in chosen)
    return Phrase(text, any(word.text[0].isupper() for word in chosen))


def _without_possessive(word: str) -> str:
    return re.sub(r"(?:['’]s|(?<=s)['’])$", "", word)


def _lower(words: list[_Word]) -> list[str]:
    return [word.lower for word in words]


@cache
def _stem(word: str) -> str:
    found = analyse(word)
    return found[0].text if found else word


class _Asking(NamedTuple):
    """The words of data/asking.toml: verbs and nouns by stem, courtesies as lists of words, longest first."""

    bare: frozenset[str]
    light: frozenset[str]
    plain: frozenset[str]
    verbs: frozenset[str]
    nouns: frozenset[str]
    courtesies: list[list[str]]
    closings: list[list[str]]
    grammar: dict[str, frozenset[str]]
    sought: dict[str, frozenset[str]]

    @property
    def openers(self) -> frozenset[str]:
        """Words with which a question begins."""
        return self.grammar["question_words"] | self.grammar["auxiliaries"]


@cache
def _asking() -> _Asking:
    data = tomllib.loads(resources.files(__package__).joinpath("data/asking.toml").read_text("utf-8"))
    bare = frozenset(map(_stem, data["bare_verbs"].split()))
    plain = bare.union(map(_stem, data["plain_verbs"].split()))
    return _Asking(
        bare=bare,
        light=frozenset(map(_stem, data["light_verbs"].split())),
        plain=plain,
        verbs=plain.union(map(_stem, data["telling_verbs"].split())),
        nouns=frozenset(map(_stem, f"{data['nouns']} {data['viewpoints']}".split())),
        courtesies=sorted((text.split() for text in data["courtesies"]), key=len, reverse=True),
        closings=sorted((text.split() for text in data["closings"]), key=len, reverse=True),
        grammar={name: frozenset(words.split()) for name, words in data["grammar"].items()},
        sought={name: frozenset(map(_stem, words.split())) for name, words in data["sought"].items()},
    )
