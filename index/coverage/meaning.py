"""Vectors of what is held, and of nothing that was replaced, withdrawn or erased, whoever did that."""

from __future__ import annotations

import threading

from index.answering.meaning import Meaning
from index.meaning import Model
from index.store import View


class FollowedMeaning:
    """A model's vectors, which follow the journal of a store. Threads may share it."""

    def __init__(self, model: Model) -> None:
        self._meaning = Meaning(model)
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None

    def at(self, view: View) -> Meaning:
        """The meaning for a question to this state of the store."""
        now = view.epoch, view.generation()
        with self._lock:
            if self._seen is not None and self._seen != now:
                self._follow(view, *self._seen)
            self._seen = now
        return self._meaning

    def forget(self) -> None:
        """Let go of all vectors."""
        self._meaning.forget()

    @property
    def kept(self) -> int:
        """Of how many paragraphs there are vectors."""
        return self._meaning.kept

    def _follow(self, view: View, epoch: int, generation: int) -> None:
        entries = view.changes_since(generation)
        if view.epoch != epoch or any(entry.action == "erased" for entry in entries):
            self._meaning.forget()
        elif gone := {entry.removed_key for entry in entries if entry.removed_key is not None}:
            self._meaning.forget(gone)
