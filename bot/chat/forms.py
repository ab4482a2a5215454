"""A form that the bot opened, as a window over the chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Select, Static, TextArea

from bot.offline.seen import Field, Form
from bot.terminal.clean import clean


class Filling(ModalScreen[dict[str, str] | None]):
    """Gives what was filled in, by custom id; None when it was closed. `before` holds the values of the last try."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]
    CSS = """
    Filling { align: center middle; }
    Filling #form { width: 80%; max-width: 70; height: auto; max-height: 90%; padding: 1 2; background: $panel; }
    Filling TextArea { height: 5; }
    Filling Horizontal { height: auto; margin-top: 1; }
    """

    def __init__(self, form: Form, before: Mapping[str, str]) -> None:
        super().__init__()
        self._form, self._before = form, before
        self._entries: dict[str, Input | TextArea | Select[str]] = {}

    def compose(self) -> ComposeResult:
        """The title, the fields, and what ends it."""
        with VerticalScroll(id="form", can_focus=False):
            yield Static(Content.styled(clean(self._form.title), "bold"))
            for entry in self._form.fields:
                yield Static(Content(clean(entry.label) + ("" if entry.required else " (may be left out)")))
                self._entries[entry.custom_id] = widget = _entry(entry, self._before.get(entry.custom_id, entry.value))
                yield widget
            with Horizontal():
                yield Button("Send", id="send", variant="primary", compact=True)
                yield Button("Close", id="close", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Send it, or close it."""
        event.stop()
        self.dismiss(self._filled() if event.button.id == "send" else None)

    def _filled(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for custom_id, widget in self._entries.items():
            value = widget.text if isinstance(widget, TextArea) else widget.value
            if isinstance(value, str) and value:
                found[custom_id] = value
        return found


def _entry(entry: Field, value: str) -> Input | TextArea | Select[str]:
    if entry.options:
        return Select([(Content(clean(label)), value) for label, value in entry.options], compact=True)
    if entry.long:
        return TextArea(clean(value))
    return Input(clean(value), placeholder=clean(entry.placeholder), compact=True)
