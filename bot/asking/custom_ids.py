"""What the buttons of an answer carry: custom ids that say what to do, with nothing in them to be trusted.

`nd1:context:12:3`: the version of this form, the action, its numbers. What was not made here, or by another version,
parses to None. A person's app may send any id: whoever handles a press asks the coverage of that guild, and compares
the user of "share" with who presses.
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass, fields
from typing import ClassVar, Self

_NUMBER = "0|[1-9][0-9]{0,18}"
_MOST = 2**63 - 1
"""Keys of the store and ids of Discord fit a signed 64-bit number."""


@dataclass(frozen=True, slots=True)
class CustomId:
    """An action and its numbers (the fields of a dataclass); `str()` is the custom id."""

    version: ClassVar[str] = "nd1"
    action: ClassVar[str]

    def __str__(self) -> str:
        return ":".join([self.version, self.action, *map(str, astuple(self))])

    @classmethod
    def template(cls) -> re.Pattern[str]:
        """Matches the custom ids of this action whole, its numbers as groups by name; for `DynamicItem`."""
        numbers = "".join(f":(?P<{field.name}>{_NUMBER})" for field in fields(cls))
        return re.compile(f"{cls.version}:{cls.action}{numbers}", re.ASCII)

    @classmethod
    def parse(cls, custom_id: str) -> Self | None:
        """The numbers of a custom id of this action; None for anything else."""
        found = cls.template().fullmatch(custom_id)
        numbers = [int(number) for number in found.groups()] if found else []
        return cls(*numbers) if found and all(number <= _MOST for number in numbers) else None


@dataclass(frozen=True, slots=True)
class Context(CustomId):
    """Show the paragraphs around one; `key`: of the article's version, in the store."""

    action = "context"
    key: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Later(CustomId):
    """Show the paragraphs around one that a passage stands in now; it was quoted from another version, or article."""

    action = "later"
    key: int
    paragraph: int
    first_key: int
    first_paragraph: int


@dataclass(frozen=True, slots=True)
class Gone(CustomId):
    """A greyed-out button: the passage was withdrawn.

    wrong: 1 where it had the button "Wrong?"; 2 more where it had "Whole paragraph".
    """

    action = "gone"
    key: int
    paragraph: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Whole(CustomId):
    """Show all of a paragraph of which an excerpt is shown."""

    action = "whole"
    key: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class More(CustomId):
    """Show the passages from `offset` on (0 is the first)."""

    action = "more"
    offset: int


@dataclass(frozen=True, slots=True)
class ByDate(CustomId):
    """Show the words of whom is asked about by their days, from `offset` on (0 is the oldest)."""

    action = "by-date"
    offset: int


@dataclass(frozen=True, slots=True)
class AnyDate(CustomId):
    """Ask without the words that confine the question to days or an outlet."""

    action = "any-date"


@dataclass(frozen=True, slots=True)
class Wrong(CustomId):
    """Tell the moderators that a passage does not answer the question."""

    action = "wrong"
    key: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Closest(CustomId):
    """Show what comes closest to a question that was refused."""

    action = "closest"


@dataclass(frozen=True, slots=True)
class Share(CustomId):
    """Show a private answer to all; `asker`: the user's id, who alone may."""

    action = "share"
    asker: int


@dataclass(frozen=True, slots=True)
class Explain(CustomId):
    """Add a sentence to the report that one has made; `report`: the id of its message."""

    action = "explain"
    report: int


Press = Context | Later | Gone | Whole | More | ByDate | AnyDate | Wrong | Closest | Share | Explain


def parse(custom_id: str) -> Press | None:
    """What a custom id asks for; None for what was not made here or by another version."""
    for kind in (Context, Later, Gone, Whole, More, ByDate, AnyDate, Wrong, Closest, Share, Explain):
        if pressed := kind.parse(custom_id):
            return pressed
    return None
