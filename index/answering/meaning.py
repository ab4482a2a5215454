"""Ranking by meaning, too: how near a question and a paragraph are to a model of sentences, where one is set up.

Only the best paragraphs of the ranking without it are looked at. Their vectors are made when a question first needs
them and are kept in memory alone: nothing of it is in the database, and no answer depends on what is kept.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from index.answering.candidates import Candidate
from index.answering.concepts import Asked
from index.answering.ranking import Ranked, order
from index.meaning import Model
from index.meaning.model import Vectors
from index.speakers.sentences import outline, sentences

LOOKED_AT = 30
"""Paragraphs whose meaning is looked at. In 99 of 100 questions the right one is among them; more gained nothing."""
BEFORE = 300
"""Characters of the paragraph before that go with one."""
SENTENCES = 16
"""Sentences of a paragraph that are looked at."""
REMEMBERED = 5_000
"""Paragraphs whose vectors are kept: about 30 MB, four vectors of 384 figures each."""

Place = tuple[int, int]
"""The store's key of an article's version, whose text never changes, and a paragraph's position in it from 0."""


class Meaning:
    """A model, and the vectors of the paragraphs that it was lately asked about. Threads may share it."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._kept: OrderedDict[Place, Vectors] = OrderedDict()
        self._forgotten = 0
        self._lock = threading.Lock()

    @property
    def weights(self) -> Mapping[str, Any]:
        """The weights that were learned with the model, by the sort of question."""
        return self._model.weights

    def judged(self, asked: Asked, ranked: Sequence[Ranked]) -> tuple[Asked, list[Ranked]]:
        """The ranked candidates ranked again with what they mean, and the question to be weighed by these weights."""
        asked = asked._replace(weights=self.weights)
        return asked, order(asked, self.measured(asked, ranked))

    def measured(self, asked: Asked, ranked: Sequence[Ranked]) -> list[Ranked]:
        """The same, where the best have the cosines of their vectors and the question's among their features.

        `meaning` is that of the paragraph with its headline and the end of the one before it, `meaning_sentence` the
        largest of its sentences'; 0 where they point apart.
        """
        if not ranked:
            return []
        wanted = self._model.embed([asked.question.text])[0]
        best = [_with(one, self._vectors(one.candidate) @ wanted) for one in ranked[:LOOKED_AT]]
        return [*best, *ranked[LOOKED_AT:]]

    def forget(self, articles: Iterable[int] | None = None) -> None:
        """Forget the vectors of versions that are no longer held; None: of all."""
        with self._lock:
            self._forgotten += 1
            gone = None if articles is None else set(articles)
            for place in [place for place in self._kept if gone is None or place[0] in gone]:
                del self._kept[place]

    @property
    def kept(self) -> int:
        """Of how many paragraphs there are vectors."""
        return len(self._kept)

    def _vectors(self, candidate: Candidate) -> Vectors:
        """Of the paragraph in its context, then of each of its sentences."""
        place = candidate.text.held.key, candidate.place
        with self._lock:
            if (known := self._kept.get(place)) is not None:
                self._kept.move_to_end(place)
                return known
            before = self._forgotten
        found = self._model.embed(texts(candidate))
        with self._lock:
            if before == self._forgotten:  # else it may be of a version that is gone
                self._kept[place] = found
            while len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)
        return found


def texts(candidate: Candidate) -> list[str]:
    """What is looked at of a paragraph: it with what it follows, and its sentences. Published words alone."""
    article, own = candidate.text.held.article, candidate.paragraph.text
    before = article.paragraphs[candidate.place - 1].text[-BEFORE:] if candidate.place else ""
    found = [own[sentence[0].start : sentence[-1].end] for sentence in sentences(outline(own))][:SENTENCES]
    return [f"{article.title}. {before} {own}", *(found or [own])]


def _with(one: Ranked, cosines: Vectors) -> Ranked:
    whole, *parts = np.clip(cosines, 0.0, 1.0).tolist()
    return one._replace(features=one.features._replace(meaning=whole, meaning_sentence=max(parts)))
