"""JSON-LD on a page -> the node that is its article, among those of related stories, the site and the breadcrumbs."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from index.reading.fields import clean, key_of
from index.reading.identity import canonical_link

_MOST_SCRIPT = 2_000_000
_MOST_NODES = 20_000
_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report)$")
_LESS_LIKELY = re.compile(r"(?:VideoObject|WebPage|ItemPage)$")
_CDATA = re.compile(r"^\s*(?://|/\*)?\s?<!\[CDATA\[(?:\*/)?|(?://|/\*)?\s?\]\]>(?:\*/)?\s*$")


def linked_article(tree: HtmlElement, titles: list[str], links: list[str]) -> dict[str, Any]:
    """The page's JSON-LD node of its article, with "publisher" and "author" in place; {} if it has none.

    titles and links: what the rest of the page gives as its title and address. Of several articles the one that agrees
    with them is taken, else the first; a page without any is asked for its video, or for what it says of itself.
    """
    nodes = linked_nodes(tree)
    keys = [key for title in titles if (key := key_of(title))]
    addresses = {link for given in links if (link := canonical_link(given))}
    best: tuple[int, dict[str, Any]] = (-1, {})
    for node in nodes:
        if (worth := _worth(node, keys, addresses)) > best[0]:
            best = (worth, node)
    by_id = {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str) and len(node) > 1}
    return {key: _resolved(value, by_id) for key, value in best[1].items()}


def linked_nodes(tree: HtmlElement) -> list[dict[str, Any]]:
    """All JSON-LD objects of the page in reading order."""
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            nodes += _nodes(_CDATA.sub("", (script.text or "").strip()))
    return nodes[:_MOST_NODES]


def is_article(node: dict[str, Any]) -> bool:
    """Whether a node says that it is an article."""
    return any(_ARTICLE_TYPE.search(kind) for kind in _types(node))


def headline_of(node: dict[str, Any]) -> str | None:
    """The headline of an article's node, or the name where it has no headline."""
    return clean(node.get("headline")) or clean(node.get("name"))


def _worth(node: dict[str, Any], keys: list[str], addresses: set[str]) -> int:
    """How likely a node is the page's article: -1 for none at all."""
    kinds = _types(node)
    article = is_article(node)
    if not article and not any(_LESS_LIKELY.search(kind) for kind in kinds):
        return -1
    if not article and not (node.get("datePublished") or node.get("uploadDate")):
        return -1
    headline = key_of(headline_of(node) or "")
    named = bool(headline) and any(headline in key or key in headline for key in keys)
    page = node.get("mainEntityOfPage")
    given = (node.get("url"), page.get("@id") if isinstance(page, dict) else page, node.get("@id"))
    here = any(isinstance(link, str) and canonical_link(link) in addresses for link in given)
    return 8 * article + 4 * named + 2 * here + bool(node.get("datePublished"))


def _nodes(text: str) -> list[dict[str, Any]]:
    """All objects of a JSON text in reading order; none of one that is broken, too large or too deep."""
    try:
        waiting = [json.loads(text, strict=False)] if len(text) <= _MOST_SCRIPT else []
    except (ValueError, RecursionError):
        return []
    nodes: list[dict[str, Any]] = []
    while waiting and len(nodes) < _MOST_NODES:
        value = waiting.pop()
        if isinstance(value, dict):
            nodes.append(value)
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
    return nodes


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _resolved(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_resolved(item, by_id) for item in value if not isinstance(item, list)]
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return {**by_id.get(value["@id"], {}), **value}
    return value
