"""The headline: what the page's titles agree on, without the outlet's name or a section hung on."""

from __future__ import annotations

import pytest

from index.reading import Reading, read_bytes

BODY = "".join(
    f"<p>The {thing} of the town will be mended before the winter, the {who} said on Monday, and paid by summer.</p>"
    for thing, who in [("bridge", "mayor"), ("school", "clerk"), ("tower", "vicar"), ("ferry", "master")]
)
ADDRESS = "<link rel=canonical href='https://www.post.example/a'>"
HUNG = "Bridge shut - Morning Crumb"
TITLES = f"<title>{HUNG}</title><meta name='twitter:title' content='{HUNG}'>"
SITE = "<meta property='og:site_name' content='The Post'>"


def title(head: str, body: str = "") -> str:
    html = f"<html><head>{head}</head><body>{body}<article>{BODY}</article></body></html>"
    (found,) = read_bytes(html.encode(), "page.html")
    assert isinstance(found, Reading)
    return found.article.title


def og(text: str) -> str:
    return f"<meta property='og:title' content='{text}'>"


def ld(text: str, more: str = "") -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{text}"{more}}}</script>'


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("<title>Bridge shut | Towns | The Post</title>" + SITE, "", "Bridge shut"),
        ("<title>Bridge shut | Towns | The Post</title>", "<h1>Bridge shut</h1>", "Bridge shut"),
        ("<title>Bridge shut - Post.example</title>" + ADDRESS, "", "Bridge shut"),
        ("<title>The Post: Bridge shut</title>" + SITE, "", "Bridge shut"),
        ("<title>Opinion | Bridge shut</title>" + og("Opinion | Bridge shut"), "<h1>Bridge shut</h1>", "Bridge shut"),
        ("<title>Bridge shut « The Post</title>" + SITE, "", "Bridge shut"),
        ("<title>Міст закрили | Пошта</title>" + SITE.replace('The Post', 'Пошта'), "", "Міст закрили"),
        ("<title>橋が閉鎖される_朝報</title>" + SITE.replace('The Post', '朝報'), "", "橋が閉鎖される"),
        (og("Bridge shut – and why"), "<h1>Bridge shut – and why</h1>", "Bridge shut – and why"),
        ("<title>“Shut it”: why so - The Post</title>" + SITE, "<h1>“Shut it”: why so</h1>", "“Shut it”: why so"),
        (og("Bridge shut") + SITE, "<h1>The Post</h1><h1>Bridge shut</h1>", "Bridge shut"),
        (og("Bridge shut"), "<h1>Subscribe today</h1>", "Bridge shut"),
        (og("Bridge shut") + "<title>Bridge shut</title>", "<h1>BRIDGE SHUT</h1>", "Bridge shut"),
        (og("Bridge sh...") + "<title>Bridge shut</title>", "", "Bridge shut"),
        (og("Bridge shut"), "<h1><span class='kicker'>Towns</span> Bridge shut</h1>", "Bridge shut"),
        (ld("&lt;em&gt;Bridge&lt;/em&gt; shut"), "", "Bridge shut"),
        (ld("Bridge shut") + "<title>Bridge shut: The Post</title>" + SITE, "", "Bridge shut"),
        (ld("Bridge shut") + og(HUNG) + TITLES, "", "Bridge shut"),
        ("", "<h2 class='article-title'>Bridge shut</h2>", "Bridge shut"),
        (
            ld("Why the bridge is shut") + "<title>Bridge shut for a year - The Post</title>",
            "<div class='headline'><h2 class='headline'>Bridge shut for a year</h2><p>By bats, of course.</p></div>",
            "Bridge shut for a year",
        ),
        ("<title>Bridge shut for a year -- Courier</title>", "<b>Bridge shut for a year</b>", "Bridge shut for a year"),
    ],
)  # fmt: skip
def test_the_headline_is_what_the_titles_agree_on(head: str, body: str, expected: str) -> None:
    assert title(head, body) == expected


def test_of_several_articles_in_the_data_the_page_s_own_is_taken() -> None:
    others = ld("Tower leans", ',"datePublished":"2025-01-01"') + ld("Bridge shut", ',"datePublished":"2025-06-18"')
    html = f"<html><head>{others}<title>Bridge shut</title></head><body><article>{BODY}</article></body></html>"
    (found,) = read_bytes(html.encode(), "page.html")
    assert isinstance(found, Reading)
    assert (found.article.title, found.article.published) == ("Bridge shut", "2025-06-18")


@pytest.mark.parametrize(
    ("head", "byline"),
    [
        ("<meta name='author' content='admin'>", None),
        ("<meta name='author' content='https://x.example/ann'>", None),
        ("<meta name='author' content='The Post'>" + SITE, None),
        ("<meta name='author' content='By Ann Roe'>", "Ann Roe"),
        ("<meta name='author' content='Von Ann Roe'>", "Ann Roe"),
        (ld("H", ',"author":[{"name":"Ann Roe"},{"name":"Ed Poe"}]'), "Ann Roe, Ed Poe"),
    ],
)
def test_the_byline_names_people(head: str, byline: str | None) -> None:
    html = f"<html><head>{head}</head><body><article>{BODY}</article></body></html>"
    (found,) = read_bytes(html.encode(), "page.html")
    assert isinstance(found, Reading)
    assert found.article.byline == byline
