"""Fetches what is at a link: guarded, bounded in time and size, without cookies and proxies, honest about who asks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, Self

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from bot.fetching.addresses import PORTS, Allow, GuardedResolver, checked, is_public, redirected
from bot.fetching.bodies import read_body, too_large
from bot.fetching.failing import FetchError
from bot.fetching.retrying import retry_after
from bot.fetching.robots import NAME, ROBOTS_BYTES, Robots

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
FEEDS = frozenset(
    {
        "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
        "application/xml", "text/xml", "application/json", "text/html", "text/plain", "application/octet-stream",
    }
)  # fmt: skip
"""Many servers give feeds a wrong type; what is none is refused when it is read."""
ARTICLES = PAGES | FEEDS | {"application/x-ndjson", "application/jsonl"}
"""All that newsdesk reads."""

_MOVED = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_DENIED = frozenset({401, 402, 403, 407, 451})
_HEADER_CHARACTERS = 8_190
_HEADERS = 100
_REMEMBERED_CHARACTERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """What is too slow or too large. Seconds; bytes; redirects in a row."""

    seconds: float = 30.0
    """For all of it, redirects and robots.txt too."""
    first_byte: float = 15.0
    between_bytes: float = 10.0
    sent: int = 10_000_000
    """As it comes over the wire."""
    unpacked: int = 15_000_000
    """After decompression."""
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What was at a link."""

    url: str
    """Where it was in the end."""
    status: int
    """200, or 304: not changed since, the body is empty."""
    media_type: str
    """In lower case, without parameters; empty where the server does not say."""
    content_type: str
    """The same as it was sent, its charset too."""
    body: bytes
    etag: str | None
    modified: str | None
    retry_after: float | None = None
    """Seconds."""


