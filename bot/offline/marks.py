"""Discord's marks inside lines: bold, italic, code, links, mentions, escapes. `markdown` reads the lines themselves.

Time is linear for the patterns, and depth is bounded.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntFlag

Names = Callable[[str, int], str | None]
"""What is behind a mention: called with "@", "@&" or "#" and the id; None for what this person does not know."""


class Style(IntFlag):
    """How a span is set off."""

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    UNDERLINE = 4
    STRUCK = 8
    SPOILER = 16
    CODE = 32
    MENTION = 64


@dataclass(frozen=True)
class Span:
    """Characters shown alike; `link` is where a click leads."""

    text: str
    style: Style = Style.PLAIN
    link: str | None = None


DEEPEST = 12
"""Marks nested deeper than this are shown as they are."""

_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_SHRUG = "¯\\_(ツ)_/¯"
_URL = re.compile(r"https?://[^\s<]+[^\s<.,:;\"'\]]")
_ANGLE = re.compile(
    r"<(?:(?P<who>@!?|@&|#)(?P<id>\d{1,20})|/(?P<command>[^<>:\n]{1,100}):\d{1,20}|a?:(?P<emoji>\w{2,32}):\d{1,20}"
    r"|t:(?P<seconds>-?\d{1,13})(?::(?P<form>[tTdDfFR]))?|(?P<url>[a-z]{2,20}:/[^ <>\n]+))>"
)
_TARGET = re.compile(r'\(\s{0,9}<?(https?://[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s{1,9}"[^"\n]*")?\s{0,9}\)')
_FORMS = {"t": "%H:%M", "T": "%H:%M:%S", "d": "%d/%m/%Y", "D": "%d %B %Y", "F": "%A, %d %B %Y %H:%M"}
_PAIRS = {"**": Style.BOLD, "__": Style.UNDERLINE, "~~": Style.STRUCK, "||": Style.SPOILER}


class Scanner:
    """Reads marks inside lines, left to right. Each reader gives where what it read ends, or None for no mark."""

    def __init__(self, text: str, names: Names, style: Style = Style.PLAIN, link: str | None = None, depth: int = 0):
        self.text, self._names, self._style, self._link, self._depth = text, names, style, link, depth
        self.spans: list[Span] = []
        self._plain: list[str] = []
        self._hopeless: set[str] = set()
        self.fences: set[int] = set()

    def scan(self, place: int, block: re.Pattern[str] | None = None) -> int:
        """Read from `place` on, with `block` only to where a line begins one; give where it ended."""
        while place < len(self.text):
            sign = self.text[place]
            if sign == "\n" and block and block.match(self.text, place + 1):
                place += 1
                break
            reader = _READERS.get(sign)
            after = reader(self, place) if reader else None
            if after is None:
                self._plain.append(sign)
                after = place + 1
            place = after
            if block and len(self.spans) - 1 in self.fences and self.text[place - 1] == "\n":
                break
        self._flush()
        return place

    def _flush(self) -> None:
        if self._plain:
            self.spans.append(Span("".join(self._plain), self._style, self._link))
            self._plain = []

    def _add(self, text: str, style: Style, link: str | None = None) -> None:
        self._flush()
        self.spans.append(Span(text, self._style | style, link or self._link))

    def _inside(self, text: str, style: Style, link: str | None = None) -> None:
        self._flush()
        inner = Scanner(text, self._names, self._style | style, link or self._link, self._depth + 1)
        inner.scan(0)
        self.spans += inner.spans

    def escape(self, place: int) -> int | None:
        """A backslash and the sign that it makes literal."""
        found = _ESCAPED.match(self.text, place)
        if found is None:
            return None
        self._plain.append(found[1])
        return found.end()

    def shrug(self, place: int) -> int | None:
        """The one face whose backslash is shown."""
        if not self.text.startswith(_SHRUG, place):
            return None
        self._plain.append(_SHRUG)
        return place + len(_SHRUG)

    def code(self, place: int) -> int | None:
        """Code, in a line or in lines of its own."""
        ticks = _run(self.text, place, "`")
        if ticks >= 3 and (end := self._fenced(place)) is not None:
            return end
        mark, start = "`" * ticks, place + ticks
        while mark not in self._hopeless:
            end = self.text.find(mark, start)
            if end < 0:
                self._hopeless.add(mark)
                break
            closing = _run(self.text, end, "`")
            if closing == ticks:
                self._add(self.text[place + ticks : end], Style.CODE)
                return end + ticks
            start = end + closing
        self._plain.append(mark)
        return place + ticks

    def _fenced(self, place: int) -> int | None:
        end = self.text.find("```", place + 4)
        inside = self.text[place + 3 : end].strip("\n") if end >= 0 else ""
        if not inside:
            return None
        language, newline, rest = inside.partition("\n")
        named = newline and re.fullmatch(r"[A-Za-z0-9_+\-.#]{1,40}", language) and self.text[place + 3] != "\n"
        self._flush()
        self.fences.add(len(self.spans))
        self.spans.append(Span(rest.strip("\n") if named else inside, self._style | Style.CODE, self._link))
        after = end + 3
        return after + 1 if self.text.startswith("\n", after) else after

    def angle(self, place: int) -> int | None:
        """Mentions, times, emoji and links in angle brackets."""
        found = _ANGLE.match(self.text, place)
        if found is None:
            return None
        if found["url"]:
            self._add(found["url"], Style.PLAIN, found["url"])
        elif found["emoji"]:
            self._plain.append(f":{found['emoji']}:")
        elif found["seconds"]:
            moment = _moment(int(found["seconds"]), found["form"])
            if moment is None:
                return None
            self._add(moment, Style.MENTION)
        elif found["command"]:
            self._add(f"/{found['command']}", Style.MENTION)
        else:
            kind = found["who"].rstrip("!")
            name = self._names(kind, int(found["id"])) or "unknown"
            self._add(kind[0] + name, Style.MENTION)
        return found.end()

    def everyone(self, place: int) -> int | None:
        """A mention of everyone."""
        for name in ("@everyone", "@here"):
            if self.text.startswith(name, place):
                self._add(name, Style.MENTION)
                return place + len(name)
        return None

    def address(self, place: int) -> int | None:
        """A link that stands as it is."""
        if self._link or (place and _is_word(self.text[place - 1])):
            return None
        found = _URL.match(self.text, place)
        if found is None:
            return None
        url = found[0]
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1]
        self._add(url, Style.PLAIN, url)
        return place + len(url)

    def masked(self, place: int) -> int | None:
        """A link behind words."""
        if self._link or self._depth >= DEEPEST or "](" in self._hopeless:
            return None
        middle = _unescaped(self.text, "](", place + 1)
        if middle is None:
            self._hopeless.add("](")
            return None
        label = self.text[place + 1 : middle]
        target = _TARGET.match(self.text, middle + 1)
        if not label.strip() or target is None or label.count("[") != label.count("]") or "://" in label:
            return None
        self._inside(label, Style.PLAIN, target[1])
        return target.end()

    def pair(self, place: int) -> int | None:
        """Two equal marks: bold, underlined, struck, hidden; else a single one: italic."""
        mark = self.text[place : place + 2]
        if self._depth >= DEEPEST:
            return None
        if mark in _PAIRS and mark not in self._hopeless:
            closing = self._closing(mark, place + 3)
            if closing is not None:
                self._inside(self.text[place + 2 : closing], _PAIRS[mark])
                return closing + 2
            self._hopeless.add(mark)
        return self.italic(place) if mark[0] in "*_" else None

    def _closing(self, mark: str, start: int) -> int | None:
        if mark in ("~~", "||"):
            found = self.text.find(mark, start)
            return found if found >= 0 else None
        if start > len(self.text):
            return None
        while (end := _unescaped(self.text, mark, start, self.text[start - 1] == "\\")) is not None:
            if not self.text.startswith(mark[0], end + 2):
                return end
            start = end + 1
        return None

    def _single(self, sign: str, place: int) -> int | None:
        """Where the next `sign` after `place` stands that is neither doubled nor literal."""
        end = self.text.find(sign, place + 1)
        while end >= 0:
            if _escapes_before(self.text, end, place) % 2:
                end = self.text.find(sign, end + 1)
            elif self.text.startswith(sign * 2, end):
                end = self.text.find(sign, end + 2)
            else:
                return end
        return None

    def italic(self, place: int) -> int | None:
        """A single mark: italic."""
        sign = self.text[place]
        if sign in self._hopeless or self.text[place + 1 : place + 2] in ("", sign):
            return None
        if sign == "*" and self.text[place + 1].isspace():
            return None
        end = self._single(sign, place)
        if end is None:
            self._hopeless.add(sign)
            return None
        after = self.text[end + 1 : end + 2]
        if self.text[end - 1].isspace() if sign == "*" else _is_word(after):
            return None
        self._inside(self.text[place + 1 : end], Style.ITALIC)
        return end + 1


_READERS: dict[str, Callable[[Scanner, int], int | None]] = {
    "\\": Scanner.escape,
    "¯": Scanner.shrug,
    "`": Scanner.code,
    "<": Scanner.angle,
    "@": Scanner.everyone,
    "h": Scanner.address,
    "[": Scanner.masked,
    **dict.fromkeys("*_~|", Scanner.pair),
}


def _is_word(sign: str) -> bool:
    return sign.isascii() and (sign.isalnum() or sign == "_")


def _run(text: str, place: int, sign: str) -> int:
    end = place
    while text.startswith(sign, end):
        end += 1
    return end - place


def _escapes_before(text: str, place: int, start: int) -> int:
    """How many backslashes stand directly before `place`, none before `start` counted."""
    first = place
    while first > start and text[first - 1] == "\\":
        first -= 1
    return place - first


def _unescaped(text: str, mark: str, start: int, begins_escaped: bool = False) -> int | None:
    """Where `mark` stands from `start` on without a backslash that makes it literal."""
    least = start - 1 if begins_escaped else start
    end = text.find(mark, start)
    while end >= 0 and _escapes_before(text, end, least) % 2:
        end = text.find(mark, end + 1)
    return end if end >= 0 else None


def _moment(seconds: int, form: str | None) -> str | None:
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return moment.strftime(_FORMS.get(form or "f", "%d %B %Y %H:%M")).lstrip("0")
