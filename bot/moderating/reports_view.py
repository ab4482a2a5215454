"""How a report of a wrong passage looks in the moderators' channel, and what its message says once it is dealt with.

The message is all that is kept of a report: who made it, and of what, is read back from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import discord
from discord import ui

from bot.asking.custom_ids import Wrong
from bot.asking.fitting import Item, Size, cut
from bot.asking.literal import literal
from bot.asking.passages import NOW, ROW, WHO, part_id
from bot.asking.pieces import button, text
from bot.asking.wording import cited, small
from bot.moderating.pieces import AMBER, RED, begun, row, view
from bot.moderating.presses import ModeratorsId

if TYPE_CHECKING:
    from index.articles import Article

REPORTER, BUTTONS, ADDED, OUTCOME = 301, 302, 303, 304
"""Ids of the components that are read back or changed."""
_LONGEST_PASSAGE = Size(1, 1500, 3500)
LONGEST_SENTENCE, LONGEST_REASON = 300, 300
"""Characters."""


@dataclass(frozen=True, slots=True)
class WithdrawReported(ModeratorsId):
    """Take out the article of which a passage was reported, if this is still its version."""

    action: ClassVar[str] = "report-withdraw"
    key: int


@dataclass(frozen=True, slots=True)
class ReportReasoned(ModeratorsId):
    """The form with the reason for that was sent."""

    action: ClassVar[str] = "report-reasoned"
    key: int


@dataclass(frozen=True, slots=True)
class CorrectReported(ModeratorsId):
    """Correct the text of a version of which a passage was reported."""

    action: ClassVar[str] = "report-correct"
    key: int


@dataclass(frozen=True, slots=True)
class DismissReport(ModeratorsId):
    """Nothing is to be done about a report."""

    action: ClassVar[str] = "report-dismiss"


@dataclass(frozen=True)
class Report:
    """A passage that somebody calls wrong."""

    reporter: int
    question: str | None
    """None where it cannot be told any more."""
    speaker: str
    """Discord source of the line that says who speaks; empty where nobody was claimed."""
    article: Article
    key: int
    paragraph: int
    text: str
    link: str | None
    """Of the message in which it stood; None where only the reporter sees that."""


def report_view(report: Report) -> ui.LayoutView:
    """A report, to be dealt with. Whoever sends it lets it ping nobody."""
    link = f" · [the answer]({report.link})" if report.link else ""
    shown = cut(report.text, literal, _LONGEST_PASSAGE)
    passage = literal(report.text) if shown == len(report.text) else f"{literal(report.text[:shown])} …"
    items: list[Item] = [
        text("**Called wrong by a reader**"),
        text(small(f"by <@{report.reporter}>{link}"), REPORTER),
        *([text(f"Question: {begun(report.question)}")] if report.question else []),
        ui.Separator(),
        *([text(report.speaker)] if report.speaker else []),
        text(passage),
        text(small(cited(report.article, f"paragraph {report.paragraph}"))),
        ui.ActionRow(
            button("Withdraw", WithdrawReported(report.key), RED),
            button("Correct", CorrectReported(report.key)),
            button("Dismiss", DismissReport()),
            id=BUTTONS,
        ),
    ]
    return view(items, AMBER)


def thanks_view(press: ui.Button[ui.LayoutView] | None, sentence: str) -> ui.LayoutView:
    """What who reported is told."""
    return view([text(sentence), *([row(press)] if press else [])])


def speaker_shown(message: discord.Message | None, pressed: Wrong) -> str:
    """Source of the line that says who speaks in the passage whose button was pressed; empty where there is none."""
    for box in message.components if message else ():
        inside = box.children if isinstance(box, discord.Container) else []
        for item in inside:
            if isinstance(item, discord.ActionRow) and str(pressed) in _custom_ids(item):
                place = ((item.id or 0) - part_id(0, ROW)) // 10
                texts = {one.id: one.content for one in inside if isinstance(one, discord.TextDisplay)}
                changed = part_id(place, NOW) in texts  # who spoke is said of the passage as it was
                return "" if changed else texts.get(part_id(place, WHO), "")
    return ""


def _custom_ids(row_: discord.ActionRow) -> list[str | None]:
    return [child.custom_id for child in row_.children if isinstance(child, discord.Button)]


def is_open(message: discord.Message | None) -> bool:
    """Whether a message is a report that nobody has dealt with."""
    return message is not None and {REPORTER, BUTTONS} <= {item.id for item in _inside(_own(message))}


def is_by(message: discord.Message, user: int) -> bool:
    """Whether a report was made by this user."""
    by = next((item for item in _inside(_own(message)) if item.id == REPORTER), None)
    return isinstance(by, ui.TextDisplay) and by.content.startswith(small(f"by <@{user}>"))


def has_sentence(message: discord.Message) -> bool:
    """Whether its reporter has added a sentence."""
    return ADDED in {item.id for item in _inside(_own(message))}


def with_sentence(message: discord.Message, sentence: str) -> ui.LayoutView:
    """The report with what its reporter adds."""
    added = text(f"They add: {begun(sentence, LONGEST_SENTENCE)}", ADDED)
    items = _inside(_own(message))
    at = next((place for place, item in enumerate(items) if item.id == BUTTONS), len(items))
    return view([*items[:at], added, *items[at:]], AMBER)


def handled_view(message: discord.Message, source: str) -> ui.LayoutView:
    """The report without its buttons, and with what was done. source: Discord source."""
    items = [item for item in _inside(_own(message)) if item.id not in (BUTTONS, OUTCOME)]
    return view([*items, text(source, OUTCOME)], discord.Colour(0x8A8F98))


def _own(message: discord.Message) -> ui.LayoutView:
    made = ui.LayoutView.from_message(message, timeout=None)
    made.stop()
    return made


def _inside(made: ui.LayoutView) -> Sequence[Item]:
    return [item for box in made.children if isinstance(box, ui.Container) for item in box.children]
