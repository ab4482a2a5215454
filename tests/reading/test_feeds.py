"""RSS and Atom: one article an item, whatever is wrong with the feed; never fewer items than feedparser finds."""

from __future__ import annotations

import io
import json
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import newsdesk
from index.articles import Article
from index.errors import MalformedError, UnreadableError
from index.reading import FeedRead, Limits, Reading, is_whole, item_reading, read_bytes, read_feed
from index.reading.feeds import MOST_ITEMS, SUMMARY_ONLY, feed_date, outlet
from tests.reading.feed_corpus import ATOM, FEEDS, RDF, RSS


def entries(data: bytes) -> int:
    """How many items feedparser finds by itself; none where it fails."""
    try:
        return len(feedparser.parse(io.BytesIO(data)).entries)
    except (ValueError, OverflowError, TypeError, AttributeError, LookupError, AssertionError):
        return 0


def items(data: bytes, url: str | None = None) -> int:
    try:
        return len(read_feed(data, url).items)
    except UnreadableError:
        return 0


def read(data: bytes | str, name: str = "feed.xml") -> list[Reading | UnreadableError]:
    return list(read_bytes(data.encode() if isinstance(data, str) else data, name))


def articles(data: bytes | str, name: str = "feed.xml") -> list[Article]:
    return [found.article for found in read(data, name) if isinstance(found, Reading)]


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


def item(inner: str, channel: str = "<title>Mill</title>") -> str:
    return f'<rss version="2.0"><channel>{channel}<item>{inner}</item></channel></rss>'


def described(text: str, title: str = "Gate") -> Article:
    (article,) = articles(item(f"<title>{title}</title><description><![CDATA[{text}]]></description>"))
    return article


@pytest.mark.parametrize("name", FEEDS)
def test_no_item_is_lost_that_feedparser_finds(name: str) -> None:
    assert items(FEEDS[name]) >= entries(FEEDS[name])
    assert len(read(FEEDS[name])) >= entries(FEEDS[name])


def test_items_are_found_in_a_feed_whose_head_is_broken() -> None:
    assert [article.title for article in articles(FEEDS["a namespace that is none"])] == [
        "Bridge closed",
        "Bridge open",
    ]


def test_an_item_is_an_article_with_all_that_the_feed_says() -> None:
    reading = read(RSS)[0]
    assert isinstance(reading, Reading)
    article = reading.article
    assert article.title == "Tide gate & lock stay shut, board says"
    assert texts(article) == [
        "GULL STAITH (AP) — The tide gate will stay shut until the autumn, the harbour board’s Dorrit Wexcombe said.",
        "“Nobody wants to pay for it,” she added.",
        "A vote is due in October.",
    ]
    assert (article.source, article.agency, article.byline) == ("Kestrel Courier", "AP", "Ottoline Marsh")
    assert (article.published, article.city) == ("2025-06-18T14:30:00+02:00", "Gull Staith")
    assert (article.url, article.language) == ("https://courier.example/2025/06/tide-gate", "en")
    assert article.notices == ()
    assert {dropped.text: dropped.why for dropped in reading.dropped} == {
        "The gate on Tuesday.": "caption",
        "What comes next": "subhead",
        "Continue reading →": "link to the article",
        "The post Tide gate appeared first on Kestrel Courier.": "added by the feed",
    }


def test_an_item_with_only_a_summary_says_so_and_links_to_the_article() -> None:
    article = articles(RSS)[1]
    assert texts(article) == ["The ferry was sold on Monday."]
    assert article.notices == (SUMMARY_ONLY,)
    assert article.url == "https://courier.example/2025/06/ferry"


def test_an_item_without_a_text_is_refused_by_name_and_the_others_are_read() -> None:
    found = read(RSS)
    assert [isinstance(one, Reading) for one in found] == [True, True, False]
    assert str(found[2]) == "feed.xml: item 'Nothing but a headline': has no text in the feed"
    (nameless,) = read(item("<category>x</category>"))
    assert "item 1:" in str(nameless)


