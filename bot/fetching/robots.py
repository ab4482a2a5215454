"""What sites ask of programs that read them: robots.txt (RFC 9309), fetched by the same guard, remembered for a day."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.robotparser import RobotFileParser

from yarl import URL

from bot.fetching.failing import FetchError

NAME = "newsdesk"
"""How we are called there."""
ROBOTS_BYTES = 512_000
"""RFC 9309 asks for 500 KiB at least; what is beyond is not read."""
REMEMBERED = 500
"""Sites."""
DAY, SOON = 86_400.0, 600.0


class _Rules(NamedTuple):
    until: float
    parser: RobotFileParser | None
    """None: the site could not say, so nothing is fetched from it for now."""


class Robots:
    """Asks each site once a day.

    Args:
        read: gives the text of a robots.txt; raises FetchError.
        clock: seconds since the epoch.
    """

    def __init__(self, read: Callable[[URL], Awaitable[str]], clock: Callable[[], float]) -> None:
        self._read, self._clock = read, clock
        self._rules: OrderedDict[URL, _Rules] = OrderedDict()

    async def check(self, url: URL) -> None:
        """Raises FetchError: "robots" where the site wants no programs, "busy" where it cannot say just now."""
        parser = (await self._rules_of(url.origin())).parser
        if parser is None:
            raise FetchError("busy", str(url), "its site does not say whether programs may read it; try again later")
        if not await asyncio.to_thread(parser.can_fetch, NAME, str(url)):
            raise FetchError("robots", str(url), "its site asks programs to stay away (robots.txt); add it by hand")

    async def _rules_of(self, site: URL) -> _Rules:
        rules = self._rules.get(site)
        if rules is None or rules.until <= self._clock():
            rules = self._rules[site] = await self._ask(site)
        self._rules.move_to_end(site)
        while len(self._rules) > REMEMBERED:
            self._rules.popitem(last=False)
        return rules

    async def _ask(self, site: URL) -> _Rules:
        try:
            text = await self._read(site / "robots.txt")
        except FetchError as error:
            if error.kind == "address":
                raise
            if error.passing or error.kind == "too large":
                return _Rules(self._clock() + SOON, None)
            text = ""  # no rules, or none that can be read: RFC 9309, 2.3.1.3
        return _Rules(self._clock() + DAY, await asyncio.to_thread(parsed, text))


def parsed(text: str) -> RobotFileParser:
    """The rules in a robots.txt; lines that make no sense are none."""
    lines = text.splitlines()
    parser = RobotFileParser()
    try:
        parser.parse(lines)
    except ValueError:  # the standard library takes "//[" for the beginning of an address
        parser = RobotFileParser()
        parser.parse([line for line in lines if "[" not in line and "]" not in line])
    parser.modified()
    return parser
