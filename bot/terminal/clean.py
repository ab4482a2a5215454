"""What comes from outside never reaches a terminal with its control characters.

A title may hold an escape sequence that rewrites the screen, a path a line end that forges a message, a paragraph a
mark that turns the direction of writing. Each such character is shown as one other, so that offsets still hold.
"""

from __future__ import annotations

import re

_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"

UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""C0 and C1 control characters, line and paragraph separators, bidirectional overrides, and lone surrogates."""


def clean(text: str) -> str:
    """The text, as long as it was, with white space of every kind as spaces and control characters as U+FFFD."""
    return UNSAFE.sub(lambda found: " " if found[0] in _SPACES else "\ufffd", text)
