"""Pages in the manner of many outlets: every paragraph of the body, to the character, and nothing around it."""

from __future__ import annotations

import pytest

from index.errors import NoBodyError
from index.reading import Reading, read_bytes
from index.reading.fields import key_of
from tests.reading.dressing import Page, pages

SEEN = [page for page in pages() if not page.kept]
KEPT = [page for page in pages() if page.kept]
SENTENCES = [
    f"The {thing} of the town will be mended before the winter, the {who} said on Monday, and paid for by summer."
    for thing, who in [
        ("bridge", "mayor"),
        ("school", "clerk"),
        ("tower", "vicar"),
        ("ferry", "master"),
        ("well", "cook"),
    ]
]
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def read(html: str) -> Reading:
    (found,) = read_bytes(html.encode(), "page.html")
    assert isinstance(found, Reading), found
    return found


def texts(html: str) -> list[str]:
    return [paragraph.text for paragraph in read(html).article.paragraphs]


def refusal(html: str) -> str:
    (found,) = read_bytes(html.encode(), "page.html")
    assert isinstance(found, NoBodyError), found
    assert "\n" not in str(found)
    return str(found)


def page(body: str, head: str = "", around: str = "{}") -> str:
    inner = around.format(f"<h1>Bridge to be mended</h1>{body}")
    return f"<html><head><title>Bridge to be mended</title>{head}</head><body>{inner}</body></html>"


def test_there_are_pages_of_many_outlets_and_a_third_of_them_is_kept_away() -> None:
    assert len({page.name.split("-")[0] for page in pages()}) >= 30
    assert len(KEPT) * 3 >= len(pages())


@pytest.mark.parametrize("one", SEEN, ids=lambda one: one.name)
def test_a_page_gives_exactly_the_article(one: Page) -> None:
    article = read(one.html).article
    assert [paragraph.text for paragraph in article.paragraphs] == list(one.paragraphs)
    assert article.title == one.title
    assert (article.published or "")[:10] == one.day


def test_pages_that_no_rule_was_written_for_are_read_nearly_as_well() -> None:
    read_pages = [(one, read(one.html).article) for one in KEPT]
    lost, foreign, lines = [], [], 0
    for one, article in read_pages:
        body, found = key_of("".join(one.paragraphs)), [paragraph.text for paragraph in article.paragraphs]
        lost += [text for text in one.paragraphs if key_of(text) not in key_of("".join(found))]
        foreign += [text for text in found if key_of(text) not in body]
        lines += len(found)
    assert lost == []
    assert len(foreign) <= 0.06 * lines, foreign
    assert sum(key_of(article.title) == key_of(one.title) for one, article in read_pages) >= 0.9 * len(KEPT)
    assert [one.name for one, article in read_pages if (article.published or "")[:10] != one.day] == []


@pytest.mark.parametrize(
    "around",
    [
        "<form id='aspnetForm'>{}</form>",
        "<div class='layout has-sidebar share-enabled newsletter-page'>{}</div>",
        "<main class='card'><article class='related-content'>{}</article></main>",
        "<header>{}</header>",
        "<table class='media'><tr><td>{}</td></tr></table>",
    ],
)
def test_what_stands_around_the_whole_body_takes_nothing_from_it(around: str) -> None:
    assert texts(page(BODY, around=around)) == SENTENCES


