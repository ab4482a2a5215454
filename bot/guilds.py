"""What the moderators of a guild have set, and which collections its questions see."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from index.articles import Frozen
from index.search.engine import SHARED

if TYPE_CHECKING:
    from index.coverage import Coverage


class GuildSettings(Frozen):
    """The settings of one guild; those that nobody has set are as here."""

    moderator_role: int | None = None
    """Who has this role keeps the coverage, besides those who may manage the server."""
    channels: tuple[int, ...] = ()
    """Where the bot answers; everywhere when there are none."""
    reports_channel: int | None = None
    """Where "Wrong?" reports arrive; without it, answers have no such button."""
    shared: bool = True
    """Whether questions see the operator's shared coverage too."""
    statistics: bool = False
    """Whether it is counted what is asked, never by whom."""
    language: str | None = None
    """ISO 639-1; the one that articles are taken for where they do not say."""


def collection_of(guild: int) -> str:
    """The name of a guild's own collection."""
    return f"guild-{guild}"


def guild_of(collection: str) -> int | None:
    """The guild whose own collection this is; None for the shared one."""
    number = collection.removeprefix("guild-")
    return int(number) if number != collection and number.isdecimal() else None


def settings_of(coverage: Coverage, guild: int) -> GuildSettings:
    """What is set now. A value that this newsdesk cannot use counts as not set. Blocks: for worker threads."""
    kept = coverage.preferences.get(collection_of(guild))
    known = {name: _read(value) for name, value in kept.items() if name in GuildSettings.model_fields}
    try:
        return GuildSettings.model_validate(known)
    except ValidationError as error:
        unusable = {fault["loc"][0] for fault in error.errors()}
        return GuildSettings.model_validate({name: value for name, value in known.items() if name not in unusable})


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return {}  # what no setting can be


def change_setting(coverage: Coverage, guild: int, name: str, value: Any, *, who: str) -> GuildSettings:
    """Set one setting (None: back to what it is when nobody sets it), and give all of them. Blocks."""
    told = None if value is None else json.dumps(value)
    coverage.preferences.set(collection_of(guild), name, told, who=who)
    return settings_of(coverage, guild)


def collections_of(coverage: Coverage, guild: int | None) -> tuple[str, ...]:
    """The collections that a guild's questions see; in direct messages (None) the shared one alone. Blocks."""
    if guild is None:
        return (SHARED,)
    own = collection_of(guild)
    return (SHARED, own) if settings_of(coverage, guild).shared else (own,)
