"""The memory engine: it conforms, with both formulas, and stays quick and consistent while it changes."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import rank_bm25

from index.search import building, compiling, kernel, memory, pruning, scoring, segments
from index.search.bm25 import BM25Okapi
from index.search.engine import Document, Engine, Hit, Snapshot
from index.search.memory import MemoryEngine
from tests.search.conformance import EngineConformance, Model


class TestPlus(EngineConformance):
    @pytest.fixture
    def make(self) -> Callable[[], Engine]:
        return MemoryEngine


class TestOkapi(EngineConformance):
    formula = staticmethod(rank_bm25.BM25Okapi)

    @pytest.fixture
    def make(self) -> Callable[[], Engine]:
        return lambda: MemoryEngine(BM25Okapi())

    def test_a_match_that_scores_nothing_or_less_is_a_hit(self, engine: Engine) -> None:
        engine.publish("shared", [Document(1, 1, ["toll", "toll"], []), Document(1, 2, ["vote"], [])])
        found = engine.snapshot(["shared"]).search(["toll"], 5)
        assert [(hit.paragraph, hit.score) for hit in found] == [(1, 0.0)]
        engine.publish("shared", [Document(1, 2, ["toll"], [])], remove=[1])
        assert engine.snapshot(["shared"]).search(["toll"], 5)[0].score < 0


class TestMergedInTheBackground(TestPlus):
    """The same where everything is merged while others publish and search."""

    @pytest.fixture(autouse=True)
    def _behind(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(memory, "_AT_ONCE", 0)


class TestPruned(TestPlus):
    """The same where even the smallest search skips what it can."""

    @pytest.fixture(autouse=True)
    def _skipping(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pruning, "_FEW", 0)
        monkeypatch.setattr(pruning, "_ENOUGH", 0)
        monkeypatch.setattr(segments, "_FEW", 0)
        for module in (building, pruning, scoring):
            monkeypatch.setattr(module, "RANKS", (1, 2, 5))


class TestOkapiPruned(TestPruned):
    """Weights may be negative there."""

    formula = staticmethod(rank_bm25.BM25Okapi)

    @pytest.fixture
    def make(self) -> Callable[[], Engine]:
        return lambda: MemoryEngine(BM25Okapi())


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches are the compiled ones from the start; in plain Python where numba is not installed."""
    loading = compiling._Loading()
    loading.search = kernel.search
    monkeypatch.setattr(compiling, "_loading", loading)


@pytest.mark.usefixtures("compiled")
class TestCompiled(TestPruned):
    pass


@pytest.mark.usefixtures("compiled")
class TestOkapiCompiled(TestOkapiPruned):
    pass


def _uneven(seed: int, articles: int) -> list[Document]:
    rng = np.random.default_rng(seed)
    return [
        Document(key, number, _text(rng, 12), _text(rng, 30))
        for key in range(articles)
        for number in range(1, int(rng.integers(2, 6)))
    ]


def _found(snapshot: Snapshot, asked: list[list[str]]) -> list[list[Hit]]:
    ways: list[tuple[int, float, Collection[int] | None]] = [
        (1, 0.0, None),
        (10, 0.5, None),
        (100, 1.0, range(0, 9100, 3)),
    ]
    return [snapshot.search(terms, limit, context=w, only=only) for terms in asked for limit, w, only in ways]


def _compiled_and_not(snapshot: Snapshot, asked: list[list[str]], patch: pytest.MonkeyPatch) -> None:
    by_numpy, loading = _found(snapshot, asked), compiling._Loading()
    loading.search = kernel.search
    patch.setattr(compiling, "_loading", loading)
    assert _found(snapshot, asked) == by_numpy


def test_the_compiled_search_finds_the_same_bit_for_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = MemoryEngine()
    engine.publish("shared", _uneven(1, 1500))
    engine.publish("shared", [Document(9000 + one.article, *one[1:]) for one in _uneven(2, 90)], range(0, 400, 7))
    engine.publish("guild", [Document(19000 + one.article, *one[1:]) for one in _uneven(3, 200)])
    snapshot, rng = engine.snapshot(["shared", "guild"]), np.random.default_rng(4)
    asked = [[f"w{min(int(rank), 400)}" for rank in rng.zipf(1.3, int(rng.integers(1, 9)))] for _ in range(80)]
    _compiled_and_not(snapshot, asked, monkeypatch)


