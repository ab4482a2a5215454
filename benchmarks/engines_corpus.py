"""Corpora for benchmarks/engines.py: made-up news with the statistics of real news, or any JSON Lines file of articles.

The figures in `News` were fitted (by `python -m benchmarks.engines --fit FILE.jsonl ...`) to 163 news articles of 2015
and 2016 in English, 2,684 paragraphs and 58,842 terms, analysed as newsdesk does (stemmed, without stop words):

- A term of rank r has the probability C / (r + q)^s (Zipf and Mandelbrot; B. Mandelbrot, 1953), over an open-ended
  vocabulary of a million terms; q and s are those of the greatest likelihood.
- A paragraph's number of terms and an article's number of paragraphs are log-normal, with the means and deviations of
  their logarithms.
- Words come in bursts: an article is about something. With the probability `repeats` a term is one that its article has
  used before, any of the tokens so far with the same chance (H. Simon, 1955). It is so high that as many terms are
  repetitions within their article as in the real ones (0.40; they would be 0.23 if the same terms were shuffled).

Questions are 3 to 8 different terms from one article, each token with the same chance. Of 150 questions that people put
to the same articles, the median term stands in 1.5 % of all paragraphs
(a quarter in over 5.3 %); of the articles' own tokens, in 1.2 %; of those made up, in 0.7 % (a quarter in over 4.8 %).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]


class Corpus(NamedTuple):
    """Analysed paragraphs, as the numbers of their terms one after the other."""

    name: str
    terms: list[str]
    """Number -> term."""
    tokens: Numbers
    ends: NDArray[np.int64]
    """Where each paragraph ends in `tokens`."""
    articles: Numbers
    """The article of each paragraph, ascending."""

    def __len__(self) -> int:
        return len(self.ends)

    def paragraphs(self) -> Iterator[list[str]]:
        """The terms of each paragraph; every term is one object, however often it stands."""
        start = 0
        for end in self.ends.tolist():
            yield [self.terms[number] for number in self.tokens[start:end].tolist()]
            start = end

    def questions(self, count: int, seed: int) -> list[list[str]]:
        """Questions of 3 to 8 different terms of one article."""
        rng = np.random.default_rng(seed)
        starts = np.concatenate(([0], self.ends))
        firsts = np.flatnonzero(np.diff(self.articles, prepend=-1))
        lasts = np.append(firsts[1:], len(self))
        asked: list[list[str]] = []
        while len(asked) < count:
            article = int(rng.integers(len(firsts)))
            tokens = self.tokens[starts[firsts[article]] : starts[lasts[article]]]
            wanted = int(rng.integers(3, 9))
            different = list(dict.fromkeys(rng.permutation(tokens).tolist()))[:wanted]
            if len(different) == wanted:
                asked.append([self.terms[number] for number in different])
        return asked


@dataclass(frozen=True)
class News:
    """What news looks like in figures; see the module's docstring."""

    q: float = 24.0
    s: float = 1.2
    vocabulary: int = 1_000_000
    length: tuple[float, float] = (2.81, 0.86)
    """Mean and deviation of the logarithm of a paragraph's number of terms."""
    paragraphs: tuple[float, float] = (2.49, 0.80)
    """The same of an article's number of paragraphs."""
    repeats: float = 0.27

    def corpus(self, size: int, seed: int) -> Corpus:
        """So many paragraphs; the same for the same seed."""
        rng = np.random.default_rng(seed)
        sizes = _log_normal(rng, self.paragraphs, size)
        articles = np.repeat(np.arange(size, dtype=np.int32), sizes)[:size]
        ends = np.cumsum(_log_normal(rng, self.length, size))
        chances = np.cumsum((np.arange(1, self.vocabulary + 1) + self.q) ** -self.s)
        tokens = np.searchsorted(chances, rng.random(int(ends[-1])) * chances[-1]).astype(np.int32)
        first = np.concatenate(([0], ends))[
            np.searchsorted(articles, articles)
        ]  # where each paragraph's article starts
        _repeat(rng, tokens, np.repeat(first, np.diff(ends, prepend=0)), self.repeats)
        used, tokens = np.unique(tokens, return_inverse=True)
        terms = [f"t{number}" for number in used.tolist()]
        return Corpus(f"{size:,} paragraphs", terms, tokens.astype(np.int32), ends, articles)

    @property
    def expected(self) -> NDArray[np.float64]:
        """The probability of each term, most frequent first."""
        chances = (np.arange(1, self.vocabulary + 1) + self.q) ** -self.s
        return np.asarray(chances / chances.sum())


