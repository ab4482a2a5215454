"""The parts every rule is made of: lengths, required fields, and where in a body a problem is."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from bot.offline.errors import Problem

Path = tuple[str | int, ...]
Json = dict[str, Any]


class Length(NamedTuple):
    """The least and the most characters (or items) that a field may have."""

    least: int
    most: int


def lengths(body: Json, limits: dict[str, Length], path: Path) -> Iterator[Problem]:
    """Fields of `body` whose length is out of bounds; one that is absent or null has none."""
    for name, (least, most) in limits.items():
        value = body.get(name)
        if isinstance(value, str | list) and not least <= len(value) <= most:
            yield length_problem((*path, name), least, most)


def length_problem(path: Path, least: int, most: int) -> Problem:
    """That something is too long or too short, as Discord says it."""
    if least:
        return Problem(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
    return Problem(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def required(body: Json, names: Iterable[str], path: Path) -> Iterator[Problem]:
    """Fields that must be there and are not."""
    for name in names:
        if body.get(name) is None:
            yield Problem((*path, name), "BASE_TYPE_REQUIRED", "This field is required")


def repeated(values: Iterable[tuple[Path, str]], code: str, message: str) -> Iterator[Problem]:
    """Those of (place, value) whose value was there before."""
    seen: set[str] = set()
    for path, value in values:
        if value in seen:
            yield Problem(path, code, message)
        seen.add(value)


def objects(value: Any) -> list[tuple[int, Json]]:
    """The objects in a list with their positions; nothing for what is no list."""
    return [(i, item) for i, item in enumerate(value) if isinstance(item, dict)] if isinstance(value, list) else []
