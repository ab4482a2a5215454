"""Feeds as they come: well-formed and not, of every version, with what publishing systems get wrong. All invented."""

from __future__ import annotations

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
  xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel>
  <title>Kestrel Courier - Latest news</title>
  <link>https://courier.example/</link>
  <description>News from the wharf</description>
  <language>en-GB</language>
  <sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
  <item>
    <title>Tide gate &amp;amp; lock stay shut, &lt;em&gt;board&lt;/em&gt; says</title>
    <link>https://courier.example/2025/06/tide-gate?utm_source=feed&amp;utm_medium=rss</link>
    <guid isPermaLink="false">courier-1041</guid>
    <dc:creator><![CDATA[By Ottoline Marsh]]></dc:creator>
    <pubDate>Wed, 18 Jun 2025 14:30:00 +0200</pubDate>
    <media:thumbnail url="https://courier.example/gate.jpg"/>
    <description><![CDATA[The tide gate stays shut until the autumn. [&#8230;]]]></description>
    <content:encoded><![CDATA[
      <figure><img src="gate.jpg"><figcaption>The gate on Tuesday.</figcaption></figure>
      <p>GULL STAITH (AP) — The tide gate will stay shut until the autumn, the harbour board&#8217;s
        Dorrit Wexcombe said.</p>
      <h3>What comes next</h3>
      <p>&#8220;Nobody wants to pay for it,&#8221; she added.<br><br>A vote is due in <b>October</b>.</p>
      <p><a href="https://courier.example/2025/06/tide-gate">Continue reading &rarr;</a></p>
      <p>The post <a href="x">Tide gate</a> appeared first on <a href="y">Kestrel Courier</a>.</p>
    ]]></content:encoded>
  </item>
  <item>
    <title>Ferry to Skellan sold</title>
    <link>/2025/06/ferry</link>
    <guid>https://courier.example/?p=1040</guid>
    <pubDate>Tue, 17 Jun 2025 09:05:00 GMT</pubDate>
    <description>The ferry was sold on Monday. <a href="/2025/06/ferry">Read more</a></description>
  </item>
  <item>
    <title>Nothing but a headline</title>
    <link>https://courier.example/2025/06/headline</link>
  </item>
</channel>
</rss>
"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://gazette.example/news/" xml:lang="de">
  <title type="html">Osthafen &lt;b&gt;Gazette&lt;/b&gt;</title>
  <link href="https://gazette.example/" rel="alternate"/>
  <link href="feed.atom" rel="self"/>
  <entry>
    <id>tag:gazette.example,2025:7</id>
    <title>Schleuse bleibt zu</title>
    <link rel="enclosure" href="https://gazette.example/a.mp3"/>
    <link rel="alternate" href="schleuse"/>
    <published>2025-06-18T14:30:00+02:00</published>
    <updated>2025-06-19T08:00:00+02:00</updated>
    <author><name>Henrike Dahl</name></author><author><name>Ole Brandt</name></author>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
      <p>Die Schleuse bleibt zu.</p><p>Zweiter &amp; letzter Absatz.</p>
    </div></content>
  </entry>
  <entry xml:lang="en">
    <id>tag:gazette.example,2025:8</id>
    <title type="text">Less &lt; more</title>
    <link href="https://gazette.example/news/less"/>
    <updated>2025-06-20T08:00:00Z</updated>
    <summary type="text">Plain text of 3 &lt; 4 words.</summary>
  </entry>
</feed>
"""

RDF = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [ <!ENTITY xsd "http://www.w3.org/2001/XMLSchema#"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="https://tarn.example/"><title>Tarn Radio</title><link>https://tarn.example/</link>
    <items><rdf:Seq><rdf:li resource="https://tarn.example/1"/></rdf:Seq></items></channel>
  <item rdf:about="https://tarn.example/1"><title>Bridge closed</title><link>https://tarn.example/1</link>
    <dc:date>2025-06-18T07:00:00-05:00</dc:date><dc:creator>Pia Lund</dc:creator>
    <description>The bridge is closed.</description></item>
  <item rdf:about="https://tarn.example/2"><title>Bridge open</title><link>https://tarn.example/2</link>
    <description>The bridge is open.</description></item>
</rdf:RDF>
"""

_ITEM = (
    "<item><title>Gate {0}</title><link>https://mill.example/{0}</link>"
    "<description>The gate number {0}.</description></item>"
)
_TWO = _ITEM.format(1) + _ITEM.format(2)

FEEDS: dict[str, bytes] = {
    "RSS 2.0": RSS.encode(),
    "Atom 1.0": ATOM.encode(),
    "RSS 1.0": RDF.encode(),
    "RSS 0.91 with its DOCTYPE": (
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.example/publish/formats/rss-0.91.dtd">'
        f'<rss version="0.91"><channel><title>Mill</title>{_TWO}</channel></rss>'
    ).encode(),
    "RSS 0.92 without a title": (
        b'<rss version="0.92"><channel><item><description>&lt;b&gt;A gate&lt;/b&gt; fell.</description></item>'
        b"</channel></rss>"
    ),
    "Atom 0.3": (
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old Mill</title><entry><title>Gate</title>'
        b'<link rel="alternate" type="text/html" href="https://mill.example/3"/><id>mill-3</id>'
        b"<issued>2004-05-06T07:08:09Z</issued><modified>2004-05-06T07:08:09Z</modified>"
        b'<content type="text/html" mode="escaped">&lt;p&gt;The gate.&lt;/p&gt;&lt;p&gt;Shut.&lt;/p&gt;</content>'
        b"</entry></feed>"
    ),
    "a mark and blanks before the declaration": b"\xef\xbb\xbf \r\n\n" + RSS.encode(),
    "a warning before the feed": b"<br />\n<b>Warning</b>: include() in /var/www/x.php on line 3<br />\n"
    + RSS.encode(),
    "ampersands as they are": RSS.replace("Ferry to", "Ferry & boat to").encode(),
    "entities that nobody declared": RSS.replace("Ferry to", "Ferry&nbsp;&ndash; &foo; to").encode(),
    "Windows-1252 said to be UTF-8": RSS.replace("Ferry to", "Ferry’s “café” to").encode("cp1252", "replace"),
    "UTF-8 with a byte of another encoding": RSS.replace("Ferry to", "Färry „zu“")
    .encode()
    .replace(b"sold", b"sold\x92s"),
    "Latin-1, declared": RSS.replace("UTF-8", "ISO-8859-1").replace("Ferry", "Fährre").encode("latin-1", "replace"),
    "an encoding that does not exist": RSS.replace("UTF-8", "utf-9000").encode(),
    "UTF-16 with a mark": RSS.replace("UTF-8", "UTF-16").encode("utf-16"),
    "UTF-16 without a mark": RSS.replace("UTF-8", "UTF-16").encode("utf-16-le"),
    "control characters": RSS.replace("Ferry to", "Fer\x0bry\x08 to").encode(),
    "cut off in an item": RSS.encode()[: RSS.index("The ferry was sold on")],
    "cut off in a tag": RSS.encode()[: RSS.index("ink>/2025/06/ferry")],
    "tags that are not closed": RSS.replace("</guid>", "").replace("</pubDate>", "").encode(),
    "HTML as it is in a description": RSS.replace("<description>The ferry", "<description><p>The <br>ferry").encode(),
    "a prefix that nobody declared": RSS.replace("<pubDate>Tue", "<x:y>1</x:y><pubDate>Tue").encode(),
    "no channel": f'<rss version="2.0">{_TWO}</rss>'.encode(),
    "capitals": f"<RSS><CHANNEL><TITLE>Mill</TITLE>{_TWO.upper()}</CHANNEL></RSS>".encode(),
    "items alone": _TWO.encode(),
    "one guid for two": RSS.replace("https://courier.example/?p=1040", "courier-1041").encode(),
    "a namespace that is none": RDF.replace('xmlns="http', 'xmlns="0\xa0http').encode(),
    "an attribute without its end": b'<?xml version="1.0"?>\n'
    + RSS.partition("?>")[2].replace('media="h', "media='h").encode(),
    "two roots": (RSS + RSS.partition("?>")[2]).encode(),
    "no items": b'<rss version="2.0"><channel><title>Mill</title></channel></rss>',
}
