"""The text field of the chat."""

from __future__ import annotations

from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList


class Line(Input):
    """The text field: Tab takes what is offered, the arrows choose among it, or go through what you wrote before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "take", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="line", compact=True, select_on_focus=False)
        self._before: list[str] = []
        self._at = 0

    @property
    def _offers(self) -> OptionList:
        return self.screen.query_one("#offers", OptionList)

    def action_take(self) -> None:
        """Take what is offered."""
        offer = self._offers.highlighted_option
        if not self._offers.display or offer is None or offer.id is None:
            raise SkipAction
        self.value = offer.id
        self.cursor_position = len(self.value)

    def action_move(self, by: int) -> None:
        """The next offer, or the line written before."""
        if self._offers.display:
            (self._offers.action_cursor_down if by > 0 else self._offers.action_cursor_up)()
        elif 0 <= self._at + by < len(self._before):
            self._at += by
            self.value = self._before[self._at]
            self.cursor_position = len(self.value)

    def taken(self) -> str:
        """The line, which is empty then."""
        line, self.value = self.value, ""
        self._before = [*self._before[-99:], line]
        self._at = len(self._before)
        return line
