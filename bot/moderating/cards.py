"""How articles look in lists and one by one. Objects in, views out; nothing is sent or asked from here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import discord
from discord import ui

from bot.asking.custom_ids import CustomId
from bot.asking.fitting import Block, Item, Size, cut, pack
from bot.asking.literal import literal, unliteral
from bot.asking.pieces import button, text
from bot.asking.wording import cited, fresh, label, small
from bot.moderating.finding import named
from bot.moderating.pieces import RED, begun, moment, row, view
from bot.moderating.presses import ModeratorsId, ReadersId
from bot.moderating.previews import Undo
from bot.terminal.wording import number_of
from index.coverage.undoing import can_be_undone
from index.search.engine import SHARED

if TYPE_CHECKING:
    from index.answering.answer import Freshness
    from index.articles import Article
    from index.results import Summary
    from index.store import Entry

AT_ONCE = 8
"""Articles on a page of a list."""
ENTRIES = 12
"""Lines of an article's history."""
LONGEST_WORDS = 200
_WORDS = 201
"""Id of the component that says what a list is of, which is read back when its page is turned."""
_OF = re.compile(r"Articles with “(.*)”\*\*: ", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page(ModeratorsId):
    """Turn to a page of the list; 0 is the first."""

    action: ClassVar[str] = "page"
    page: int


@dataclass(frozen=True, slots=True)
class Pick(ModeratorsId):
    """An article was chosen from the list."""

    action: ClassVar[str] = "pick"


@dataclass(frozen=True, slots=True)
class ShowText(ModeratorsId):
    """Show the text of a version."""

    action: ClassVar[str] = "text"
    key: int


@dataclass(frozen=True, slots=True)
class TextPage(ModeratorsId):
    """Turn the pages of that text; 0 is the first."""

    action: ClassVar[str] = "text-page"
    key: int
    page: int


@dataclass(frozen=True, slots=True)
class History(ModeratorsId):
    """Show what became of the article that has a version, and who did it."""

    action: ClassVar[str] = "history"
    key: int


@dataclass(frozen=True, slots=True)
class Correct(ModeratorsId):
    """Correct the text of a version."""

    action: ClassVar[str] = "correct"
    key: int


@dataclass(frozen=True, slots=True)
class Withdraw(ModeratorsId):
    """Take an article out, if this is still its version."""

    action: ClassVar[str] = "withdraw"
    key: int


@dataclass(frozen=True, slots=True)
class ReadersPage(ReadersId):
    """As Page, for everyone."""

    action: ClassVar[str] = "page"
    page: int


@dataclass(frozen=True, slots=True)
class ReadersPick(ReadersId):
    """As Pick, for everyone."""

    action: ClassVar[str] = "pick"


@dataclass(frozen=True, slots=True)
class ReadersText(ReadersId):
    """As ShowText, for everyone."""

    action: ClassVar[str] = "text"
    key: int


@dataclass(frozen=True, slots=True)
class ReadersTextPage(ReadersId):
    """As TextPage, for everyone."""

    action: ClassVar[str] = "text-page"
    key: int
    page: int


class Listing(NamedTuple):
    """A page of a list."""

    articles: Sequence[Summary]
    """Those on this page."""
    added_by: Sequence[str]
    """Who added each, empty where that is not told."""
    page: int
    pages: int
    total: str
    """How many there are, in words."""
    words: str
    """What the list is of; empty: of everything."""
    coverage: Freshness


def list_view(listing: Listing, *, moderating: bool) -> ui.LayoutView:
    """A page of a list, with a menu to pick an article from."""
    items: list[Item] = [text(_heading(listing), _WORDS)]
    before: str | None = None
    for article, who in zip(listing.articles, listing.added_by, strict=True):
        if article.collection == SHARED and before != SHARED:
            items += [ui.Separator(), text(small("From the operator, for all servers; not to be changed here"))]
        before = article.collection
        items.append(text(_listed(article, who, moderating=moderating)))
    if listing.articles:
        items.append(row(_menu(listing.articles, Pick() if moderating else ReadersPick())))
    turning = Page if moderating else ReadersPage
    if buttons := _turns(listing.page, listing.pages, turning):
        items.append(row(*buttons))
    place = f"page {listing.page + 1} of {listing.pages} · " if listing.pages > 1 else ""
    items.append(text(small(f"{place}{fresh(listing.coverage)}")))
    return view(items)


def words_of(components: Iterable[discord.Component]) -> str:
    """What the list in one of our messages is of."""
    for component in components:
        if isinstance(component, discord.Container):
            return words_of(component.children)
        if isinstance(component, discord.TextDisplay) and component.id == _WORDS:
            found = _OF.search(unliteral(component.content))
            return found[1] if found else ""
    return ""


def _heading(listing: Listing) -> str:
    if listing.words:
        return f"**{literal(f'Articles with “{listing.words}”')}**: {listing.total}"
    return "**Articles, newest first**"


def _listed(article: Summary, who: str, *, moderating: bool) -> str:
    facts = [number_of(article.paragraphs, "paragraph")]
    if moderating:
        facts.append(f"added {moment(article.added, 'd')}{f' by {person(who)}' if who else ''}")
        facts.append(literal(label(article.id, 60)))
    return f"{cited(article)}\n{small(' · '.join(facts))}"


def person(who: str) -> str:
    """Discord source: the name of who made a change, without the number by which the journal knows them."""
    return literal(label(re.sub(r" \([0-9]{1,20}\)$", "", who)))


def _menu(articles: Sequence[Summary], pick: CustomId) -> ui.Select[ui.LayoutView]:
    options = [discord.SelectOption(label=named(article), value=str(article.key)) for article in articles]
    return ui.Select(custom_id=str(pick), placeholder="Pick an article", options=options)


def _turns(page: int, pages: int, turned: type[Page] | type[ReadersPage]) -> list[ui.Button[ui.LayoutView]]:
    to = [("Previous", page - 1), ("Next", page + 1)]
    return [button(name, turned(number)) for name, number in to if 0 <= number < pages]


def card_view(article: Article, key: int, collection: str, *, moderating: bool) -> ui.LayoutView:
    """One article, and what can be done with it."""
    facts = [number_of(len(article.paragraphs), "paragraph"), f"id {literal(label(article.id, 200))}"]
    lines = [cited(article), small(" · ".join(facts))]
    lines += [small(f"From the publisher: {begun(notice, 200)}") for notice in article.notices[:3]]
    lines.append(f"> {begun(article.paragraphs[0].text)}")
    buttons = [button("Show text", ShowText(key) if moderating else ReadersText(key))]
    if moderating and collection == SHARED:
        lines.append(small("From the operator, for all servers; not to be changed here"))
    elif moderating:
        buttons += [
            button("History", History(key)),
            button("Correct", Correct(key)),
            button("Withdraw", Withdraw(key), RED),
        ]
    return view([text("\n".join(lines)), row(*buttons)])


def text_view(article: Article, key: int, page: int, *, moderating: bool) -> ui.LayoutView:
    """A page of an article's text, each paragraph with its number."""
    head = text(small(cited(article)))
    blocks: list[Block] = [
        block for paragraph in article.paragraphs for block in _pieces(paragraph.number, paragraph.text)
    ]
    pages = pack(blocks, Size(4, 1100, 2600))
    page = min(page, len(pages) - 1)
    turned = TextPage if moderating else ReadersTextPage
    to = [("Previous", page - 1), ("Next", page + 1)]
    buttons = [button(name, turned(key, number)) for name, number in to if 0 <= number < len(pages)]
    items = [item for block in pages[page] for item in block]
    return view([head, *items, *([row(*buttons)] if buttons else [])])


_PIECE = Size(2, 2500, 6000)


def _pieces(number: int, whole: str) -> Iterable[Block]:
    """A paragraph in as many parts as messages hold."""
    title = f"Paragraph {number}"
    while whole:
        shown = cut(whole, literal, _PIECE)
        yield [text(f"{small(title)}\n{literal(whole[:shown])}")]
        whole, title = whole[shown:].lstrip(), f"Paragraph {number}, going on"


def history_view(article: Article, entries: Sequence[Entry]) -> ui.LayoutView:
    """What became of an article, newest first."""
    items: list[Item] = [text(cited(article))]
    for entry in entries[:ENTRIES]:
        why = f": {begun(entry.reason, 200)}" if entry.reason else ""
        line = text(f"{moment(entry.at)} · {literal(label(entry.action))} by {person(entry.who)}{why}")
        undoable = entry.action in ("replaced", "withdrawn") and can_be_undone(entry, entries[0], datetime.now(UTC))
        items.append(ui.Section(line, accessory=button("Undo", Undo(entry.sequence))) if undoable else line)
    if len(entries) > ENTRIES:
        items.append(text(small("and what was before; /coverage journal has it all")))
    return view(items)
