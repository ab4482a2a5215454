"""The feed that a web page names, for whoever gives a page where a feed is asked for."""

from __future__ import annotations

import html
import re

from index.reading.feeds import absolute_link

HEAD_BYTES = 300_000
"""Of a page, among which its feed is named."""
_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
# No "<" inside, so that every attempt ends where the next one begins.
_LINK = re.compile(r"<link\s([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z]{1,20})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=]+))", re.IGNORECASE)


def feed_of_page(body: bytes, url: str) -> str | None:
    """The address of the feed that the page at `url` names (WHATWG HTML, "Link type alternate"); None for none."""
    text = body[:HEAD_BYTES].decode("utf-8", "replace")
    for link in _LINK.finditer(text):
        given = {name.lower(): html.unescape("".join(values)) for name, *values in _ATTRIBUTE.findall(link[1])}
        is_feed = "alternate" in given.get("rel", "").lower().split() and given.get("type", "").lower() in _TYPES
        if is_feed and (found := absolute_link(given.get("href"), url)):
            return found
    return None