def test_atom_has_its_base_languages_authors_and_texts() -> None:
    first, second = articles(ATOM)
    assert texts(first) == ["Die Schleuse bleibt zu.", "Zweiter & letzter Absatz."]
    assert (first.url, first.language) == ("https://gazette.example/news/schleuse", "de")
    assert (first.byline, first.published) == ("Henrike Dahl, Ole Brandt", "2025-06-18T14:30:00+02:00")
    assert (second.title, texts(second)) == ("Less < more", ["Plain text of 3 < 4 words."])
    assert (second.language, second.published) == ("en", "2025-06-20T08:00:00Z")
    assert first.source == "Osthafen Gazette"


def test_rss_1_has_its_creator_and_date_with_its_zone() -> None:
    article = articles(RDF)[0]
    assert (article.byline, article.published, article.source) == (
        "Pia Lund",
        "2025-06-18T07:00:00-05:00",
        "Tarn Radio",
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Windows-1252 said to be UTF-8", "Ferry’s “café” to Skellan sold"),
        ("UTF-8 with a byte of another encoding", "Färry „zu“ Skellan sold’s"),
        ("UTF-16 without a mark", "Ferry to Skellan sold"),
        ("UTF-16 with a mark", "Ferry to Skellan sold"),
        ("Latin-1, declared", "Fährre to Skellan sold"),
        ("an encoding that does not exist", "Ferry to Skellan sold"),
        ("entities that nobody declared", "Ferry – &foo; to Skellan sold"),
        ("ampersands as they are", "Ferry & boat to Skellan sold"),
        ("control characters", "Ferry to Skellan sold"),
    ],
)
def test_titles_come_through_wrong_encodings_and_entities(name: str, title: str) -> None:
    assert articles(FEEDS[name])[1].title == title


def test_a_feed_is_known_by_its_look_its_name_or_its_media_type(tmp_path: Path) -> None:
    for name in ("feed", "feed.rss", "feed.atom", "feed.txt", "feed.xml"):
        assert len(articles(RSS, name)) == 2
    assert len(articles("\n \n" + RSS, "download")) == 2
    for media_type in ("text/xml", "application/rss+xml; charset=utf-8", "text/html"):
        assert sum(isinstance(one, Reading) for one in read_bytes(RSS.encode(), "news", media_type=media_type)) == 2
    page = (
        "<html><body><article><p>"
        + "The gate stays shut, the board said on Monday. " * 5
        + "</p></article></body></html>"
    )
    (found,) = read_bytes(page.encode(), "news.xml", media_type="application/xml")
    assert isinstance(found, Reading)


def test_the_command_line_shows_one_object_an_item(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS, encoding="utf-8")
    result = CliRunner().invoke(newsdesk, ["read", str(path), "--json"])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line.get("title") or line["error"].partition(":")[0] for line in lines] == [
        "Tide gate & lock stay shut, board says",
        "Ferry to Skellan sold",
        "item 'Nothing but a headline'",
    ]
    assert result.exit_code == 1


def test_ids_are_those_of_the_links_so_that_feed_and_page_are_one_article() -> None:
    page = (
        "<html><head><link rel='canonical' href='https://courier.example/2025/06/tide-gate'><title>Gate</title></head><body>"
        "<article><h1>Gate</h1>"
        + "<p>The gate stays shut, the board said on Monday evening.</p>" * 3
        + "</article></body></html>"
    )
    (of_page,) = articles(page, "page.html")
    assert articles(RSS)[0].id == of_page.id


def test_items_that_share_a_link_or_have_none_of_their_own_keep_their_ids_when_the_feed_changes_order() -> None:
    made = [
        f"<item><guid isPermaLink='false'>g{n}</guid><title>Gate {n}</title>"
        f"<link>https://mill.example/{'live' if n else ''}</link><description>Text {n}.</description></item>"
        for n in range(3)
    ]
    feeds = [f"<rss><channel><title>Mill</title>{''.join(order)}</channel></rss>" for order in (made, made[::-1])]
    first, second = ({article.title: article.id for article in articles(feed)} for feed in feeds)
    assert first == second
    assert len(set(first.values())) == 3


