"""What every message is made of: texts, buttons, and views that discord.py does not keep.

`source` is Discord source: whoever makes it passes every text from outside through `literal`.
"""

from __future__ import annotations

from typing import TypeVar

import discord
from discord import ui

from bot.asking.custom_ids import CustomId
from bot.asking.fitting import Size, cut
from bot.asking.literal import literal

LONGEST = Size(1, 1000, 3000)
"""Of one text, where nothing else is said."""

View = TypeVar("View", bound=ui.LayoutView)


def text(source: str, id_: int | None = None) -> ui.TextDisplay[ui.LayoutView]:
    """A paragraph of Discord source."""
    return ui.TextDisplay(source if source.strip() else "…", id=id_)


def button(
    label: str, press: CustomId, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> ui.Button[ui.LayoutView]:
    """A button that is answered by what its custom id says."""
    return ui.Button(label=label, custom_id=str(press), style=style)


def begun(outside: str, room: Size = LONGEST) -> str:
    """Discord source of a text from outside, or of its beginning with an ellipsis where it is longer than the room."""
    shown = cut(outside, literal, room)
    return literal(outside) if shown == len(outside) else f"{literal(outside[:shown])} …"


def let_go(view: View) -> View:
    """The view, which discord.py would keep for ever: its buttons are answered by what their custom ids say."""
    view.stop()
    return view
