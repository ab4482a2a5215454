"""Ids of articles: from the link where there is one, so that a changed headline keeps its id; else from the content."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

ID_CHARACTERS = 60
LINK_CHARACTERS = 2_000
_DIGEST_CHARACTERS = 8
_NO_WORDS = frozenset({"index", "default", "amp", "article", "articles", "story"})
_TRACKING = frozenset({"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid", "cmpid", "ocid"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_link(url: str) -> str | None:
    """The link with lower-case scheme and host, without fragment and tracking parameters; None if it is no web link.

    Only absolute http and https links without a user name are web links: a citation may lead nowhere else.
    """
    url = url.strip()
    if len(url) > LINK_CHARACTERS or any(character.isspace() or not character.isprintable() for character in url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc or "\\" in url:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host += f":{port}"
    return urlunsplit((parts.scheme, host, parts.path or "/", _without_tracking(parts.query), ""))


def article_id(title: str, paragraphs: Iterable[str], url: str | None = None) -> str:
    """A short ASCII id: that of the link if it is a web link, else of the title with a digest of title and text."""
    if url is not None and canonical_link(url):
        return id_of_link(url)
    content = "\n\n".join((title, *paragraphs))
    return f"{_slug(title) or 'article'}-{_digest(content)}"


def id_of_link(url: str) -> str:
    """The id that an article with this link gets when it brings none: the path's last words and a digest of the link.

    Raises ValueError for what is no web link.
    """
    link = canonical_link(url)
    if link is None:
        raise ValueError("only http and https links have ids")
    return f"{_words(link)}-{_digest(link)}"


def _words(link: str) -> str:
    parts = urlsplit(link)
    for segment in reversed(parts.path.split("/")):
        words = _slug(re.sub(r"\.[A-Za-z]{2,5}$", "", unquote(segment)))
        if re.search("[a-z]", words) and words not in _NO_WORDS:
            return words
    return _slug(parts.netloc) or "article"


def _slug(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text[:1_000]).replace("'", "").replace("’", "")
    words = re.findall("[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)).lower())
    slug = "-".join(words)
    longest = ID_CHARACTERS - _DIGEST_CHARACTERS - 1
    if len(slug) > longest:
        slug = slug[: longest + 1].rpartition("-")[0] or slug[:longest]
    return slug


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_CHARACTERS]


def _without_tracking(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _is_tracking(name.lower())]
    return query if len(kept) == len(pairs) else urlencode(kept)


def _is_tracking(name: str) -> bool:
    return name.startswith("utm_") or name in _TRACKING