@pytest.mark.parametrize(
    "paragraph",
    [
        "Read the sign before you cross, the mayor told those who had come to see the bridge on Monday.",
        "Subscribe to nothing you cannot leave, she said, and the hall was quiet for a while.",
        "Follow the river for a mile and you stand before the tower, which leans a little more each year.",
        "Advertisement was never needed in a town of 900 people, the clerk said, when asked about the signs.",
        "“Share the bread,” she said.",
        "Why did nobody come?",
        "<strong>The tower stays open, the vicar said on <a href='/t'>Tuesday</a>, against the advice of all.</strong>",
        "<em>“I never asked for it,” she wrote to the mayor in a letter that was read out in the hall.</em>",
        "He gave three reasons: <a href='/r'>the report</a>, the weather and the price of the stone.",
        "See <a href='/x'>the plan</a> for what it is, the clerk said: a beginning.",
    ],
)
def test_a_paragraph_that_looks_a_little_like_furniture_stays(paragraph: str) -> None:
    body = "".join(f"<p>{text}</p>" for text in [*SENTENCES[:3], paragraph, *SENTENCES[3:]])
    found = texts(page(body))
    assert len(found) == len(SENTENCES) + 1
    assert [text for text in found if text in SENTENCES] == SENTENCES


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("<p>Read more: <a href='/x'>The clerk who counted every stone of it</a></p>", "related links"),
        ("<p><b>Anything at all: <a href='/x'>The clerk who counted every stone of it</a></b></p>", "related links"),
        ("<p><a href='/x'>The clerk who counted every stone of the bridge.</a></p>", "link"),
        ("<p><em>Like what you read? <a href='/x'>Give us a pound</a> and we go on.</em></p>", "link"),
        (
            "<div class='RelatedBox_root__x1'><p>The clerk counted every stone of it, and then again.</p></div>",
            "related links",
        ),
        ("<div data-testid='newsletter-promo'><p>All the news of the town, every day at six.</p></div>", "newsletter"),
        (
            "<section aria-label='Advertisement'><p>Soap that knows what you did, at a shop near you.</p></section>",
            "advertisement",
        ),
        ("<amp-consent><p>We would like to know you better, all 412 of us together.</p></amp-consent>", "cookies"),
        ("<p>Werbung</p>", "advertisement"),
        ("<p>Lire aussi : Le pont que personne ne veut traverser en hiver</p>", "related links"),
        ("<p>Підписуйтесь на наш канал, щоб нічого не пропустити</p>", "newsletter"),
        ("<p>Dołącz do nas na Facebooku i bądź na bieżąco</p>", "newsletter"),
        ("<p>Suscríbete para seguir leyendo</p>", "subscription"),
        ("<p>Unable to load comments. Try again later</p>", "comments"),
        (
            "<blockquote class='twitter-tweet'><p>I have seen the bridge and it is fine.</p></blockquote>",
            "embedded post",
        ),
    ],
)
def test_furniture_between_paragraphs_is_left_out_with_its_reason(line: str, why: str) -> None:
    body = "".join(f"<p>{text}</p>" for text in SENTENCES[:3]) + line
    reading = read(page(body + "".join(f"<p>{text}</p>" for text in SENTENCES[3:])))
    assert [paragraph.text for paragraph in reading.article.paragraphs] == SENTENCES
    assert why in {entry.why for entry in reading.dropped}


def test_the_reporter_is_introduced_behind_the_text_and_is_no_part_of_it() -> None:
    head = "<meta name='author' content='By Maud Pellow'>"
    assert texts(page(f"{BODY}<p>Maud Pellow est journaliste à la Gazette depuis 2011.</p>", head)) == SENTENCES


def test_the_first_paragraph_in_other_type_is_body_and_a_summary_above_the_text_is_not() -> None:
    lead = "What the mayor promised last year has come true, or will before the end of the winter."
    within = f"<div class='text'><p class='lead'>{lead}</p>{BODY}</div>"
    above = f"<p class='standfirst'>{lead}</p><div class='by'>By Ann Roe</div><div class='text'>{BODY}</div>"
    assert texts(page(within)) == [lead, *SENTENCES]
    assert texts(page(above)) == SENTENCES


def test_an_element_of_the_page_s_own_making_parts_no_paragraph() -> None:
    marked = SENTENCES[0].replace("bridge", "<x-link><span>bridge</span></x-link>")
    assert texts(page(f"<p>{marked}</p>" + "".join(f"<p>{text}</p>" for text in SENTENCES[1:]))) == SENTENCES


def test_the_part_of_a_text_that_is_for_sale_is_body_and_the_prompt_before_it_is_not() -> None:
    prompt = "<div class='paywall-prompt'><p>Become one of those who read on, from a pound a month.</p></div>"
    rest = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[2:])
    free = "".join(f"<p>{sentence} {sentence}</p>" for sentence in SENTENCES[:2])
    found = texts(
        page(f"<div class=text>{free}{free.replace('Monday', 'Friday')}{prompt}<div class='paywall'>{rest}</div></div>")
    )
    assert found[-3:] == SENTENCES[2:]
    assert len(found) == 7


def test_a_quotation_set_apart_is_body() -> None:
    quote = "<blockquote><p>“I saw it lean,” she wrote, “and I said nothing.”</p></blockquote>"
    body = "".join(f"<p>{text}</p>" for text in SENTENCES[:2]) + quote + f"<p>{SENTENCES[2]}</p><p>{SENTENCES[3]}</p>"
    assert texts(page(body))[2] == "“I saw it lean,” she wrote, “and I said nothing.”"


