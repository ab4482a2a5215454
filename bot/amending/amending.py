"""Finding the posted answers that quote what was corrected or withdrawn, and saying so in them; and taking it back.

What is to be done is asked of the store again and again, so a restart only goes on, and what fails is tried later.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord import ui

from bot.amending.looks import amended, amended_context, quoted_in
from bot.amending.standing import Passage, Place, passage_of, text_of
from bot.asking.replies import NO_MENTIONS
from index.errors import NewsdeskError
from index.search.engine import SHARED

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from index.coverage import Coverage
    from index.store.quotations import Posted, Shown

log = logging.getLogger(__name__)

LOOKS_AGAIN = 30.0
"""Seconds until changes of other processes are looked for."""
DAYS, MOST_ANSWERS = 30, 2_000
"""Answers that are older, or the oldest beyond so many of a server, are left as they are."""
PRUNES_AFTER = 86_400.0
"""Seconds."""
AT_ONCE, CHANNELS_AT_ONCE = 50, 3
"""Answers that are looked at together, and channels in which they are amended beside each other."""
PAUSE = 0.3
"""Seconds between two amendments in a channel: answers go first."""
MOST_TRIES, SOONEST, LATEST = 6, 60.0, 3_600.0
"""How often it is tried, until the next restart, where Discord refuses; seconds until it is tried again, doubled each
time."""


@dataclass
class _Tried:
    times: int
    again: float


@dataclass(frozen=True)
class _Found:
    """What became of all that a message quotes."""

    passages: dict[Place, Passage]
    status: dict[int, Shown]


class Amending:
    """Keeps posted answers true, for as long as it runs."""

    def __init__(self, bot: Newsdesk, clock: Callable[[], float] = time.monotonic) -> None:
        self._bot, self._clock = bot, clock
        self._tried: dict[int, _Tried] = {}
        self._unreadable: set[int] = set()
        self._pruned: float | None = None

    async def run(self) -> None:
        """Amend what is to be amended now, then after each change; never returns."""
        while True:
            self._bot.desk.changed.clear()
            try:
                await self._prune()
                await self.amend_all()
            except* NewsdeskError as errors:
                log.warning("Posted answers are looked at again later: %s", errors.exceptions[0])
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOKS_AGAIN):
                    await self._bot.desk.changed.wait()

    async def amend_all(self) -> None:
        """Amend all that can be amended now."""
        while due := await self._due():
            channels: dict[int, list[Posted]] = {}
            for posted in due:
                channels.setdefault(posted.channel, []).append(posted)
            free = asyncio.Semaphore(CHANNELS_AT_ONCE)
            async with asyncio.TaskGroup() as together:
                for several in channels.values():
                    together.create_task(self._in_channel(several, free))

    async def _due(self) -> list[Posted]:
        """The stale ones but those that failed lately: each that is tried is then amended, forgotten or failed."""
        limit = AT_ONCE + len(self._tried)
        stale = await self._bot.desk.read(lambda coverage: coverage.quotations.stale(limit))
        now = self._clock()
        waiting = {number for number, tried in self._tried.items() if tried.again > now}
        return [posted for posted in stale if posted.message not in waiting][:AT_ONCE]

    async def _in_channel(self, several: Iterable[Posted], free: asyncio.Semaphore) -> None:
        async with free:
            for posted in several:
                try:
                    await self._amend(posted)
                except discord.NotFound:
                    await self._forget(posted)
                except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
                    self._try_later(posted, error)
                else:
                    self._tried.pop(posted.message, None)

    async def _amend(self, posted: Posted) -> None:
        channel = self._bot.get_partial_messageable(posted.channel)
        message = await channel.fetch_message(posted.message)
        if self._bot.user is None or message.author.id != self._bot.user.id:
            log.warning("Message %s is not mine, and stays as it is", posted.message)
            await self._forget(posted)
            return
        quoted = list(quoted_in(message).values())
        found = await self._bot.desk.read(lambda coverage: _found(coverage, posted, quoted))
        view = _view(message, posted, quoted, found)
        if view is not None:
            await self._edit(message, view)
        await self._bot.desk.note(lambda coverage: _note(coverage, posted, found))
        if view is not None:
            await asyncio.sleep(PAUSE)

    async def _edit(self, message: discord.Message, view: ui.LayoutView) -> None:
        if message.flags.suppress_embeds:  # an edit that sends flags at all takes off those that it does not name
            await message.edit(view=view, allowed_mentions=NO_MENTIONS, suppress=True)
        else:
            await message.edit(view=view, allowed_mentions=NO_MENTIONS)

    async def _forget(self, posted: Posted) -> None:
        self._tried.pop(posted.message, None)
        await self._bot.desk.note(lambda coverage: coverage.quotations.forget(posted.message))

    def _try_later(self, posted: Posted, error: Exception) -> None:
        tried = self._tried.setdefault(posted.message, _Tried(0, 0.0))
        tried.times += 1
        refused = isinstance(error, discord.HTTPException) and error.status < 500 and error.status != 429
        given_up = refused and tried.times >= MOST_TRIES
        wait = min(SOONEST * 2.0 ** min(tried.times - 1, 20), LATEST)
        tried.again = float("inf") if given_up else self._clock() + wait
        if not isinstance(error, discord.Forbidden):
            log.info("Message %s cannot be amended now: %s", posted.message, error)
        elif posted.channel not in self._unreadable:
            self._unreadable.add(posted.channel)
            log.warning(
                "Answers in channel %s cannot be amended: I need View Channel and Read Message History there (%s)",
                posted.channel,
                error,
            )

    async def _prune(self) -> None:
        now = self._clock()
        if self._pruned is None or now - self._pruned > PRUNES_AFTER:
            await self._bot.desk.note(lambda coverage: coverage.quotations.prune(DAYS, MOST_ANSWERS))
            self._pruned = now


def _view(message: discord.Message, posted: Posted, quoted: Sequence[Place], found: _Found) -> ui.LayoutView | None:
    if quoted:
        return amended(message, found.passages)
    first = min(posted.quotations, default=None)
    passage = found.passages.get(Place(first.key, first.paragraph)) if first else None
    return amended_context(message, passage) if passage else None


def _found(coverage: Coverage, posted: Posted, quoted: Sequence[Place]) -> _Found:
    """Blocks. The status first: what changes meanwhile is then found stale again."""
    status = coverage.quotations.status(quotation.key for quotation in posted.quotations)
    collections = (SHARED, posted.collection)
    places = [Place(quotation.key, quotation.paragraph) for quotation in posted.quotations]
    texts = {place: text_of(coverage, collections, place) for place in dict.fromkeys([*quoted, *places])}
    others = {place: text for place, text in texts.items() if place not in quoted}
    asked = quoted or places[:1]
    return _Found(
        {place: passage_of(coverage, collections, place, {**others, place: texts[place]}) for place in asked}, status
    )


def _note(coverage: Coverage, posted: Posted, found: _Found) -> None:
    """Note what the message says now, and the places to which its passages have moved. Blocks."""
    known = [Place(quotation.key, quotation.paragraph) for quotation in posted.quotations]
    moved = [one.now for passage in found.passages.values() for one in passage.standings if one.article]
    new = [place for place in dict.fromkeys(moved) if place not in known]
    if new:
        coverage.quotations.record(posted.message, posted.channel, posted.collection, [*known, *new])
    coverage.quotations.amended(posted.message, {place: found.status[place.key] for place in known})
