"""The chat as a window in the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from bot.chat.completing import Suggestion, suggestions
from bot.chat.drawing import Chosen, Pressed, Shown
from bot.chat.forms import Filling
from bot.chat.line import Line
from bot.chat.session import BOT, MEMBER, YOU, LeavingError, Outcome, Session
from bot.offline import OfflineError
from bot.offline.rendering import see_form
from bot.terminal.clean import clean

PICTURE = (100, 60)
"""Columns and lines of the picture; then it is made as tall as what is in it."""
TALLEST = 200
"""Lines."""


class Window(App[None]):
    """The channel you look at, and a line to type in. `first` is done at once."""

    TITLE = "newsdesk chat"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "window.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help"),
        Binding("f2", "person", "You / a member"),
        Binding("f3", "place", "Channel / direct"),
        Binding("escape", "type", "Type", show=False),
        Binding("ctrl+q,ctrl+c", "quit", "Quit", priority=True),
    ]

    def __init__(self, session: Session, first: str | None = None) -> None:
        super().__init__()
        self._session, self._first = session, first
        self._drawn_for: object = None
        self._tried: dict[str, str] = {}
        self.idle = asyncio.Event()
        """Set while nothing that you did is under way."""

    def compose(self) -> ComposeResult:
        """Where you are, the messages, what is offered, the line, the keys."""
        yield Static(id="place")
        yield VerticalScroll(id="messages", can_focus=False)
        yield Static(id="typing")
        yield OptionList(id="offers", compact=True)
        yield Line()
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Begin to watch."""
        self.query_one("#offers").can_focus = False
        self.query_one("#offers").display = False
        self.query_one(Line).focus()
        self.run_worker(self._watch(), group="watch")
        if self._first:
            self._act(lambda: self._session.do(self._first or ""))
        else:
            self.idle.set()

    async def _watch(self) -> None:
        while True:
            changed = asyncio.ensure_future(self._session.discord.change())
            await self._draw()
            await changed

    async def _draw(self) -> None:
        """Bring what is shown to what you see now."""
        me, log = self._session.me, self.query_one("#messages")
        if self._drawn_for != (me.who, me.here):
            await log.remove_children()
            self._drawn_for = (me.who, me.here)
        seen = {one.message.id: one for one in me.sees()}
        for widget in log.query(Shown):
            now = seen.pop(widget.seen.message.id, None)
            if now is None:
                await widget.remove()
            elif now != widget.seen:
                widget.seen = now
                await widget.recompose()
        await log.mount_all(Shown(one) for one in seen.values())
        self._tell_place()
        self.call_after_refresh(log.scroll_end, animate=False)

    def _tell_place(self) -> None:
        session = self._session
        who = "a moderator" if session.moderates else "a member"
        self.query_one("#place", Static).update(Content(f" {session.place}   you are {who}"))
        self.query_one(Line).placeholder = f"/ask …   or   @{BOT} …   or   :help"
        typed = session.me.here.typing.get(session.discord.bot.id, 0)
        said = max((m.id for m in session.me.here.messages.values() if m.author.bot), default=0)
        self.query_one("#typing", Static).update(Content(f" {BOT} is typing …" if typed > said else ""))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what goes on from it."""
        self.run_worker(self._offer(event.value), group="offers", exclusive=True)

    async def _offer(self, line: str) -> None:
        offered = await suggestions(self._session, line)
        offers = self.query_one("#offers", OptionList)
        offers.set_options([Option(_offer(one), one.line) for one in {o.line: o for o in offered}.values()])
        offers.display = bool(offered)
        offers.highlighted = 0 if offered else None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do what was typed."""
        event.stop()
        line = self.query_one(Line).taken()
        if line.strip():
            self._act(lambda: self._session.do(line))

    def on_pressed(self, event: Pressed) -> None:
        """A button of a message."""
        self._act(lambda: self._after(self._session.press(event.seen, event.button)))

    def on_chosen(self, event: Chosen) -> None:
        """A menu of a message."""
        self._act(lambda: self._after(self._session.choose(event.seen, event.menu, event.value)))

    async def _after(self, reply: Awaitable[Any]) -> Outcome:
        return Outcome(await reply)

    def _act(self, act: Callable[[], Awaitable[Outcome]]) -> None:
        self.idle.clear()
        self.run_worker(self._done(act), group="acts")

    async def _done(self, act: Callable[[], Awaitable[Outcome]]) -> None:
        try:
            outcome = await act()
        except LeavingError:
            self.exit()
            return
        except OfflineError as error:
            self._note(str(error), "error")
        else:
            self._tried = {}
            await self._draw()
            if outcome.note:
                self._note(outcome.note, "note")
        if self._session.me.form:
            self._fill()
        self.idle.set()

    def _fill(self) -> None:
        opened = self._session.me.form

        def filled(values: dict[str, str] | None) -> None:
            self._tried = values or {}
            if values is None:
                self._session.me.form = None
            else:
                self._act(lambda: self._after(self._session.me.fills(values)))

        if opened and opened.modal:
            self.push_screen(Filling(see_form(opened.modal), self._tried), filled)

    def _note(self, text: str, kind: str) -> None:
        log = self.query_one("#messages")
        log.mount(Static(Content(clean(text) if "\n" not in text else text), classes=kind))
        self.call_after_refresh(log.scroll_end, animate=False)

    def action_help(self) -> None:
        """Say what can be typed."""
        self._act(lambda: self._session.do(":help"))

    def action_person(self) -> None:
        """Be the other one."""
        self._session.be(MEMBER if self._session.moderates else YOU)
        self.run_worker(self._draw(), group="draw")

    def action_place(self) -> None:
        """Look at the other place."""
        self._session.go(direct=self._session.me.here.guild is not None)
        self.run_worker(self._draw(), group="draw")

    def action_type(self) -> None:
        """Back to the line."""
        self.query_one(Line).focus()


def _offer(one: Suggestion) -> Content:
    return Content.assemble((clean(one.shown), "bold"), ("  " + clean(one.about), "#949ba4"))


async def picture(session: Session, first: str | None) -> str:
    """The window as SVG, after `first` was done."""
    window = Window(session, first)
    async with window.run_test(size=PICTURE) as pilot:
        window.query_one(Line).cursor_blink = False
        await window.idle.wait()
        await pilot.pause()
        log = window.query_one("#messages")
        shown = max((widget.virtual_region.bottom for widget in log.children), default=0)
        await pilot.resize_terminal(PICTURE[0], min(PICTURE[1] - log.size.height + shown + 1, TALLEST))
        await pilot.pause()
        return without_fonts(window.export_screenshot(title="newsdesk chat"))


def without_fonts(svg: str) -> str:
    """The picture without the addresses of fonts on the network: it is drawn with what the reader has."""
    head, _, rest = svg.partition("@font-face")
    while rest:
        piece, _, rest = rest.partition("}")[2].partition("@font-face")
        head += piece
    return head
