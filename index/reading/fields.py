"""Short texts of a page (a title, a name, a date) as one clean line, and what makes two of them the same."""

from __future__ import annotations

import html
import re
from typing import Any

LONGEST = 500
"""Characters of the longest title, name or date that is one."""
_MARKUP = re.compile(r"</?(?:[biusaq]|em|strong|span|br|p|i|sub|sup|font|wbr|h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_INVISIBLE = dict.fromkeys([*range(0xD800, 0xE000), 0, 0xAD, 0x200B, 0x2060, 0xFEFF])


def clean(value: Any, *, decoded: bool = False) -> str | None:
    """The text on one line, entities decoded (sites encode them twice); None for what is no text, empty or too long.

    decoded: whether the page's parser has decoded it already.
    """
    if not isinstance(value, str) or len(value) > 10 * LONGEST:
        return None
    text = value if decoded else _MARKUP.sub("", html.unescape(value))
    text = " ".join(text.translate(_INVISIBLE).split())
    return text if 0 < len(text) <= LONGEST else None


def text_of(element: Any) -> str | None:
    """What an element says, on one line; None for no element, and for one that says nothing or too much."""
    if element is None:
        return None
    parts, size = [], 0
    for part in element.itertext():
        parts.append(part)
        size += len(part)
        if size > 10 * LONGEST:
            return None
    return clean("".join(parts), decoded=True)


def key_of(text: str) -> str:
    """The text's letters and figures alone, by which it is recognised."""
    return "".join(filter(str.isalnum, text.casefold()))


def is_link(text: str) -> bool:
    """Whether a text is an address where a name is wanted."""
    return text.lower().startswith(("http:", "https:", "www.", "/"))
