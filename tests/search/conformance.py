"""What every engine must do, as a class of tests: an engine's own tests subclass it and give the fixture `engine`.

The reference is rank_bm25 built afresh on the documents that the model holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from index.search.engine import Document, Engine, Snapshot

WORDS = ["bridge", "ferry", "mayor", "strike", "tide", "toll", "vote"]
# Few words for many places: terms in every document, in half of them and in one all come about.
TEXT = st.lists(st.sampled_from(WORDS), max_size=8)
QUERY = st.lists(st.sampled_from([*WORDS, "unheard"]), max_size=6)
PARAGRAPHS = st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4)
COLLECTIONS = ["shared", "guild"]
CHANGE = st.tuples(
    st.sampled_from(COLLECTIONS),
    st.dictionaries(st.integers(1, 12), PARAGRAPHS, max_size=3),
    st.sets(st.integers(1, 12)),
)

# The fixture only gives a function, and each engine's subclass runs the same properties.
SHARED_BY_ENGINES = [HealthCheck.function_scoped_fixture, HealthCheck.differing_executors]


class Model:
    """What the engine should hold: documents by collection and article."""

    def __init__(self, engine: Engine, formula: Callable[..., Any]) -> None:
        self.engine, self.formula = engine, formula
        self.held: dict[str, dict[int, list[Document]]] = defaultdict(dict)

    def publish(self, collection: str, add: dict[int, list[tuple[list[str], list[str]]]], remove: set[int]) -> None:
        """Replace and remove articles, in the engine and here. The collections' keys differ, as the store's do."""
        shift = 100 * COLLECTIONS.index(collection)
        added = {
            shift + key: [Document(shift + key, at, *texts) for at, texts in enumerate(paragraphs, 1)]
            for key, paragraphs in add.items()
        }
        gone = {shift + key for key in remove} | set(added)
        self.engine.publish(collection, [document for each in added.values() for document in each], gone)
        kept = {key: each for key, each in self.held[collection].items() if key not in gone}
        self.held[collection] = {**kept, **added}

    def documents(self, collections: Sequence[str]) -> list[Document]:
        return [one for name in collections for each in self.held[name].values() for one in each]

    def hits(self, collections: Sequence[str], query: list[str], context: float) -> list[tuple[float, int, int]]:
        """All hits as the package scores them: (negative score, article, paragraph)."""
        documents = self.documents(collections)
        scores = self.scores([list(one.terms) for one in documents], query)
        if context:
            scores = scores + context * self.scores([list(one.context) for one in documents], query)
        asked = set(query)
        return [
            (-score, one.article, one.paragraph)
            for score, one in zip(scores.tolist(), documents, strict=True)
            if asked & set(one.terms) or (context and asked & set(one.context))
        ]

    def scores(self, texts: list[list[str]], query: list[str]) -> Any:
        if not any(texts):  # the package divides by zero there
            return np.zeros(len(texts))
        return self.formula(texts).get_scores(query)


def check(snapshot: Snapshot, model: Model, collections: Sequence[str], query: list[str], context: float) -> None:
    """The snapshot's hits are the model's: the same documents and scores, best first, ties in order."""
    found = snapshot.search(query, 1000, context=context)
    expected = {(article, paragraph): -score for score, article, paragraph in model.hits(collections, query, context)}
    assert {hit[:2] for hit in found} == set(expected)
    np.testing.assert_allclose(
        [hit.score for hit in found], [expected[hit[:2]] for hit in found], rtol=1e-9, atol=1e-12
    )
    assert found == sorted(found, key=lambda hit: (-hit.score, hit.article, hit.paragraph))
    for limit in (0, 1, 2, 5):
        assert snapshot.search(query, limit, context=context) == found[:limit]


def check_statistics(snapshot: Snapshot, documents: Sequence[Document]) -> None:
    """Length, document frequencies and vocabulary are those of the documents."""
    assert len(snapshot) == len(documents)
    vocabulary = {term for one in documents for term in one.terms}
    assert sorted(snapshot.vocabulary()) == sorted(vocabulary)
    assert len(snapshot.vocabulary()) == len(vocabulary)
    for word in [*WORDS, "unheard"]:
        assert snapshot.document_frequency(word) == sum(word in one.terms for one in documents)
        assert (word in snapshot.vocabulary()) == (word in vocabulary)


class EngineConformance:
    """Subclass with a fixture `make` that gives a function making empty engines."""

    formula: Callable[..., Any] = staticmethod(BM25Plus)

    @pytest.fixture
    def engine(self, make: Callable[[], Engine]) -> Engine:
        return make()

    @given(
        changes=st.lists(CHANGE, max_size=8),
        searched=st.lists(st.sampled_from([*COLLECTIONS, "unknown"]), unique=True),
        query=QUERY,
        context=st.sampled_from([0.0, 0.4, 1.0]),
    )
    @settings(deadline=None, max_examples=300, suppress_health_check=SHARED_BY_ENGINES)
    def test_scores_are_rank_bm25s_after_any_changes(
        self, make: Callable[[], Engine], changes: list[Any], searched: list[str], query: list[str], context: float
    ) -> None:
        model = Model(make(), self.formula)
        for change in changes:
            model.publish(*change)
        snapshot = model.engine.snapshot(searched)
        check(snapshot, model, searched, query, context)
        check_statistics(snapshot, model.documents(searched))

    def test_a_collection_that_is_dropped_is_empty_and_others_are_not(self, engine: Engine) -> None:
        for number, collection in enumerate(COLLECTIONS[:2]):
            engine.publish(collection, [Document(number, 1, ["ferry"], [])])
        before = engine.snapshot(COLLECTIONS[:1])
        engine.drop(COLLECTIONS[0])
        engine.drop("unknown")
        assert len(before) == 1
        assert len(engine.snapshot(COLLECTIONS[:1])) == 0
        assert [hit.article for hit in engine.snapshot(COLLECTIONS[:2]).search(["ferry"], 5)] == [1]
        engine.publish(COLLECTIONS[0], [Document(2, 1, ["ferry"], [])])
        assert [hit.article for hit in engine.snapshot(COLLECTIONS[:1]).search(["ferry"], 5)] == [2]

    @given(changes=st.lists(CHANGE, min_size=2, max_size=8), query=QUERY)
    @settings(deadline=None, max_examples=100, suppress_health_check=SHARED_BY_ENGINES)
    def test_a_snapshot_stays_as_it_was(self, make: Callable[[], Engine], changes: list[Any], query: list[str]) -> None:
        model = Model(make(), self.formula)
        taken = []
        for change in changes:
            model.publish(*change)
            snapshot = model.engine.snapshot(COLLECTIONS)
            hits = snapshot.search(query, 100, context=0.5)
            taken.append((snapshot, hits, sorted(snapshot.vocabulary()), model.documents(COLLECTIONS)))
        for snapshot, hits, vocabulary, documents in taken:
            assert snapshot.search(query, 100, context=0.5) == hits
            assert sorted(snapshot.vocabulary()) == vocabulary
            check_statistics(snapshot, documents)

    def test_nothing_is_found_where_nothing_is_held(self, engine: Engine) -> None:
        for collections in ((), ("shared",), ("shared", "unknown")):
            snapshot = engine.snapshot(collections)
            assert snapshot.search(["bridge"], 5, context=1.0) == []
            assert (len(snapshot), list(snapshot.vocabulary()), snapshot.document_frequency("bridge")) == (0, [], 0)

    def test_the_only_paragraph_is_found(self, engine: Engine) -> None:
        engine.publish("shared", [Document(7, 3, ["mayor", "resigns"], [])])
        (hit,) = engine.snapshot(["shared"]).search(["mayor"], 5)
        assert hit[:2] == (7, 3)

    @pytest.mark.parametrize("paragraphs", [2, 3, 50])
    def test_a_term_in_every_paragraph_still_finds_them_all(self, engine: Engine, paragraphs: int) -> None:
        engine.publish("shared", [Document(1, number, ["bridge"], []) for number in range(1, paragraphs + 1)])
        found = engine.snapshot(["shared"]).search(["bridge"], 100)
        assert [hit.paragraph for hit in found] == list(range(1, paragraphs + 1))

    def test_paragraphs_without_a_word_are_no_hits_and_count(self, engine: Engine) -> None:
        engine.publish("shared", [Document(1, 1, [], []), Document(1, 2, ["toll"], [])])
        snapshot = engine.snapshot(["shared"])
        assert len(snapshot) == 2
        assert [hit.paragraph for hit in snapshot.search(["toll"], 5, context=1.0)] == [2]

    def test_only_empty_paragraphs(self, engine: Engine) -> None:
        engine.publish("shared", [Document(1, 1, [], []), Document(1, 2, [], [])])
        assert engine.snapshot(["shared"]).search(["toll"], 5, context=1.0) == []

    def test_no_terms_no_hits(self, engine: Engine) -> None:
        engine.publish("shared", [Document(1, 1, ["toll"], ["bridge"])])
        assert engine.snapshot(["shared"]).search([], 5, context=1.0) == []

    def test_context_finds_a_paragraph_only_when_it_is_weighed(self, engine: Engine) -> None:
        engine.publish("shared", [Document(1, 1, ["toll"], ["bridge"]), Document(1, 2, ["vote"], ["mayor"])])
        snapshot = engine.snapshot(["shared"])
        assert snapshot.search(["bridge"], 5) == []
        assert [hit.paragraph for hit in snapshot.search(["bridge"], 5, context=0.3)] == [1]
        assert snapshot.document_frequency("bridge") == 0
        assert "bridge" not in snapshot.vocabulary()

    def test_an_article_is_replaced_in_one_step(self, engine: Engine) -> None:
        engine.publish("shared", [Document(1, 1, ["toll"], [])])
        engine.publish("shared", [Document(2, 1, ["toll"], [])], remove=[1])
        assert [hit.article for hit in engine.snapshot(["shared"]).search(["toll"], 5)] == [2]

    def test_removing_what_is_not_there_changes_nothing(self, engine: Engine) -> None:
        engine.publish("shared", [Document(1, 1, ["toll"], [])])
        engine.publish("shared", remove=[5])
        engine.publish("guild", remove=[1])
        assert len(engine.snapshot(["shared", "guild"])) == 1

    def test_a_publication_that_fails_changes_nothing(self, engine: Engine) -> None:
        def broken() -> Any:
            yield Document(2, 1, ["vote"], [])
            raise OSError

        engine.publish("shared", [Document(1, 1, ["toll"], [])])
        with pytest.raises(OSError):  # noqa: PT011
            engine.publish("shared", broken(), remove=[1])
        assert list(engine.snapshot(["shared"]).vocabulary()) == ["toll"]

    def test_a_collection_never_shows_in_another(self, engine: Engine) -> None:
        engine.publish("guild", [Document(1, 1, ["secret"], ["secret"])])
        engine.publish("shared", [Document(2, 1, ["toll"], [])])
        other = engine.snapshot(["shared", "another guild"])
        assert other.search(["secret"], 5, context=1.0) == []
        assert "secret" not in other.vocabulary()
        assert len(engine.snapshot(["shared", "guild", "guild"])) == 2