def test_positions_beyond_two_bytes_are_found_compiled_and_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long lists are cut by blocks of documents, short ones keep whole positions; removed ones are in no block."""
    monkeypatch.setattr(compiling, "noticed", lambda _: None)
    rng, size = np.random.default_rng(6), segments.BLOCK + 4000
    ranks = np.minimum(rng.zipf(1.2, 2 * size), 30_000).tolist()
    engine = MemoryEngine()
    engine.publish(
        "shared",
        [Document(at // 20, at, [f"w{rank}" for rank in ranks[2 * at : 2 * at + 2]], ()) for at in range(size)],
    )
    (held,) = engine.snapshot(["shared"])._parts
    assert held.segment.blocks == 2
    assert len(held.segment.postings.cuts) > 10
    for term in ("w1", "w7", "w900", f"w{max(ranks)}", *(f"w{rank}" for rank in ranks[-40:])):
        number = held.segment.list_of(0, term)
        expected = [at for at in range(size) if f"w{ranks[2 * at]}" == term or f"w{ranks[2 * at + 1]}" == term]
        assert number is not None
        assert held.segment.documents_of(number).tolist() == expected
    engine.publish("shared", remove=range(0, 3400, 9))
    asked = [[f"w{rank}" for rank in rng.zipf(1.2, 4)] for _ in range(12)]
    _compiled_and_not(engine.snapshot(["shared"]), asked, monkeypatch)


def test_what_is_skipped_is_never_among_the_best() -> None:
    """Enough documents for every way of skipping; terms as uneven as in real texts, lengths that drift, some gone."""
    rng = np.random.default_rng(5)
    model = Model(MemoryEngine(), rank_bm25.BM25Plus)
    for batch in range(4):
        articles: dict[int, list[tuple[list[str], list[str]]]] = {}
        for key in range(1000 * batch, 1000 * batch + 1000 // 4**batch):
            texts = (_text(rng, 6 + 6 * batch), _text(rng, 20))
            articles[key] = [texts] * int(rng.integers(1, 4))
        model.publish("shared", articles, set(range(500 * batch, 500 * batch + 40)))
    snapshot = model.engine.snapshot(["shared"])
    half = set(range(0, 4000, 2))
    for number in range(60):
        query = [f"w{min(int(rank), 400)}" for rank in rng.zipf(1.3, int(rng.integers(1, 9)))]
        context = (0.0, 0.5, 1.0)[number % 3]
        expected = sorted(model.hits(["shared"], query, context))
        for limit in (1, 10, 100):
            found = snapshot.search(query, limit, context=context)
            assert [hit.score for hit in found] == pytest.approx([-score for score, *_ in expected[:limit]], rel=1e-9)
            within = snapshot.search(query, limit, context=context, only=half)
            among = [-score for score, article, _ in expected if article in half][:limit]
            assert [hit.score for hit in within] == pytest.approx(among, rel=1e-9)
            assert {hit.article for hit in within} <= half


def test_the_best_that_are_gone_hide_none_of_the_others() -> None:
    engine = MemoryEngine()
    best = [Document(number, 1, ["toll"] * 5, []) for number in range(100)]
    others = [Document(number, 1, ["toll", "vote", "tide", "ferry"], []) for number in range(100, 2100)]
    engine.publish("shared", [*best, *others])
    engine.publish("shared", remove=range(100))
    found = engine.snapshot(["shared"]).search(["toll"], 10)
    assert [hit.article for hit in found] == list(range(100, 110))


def _text(rng: np.random.Generator, longest: int) -> list[str]:
    return [f"w{min(int(rank), 400)}" for rank in rng.zipf(1.3, int(rng.integers(1, longest)))]


def test_adding_articles_one_by_one_never_rewrites_the_large_segment() -> None:
    engine = MemoryEngine()
    engine.publish("shared", [Document(1, number, ["toll"], []) for number in range(5000)])
    (large,) = engine.snapshot(["shared"])._parts
    for article in range(2, 202):
        engine.publish("shared", [Document(article, 1, ["vote"], [])])
        parts = engine.snapshot(["shared"])._parts
        assert parts[0].segment is large.segment
        assert len(parts) <= 10


def test_segments_grow_geometrically_and_the_dead_are_cleared_out() -> None:
    engine = MemoryEngine()
    for article in range(1, 301):
        engine.publish("shared", [Document(article, number, ["toll"], []) for number in range(article % 7)])
    for article in range(1, 301, 2):
        engine.publish("shared", remove=[article, article + 1] if article % 3 else [article])
        parts = engine.snapshot(["shared"])._parts
        live = [part.live for part in parts]
        assert all(larger > 2 * smaller for larger, smaller in pairwise(live))
        assert all(2 * part.live >= len(part.segment) for part in parts)


def test_what_changes_during_a_merge_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles are withdrawn, and one comes back under its key, while the segments that held them are merged."""
    merging, changed = threading.Event(), threading.Event()

    def slow(*args: Any) -> Any:
        merging.set()
        assert changed.wait(10)
        return building.merge(*args)

    monkeypatch.setattr(memory, "_AT_ONCE", 50)
    monkeypatch.setattr("index.search.memory.merge", slow)
    engine = MemoryEngine()
    for batch in range(2):
        engine.publish("shared", [Document(100 * batch + number, 1, ["toll"], []) for number in range(40)])
    assert merging.wait(10)
    engine.publish("shared", remove=[3, 103, 104])
    engine.publish("shared", [Document(103, 1, ["toll", "vote"], [])])
    changed.set()
    engine.settle()
    snapshot = engine.snapshot(["shared"])
    assert [len(snapshot), snapshot.document_frequency("toll"), len(snapshot._parts)] == [78, 78, 2]
    assert {hit.article for hit in snapshot.search(["toll"], 100)} == {*range(40), *range(100, 140)} - {3, 104}
    assert [hit.article for hit in snapshot.search(["vote"], 100)] == [103]


