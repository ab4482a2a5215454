"""The day of publication: the one that the page states, in any language, and never another's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import iso_8601
from index.reading import Reading, read_bytes
from index.reading.published import date_in_address, date_of

BODY = "".join(
    f"<p>The {thing} of the town will be mended before the winter, the {who} said on Monday, and paid by summer.</p>"
    for thing, who in [("bridge", "mayor"), ("school", "clerk"), ("tower", "vicar"), ("ferry", "master")]
)


def published(head: str = "", body: str = "", behind: str = "", language: str = "en") -> str | None:
    html = f"<html lang={language}><head>{head}</head><body>{body}<article>{BODY}</article>{behind}</body></html>"
    (found,) = read_bytes(html.encode(), "page.html")
    assert isinstance(found, Reading)
    return found.article.published


@pytest.mark.parametrize(
    ("text", "language", "iso"),
    [
        ("18 июня 2025, 10:02", "ru", "2025-06-18T10:02:00"),
        ("Середа, 18 червня 2025, 10:02", "uk", "2025-06-18T10:02:00"),
        ("Publié le 1er août 2025 à 18h30", "fr", "2025-08-01T18:30:00"),
        ("18 de junio de 2025", "es", "2025-06-18"),
        ("18 de março de 2025 às 10h02", "pt-BR", "2025-03-18T10:02:00"),
        ("27 marzo 2025", "it", "2025-03-27"),
        ("23. Februar 2025, 19:22", "de-AT", "2025-02-23T19:22:00"),
        ("5. März 2025", "de", "2025-03-05"),
        ("18 czerwca 2025", "pl", "2025-06-18"),
        ("27 mei 2025, 15:20", "nl", "2025-05-27T15:20:00"),
        ("18 Haziran 2025 10:02", "tr", "2025-06-18T10:02:00"),
        ("18. kesäkuuta 2025", "fi", "2025-06-18"),
        ("2025年6月18日 17:05", "ja", "2025-06-18T17:05:00"),
        ("2025년 6월 18일", "ko", "2025-06-18"),
        ("입력 2025.06.18. 09:30", "ko", "2025-06-18T09:30:00"),
        ("١٨ يونيو ٢٠٢٥", "ar", "2025-06-18"),
        ("06/05/2025", "en-US", "2025-06-05"),
        ("06/05/2025", "en-GB", "2025-05-06"),
        ("06/05/2025", "en", None),
        ("06/05/2025 18:30", "fr", "2025-05-06T18:30:00"),
        ("1750241000", "en", "2025-06-18T10:03:20+00:00"),
        ("1750241000000", "en", "2025-06-18T10:03:20+00:00"),
        ("20250618T0914", "ru", "2025-06-18T09:14:00"),
        ("Wed, 18 Jun 2025 09:00:00 GMT", "en", "2025-06-18T09:00:00+00:00"),
        ("Wed Jun 18 2025 09:00:00 GMT+0200 (CEST)", "en", "2025-06-18T09:00:00+02:00"),
        ("2025-06-18 09:00:00 +0200", "en", "2025-06-18T09:00:00+02:00"),
        ("yesterday", "en", None),
        ("99999999999999999999", "en", None),
    ],
)
def test_dates_are_read_in_the_language_of_the_page(text: str, language: str, iso: str | None) -> None:
    assert date_of(text, language) == iso


@given(st.text(max_size=80), st.sampled_from(["en", "uk", "fr", "ja", "xx", "en-US", ""]))
def test_whatever_a_page_says_is_a_date_or_none(text: str, language: str) -> None:
    found = date_of(text, language)
    assert found is None or iso_8601(found) == found


@pytest.mark.parametrize(
    ("link", "day"),
    [
        ("https://a.example/2025/06/18/bridge", "2025-06-18"),
        ("https://a.example/news/20250618/bridge", "2025-06-18"),
        ("https://a.example/bridge-2025-06-18/", "2025-06-18"),
        ("https://a.example/2025/13/45/bridge", None),
        ("https://a.example/story-1202506181", None),
    ],
)
def test_addresses_have_days(link: str, day: str | None) -> None:
    assert date_in_address(link) == day


ADDRESS = "<link rel=canonical href='https://a.example/2025/06/18/bridge'>"
TIME = "<time datetime='2025-06-18'></time>"
MODIFIED = "<meta property='article:modified_time' content='2025-11-02'>"


@pytest.mark.parametrize(
    ("head", "body", "behind", "day"),
    [
        (MODIFIED + "<meta name='sailthru.date' content='2025-06-18'>", "", "", "2025-06-18"),
        (MODIFIED + ADDRESS, "", "", "2025-06-18"),
        (ADDRESS + "<meta name='date' content='2025-11-02'>", "", "", "2025-06-18"),
        (MODIFIED, "", "", "2025-11-02"),
        ("", f"<h1>B</h1><time class='updated' datetime='2025-11-02'></time>{TIME}", "", "2025-06-18"),
        ("", f"<h1>B</h1><p>Updated: <time datetime='2025-11-02'></time></p><p>Posted: {TIME}</p>", "", "2025-06-18"),
        ("", "<p class='date'>November 2, 2025</p><h1>B</h1><p class='date'>June 18, 2025</p>", "", "2025-06-18"),
        ("", "<h1>B</h1><span class='byline-date' data-timestamp='1750241000'>2 h ago</span>", "", "2025-06-18"),
        ("", "<h1>B</h1>", "<div class='comment'><time datetime='2025-11-02'></time></div>", None),
        ("", "<h1>B</h1>", "<div class='related-stories'><span class='date'>November 2, 2025</span></div>", None),
        ("", "<h1>B</h1>", "<aside><time datetime='2025-11-02'></time></aside>", None),
        ("", "<div itemprop='datePublished' content='2025-06-18'></div><h1>B</h1>", "", "2025-06-18"),
        ("", "<h1>B</h1><p class='meta'>Published 18 June 2025, updated 2 November 2025</p>", "", "2025-06-18"),
        (
            "<meta property='og:updated_time' content='2025-11-02'>",
            "<div class='sc-a'><h1>B</h1></div><div class='b'><i>Ada Bee</i><span>18 June 2025, 09:00</span></div>",
            "",
            "2025-06-18",
        ),
        (
            "<title>The long road to Dunmarrow -- Courier</title>",
            "<b>The long road to Dunmarrow</b><br><font size=1>Wednesday, June 18, 2025 | Ada Bee</font>",
            "",
            "2025-06-18",
        ),
        ("", "<h1>What we wrote on <span>2 November 2025</span></h1>", "", None),
        ("", "<h1>B</h1><div class='news-date'><rel-t time='1750241000'></rel-t>18 June</div>", "", "2025-06-18"),
    ],
)  # fmt: skip
def test_the_day_is_the_article_s_own(head: str, body: str, behind: str, day: str | None) -> None:
    found = published(head, body, behind)
    assert (found and found[:10]) == day
