"""Articles go in, are replaced and withdrawn; the journal tells of each, and nothing is done by halves."""

from __future__ import annotations

import pytest

from index.articles import Article, Paragraph
from index.errors import MalformedError, NoSuchArticleError
from index.store import Put, Store
from tests.store.conftest import add, article, put, with_people, with_statement


def test_an_article_comes_back_as_it_went_in(store: Store) -> None:
    whole = with_people(with_statement(article())).model_copy(
        update={
            "source": "The Lund Post",
            "agency": "LNA",
            "byline": "By IDA MOEN",
            "city": "Lund",
            "published": "2025-06-18T14:30:00+02:00",
            "url": "https://lund.example/ferry?a=1&b=2",
            "language": "nb",
            "notices": ("Corrected: the captain's name.", "Updated at noon."),
        }
    )
    [done] = add(store, whole)
    held = store.find("ferry", "shared")
    assert held
    assert held.article == whole
    assert (held.key, held.collection) == (done.key, "shared")
    assert (held.terms, held.title_terms) == (("t1 term", "t2 term"), "title term")
    assert held.added.endswith("+00:00")


def test_gaps_between_paragraph_numbers_are_kept(store: Store) -> None:
    gapped = Article(id="a", title="", paragraphs=(Paragraph(number=2, text="b"), Paragraph(number=10, text="j")))
    add(store, gapped)
    held = store.find("a", "shared")
    assert held
    assert held.article == gapped


def test_the_same_again_changes_nothing(store: Store) -> None:
    [first] = add(store, article())
    generation = store.generation()
    [again] = add(store, with_people(with_statement(article())))
    assert again == Put("unchanged", first.key, None)
    assert store.generation() == generation


@pytest.mark.parametrize("field", ["title", "source", "agency", "byline", "city", "published", "url", "language"])
def test_any_field_that_was_published_makes_another_version(store: Store, field: str) -> None:
    [first] = add(store, article())
    [second] = add(store, article().model_copy(update={field: "2025-06-18" if field == "published" else "de"}))
    assert (second.outcome, second.replaced_key) == ("replaced", first.key)


def test_another_text_or_number_or_notice_makes_another_version(store: Store) -> None:
    first, second = article().paragraphs
    versions = [
        article(),
        article("ferry", "The ferry to Lund Island is late. ", second.text),
        article().model_copy(update={"paragraphs": (first, second.model_copy(update={"number": 3}))}),
        article().model_copy(update={"notices": ("Corrected.",)}),
    ]
    outcomes = [add(store, version)[0] for version in versions]
    assert [done.outcome for done in outcomes] == ["added", "replaced", "replaced", "replaced"]
    assert len({done.key for done in outcomes}) == 4


def test_a_replaced_version_is_in_the_journal_whole(store: Store) -> None:
    old = with_statement(article())
    [first], [second] = add(store, old), add(store, article("ferry", "It sailed."), who="ida")
    entry = store.journal(1)[0]
    assert (entry.who, entry.action, entry.article_id) == ("ida", "replaced", "ferry")
    assert (entry.key, entry.removed_key) == (second.key, first.key)
    assert store.version_before(entry.sequence) == old
    assert store.stored([first.key]) == {}
    assert len(list(store.all())) == 1


def test_a_withdrawn_article_is_in_no_list_and_in_the_journal(store: Store) -> None:
    [done] = add(store, article(url="https://lund.example/ferry"))
    with store.write("ida") as writer:
        assert writer.withdraw("ferry", "shared", "wrong ferry").key == done.key
    assert store.find("ferry", "shared") is None
    assert store.find_link("https://lund.example/ferry", "shared") is None
    assert (list(store.all()), store.summaries(), store.counts()) == ([], [], (0, None))
    entry = store.journal(1)[0]
    assert (entry.action, entry.key, entry.removed_key, entry.reason) == ("withdrawn", None, done.key, "wrong ferry")
    assert store.version_before(entry.sequence) == article(url="https://lund.example/ferry")
    assert list(store.problems()) == []


def test_a_key_that_is_gone_never_comes_again(store: Store) -> None:
    [first] = add(store, article())
    with store.write("tests") as writer:
        writer.withdraw("ferry", "shared")
    [second] = add(store, article())
    assert second.key > first.key


def test_what_is_not_held_cannot_be_withdrawn(store: Store) -> None:
    add(store, article(), collection="guild:1")
    for name in ("ferry", "FERRY", "no\0such", "half \ud800"):
        with pytest.raises(NoSuchArticleError, match="no article has the id"), store.write("tests") as writer:
            writer.withdraw(name, "shared")
    assert store.counts() == (1, None)


def half_a_change(store: Store) -> None:
    with store.write("tests") as writer:
        put(writer, article("tram"))
        put(writer, article("ferry", "Another text."))
        writer.withdraw("tram", "shared")
        writer.set_meta("analysis", "2")
        raise RuntimeError("half way")


def test_a_change_that_fails_leaves_nothing_of_itself(store: Store) -> None:
    [first] = add(store, article())
    with pytest.raises(RuntimeError, match="half way"):
        half_a_change(store)
    assert [held.key for held in store.all()] == [first.key]
    assert (store.generation(), store.meta("analysis")) == (1, None)
    assert add(store, article("tram"))[0].outcome == "added"


