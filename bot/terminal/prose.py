"""Words as they were published: broken at spaces only, never cut, and in a pipe not broken at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.text import Text

from bot.terminal.clean import clean

READABLE = 100
"""Columns; longer lines are hard to read on a wide terminal."""

UNWRAPPED = 1_000_000
"""The width of a pipe or a file, in columns: a paragraph stays on one line."""

_WORD = re.compile("[^ ]+ *| +")


def text_of(outside: str, style: str = "") -> Text:
    """Text from outside, safe to print: no control characters, and no markup is looked for in it."""
    return Text(clean(outside), style=style)


def breaks(text: str, width: int) -> list[int]:
    """Offsets at which to break the text so that its lines fit the width, in columns; a longer word is left whole."""
    offsets, used = [], 0
    for word in _WORD.finditer(text):
        needed = cell_len(word[0].rstrip(" "))
        if used and used + needed > width:
            offsets.append(word.start())
            used = 0
        used += cell_len(word[0])
    return offsets


class Prose:
    """A paragraph for the screen: indented, its first line led by a mark such as a number."""

    def __init__(self, text: Text, *, indent: int = 0, lead: Text | None = None) -> None:
        """indent: columns; lead: stands in the indent of the first line."""
        self.text, self.indent, self.lead = text, indent, lead or Text()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        width = options.max_width if options.max_width == UNWRAPPED else min(options.max_width, READABLE)
        offsets = breaks(self.text.plain, max(width - self.indent, 1))
        margin = self.lead.copy()
        margin.append(" " * (self.indent - margin.cell_len))
        for line in self.text.divide(offsets):
            whole = Text(no_wrap=True, overflow="ignore", end="\n").append_text(margin).append_text(line)
            whole.rstrip()
            yield whole
            margin = Text(" " * self.indent)
