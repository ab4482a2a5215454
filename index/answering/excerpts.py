"""Which sentences of a long paragraph answer: a run of whole ones, as they were published; none is cut."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.speakers.sentences import outline, sentences

Span = tuple[int, int]
"""Offsets of the first character and of the one after the last."""

LONG = 480
"""Characters of a paragraph above which a run of its sentences may stand for it."""
MOST_SENTENCES, MOST_CHARACTERS = 3, 420
"""Of that run."""
LEAST_LEFT_OUT = 150
"""Characters below which leaving them out is worth no mark of it."""
STATED = 2.0
"""What it counts for that a run has all of the statement that stands for the paragraph; a word of the question: 1."""

_ENDS = ".?!…。！？؟।"
_CLOSERS = "\"'”’»“‘)]} \t\u00a0"


def excerpt(text: str, highlights: Sequence[Span], statement: Span | None = None) -> tuple[Span, ...]:
    """The run of sentences of a long paragraph that answers best; empty where the whole is to be shown.

    highlights: where words of the question stand, in order. statement: the words of whom is asked about, or those that
    stand for the paragraph. Quotations stay whole, so a run is never out of the middle of one. The best run has most
    different words of the question and most of the statement; of equal ones it is the longest, then the first, for
    what comes before explains "he".
    """
    if len(text) <= LONG:
        return ()
    whole = list(sentence_spans(text))
    runs = list(_runs(whole))
    worth = {run: _worth(text, run, highlights, statement) for run, _ in runs}
    best, _ = max(runs, key=lambda one: (worth[one[0]], one[1], -one[0][0]), default=(None, 0))
    if best is None or len(text) - (best[1] - best[0]) < LEAST_LEFT_OUT or not _worth(text, best, highlights, None):
        return ()
    return (best,)


def sentence_spans(text: str) -> Iterator[Span]:
    """The sentences of a paragraph, in order; what a semicolon or only a great length parts is one of them."""
    begun: int | None = None
    end = 0
    for sentence in sentences(outline(text)):
        begun = sentence[0].start if begun is None else begun
        end = sentence[-1].end
        if text[begun:end].rstrip(_CLOSERS)[-1:] in tuple(_ENDS):
            yield begun, end
            begun = None
    if begun is not None:
        yield begun, end


def _runs(whole: Sequence[Span]) -> Iterator[tuple[Span, int]]:
    """Sentences beside each other, at most as many as an excerpt may have, and how many they are."""
    for first in range(len(whole)):
        for last in range(first, min(first + MOST_SENTENCES, len(whole))):
            run = whole[first][0], whole[last][1]
            if run[1] - run[0] <= MOST_CHARACTERS:
                yield run, last - first + 1


def _worth(text: str, run: Span, highlights: Sequence[Span], statement: Span | None) -> float:
    inside = highlights[bisect_left(highlights, (run[0], 0)) : bisect_left(highlights, (run[1], 0))]
    words = {text[start:end].casefold() for start, end in inside if end <= run[1]}
    if statement is None:
        return float(len(words))
    shared = max(0, min(run[1], statement[1]) - max(run[0], statement[0]))
    return len(words) + STATED * shared / max(1, statement[1] - statement[0])
