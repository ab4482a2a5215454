"""Interviews set as turns: "FARRANT: It is a signature." is the direct speech of the person so called."""

from __future__ import annotations

from typing import NamedTuple

from index.articles import Article
from index.speakers.mentions import Mention
from index.speakers.people import Known, Registry

_LONGEST_LABEL = 40
_QUESTION, _ANSWER = "Q", "A"


class Turn(NamedTuple):
    """A paragraph that is one speaker's turn."""

    start: int
    """Where the speech begins."""
    mention: Mention | None
    """The label; none where it is only Q or A."""
    who: Known | None


def turns(article: Article, registry: Registry) -> dict[int, Turn]:
    """The turns of an article by the number of their paragraph.

    A label in capitals counts where it names one of the article's people; then others that come again count too, as
    does the outlet. "Q:" and "A:" count where both are there; the answers are those of the only person introduced.
    """
    labels = {number: label for number, label in map(_labelled, _numbered(article)) if label}
    named = {label: registry.find(_mention(label)) for label in set(labels.values())}
    heard = list(labels.values())
    found: dict[int, Turn] = {}
    for number, label in labels.items():
        text = next(paragraph.text for paragraph in article.paragraphs if paragraph.number == number)
        start = len(label) + 1 + len(text[len(label) + 1 :]) - len(text[len(label) + 1 :].lstrip())
        if label in (_QUESTION, _ANSWER):
            if _QUESTION in named and _ANSWER in named:
                found[number] = Turn(start, None, _answering(registry) if label == _ANSWER else None)
        elif named[label] is not None:
            found[number] = Turn(start, _mention(label), named[label])
        elif heard.count(label) > 1 and any(named.values()):
            found[number] = Turn(start, _mention(label), Known(_as_published(label, article), institution=True))
    return found


def _numbered(article: Article) -> list[tuple[int, str]]:
    return [(paragraph.number, paragraph.text) for paragraph in article.paragraphs]


def _labelled(numbered: tuple[int, str]) -> tuple[int, str]:
    """The paragraph's number and its label in capitals, empty where it has none."""
    number, text = numbered
    label, colon, rest = text[: _LONGEST_LABEL + 1].partition(":")
    words = label.split()
    plain = all(word.replace(".", "").replace("-", "").replace("'", "").replace("’", "").isalpha() for word in words)
    good = colon and rest[:1].isspace() and 0 < len(words) <= 4 and plain and label.isupper() and label == label.strip()
    return number, label if good else ""


def _mention(label: str) -> Mention:
    return Mention("name", "person", 0, 1, 0, len(label), label, label)


def _as_published(label: str, article: Article) -> str:
    return article.source if article.source and article.source.upper() == label else label


def _answering(registry: Registry) -> Known | None:
    introduced = [one for one in registry.known if one.sex or one.roles]
    return introduced[0] if len(introduced) == 1 else None