def test_identity_and_fingerprint_tell_a_changed_item_from_a_new_one() -> None:
    before, after = read_feed(RSS.encode()), read_feed(RSS.replace("was sold on Monday", "was sold on Sunday").encode())
    redated = read_feed(RSS.replace("17 Jun 2025", "19 Jun 2025").encode())
    assert [one.identity for one in before.items] == [one.identity for one in after.items]
    changed = [a.fingerprint != b.fingerprint for a, b in zip(before.items, after.items, strict=True)]
    assert changed == [False, True, False]
    assert [one.fingerprint for one in redated.items] == [one.fingerprint for one in before.items]
    assert before.items[0].identity == "courier-1041"


def test_what_the_poller_needs_is_there() -> None:
    feed = read_feed(RSS.encode(), "https://courier.example/feed", "application/rss+xml; charset=utf-8")
    assert (feed.title, feed.language, feed.url, feed.minutes) == (
        "Kestrel Courier",
        "en",
        "https://courier.example/",
        30,
    )
    assert [is_whole(one) for one in feed.items[:2]] == [True, False]
    reading = item_reading(feed.items[0], feed, Limits())
    assert (reading.path, reading.article) == ("https://courier.example/2025/06/tide-gate", articles(RSS)[0])


def test_relative_links_go_by_the_feed_s_own_address_where_it_has_no_other() -> None:
    data = item("<title>A</title><link>news/1</link><description>Text.</description>").encode()
    feed = read_feed(data, "https://mill.example/feeds/all.xml")
    assert feed.items[0].url == "https://mill.example/feeds/news/1"


def test_the_charset_of_the_server_is_used_where_the_document_has_none() -> None:
    data = item("<title>Привет</title><description>Ворота закрыты.</description>").encode("koi8-r")
    assert read_feed(data, None, "text/xml; charset=KOI8-R").items[0].title == "Привет"


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Wharf Post", "Wharf Post"),
        ("Wharf Post - RSS feed", "Wharf Post"),
        ("Wharf Post RSS", "Wharf Post"),
        ("Wharf Post » World", "Wharf Post"),
        ("World news | The Wharf", "The Wharf"),
        ("Latest headlines - Wharf-on-Sea Post", "Wharf-on-Sea Post"),
        ("News", "News"),
        ("Wharf: a town", "Wharf: a town"),
        ("", ""),
    ],
)
def test_the_outlet_is_the_feed_s_title_without_its_sections(given: str, title: str) -> None:
    assert outlet(given) == title


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("Wed, 18 Jun 2025 14:30:00 +0200", "2025-06-18T14:30:00+02:00"),
        ("Wed, 18 Jun 2025 14:30:00 EST", "2025-06-18T14:30:00-05:00"),
        ("18 Jun 25 14:30 GMT", "2025-06-18T14:30:00+00:00"),
        ("2025-06-18T14:30:00.5Z", "2025-06-18T14:30:00.5Z"),
        ("2025-06-18", "2025-06-18"),
        ("Wed, 18 Jun 2025", "2025-06-18"),
        ("18 Jun 2025 14:30:00", "2025-06-18T14:30:00"),
        ("yesterday", None),
        ("2025-02-31T10:00:00Z", None),
        ("1 " * 100_000, None),
        (None, None),
    ],
)
def test_dates_keep_the_zone_that_was_published(given: str | None, date: str | None) -> None:
    assert feed_date(given) == date


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One line.", ["One line."]),
        ("One.<br/><br/>Two.", ["One.", "Two."]),
        ("<p>One.</p><p>Read the full story at Mill Gazette</p>", ["One."]),
        ("<div>One.</div><div>Two.</div><p>First published on Mill News</p>", ["One.", "Two."]),
        ("<h2>Gate</h2><p>One.</p><p>Two.</p>", ["One.", "Two."]),
        (
            "<p>By Ann Roe</p><p>One is.</p><p>Two is.</p><p>Three is.</p><div><a>Share</a> <a>Print</a></div>",
            ["One is.", "Two is.", "Three is."],
        ),
        ("<p>Article URL: <a href='x'>x</a></p><p># Comments: 3</p><p>One.</p>", ["One."]),
        ("<script>alert(1)</script><p>One.</p><style>p{}</style>", ["One."]),
        ("<p>One.<img src=x onerror=alert(1)></p>", ["One."]),
        ("<blockquote><p>“One.”</p></blockquote>Two.", ["“One.”", "Two."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("@everyone **one** [two](https://x.example) <@1>", ["@everyone **one** [two](https://x.example) <@1>"]),
    ],
)
def test_texts_are_split_as_html_is_and_what_the_feed_adds_is_left_out(text: str, paragraphs: list[str]) -> None:
    assert texts(described(text)) == paragraphs