class Fetcher:
    """Fetches links, many at once if need be. Use as an async context manager, or close it.

    Args:
        limits: of one fetch.
        contact: a link or an address under which the operator can be reached, told to every server.
        resolver, allow, ports: for tests, which have no public internet: how names are resolved, which addresses may be
            connected to, at which ports.
        clock: seconds since the epoch.
    """

    def __init__(
        self,
        limits: FetchLimits | None = None,
        *,
        contact: str = "",
        resolver: AbstractResolver | None = None,
        allow: Allow = is_public,
        ports: Collection[int] = PORTS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._limits = limits or FetchLimits()
        self._agent = f"{NAME}/{version('newsdesk')} ({contact or 'news coverage with citations'})"
        self._resolver, self._allow, self._ports, self._clock = resolver, allow, ports, clock
        self._robots = Robots(self._read_robots, clock)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of all connections."""
        session, self._session = self._session, None
        if session:
            await session.close()

    async def get(
        self,
        url: str,
        *,
        accept: Collection[str],
        etag: str | None = None,
        modified: str | None = None,
        robots: bool = False,
    ) -> Fetched:
        """What is at the link.

        accept: media types. etag, modified: of what is held already; if it is the same, the status is 304. robots:
        whether robots.txt is heeded, as it must be where no person asked for this very link. Raises FetchError.
        """
        headers = {"Accept": ", ".join((*sorted(accept), "*/*;q=0.1"))}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        at = self._checked(url)
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._follow(at, headers, accept, robots)
        except TimeoutError as error:
            raise FetchError("too slow", url, "it did not come in time; try again later") from error

    async def _follow(self, at: URL, headers: dict[str, str], accept: Collection[str], robots: bool) -> Fetched:
        first = at
        for _ in range(self._limits.redirects + 1):
            if robots:
                await self._robots.check(at)
            async with self._answer(at, headers) as response:
                if response.status in _MOVED and (location := response.headers.get("Location")):
                    at = redirected(at, location, self._ports, self._allow)
                    continue
                return await self._taken(response, at, accept, conditional="If-None-Match" in headers or (
                    "If-Modified-Since" in headers))  # fmt: skip
        raise FetchError("redirects", str(first), "it leads from one link to the next without an end; check it")

    async def _taken(
        self, response: aiohttp.ClientResponse, at: URL, accept: Collection[str], *, conditional: bool
    ) -> Fetched:
        if response.status != 200 and not (response.status == 304 and conditional):
            self._refuse(response, at)
        content_type = response.headers.get("Content-Type", "")[:_REMEMBERED_CHARACTERS]
        media_type = content_type.partition(";")[0].strip().lower()
        body = b""
        if response.status == 200:
            if media_type and media_type not in accept:
                raise FetchError("wrong type", str(at), f"it is no article but {_kind_of(media_type)}; give another")
            body = await self._body(response, at, self._limits.unpacked)
        return Fetched(
            url=str(at),
            status=response.status,
            media_type=media_type,
            content_type=content_type,
            body=body,
            etag=_kept(response.headers.get("ETag")),
            modified=_kept(response.headers.get("Last-Modified")),
            retry_after=retry_after(response.headers.get("Retry-After"), self._clock()),
        )

    async def _body(self, response: aiohttp.ClientResponse, at: URL, unpacked: int) -> bytes:
        if (response.content_length or 0) > self._limits.sent:
            raise too_large(str(at), self._limits.sent)
        coding = ", ".join(response.headers.getall("Content-Encoding", []))
        pieces = response.content.iter_any()
        return await read_body(pieces, coding, str(at), sent=self._limits.sent, unpacked=unpacked)

    @asynccontextmanager
    async def _answer(self, at: URL, headers: dict[str, str]) -> AsyncIterator[aiohttp.ClientResponse]:
        """The answer to one request, its body still to come. Raises FetchError, also for what goes wrong within."""
        try:
            async with asyncio.timeout(self._limits.first_byte) as waiting:
                async with self._opened().get(at, headers=headers, allow_redirects=False) as response:
                    waiting.reschedule(None)
                    yield response
        except TimeoutError as error:
            raise FetchError("too slow", str(at), "its server is too slow; try again later") from error
        except aiohttp.ClientResponseError as error:
            raise FetchError("unreachable", str(at), "its server gives no proper answer; try again later") from error
        except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError) as error:
            raise FetchError("unreachable", str(at), "it has no valid certificate; tell its owner") from error
        except aiohttp.ClientConnectorDNSError as error:
            raise FetchError("unreachable", str(at), "there is no such host; check the link") from error
        except aiohttp.ClientPayloadError as error:
            raise FetchError("unreachable", str(at), "what it sent is cut off; try again later") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError("unreachable", str(at), "it cannot be reached; try again later") from error

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            limits = self._limits
            resolver = GuardedResolver(self._resolver or ThreadedResolver(), self._allow)
            self._session = aiohttp.ClientSession(
                # A connection is for one request, so that each is made to an address just looked at.
                connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, force_close=True),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self._agent, "Accept-Encoding": "gzip, deflate"},
                timeout=aiohttp.ClientTimeout(total=None, sock_read=limits.between_bytes),
                trust_env=False,
                auto_decompress=False,
                max_line_size=_HEADER_CHARACTERS,
                max_field_size=_HEADER_CHARACTERS,
                max_headers=_HEADERS,
            )
        return self._session

    def _checked(self, link: str) -> URL:
        return checked(link, self._ports, self._allow)

    def _refuse(self, response: aiohttp.ClientResponse, at: URL) -> NoReturn:
        status, link = response.status, str(at)
        wait = retry_after(response.headers.get("Retry-After"), self._clock())
        if status == 404:
            raise FetchError("not found", link, "there is no such page (404); check the link")
        if status == 410:
            raise FetchError("gone", link, "it is gone for good (410); take another link")
        if status in _BUSY:
            raise FetchError("busy", link, f"its server is busy ({status}); try again later", retry_after=wait)
        if status in _DENIED:
            raise FetchError("denied", link, f"its server lets nobody in who is unknown ({status}); save it as a file")
        if status >= 500:
            raise FetchError("busy", link, f"its server failed ({status}); try again later", retry_after=wait)
        raise FetchError("unreachable", link, f"its server answers oddly ({status}); check the link")

    async def _read_robots(self, url: URL) -> str:
        at = self._checked(str(url))
        for _ in range(self._limits.redirects + 1):
            async with self._answer(at, {"Accept": "text/plain"}) as response:
                if response.status in _MOVED and (location := response.headers.get("Location")):
                    at = redirected(at, location, self._ports, self._allow)
                    continue
                if response.status != 200:
                    self._refuse(response, at)
                return (await self._body(response, at, ROBOTS_BYTES)).decode("utf-8", "replace")
        return ""


def _kept(header: str | None) -> str | None:
    """A header that will be sent back: only one that is fit for it."""
    fit = header and len(header) <= _REMEMBERED_CHARACTERS and header.isascii() and header.isprintable()
    return header if fit else None


def _kind_of(media_type: str) -> str:
    family, _, name = media_type.partition("/")
    named = {"image": "a picture", "audio": "sound", "video": "a film", "font": "a typeface"}
    return named.get(family) or ("a PDF document" if name == "pdf" else f"a file of the type {media_type[:60]}")
