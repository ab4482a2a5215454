"""What is held of guilds from which the bot was removed: kept for a month, in case it comes back, then erased."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.guilds import collection_of, guild_of

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from index.coverage import Coverage

log = logging.getLogger(__name__)

KEPT = timedelta(days=30)
"""For how long; /privacy says so."""
LOOKS_EVERY = 86_400.0
"""Seconds."""
LEFT = "left"
"""The preference that holds since when a guild is without the bot."""
SERVED_BY = "served_by"
"""The preference that holds which application was last in a guild: only where it is missed is the guild left."""
WHO = "newsdesk"


class Leaving:
    """Looks once a day which guilds are without the bot."""

    def __init__(self, bot: Newsdesk) -> None:
        self._bot = bot

    async def run(self) -> None:
        """Never ends. Raises what goes wrong."""
        while True:
            await self._bot.wait_until_ready()
            present, me = [guild.id for guild in self._bot.guilds], self._bot.application_id or 0
            await self._bot.desk.change(lambda coverage: seen_to(coverage, present, me, now()))  # noqa: B023 - awaited
            await asyncio.sleep(LOOKS_EVERY)


def seen_to(coverage: Coverage, present: Collection[int], application: int, at: datetime) -> None:
    """Note which guilds are without the bot, and erase those that have been for a month. Blocks.

    A guild that another application serves from this database, as when it is tried under another token, or in the
    terminal's Discord, is nothing that this one could have left.

    present: the ids of the guilds that the bot is in, also those that Discord cannot reach just now.
    application: the bot's id. at: the time, UTC.
    """
    here = {collection_of(guild) for guild in present}
    for collection in coverage.collections():
        if guild_of(collection) is None:
            continue
        since = _since(coverage, collection)
        if collection in here:
            coverage.preferences.set(collection, SERVED_BY, str(application), who=None)
            coverage.preferences.set(collection, LEFT, None, who=WHO)
        elif coverage.preferences.get(collection).get(SERVED_BY) != str(application):
            continue
        elif since is None:
            coverage.preferences.set(collection, LEFT, json.dumps(at.isoformat(timespec="seconds")), who=WHO)
            log.warning("The bot is in %s no more: what is held of it is erased on %s.", collection, (at + KEPT).date())
        elif at - since > KEPT:
            gone = coverage.erase(collection, who=f"{WHO}, {KEPT.days} days after the bot was removed")
            log.warning("Erased %s, %d articles: the bot has not been in it for a month.", collection, gone.articles)


def _since(coverage: Coverage, collection: str) -> datetime | None:
    try:
        since = datetime.fromisoformat(json.loads(coverage.preferences.get(collection)[LEFT]))
    except (KeyError, ValueError, TypeError):
        return None
    return since if since.tzinfo else None


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)
