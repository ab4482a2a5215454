"""What was fetched -> readings. Blocks: for worker threads.

A page may name another place as its own (the canonical link). That is believed only within the same site, so that no
page can pass itself off as an article of another outlet, and replace it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.errors import UnreadableError
from index.reading import read_bytes
from index.reading.identity import article_id, canonical_link, id_of_link
from index.reading.reading import Limits, Reading

if TYPE_CHECKING:
    from bot.fetching.fetch import Fetched

_DOORS = ("www.", "m.", "mobile.", "amp.")
"""Under which the same site is reached."""


def link_readings(fetched: Fetched, limits: Limits) -> list[Reading | UnreadableError]:
    """All articles at a link: one of a page, many of a feed or of JSON Lines. What cannot be read is its error."""
    found = list(read_bytes(fetched.body, fetched.url, limits, fetched.content_type))
    if len(found) == 1 and isinstance(found[0], Reading) and found[0].line is None:
        return [_at(found[0], fetched.url)]
    return found


def page_reading(fetched: Fetched, limits: Limits) -> Reading:
    """The article on a page. Raises UnreadableError."""
    found = next(iter(link_readings(fetched, limits)), None)
    if isinstance(found, Reading):
        return found
    raise found or UnreadableError("there is nothing on it", path=fetched.url)


def same_site(one: str, other: str) -> bool:
    """Whether two links lead to the same host, whichever door they take."""
    return _site(one) == _site(other)


def _at(reading: Reading, url: str) -> Reading:
    """The reading, its link that of the page where the page says none or another site's; an id of its own it keeps."""
    article, link = reading.article, canonical_link(url)
    if link is None or (article.url and canonical_link(article.url) and same_site(article.url, url)):
        return reading
    made = article_id(article.title, [paragraph.text for paragraph in article.paragraphs], article.url)
    placed = {"url": link, "id": id_of_link(link) if article.id == made else article.id}
    return reading.model_copy(update={"article": article.model_copy(update=placed)})


def _site(link: str) -> str:
    host = (urlsplit(link).hostname or "").rstrip(".")
    return next((host.removeprefix(door) for door in _DOORS if host.startswith(door)), host)
