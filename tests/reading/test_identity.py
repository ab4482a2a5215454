"""Ids: the same article always gets the same one, and two articles never do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.identity import ID_CHARACTERS, article_id, canonical_link, id_of_link

LINK = "https://courier.example/news/2025/ferry-stops-for-the-winter.html"


def test_a_linked_article_keeps_its_id_when_headline_and_text_change() -> None:
    first = article_id("Ferry stops", ["It stops."], LINK)
    assert first == article_id("Ferry stops after all", ["It stops.", "More."], LINK) == id_of_link(LINK)
    assert re.fullmatch("ferry-stops-for-the-winter-[0-9a-f]{8}", first)


@pytest.mark.parametrize(
    "same",
    [
        LINK + "#comments",
        LINK + "?utm_source=feed&utm_medium=rss",
        LINK + "?fbclid=abc",
        LINK.replace("https://courier.example", "HTTPS://Courier.Example:443"),
        f" {LINK}\n",
    ],
)
def test_ways_to_write_one_link_are_one_article(same: str) -> None:
    assert canonical_link(same) == LINK
    assert id_of_link(same) == id_of_link(LINK)


@pytest.mark.parametrize("other", [LINK + "?page=2", LINK.replace("2025", "2024"), LINK.replace("courier", "gazette")])
def test_links_that_differ_in_what_counts_are_different_articles(other: str) -> None:
    assert id_of_link(other) != id_of_link(LINK)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/a",
        "//courier.example/a",
        "/news/a",
        "https://",
        "http://[::1",
        "https://courier.example:port/a",
        "https://courier.example@evil.example/a",
        "https://courier.example/a b",
        "https://courier.example\\@evil.example/",
        "https://courier.example/" + "a" * 3_000,
        "",
    ],
)
def test_what_is_no_web_link_is_none(url: str) -> None:
    assert canonical_link(url) is None
    with pytest.raises(ValueError, match="links"):
        id_of_link(url)
    assert article_id("A title", ["Text."], url) == article_id("A title", ["Text."])


def test_without_a_link_the_content_decides() -> None:
    assert article_id("Über Köln", ["Text."]).startswith("uber-koln-")
    assert article_id("A", ["Text."]) == article_id("A", ["Text."])
    assert article_id("A", ["Text."]) != article_id("A", ["Other text."])
    assert article_id("A", ["Text."]) != article_id("B", ["Text."])


@given(st.text(), st.lists(st.text()), st.none() | st.text().map(lambda tail: f"https://a.example/{tail}"))
def test_every_id_is_short_and_plain(title: str, paragraphs: list[str], url: str | None) -> None:
    made = article_id(title, paragraphs, url)
    assert re.fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", made)
    assert len(made) <= ID_CHARACTERS
