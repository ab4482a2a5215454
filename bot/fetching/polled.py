"""What a poll of one feed came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from index.store.feeds import Feed

if TYPE_CHECKING:
    from bot.fetching.taking import Taken


@dataclass(slots=True)
class Polled:
    """What a poll of one feed came to."""

    feed: Feed
    new: int = 0
    changed: int = 0
    refused: int = 0
    failed: int = 0
    """Items of which the page could not be had just now; it is tried again."""
    waiting: int = 0
    """Items left for the next poll."""
    repeated: int = 0
    """Items of the feed that have the identity of another one, and are left out."""
    problem: str | None = None
    next: float = 0.0
    """When it is polled again, in seconds since 1970."""

    def figures(self) -> dict[str, int | str | None]:
        """All but the feed and when it is polled next."""
        return {name: value for name, value in asdict(self).items() if name not in ("feed", "next")}

    def count(self, taken: Taken) -> None:
        """Count what became of one item."""
        self.new += taken.outcome == "added"
        self.changed += taken.outcome == "replaced"
        self.refused += taken.outcome == "refused" and not taken.unreached
        self.failed += taken.unreached