def _log_normal(rng: np.random.Generator, of: tuple[float, float], size: int) -> NDArray[np.int64]:
    return np.asarray(np.maximum(1, np.rint(rng.lognormal(*of, size))).astype(np.int64))


def _repeat(rng: np.random.Generator, tokens: Numbers, first: NDArray[np.int64], chance: float) -> None:
    """Make some tokens the copy of an earlier one of their article, which may be a copy itself."""
    places = np.arange(len(tokens))
    source = np.where(
        rng.random(len(tokens)) < chance, first + (rng.random(len(tokens)) * (places - first)).astype(int), places
    )
    while (further := source[source] != source).any():
        source[further] = source[source[further]]
    tokens[:] = tokens[source]


def read(path: Path) -> Corpus:
    """A JSON Lines file of articles ({"paragraphs": [...] or "text", "language"?}), analysed as newsdesk does."""
    from index.language.analysis import analyse

    numbers: dict[str, int] = {}
    tokens: list[int] = []
    ends: list[int] = []
    articles: list[int] = []
    with path.open(encoding="utf-8") as lines:
        for article, line in enumerate(lines):
            record = json.loads(line)
            for paragraph in record.get("paragraphs") or record.get("text", "").split("\n\n"):
                text = paragraph if isinstance(paragraph, str) else paragraph["text"]
                words = analyse(text, record.get("language") or "en")
                tokens += [numbers.setdefault(term.text, len(numbers)) for term in words]
                ends.append(len(tokens))
                articles.append(article)
    return Corpus(
        path.name, list(numbers), np.array(tokens, np.int32), np.array(ends, np.int64), np.array(articles, np.int32)
    )


def repetitions(corpus: Corpus) -> float:
    """The share of tokens whose term their article has used before."""
    owners = np.repeat(corpus.articles, np.diff(corpus.ends, prepend=0)).astype(np.int64)
    return 1 - len(np.unique(owners * len(corpus.terms) + corpus.tokens)) / max(1, len(corpus.tokens))


def fit(corpora: Sequence[Corpus]) -> News:
    """The figures of real paragraphs: least squares over a grid of q and s, and `repeats` by bisection."""
    counts = Counter(corpus.terms[number] for corpus in corpora for number in corpus.tokens.tolist())
    frequencies = np.array(sorted(counts.values(), reverse=True), dtype=float)
    ranks = np.unique(np.geomspace(1, np.count_nonzero(frequencies > 2), 100).astype(int)) - 1

    def error(news: News) -> float:
        expected = frequencies.sum() * news.expected[ranks]
        distance = np.log(expected) - np.log(frequencies[ranks])
        return float((np.square(distance) * np.sqrt(frequencies[ranks])).sum())

    grid = (News(q=q, s=s / 100) for q in (*range(10), *range(10, 60, 2)) for s in range(90, 141, 2))
    best = min(grid, key=error)
    lengths = np.log(np.concatenate([np.diff(corpus.ends, prepend=0) for corpus in corpora]).clip(1))
    sizes = np.log(np.concatenate([np.unique(corpus.articles, return_counts=True)[1] for corpus in corpora]))
    wanted = float(np.average([repetitions(c) for c in corpora], weights=[len(c.tokens) for c in corpora]))
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        made = News(best.q, best.s, best.vocabulary, _moments(lengths), _moments(sizes), middle)
        low, high = (middle, high) if repetitions(made.corpus(5_000, 1)) < wanted else (low, middle)
    return made


def _moments(values: NDArray[np.float64]) -> tuple[float, float]:
    return round(float(values.mean()), 2), round(float(values.std()), 2)
