"""How the journal looks: who changed what and when, in Discord and as files that programs and spreadsheets read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import discord
from discord import ui

from bot.asking.fitting import Item, text_units
from bot.asking.literal import literal
from bot.asking.pieces import button, text
from bot.asking.wording import label, small
from bot.moderating.pieces import begun, moment, row, turning, view
from bot.moderating.presses import ModeratorsId
from index.coverage.undoing import can_be_undone

if TYPE_CHECKING:
    from index.store import Entry

AT_ONCE = 10
"""Entries of a page."""
_ARTICLES = {
    "added": "added",
    "replaced": "put a new version in the place of an article:",
    "withdrawn": "withdrew",
    "restored": "brought back",
    "reindexed": "reindexed",
    "mended": "mended",
}
_OTHERS = {"settings": "set", "feeds": "feeds:", "erased": "erased everything", "reindexed": "reindexed"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What, also as wide as East Asian signs are, makes spreadsheets take a cell for a formula (OWASP, "CSV Injection")."""


@dataclass(frozen=True, slots=True)
class JournalPage(ModeratorsId):
    """Show a page, from 0. `of`: the sequence number of an entry on the article that it is about; 0 is all."""

    action = "journal"
    page: int
    of: int


@dataclass(frozen=True, slots=True)
class JournalFiles(ModeratorsId):
    """Give the journal as files. `of` as above."""

    action = "journalfiles"
    of: int


@dataclass(frozen=True, slots=True)
class UndoChosen(ModeratorsId):
    """Undo the entry that is chosen from the menu, and show this page again."""

    action = "undoentry"
    page: int
    of: int


class Room(NamedTuple):
    """How much of each text of an entry is shown, in characters of Discord source."""

    who: int
    title: int
    id: int
    reason: int


WIDE, NARROW = Room(80, 200, 100, 200), Room(55, 100, 40, 60)
"""The second so that a page fits in a message whatever is in it."""
MOST_TEXT = 3400
"""Characters that the entries of a page take at most."""


class Told(NamedTuple):
    """An entry with the title of its article, as far as that is known."""

    entry: Entry
    title: str | None
    newest: Entry
    """The last entry on the same article; for one about no article itself."""


class Page(NamedTuple):
    """What a page of the journal shows."""

    told: Sequence[Told]
    number: int
    more: bool
    """Whether there are older entries."""
    article_id: str | None
    """The article that it is about; None for all."""
    of: int


def journal_view(page: Page, now: datetime, notice: str = "") -> ui.LayoutView:
    """A page of the journal. notice: Discord source of what was just done."""
    about = f" of {begun(page.article_id, 100)}" if page.article_id else ""
    items: list[Item] = [text(notice)] if notice else []
    if not page.told:
        nothing = "Nothing has changed yet." if not page.number else "The journal has no such page."
        return view([*items, text(nothing)])
    items.append(text(f"### Journal{about}"))
    lines = [_line(told, WIDE) for told in page.told]
    if sum(map(text_units, lines)) > MOST_TEXT:
        lines = [_line(told, NARROW) for told in page.told]
    items += [text(line) for line in lines]
    if undoable := [told for told in page.told if can_be_undone(told.entry, told.newest, now)]:
        options = [discord.SelectOption(label=_option(told), value=str(told.entry.sequence)) for told in undoable]
        menu: ui.Select[ui.LayoutView] = ui.Select(
            custom_id=str(UndoChosen(page.number, page.of)), placeholder="Undo …", options=options
        )
        items.append(row(menu))
    pages = page.number + 1 + page.more
    turns = turning(page.number, pages, lambda number: JournalPage(number, page.of))
    items.append(row(*turns, button("Export", JournalFiles(page.of))))
    return view(items)


def json_lines(entries: Iterable[Entry]) -> bytes:
    """The entries as JSON Lines."""
    return "".join(f"{json.dumps(_row(entry), ensure_ascii=False)}\n" for entry in entries).encode("utf-8", "replace")


def spreadsheet(entries: Iterable[Entry]) -> bytes:
    """The entries as CSV that spreadsheets open, in which no cell is a formula."""
    file = io.StringIO(newline="")
    rows = [_row(entry) for entry in entries]
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    writer.writerows([[_harmless(row[name]) for name in _COLUMNS] for row in rows])
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8", "replace")


_COLUMNS = ("sequence", "at", "who", "action", "article_id", "reason")


def _row(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in _COLUMNS}


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _line(told: Told, room: Room) -> str:
    entry = told.entry
    who, reason = begun(entry.who, room.who), begun(entry.reason, room.reason) if entry.reason else ""
    if entry.article_id is None:
        done = f"{_OTHERS.get(entry.action, literal(entry.action))} {_setting(entry) or reason}".rstrip()
        return f"**{who}** {done}\n{small(f'{moment(entry.at)} · entry {entry.sequence}')}"
    what = f"“{begun(label(told.title), room.title)}”" if told.title else begun(entry.article_id, room.title)
    details = [moment(entry.at), f"entry {entry.sequence}"]
    if told.title:
        details.append(f"id {begun(entry.article_id, room.id)}")
    why = f": {reason}" if reason else ""
    return f"**{who}** {_ARTICLES.get(entry.action, literal(entry.action))} {what}{why}\n{small(' · '.join(details))}"


def _setting(entry: Entry) -> str:
    """Discord source of what was set, roles and channels by their names; empty where it is something else."""
    name, _, value = entry.reason.partition(": ")
    kind = {"moderator_role": "@&", "channels": "#", "reports_channel": "#"}.get(name)
    if entry.action != "settings" or kind is None:
        return ""
    numbers = [number.strip() for number in value.strip("[]").split(",")]
    if not all(number.isascii() and number.isdecimal() and len(number) < 20 for number in numbers):
        return ""
    return f"{literal(name)}: {', '.join(f'<{kind}{number}>' for number in numbers[:5])}"


def _option(told: Told) -> str:
    entry = told.entry
    what = label(told.title or entry.article_id or "", 60)
    return f"{entry.sequence}: {entry.action} {what}"[:100]


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)
