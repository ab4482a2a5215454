"""Why something could not be fetched, in one sentence that names the place and what to do."""

from __future__ import annotations

import re
from typing import Literal

from bot.terminal.clean import clean
from index.errors import NewsdeskError

Kind = Literal[
    "address",  # refused before anything was sent: no web link, or not in the public internet
    "robots",  # the site asks programs to stay away
    "not found",
    "gone",
    "denied",  # a login, a payment, a ban
    "busy",  # try again, after `retry_after` where the server says when
    "too large",
    "too slow",
    "wrong type",
    "redirects",
    "unreachable",  # no such name, no connection, broken off, not understood
]
PASSING: frozenset[Kind] = frozenset({"busy", "too slow", "unreachable"})
"""Kinds that may be over when it is tried again."""
_SHOWN, _LONGEST = 120, 10_000
_USER = re.compile(r"//[^/?#]*@")


class FetchError(NewsdeskError):
    """What is at a link could not be fetched."""

    def __init__(self, kind: Kind, link: str, message: str, *, retry_after: float | None = None) -> None:
        """message: what is wrong and what to do, without the place. retry_after: seconds, when the server says."""
        self.kind, self.retry_after = kind, retry_after
        self.place, self.message = clean(shortened(link)), clean(message)
        super().__init__(f"{self.place}: {self.message}")

    @property
    def passing(self) -> bool:
        """Whether it is worth trying again."""
        return self.kind in PASSING


def shortened(link: str) -> str:
    """The link without user name and password, and without its end where it is too long for a sentence."""
    link = _USER.sub("//", link[:_LONGEST])
    return link if len(link) <= _SHOWN else f"{link[:_SHOWN]}…"
