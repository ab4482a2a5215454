"""Any text comes back character for character, or is refused in one line; none of it is taken for SQL."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import Article, Paragraph
from index.errors import MalformedError
from index.store import Store
from tests.store.conftest import add, article

ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
SOME = ANY.filter(bool)
ARTICLES = st.builds(
    Article,
    id=SOME.filter(lambda name: len(name) <= 200),
    title=ANY,
    source=st.none() | ANY,
    agency=st.none() | ANY,
    byline=st.none() | ANY,
    city=st.none() | ANY,
    url=st.none() | ANY,
    published=st.none() | st.datetimes().map(lambda moment: moment.isoformat()),
    notices=st.lists(ANY, max_size=3).map(tuple),
    paragraphs=st.lists(SOME, min_size=1, max_size=4).map(
        lambda texts: tuple(Paragraph(number=number, text=text) for number, text in enumerate(texts, start=1))
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ARTICLES, max_size=4, unique_by=lambda one: one.id), ANY)
def test_any_text_comes_back_as_it_was(articles: list[Article], collection: str) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "news.db") as store:
        add(store, *articles, collection=collection, who=collection)
        assert [held.article for held in store.all()] == articles
        for one in articles:
            held = store.find(one.id, collection)
            assert held
            assert held.article == one
        assert list(store.problems()) == []
        with store.write("tests") as writer:
            for one in articles:
                writer.withdraw(one.id, collection, collection)
        befores = [store.version_before(entry.sequence) for entry in store.journal(len(articles))]
        assert befores == articles[::-1]


@pytest.mark.parametrize(
    "name",
    [
        "'; DROP TABLE articles; --",
        '"quoted"',
        "100%_done",
        "a\nb\tc",
        "ﬀ",
        "\U0001f6a2",
        "é",
        "e\u0301",
        "\u202eevil",
        ":id",
        "?",
    ],
)
def test_an_id_is_only_ever_an_id(store: Store, name: str) -> None:
    add(store, article(name, url=name), article("other"), collection=name)
    held, linked = store.find(name, name), store.find_link(name, name)
    assert held
    assert linked
    assert held.article.id == linked.article.id == name
    assert [entry.article_id for entry in store.journal(5, name)] == [name]
    with store.write(name) as writer:
        writer.withdraw(name, name, name)
    assert [left.article.id for left in store.all([name])] == ["other"]
    assert store.find(name, name) is None


def test_ids_that_only_look_alike_are_others(store: Store) -> None:
    names = ["é", "e\u0301", "a", "A", "a ", "a\u200b"]
    add(store, *(article(name) for name in names))
    assert [held.article.id for held in store.all()] == names


@pytest.mark.parametrize("wrong", ["nul \0 inside", "half \ud83d of a pair", "other half \udc00"])
@pytest.mark.parametrize("where", ["id", "title", "source", "url", "text", "notice"])
def test_what_no_database_can_hold_is_refused_and_the_rest_kept(store: Store, wrong: str, where: str) -> None:
    add(store, article())
    fields: dict[str, Any] = {"id": "bad", "title": "Bad", "source": None, "url": None, "notices": (), "language": "en"}
    text = Paragraph.model_construct(number=1, text=wrong if where == "text" else "Text.", statements=())
    fields |= {"notices": (wrong,)} if where == "notice" else {where: wrong} if where != "text" else {}
    bad = Article.model_construct(paragraphs=(text,), **fields)
    with pytest.raises(MalformedError, match="NUL character or half of a surrogate pair") as refused:
        add(store, bad)
    assert len(str(refused.value).splitlines()) == 1
    str(refused.value).encode()
    assert [held.article.id for held in store.all()] == ["ferry"]


@pytest.mark.parametrize("wrong", ["nul \0 inside", "half \ud83d of a pair"])
def test_what_no_database_can_hold_is_not_found(store: Store, wrong: str) -> None:
    add(store, article())
    assert store.find(wrong, "shared") is None
    assert store.find("ferry", wrong) is None
    assert store.find_link(wrong, "shared") is None
    assert store.journal(5, wrong) == []
    assert store.counts([wrong, "shared"]) == (1, None)


def test_who_and_why_never_stop_a_change(store: Store) -> None:
    add(store, article(), who="ida \ud83d\0")
    with store.write("ida") as writer:
        writer.withdraw("ferry", "shared", "why \udc00\0 not")
    assert [entry.who for entry in store.journal(2)] == ["ida", "ida ?\ufffd"]
    assert store.journal(1)[0].reason == "why ?\ufffd not"


def test_ten_megabytes_of_text(store: Store) -> None:
    long = article("long", *("Тихо идёт паром. " * 6000 for _ in range(100)))
    assert sum(len(paragraph.text) for paragraph in long.paragraphs) > 10_000_000
    add(store, long)
    held = store.find("long", "shared")
    assert held
    assert held.article == long
    assert add(store, long)[0].outcome == "unchanged"
