"""Noting which articles a posted answer quotes, by numbers alone, beside the answers: nobody waits for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from bot.amending.standing import Place, held, text_of
from bot.asking.passages import Quoted, Quoting
from bot.guilds import collection_of
from index.search.engine import SHARED

if TYPE_CHECKING:
    from bot.delivery import Sent
    from bot.desk import Desk
    from index.coverage import Coverage

log = logging.getLogger(__name__)

MOST_OTHERS = 30
"""Articles that carry a passage too, of which it is noted."""
AT_THE_END = 5.0
"""Seconds that notes under way have when the bot ends."""


class Recording:
    """Notes what was sent."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._under_way: set[asyncio.Task[None]] = set()

    def remember(self, sent: Iterable[Sent]) -> None:
        """Note the messages that quote articles. Returns at once, and never raises; what fails is logged."""
        for one in sent:
            if isinstance(one.view, Quoting) and one.view.quoted:
                task = asyncio.create_task(self._record(one, tuple(one.view.quoted)))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)

    async def finished(self) -> None:
        """Wait, not for long, until all is noted."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=AT_THE_END)

    async def _record(self, sent: Sent, quoted: Sequence[Quoted]) -> None:
        collection = SHARED if sent.guild is None else collection_of(sent.guild)

        def record(coverage: Coverage) -> bool:
            places = list(_places(coverage, (SHARED, collection), quoted))
            coverage.quotations.record(sent.message, sent.channel, collection, places)
            return set(coverage.quotations.status(place.key for place in places).values()) != {"held"}

        try:
            if await self._desk.note(record):  # changed while it was on its way
                self._desk.changed.set()
        except Exception as error:  # noqa: BLE001 - the answer stands all the same
            log.warning("An answer will not be amended when what it quotes is: %s", error)


def _places(coverage: Coverage, collections: Sequence[str], quoted: Iterable[Quoted]) -> Iterator[Place]:
    """Each passage where it was quoted from, and in the other articles that are named for it."""
    for passage in quoted:
        place = Place(passage.key, passage.paragraph)
        yield place
        text = text_of(coverage, collections, place) if passage.also_in else None
        for key in passage.also_in[:MOST_OTHERS]:
            article = held(coverage, collections, key)
            same = (one.number for one in article.paragraphs if one.text == text) if article else iter(())
            if (number := next(same, None)) is not None:
                yield Place(key, number)
