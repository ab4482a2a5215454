"""Readings on their way into the coverage: taken in one by one, each matched with what became of it, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from index.errors import UnreadableError
from index.reading.reading import Reading

if TYPE_CHECKING:
    from index.articles import Article
    from index.coverage import Change

MOST_WAITING = 1000
"""Bad lines kept back so that they are told in their place; more of them are told ahead of it, to bound memory."""


class Taken(NamedTuple):
    """An article that is safely on disk, and where it came from."""

    reading: Reading
    change: Change
    reason: str | None
    """What is to be said about it: why it was replaced, an id that is repeated."""


Told = Taken | UnreadableError


class Intake:
    """Feeds readings to `Coverage.add` as it asks for them, and tells what each came to."""

    def __init__(self, readings: Iterable[Reading | UnreadableError], tell: Callable[[Told], None]) -> None:
        """tell: called once for each reading and each error."""
        self._readings, self._tell = readings, tell
        self._waiting: deque[tuple[Reading, list[UnreadableError]]] = deque()
        self._places: dict[str, str] = {}

    def run(self, add: Callable[[Iterable[Article]], Iterable[Change]]) -> None:
        """Take everything in. add: yields a Change for each article, in order, once it is on disk."""
        for change in add(self._articles()):
            reading, errors = self._waiting.popleft()
            self._tell(Taken(reading, change, self._reason(reading, change)))
            for error in errors:
                self._tell(error)

    def _articles(self) -> Iterator[Article]:
        for reading in self._readings:
            if isinstance(reading, Reading):
                self._waiting.append((reading, []))
                yield reading.article
            elif self._waiting and len(self._waiting[-1][1]) < MOST_WAITING:
                self._waiting[-1][1].append(reading)
            else:
                self._tell(reading)

    def _reason(self, reading: Reading, change: Change) -> str | None:
        earlier = self._places.get(change.id)
        self._places[change.id] = place_of(reading)
        repeated = f"the id is repeated: {earlier} has it too" if earlier else None
        return "; ".join(reason for reason in (change.reason, repeated) if reason) or None


def place_of(reading: Reading) -> str:
    """The file, and the line where it has several articles."""
    return reading.path if reading.line is None else f"{reading.path}, line {reading.line}"
