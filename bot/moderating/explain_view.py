"""How it looks why a question was answered or refused, and why a passage stands where it does: figures with words.

Objects in, views out; nothing is sent or asked from here. The question is read back from the message's head.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import discord
from discord import ui

from bot.asking.fitting import Item, Size, size_of
from bot.asking.heads import head_of, is_whole
from bot.asking.literal import literal
from bot.asking.pieces import button, text
from bot.asking.wording import cited, label, small
from bot.moderating.pieces import BLUE, begun, row, view
from bot.moderating.presses import ModeratorsId
from bot.terminal.wording import number_of
from index.coverage import EVERYTHING

if TYPE_CHECKING:
    from index.answering.explaining import Explanation, PassageExplained, Reason, WordUnderstood
    from index.articles import Article

SOUGHT = {
    "said": "somebody's words",
    "who": "a person",
    "when": "a time",
    "where": "a place",
    "amount": "an amount",
    "age": "an age",
    "why": "a reason",
    "whether": "a yes or no",
    "what": "what happened, or what something is",
    "keywords": "whatever has these words",
}
"""What a question of each kind asks for."""
WORDS, REASONS, NAMES = 8, 10, 4
"""Words of a question, reasons of a figure, and other names of a word that are shown."""
PASSAGES = 8
"""Passages that are explained."""
_TOTAL = Size(characters=3_900, octets=9_500)
GREY = discord.Colour(0x8A8F98)


@dataclass(frozen=True, slots=True)
class PickExplained(ModeratorsId):
    """A passage was chosen whose place is to be explained."""

    action: ClassVar[str] = "explain-pick"


@dataclass(frozen=True, slots=True)
class ExplainWhole(ModeratorsId):
    """Back from a passage to how the question was judged."""

    action: ClassVar[str] = "explain-whole"


class Explained(NamedTuple):
    """A question explained, with the articles of its passages."""

    explanation: Explanation
    articles: Sequence[Article | None]
    """Of each passage; None where it has been withdrawn meanwhile."""


def explanation_view(explained: Explained) -> ui.LayoutView:
    """How a question was understood and judged, and what was found for it."""
    explanation = explained.explanation
    verdict = f"{_verdict(explanation)}\n{_understood(explanation)}"
    body: list[Item] = [text(verdict)]
    for block in (_found(explained), _weighed(explanation)):
        body += [ui.Separator(), text(block)] if block else []
    return _view(explained, body, None)


def passage_view(explained: Explained, rank: int) -> ui.LayoutView:
    """Why the passage of a rank (1 is the best) stands where it does; of one that is not there, the whole again."""
    passages = explained.explanation.passages
    if not 1 <= rank <= len(passages):
        return explanation_view(explained)
    passage = passages[rank - 1]
    article = explained.articles[rank - 1]
    where = cited(article, f"paragraph {passage.paragraph}") if article else f"paragraph {passage.paragraph}"
    speakers = ", ".join(literal(label(name)) for name in passage.speakers[:NAMES])
    why = [f"**Place {rank} of {len(passages)}**, {passage.score:.2f} points{_behind(passages, rank)}"]
    why += _lines(passage.reasons)
    head = [
        text(begun(passage.text, 700)),
        text(small(where) + (f"\n{small(f'with words of {speakers}')}" if speakers else "")),
    ]
    return _view(explained, [*head, ui.Separator(), text("\n".join(why))], rank)


def _behind(passages: Sequence[PassageExplained], rank: int) -> str:
    return f", {passages[0].score - passages[rank - 1].score:.2f} behind the first" if rank > 1 else ""


def _verdict(explanation: Explanation) -> str:
    """Answered or refused, how sure that is, and how sure it has to be."""
    sure, enough = _percent(explanation.confidence), _percent(explanation.threshold)
    if explanation.unknown:
        names = ", ".join(f"**{literal(label(name))}**" for name in explanation.unknown[:NAMES])
        return f"**Refused**: nothing in the coverage has the name {names}, and without it no answer is enough."
    if not explanation.passages:
        return "**Refused**: no passage has any word of the question."
    if explanation.confidence >= explanation.threshold:
        return f"**Answered**: {sure} sure that the best passages answer; {enough} is enough."
    return f"**Refused**: only {sure} sure that the best passages answer; {enough} is needed."


def _understood(explanation: Explanation) -> str:
    asked = SOUGHT.get(explanation.kind, explanation.kind)
    whose = f", from **{literal(label(explanation.speaker))}**" if explanation.speaker else ""
    lines = [f"**How it was read**: it asks for {literal(asked)}{whose}."]
    lines += [f"• {_word(word)}" for word in explanation.words[:WORDS]]
    if more := len(explanation.words) - WORDS:
        lines += [small(f"and {number_of(more, 'more word')}")] if more > 0 else []
    return "\n".join(lines)


def _word(word: WordUnderstood) -> str:
    """A word of the question: how rare it is, what it was taken for, and what counts as the same or as near."""
    facts = [f"rarity {word.weight:.1f}" if word.known else "nowhere in the coverage"]
    if word.mended:
        facts.append(f"taken for {literal(label(word.mended))}")
    facts += [f"{how} {_names(names)}" for how, names in (("also", word.other_names), ("near it", word.near)) if names]
    return f"**{literal(label(word.asked))}**: {'; '.join(facts)}"


def _names(names: Sequence[str]) -> str:
    return ", ".join(literal(label(name, 40)) for name in names[:NAMES]) + (" …" if len(names) > NAMES else "")


def _weighed(explanation: Explanation) -> str:
    """The points for and against an answer, which make how sure it is."""
    if not explanation.reasons:
        return ""
    sure = min(max(explanation.confidence, 1e-6), 1 - 1e-6)
    lines = [f"**For and against an answer**: {math.log(sure / (1 - sure)):+.2f} points, which is {_percent(sure)}"]
    return "\n".join([*lines, *_lines(explanation.reasons)])


def _lines(reasons: Iterable[Reason]) -> list[str]:
    """What each figure counts, what it says, and the figure times its weight; the weightiest first."""
    every = list(reasons)
    lines = [f"`{one.counts:+.2f}` {literal(one.meaning)} ({one.value:.2f} × {one.weight:.2f})" for one in every]
    rest = sum(one.counts for one in every[REASONS:])
    return lines[:REASONS] + ([small(f"and {rest:+.2f} by what counts less")] if len(every) > REASONS else [])


def _found(explained: Explained) -> str:
    lines = ["**Best passages**"] if explained.explanation.passages else []
    for rank, (passage, article) in enumerate(zip(explained.explanation.passages, explained.articles, strict=True), 1):
        title = literal(label(article.title, 60) or "Untitled") if article else "an article that is gone"
        lines.append(f"{rank}\\. `{passage.score:.2f}` {begun(passage.text, 70)}")
        lines.append(small(f"{title} · paragraph {passage.paragraph}"))
    return "\n".join(lines)


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _view(explained: Explained, body: Sequence[Item], chosen: int | None) -> ui.LayoutView:
    """The question, the body as far as one message holds it, and the menu of passages."""
    explanation = explained.explanation
    head = head_of(explanation.question, None, EVERYTHING)
    foot: list[Item] = []
    if is_whole(head) and explanation.passages:
        foot.append(row(_menu(explanation.passages, chosen)))
        if chosen is not None:
            foot.append(row(button("The whole", ExplainWhole())))
    taken = size_of([*head, *foot])
    shown: list[Item] = []
    for item in body:
        taken = taken.plus(size_of([item]))
        if taken.characters <= _TOTAL.characters and taken.octets <= _TOTAL.octets:
            shown.append(item)
    answered = not explanation.unknown and explanation.confidence >= explanation.threshold
    return view([*head, *shown, *foot], BLUE if answered else GREY)


def _menu(passages: Sequence[PassageExplained], chosen: int | None) -> ui.Select[ui.LayoutView]:
    options = [
        discord.SelectOption(
            label=f"{rank}. {label(passage.text, 90) or '…'}"[:100], value=str(rank), default=rank == chosen
        )
        for rank, passage in enumerate(passages, 1)
    ]
    return ui.Select(custom_id=str(PickExplained()), placeholder="Why does a passage stand there?", options=options)
