"""Questions during a running reindex, new versions and withdrawals: each is answered from one whole state.

NEWSDESK_QUESTIONS sets how many are asked (400 unless set).
"""

from __future__ import annotations

import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from index.answering.answer import Answer
from index.articles import Article
from index.coverage import Coverage
from tests.test_coverage import add, article

QUESTIONS = int(os.environ.get("NEWSDESK_QUESTIONS", "400"))
ASKERS = 4
BOATS = ("Amsel", "Drossel", "Fink", "Lerche", "Meise", "Specht")
LANTERN = "The green lantern of Oststrand hangs in the old customs house."


def boats(version: int) -> list[Article]:
    """Articles that change together; every paragraph bears the number of the version."""
    return [
        article(
            name.lower(),
            f"The ferry {name} carried {version} crates to Lund Island, Captain Ada Brill said.",
            f'"We had room for {version} crates on the {name}," she told reporters.',
            title=f"Crates for Lund on the {name}",
        )
        for name in BOATS
    ]


class Watch:
    """What was seen, and what was wrong about it."""

    def __init__(self) -> None:
        self.asked, self.versions, self.lanterns = 0, set[int](), set[bool]()
        self.slowest = 0.0
        self.newest = 0
        """The version that was acknowledged last."""

    def crates(self, coverage: Coverage) -> None:
        at_least = self.newest
        answer = self._ask(coverage, "How many crates did the ferry carry to Lund Island?")
        numbers = {int(found) for passage in answer.passages for found in re.findall(r"\d+", passage.text)}
        assert answer.answered
        assert len(numbers) == 1, f"an answer mixes versions: {numbers}"
        assert numbers.pop() >= at_least, "an answer does not see what was acknowledged"
        assert len({passage.article.id for passage in answer.passages}) > 1
        self.versions |= {int(found) for found in re.findall(r"\d+", answer.passages[0].text)}

    def lantern(self, coverage: Coverage) -> None:
        answer = self._ask(coverage, "Where does the green lantern of Oststrand hang?")
        shown = any(passage.text == LANTERN for passage in answer.passages)
        assert shown == (answer.coverage.articles == len(BOATS) + 1), "what is counted is not what is searched"
        self.lanterns.add(shown)

    def _ask(self, coverage: Coverage, question: str) -> Answer:
        began = time.monotonic()
        answer = coverage.ask(question, limit=8)
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.asked += 1
        return answer


def changing(coverage: Coverage, watch: Watch) -> Iterator[None]:
    for version in count(2):
        assert set(add(coverage, *boats(version))) == {"replaced"}
        watch.newest = version
        add(coverage, article("lantern", LANTERN, title="A lantern"))
        yield
        coverage.withdraw("lantern", who="test")
        yield


def reindexing(coverage: Coverage) -> Iterator[None]:
    while True:
        assert not coverage.reindex(who="test").stopped
        yield


@contextmanager
def going_on(*works: Iterator[None]) -> Iterator[Callable[[], None]]:
    """Threads that do these works until the end; what is given raises what went wrong in one of them."""
    done = threading.Event()

    def work(steps: Iterator[None]) -> None:
        for _ in steps:
            if done.wait(0.002):
                return

    with ThreadPoolExecutor(len(works)) as threads:
        running = [threads.submit(work, steps) for steps in works]

        def look() -> None:
            for one in running:
                if one.done():
                    one.result()

        try:
            yield look
        finally:
            done.set()
        for one in running:
            one.result()


def test_every_answer_is_of_one_whole_state(tmp_path: Path) -> None:
    watch = Watch()
    with Coverage.open(tmp_path / "news.db") as coverage, Coverage.open(tmp_path / "news.db") as elsewhere:
        add(coverage, *boats(1))
        watch.newest = 1

        def ask(number: int) -> None:
            (watch.crates if number % 2 else watch.lantern)(coverage)

        with (
            going_on(changing(elsewhere, watch), reindexing(coverage)) as look,
            ThreadPoolExecutor(ASKERS) as askers,
        ):
            for asked in [askers.submit(ask, number) for number in range(QUESTIONS)]:
                asked.result()
                look()
        assert watch.asked == QUESTIONS
        assert len(watch.versions) > 3
        assert watch.lanterns == {True, False}
        assert coverage.check() == []
    if QUESTIONS > 1000:
        told = f"{watch.asked} questions, {len(watch.versions)} versions seen, slowest {watch.slowest:.2f} s"
        sys.stdout.write(f"{told}\n")
