"""A change can be taken back within a day, and what was quoted is quoted again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.coverage import Coverage
from index.errors import CannotUndoError, MalformedError, NoSuchArticleError
from tests.test_coverage import FERRY, add, article, texts

QUESTION = "When does the ferry to Lund stop?"
NEW = "The ferry to Lund stops on Monday, Captain Ada Brill said."


@pytest.fixture
def coverage(tmp_path: Path) -> Iterator[Coverage]:
    with Coverage.open(tmp_path / "news.db") as opened:
        add(opened, article("ferry", *FERRY))
        yield opened


def correct(coverage: Coverage, text: str = NEW) -> int:
    change = coverage.correct("ferry", article("other-id", text), who="ida", reason="the day")
    assert change.sequence
    return change.sequence


def test_a_correction_keeps_the_id_and_the_journal_the_reason_and_what_was_there(coverage: Coverage) -> None:
    sequence = correct(coverage)
    assert texts(coverage.ask(QUESTION)) == [NEW]
    assert [held.id for held in coverage.articles()] == ["ferry"]
    entry = coverage.journal(limit=1)[0]
    assert (entry.sequence, entry.action, entry.who, entry.reason) == (sequence, "replaced", "ida", "the day")
    before = coverage.version_before(sequence)
    assert before
    assert [paragraph.text for paragraph in before.paragraphs] == list(FERRY)


def test_a_correction_that_changes_nothing_is_no_change(coverage: Coverage) -> None:
    change = coverage.correct("ferry", article("x", *FERRY), who="ida", reason="")
    assert (change.outcome, change.sequence) == ("unchanged", None)


def test_what_cannot_be_corrected_is_refused(coverage: Coverage) -> None:
    with pytest.raises(NoSuchArticleError):
        coverage.correct("tram", article("tram", "Trams."), who="ida", reason="")
    with pytest.raises(NoSuchArticleError):
        coverage.correct("ferry", article("ferry", "Trams."), who="ida", reason="", collection="guild-1")
    with pytest.raises(MalformedError):
        coverage.correct("ferry", article("ferry", "A \0 in it."), who="ida", reason="")


def test_a_correction_undone_brings_the_version_back_under_its_key(coverage: Coverage) -> None:
    key = coverage.ask(QUESTION).passages[0].article.key
    sequence = correct(coverage)
    with pytest.raises(NoSuchArticleError, match="replaced"):
        coverage.version(key)
    change = coverage.undo(sequence, who="jon")
    assert (change.outcome, change.key, change.id) == ("restored", key, "ferry")
    assert coverage.ask(QUESTION).passages[0].article.key == key
    assert coverage.version(key).paragraphs[0].text == FERRY[0]
    entry = coverage.journal(limit=1)[0]
    assert (entry.sequence, entry.action, entry.who) == (change.sequence, "restored", "jon")
    assert coverage.check() == []


def test_an_undo_can_be_undone(coverage: Coverage) -> None:
    undone = coverage.undo(correct(coverage), who="jon")
    assert undone.sequence
    coverage.undo(undone.sequence, who="ida")
    assert texts(coverage.ask(QUESTION)) == [NEW]
    assert coverage.check() == []


def test_a_withdrawal_undone_is_in_the_next_answer_also_of_another_process(coverage: Coverage, tmp_path: Path) -> None:
    with Coverage.open(tmp_path / "news.db") as other:
        before = other.ask(QUESTION)
        sequence = coverage.withdraw("ferry", who="ida").sequence
        assert sequence
        assert not other.ask(QUESTION).answered
        coverage.undo(sequence, who="ida")
        assert other.ask(QUESTION) == before


def test_a_version_that_ended_twice_says_how_it_ended_last(coverage: Coverage) -> None:
    key = coverage.ask(QUESTION).passages[0].article.key
    coverage.undo(correct(coverage), who="ida")
    coverage.withdraw("ferry", who="ida")
    with pytest.raises(NoSuchArticleError, match="withdrawn"):
        coverage.version(key)


def test_what_was_only_added_is_to_be_withdrawn(coverage: Coverage) -> None:
    with pytest.raises(CannotUndoError, match="withdraw it"):
        coverage.undo(1, who="ida")
    coverage.reindex(who="ida")
    with pytest.raises(CannotUndoError, match="no entry 2"):
        coverage.undo(2, who="ida")
    coverage.preferences.set("shared", "language", "1", who="ida")
    with pytest.raises(CannotUndoError, match="changed no article"):
        coverage.undo(3, who="ida")
    for number in (-1, 0, 99, 2**70):
        with pytest.raises(CannotUndoError, match="no entry"):
            coverage.undo(number, who="ida")


def test_another_guild_cannot_undo_it_nor_read_what_was_there(coverage: Coverage) -> None:
    sequence = correct(coverage)
    with pytest.raises(CannotUndoError, match="no entry"):
        coverage.undo(sequence, who="eve", collection="guild-1")
    assert coverage.version_before(sequence, "guild-1") is None


@pytest.mark.parametrize("again", ["corrected", "withdrawn", "undone", "added anew"])
def test_what_changed_again_since_is_left_alone(coverage: Coverage, again: str) -> None:
    sequence = correct(coverage)
    if again == "corrected":
        correct(coverage, "The ferry sails.")
    elif again == "undone":
        coverage.undo(sequence, who="ida")
    else:
        coverage.withdraw("ferry", who="ida")
    if again == "added anew":
        add(coverage, article("ferry", NEW))
    before = coverage.articles()
    with pytest.raises(CannotUndoError, match="changed again"):
        coverage.undo(sequence, who="ida")
    assert coverage.articles() == before


def test_a_withdrawal_from_before_the_article_came_and_went_again_is_not_undone(coverage: Coverage) -> None:
    first = coverage.withdraw("ferry", who="ida").sequence
    add(coverage, article("ferry", NEW))
    coverage.withdraw("ferry", who="ida")
    assert first
    with pytest.raises(CannotUndoError, match="changed again"):
        coverage.undo(first, who="ida")


@pytest.mark.parametrize(("hours", "late"), [(23.9, False), (24.1, True)])
def test_a_change_can_be_undone_for_a_day(coverage: Coverage, tmp_path: Path, hours: float, late: bool) -> None:
    sequence = correct(coverage)
    raw = sqlite3.connect(tmp_path / "news.db", isolation_level=None)
    raw.execute("UPDATE journal SET at = ?", ((datetime.now(UTC) - timedelta(hours=hours)).isoformat(),))
    raw.close()
    if late:
        with pytest.raises(CannotUndoError, match="older than a day"):
            coverage.undo(sequence, who="ida")
    else:
        assert coverage.undo(sequence, who="ida").outcome == "restored"


def test_articles_are_found_by_words_of_title_outlet_and_id(coverage: Coverage) -> None:
    add(coverage, article("tram", "It runs.", title="São Aubray's tram", source="Isles Post", published="2025-01-02"))
    add(coverage, article("tramway", "It runs.", title="100% new_", source="Isles Post", published="2025-03-02"))
    add(coverage, article("theirs", "It runs.", title="Tram"), collection="guild-2")
    found = {
        words: [one.id for one in coverage.search(words)]
        for words in ("isles", "SAO tram", "tram isles", "tram nothing", "100%", "new_", "%", "", "ferry lund")
    }
    assert found == {
        "isles": ["tramway", "tram"],
        "SAO tram": ["tram"],
        "tram isles": ["tramway", "tram"],
        "tram nothing": [],
        "100%": ["tramway"],
        "new_": ["tramway"],
        "%": ["tramway"],
        "": ["tramway", "tram", "ferry"],
        "ferry lund": ["ferry"],
    }
    assert [one.id for one in coverage.search("isles", limit=1)] == ["tramway"]
    assert coverage.search("x " * 5000 + "\0\ud800") == []


def test_a_correction_can_be_undone_after_a_withdrawal_was(coverage: Coverage) -> None:
    key = coverage.ask(QUESTION).passages[0].article.key
    corrected = correct(coverage)
    withdrawn = coverage.withdraw("ferry", who="jon").sequence
    assert withdrawn
    with pytest.raises(CannotUndoError, match="changed again"):
        coverage.undo(corrected, who="ida")
    coverage.undo(withdrawn, who="ida")
    coverage.undo(corrected, who="ida")
    answer = coverage.ask(QUESTION)
    assert texts(answer)[0] == FERRY[0]
    assert answer.passages[0].article.key == key
    assert coverage.check() == []


def test_an_old_withdrawal_is_not_undone_over_a_newer_one(coverage: Coverage) -> None:
    first = coverage.withdraw("ferry", who="jon").sequence
    add(coverage, article("ferry", NEW))
    coverage.withdraw("ferry", who="jon")
    assert first
    with pytest.raises(CannotUndoError, match="changed again"):
        coverage.undo(first, who="ida")
