"""Published text struck through, and as it was: Discord source in, Discord source out.

In the source that `bot.asking.literal` makes, a tilde always has a backslash before it, so two tildes are always ours.
Discord's pattern for struck text minds no backslashes and takes the first two tildes for its end: a tilde at the end
of a line is left outside.
"""

from __future__ import annotations

import re

_MARK = "~~"
_LINE_ENDS = re.compile(r"([\n\r\v\x1c-\x1e\x85\u2028\u2029]+)")


def struck(source: str, *, by_line: bool = True) -> str:
    """The source with its text struck through. by_line: each line for itself, which every app shows so."""
    if not by_line:
        return _struck(source)
    return "".join(part if place % 2 else _struck(part) for place, part in enumerate(_LINE_ENDS.split(source)))


def unstruck(source: str) -> str:
    """The source that `struck` was given."""
    return source.replace(_MARK, "")


def _struck(text: str) -> str:
    start, end = len(text) - len(text.lstrip()), len(text)
    while True:
        shown = text[:end].rstrip()
        if not shown.endswith("\\~"):
            break
        end = len(shown) - 2
    end = len(shown)
    if end <= start:
        return text
    return f"{text[:start]}{_MARK}{text[start:end]}{_MARK}{text[end:]}"
