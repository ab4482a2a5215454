"""HTML pages: exactly the article's paragraphs, exactly as published, and nothing that stands around them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import MalformedError, NoBodyError, TooLargeError, UnreadableError
from index.reading import Reading, read_bytes

PAGES = Path(__file__).parent / "html"
NAMES = ["courier.html", "wire.html", "gazette.htm", "herald.html", "anzeiger.html", "notebook.html"]
SENTENCES = [
    f"The {thing} will be painted in the spring, said the {who} of the town, and not a day before that."
    for thing, who in [("bridge", "mayor"), ("school", "clerk"), ("tower", "vicar"), ("ferry", "master")]
]
SITE = "<meta property='og:site_name' content='The Post'>"
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def read(html: str | bytes) -> Reading:
    (reading,) = read_bytes(html.encode() if isinstance(html, str) else html, "page.html")
    assert isinstance(reading, Reading), reading
    return reading


def article(extra: str = "", head: str = "", **attributes: str) -> str:
    marks = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<html{marks}><head>{head}</head><body><article>{BODY}{extra}</article></body></html>"


def texts(html: str | bytes) -> list[str]:
    return [paragraph.text for paragraph in read(html).article.paragraphs]


def refused(html: str | bytes) -> UnreadableError:
    (error,) = read_bytes(html.encode() if isinstance(html, str) else html, "page.html")
    assert isinstance(error, UnreadableError)
    assert "\n" not in str(error)
    return error


def labels(name: str) -> dict[str, Any]:
    label: dict[str, Any] = json.loads((PAGES / name).with_suffix(".labels.json").read_text(encoding="utf-8"))
    return label


@pytest.mark.parametrize("name", NAMES)
def test_pages_of_different_outlets_give_exactly_their_body(name: str) -> None:
    optional = labels(name)["optional"]
    read_here = texts((PAGES / name).read_bytes())
    assert [text for text in read_here if text not in optional] == labels(name)["paragraphs"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("field", ["title", "source", "agency", "byline", "city", "published", "url", "language"])
def test_pages_of_different_outlets_say_what_they_are(name: str, field: str) -> None:
    assert getattr(read((PAGES / name).read_bytes()).article, field) == labels(name)[field]


@pytest.mark.parametrize("name", NAMES)
def test_corrections_are_notices(name: str) -> None:
    assert list(read((PAGES / name).read_bytes()).article.notices) == labels(name)["notices"]


def test_what_is_left_out_is_listed_with_its_reason() -> None:
    dropped = {entry.text: entry.why for entry in read((PAGES / "courier.html").read_bytes()).dropped}
    assert dropped["Sport"] == "navigation"
    assert dropped["‘A lifeline, not a cruise’"] == "subhead"
    assert dropped["Advertisement"] == "advertisement"
    assert dropped["© 2025 Marrow Courier Ltd. All rights reserved."] == "footer"
    assert "trafilatura" in dropped["Bakery that sold one kind of loaf shuts after 90 years"]


def test_the_list_of_what_is_left_out_is_short_however_long_the_page() -> None:
    links = "".join(f"<li><a href='/{n}'>{'Teaser ' * 100} {n}</a></li>" for n in range(1_000))
    dropped = read(f"<html><body><nav><ul>{links}</ul></nav><article>{BODY}</article></body></html>").dropped
    assert len(dropped) == 200
    assert max(len(entry.text) for entry in dropped) <= 300


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("un<b>believ</b>able and <i>un</i>likely, he said.", "unbelievable and unlikely, he said."),
        ("one\n   two&nbsp;three&#160;&#8201;four, he said.", "one two three four, he said."),
        ("AT&amp;T &lt;rose&gt; &pound;5 &#x201C;again&#8221;.", "AT&T <rose> £5 “again”."),
        ("H<sub>2</sub>O, x<sup>2</sup> and <a href='/a'>links</a>.", "H2O, x2 and links."),
        ("A line<br>and another, he said.", "A line and another, he said."),
        ("<q>Never</q>, he said.", "“Never”, he said."),
        ("e\u0301 is not \u00e9 and ﬁ is not fi, he said.", "e\u0301 is not \u00e9 and ﬁ is not fi, he said."),
        ("<script>var a = 'no text';</script>Seen, he said.", "Seen, he said."),
    ],
)
def test_text_is_kept_to_the_character_white_space_aside(markup: str, text: str) -> None:
    assert texts(article(f"<p>{markup}</p>"))[-1] == text


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>{}</script>",
        "<style>{}</style>",
        "<template><p>{}</p></template>",
        "<noscript><p>{}</p></noscript>",
        "<p hidden>{}</p>",
        "<p style='color:red; display : none'>{}</p>",
        "<div style='VISIBILITY:hidden'><p>{}</p></div>",
        "<!-- <p>{}</p> -->",
        "<iframe><p>{}</p></iframe>",
        "<textarea>{}</textarea>",
    ],
)
def test_what_a_reader_of_the_page_does_not_see_is_no_paragraph(unseen: str) -> None:
    sentence = "This sentence must not be shown as anything that was ever published here."
    assert texts(article(unseen.format(sentence) + "<p>The end came late, he said.</p>")) == [
        *SENTENCES,
        "The end came late, he said.",
    ]


def test_a_short_quotation_among_paragraphs_is_kept() -> None:
    page = f"<html><body><article><p>{SENTENCES[0]}</p><p>“No.”</p><p>{SENTENCES[1]}</p></article></body></html>"
    assert texts(page) == [SENTENCES[0], "“No.”", SENTENCES[1]]


def test_another_story_in_brackets_ends_no_paragraph() -> None:
    aside = "<em>(RELATED: <a href='/b'>Bats move into the bridge</a>)</em>"
    kept = 'It is <a href="/c">the third</a> this year (related: two others in May), she said.'
    page = article(f"<p>The bridge is shut, <a href='/a'>the mayor</a> said. {aside}</p><p>{kept}</p>")
    assert texts(page)[-2:] == [
        "The bridge is shut, the mayor said.",
        "It is the third this year (related: two others in May), she said.",
    ]


def test_the_next_article_of_an_endless_page_is_another() -> None:
    def story(title: str, paragraphs: list[str]) -> str:
        body = "".join(f"<p>{text}</p>" for text in paragraphs)
        return f"<article class=story><h1 class=headline>{title}</h1><div class=text>{body}</div></article>"

    others = [f"The owl of {place} has been seen again, the warden said." for place in ("Dunmarrow", "Ronsay", "Elm")]
    page = f"<title>Bridge shut</title>{story('Bridge shut', [*SENTENCES, *SENTENCES[::-1]])}{story('Owl', others)}"
    assert not set(texts(f"<html><body>{page}</body></html>")) & set(others)


def test_two_line_breaks_part_paragraphs() -> None:
    page = f"<html><body><div>{'<br><br>'.join(SENTENCES)}</div></body></html>"
    assert texts(page) == SENTENCES


@pytest.mark.parametrize(
    ("head", "title", "source"),
    [
        (f"<title>Bridge shut | The Post</title>{SITE}", "Bridge shut", "The Post"),
        (f"<title>The Post - Bridge shut</title>{SITE}", "Bridge shut", "The Post"),
        (f"<title>Bridge shut - for good</title>{SITE}", "Bridge shut - for good", "The Post"),
        ("<title>Bridge shut - for good</title>", "Bridge shut - for good", None),
        ("<meta property='og:title' content='Bridge &amp;amp; tower'>", "Bridge & tower", None),
        ("<title></title>", "The bridge will be painted in the spring, said the mayor of …", None),
    ],
)  # fmt: skip
def test_a_title_has_no_outlet_hung_on(head: str, title: str, source: str | None) -> None:
    found = read(article(head=head)).article
    assert (found.title, found.source) == (title, source)


def test_the_heading_that_other_titles_confirm_is_the_title() -> None:
    head = "<title>Bridge shut | Post</title>"
    page = f"<html><head>{head}</head><body><h1>Post</h1><article><h1>Bridge shut</h1>{BODY}</article></body></html>"
    assert read(page).article.title == "Bridge shut"
    assert texts(page) == SENTENCES


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("<meta property='article:published_time' content='2025-06-18T09:00:00+02:00'>", "2025-06-18T09:00:00+02:00"),
        ("<meta name='date' content='2025-06-18'>", "2025-06-18"),
        ("<meta name='date' content='June 18, 2025'>", "2025-06-18"),
        ("<meta name='date' content='Wednesday'>", None),
        ("<meta name='date' content='2025-02-30'>", None),
        ("<script type='application/ld+json'>{\"@type\":\"Report\",\"datePublished\":20250618}</script>", "2025-06-18"),
        ("<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":618}</script>", None),
    ],
)  # fmt: skip
def test_dates_are_those_that_the_page_states(head: str, published: str | None) -> None:
    assert read(article(head=head)).article.published == published


@pytest.mark.parametrize(
    "linked",
    [
        '{"@type":"NewsArticle","headline":"H","author":"Ann Roe"}',
        '[{"@type":["Thing","NewsArticle"],"headline":"H","author":[{"name":"Ann Roe"}]}]',
        '{"@graph":[{"@id":"#a","name":"Ann Roe"},{"@type":"NewsArticle","headline":"H","author":{"@id":"#a"}}]}',
        '{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","headline":"H","author":{"name":"By Ann Roe"}}}',
        '{"@type":"NewsArticle","headline":"H",\n"author":{"name":"Ann\tRoe"}}',
    ],
)
def test_linked_data_is_read_in_all_its_forms(linked: str) -> None:
    found = read(article(head=f"<script type='application/ld+json'>{linked}</script>")).article
    assert (found.title, found.byline) == ("H", "Ann Roe")


@pytest.mark.parametrize(
    "linked",
    [
        "{broken",
        "[" * 100_000,
        "3",
        "null",
        '{"@type":{"a":1}}',
        '{"@type":"NewsArticle","author":[[[]]],"publisher":3,"headline":["x"]}',
        '{"@type":"NewsArticle","headline":"\\ud800"}',
    ],
)
def test_broken_linked_data_does_not_keep_a_page_from_being_read(linked: str) -> None:
    assert texts(article(head=f"<script type='application/ld+json'>{linked}</script>")) == SENTENCES


@pytest.mark.parametrize("link", ["javascript:alert(1)", "/relative", "data:text/html,x", "https://a@b.example/x", ""])
def test_only_web_links_are_cited(link: str) -> None:
    head = f"<link rel=canonical href='{link}'><meta property='og:url' content='{link}'>"
    assert read(article(head=head)).article.url is None


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_pages_are_read_in_the_encodings_of_texts(codec: str) -> None:
    page = article("<p>“Über Köln,” said Zoë, for £5.</p>").encode(codec)
    assert texts(page)[-1] == "“Über Köln,” said Zoë, for £5."


def test_a_page_declares_its_encoding() -> None:
    page = article("<p>Łódź i Gdańsk, powiedział.</p>", head="<meta charset='iso-8859-2'>").encode("iso8859-2")
    assert texts(page)[-1] == "Łódź i Gdańsk, powiedział."


HOSTILE = {
    "elements in elements": ("<html><body>" + "<div>" * 100_000 + BODY, MalformedError),
    "bold in bold": ("<html><body>" + "<b>x" * 100_000 + BODY, MalformedError),
    "a tag of a million attributes": ("<p " + "".join(f" a{n}=1" for n in range(200_000)) + ">" + BODY, MalformedError),
    "the same behind quotes": ("<p " + "".join(f' a{n}=">"' for n in range(50_000)) + ">" + BODY, MalformedError),
    "the same in raw text": ("<textarea><script></textarea><p" + " a=1 b<" * 50_000 + ">" + BODY, MalformedError),
    "very many elements": ("<html><body>" + BODY * 10_000, TooLargeError),
    "one long paragraph": ("<html><body><p>" + "word " * 1_000_000, TooLargeError),
    "one text of 11 MB": ("<html><body><p>" + "word " * 2_200_000, TooLargeError),
    "nothing but brackets": ("<" * 3_000_000, NoBodyError),
    "nothing": ("<!doctype html>", NoBodyError),
    "only links": ("<html><body>" + "<li><a href=x>A teaser of a story</a></li>" * 500, NoBodyError),
    "NUL bytes": ("<html><body>" + BODY + "\0", UnreadableError),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_refused_in_a_line_and_soon(name: str) -> None:
    html, kind = HOSTILE[name]
    begun = time.monotonic()
    assert isinstance(refused(html), kind)
    assert time.monotonic() - begun < 10


SURVIVED = {
    "an attribute of 5 MB": f"<html><body><p class='{'a ' * 2_500_000}'></p>{BODY}",
    "a title of 5 MB": f"<title>{'x | ' * 1_250_000}</title><article>{BODY}</article>",
    "nothing closed": "<article>" + "".join(f"<p>{sentence}" for sentence in SENTENCES),
    "a wrong XML declaration": f"<?xml version='1.0' encoding='utf-16'?><html><body>{BODY}",
    "half a character": f"<article>{BODY}<p title='&#xD800;'>&#xD800;</p></article>",
}


@pytest.mark.parametrize("name", SURVIVED)
def test_an_odd_page_is_read_all_the_same(name: str) -> None:
    begun = time.monotonic()
    assert texts(SURVIVED[name])[:4] == SENTENCES
    assert time.monotonic() - begun < 10


@given(st.lists(st.sampled_from([*"<>/=\"'&!-;", "p", "div", "script", "article", "h1", "&#0;", "é", " ", BODY])))
def test_any_markup_is_an_article_or_one_line(pieces: list[str]) -> None:
    for item in read_bytes("".join(pieces).encode(), "page.html"):
        assert isinstance(item, Reading) or "\n" not in str(item)


def test_the_text_behind_a_heading_is_body_where_only_line_breaks_part_paragraphs() -> None:
    paragraphs = [
        (
            "The bell tower of Penlow leans four centimetres further than in spring, a surveyor said on Friday "
            "after a week in which he had measured little else."
        ),
        (
            "He had measured it twice, once from the market and once from the roof of the old school beside it, and "
            "would have done so from the river, had the ferry been running."
        ),
        (
            "The parish wants to have the bells taken down before winter, when the ground at the river freezes and "
            "the tower, as it does every year, begins to creak at night."
        ),
        "Its priest called the tower “a tired old man who wants to see the river”, and asked for donations.",
    ]
    text = "<br><br>".join(paragraphs)
    page = f"<html><body><nav><a href='/'>Home</a></nav><div id='story'><h1>Tower leans</h1>{text}</div></body></html>"
    (reading,) = read_bytes(page.encode(), "tower.html")
    assert isinstance(reading, Reading)
    assert [paragraph.text for paragraph in reading.article.paragraphs] == paragraphs
