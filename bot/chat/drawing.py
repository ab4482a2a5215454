"""How a message looks in a terminal: text as Discord would set it off, boxes, buttons and menus to press."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message as Event
from textual.style import Style as Look
from textual.widget import Widget
from textual.widgets import Button, Rule, Select, Static

from bot.offline.markdown import Line, Span, Style
from bot.offline.seen import Box, File, Menu, Part, Picture, Row, Seen, Text
from bot.offline.seen import Button as Seeable
from bot.offline.seen import Rule as Across
from bot.terminal.clean import clean

_LOOKS = {
    Style.BOLD: Look(bold=True),
    Style.ITALIC: Look(italic=True),
    Style.UNDERLINE: Look(underline=True),
    Style.STRUCK: Look(strike=True),
    Style.SPOILER: Look(reverse=True),
}
_MENTION, _CODE, _SMALL, _LINK = "#c9cdfb on #3c4270", "#e8c07d", "#949ba4", "#4ea8f5 underline"
_BOT, _BADGE = "bold #f2f3f5", "bold #ffffff on #5865f2"


class Pressed(Event):
    """A button of a message was pressed."""

    def __init__(self, seen: Seen, button: Seeable) -> None:
        self.seen, self.button = seen, button
        super().__init__()


class Chosen(Event):
    """Something was chosen from a message's menu."""

    def __init__(self, seen: Seen, menu: Menu, value: str) -> None:
        self.seen, self.menu, self.value = seen, menu, value
        super().__init__()


class Press(Button):
    """A button of a message; the arrows go to the next ones."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, seen: Seen, button: Seeable) -> None:
        label = Content(clean(f"{button.shown} ↗" if button.url else button.shown))
        super().__init__(label, compact=True, disabled=button.disabled)
        self._seen, self._button = seen, button

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Say which."""
        event.stop()
        if self._button.url:
            self.app.open_url(self._button.url)
        else:
            self.post_message(Pressed(self._seen, self._button))


class Choose(Select[str]):
    """A menu of a message."""

    def __init__(self, seen: Seen, menu: Menu) -> None:
        options = [(Content(clean(label)), value) for label, value in menu.options]
        super().__init__(options, prompt=clean(menu.placeholder) or "choose", compact=True, disabled=menu.disabled)
        self._seen, self._menu = seen, menu

    def on_select_changed(self, event: Select.Changed) -> None:
        """Say what."""
        event.stop()
        if isinstance(event.value, str):
            self.post_message(Chosen(self._seen, self._menu, event.value))


class Shown(Vertical):
    """One message."""

    def __init__(self, seen: Seen) -> None:
        super().__init__(classes="message private" if seen.private else "message")
        self.seen = seen

    def compose(self) -> ComposeResult:
        """Who says it, then what they say."""
        if self.seen.about:
            yield Static(Content(clean(f"╭ {self.seen.about}")), classes="small")
        badge = ((" ", ""), (" APP ", _BADGE)) if self.seen.message.author.bot else ()
        private = (("  only you can see this", _SMALL),) if self.seen.private else ()
        yield Static(Content.assemble((clean(self.seen.author), _BOT), *badge, *private))
        yield from _widgets(self.seen, self.seen.parts)


def _widgets(seen: Seen, parts: tuple[Part, ...]) -> Iterator[Widget]:
    for part in parts:
        if isinstance(part, Text):
            yield Static(Content("\n").join([content_of(line) for line in part.lines]), classes="text")
        elif isinstance(part, Box):
            yield Vertical(*_widgets(seen, part.parts), classes="box")
        elif isinstance(part, Row):
            yield Horizontal(*_widgets(seen, part.parts), classes="row")
        elif isinstance(part, Seeable):
            yield Press(seen, part)
        elif isinstance(part, Menu):
            yield Choose(seen, part)
        elif isinstance(part, Across):
            yield Rule(classes="drawn" if part.drawn else "empty")
        elif isinstance(part, Picture):
            yield Static(Content(clean(f"▨ {part.description or part.url}")), classes="small")
        elif isinstance(part, File):
            yield Static(Content(clean(f"▤ {part.name}")), classes="small")


def content_of(line: Line) -> Content:
    """A line as the terminal shows it; nothing in it is taken for a mark of the terminal's own."""
    before = ("▎ " if line.quoted else "") + line.bullet
    shown = Content.assemble(before, *(_piece(span) for span in line.spans))
    if line.kind == "subtext":
        return shown.stylize_before(_SMALL)
    return shown.stylize(Look(bold=True)) if line.kind == "heading" else shown


def _piece(span: Span) -> Content:
    look = Look()
    for style, its in _LOOKS.items():
        if span.style & style:
            look += its
    piece = Content(clean(span.text)).stylize(look)
    if span.style & Style.MENTION:
        piece = piece.stylize(_MENTION)
    if span.style & Style.CODE:
        piece = piece.stylize(_CODE)
    return piece.stylize(_LINK).stylize(Look(link=span.link)) if span.link else piece
