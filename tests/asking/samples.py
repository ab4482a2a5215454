"""Answers of an invented harbour town, and views as a reader and as Discord get them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import discord
from discord import ui
from discord.components import _component_factory

from bot.offline.component_rules import walk
from bot.offline.message_rules import check
from bot.offline.messages import MessageFlags
from index.answering.answer import Answer, Citation, Freshness, Passage, Refusal
from index.articles import Article, Paragraph
from tests.asking.markdown import Shown, render

View = ui.LayoutView

COVERAGE = Freshness(articles=1200, newest="2025-06-18")


def citation(**changed: Any) -> Citation:
    fields: dict[str, Any] = {
        "id": "bridge",
        "title": "Vellmark opens its bridge",
        "source": "Harbour Courier",
        "agency": None,
        "city": "Vellmark",
        "published": "2025-06-18T09:30:00+02:00",
        "url": "https://courier.example/bridge",
        "key": 7,
    }
    return Citation(**fields | changed)


def passage(text: str = "“The bridge will open on Monday,” she said.", **changed: Any) -> Passage:
    fields: dict[str, Any] = {
        "rank": 1,
        "text": text,
        "paragraph": 3,
        "speaker": "Ana Ruiz",
        "kind": "direct",
        "score": 1.0,
        "highlights": (),
        "article": citation(),
    }
    return Passage(**fields | changed)


def answer(*passages: Passage, question: str = "when will the bridge open?", **changed: Any) -> Answer:
    fields: dict[str, Any] = {"question": question, "answered": True, "confidence": 0.9, "coverage": COVERAGE}
    return Answer(**fields | {"passages": passages} | changed)


def several(count: int) -> Answer:
    return answer(*(passage(f"Paragraph number {n} says so.", rank=n, paragraph=n) for n in range(1, count + 1)))


def refused(*closest: Passage, message: str = "Nobody called Orlo appears in this coverage.", **changed: Any) -> Answer:
    refusal = Refusal(**{"kind": "unknown_name", "message": message, "missing": ("Orlo",)} | changed)
    return answer(answered=False, confidence=0.1, refusal=refusal, closest=closest)


def article(*texts: str, **changed: Any) -> Article:
    paragraphs = tuple(Paragraph(number=n, text=text) for n, text in enumerate(texts, 1))
    fields = citation().model_dump() | {"paragraphs": paragraphs}
    return Article(**fields | changed)


def sent(view: View) -> list[dict[str, Any]]:
    """The components as Discord takes them: it refuses what breaks a rule."""
    components: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call]
    check({"components": components}, MessageFlags.IS_COMPONENTS_V2)
    return components


def received(view: View) -> list[discord.Component]:
    """The components of the message as discord.py has them afterwards."""
    return [component for sent_ in sent(view) if (component := _component_factory(sent_)) is not None]  # type: ignore[arg-type]


def sources(views: Iterable[View]) -> list[str]:
    every = [component for view in views for _, component in walk(sent(view))]
    return [component["content"] for component in every if component["type"] == 10]


def shown(views: Iterable[View]) -> list[Shown]:
    return [render(source) for source in sources(views)]


def seen(views: Iterable[View]) -> list[str]:
    """What a reader sees, text by text."""
    return [text.text for text in shown(views)]


def links(views: Iterable[View]) -> list[str]:
    return [target for text in shown(views) for kind, target in text.live if kind == "link"]


def buttons(views: Sequence[View]) -> list[tuple[str, str]]:
    """Labels and custom ids."""
    return [(button["label"], button["custom_id"]) for button in _buttons(views)]


def labels(views: Sequence[View]) -> list[str]:
    return [label for label, _ in buttons(views)]


def _buttons(views: Sequence[View]) -> Iterator[dict[str, Any]]:
    for view in views:
        yield from (component for _, component in walk(sent(view)) if component["type"] == 2)
