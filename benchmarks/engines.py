"""How fast the memory engine is beside its peers: the same analysed terms, the same questions, one process, one core.

    python -m benchmarks.engines                         10 and 100 thousand made-up paragraphs; prints a table
    python -m benchmarks.engines --sizes 1000000 --write the table of that size goes into docs/speed.md
    python -m benchmarks.engines --corpus FILE.jsonl     a file of articles instead
    python -m benchmarks.engines --fit FILE.jsonl ...    what made-up news has to look like to be like these articles

Every question is first asked of each engine in turn, so that none finds its own data in the processor's caches
("cold"); then each engine is asked all questions several times over, the engines taking turns in another order each
time ("warm"). Peers: `pip install --require-hashes -r benchmarks/requirements-engines.txt`.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.engines_corpus import Corpus, News, fit, read
from benchmarks.engines_peers import PEERS, Newsdesk, Peer, platform, resident

LIMIT = 100
ROUNDS = 3
SLOW = 0.02
"""Seconds a question takes an engine that is asked a tenth of them only, and once."""
DOCUMENT = Path(__file__).parent.parent / "docs" / "speed.md"


class Timed(NamedTuple):
    """One engine on one corpus. Times of questions are in microseconds."""

    name: str
    build: float
    """Seconds to index everything."""
    memory: float
    """Megabytes that the process grew by in that."""
    cold: list[float]
    warm: list[float]


def measure(corpus: Corpus, kinds: Sequence[type[Peer]], count: int) -> list[Timed]:
    """Build all engines, check what they find, and time them."""
    questions = corpus.questions(count, seed=7)
    held = [_built(kind, corpus) for kind in kinds if len(corpus) <= kind.most]
    _check([peer for peer, *_ in held], questions[:20])
    cold: dict[str, list[float]] = defaultdict(list)
    warm: dict[str, list[float]] = defaultdict(list)
    slow = {peer.name for peer, *_ in held if _asked(peer, questions[0]) > SLOW * 1e6}
    gc.collect()
    for number, question in enumerate(questions):
        for peer, *_ in _rotated(held, number):
            if peer.name not in slow or number % 10 == 0:
                cold[peer.name].append(_asked(peer, question))
    for turn in range(ROUNDS):
        for peer, *_ in _rotated(held, turn):
            if peer.name not in slow:
                warm[peer.name] += [_asked(peer, question) for question in questions]
    return [
        Timed(peer.name, build, memory, cold[peer.name], warm[peer.name] or cold[peer.name])
        for peer, build, memory in held
    ]


def _built(kind: type[Peer], corpus: Corpus) -> tuple[Peer, float, float]:
    gc.collect()
    before, start = resident(), time.perf_counter()
    peer = kind(corpus)
    took = time.perf_counter() - start
    gc.collect()
    return peer, took, (resident() - before) / 1e6


def _rotated(held: Sequence[tuple[Peer, float, float]], by: int) -> list[tuple[Peer, float, float]]:
    at = by % len(held)
    return [*held[at:], *held[:at]]


def _asked(peer: Peer, question: list[str]) -> float:
    start = time.perf_counter_ns()
    peer.search(question, LIMIT)
    return (time.perf_counter_ns() - start) / 1e3


def _check(peers: Sequence[Peer], questions: Sequence[list[str]]) -> None:
    """Those that score by one formula find the same paragraphs, but for ties at the end; single precision will do."""
    for question in questions:
        by_formula: dict[str, tuple[str, list[tuple[int, float]]]] = {}
        for peer in peers:
            found = sorted(peer.matching(question), key=lambda pair: (-pair[1], pair[0]))
            name, other = by_formula.setdefault(peer.formula, (peer.name, found))
            if not _same(found, other):
                raise SystemExit(f"{peer.name} and {name} do not find the same for {' '.join(question)!r}.")


def _same(found: list[tuple[int, float]], other: list[tuple[int, float]]) -> bool:
    scores, others = (np.array([score for _, score in pairs]) for pairs in (found, other))
    if len(scores) != len(others) or not np.allclose(scores, others, rtol=1e-4):
        return False
    last = scores[-1] * (1 + 1e-4) if len(scores) else 0.0
    above, also = ({number for number, score in pairs if score > last} for pairs in (found, other))
    return above <= {number for number, _ in other} and also <= {number for number, _ in found}


def threads(corpus: Corpus, count: int) -> str:
    """How many questions a second one thread and two threads answer, each in the best of three tries."""
    peer, questions = Newsdesk(corpus), corpus.questions(count, seed=7)
    rates = []
    for workers in (1, 2):
        with ThreadPoolExecutor(workers) as pool:
            best = 0.0
            for _ in range(3):
                start = time.perf_counter()
                list(pool.map(lambda own: [peer.search(each, LIMIT) for each in own], [questions] * workers))
                best = max(best, workers * len(questions) / (time.perf_counter() - start))
            rates.append(best)
    return f"One thread answers {rates[0]:,.0f} questions a second, two on two cores {rates[1]:,.0f}."


def table(corpus: Corpus, rows: Sequence[Timed]) -> str:
    """The figures as a Markdown table; ratios are of warm times, to the first engine's."""
    lines = [
        f"### {corpus.name}",
        "",
        "| engine | median | 95 % | 99 % | cold median | cold 99 % | median : ours | 99 % : ours | build | memory |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    ours = np.percentile(rows[0].warm, (50, 95, 99))
    for row in rows:
        warm, cold = np.percentile(row.warm, (50, 95, 99)), np.percentile(row.cold, (50, 99))
        times = " | ".join(f"{value:,.0f} µs" for value in (*warm, *cold))
        ratios = " | ".join(f"{theirs / own:,.2f}" for theirs, own in ((warm[0], ours[0]), (warm[2], ours[2])))
        lines.append(f"| {row.name} | {times} | {ratios} | {row.build:,.1f} s | {row.memory:,.0f} MB |")
    return "\n".join(lines)


def write(name: str, text: str, path: Path = DOCUMENT) -> None:
    """Put a table into the document, in the place of one of the same name."""
    document = path.read_text(encoding="utf-8")
    mark = re.compile(rf"### {re.escape(name)}\n.*?(?=\n### |\n## |\Z)", re.DOTALL)
    replaced = mark.sub(lambda _: text + "\n", document, count=1) if mark.search(document) else f"{document}\n{text}\n"
    path.write_text(replaced, encoding="utf-8")


def main() -> None:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000], help="paragraphs")
    parser.add_argument("--corpus", type=Path, help="a JSON Lines file of articles, instead of made-up ones")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="engines whose name holds one of these words, parted by commas")
    parser.add_argument("--threads", action="store_true", help="measure one thread against two instead")
    parser.add_argument("--fit", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--write", action="store_true", help=f"write the tables into {DOCUMENT.name}")
    asked = parser.parse_args()
    if asked.fit:
        print(fit([read(path) for path in asked.fit]))
        return
    if not asked.threads:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    kinds = [kind for kind in PEERS if any(word in kind.name for word in asked.only.split(","))]
    corpora = [read(asked.corpus)] if asked.corpus else (News().corpus(size, asked.seed) for size in asked.sizes)
    for corpus in corpora:
        if asked.threads:
            print(f"{corpus.name}: {threads(corpus, asked.questions)}")
            continue
        text = table(corpus, measure(corpus, kinds, asked.questions))
        print(f"{text}\n\n{platform()}", flush=True)
        if asked.write:
            write(corpus.name, text)


if __name__ == "__main__":
    main()
