"""Servers on loopback that play feeds and pages, and the names under which they are reached."""

import asyncio
import gzip
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.fetching.addresses import Address
from bot.fetching.fetch import Fetcher, FetchLimits

LOOPBACK = ip_address("127.0.0.1")
QUICK = FetchLimits(seconds=5, first_byte=0.5, between_bytes=0.3, sent=200_000, unpacked=300_000)


@dataclass
class Reply:
    """An answer of the site. pieces: sent one after another with `pause` seconds between, instead of the body."""

    body: bytes = b""
    status: int = 200
    type: str | None = "text/html"
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    pieces: Iterable[bytes] = ()
    pause: float = 0.0
    before: float = 0.0
    raw: bytes | None = None
    etag: str | None = None


@dataclass
class Request:
    host: str
    path: str
    headers: dict[str, str]


class Site:
    """A server for all hosts. `pages` maps "host/path" to what is there; what is not there is 404."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply | Callable[[Request], Reply]] = {}
        self.requests: list[Request] = []
        self.at_once: Counter[str] = Counter()
        self.most_at_once: Counter[str] = Counter()
        self.most_together = 0
        self.port = 0

    def put(self, place: str, body: str | bytes = b"", **more: Any) -> None:
        self.pages[place] = Reply(body.encode() if isinstance(body, str) else body, **more)

    def url(self, place: str) -> str:
        host, _, path = place.partition("/")
        return f"http://{host}:{self.port}/{path}"

    def asked(self, place: str) -> list[Request]:
        return [request for request in self.requests if f"{request.host}{request.path}" == place]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])}
            request = Request(headers["host"].rpartition(":")[0] or headers["host"], head[0].split()[1], headers)
            self.requests.append(request)
            self.at_once[request.host] += 1
            self.most_at_once[request.host] = max(self.at_once[request.host], self.most_at_once[request.host])
            self.most_together = max(self.at_once.total(), self.most_together)
            try:
                await self._reply(request, writer)
            finally:
                self.at_once[request.host] -= 1
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _reply(self, request: Request, writer: asyncio.StreamWriter) -> None:
        page = self.pages.get(f"{request.host}{request.path}", Reply(status=404))
        reply = page if isinstance(page, Reply) else page(request)
        await asyncio.sleep(reply.before)
        if reply.raw is not None:
            writer.write(reply.raw)
        else:
            writer.write(_head(reply, request))
            for piece in reply.pieces or (reply.body,):
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(reply.pause)
        await writer.drain()


def _head(reply: Reply, request: Request) -> bytes:
    status, body = reply.status, reply.body
    if reply.etag and request.headers.get("if-none-match") == reply.etag:
        status, reply.body, body = 304, b"", b""
    lines = [f"HTTP/1.1 {status} Said", "Connection: close"]
    if status != 304 and not reply.pieces:
        lines.append(f"Content-Length: {len(body) if reply.length is None else reply.length}")
    lines += [f"Content-Type: {reply.type}"] if reply.type else []
    lines += [f"ETag: {reply.etag}"] if reply.etag else []
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


@asynccontextmanager
async def open_site() -> AsyncIterator[Site]:
    site = Site()
    server = await asyncio.start_server(site._serve, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    async with server:
        yield site


class Names(AbstractResolver):
    """Every name leads to loopback, but those that are said to lead elsewhere; each answer is used once, the last one
    for ever."""

    def __init__(self, elsewhere: dict[str, list[list[str]]] | None = None) -> None:
        self.elsewhere, self.asked = elsewhere or {}, Counter[str]()

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_UNSPEC) -> list[ResolveResult]:
        answers = self.elsewhere.get(host, [["127.0.0.1"]])
        addresses = answers[min(self.asked[host], len(answers) - 1)]
        self.asked[host] += 1
        if not addresses:
            raise OSError("no such name")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        pass


def only_loopback(address: Address) -> bool:
    return address == LOOPBACK


def fetcher_for(site: Site, names: Names | None = None, limits: FetchLimits = QUICK, **more: Any) -> Fetcher:
    """A fetcher for which 127.0.0.1 is the public internet, and the port of the site the web's."""
    return Fetcher(limits, resolver=names or Names(), allow=only_loopback, ports={site.port}, **more)


def packed(body: bytes) -> bytes:
    return gzip.compress(body)
