"""All that is held of a guild: given to its moderators as files, or erased."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.asking.custom_ids import CustomId
from bot.asking.literal import literal
from bot.asking.pieces import button, text
from bot.asking.replies import source_view
from bot.asking.wording import label
from bot.delivery import Views
from bot.guilds import GuildSettings, collection_of
from bot.moderating.parting import parts
from bot.moderating.permission import require_moderator, who
from bot.moderating.pieces import AMBER, RED, WithFiles, row, view
from bot.moderating.presses import Handler, ModeratorsId, filled, in_place, lasting_form, moderate, open_form
from bot.terminal.wording import number_of
from index.errors import NewsdeskError

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from index.coverage import Coverage

MOST_PARTS = 50
"""Files of one export in Discord."""
LONGEST_NAME = 100
"""Characters of a guild's name, as Discord has it."""


class CannotExportError(NewsdeskError):
    """More is held than files in Discord can have."""


class NotErasedError(NewsdeskError):
    """Erasing was not confirmed."""


@dataclass(frozen=True, slots=True)
class ExportAll(ModeratorsId):
    """Give all that is held as files."""

    action = "export"


@dataclass(frozen=True, slots=True)
class AskErase(ModeratorsId):
    """Open the form in which the server's name must be typed."""

    action = "erase"


@dataclass(frozen=True, slots=True)
class Erase(ModeratorsId):
    """Erase everything, with the form's text."""

    action = "eraseall"


class Held(NamedTuple):
    """How much is held of a guild."""

    articles: int
    feeds: int
    settings: int
    journal: bool


class Exporting(commands.Cog):
    """The commands of this; a part of `/coverage`."""

    @app_commands.command(description="Everything that is held of this server, as files")
    async def export(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """Give it to who asks alone."""
        await _export(interaction)

    @app_commands.command(description="Erase everything that is held of this server; asks twice")
    async def erase(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """Say what would be erased, and ask."""
        own = collection_of(interaction.guild_id or 0)

        async def shown() -> Views:
            held = await interaction.client.desk.read(lambda coverage: _held(coverage, own))
            return [_question(held, interaction.guild)]

        await moderate(interaction, shown)


def _held(coverage: Coverage, own: str) -> Held:
    return Held(
        coverage.freshness(collections=(own,)).articles,
        len(coverage.feeds.list(own)),
        len(GuildSettings.model_fields.keys() & coverage.preferences.get(own).keys()),
        bool(coverage.journal(own, limit=1)),
    )


def _question(held: Held, guild: discord.Guild | None) -> ui.LayoutView:
    name = f"**{literal(_name(guild))}**" if guild else "this server"
    what = [number_of(held.articles, "article"), "the journal with all earlier versions", number_of(held.feeds, "feed")]
    what += [number_of(held.settings, "setting"), "what was read in and not added", "where answers stand that quote it"]
    return view(
        [
            text(f"### Erase everything that is held of {name}?"),
            text("\n".join(f"• {one}" for one in what)),
            text("This cannot be undone. The operator's shared coverage stays, and so do answers posted in channels."),
            row(button("Export first", ExportAll()), button("Erase everything …", AskErase(), RED)),
        ],
        AMBER,
    )


def _name(guild: discord.Guild) -> str:
    return label(guild.name, LONGEST_NAME) or "this server"


async def _export(interaction: discord.Interaction[Newsdesk]) -> None:
    reply, own = WithFiles(interaction), collection_of(interaction.guild_id or 0)
    most = int(interaction.filesize_limit * 0.98)
    folder = Path(tempfile.mkdtemp(prefix="newsdesk-export-"))

    def written(coverage: Coverage) -> list[Path]:
        return [part for archive in coverage.export(own, folder) for part in parts(archive, most)]

    async def done() -> Views:
        await require_moderator(interaction)
        made = await interaction.client.desk.at_length(written)
        if len(made) > MOST_PARTS:
            raise CannotExportError(
                f"This is {len(made)} files, too many for Discord: ask the operator of this bot for an export."
            )
        reply.files = [discord.File(part) for part in made]
        whole = "" if len(made) == 1 else " The parts are in order; each opens by itself."
        return [source_view(f"Everything that is held of this server, in {number_of(len(made), 'file')}.{whole}")]

    try:
        await interaction.client.answer(reply, done)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _export_pressed(_: ExportAll, interaction: discord.Interaction[Newsdesk]) -> None:
    await _export(interaction)


async def _ask_erase(_: AskErase, interaction: discord.Interaction[Newsdesk]) -> None:
    async def form() -> ui.Modal:
        entry: ui.TextInput[ui.Modal] = ui.TextInput(custom_id="name", max_length=LONGEST_NAME + 10)
        return lasting_form(Erase(), "Erase everything", {"Type the name of this server": entry})

    await open_form(interaction, form)


async def _erase(_: Erase, interaction: discord.Interaction[Newsdesk]) -> None:
    guild, by = interaction.guild, who(interaction)
    own = collection_of(interaction.guild_id or 0)

    async def erased() -> Views:
        typed = filled(interaction).get("name", "")
        if guild is None or _folded(typed) != _folded(guild.name):
            raise NotErasedError("That is not the name of this server: nothing was erased.")
        gone = await interaction.client.desk.change(lambda coverage: coverage.erase(own, who=by))
        told = f"Erased: {number_of(gone.articles, 'article')} and everything else that was held of this server."
        later = "" if gone.scrubbed else " Its bytes leave the database's file as soon as nobody uses that."
        return [source_view(told + later)]

    await in_place(interaction, erased)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


HANDLERS: dict[type[CustomId], Handler] = {ExportAll: _export_pressed, AskErase: _ask_erase, Erase: _erase}
