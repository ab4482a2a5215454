"""NewsML-G2 and NITF: an article an item, its text word for word, and nothing that was canceled."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import Article
from index.errors import MalformedError, UnreadableError
from index.reading import Reading, read_bytes
from index.reading.agencies import NotUsableError

NITF = """<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><head/>
<body><body.head><hedline><hl1>Gate</hl1></hedline></body.head><body.content><block>
<p>The gate at <location>Gull Staith</location> stays shut, <person>Dorrit Wexcombe</person> said.</p>
<hl2>What comes next</hl2><p>Nobody wants to pay.</p>
<media media-type="image"><media-caption>A gate on Tuesday.</media-caption></media>
</block></body.content></body></nitf>"""
XHTML = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><p>One &amp; only.</p><p>Two <em>and</em> three.</p></body></html>"""
ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:nds.example:77" version="2"
  standard="NewsML-G2" standardversion="2.33" xml:lang="en-GB">
  <catalogRef href="http://catalog.example/none.xml"/>
  <rightsInfo><copyrightHolder literal="NDS"><name>Northern Dispatch Service</name></copyrightHolder></rightsInfo>
  <itemMeta>
    <itemClass qcode="ninat:text"/><provider qcode="nprov:NDS"><name>NDS</name></provider>
    <versionCreated>2025-06-18T15:00:00+02:00</versionCreated><firstCreated>2025-06-18T14:00:00+02:00</firstCreated>
    <pubStatus qcode="stat:usable"/><edNote>Adds what the board said.</edNote>
  </itemMeta>
  <contentMeta>
    <contentCreated>2025-06-18T13:00:00+02:00</contentCreated>
    <located qcode="city:9"><name>Gull Staith</name></located>
    <infosource literal="AP"/><language tag="en"/>
    <by>By Ottoline Marsh</by><dateline>GULL STAITH, June 18 (NDS)</dateline>
    <headline>Gate stays <b>shut</b></headline>
  </contentMeta>
  <contentSet><inlineXML contenttype="application/nitf+xml">{0}</inlineXML></contentSet>
