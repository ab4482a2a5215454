"""JSON Feed 1.0 and 1.1, by its specification and as it comes; plain records stay what they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article
from index.errors import UnreadableError
from index.reading import Reading, read_bytes, read_feed
from index.reading.feeds import SUMMARY_ONLY

FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Kestrel Courier | Latest news",
    "home_page_url": "https://courier.example/",
    "language": "de-AT",
    "authors": [{"name": "The desk"}],
    "items": [
        {
            "id": "1041",
            "url": "news/gate?utm_source=json",
            "title": "Gate &amp; lock",
            "content_html": "<p>The gate stays shut.</p><p>Nobody knows why.</p>",
            "date_published": "2025-06-18T14:30:00+02:00",
            "authors": [{"name": "Ottoline Marsh"}, {"name": "By Ole Brandt"}, {"url": "https://x.example"}],
            "language": "en",
        },
        {"id": 1040, "content_text": "First <one>.\n\nSecond & last.", "external_url": "https://tarn.example/ferry"},
        {"id": "1039", "url": "https://courier.example/news/sold", "summary": "The ferry was sold."},
        {"id": "1038", "title": "Only a title"},
        "no item",
    ],
}


def read(value: object, name: str = "feed.json") -> list[Reading | UnreadableError]:
    return list(read_bytes((value if isinstance(value, str) else json.dumps(value)).encode(), name))


def articles(value: object, name: str = "feed.json") -> list[Article]:
    return [found.article for found in read(value, name) if isinstance(found, Reading)]


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


def test_an_item_is_an_article_with_all_that_the_feed_says() -> None:
    article = articles(FEED)[0]
    assert (article.title, texts(article)) == ("Gate & lock", ["The gate stays shut.", "Nobody knows why."])
    assert (article.source, article.byline) == ("Kestrel Courier", "Ottoline Marsh, Ole Brandt")
    assert (article.url, article.published) == ("https://courier.example/news/gate", "2025-06-18T14:30:00+02:00")
    assert (article.language, article.notices) == ("en", ())


def test_plain_text_is_shown_as_it_is_and_links_and_authors_have_their_fallbacks() -> None:
    article = articles(FEED)[1]
    assert texts(article) == ["First <one>.", "Second & last."]
    assert (article.url, article.byline, article.language) == ("https://tarn.example/ferry", "The desk", "de")
    assert article.title == "First <one>."


def test_a_summary_alone_is_marked_and_bad_items_are_refused_one_by_one() -> None:
    found = read(FEED)
    assert [isinstance(one, Reading) for one in found] == [True, True, True, False, False]
    assert articles(FEED)[2].notices == (SUMMARY_ONLY,)
    assert [str(one) for one in found[3:]] == [
        "feed.json: item 'Only a title': has no text in the feed",
        "feed.json: item 5: is no object, but must be one",
    ]


def test_identities_are_the_ids_numbers_too() -> None:
    feed = read_feed(json.dumps(FEED).encode(), "https://courier.example/feed.json")
    assert [item.identity for item in feed.items[:4]] == ["1041", "1040", "1039", "1038"]
    assert not feed.truncated


def test_version_1_has_one_author_and_version_1_1_more_pages() -> None:
    value = {
        "version": "https://jsonfeed.org/version/1",
        "title": "Mill",
        "author": {"name": "Ann Roe"},
        "expired": True,
        "next_url": "https://mill.example/feed.json?page=2",
        "items": [{"id": "1", "content_text": "Text."}],
    }
    assert articles(value)[0].byline == "Ann Roe"
    feed = read_feed(json.dumps(value).encode())
    assert (feed.ended, feed.next_url) == (True, "https://mill.example/feed.json?page=2")


@pytest.mark.parametrize("name", ["feed.json", "feed", "feed.txt"])
def test_it_is_known_by_its_shape_whatever_its_name(name: str) -> None:
    assert len(articles(FEED, name)) == 3
    assert len(articles(json.dumps(FEED, indent=1), name)) == 3


def test_a_feed_without_its_version_is_known_by_its_items() -> None:
    assert len(articles({"items": [{"id": 1, "content_html": "<p>Text.</p>"}]})) == 1


def test_records_are_still_records() -> None:
    record = {"title": "T", "paragraphs": ["One."], "items": [{"summary": "x"}], "version": "2"}
    assert texts(articles(record)[0]) == ["One."]
    assert [texts(article) for article in articles([record, {"text": "Two."}])] == [["One."], ["Two."]]
    (refused,) = read({"items": [{"name": "x"}]})
    assert "has no paragraphs" in str(refused)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_ITEMS = st.dictionaries(st.sampled_from(["id", "url", "title", "content_html", "content_text", "summary", "authors",
                                          "date_published", "language"]), _VALUES)  # fmt: skip


@given(
    st.lists(_ITEMS | _VALUES, max_size=4), st.dictionaries(st.sampled_from(["title", "language", "author"]), _VALUES)
)
def test_any_feed_is_articles_or_one_line_an_item(items: list[Any], about: dict[str, Any]) -> None:
    found = read({**about, "version": "https://jsonfeed.org/version/1.1", "items": items})
    assert len(found) == max(1, len(items))
    for one in found:
        assert isinstance(one, Reading) or "\n" not in str(one)
