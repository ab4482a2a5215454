"""A reindex interrupts nobody, takes effect all at once, and goes on after it was stopped."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.articles import Article
from index.coverage import Coverage, deriving, reindexing
from index.coverage.following import Following
from index.errors import StoreError
from index.search.memory import MemoryEngine
from index.speakers import attribute
from index.store import Store
from tests.test_coverage import FERRY, add, article, texts

QUESTION = "What did Captain Brill say about her crew?"
MANY = 10


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def coverage(database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Coverage]:
    """Some articles, staged two at a time."""
    monkeypatch.setattr(reindexing, "TOGETHER", 2)
    with Coverage.open(database) as opened:
        add(opened, *(article(f"ferry-{number}", *FERRY) for number in range(MANY)))
        yield opened


@pytest.fixture
def upgraded(coverage: Coverage, monkeypatch: pytest.MonkeyPatch) -> Coverage:
    """The same after an upgrade of newsdesk: speakers are written otherwise."""

    def louder(given: Article) -> Article:
        made = attribute(given)
        said = [
            one.model_copy(
                update={"statements": tuple(s.model_copy(update={"speaker": "ADA BRILL"}) for s in one.statements)}
            )
            for one in made.paragraphs
        ]
        return made.model_copy(update={"paragraphs": tuple(said)})

    monkeypatch.setattr(deriving, "attribute", louder)
    for module in ("deriving", "reindexing", "checking", "coverage"):
        monkeypatch.setattr(f"index.coverage.{module}.DERIVED_BY", "speakers 99")
    return coverage


def speakers(database: Path) -> set[str]:
    with Store.open(database) as store:
        return {
            statement.speaker or "nobody"
            for held in store.all()
            for paragraph in held.article.paragraphs
            for statement in paragraph.statements
        }


def stop_after(batches: int) -> Iterator[bool]:
    yield from [False] * batches
    while True:
        yield True


def stopped(coverage: Coverage, batches: int) -> int:
    """Reindex until it is stopped after so many batches. Returns how many articles are done."""
    steps = stop_after(batches)
    done = coverage.reindex(who="test", stop=lambda: next(steps))
    assert done.stopped
    return done.articles


def test_the_stamp_says_when_it_is_time(upgraded: Coverage) -> None:
    assert upgraded.outdated()
    assert any("reindex" in problem for problem in upgraded.check())
    done = upgraded.reindex(who="test")
    assert (done.articles, done.paragraphs, done.changed, done.stopped) == (MANY, 3 * MANY, 2 * MANY, False)
    assert not upgraded.outdated()
    assert upgraded.check() == []
    assert upgraded.reindex(who="test").changed == 0


def test_new_articles_are_not_outdated(coverage: Coverage, database: Path) -> None:
    assert not coverage.outdated()
    with Coverage.open(database.with_name("empty.db")) as empty:
        assert not empty.outdated()
        assert not empty.unfinished()


def test_nothing_shows_before_all_is_done(upgraded: Coverage, database: Path) -> None:
    before = upgraded.ask(QUESTION)
    assert before.passages[0].speaker == "Ada Brill"
    assert stopped(upgraded, 3) == 6
    assert upgraded.unfinished()
    assert speakers(database) == {"Ada Brill"}
    assert upgraded.ask(QUESTION) == before
    upgraded.reindex(who="test")
    assert speakers(database) == {"ADA BRILL"}
    assert upgraded.ask(QUESTION).passages[0].speaker == "ADA BRILL"
    assert not upgraded.unfinished()


def test_what_is_done_is_not_done_again(upgraded: Coverage, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stopped(upgraded, 3) == 6
    found: list[str] = []
    inner = vars(deriving)["attribute"]

    def noted(one: Article) -> Article:
        found.append(one.id)
        made: Article = inner(one)
        return made

    monkeypatch.setattr(deriving, "attribute", noted)
    seen: list[tuple[int, int]] = []
    with Coverage.open(database) as later:
        done = later.reindex(who="test", progress=lambda at, total: seen.append((at, total)))
    assert sorted(found) == [f"ferry-{number}" for number in range(6, MANY)]
    assert seen[0] == (8, MANY)
    assert seen[-1] == (MANY, MANY)
    assert (done.articles, done.changed) == (MANY, 2 * MANY)


def test_what_changed_since_it_was_staged_is_done_again(upgraded: Coverage, database: Path) -> None:
    assert stopped(upgraded, 3) == 6
    add(upgraded, article("ferry-0", "The ferry sails again, Captain Ada Brill said."), article("new", *FERRY))
    upgraded.withdraw("ferry-1", who="test")
    assert upgraded.reindex(who="test").articles == MANY
    assert upgraded.article("ferry-0").paragraphs[0].text == "The ferry sails again, Captain Ada Brill said."
    assert upgraded.check() == []


def test_what_another_newsdesk_staged_is_of_no_use(upgraded: Coverage, database: Path) -> None:
    assert stopped(upgraded, 3) == 6
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deriving, "attribute", attribute)
        for module in ("deriving", "reindexing", "checking", "coverage"):
            patch.setattr(f"index.coverage.{module}.DERIVED_BY", "speakers 100")
        seen: list[tuple[int, int]] = []
        assert upgraded.reindex(who="test", progress=lambda at, total: seen.append((at, total))).changed == 0
    assert seen[0] == (2, MANY)
    assert speakers(database) == {"Ada Brill"}


def test_an_article_that_comes_at_the_last_moment_is_not_left_out(upgraded: Coverage, database: Path) -> None:
    came = iter(range(5))

    def come(_: int, __: int) -> None:
        for number in came:
            add(upgraded, *(article(f"late-{number}-{one}", *FERRY) for one in range(3)))

    done = upgraded.reindex(who="test", progress=come)
    assert done.articles == MANY + 15
    assert speakers(database) == {"ADA BRILL"}
    assert upgraded.check() == []


def test_a_reindex_is_one_entry_of_the_journal(upgraded: Coverage) -> None:
    upgraded.reindex(who="ida")
    entries = [entry for entry in upgraded.journal() if entry.action == "reindexed"]
    assert [(entry.who, entry.reason) for entry in entries] == [("ida", "20 of 30 paragraphs changed")]
    assert upgraded.journal("guild-1") == []


class SlowEngine(MemoryEngine):
    """Takes what it is given only when the gate is open."""

    gate = threading.Event()
    made = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).made += 1
        self.number = type(self).made

    def publish(self, collection: str, add: object = (), remove: object = ()) -> None:
        if self.number > 2:  # the first is empty, the second is the one that questions use
            assert self.gate.wait(20)
        super().publish(collection, add, remove)  # type: ignore[arg-type]


def test_questions_do_not_wait_for_the_new_index_and_see_what_changes_meanwhile(
    upgraded: Coverage, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SlowEngine, "gate", threading.Event())
    monkeypatch.setattr(SlowEngine, "made", 0)
    with Store.open(database) as store:
        coverage = Coverage(store, SlowEngine)
        assert coverage.ask(QUESTION).answered
        upgraded.reindex(who="test")
        began = time.monotonic()
        assert coverage.ask(QUESTION).answered
        for number in range(MANY):
            upgraded.withdraw(f"ferry-{number}", who="test")
        assert not coverage.ask(QUESTION).answered
        add(upgraded, article("tram", "The tram to Oststrand stops in May."))
        assert texts(coverage.ask("When does the tram to Oststrand stop?")) == ["The tram to Oststrand stops in May."]
        assert time.monotonic() - began < 10
        old = coverage._following._engine
        SlowEngine.gate.set()
        coverage._following.settle()
        assert coverage._following._engine is not old
        assert texts(coverage.ask("When does the tram to Oststrand stop?")) == ["The tram to Oststrand stops in May."]
        assert not coverage.ask(QUESTION).answered
        assert coverage.check() == []
        coverage.close()


class FailingEngine(MemoryEngine):
    failures = 0
    made = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).made += 1
        self.number = type(self).made

    def publish(self, collection: str, add: object = (), remove: object = ()) -> None:
        if type(self).failures and self.number > 2:
            type(self).failures -= 1
            raise MemoryError("no room")
        super().publish(collection, add, remove)  # type: ignore[arg-type]


def test_an_index_that_cannot_be_built_is_tried_again_and_stops_no_question(
    upgraded: Coverage, database: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("index.coverage.following.AGAIN", 0.01)
    monkeypatch.setattr(FailingEngine, "failures", 3)
    monkeypatch.setattr(FailingEngine, "made", 0)
    with Store.open(database) as store, caplog.at_level(logging.ERROR):
        coverage = Coverage(store, FailingEngine)
        assert coverage.ask(QUESTION).answered
        upgraded.reindex(who="test")
        while FailingEngine.failures:
            assert coverage.ask(QUESTION).answered
        coverage._following.settle()
        assert coverage.ask(QUESTION).passages[0].speaker == "ADA BRILL"
        assert caplog.text.count("could not be built anew") == 3
        coverage.close()


def test_closing_ends_what_is_being_built(coverage: Coverage, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Following, "_built", Following._built)
    other = Coverage.open(database)
    assert other.ask(QUESTION).answered
    coverage.reindex(who="test")
    assert other.ask(QUESTION).answered
    other.close()
    assert not any(thread.name == "newsdesk-index" for thread in threading.enumerate())


def test_a_damaged_article_stops_neither_questions_nor_a_reindex(upgraded: Coverage, database: Path) -> None:
    raw = sqlite3.connect(database, isolation_level=None)
    raw.execute("UPDATE paragraphs SET text = '' WHERE article = 1")
    raw.close()
    assert upgraded.ask(QUESTION).answered
    assert upgraded.reindex(who="test").articles == MANY - 1
    assert upgraded.ask(QUESTION).answered
    assert any("ferry-0' is damaged" in problem for problem in upgraded.check())


def test_what_was_staged_and_is_damaged_never_takes_effect(upgraded: Coverage, database: Path) -> None:
    assert stopped(upgraded, 3) == 6
    raw = sqlite3.connect(database, isolation_level=None)
    raw.execute("UPDATE staged SET derived = '{' WHERE key = 2")
    raw.close()
    with pytest.raises(StoreError, match="check --repair"):
        upgraded.reindex(who="test")
    assert speakers(database) == {"Ada Brill"}
    assert upgraded.check(repair=True) == []
    assert speakers(database) == {"ADA BRILL"}
