"""What benchmarks/engines.py compares: newsdesk's memory engine and its peers, all on the same analysed terms.

Each peer is used as its documentation says, one question at a time, with the settings that make it fastest at that:
tantivy with one segment, without positions, counts or stored texts; bm25s with its own tokens; FTS5 without a copy of
the texts. Building the question is part of the time, as it is for a user.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, ClassVar

import numpy as np

from benchmarks.engines_corpus import Corpus
from index.search import compiling
from index.search.bm25 import BM25Okapi, Formula
from index.search.engine import Document
from index.search.memory import MemoryEngine


class Peer(ABC):
    """An engine filled with a corpus."""

    name: ClassVar[str]
    formula: ClassVar[str]
    """What it scores by: those of one name must find the same."""
    most: ClassVar[int] = 10**9
    """Paragraphs beyond which it is left out, for its time or memory."""

    def __init__(self, corpus: Corpus) -> None:
        """Index a corpus; its paragraphs are numbered from 0."""
        self._corpus = corpus

    @abstractmethod
    def search(self, terms: list[str], limit: int) -> Any:
        """The best paragraphs, in whatever form the engine gives."""

    @abstractmethod
    def found(self, answer: Any) -> list[tuple[int, float]]:
        """What `search` returned, as paragraphs and scores."""

    def matching(self, terms: list[str]) -> list[tuple[int, float]]:
        """What a search for the terms finds; some engines fill up with paragraphs that hold none of them."""
        return [pair for pair in self.found(self.search(terms, 100)) if self._holds(pair[0], terms)]

    def _holds(self, paragraph: int, terms: list[str]) -> bool:
        start = self._corpus.ends[paragraph - 1] if paragraph else 0
        held = self._corpus.tokens[start : self._corpus.ends[paragraph]].tolist()
        return not {self._corpus.terms[number] for number in held}.isdisjoint(terms)


class Newsdesk(Peer):
    """The memory engine, as questions use it, with the extra newsdesk[fast]."""

    name, formula = "newsdesk, numba", "BM25+"
    scored: ClassVar[Formula | None] = None
    compiled: ClassVar[bool] = True

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(corpus)
        engine = MemoryEngine(self.scored)
        articles = corpus.articles.tolist()
        engine.publish(
            "shared", (Document(articles[at], at, terms, ()) for at, terms in enumerate(corpus.paragraphs()))
        )
        self._engine = engine

    def search(self, terms: list[str], limit: int) -> Any:
        """See Peer."""
        compiling.switch(on=self.compiled)
        return self._engine.snapshot(("shared",)).search(terms, limit)

    def found(self, answer: Any) -> list[tuple[int, float]]:
        """See Peer."""
        return [(hit.paragraph, hit.score) for hit in answer]


class NewsdeskNumpy(Newsdesk):
    """The same without compiled code."""

    name, compiled = "newsdesk, numpy", False


class NewsdeskOkapi(Newsdesk):
    """The same with the older formula."""

    name, formula = "newsdesk, numba, Okapi", "Okapi"
    scored = BM25Okapi()


class RankPlus(Peer):
    """The package that newsdesk takes its formulas from."""

    name, formula, most = f"rank_bm25 {version('rank-bm25')}, Plus", "BM25+", 200_000
    kind: ClassVar[str] = "BM25Plus"

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(corpus)
        import rank_bm25

        self._bm25 = getattr(rank_bm25, self.kind)(list(corpus.paragraphs()))

    def search(self, terms: list[str], limit: int) -> Any:
        """See Peer."""
        scores = self._bm25.get_scores(terms)
        best = np.argpartition(scores, -limit)[-limit:] if len(scores) > limit else np.arange(len(scores))
        return best, scores[best]

    def found(self, answer: Any) -> list[tuple[int, float]]:
        """See Peer."""
        best, scores = answer
        return list(zip(best.tolist(), scores.tolist(), strict=True))


class RankOkapi(RankPlus):
    """The same with the older formula."""

    name, formula, kind = f"rank_bm25 {version('rank-bm25')}, Okapi", "Okapi", "BM25Okapi"


class Bm25s(Peer):
    """bm25s scores at indexing time and keeps a sparse matrix."""

    name, formula = f"bm25s {version('bm25s')}, numba", "BM25+"
    backend: ClassVar[str] = "numba"

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(corpus)
        import bm25s

        ends = corpus.ends.tolist()
        ids = [corpus.tokens[start:end].tolist() for start, end in zip([0, *ends[:-1]], ends, strict=True)]
        vocabulary = {term: number for number, term in enumerate(corpus.terms)}
        self._bm25 = bm25s.BM25(k1=1.5, b=0.75, delta=1.0, method="bm25+", backend=self.backend)
        self._bm25.index(bm25s.tokenization.Tokenized(ids=ids, vocab=vocabulary), show_progress=False)

    def search(self, terms: list[str], limit: int) -> Any:
        """See Peer."""
        return self._bm25.retrieve([terms], k=limit, show_progress=False, n_threads=0)

    def found(self, answer: Any) -> list[tuple[int, float]]:
        """See Peer."""
        return list(zip(answer.documents[0].tolist(), answer.scores[0].tolist(), strict=True))


class Bm25sNumpy(Bm25s):
    """The same without compiled code."""

    name, backend = f"bm25s {version('bm25s')}, numpy", "numpy"


class Tantivy(Peer):
    """Tantivy, compiled Rust with block-max WAND, through its Python package."""

    name, formula = f"tantivy {version('tantivy')}", "tantivy's"

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(corpus)
        import tantivy

        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(heap_size=2_000_000_000, num_threads=1)
        for terms in corpus.paragraphs():
            writer.add_document(tantivy.Document(body=" ".join(terms)))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def search(self, terms: list[str], limit: int) -> Any:
        """See Peer."""
        query, should = self._tantivy.Query, self._tantivy.Occur.Should
        asked = query.boolean_query([(should, query.term_query(self._schema, "body", term, "freq")) for term in terms])
        return self._searcher.search(asked, limit, count=False)

    def found(self, answer: Any) -> list[tuple[int, float]]:
        """See Peer."""
        return [(address.doc, score) for score, address in answer.hits]


class Fts5(Peer):
    """SQLite's full-text index, in memory."""

    name, formula = f"SQLite {sqlite3.sqlite_version} FTS5", "FTS5's"

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(corpus)
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE held USING fts5(body, content='', detail=column)")
        rows = ((number, " ".join(terms)) for number, terms in enumerate(corpus.paragraphs()))
        self._database.executemany("INSERT INTO held(rowid, body) VALUES (?, ?)", rows)
        self._database.execute("INSERT INTO held(held) VALUES ('optimize')")

    def search(self, terms: list[str], limit: int) -> Any:
        """See Peer."""
        asked = " OR ".join(f'"{term}"' for term in terms)
        sql = "SELECT rowid, rank FROM held WHERE held MATCH ? ORDER BY rank LIMIT ?"
        return self._database.execute(sql, (asked, limit)).fetchall()

    def found(self, answer: Any) -> list[tuple[int, float]]:
        """See Peer."""
        return [(number, -score) for number, score in answer]


PEERS: Sequence[type[Peer]] = (
    Newsdesk,
    NewsdeskNumpy,
    Tantivy,
    Bm25s,
    Bm25sNumpy,
    Fts5,
    RankPlus,
    NewsdeskOkapi,
    RankOkapi,
)


def resident() -> int:
    """Bytes of memory that this process holds (Linux)."""
    with open("/proc/self/statm", encoding="ascii") as fields:  # noqa: PTH123 - no file to speak of
        return int(fields.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def platform() -> str:
    """Python and numpy, as they run here."""
    return f"Python {sys.version.split()[0]}, numpy {np.__version__}"
