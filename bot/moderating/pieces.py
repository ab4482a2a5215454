"""What moderators' messages are made of besides: boxes, rows of buttons and menus, pages; and answers with files.

`source` is Discord source: whoever makes it passes every text from outside through `literal`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.asking import pieces
from bot.asking.custom_ids import CustomId
from bot.asking.fitting import Item, Size
from bot.asking.pieces import LONGEST, button, let_go, text
from bot.asking.wording import on_one_line
from bot.delivery import InteractionReply, Views

GREY, GREEN, RED = discord.ButtonStyle.secondary, discord.ButtonStyle.success, discord.ButtonStyle.danger
BLUE, AMBER = discord.Colour(0x3B7DD8), discord.Colour(0xC98A1B)

MOST_FILES = 10
"""Of a message of Discord."""


def begun(outside: str, characters: int = 300) -> str:
    """Discord source of a text from outside on one line, or of its beginning with an ellipsis where it is longer."""
    return pieces.begun(on_one_line(outside), Size(1, min(characters, LONGEST.characters), LONGEST.octets))


def moment(at: str | float, form: str = "f") -> str:
    """Discord source that shows each reader a moment in their own time zone. at: ISO 8601, or seconds since 1970."""
    seconds = datetime.fromisoformat(at).timestamp() if isinstance(at, str) else at
    return f"<t:{int(seconds)}:{form}>"


def row(*items: ui.Item[ui.LayoutView]) -> ui.ActionRow[ui.LayoutView]:
    """Buttons beside each other, or one menu."""
    return ui.ActionRow(*items)


def beside(source: str, accessory: ui.Button[ui.LayoutView]) -> ui.Section[ui.LayoutView]:
    """A paragraph with a button at its right."""
    return ui.Section(text(source), accessory=accessory)


def view(items: Iterable[Item], colour: discord.Colour = BLUE) -> ui.LayoutView:
    """One message: a box with the items in it."""
    made = ui.LayoutView(timeout=None)
    made.add_item(ui.Container(*items, accent_colour=colour))
    return let_go(made)


def turning(
    page: int, pages: int, turned: Callable[[int], CustomId], labels: tuple[str, str] = ("Newer", "Older")
) -> list[ui.Button[ui.LayoutView]]:
    """The buttons that turn the pages of a list: to the one before and to the next, where there are such."""
    to = [(labels[0], page - 1), (labels[1], page + 1)]
    return [button(label, turned(number)) for label, number in to if 0 <= number < pages]


def chosen(interaction: discord.Interaction[Any]) -> list[str]:
    """The values that were chosen from a menu; none from someone whose app says something else."""
    data: Any = interaction.data or {}
    values = data.get("values")
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def chosen_numbers(interaction: discord.Interaction[Any]) -> list[int]:
    """The values that were chosen from a menu and are numbers that the store and Discord may have given."""
    values = (value for value in chosen(interaction) if value.isascii() and value.isdecimal() and len(value) < 20)
    return [number for number in map(int, values) if number < 2**63]


def chosen_ids(interaction: discord.Interaction[Any]) -> list[int]:
    """The same, where they are ids of roles or channels of this guild; Discord has told who they are (`resolved`)."""
    data: Any = interaction.data or {}
    resolved = data.get("resolved") or {}
    known = {**(resolved.get("roles") or {}), **(resolved.get("channels") or {})}
    return [number for number in chosen_numbers(interaction) if str(number) in known]


class WithFiles(InteractionReply):
    """A private answer of one message with files; what one message does not hold comes in more."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        super().__init__(interaction, private=True)
        self._to_whom = interaction
        self.files: Sequence[discord.File] = ()
        self._first: list[discord.File] = []

    async def send(self, shown: Views) -> None:
        """The message with the first files, then the others."""
        files, self.files = self.files, ()
        together = _together(files, self._to_whom.filesize_limit)
        self._first, rest = (together[0], together[1:]) if together else ([], [])
        try:
            for file in self._first:
                shown[0].add_item(ui.File(file))
            await super().send(shown)
            for several in rest:
                made = ui.LayoutView(timeout=None)
                for file in several:
                    made.add_item(ui.File(file))
                await self._to_whom.followup.send(view=let_go(made), files=several, ephemeral=True)
        finally:
            self._first = []
            for file in files:
                file.close()

    async def _fill(self, view: ui.LayoutView) -> None:
        if self._first:
            await self._to_whom.edit_original_response(view=view, attachments=self._first)
        else:
            await super()._fill(view)


def _together(files: Iterable[discord.File], most: int) -> list[list[discord.File]]:
    """The files in as few messages as hold them in their order, of at most `most` bytes each."""
    together: list[list[discord.File]] = []
    room = 0
    for file in files:
        size = file.fp.seek(0, io.SEEK_END)
        file.fp.seek(0)
        if not together or size > room or len(together[-1]) == MOST_FILES:
            together.append([])
            room = most
        together[-1].append(file)
        room -= size
    return together
