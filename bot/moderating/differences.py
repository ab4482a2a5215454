"""What a new version of an article changes: its facts, and its paragraphs as runs of words kept, taken out and put in.

Ratcliff and Obershelp's matching (difflib), over paragraphs first and then over the words of those that changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, NamedTuple, TypeAlias

from index.articles import Article, Paragraph

Paragraphs: TypeAlias = Sequence[Paragraph]

PARAGRAPHS_COMPARED = 1_000
"""Beyond the same beginning and end; of more, each is compared with the one in its place alone."""
IN_DETAIL = 20
"""Paragraphs written anew whose words are compared."""

WORDS_COMPARED = 400
"""Of one paragraph. Matching takes time that grows with the square of it."""
ALIKE = 0.3
"""Paragraphs that share less than this part of their words are not two versions of one."""

_FACTS = ("title", "source", "agency", "byline", "city", "published", "url", "language")


class Run(NamedTuple):
    """Words that belong together."""

    kind: Literal["kept", "out", "in"]
    text: str


class Fact(NamedTuple):
    """A fact that is another one now."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A paragraph that was put in, taken out, or written anew."""

    kind: Literal["added", "removed", "changed"]
    number: int
    """Of the paragraph, in the new version; of one that is taken out, in the old."""
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """All that two versions differ in."""

    facts: tuple[Fact, ...]
    paragraphs: tuple[Changed, ...]

    def __bool__(self) -> bool:
        return bool(self.facts or self.paragraphs)

    def count(self, kind: str) -> int:
        """How many paragraphs were "added", "removed" or "changed"."""
        return sum(changed.kind == kind for changed in self.paragraphs)


def differences(before: Article, after: Article) -> Differences:
    """What `after` changes in `before`."""
    pairs = [(name, getattr(before, name) or "", getattr(after, name) or "") for name in _FACTS]
    pairs.append(("notices", " / ".join(before.notices), " / ".join(after.notices)))
    facts = tuple(Fact(*pair) for pair in pairs if pair[1] != pair[2])
    return Differences(facts, tuple(_paragraphs(before, after)))


def _paragraphs(before: Article, after: Article) -> Iterator[Changed]:
    detailed = 0
    for was, now in _pairs(before.paragraphs, after.paragraphs):
        if was and now and _alike(was.text, now.text):
            detailed += 1
            runs = _runs(was.text, now.text) if detailed <= IN_DETAIL else (Run("out", was.text), Run("in", now.text))
            yield Changed("changed", now.number, runs)
            continue
        if was:
            yield Changed("removed", was.number, (Run("out", was.text),))
        if now:
            yield Changed("added", now.number, (Run("in", now.text),))


def _pairs(old: Paragraphs, new: Paragraphs) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    """The paragraphs that are not the same, each with the one that stands in its place."""
    same_texts = [was.text == now.text for was, now in zip(old, new, strict=False)]
    begins = next((n for n, same in enumerate(same_texts) if not same), len(same_texts))
    old, new = old[begins:], new[begins:]
    backwards = zip(reversed(old), reversed(new), strict=False)
    ends = next((n for n, (was, now) in enumerate(backwards) if was.text != now.text), min(len(old), len(new)))
    old, new = old[: len(old) - ends], new[: len(new) - ends]
    if max(len(old), len(new)) > PARAGRAPHS_COMPARED:
        yield from zip_longest(old, new)
        return
    matcher = SequenceMatcher(None, [p.text for p in old], [p.text for p in new])
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what != "equal":
            yield from zip_longest(old[old_from:old_to], new[new_from:new_to])


def _alike(before: str, after: str) -> bool:
    return SequenceMatcher(None, before.split()[:WORDS_COMPARED], after.split()[:WORDS_COMPARED]).quick_ratio() >= ALIKE


def _runs(before: str, after: str) -> tuple[Run, ...]:
    """The words of both."""
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old[:WORDS_COMPARED], new[:WORDS_COMPARED])
    return tuple(run for run in _pieces(matcher, old, new) if run.text)


def _pieces(matcher: SequenceMatcher[str], old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            yield Run("kept", " ".join(new[new_from:new_to]))
            continue
        yield Run("out", " ".join(old[old_from:old_to]))
        yield Run("in", " ".join(new[new_from:new_to]))
    rest_old, rest_new = " ".join(old[WORDS_COMPARED:]), " ".join(new[WORDS_COMPARED:])
    if rest_old == rest_new:
        yield Run("kept", rest_new)
    else:
        yield Run("out", rest_old)
        yield Run("in", rest_new)
