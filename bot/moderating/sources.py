"""What a moderator gives to be read: files, links, a message, pasted text; hostile, all of it, until it is read.

What cannot be fetched or read is one plain line, and the rest goes on.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.asking.wording import label
from bot.fetching.fetch import ARTICLES as MEDIA_TYPES
from bot.fetching.pages import link_readings
from index.errors import NewsdeskError, NoBodyError, UnreadableError
from index.reading import read_bytes
from index.reading.identity import article_id, canonical_link, id_of_link
from index.reading.reading import Limits, Reading
from index.store.drafts import ARTICLES

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from index.articles import Article

MOST_SOURCES = 5
MOST_BYTES = 10_000_000
"""Of one file: what Discord lets everyone attach."""
DOWNLOADED_WITHIN = 60.0
READ_WITHIN = 90.0
"""Seconds for everything that was given at once; the articles read until then are taken."""
LONG_TEXT = 200
"""Characters of a message without links and files that may be an article by itself."""
LONGEST_NAME = 60

_LINK = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)
_NOT_ITS_END = ".,;:!?*_~|'’”»)]}"


class CannotReadError(NewsdeskError):
    """Something that a moderator gave cannot be fetched or read."""


@dataclass(frozen=True, slots=True)
class ReadIn:
    """What came of reading."""

    readings: tuple[Reading, ...]
    refusals: tuple[str, ...]
    """A plain line for each thing that could not be read."""


Readable = Callable[[Limits], Iterable[Reading | UnreadableError]]
"""Reads what was fetched. Blocks."""
Source = Callable[[], Awaitable[Readable]]
Telling = Callable[[str], None]
"""Told how far the reading is, from another thread."""


def of_attachment(attachment: discord.Attachment) -> Source:
    """A file in Discord; its size is known before it is downloaded."""

    async def download() -> Readable:
        name = label(attachment.filename, LONGEST_NAME)
        if attachment.size > MOST_BYTES:
            raise CannotReadError(f"{name}: it has {attachment.size / 1e6:,.1f} MB, and at most {MOST_BYTES / 1e6:g}"
                                  " MB are read; split it.")  # fmt: skip
        try:
            async with asyncio.timeout(DOWNLOADED_WITHIN):
                data = await attachment.read()
        except (discord.NotFound, discord.Forbidden) as error:
            raise CannotReadError(f"{name}: Discord does not have this file any more; attach it again.") from error
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise CannotReadError(f"{name}: Discord does not give this file just now; try again later.") from error
        return lambda limits: read_bytes(data, name, limits)

    return download


def of_link(bot: Newsdesk, link: str) -> Source:
    """A page or file somewhere in the web."""

    async def fetch() -> Readable:
        fetched = await bot.fetcher.get(link.strip().strip("<>"), accept=MEDIA_TYPES)
        return lambda limits: link_readings(fetched, limits)

    return fetch


def of_message(bot: Newsdesk, message: discord.Message) -> list[Source]:
    """The links and files of a message, also of one that it forwards; of one with neither, its text if it is long.

    Raises CannotReadError where there is nothing to read.
    """
    parts: list[discord.Message | discord.MessageSnapshot] = [message, *message.message_snapshots]
    text = "\n".join(part.content for part in parts if part.content)
    links = list(links_in(text))
    sources = [*(of_link(bot, link) for link in links), *(of_attachment(a) for part in parts for a in part.attachments)]
    if sources:
        return sources
    if len(text) < LONG_TEXT:
        raise CannotReadError("There is no link, no file and no longer text in this message that I could read.")

    async def written() -> Readable:
        return lambda limits: read_bytes(text.encode(), "the message", limits, "text/plain")

    return [written]


def links_in(text: str) -> Iterator[str]:
    """The web links in what somebody wrote, each once, without the marks behind them."""
    seen: set[str] = set()
    for found in _LINK.finditer(text):
        link = _without_marks(found[0])
        canonical = canonical_link(link)
        if canonical and canonical not in seen:
            seen.add(canonical)
            yield link


def _without_marks(link: str) -> str:
    """Without punctuation at its end; a bracket that is opened in the link belongs to it."""
    while link and link[-1] in _NOT_ITS_END and not (link[-1] == ")" and link.count("(") >= link.count(")")):
        link = link[:-1]
    return link


async def read_in(bot: Newsdesk, sources: Sequence[Source], language: str | None, tell: Telling) -> ReadIn:
    """Fetch what was given, at most MOST_SOURCES of it, and read it in a thread.

    language: of articles that do not say which is theirs. Raises what fails where it was asked for by this one source.
    """
    taken = sources[:MOST_SOURCES]
    got = await asyncio.gather(*(source() for source in taken), return_exceptions=True)
    given: list[Readable] = []
    refusals: list[str] = []
    for one in got:
        if isinstance(one, NewsdeskError):
            refusals.append(str(one))
        elif isinstance(one, BaseException):
            raise one
        else:
            given.append(one)
    read = await bot.desk.compute(lambda: _read_all(given, bot.desk.limits(language), tell))
    if len(sources) > len(taken):
        refusals.append(f"Only the first {MOST_SOURCES} links and files were read; give the others by themselves.")
    return ReadIn(read.readings, (*refusals, *read.refusals))


def _read_all(given: Iterable[Readable], limits: Limits, tell: Telling) -> ReadIn:
    """Everything that can be read of what was given. Blocks; stops in time, and says so."""
    readings: list[Reading] = []
    refusals: list[str] = []
    until = time.monotonic() + READ_WITHIN
    for one in given:
        for found in one(limits):
            if isinstance(found, UnreadableError):
                refusals.append(line_of(found))
            elif len(readings) == ARTICLES or time.monotonic() > until:
                refusals.append(f"Only the first {len(readings):,} articles were read; give the rest by itself.")
                return ReadIn(tuple(readings), tuple(refusals))
            else:
                readings.append(found)
                tell(f"Read {len(readings):,} articles so far …")
    return ReadIn(tuple(readings), tuple(refusals))


def line_of(error: UnreadableError) -> str:
    """What is wrong and where, as a moderator in Discord reads it."""
    what = error.message
    if isinstance(error, NoBodyError):  # what it says to do is for the command line
        what = f"{what.partition('; ')[0]}; paste its text, or give another file"
    return str(type(error)(what, path=error.path, line=error.line))


def renamed(article: Article, **facts: str | None) -> Article:
    """The article with other facts, and with the id that follows from them unless it brought one of its own."""
    changed = article.model_copy(update=facts)
    if article.id != _own_id(article):
        return changed
    return changed.model_copy(update={"id": _own_id(changed)})


def _own_id(article: Article) -> str:
    if article.url and canonical_link(article.url):
        return id_of_link(article.url)
    return article_id(article.title, [paragraph.text for paragraph in article.paragraphs])
