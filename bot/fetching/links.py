"""Links on the command line: what stands at them is read as if it were a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from index.errors import UnreadableError
from index.reading import read_paths

if TYPE_CHECKING:
    from bot.fetching.fetch import Fetcher
    from bot.settings import Settings
    from index.reading.reading import Limits, Reading


def read_places(
    places: Iterable[str], settings: Settings, standard_input: BinaryIO
) -> Iterator[Reading | UnreadableError]:
    """The articles of files, folders and links in the order given; "-" is standard input. Errors are yielded."""
    for place in places:
        if place.lower().startswith(("http://", "https://")):
            yield from read_link(place, settings)
        else:
            yield from read_paths([place], settings.limits(), standard_input=standard_input)


def read_link(link: str, settings: Settings) -> list[Reading | UnreadableError]:
    """The articles at a link. Blocks; for where no event loop runs."""
    import asyncio

    return asyncio.run(_read(link, settings.limits(), make_fetcher(settings)))


def make_fetcher(settings: Settings) -> Fetcher:
    """A fetcher that says whom to write to about it."""
    from bot.fetching.fetch import Fetcher

    return Fetcher(contact=settings.contact)


async def _read(link: str, limits: Limits, fetcher: Fetcher) -> list[Reading | UnreadableError]:
    from bot.fetching.failing import FetchError
    from bot.fetching.fetch import ARTICLES
    from bot.fetching.pages import link_readings

    async with fetcher:
        try:
            return link_readings(await fetcher.get(link, accept=ARTICLES), limits)
        except FetchError as error:
            return [UnreadableError(error.message, path=error.place)]