</newsItem>"""
PLAIN = """<?xml version="1.0"?>
<!DOCTYPE nitf SYSTEM "http://dtd.example/nitf-3-4.dtd">
<nitf><head><title>Fallback</title><docdata><doc-id id-string="nds-1"/><date.issue norm="20250618T143000Z"/>
<ed-msg info="Corrects the day."/><doc.copyright year="2025" holder="NDS"/></docdata></head>
<body><body.head><hedline><hl1>Caf&eacute; opens</hl1></hedline><byline>By <person>Pia Lund</person></byline>
<distributor>AP</distributor><dateline><location>OSTSTRAND</location>, <story.date>June 18</story.date></dateline>
</body.head>
<body.content><p>The caf&eacute; opens.</p><p>It is small.</p></body.content><body.end/></body></nitf>"""


def message(*items: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header>'
        f"<sent>2025-06-18T15:01:00Z</sent></header><itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


def read(text: str, name: str = "item.xml") -> list[Reading | UnreadableError]:
    return list(read_bytes(text.encode(), name))


def one(text: str, name: str = "item.xml") -> Article:
    (found,) = read(text, name)
    assert isinstance(found, Reading), found
    return found.article


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


@pytest.mark.parametrize("name", ["item.xml", "item"])
def test_an_item_with_nitf_is_an_article_with_all_that_it_says(name: str) -> None:
    (reading,) = read(ITEM.format(NITF), name)
    assert isinstance(reading, Reading)
    article = reading.article
    assert texts(article) == ["The gate at Gull Staith stays shut, Dorrit Wexcombe said.", "Nobody wants to pay."]
    assert (article.id, article.title, article.byline) == (
        "urn:newsml:nds.example:77",
        "Gate stays shut",
        "Ottoline Marsh",
    )
    assert (article.source, article.agency, article.city) == ("NDS", "AP", "Gull Staith")
    assert (article.published, article.language) == ("2025-06-18T13:00:00+02:00", "en")
    assert article.notices == ("Adds what the board said.",)
    assert {dropped.text: dropped.why for dropped in reading.dropped} == {
        "What comes next": "subhead",
        "A gate on Tuesday.": "caption",
    }


def test_xhtml_and_plain_text_are_read_too() -> None:
    xhtml = ITEM.format(XHTML).replace("nitf+xml", "xhtml+xml")
    assert texts(one(xhtml)) == ["One & only.", "Two and three."]
    plain = ITEM.format("").replace(
        '<inlineXML contenttype="application/nitf+xml"></inlineXML>',
        '<inlineData contenttype="text/plain">One &lt; two.\n\nThree.</inlineData>',
    )
    assert texts(one(plain)) == ["One < two.", "Three."]


def test_a_version_has_its_place_from_the_dateline_and_its_date_from_what_is_there() -> None:
    item = ITEM.format(NITF).replace('<located qcode="city:9"><name>Gull Staith</name></located>', "")
    item = item.replace("<contentCreated>2025-06-18T13:00:00+02:00</contentCreated>", "")
    article = one(item)
    assert (article.city, article.published) == ("Gull Staith", "2025-06-18T14:00:00+02:00")
    assert one(item.replace("GULL STAITH, June 18 (NDS)", "Oststrand")).city == "Oststrand"


def test_a_message_gives_each_item_and_refuses_what_has_no_text_or_was_canceled() -> None:
    canceled = ITEM.format(NITF).replace("stat:usable", "stat:canceled").replace("nds.example:77", "nds.example:78")
    picture = ITEM.format("").replace("ninat:text", "ninat:picture")
    package = '<packageItem guid="urn:x"><itemMeta/></packageItem>'
    found = read(message(ITEM.format(NITF), canceled, picture, package, ITEM.format(XHTML)))
    assert [isinstance(item, Reading) for item in found] == [True, False, False, False, True]
    assert isinstance(found[1], NotUsableError)
    assert str(found[1]).startswith("item.xml: item 'Gate stays shut': its agency has canceled it")
    assert "a picture, without a text" in str(found[2])
    assert "item 4: a package of other items" in str(found[3])


def test_what_is_withheld_or_under_embargo_is_refused() -> None:
    for item in (
        ITEM.format(NITF).replace("stat:usable", "stat:withheld"),
        ITEM.format(NITF).replace("<pubStatus", "<embargoed>2999-01-01T00:00:00Z</embargoed><pubStatus"),
    ):
        (found,) = read(item)
        assert isinstance(found, NotUsableError)


def test_nitf_by_itself_is_an_article() -> None:
    article = one(PLAIN)
    assert (article.title, texts(article)) == ("Café opens", ["The café opens.", "It is small."])
    assert (article.id, article.byline, article.city) == ("nds-1", "Pia Lund", "Oststrand")
    assert (article.source, article.agency, article.published) == ("NDS", "AP", "2025-06-18T14:30:00Z")
    assert article.notices == ("Corrects the day.",)


def test_broken_xml_is_refused_with_its_line() -> None:
    (found,) = read(ITEM.format(NITF).replace("</contentMeta>", ""))
    assert isinstance(found, MalformedError)
    assert "broken XML at line" in str(found)


@pytest.mark.parametrize("declared", ['<!ENTITY a SYSTEM "file:///etc/hostname">', '<!ENTITY a "aaaa">'])
def test_no_entity_of_a_document_is_ever_looked_up(declared: str) -> None:
    text = PLAIN.replace('SYSTEM "http://dtd.example/nitf-3-4.dtd"', f"[{declared}]").replace("It is", "It is &a;")
    (found,) = read(text)
    assert isinstance(found, MalformedError)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_item_is_an_article_or_one_line(data: st.DataObject) -> None:
    text = message(ITEM.format(NITF))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 60)))
    pieces = st.sampled_from(["", "<", "&", "]]>", "<p>", "<newsItem/>", '"'])
    for found in read(text[:start] + data.draw(pieces) + text[end:]):
        assert isinstance(found, Reading) or "\n" not in str(found)
