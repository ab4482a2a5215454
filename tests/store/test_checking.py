"""A check finds what is wrong, however it came about, and says it in one line each."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index.errors import StoreError
from index.store import Store
from tests.store.conftest import SAID, add, article, with_people, with_statement


def damaged(store: Store, *statements: str) -> list[str]:
    """What a check finds after another program has changed the tables."""
    raw = sqlite3.connect(store.path, isolation_level=None)
    for statement in statements:
        raw.execute(statement)
    raw.close()
    found = list(store.problems())
    assert all(len(line.splitlines()) == 1 and line.isprintable() for line in found)
    return found


@pytest.fixture
def two(store: Store) -> Store:
    """A store of two articles, one with a statement."""
    add(store, with_statement(article()), article("tram", "The tram runs.", url="https://lund.example/tram"))
    return store


def test_all_is_well_and_progress_is_told(two: Store) -> None:
    told: list[tuple[int, int]] = []
    assert list(two.problems(lambda done, total: told.append((done, total)))) == []
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE paragraphs SET text = replace(text, 'late', 'Late')",
        "UPDATE paragraphs SET text = CAST(X'ff' || CAST(text AS BLOB) AS TEXT) WHERE article = 1",
        "UPDATE articles SET title = title || ' ' WHERE key = 1",
        "UPDATE articles SET published = '2025-06-18' WHERE key = 1",
        "UPDATE articles SET notices = '[\"Corrected.\"]' WHERE key = 1",
        "UPDATE articles SET content_hash = replace(content_hash, 'a', 'b') WHERE key = 1",
        "UPDATE paragraphs SET number = 3 WHERE article = 1 AND number = 2",
        "DELETE FROM paragraphs WHERE article = 1 AND number = 1",
    ],
)
def test_a_changed_text_is_noticed(two: Store, change: str) -> None:
    assert any("article 'ferry' is not as it was added" in line for line in damaged(two, change))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE paragraphs SET statements = '[{' WHERE article = 1", "article 'ferry' is damaged"),
        ("UPDATE articles SET people = '[{}]' WHERE key = 1", "article 'ferry' is damaged"),
        ("UPDATE paragraphs SET people = '[1]' WHERE article = 1", "article 'ferry' is damaged"),
        ("UPDATE articles SET published = 'soon' WHERE key = 1", "article 'ferry' is damaged"),
        ("UPDATE paragraphs SET number = 0 WHERE article = 2", "article 'tram' is damaged"),
        ("UPDATE paragraphs SET text = '' WHERE article = 2", "article 'tram' is damaged"),
        ("DELETE FROM paragraphs WHERE article = 2", "article 'tram' has no paragraphs"),
        ("DELETE FROM journal WHERE key = 2", "article 'tram' is in no entry of the journal"),
        ("UPDATE journal SET article_id = 'x' WHERE key = 2", "article 'tram' is in no entry of the journal"),
        ("INSERT INTO paragraphs VALUES (99, 1, 'x', '[]', '[]', '')", "belongs to none of articles"),
        (
            "UPDATE journal SET before = '{}' WHERE sequence = 1",
            "entry 1 of the journal holds a damaged version of article 'ferry'",
        ),
    ],
)
def test_what_does_not_fit_together_is_noticed(two: Store, change: str, says: str) -> None:
    assert any(says in line for line in damaged(two, change))


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": -1},
        {"start": 9, "end": 9},
        {"end": 1000},
        {"cue_start": 1000},
        {"mention_start": -1},
        {"mention_start": 1000},
        {"mention_paragraph": 9},
        {"mention_paragraph": 1, "mention_start": 20},
    ],
)
def test_a_statement_outside_of_its_text_is_noticed(store: Store, wrong: dict[str, int]) -> None:
    add(store, with_statement(article(), SAID.model_copy(update=wrong)))
    [line] = store.problems()
    assert line == "article 'ferry' has a statement outside of its paragraph 2; run `newsdesk reindex`"


def test_people_of_a_paragraph_whom_the_article_does_not_know_are_noticed(store: Store) -> None:
    add(store, with_people(article()).model_copy(update={"people": ()}), with_people(article("tram")))
    [line] = store.problems()
    assert line == "article 'ferry' does not know whom its paragraph 2 speaks of; run `newsdesk reindex`"


def test_a_flipped_byte_in_the_file_is_noticed(two: Store) -> None:
    two.close()
    content = two.path.read_bytes()
    at = content.index(b"The ferry to Lund")
    for byte in (b"\xff", b"t"):
        two.path.write_bytes(content[:at] + byte + content[at + 1 :])
        with Store.open(two.path) as store:
            assert any("'ferry'" in line for line in store.problems())


def test_damaged_pages_are_said_without_a_traceback(two: Store, tmp_path: Path) -> None:
    two.close()
    content = two.path.read_bytes()
    for page in range(1, len(content) // 4096):
        copy = tmp_path / f"{page}.db"
        copy.write_bytes(content[: page * 4096] + b"\xa5" * 4096 + content[(page + 1) * 4096 :])
        try:
            with Store.open(copy) as store:
                found = list(store.problems())
        except StoreError as error:
            found = [str(error)]
        assert found
        assert all(len(line.splitlines()) == 1 for line in found)


def test_a_damaged_article_is_refused_in_one_line_and_mended_by_adding_it_again(two: Store) -> None:
    for change in (
        "UPDATE paragraphs SET text = '' WHERE number = 1 AND article = (SELECT max(key) FROM articles)",
        "UPDATE paragraphs SET text = 'Altered.' WHERE number = 1 AND article = (SELECT max(key) FROM articles)",
    ):
        assert damaged(two, change)
        [done] = add(two, article("tram", "The tram runs.", url="https://lund.example/tram"))
        assert done.outcome == "replaced"
        assert list(two.problems()) == []
    assert damaged(two, "UPDATE articles SET notices = '[' WHERE id = 'tram'")
    with pytest.raises(StoreError, match="article 'tram' is damaged in the database; add it again"):
        list(two.all())
    with two.write("tests") as writer:
        writer.withdraw("tram", "shared")
    assert list(two.problems()) == []
