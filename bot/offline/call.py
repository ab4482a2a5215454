"""One request of a bot to the REST API, taken apart: what handlers are given."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.offline.errors import Problem, invalid
from bot.offline.payloads import Json

MOST_BYTES = 10 * 1024 * 1024
"""Discord's limit for one file from a bot, in bytes."""


@dataclass(frozen=True)
class Upload:
    """One file of a multipart body, found in `attachments` by its number."""

    number: int
    filename: str
    data: bytes


@dataclass(frozen=True)
class Call:
    """A request: path parameters and query as text, the JSON body, the files beside it."""

    method: str
    route: str
    params: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    uploads: tuple[Upload, ...] = ()

    def id(self, name: str) -> int:
        """The path parameter `name` as an id; -1, which nothing has, for what is no number."""
        text = self.params[name]
        return int(text) if text.isdecimal() else -1

    def number(self, name: str, default: int) -> int:
        """The query's parameter `name`; refused when it is there and no number."""
        text = self.query.get(name, str(default))
        if not text.isdecimal():
            raise invalid([Problem((name,), "NUMBER_TYPE_COERCE", f"Value {text[:50]!r} is not int.")])
        return int(text)

    @property
    def json(self) -> Json:
        """The body, where an object is expected; empty for anything else."""
        return self.body if isinstance(self.body, dict) else {}


Handler = Callable[[Call], Awaitable[Any]]
Routes = list[tuple[str, str, Handler]]
