"""Lines that give nothing but a time: "Published: May 3, 2024 7:15 a.m. | Updated: 8:20 a.m.", "4 min read"."""

from __future__ import annotations

import re

from index.reading.dates import MONTH

LONGEST = 160

_TIMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b[12][0-9]{3}-[01][0-9]-[0-3][0-9](?:T[0-9:.]{4,15}(?:Z|[+-][0-9:]{4,6})?)?",
        r"\b[0-9]{1,4}[/.][0-9]{1,2}[/.][0-9]{2,4}\b",
        MONTH.replace("(?P<month>", r"\b(?:") + r"\s{0,2}[0-3]?[0-9](?:st|nd|rd|th)?\b(?:\s?,?\s?[12][0-9]{3}\b)?",
        r"\b[0-3]?[0-9](?:st|nd|rd|th)?\s{0,2}(?:of\s)?"
        + MONTH.replace("(?P<month>", "(?:")
        + r"(?:,?\s?[12][0-9]{3}\b)?",
        r"\b[0-9]{1,2}(?:[:.][0-9]{2}){1,2}\s{0,2}(?:[ap]\.?m\b\.?)?|\b[0-9]{1,2}\s?[ap]\.?m\b\.?|\b[0-2][0-9][0-5][0-9]\s?(?=GMT|UTC|hrs)",
        r"\b(?:[0-9]{1,3}|an?|one|two|three|four|five|six)\s(?:second|sec|minute|min|hour|hr|day|week|month|year)s?\sago\b",
        r"\b[0-9]{1,3}[\s-]?min(?:ute)?s?\s(?:read|listen|watch)\b",
    )
)
_LABELS = re.compile(
    r"\b(?:(?:first|originally|last)\s)?(?:published|posted|updated?|modified|issued|created|filed|released|uploaded|edited)\b"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
    r"|\b(?:at|on|date|time|just now|today|yesterday|(?:reading|read)\stime|GMT|UTC|hrs|local time)\b"
    r"|\b[A-Z]{1,3}[SD]?T\b|[+-][0-9]{2}:?[0-9]{2}\b",
    re.IGNORECASE,
)


def is_time_line(text: str) -> bool:
    """Whether a line says when, and nothing else."""
    if len(text) > LONGEST:
        return False
    rest = text
    for pattern in _TIMES:
        rest = pattern.sub(" ", rest)
    if rest == text:
        return False
    return not any(character.isalnum() for character in _LABELS.sub(" ", rest))