def test_nobody_sees_a_change_before_it_is_whole(store: Store) -> None:
    add(store, article())
    with store.write("tests") as writer:
        put(writer, article("ferry", "It sailed."))
        seen = store.find("ferry", "shared")
        assert seen
        assert seen.article == article()
        assert store.generation() == 1
    assert store.generation() == 2


def test_collections_are_kept_apart(store: Store) -> None:
    link = "https://lund.example/ferry"
    [ours] = add(store, article(url=link), collection="guild:1")
    [theirs] = add(store, article("ferry", "Theirs.", url=link, published="2025-01-01"), collection="guild:2")
    assert (ours.outcome, theirs.outcome) == ("added", "added")
    mine = store.find("ferry", "guild:1")
    linked = store.find_link(link, "guild:1")
    assert mine
    assert linked
    assert mine.key == linked.key == ours.key
    assert store.find("ferry", "shared") is None
    assert [held.key for held in store.all(["guild:1"])] == [ours.key]
    assert [held.key for held in store.summaries(["guild:1"])] == [ours.key]
    assert store.counts(["guild:1"]) == (1, None)
    assert store.counts(["guild:1", "guild:2", "guild:3"]) == (2, "2025-01-01")
    assert store.counts([]) == (0, None)
    assert [entry.key for entry in store.journal(9, collection="guild:1")] == [ours.key]
    with store.write("tests") as writer:
        writer.withdraw("ferry", "guild:1")
    assert store.find("ferry", "guild:2")


def test_analysing_again_changes_what_is_derived_and_nothing_else(store: Store) -> None:
    [done] = add(store, article())
    before = store.find("ferry", "shared")
    assert before
    new = with_people(with_statement(article()))
    with store.write("tests") as writer:
        assert writer.refresh(done.key, new, ["new", "terms"], "new title")
        writer.note("reindexed", reason="1 article")
    after = store.find("ferry", "shared")
    assert after == before._replace(article=new, terms=("new", "terms"), title_terms="new title")
    assert [entry.action for entry in store.changes_since(1)] == ["reindexed"]
    assert list(store.problems()) == []


def test_analysing_again_what_is_gone_meanwhile_does_nothing(store: Store) -> None:
    [first], [second] = add(store, article()), add(store, article("ferry", "It sailed."))
    with store.write("tests") as writer:
        assert not writer.refresh(first.key, article(), ["a", "b"], "c")
        with pytest.raises(ValueError, match="another text"):
            writer.refresh(second.key, article(), ["a", "b"], "c")
    held = store.find("ferry", "shared")
    assert held
    assert held.terms == ("t1 term",)


def test_the_journal_reads_both_ways(store: Store) -> None:
    add(store, article("a"), article("b"), article("c"))
    add(store, article("b", "new"))
    assert [entry.sequence for entry in store.changes_since(1)] == [2, 3, 4]
    assert store.changes_since(4) == []
    assert [entry.article_id for entry in store.journal(2)] == ["b", "c"]
    assert [entry.action for entry in store.journal(9, "b")] == ["replaced", "added"]
    assert store.version_before(1) is None
    assert store.version_before(99) is None


def test_the_newest_is_found_however_its_date_is_written(store: Store) -> None:
    dates = {
        "none": None,
        "day": "2025-06-18",
        "basic": "20250617",
        "week": "2025-W25-4",
        "evening in New York": "2025-06-18T23:00:00-04:00",
        "night in Tokyo": "2025-06-19T02:00:00+09:00",
        "noon": "2025-06-18T12:00:00",
        "first": "0001-01-01T00:00:00+12:00",
        "last": "9999-12-31T23:00:00-12:00",
    }
    add(store, *(article(name, published=date) for name, date in dates.items()))
    order = ["last", "evening in New York", "week", "night in Tokyo", "noon", "day", "basic", "first", "none"]
    assert [listed.id for listed in store.summaries()] == order
    assert store.counts() == (9, dates["last"])
    assert [listed.published for listed in store.summaries()] == [dates[name] for name in order]
    assert {listed.paragraphs for listed in store.summaries()} == {2}


def test_more_articles_than_fit_a_query(store: Store) -> None:
    done = add(store, *(article(f"a{number}", f"Text {number}.") for number in range(1201)))
    keys = [one.key for one in done]
    assert [held.key for held in store.all()] == keys
    held = store.stored([*keys, 5000])
    assert sorted(held) == keys
    assert held[keys[700]].article.paragraphs[0].text == "Text 700."


def test_what_was_set_last_is_what_is_known(store: Store) -> None:
    for value in ("1", "2"):
        with store.write("tests") as writer:
            writer.set_meta("analysis", value)
    assert (store.meta("analysis"), store.meta("other")) == ("2", None)


@pytest.mark.parametrize("numbers", [(2, 1), (1, 1), (1, 2**63)])
def test_paragraphs_without_an_order_are_refused(store: Store, numbers: tuple[int, int]) -> None:
    paragraphs = tuple(Paragraph(number=number, text="Text.") for number in numbers)
    with pytest.raises(MalformedError, match=r"article 'a'.*number them"):
        add(store, Article(id="a", title="A", paragraphs=paragraphs))
    assert store.counts() == (0, None)


def test_terms_must_be_those_of_the_paragraphs(store: Store) -> None:
    with pytest.raises(ValueError, match="1 strings of terms for 2 paragraphs"), store.write("tests") as writer:
        writer.put(article(), ["only one"], "", "shared")
