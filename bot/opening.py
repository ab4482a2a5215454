"""What the commands of the operator open: the coverage, and in whose name they change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.options import given_database

if TYPE_CHECKING:
    from index.coverage import Coverage


def open_coverage(own: str | None, *, asking: bool = False) -> Coverage:
    """The coverage that `--database` and the settings name. own: the command's own option. Raises StoreError.

    asking: with the model of meaning, where one is set. Raises MeaningError.
    """
    from bot.settings import database_of, load_settings, model_of
    from index.coverage import Coverage

    settings = load_settings()
    meaning = model_of(settings) if asking else None
    return Coverage.open(database_of(settings, given_database(own)), wait=settings.wait_seconds, meaning=meaning)


def who() -> str:
    """Who runs the command, for the journal."""
    import getpass

    try:
        return f"{getpass.getuser()}, command line"
    except (OSError, KeyError, ImportError):  # a container may know no name for its user
        return "command line"
