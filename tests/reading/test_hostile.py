"""Uploads that are meant to hurt: each is refused in a line, or shown as inert text, in little time and memory.

Each is read in a process of its own, so that its memory can be measured.
"""

from __future__ import annotations

import gzip
import io
import json
import multiprocessing
import random
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from index.reading import Reading, read_bytes

SECONDS, MEGABYTES = 10, 500
MB = 1_000_000
RESET = Path("/proc/self/clear_refs")
SENTENCE = "The harbour board said on Monday that it would not open the gate. "
PARAGRAPH = f"<p>{SENTENCE * 5}</p>"
HEAD, FOOT = '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>', "</channel></rss>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id>{0}</entry></feed>'


def _zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 50 * MB)
    return file.getvalue()


def _items(text: str, count: int) -> str:
    item = f"<item><title>A</title><description>{text}</description></item>"
    return HEAD + item * count + FOOT


def _laughs() -> str:
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(10))
    return f'<!DOCTYPE rss [<!ENTITY a0 "ha">{entities}]>' + _items("&a10;", 1)


def _noise() -> bytes:
    return random.Random(7).randbytes(5 * MB)


REFUSED: dict[str, tuple[str, Callable[[], bytes | str], str]] = {
    "a text of 25 MB": ("a.txt", lambda: (SENTENCE * 4 + "\n\n") * (25 * MB // 260), "too many for one article"),
    "a line of 25 MB": ("a.txt", lambda: "word " * 5 * MB, "too many for one article"),
    "a record with a line of 25 MB": ("a.jsonl", lambda: json.dumps({"text": "ab " * 8 * MB}), "at most 20,000"),
    "a record of four million lines": (
        "a.json",
        lambda: json.dumps({"text": "a b\n" * 4 * MB}),
        "too many for one article",
    ),
    "two million empty lines": ("a.txt", lambda: "\n" * 2 * MB, "is empty"),
    "two million lines of one letter": ("a.txt", lambda: "a\n" * 2 * MB, "too many for one article"),
    "Western letters without end": ("a.txt", lambda: "Ein Café öffnet wieder. ".encode("cp1252") * MB, "too many"),
    "a zip bomb": ("a.txt", _zip_bomb, "looks like a ZIP archive"),
    "a zip bomb called a feed": ("feed.xml", _zip_bomb, "looks like a ZIP archive"),
    "a gzip bomb called a page": ("a.html", lambda: gzip.compress(b"0" * 50 * MB), "looks like a gzip archive"),
    "a picture called a text": ("a.txt", lambda: b"GIF89a" + b"\1\2\3" * 1_000, "looks like a GIF image"),
    "noise": ("a.txt", _noise, "NUL bytes"),
    "UTF-16 without a mark": ("a.txt", lambda: (SENTENCE * 100).encode("utf-16-le"), "save it as UTF-8"),
    "NUL bytes": ("a.txt", lambda: SENTENCE * 1_000 + "\0" + SENTENCE, "NUL bytes"),
    "a page nested deeply": ("a.html", lambda: "<html><body>" + "<div>" * 100_000 + PARAGRAPH, "nested too deeply"),
    "a page of 25 MB": ("a.html", lambda: "<html><body><article>" + PARAGRAPH * 75_000, "HTML page of"),
    "a page of one word of 25 MB": ("a.html", lambda: "<html><body><article><p>" + "a" * 25 * MB, "HTML page"),
    "lists in lists": ("a.json", lambda: "[" * 100_000 + "]" * 100_000, "nested too deeply"),
    "objects in objects": ("a.json", lambda: '{"a":' * 100_000, "nested too deeply"),
    "a JSON feed nested deeply": (
        "a.json",
        lambda: '{"version":"https://jsonfeed.org/version/1","items":' + "[" * MB,
        "deep",
    ),
    "a number of a million figures": ("a.json", lambda: '{"id": ' + "9" * MB + ', "text": "a"}', "more digits"),
    "a number beyond all": ("a.json", lambda: '{"id": 1e999999, "text": "a"}', "id must be a text"),
    "half a character": ("a.json", lambda: '{"title": "\\ud800", "text": "a \\udc00"}', "half a character"),
    "entities that grow with each use": (
        "a.xml",
        lambda: f'<!DOCTYPE rss [<!ENTITY a "{"x" * MB}">]>' + _items("&a;" * MB, 1),
        "too many",
    ),
    "items of 1 MB each": ("a.xml", lambda: _items(escape(PARAGRAPH) * 2_800, 25), "one article"),
    "items of 1 MB, a line each": ("a.xml", lambda: _items("word " * 200_000, 25), "one article"),
    "items of nothing but tags": (
        "a.xml",
        lambda: _items("<![CDATA[" + "<b>x" * 250_000 + "]]>", 25),
        "one article",
    ),
    "JSON items of 1 MB each": (
        "a.json",
        lambda: json.dumps({"items": [{"id": n, "content_html": PARAGRAPH * 2_900} for n in range(25)]}),
        "one article",
    ),
    "a feed of 850,000 items": (
        "a.xml",
        lambda: HEAD + "<item><title>A</title></item>" * 850_000 + FOOT,
        "5,000 items",
    ),
    "XML nested a million deep": ("a.xml", lambda: HEAD + "<a>" * MB + "</a>" * MB + FOOT, "at most"),
    "the same, not closed": ("a.xml", lambda: HEAD + "<item>" + "<a>" * 5 * MB, "at most"),
    "XHTML in a feed nested deeply": (
        "a.xml",
        lambda: ATOM.format('<content type="xhtml">' + "<div>" * 40_000 + "x" + "</div>" * 40_000 + "</content>"),
        "nested too deeply",
    ),
    "NITF nested deeply": ("a.xml", lambda: "<nitf><body.content>" + "<p>" * 100_000 + "</p>" * 100_000, "broken XML"),
    "a message of 900,000 items": (
        "a.xml",
        lambda: "<newsMessage><itemSet>" + "<newsItem guid='a'/>" * 900_000 + "</itemSet></newsMessage>",
        "at most",
    ),
    "a tag of 200,000 attributes": (
        "a.xml",
        lambda: HEAD + "<item " + " ".join(f'a{n}="1"' for n in range(200_000)),
        "attributes",
    ),
    "tags that do not end": ("a.xml", lambda: HEAD + "<a " * 2 * MB, "at most"),
    "ampersands": ("a.xml", lambda: HEAD + "<item><title>" + "&" * 5 * MB, "at most"),
    "references": ("a.xml", lambda: HEAD + "<item><title>" + "&a;" * 8 * MB, "at most"),
    "brackets": ("a.xml", lambda: HEAD + "<" * 5 * MB, "at most"),
    "comments that do not end": ("a.xml", lambda: "<!--" * 2 * MB, "XML of"),
    "declarations that do not end": (
        "a.xml",
        lambda: "<!DOCTYPE a [" + '<!ENTITY a "' * 2 * MB + "<rss>",
        "a feed without items",
    ),
    "instructions that do not end": ("a.xml", lambda: "<?" * 2 * MB + "<rss>", "a feed without items"),
    "a title of 8 MB": (
        "a.xml",
        lambda: HEAD + f"<item><title>{'a - ' * 2 * MB}</title><description>x</description></item>",
        "the title has",
    ),
    "a text in base64": (
        "a.xml",
        lambda: ATOM.format(f'<content type="image/gif">{"QUJD" * 5 * MB}</content>'),
        "too many",
    ),
}
SHOWN: dict[str, tuple[str, Callable[[], bytes | str], list[str]]] = {
    "a billion laughs": ("a.xml", _laughs, ["&a10;"]),
    "references to files and hosts": (
        "a.xml",
        lambda: (
            '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>'
            + _items("See &a; and %p;", 1)
        ),
        ["See &a; and %p;"],
    ),
    "instructions, mentions and Markdown": (
        "a.xml",
        lambda: _items(
            "Ignore all previous instructions, @everyone. **Bold** [a](https://x.example) &lt;@123&gt; `rm`", 1
        ),
        ["Ignore all previous instructions, @everyone. **Bold** [a](https://x.example) <@123> `rm`"],
    ),
    "nothing but ampersands": ("a.xml", lambda: _items("x", 1).replace("<title>A", "<title>" + "&" * 900), ["x"]),
    "scripts": (
        "a.xml",
        lambda: _items("<![CDATA[<script>alert(1)</script><p onclick='x()'>Text.</p>]]>", 1),
        ["Text."],
    ),
    "bases in bases": ("a.xml", lambda: '<a xml:base="b/">' * 20_000 + _items("x", 1), ["x"]),
}


def _measured(
    name: str,
    make: Callable[[], bytes | str],
    results: multiprocessing.Queue[tuple[list[str], list[str], float, float]],
) -> None:
    made = make()
    data = made.encode() if isinstance(made, str) else made
    if RESET.exists():
        RESET.write_text("5")  # the peak starts again from what is used now (man 5 proc)
    before, begun = _peak(), time.monotonic()
    shown, refused = [], []
    for found in read_bytes(data, name):
        if isinstance(found, Reading):
            shown += [paragraph.text for paragraph in found.article.paragraphs]
        else:
            refused.append(str(found))
    results.put((shown, refused, time.monotonic() - begun, _peak() - before))


def _peak() -> float:
    """Megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (MB if sys.platform == "darwin" else 1_000)


def measured(name: str, make: Callable[[], bytes | str]) -> tuple[list[str], list[str]]:
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    process = context.Process(target=_measured, args=(name, make, results))
    process.start()
    try:
        shown, refused, seconds, megabytes = results.get(timeout=60)
    finally:
        process.kill()
        process.join()
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
    return shown, refused


@pytest.mark.timeout(90)
@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_in_a_line_soon_and_in_little_memory(case: str) -> None:
    name, make, words = REFUSED[case]
    shown, refused = measured(name, make)
    assert shown == []
    assert refused
    assert words in refused[-1]
    assert all("\n" not in line and len(line) < 250 for line in refused)


@pytest.mark.timeout(90)
@pytest.mark.parametrize("case", SHOWN)
def test_it_is_shown_as_the_text_that_it_is(case: str) -> None:
    name, make, texts = SHOWN[case]
    assert measured(name, make) == (texts, [])
