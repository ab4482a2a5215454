"""The coverage: what is added is in the next answer, what is withdrawn in none, and every word shown was published."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.answering.answer import Answer
from index.articles import Article, Paragraph
from index.coverage import Coverage, Scope
from index.errors import NoSuchArticleError, QuestionError
from index.speakers import attribute
from index.store import Store

FERRY = (
    "The ferry to Lund Island will stop on Friday, Captain Ada Brill said.",
    '"My crew has not slept for two days," she told reporters on the quay.',
    "Tickets for 1,200 passengers will be paid back by the end of June.",
)


def article(name: str, *paragraphs: str, **fields: str) -> Article:
    """An article with statements, as a reader would hand it over."""
    numbered = tuple(Paragraph(number=number, text=text) for number, text in enumerate(paragraphs, 1))
    return attribute(Article(id=name, title=fields.pop("title", "Ferry to Lund stops"), paragraphs=numbered, **fields))


def add(coverage: Coverage, *articles: Article, collection: str = "shared") -> list[str]:
    return [change.outcome for change in coverage.add(articles, who="test", collection=collection)]


def texts(answer: Answer) -> list[str]:
    return [passage.text for passage in answer.passages]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def coverage(database: Path) -> Iterator[Coverage]:
    with Coverage.open(database) as opened:
        yield opened


def test_an_article_added_is_in_the_next_answer_and_a_withdrawn_one_in_none(coverage: Coverage) -> None:
    question = "What did Captain Brill say about her crew?"
    assert coverage.ask(question).refusal is not None
    assert add(coverage, article("ferry", *FERRY)) == ["added"]
    first = coverage.ask(question)
    assert (texts(first)[0], first.passages[0].speaker) == (FERRY[1], "Ada Brill")
    assert first.coverage.articles == 1
    coverage.withdraw("ferry", who="test", reason="wrong island")
    gone = coverage.ask(question)
    assert not gone.answered
    assert gone.closest == ()
    assert gone.refusal is not None
    assert gone.refusal.kind == "empty_coverage"


def test_a_question_sees_what_another_process_has_changed(coverage: Coverage, database: Path) -> None:
    add(coverage, article("ferry", *FERRY))
    assert coverage.ask("When does the ferry to Lund stop?").answered
    with Coverage.open(database) as other:
        add(other, article("ferry", FERRY[0].replace("Friday", "Monday"), *FERRY[1:]))
    assert "Monday" in texts(coverage.ask("When does the ferry to Lund stop?"))[0]
    with Coverage.open(database) as other:
        other.withdraw("ferry", who="test")
    assert not coverage.ask("When does the ferry to Lund stop?").answered


def test_the_same_again_changes_nothing_and_another_text_replaces_it(coverage: Coverage, database: Path) -> None:
    old, new = article("ferry", *FERRY), article("ferry", "The ferry sails again.")
    assert [add(coverage, old), add(coverage, old), add(coverage, new)] == [["added"], ["unchanged"], ["replaced"]]
    assert coverage.article("ferry").paragraphs[0].text == "The ferry sails again."
    with Store.open(database) as store:
        replaced = store.journal(1)[0]
        before = store.version_before(replaced.sequence)
    assert replaced.action == "replaced"
    assert before is not None
    assert [paragraph.text for paragraph in before.paragraphs] == list(FERRY)


def test_one_article_that_cannot_be_kept_does_not_stop_the_others(coverage: Coverage) -> None:
    bad = article("bad", "A text with a \0 in it.")
    assert add(coverage, article("ferry", *FERRY), bad, article("tram", "Trams run.")) == ["added", "refused", "added"]
    assert {one.id for one in coverage.articles()} == {"ferry", "tram"}


def test_a_page_found_again_under_its_link_is_the_article_already_held(coverage: Coverage) -> None:
    from index.reading.identity import id_of_link

    link = "https://isles.example/ferry-stops"
    add(coverage, article("given-id", *FERRY, url=link))
    assert add(coverage, article(id_of_link(link), "The ferry sails again.", url=link)) == ["replaced"]
    assert [one.id for one in coverage.articles()] == ["given-id"]


def test_an_unknown_id_is_refused_with_a_hint(coverage: Coverage) -> None:
    with pytest.raises(NoSuchArticleError, match="newsdesk list"):
        coverage.article("nothing")
    with pytest.raises(NoSuchArticleError):
        coverage.withdraw("nothing", who="test")


def test_a_quoted_version_says_what_became_of_it(coverage: Coverage) -> None:
    add(coverage, article("ferry", *FERRY))
    key = coverage.ask("When does the ferry stop?").passages[0].article.key
    assert coverage.version(key).id == "ferry"
    with pytest.raises(NoSuchArticleError, match="not in this coverage"):
        coverage.version(key, collections=("guild-7",))
    add(coverage, article("ferry", "The ferry sails again."))
    with pytest.raises(NoSuchArticleError, match="replaced"):
        coverage.version(key)
    new = coverage.ask("Does the ferry sail again?").passages[0].article.key
    coverage.withdraw("ferry", who="test")
    with pytest.raises(NoSuchArticleError, match="withdrawn"):
        coverage.version(new)


def test_collections_are_answered_from_together_and_kept_apart(coverage: Coverage) -> None:
    add(coverage, article("ferry", *FERRY))
    add(coverage, article("tram", "The tram to Oststrand stops in May.", title="Tram"), collection="guild-7")
    assert not coverage.ask("When does the tram to Oststrand stop?").answered
    both = coverage.ask("When does the tram to Oststrand stop?", collections=("shared", "guild-7"))
    assert texts(both)[0] == "The tram to Oststrand stops in May."
    assert both.coverage.articles == 2
    assert coverage.outlets(collections=("guild-8",)) == []


def test_a_question_confined_to_days_or_an_outlet_is_answered_from_those_alone(coverage: Coverage) -> None:
    may = article("may", "The ferry to Lund stops in May.", published="2025-05-01", source="Isles Post")
    june = article("june", "The ferry to Lund stops in June.", published="2025-06-30T23:30:00", source="Quay Times")
    add(coverage, may, june)
    question = "When does the ferry to Lund stop?"
    assert texts(coverage.ask(question, scope=Scope(until=date(2025, 6, 1)))) == ["The ferry to Lund stops in May."]
    assert texts(coverage.ask(question, scope=Scope(since=date(2025, 6, 30)))) == ["The ferry to Lund stops in June."]
    assert texts(coverage.ask(question, scope=Scope(outlet="Isles Post"))) == ["The ferry to Lund stops in May."]
    assert not coverage.ask(question, scope=Scope(outlet="Nobody's")).answered
    assert coverage.outlets() == ["Isles Post", "Quay Times"]


def test_the_same_passage_in_several_articles_is_shown_once_with_all_its_citations(coverage: Coverage) -> None:
    add(coverage, article("one", *FERRY), article("two", "Isles in short.", FERRY[0], title="In short"))
    answer = coverage.ask("When does the ferry to Lund Island stop?")
    assert texts(answer).count(FERRY[0]) == 1
    carried = next(passage for passage in answer.passages if passage.text == FERRY[0])
    assert {carried.article.id, *(other.id for other in carried.also_in)} == {"one", "two"}


def test_reindexing_changes_no_answer_and_what_is_left_to_check_is_nothing(coverage: Coverage) -> None:
    add(coverage, article("ferry", *FERRY), article("tram", "The tram to Oststrand stops in May."))
    before = coverage.ask("What did Captain Brill say about her crew?")
    seen: list[tuple[int, int]] = []
    done = coverage.reindex(who="test", progress=lambda at, total: seen.append((at, total)))
    assert (done.articles, done.paragraphs, done.changed, seen[-1]) == (2, 4, 0, (2, 2))
    assert coverage.ask("What did Captain Brill say about her crew?") == before
    assert coverage.check() == []


def test_check_finds_terms_that_are_not_those_of_the_text_and_reindex_mends_them(
    coverage: Coverage, database: Path
) -> None:
    add(coverage, article("ferry", *FERRY))
    with Store.open(database) as store:
        held = store.find("ferry", "shared")
        assert held is not None
        with store.write("test") as writer:
            writer.refresh(held.key, held.article, ["wrong"] * len(FERRY), "wrong")
    assert any("ferry" in problem for problem in coverage.check())
    coverage.reindex(who="test")
    assert coverage.check() == []
    assert coverage.ask("When does the ferry to Lund Island stop?").answered


ODD = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
        st.sampled_from("\"“”'’ .,\u200b\u202e\u0301ßİ漢é"),
    ),
    min_size=1,
    max_size=80,
).filter(str.strip)
WORDY = st.lists(
    st.sampled_from(["ferry", "Ada Brill", "said", '"', "“", "”", "Lund", "she", ",", "1,200", "tickets", ODD]),
    min_size=1,
).flatmap(lambda parts: st.tuples(*(part if isinstance(part, st.SearchStrategy) else st.just(part) for part in parts)))
TEXT = st.one_of(ODD, WORDY.map(" ".join)).filter(str.strip)
QUESTION = st.one_of(TEXT, st.sampled_from(["What did Ada Brill say about tickets?", "ferry", "How many tickets?"]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([["İstanbul ﬁt", "a\u0301b c"]], ["istanbul fit"])
@given(
    st.lists(st.lists(TEXT, min_size=1, max_size=4), min_size=1, max_size=4), st.lists(QUESTION, min_size=1, max_size=3)
)
def test_every_passage_is_a_published_paragraph_character_for_character(
    published: list[list[str]], questions: list[str]
) -> None:
    held = {str(number): paragraphs for number, paragraphs in enumerate(published)}
    with tempfile.TemporaryDirectory() as folder, Coverage.open(Path(folder, "news.db")) as coverage:
        add(coverage, *(article(name, *paragraphs) for name, paragraphs in held.items()))
        for question in [*questions, *(paragraphs[0] for paragraphs in published)]:
            try:
                answer = coverage.ask(question)
            except QuestionError:
                continue
            assert answer.answered == (answer.refusal is None)
            assert not (answer.passages and answer.closest)
            for passage in answer.passages + answer.closest:
                assert passage.text == held[passage.article.id][passage.paragraph - 1]
                ends = [0, *(offset for pair in passage.highlights for offset in pair), len(passage.text)]
                assert ends == sorted(ends)
                assert all(start < end for start, end in passage.highlights)
