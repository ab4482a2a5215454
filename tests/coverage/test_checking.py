"""A check compares store, journal and index; a repair mends what follows from the text, and never makes any up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.coverage import Coverage
from index.search.engine import Document
from index.store import Store
from tests.test_coverage import FERRY, add, article

MENDABLE = {
    "terms": "UPDATE paragraphs SET terms = 'wrong'",
    "terms of the title": "UPDATE articles SET title_terms = 'wrong'",
    "damaged statements": "UPDATE paragraphs SET statements = '[{' WHERE number = 2",
    "statements outside": "UPDATE paragraphs SET statements = replace(statements, '\"start\":0', '\"start\":9999')",
    "lost statements": "UPDATE paragraphs SET statements = '[]', terms = ''",
    "damaged people": "UPDATE articles SET people = '[{}]' WHERE key = 1",
    "people unknown": "UPDATE articles SET people = '[]'",
    "date to sort by": "UPDATE articles SET moment = '1999-01-01T00:00:00.000000'",
    "no entry": "DELETE FROM journal WHERE key = 2",
    "paragraph of nothing": "INSERT INTO paragraphs VALUES (99, 1, 'x', '[]', '[]', '')",
    "item of no feed": "INSERT INTO items VALUES (9, 'i', 'taken', 'f', NULL, NULL, 1, NULL, NULL, '')",
    "quotation of no answer": "INSERT INTO quotations VALUES (5, 1, 1, 'held')",
    "staged of nothing": "INSERT INTO staged VALUES (99, 'x', 1, 1, NULL)",
    "staged damaged": "INSERT INTO staged VALUES (1, 'x', 1, 1, '{\"title_terms\": 1}')",
    "staged no JSON": "INSERT INTO staged VALUES (1, 'x', 1, 1, '{')",
}
LOST = {
    "a text": "UPDATE paragraphs SET text = 'Somebody else''s words.' WHERE article = 1",
    "an article": "PRAGMA foreign_keys=ON; DELETE FROM articles WHERE key = 1",
    "paragraphs": "DELETE FROM paragraphs WHERE article = 1",
    "a version": "UPDATE journal SET before = '{'",
}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def coverage(database: Path) -> Iterator[Coverage]:
    with Coverage.open(database) as opened:
        add(opened, article("ferry", *FERRY, published="2025-05-01"), article("tram", "Trams run."))
        yield opened


def texts(database: Path) -> list[tuple[str, str]]:
    with Store.open(database) as store:
        return [(held.article.id, one.text) for held in store.all(lenient=True) for one in held.article.paragraphs]


def damage(database: Path, statement: str) -> None:
    raw = sqlite3.connect(database, isolation_level=None)
    raw.executescript(statement)
    raw.close()


@pytest.mark.parametrize("what", MENDABLE)
def test_what_follows_from_the_rest_is_found_and_mended(coverage: Coverage, database: Path, what: str) -> None:
    before, answer = texts(database), coverage.ask("What did Captain Brill say about her crew?")
    damage(database, MENDABLE[what])
    found = coverage.check()
    assert found
    told: list[str] = []
    assert coverage.check(repair=True, mended=told.append) == []
    assert told
    assert all(line.isprintable() for line in (*found, *told))
    assert coverage.check() == []
    assert texts(database) == before
    assert coverage.ask("What did Captain Brill say about her crew?") == answer
    with Coverage.open(database) as later:
        assert later.ask("What did Captain Brill say about her crew?") == answer


@pytest.mark.parametrize("what", LOST)
def test_what_is_lost_is_said_and_not_made_up(coverage: Coverage, database: Path, what: str) -> None:
    add(coverage, article("tram", "Trams run again."))
    damage(database, LOST[what])
    before = texts(database)
    found = coverage.check()
    assert found
    assert coverage.check(repair=True) == found
    assert texts(database) == before


def test_a_sound_database_is_left_as_it_is(coverage: Coverage) -> None:
    generation = coverage.journal(None)[0].sequence
    told: list[str] = []
    assert coverage.check(repair=True, mended=told.append) == []
    assert told == []
    assert coverage.journal(None)[0].sequence == generation


def test_a_repair_is_in_the_journal_of_the_collection_it_concerns(coverage: Coverage, database: Path) -> None:
    add(coverage, article("ours", *FERRY), collection="guild-1")
    damage(database, "UPDATE paragraphs SET terms = 'wrong' WHERE article = 3")
    coverage.check(repair=True, who="ida")
    entry = coverage.journal("guild-1")[0]
    assert (entry.action, entry.article_id, entry.who) == ("mended", "ours", "ida")
    assert coverage.journal()[0].action == "added"


def test_another_process_answers_from_what_was_mended(coverage: Coverage, database: Path) -> None:
    question = "When does the ferry to Lund Island stop?"
    answer = coverage.ask(question)
    damage(database, "UPDATE paragraphs SET terms = 'wrong'")
    with Coverage.open(database) as other:
        assert other.ask(question) != answer
        coverage.check(repair=True)
        assert other.ask(question) == answer


def test_an_index_that_is_not_that_of_the_articles_is_noticed_and_built_anew(coverage: Coverage) -> None:
    assert coverage.ask("When does the ferry to Lund Island stop?").answered
    engine = coverage._following._engine
    engine.publish("shared", [Document(99, 1, ["stray"], [])])
    assert any("The index of shared has 5 paragraphs, the store 4" in problem for problem in coverage.check())
    engine.publish("shared", [], [1, 99])
    engine.publish("shared", [Document(1, number, ["stray"], []) for number in (1, 2, 3)])
    assert any("is not that of its articles" in problem for problem in coverage.check())
    assert coverage.check(repair=True) == []


def test_what_waits_to_be_scrubbed_is_said_and_scrubbed(coverage: Coverage, database: Path) -> None:
    with Store.open(database) as store, store.write("test") as writer:
        writer.set_meta("scrub", "due")
    assert any("erased" in problem for problem in coverage.check())
    assert coverage.check(repair=True) == []
    with Store.open(database) as store, store.write("test") as writer:
        writer.set_meta("scrub", "due")
    with Coverage.open(database) as later:
        assert later.check() == []


def test_a_database_of_another_newsdesk_is_reindexed_by_a_repair(coverage: Coverage, database: Path) -> None:
    damage(database, "UPDATE meta SET value = 'analysis 0' WHERE name = 'derived_by'")
    assert coverage.check(repair=True) == []
    assert not coverage.outdated()
