"""The guard against server-side request forgery: which links, hosts and addresses may be connected to.

Names are resolved once for each connection, which is then made to the addresses that were looked at. One address that
is not public refuses the name whole: a name that points outside and inside at once has no good reason to.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.fetching.failing import FetchError

Address = IPv4Address | IPv6Address
Allow = Callable[[Address], bool]

PORTS = frozenset({80, 443})
LINK_CHARACTERS = 2_000
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)

_NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: how hosts without IPv4 reach it; what counts is the address inside."""
_UNICAST = IPv6Network("2000::/3")
"""All of IPv6 that is handed out to the public."""
_NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
)  # fmt: skip
"""IANA's special-purpose registries, where Python's own list is shorter or differs between versions: this network,
carrier-grade NAT, protocol assignments (Teredo too), relays of 6to4, benchmarks, reserved; documentation; 6to4."""


def is_public(address: Address) -> bool:
    """Whether the address is one of the public internet, and has no other address inside."""
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        if address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in _UNICAST:
            return False
    inside = any(address in network for network in _NOT_PUBLIC if network.version == address.version)
    return address.is_global and not address.is_multicast and not inside


def checked(link: str, ports: Collection[int], allow: Allow) -> URL:
    """The link as a URL that may be requested, as far as can be known without resolving its host.

    Raises FetchError ("address") for anything but http and https to one of the ports, for user names, and for hosts
    that are neither a name nor an address in its usual spelling.
    """
    if len(link) > LINK_CHARACTERS:
        raise _refused(link, f"the link is over {LINK_CHARACTERS:,} characters long; use a shorter one")
    if "\\" in link or not link.isprintable() or " " in link:
        raise _refused(link, "this is no web link; copy it anew, without spaces and line ends")
    try:
        netloc, url = urlsplit(link).netloc, URL(link)
        host, port = url.raw_host, url.port
    except ValueError as error:
        raise _refused(link, "this is no web link; copy it anew") from error
    if url.scheme not in ("http", "https") or not host:
        raise _refused(link, "only links that begin with http:// or https:// are fetched")
    if "@" in netloc:
        raise _refused(link, "links with a user name or password are not fetched; take them out")
    if port not in ports:
        raise _refused(link, "only the usual ports of the web are fetched from; take the port out of the link")
    _check_host(link, host, allow)
    return url.with_fragment(None)


def redirected(at: URL, location: str, ports: Collection[int], allow: Allow) -> URL:
    """Where a redirect leads. Raises FetchError ("address"), also for one that gives up encryption."""
    location = location.strip().replace(" ", "%20")
    try:
        if not location.isprintable():
            raise ValueError("control characters")  # noqa: TRY301 - refused like whatever else is no link
        target = str(at.join(URL(location)))
    except ValueError as error:
        raise _refused(str(at), "it leads on to something that is no web link; ask its owner to mend it") from error
    try:
        url = checked(target, ports, allow)
    except FetchError as error:
        raise _refused(str(at), f"it leads on to {error.place}, where newsdesk does not go: {error.message}") from error
    if at.scheme == "https" and url.scheme == "http":
        raise _refused(str(at), "it leads on to an unencrypted page, where newsdesk does not go from an encrypted one")
    return url


class GuardedResolver(AbstractResolver):
    """Resolves names as another resolver does, and gives their addresses only if all of them are allowed."""

    def __init__(self, inner: AbstractResolver, allow: Allow) -> None:
        self._inner, self._allow = inner, allow

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of the name. Raises FetchError ("address") if one of them is not allowed, and OSError."""
        found = await self._inner.resolve(host, port, family)
        for result in found:
            if not _allowed(result["host"], self._allow):
                raise _refused(host, _INSIDE)
        return found

    async def close(self) -> None:
        """Let go of the other resolver."""
        await self._inner.close()


_INSIDE = "this is no address of the public internet, and newsdesk fetches from no other; use a public link"


def _check_host(link: str, host: str, allow: Allow) -> None:
    if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
        if not _allowed(host, allow):
            raise _refused(link, _INSIDE)
    elif not _NAME.fullmatch(host):
        raise _refused(link, "its host is no name of the internet; copy the link anew")


def _allowed(host: str, allow: Allow) -> bool:
    try:
        return allow(ip_address(host))
    except ValueError:  # 127.1, 0x7f000001, 2130706433 and the like: systems take them for addresses, people do not
        return False


def _refused(link: str, message: str) -> FetchError:
    return FetchError("address", link, message)
