"""Answers and readings made by hand, of invented people and places."""

from __future__ import annotations

from typing import Any

from index.answering.answer import Answer, Citation, Freshness, Passage, Refusal
from index.articles import Article, Dropped, Paragraph, Statement
from index.reading.reading import Reading

COVERAGE = Freshness(articles=12, newest="2025-06-18T14:30:00+02:00")
QUOTE = '"We will not go back before the night allowance is paid," union leader Petra Lindqvist said.'


def citation(**changes: Any) -> Citation:
    fields = {
        "id": "strike", "title": "Harbour pilots begin strike", "source": "Velmora Courier", "agency": "NPA",
        "city": "Velmora", "published": "2024-03-02", "url": "https://courier.example/strike", "key": 1,
    }  # fmt: skip
    return Citation(**fields | changes)


def span(word: str) -> tuple[int, int]:
    return QUOTE.index(word), QUOTE.index(word) + len(word)


def passage(**changes: Any) -> Passage:
    fields = {
        "rank": 1, "text": QUOTE, "paragraph": 2, "speaker": "Petra Lindqvist", "kind": "direct", "score": 3.5,
        "highlights": (span("night"), span("allowance")), "article": citation(),
    }  # fmt: skip
    return Passage(**fields | changes)


def answer(*passages: Passage) -> Answer:
    return Answer(question="What about the night allowance?", answered=True, confidence=0.9, passages=passages,
                  coverage=COVERAGE)  # fmt: skip


def refused(*closest: Passage, missing: tuple[str, ...] = ("Okonjo",)) -> Answer:
    refusal = Refusal(kind="unknown_name", message="Nobody called Okonjo appears in this coverage.", missing=missing)
    return Answer(question="What did Okonjo say?", answered=False, confidence=0.1, refusal=refusal, closest=closest,
                  coverage=COVERAGE)  # fmt: skip


def reading(**changes: Any) -> Reading:
    said = Statement(start=0, end=57, kind="direct", cue="said", cue_start=87, speaker="Petra Lindqvist",
                     mention="union leader Petra Lindqvist", mention_start=58, mention_paragraph=2)  # fmt: skip
    fields = {
        "id": "strike", "title": "Harbour pilots begin strike", "source": "Velmora Courier", "agency": "NPA",
        "city": "Velmora", "published": "2024-03-02", "url": "https://courier.example/strike",
        "paragraphs": (Paragraph(number=1, text="Harbour pilots in Velmora began a strike on Saturday."),
                       Paragraph(number=2, text=QUOTE, statements=(said,))),
        "notices": ("CORRECTION: an earlier version gave the wrong allowance.",),
    }  # fmt: skip
    article = Article(**fields | changes)
    return Reading(path="page.html", article=article, dropped=(Dropped(text="Subscribe now", why="newsletter"),))
