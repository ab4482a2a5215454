"""What is exported of a collection is all of it, of no other, and can be added again."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from index.articles import Article, Paragraph
from index.coverage import Coverage
from index.errors import MalformedError, StoreError
from index.reading import read_paths
from index.store import Drafted, Item
from tests.test_coverage import FERRY, add, article

OURS = "guild-7"


def lines(archive: zipfile.ZipFile, name: str) -> list[Any]:
    return [json.loads(line) for line in io.TextIOWrapper(archive.open(name), "utf-8")]


def opened(coverage: Coverage, folder: Path) -> zipfile.ZipFile:
    [file] = coverage.export(OURS, folder)
    assert list(folder.iterdir()) == [file]
    return zipfile.ZipFile(file)


@pytest.fixture
def coverage(tmp_path: Path) -> Any:
    with Coverage.open(tmp_path / "news.db") as made:
        gaps = (Paragraph(number=2, text="The second."), Paragraph(number=5, text="The fifth, “quoted”."))
        whole = Article(
            id="whole",
            title="Ein Titel – mit “Zeichen”",
            source="Isles Post",
            agency="NPA",
            byline="Ada Brill",
            city="Lund",
            published="2025-06-18T10:00:00+02:00",
            url="https://post.example/whole",
            language="de",
            paragraphs=gaps,
            notices=("Corrected.",),
        )
        add(made, whole, article("ferry", *FERRY), collection=OURS)
        add(made, article("theirs", "Their secret.", title="Secret"), collection="guild-8")
        yield made


def test_articles_can_be_added_again_as_they_were(coverage: Coverage, tmp_path: Path) -> None:
    with opened(coverage, tmp_path / "out") as archive:
        archive.extract("articles.jsonl", tmp_path)
    found = list(read_paths([str(tmp_path / "articles.jsonl")]))
    with Coverage.open(tmp_path / "again.db") as again:
        outcomes = {change.outcome for change in again.add((one.article for one in found), who="test")}  # type: ignore[union-attr]
        assert outcomes == {"added"}
        for name in ("whole", "ferry"):
            assert again.article(name) == coverage.article(name, collection=OURS)


def test_the_journal_comes_with_the_versions_before(coverage: Coverage, tmp_path: Path) -> None:
    coverage.correct("ferry", article("ferry", "The ferry sails."), who="ida", reason="wrong", collection=OURS)
    coverage.withdraw("ferry", who="ida", collection=OURS)
    with opened(coverage, tmp_path / "out") as archive:
        entries = lines(archive, "journal.jsonl")
    assert [entry["action"] for entry in entries] == ["withdrawn", "replaced", "added", "added"]
    assert entries[0]["before"]["paragraphs"] == ["The ferry sails."]
    assert entries[1]["before"]["paragraphs"] == list(FERRY)
    assert entries[1]["reason"] == "wrong"


def test_settings_feeds_drafts_and_posted_answers_are_there(coverage: Coverage, tmp_path: Path) -> None:
    coverage.preferences.set(OURS, "channels", "[1, 2]", who="ida")
    feed = coverage.feeds.add(OURS, "https://post.example/rss", title="Post", who="ida")
    coverage.feeds.item(feed.id, Item("one", "taken", "f", article_id="ferry"))
    coverage.drafts.put(OURS, [Drafted(path="x.html", article=article("new", "A text."))], who="ida")
    coverage.quotations.record(5, 6, OURS, [(1, 2)])
    with opened(coverage, tmp_path / "out") as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("settings.json")) == {"channels": [1, 2]}
        [told] = json.loads(archive.read("feeds.json"))
        assert (told["url"], told["items"][0]["article_id"]) == ("https://post.example/rss", "ferry")
        assert lines(archive, "drafts.jsonl")[0]["readings"][0]["paragraphs"] == ["A text."]
        assert lines(archive, "posted.jsonl")[0]["quotations"] == [{"key": 1, "paragraph": 2, "shown": "held"}]


def test_nothing_of_others_is_in_it(coverage: Coverage, tmp_path: Path) -> None:
    coverage.preferences.set("guild-8", "language", '"secret"', who="eve")
    coverage.feeds.add("guild-8", "https://secret.example/", title=None, who="eve")
    coverage.quotations.record(77, 88, "guild-8", [(1, 2)])
    with opened(coverage, tmp_path / "out") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"ecret" not in whole
    assert b"guild-8" not in whole


def test_a_name_with_odd_signs_leads_to_no_other_folder(coverage: Coverage, tmp_path: Path) -> None:
    [file] = coverage.export("../../x\n/y", tmp_path / "out")
    assert file.parent == tmp_path / "out"
    with pytest.raises(MalformedError, match="no name of a collection"):
        coverage.export("guild-\udcff", tmp_path / "out")


def test_a_folder_that_cannot_be_written_to_is_said(coverage: Coverage, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("precious")
    with pytest.raises(StoreError, match="nothing can be written there"):
        coverage.export(OURS, tmp_path / "file")


def test_an_erased_collection_is_in_no_answer_of_any_process(coverage: Coverage, tmp_path: Path) -> None:
    question = "What did Captain Brill say about her crew?"
    with Coverage.open(tmp_path / "news.db") as other:
        key = other.ask(question, collections=[OURS]).passages[0].article.key
        assert coverage.erase(OURS, who="ida").articles == 2
        gone = other.ask(question, collections=[OURS])
        assert gone.refusal
        assert gone.refusal.kind == "empty_coverage"
        assert other.quotations.status([key]) == {key: "withdrawn"}
        assert other.search("secret", collections=["guild-8"])
        add(coverage, article("new", *FERRY), collection=OURS)
        assert other.ask(question, collections=[OURS]).answered
        assert other.check() == []