def test_a_page_that_is_hidden_until_its_scripts_have_run_is_read() -> None:
    assert texts(page(BODY, around="<div style='display:none'>{}</div>")) == SENTENCES


@pytest.mark.parametrize("end", ["''", "'", ")", "?”"])
def test_a_paragraph_may_end_in_any_mark(end: str) -> None:
    last = f"The last of them, the sexton, said only that he had seen higher towers fall{end}"
    assert texts(page(f"{BODY}<p>{last}</p>")) == [*SENTENCES, last]


def test_single_line_breaks_part_paragraphs_where_all_lines_are_whole_sentences() -> None:
    assert texts(page(f"<div>{'<br>'.join(SENTENCES)}</div>")) == SENTENCES


@pytest.mark.parametrize(
    "data",
    ['{"a":{"body":[{"text":%s}]}}', '[{"paragraphs":[%s],"x":1}]', '{"story":{"content":[{"kind":"p","html":%s}]}}'],
)
def test_an_article_that_only_scripts_show_is_read_from_their_data(data: str) -> None:
    joined = '"},{"text":"' if '"text"' in data else '"},{"kind":"p","html":"' if "html" in data else '","'
    script = data % f'"{joined.join(SENTENCES)}"'
    html = f"<div id=app>Loading.</div><script type='application/json'>{script}</script>"
    assert texts(f"<html><head><title>T</title></head><body>{html}") == SENTENCES


@pytest.mark.parametrize("script", ["[" * 50_000, "{broken", "3", '{"a":"' + "x" * 100_000 + '"}', '["<p>' * 3])
def test_odd_data_does_not_keep_a_page_from_being_read(script: str) -> None:
    assert texts(page(f"{BODY}<script type='application/json'>{script}</script>")) == SENTENCES


TEASERS = "".join(
    f"<div class='item'><h3><a href='/{n}'>The {thing} of the town and its friends</a></h3><p>{SENTENCES[n]}</p></div>"
    for n, thing in enumerate(["bridge", "school", "tower", "ferry", "well"])
)
STUB = f"<article><p>{SENTENCES[0]}</p></article><div class='paywall'><p>Subscribe to continue reading</p></div>"
FOR_SALE = (
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"H","isAccessibleForFree":false}</script>'
)


@pytest.mark.parametrize(
    ("html", "says"),
    [
        (f"<title>Page not found | The Post</title><h1>Page not found</h1><p>{SENTENCES[0]}</p>", "no such page"),
        (f"<title>404 - Seite nicht gefunden</title><h1>404</h1><p>{SENTENCES[0]}</p>", "no such page"),
        (f"<title>Just a moment...</title><p>{SENTENCES[0]}</p>", "asks for consent or a check"),
        (
            f"<title>Wir respektieren – Cookie-Einstellungen</title><h1>Cookies</h1><p>{SENTENCES[0]}</p>",
            "asks for consent",
        ),
        (f"<title>News of the town | The Post</title><body><main>{TEASERS}</main>", "links to articles"),
        (f"<title>Bridge</title>{FOR_SALE}<body><h1>Bridge</h1>{STUB}", "only the beginning"),
        ("<title>Empty</title><body><ul><li><a href='/a'>A</a></li></ul>", "without the body of an article"),
    ],
)
def test_a_page_that_is_no_article_is_refused_in_a_sentence_that_says_what_it_is(html: str, says: str) -> None:
    assert says in refusal(html)


def test_an_article_about_missing_pages_is_one() -> None:
    head = "<meta property='og:type' content='article'>"
    html = page(BODY * 4, head).replace("Bridge to be mended", "Page not found, say the archivists")
    assert len(texts(html)) >= len(SENTENCES)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "html",
    [
        "".join(f"<div class='a{n} related{n} {'x-' * 140}'><p>{SENTENCES[n % 5]}</p></div>" for n in range(3_000)),
        "".join(f"<span class=date>{'1 2 3 4. de la del ' * 8}</span>" for n in range(3_000)) + BODY,
        f"<div>{'<br>' * 20_000}{BODY}</div>",
        "".join(f"<p>{'do you have cookies partners ' * 10}</p>" for n in range(2_000)) + BODY,
        "<title>" + "a | " * 120 + "</title><h1>" + "b - " * 120 + "</h1>" + BODY,
    ],
)
def test_names_dates_and_breaks_without_end_are_read_or_refused_soon(html: str) -> None:
    assert len(list(read_bytes(f"<html><body>{html}".encode(), "page.html"))) == 1