def test_no_reader_sees_half_a_change() -> None:
    """Each publication replaces an article of 2 to 5 paragraphs that all hold its own word, in two collections."""
    engine = MemoryEngine()
    done = threading.Event()
    wrong: list[object] = []

    def write(collection: str, base: int) -> None:
        for version in range(300):
            key = base + version
            paragraphs = 2 + version % 4
            new = [Document(key, number, [f"v{key}", f"of{paragraphs}"], []) for number in range(paragraphs)]
            engine.publish(collection, new, remove=[key - 1])

    def read() -> None:
        while not done.is_set():
            snapshot = engine.snapshot(["a"])
            hits = snapshot.search([f"of{number}" for number in range(2, 6)], 100)
            again = snapshot.search([f"of{number}" for number in range(2, 6)], 100)
            sizes = {int(term[2:]) for term in snapshot.vocabulary() if term.startswith("of")}
            if hits != again or len({hit.article for hit in hits}) > 1 or (hits and sizes != {len(hits)}):
                wrong.append(hits)

    readers = [threading.Thread(target=read) for _ in range(2)]
    writers = [threading.Thread(target=write, args=args) for args in (("a", 1000), ("b", 5000))]
    for thread in [*readers, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert wrong == []
    assert {hit.article for hit in engine.snapshot(["a", "b"]).search(["of2", "of3", "of4", "of5"], 99)} == {1299, 5299}


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads take turns so often that unguarded changes get lost."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("eager_threads")
def test_no_writer_loses_what_another_published() -> None:
    engine = MemoryEngine()
    together = threading.Barrier(4)

    def write(writer: int) -> None:
        together.wait()
        for number in range(50):
            engine.publish("shared", [Document(100 * writer + number, 1, ["toll"], [])])

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    assert len(engine.snapshot(["shared"])) == 200
