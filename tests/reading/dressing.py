"""Articles and the markup of outlets (tests/data/pages) -> whole pages with their labels, the same ones every time."""

from __future__ import annotations

import html
import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data" / "pages"
_KINDS = {"## ": "subhead", "> ": "quote", "- ": "item", "? ": "question"}
_LINK, _EMPHASIS = re.compile(r"\[\[(.+?)\]\]"), re.compile(r"^\*(.+)\*$")
_MENU = ("News", "World", "Politics", "Business", "Sport", "Culture", "Weather", "Opinion", "Science", "Travel")


@dataclass(frozen=True, slots=True)
class Page:
    """A page and how it should be read."""

    name: str
    kept: bool
    """Whether it is kept away from the writing of rules."""
    html: str
    title: str
    day: str
    paragraphs: tuple[str, ...]

    def label(self) -> dict[str, Any]:
        """The labels as they are written beside the page."""
        return {"title": self.title, "published": self.day, "paragraphs": list(self.paragraphs), "kept": self.kept}


@cache
def pages() -> tuple[Page, ...]:
    """All pages."""
    texts = tomllib.loads((DATA / "texts.toml").read_text(encoding="utf-8"))["text"]
    return tuple(_page(text, _outlet(text["outlet"])) for text in texts)


@cache
def _outlet(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / "outlets" / f"{name}.toml").read_text(encoding="utf-8"))


def _page(text: dict[str, Any], outlet: dict[str, Any]) -> Page:
    pieces = [_kind(line) for line in text["body"]]
    paragraphs = tuple(_plain(words) for kind, words in pieces if kind != "subhead")
    fields = {
        "body": _body(pieces, outlet),
        "title": html.escape(text["title"], quote=False),
        "standfirst": html.escape(text["standfirst"], quote=False),
        "url": f"https://{outlet['domain']}/news/{text['id']}",
        "iso": text["published"],
        "body_json": json.dumps("\n\n".join(paragraphs), ensure_ascii=False)[1:-1],
        "blocks_json": ",".join(
            json.dumps({"kind": "paragraph", "text": words}, ensure_ascii=False) for words in paragraphs
        ),
        "links": "".join(f'<li><a href="/{word.lower()}">{word}</a></li>' for word in _MENU * 6),
        "padding": _padding(text["id"]),
        **{name: text[name] for name in ("author", "section", "shown")},
    }
    return Page(
        name=f"{text['outlet']}-{text['id']}",
        kept=text.get("kept", False),
        html=_filled(outlet["page"].strip(), fields),
        title=text["title"],
        day=text["published"][:10],
        paragraphs=paragraphs,
    )


def _kind(line: str) -> tuple[str, str]:
    kind = _KINDS.get(line[:3]) or _KINDS.get(line[:2])
    return (kind, line[line.index(" ") + 1 :]) if kind else ("paragraph", line)


def _plain(words: str) -> str:
    return _EMPHASIS.sub(r"\1", _LINK.sub(r"\1", words))


def _body(pieces: list[tuple[str, str]], outlet: dict[str, Any]) -> str:
    """The paragraphs in the outlet's markup, with what it puts between them, after so many."""
    between = {entry["after"]: entry["html"] for entry in outlet.get("between", ())}
    parts = [outlet.get("open", "")]
    before = ""
    for number, (kind, words) in enumerate(pieces):
        if before == "item" != kind:
            parts.append(outlet.get("list_close", ""))
        if kind == "item" != before:
            parts.append(outlet.get("list_open", ""))
        wrap = outlet.get(kind, outlet["paragraph"])
        if number == 0:
            wrap = outlet.get("first", wrap)
        marked = _LINK.sub(r'<a href="/topic">\1</a>', html.escape(words, quote=False))
        parts.append(_filled(wrap, {"text": _EMPHASIS.sub(r"<em>\1</em>", marked), "n": str(number)}))
        if kind != "item":
            parts.append(between.get(number + 1, ""))
        before = kind
    parts.append(outlet.get("list_close", "") if before == "item" else "")
    return "\n".join([*parts, outlet.get("close", "")])


def _padding(seed: str) -> str:
    """The styles and scripts that make up most of a real page's size."""
    rules = "".join(f".{seed}-{n}{{margin:{n}px;color:#{n * 977 % 4096:03x}}}" for n in range(300))
    data = json.dumps({f"slot{n}": {"path": f"/{seed}/{n}", "sizes": [[300, 250], [n, 90]]} for n in range(200)})
    return f"<style>{rules}</style><script>window.__config = {data};</script>" + _BREADCRUMBS


_BREADCRUMBS = (
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"BreadcrumbList","itemListElement":'
    '[{"@type":"ListItem","position":1,"name":"Home","item":"https://site.example/"}]}</script>'
)


def _filled(markup: str, fields: dict[str, str]) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda field: fields[field[1]], markup)
