"""The body of a page that shows none before its scripts run: from its JSON-LD, or from the data that its scripts bring.

Applications (Next.js, Nuxt, Fusion ...) send an article as JSON and set it in the browser. The list of texts that reads
most like an article is taken: whole sentences, the most of them, beside each other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from index.errors import UnreadableError
from index.reading.blocks import blocks_of, parse_page, take_unseen
from index.reading.fields import key_of
from index.reading.page_body import HEADINGS, SENTENCE_ENDS
from index.reading.published import date_of
from index.reading.wordlists import known

_MOST_SCRIPT, _MOST_NODES, _MOST_SCRIPTS = 4_000_000, 50_000, 40
_SHORTEST_BODY, _FEWEST = 200, 2
_TEXTS = ("text", "content", "html", "body", "value", "paragraph", "copy", "markup")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")
_BREAKS = re.compile(r"\s*\n\s*")


def stated_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text as JSON-LD states it (HTML, or lines); none of a mere beginning."""
    return _enough(_paragraphs(text), 1)


def embedded_date(texts: list[str], title: str | None, language: str | None) -> str | None:
    """The day of publication in such JSON: that of the object that holds the title."""
    key = key_of(title or "")
    for value in (value for text in texts for value in _values(text)):
        if key and isinstance(value, dict) and any(isinstance(v, str) and key_of(v) == key for v in value.values()):
            for name in known("no_article")["dates"]:
                if found := date_of(value.get(name), language):
                    return found
    return None


def embedded_texts(tree: HtmlElement) -> list[str]:
    """The JSON texts of the page's scripts. The tree must still hold scripts."""
    scripts = [script for script in tree.iter("script") if "json" in (script.get("type") or "").lower()]
    texts = [script.text for script in scripts if script.text and "ld+json" not in script.get("type").lower()]
    return [text for text in texts[:_MOST_SCRIPTS] if _SHORTEST_BODY < len(text) <= _MOST_SCRIPT]


def embedded_paragraphs(texts: list[str]) -> list[str]:
    """The paragraphs of the article in such JSON, in order; none where nothing in it reads like one."""
    best: list[str] = []
    for value in (value for text in texts for value in _values(text)):
        found: list[str] = []
        if isinstance(value, list):
            found = [sentence for item in value if (sentence := _sentence_of(item))]
        elif isinstance(value, str) and len(value) >= _SHORTEST_BODY and value.count("</p>") >= _FEWEST:
            found = _paragraphs(value)
        if sum(map(len, found)) > sum(map(len, best)):
            best = found
    return _enough(best, _FEWEST)


def _values(text: str) -> Iterator[Any]:
    """All values of a JSON text; none of one that is broken or too deep."""
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    seen = 0
    while waiting and seen < _MOST_NODES:
        value = waiting.pop()
        seen += 1
        yield value
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _enough(paragraphs: list[str], fewest: int) -> list[str]:
    long = sum(map(len, paragraphs)) >= _SHORTEST_BODY
    return paragraphs if len(paragraphs) >= fewest and long and paragraphs[-1][-1] in SENTENCE_ENDS else []


def _sentence_of(item: Any) -> str | None:
    """The text of an item of a list, where it is a whole sentence or more."""
    value = item if isinstance(item, str) else None
    if isinstance(item, dict):
        value = next((item[name] for name in _TEXTS if isinstance(item.get(name), str)), None)
    if value is None or len(value) > 50_000:
        return None
    parts = _paragraphs(value) if "<" in value else [" ".join(value.split())]
    text = parts[0] if len(parts) == 1 else ""
    return text if text and text[-1] in SENTENCE_ENDS and " " in text else None


def _paragraphs(text: str) -> list[str]:
    if not _MARKUP.search(text):
        return [part for part in (" ".join(line.split()) for line in _BREAKS.split(text)) if part]
    try:
        tree = parse_page(f"<!DOCTYPE html><html><body>{text}</body></html>")
    except UnreadableError:
        return []
    take_unseen(tree)
    blocks = blocks_of(tree)
    return [block.text for block in blocks if block.place() is None and block.tag not in HEADINGS and not block.link]
