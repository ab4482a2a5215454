"""How an answer looks: who speaks, the passage word for word, where it stands; or what the coverage does not say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.prose import Prose, text_of
from bot.terminal.wording import cited, fresh, says, written_date
from index.answering.dating import passages_by_date

if TYPE_CHECKING:
    from index.answering.answer import Answer, Passage, Refusal

INDENT = 4
CLOSEST_SHOWN = 2
NOT_DATED = "These are not the words of one person on several days, so the best comes first."

Notices = Mapping[str, Sequence[str]]
"""Corrections and updates of articles, by the article's id."""


def answer_view(answer: Answer, notices: Notices | None = None, *, by_date: bool = False) -> RenderableType:
    """An answer or a refusal, whole, with how fresh the coverage is as its last line.

    by_date: what one person said from day to day, oldest first, each passage under its day.
    """
    parts: list[RenderableType] = []
    if answer.refusal:
        parts += _refusal(answer.refusal)
    parts += [Prose(text_of(note, "yellow")) for note in answer.notes]
    dated = passages_by_date(answer) if by_date else ()
    if by_date and answer.answered and not dated:
        parts.append(Prose(text_of(NOT_DATED, "yellow")))
    for passage in dated or answer.passages:
        if dated and passage.article.published:
            parts.append(Prose(Text(written_date(passage.article.published), style="bold")))
        parts += [*_passage(passage, notices or {}), Text()]
    if answer.closest:
        parts += [Text("Closest in the coverage:", style="dim"), Text()]
    for passage in closest_shown(answer):
        parts += [*_passage(passage, notices or {}, style="dim"), Text()]
    return Group(*parts, Text(fresh(answer.coverage), style="dim"))


def closest_shown(answer: Answer) -> Sequence[Passage]:
    """The closest passages that a person is shown: fewer than a program gets, for they are no answer."""
    return answer.closest[:CLOSEST_SHOWN]


def passage_text(passage: Passage, style: str = "") -> Text:
    """The passage with the words that match the question marked."""
    text = text_of(passage.text, style)
    for start, end in passage.highlights:
        text.stylize("bold yellow", start, end)
    return text


def _passage(passage: Passage, notices: Notices, style: str = "") -> Iterator[RenderableType]:
    lead: Text | None = Text(f"{passage.rank:>2}", style="dim")
    if who := says(passage.speaker, passage.kind):
        yield Prose(text_of(who, "cyan" if style else "bold cyan"), indent=INDENT, lead=lead)
        lead = None
    yield Prose(passage_text(passage, style), indent=INDENT, lead=lead)
    where = f"{cited(passage.article)} · paragraph {passage.paragraph}"
    yield Prose(text_of(where, "dim italic"), indent=INDENT)
    if passage.article.url:
        yield Prose(text_of(passage.article.url, "dim blue"), indent=INDENT)
    for other in passage.also_in:
        yield Prose(text_of(f"also in {cited(other)}", "dim italic"), indent=INDENT)
    for notice in notices.get(passage.article.id, ()):
        yield Prose(text_of(notice, "magenta"), indent=INDENT)


def _refusal(refusal: Refusal) -> Iterator[RenderableType]:
    yield Prose(text_of(refusal.message, "bold"))
    if refusal.missing and refusal.kind in ("unknown_name", "unknown_topic"):
        yield Prose(text_of(f"Missing: {', '.join(refusal.missing)}", "yellow"))
    yield Text()
