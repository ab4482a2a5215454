"""How moderators' commands, buttons and forms run: whoever uses one is asked for their permission at that moment.

A button knows what its custom id says (`ndm1:<action>:<number>...`) and nothing else, so it works after a restart; so
does a form whose custom id is one of these. A custom id may be forged: whoever handles it looks things up in the
collection of the guild where it is pressed. What everyone may press in a list of articles begins with `ndr1`.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

import discord
from discord import ui

from bot.asking.custom_ids import CustomId
from bot.delivery import InPlaceReply, InteractionReply, Views
from bot.moderating.permission import require_guild, require_moderator
from index.errors import NewsdeskError

if TYPE_CHECKING:
    from bot.client import Newsdesk

Handler: TypeAlias = Callable[[Any, "discord.Interaction[Newsdesk]"], Awaitable[None]]
"""Answers a press: handler(parsed custom id, interaction), for a moderator of the guild where it is pressed."""


class TooOldError(NewsdeskError):
    """A button of another version, or of something that is gone."""


class ModeratorsId(CustomId):
    """Base of the custom ids of moderators' buttons: frozen dataclasses of numbers, each with its `action`."""

    __slots__ = ()
    version: ClassVar[str] = "ndm1"


class ReadersId(CustomId):
    """Base of the custom ids that everyone in the guild may press."""

    __slots__ = ()
    version: ClassVar[str] = "ndr1"


def handlers() -> dict[type[CustomId], Handler]:
    """What answers each of the moderators' buttons, menus and lasting forms."""
    from bot.moderating import (
        adding,
        correcting,
        explaining,
        exporting,
        feeding,
        journaling,
        keeping,
        listing,
        reporting,
        settling,
        withdrawing,
    )

    rooms = (
        *(adding, correcting, explaining, exporting, feeding, journaling),
        *(keeping, listing, reporting, settling, withdrawing),
    )
    return {kind: handler for room in rooms for kind, handler in room.HANDLERS.items()}


def readers_handlers() -> dict[type[CustomId], Handler]:
    """What answers the buttons and menus that everyone may use."""
    from bot.moderating import listing

    return dict(listing.READERS_HANDLERS)


async def moderate(interaction: discord.Interaction[Any], work: Callable[[], Awaitable[Views]]) -> None:
    """Do the work if who asks is a moderator, and show what comes of it, or why not, to them alone."""

    async def allowed() -> Views:
        await require_moderator(interaction)
        return await work()

    await interaction.client.answer(InteractionReply(interaction, private=True), allowed)


async def in_place(interaction: discord.Interaction[Any], work: Callable[[], Awaitable[Views]]) -> None:
    """Do the work, and put what comes of it in the place of the message that was pressed; what fails, beside it."""
    if interaction.message is None:
        await interaction.client.answer(InteractionReply(interaction, private=True), work)
        return
    reply = InPlaceReply(interaction)
    await interaction.client.answer(reply, lambda: reply.trying(work))


async def privately(interaction: discord.Interaction[Any], work: Callable[[], Awaitable[Views]]) -> None:
    """Do the work, and show what comes of it to who pressed, in a message of its own."""
    await interaction.client.answer(InteractionReply(interaction, private=True), work)


async def open_form(interaction: discord.Interaction[Any], made: Callable[[], Awaitable[ui.Modal]]) -> None:
    """Open the form that is made, for a moderator; where there is none to open, say why to them alone."""
    try:
        await require_moderator(interaction)
        await interaction.response.send_modal(await made())
    except Exception as error:  # noqa: BLE001 - as in if_moderator
        await _failed(interaction, error)


async def _failed(interaction: discord.Interaction[Any], error: Exception) -> None:
    async def nothing() -> Views:
        raise error

    await privately(interaction, nothing)


async def if_moderator(interaction: discord.Interaction[Any], then: Callable[[], Awaitable[None]]) -> None:
    """Go on with `then`, which acknowledges by itself (with a form, or in place), if who interacts is a moderator."""
    try:
        await require_moderator(interaction)
        await then()
    except Exception as error:  # noqa: BLE001 - handed on to the one place where errors become replies
        await _failed(interaction, error)


async def press(custom_id: str, interaction: discord.Interaction[Any]) -> None:
    """Answer what a moderator pressed, chose or sent, by its custom id."""
    found = ((kind.parse(custom_id), handler) for kind, handler in handlers().items())
    pressed, handler = next((one for one in found if one[0]), (None, _too_old))
    await if_moderator(interaction, lambda: handler(pressed, interaction))


async def _too_old(_: object, _interaction: discord.Interaction[Any]) -> None:
    raise TooOldError("This button is too old for me: use the command again.")


async def press_of_reader(custom_id: str, interaction: discord.Interaction[Any]) -> None:
    """Answer what anyone in a guild pressed or chose."""
    found = ((kind.parse(custom_id), handler) for kind, handler in readers_handlers().items())
    pressed, handler = next((one for one in found if one[0]), (None, _too_old))
    try:
        require_guild(interaction)
        await handler(pressed, interaction)
    except Exception as error:  # noqa: BLE001 - as in if_moderator
        await _failed(interaction, error)


class _Press(ui.DynamicItem[ui.Item[Any]], template=re.compile("(?!)")):
    """What is pressed or chosen, as discord.py finds it by its custom id."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """discord.py's way to make it."""
        return cls(item)


class ModeratorsPress(_Press, template=re.compile(r"ndm[0-9]{1,4}:.*", re.DOTALL)):
    """Every button and menu of moderators, of every version; those of another version say that they are too old."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a moderator's press."""
        await press(self.custom_id, interaction)


class ReadersPress(_Press, template=re.compile(r"ndr[0-9]{1,4}:.*", re.DOTALL)):
    """Every button and menu of the lists that everyone may see."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a press."""
        await press_of_reader(self.custom_id, interaction)


async def on_interaction(interaction: discord.Interaction[Any]) -> None:
    """Answer a lasting form: discord.py forgets forms when the bot restarts, these are known by their custom ids."""
    custom_id = str(_sent(interaction).get("custom_id", ""))
    if interaction.type is discord.InteractionType.modal_submit and re.match("ndm[0-9]{1,4}:", custom_id):
        await press(custom_id, interaction)


def lasting_form(sent: ModeratorsId, title: str, entries: Mapping[str, ui.TextInput[Any]]) -> ui.Modal:
    """A form whose answer is handled by the handler of `sent`, also after a restart. entries: by their labels."""
    form = ui.Modal(title=title, custom_id=str(sent))
    for label, entry in entries.items():
        form.add_item(ui.Label(text=label, component=entry))
    form.stop()  # else discord.py keeps it, and answers it too
    return form


def filled(interaction: discord.Interaction[Any]) -> dict[str, str]:
    """What stands in the text fields of a form that was sent, by their custom ids, without white space at the ends."""
    return {name: value.strip() for name, value in _filled(_sent(interaction).get("components"))}


def _sent(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    data: Any = interaction.data
    return data or {}


def _filled(components: Any) -> Iterator[tuple[str, str]]:
    for part in components or []:
        for entry in [*(part.get("components") or []), *([part["component"]] if "component" in part else [])]:
            if isinstance(entry.get("value"), str):
                yield str(entry.get("custom_id")), entry["value"]