def test_a_description_that_only_repeats_the_title_is_no_text() -> None:
    (found,) = read(item("<title>Gate shut - Post</title><description>&lt;a&gt;Gate shut&lt;/a&gt; Post</description>"))
    assert str(found) == "feed.xml: item 'Gate shut - Post': has no paragraphs of an article"


def test_a_long_description_is_the_article_and_one_cut_off_is_not() -> None:
    whole = "".join(f"<p>Paragraph number {n} of the gate stands here.</p>" for n in range(6))
    assert described(whole).notices == ()
    assert described(whole + "<p>And then it […]</p>").notices == (SUMMARY_ONLY,)


@pytest.mark.parametrize(
    ("inner", "byline"),
    [
        ("<author>desk@mill.example (Ann Roe)</author>", "Ann Roe"),
        ("<author>desk@mill.example</author>", None),
        ("<author>By Ann Roe</author>", "Ann Roe"),
    ],
)
def test_an_author_is_a_name(inner: str, byline: str | None) -> None:
    (article,) = articles(item(f"<title>A</title>{inner}<description>Text.</description>"))
    assert article.byline == byline


def test_an_aggregator_s_item_is_its_outlet_s() -> None:
    inner = "<title>A</title><source url='https://tarn.example/'>Tarn Radio</source><description>Text.</description>"
    assert articles(item(inner))[0].source == "Tarn Radio"


def test_a_feed_of_too_many_items_is_read_up_to_a_limit_and_says_so() -> None:
    rest = "<item><description>Text.</description></item>" * (MOST_ITEMS + 5)
    feed = read_feed(f"<rss><channel><title>Mill</title>{rest}</channel></rss>".encode())
    assert (len(feed.items), feed.truncated, feed.title) == (MOST_ITEMS, True, "Mill")
    (*_, last) = read(f"<rss><channel>{'<item/>' * (MOST_ITEMS + 1)}</channel></rss>")
    assert "5,000" in str(last)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><body><p>A page.</p></body></html>", "a web page, no feed"),
        (b"<playlist/>", "XML of another kind"),
        (b"nothing at all", "XML of another kind"),
        (b'{"items": 3}', "no JSON Feed"),
    ],
)
def test_what_is_no_feed_is_said_to_be_none(data: bytes, words: str) -> None:
    with pytest.raises(MalformedError, match=words):
        read_feed(data)


def test_a_feed_without_items_is_a_feed() -> None:
    assert read_feed(FEEDS["no items"]) == FeedRead(title="Mill")


_PIECES = [
    "<",
    ">",
    "&",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<item>",
    "</item>",
    "<entry>",
    "</channel>",
    "&#0;",
    "<?",
    '"',
    "\0",
]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from([RSS, ATOM, RDF]), st.data())
def test_a_damaged_feed_loses_no_item_that_feedparser_finds(feed: str, data: st.DataObject) -> None:
    text = feed
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        text = text[:start] + data.draw(st.sampled_from(["", *_PIECES]) | st.text(max_size=5)) + text[end:]
    damaged = text.encode("utf-8", "replace")
    assert items(damaged) >= entries(damaged)
    for found in read(damaged):
        assert isinstance(found, Reading) or "\n" not in str(found)
