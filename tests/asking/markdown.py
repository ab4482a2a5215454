"""A model of how Discord's apps show a text: the characters a reader sees, and what among them is live.

Written from Discord's documentation ("Message Formatting"; help pages "Markdown Text 101") and what is observed of
its parser, simple-markdown with rules of Discord's own. Where apps or versions differ it takes what formats most, so
that what is inert here is inert everywhere. It shares nothing with the code it judges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_ANGLED = {
    "user": r"<@!?\d+>",
    "role": r"<@&\d+>",
    "channel": r"<#\d+>",
    "emoji": r"<a?:\w+:\d+>",
    "time": r"<t:-?\d+(?::[a-zA-Z])?>",
    "navigation": r"<id:\w+(?::\d+)?>",
    "command": r"</[^<>\n:]+:\d+>",
    "link": r"<(?:https?|steam|discord|tel|sms|mailto):[^\s<>]+>",
    "mail": r"<[^\s<>@]+@[^\s<>]+>",
    "phone": r"<\+[\d -]+>",
}
_BARE = {
    "link": r"(?:https?|steam|discord)://[^\s<]+",
    "everyone": r"@(?:everyone|here)",
    "emoji by name": r":[^\s:]+:",
}
_PAIRED = (
    ("code block", r"```(.+?)```"),
    ("code", r"(?<!`)(?:``(?!`)(.+?)(?<!`)``|`(?!`)(.+?)(?<!`)`)(?!`)"),
    ("bold", r"\*\*((?:\\.|[^\\])+?)\*\*(?!\*)"),
    ("underline", r"__((?:\\.|[^\\])+?)__(?!_)"),
    ("italics", r"\*(?=\S)((?:\*\*|\\.|[^*\\])+?)\*(?!\*)"),
    ("italics", r"_((?:__|\\.|[^\\_])+?)_(?!_)"),
    ("strikethrough", r"~~(.+?)~~"),
    ("spoiler", r"\|\|(.+?)\|\|"),
)
_MASKED = (
    r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['\"].*?['\"])?\s*\)"
)
_MASKED_MINDFUL = r"\[((?:\\.|[^\[\]\\])+)\]\(\s*<?((?:[^\s()\\]|\\.)+?)>?\s*\)"
_BLOCKS = {
    "small": r" *-# +",
    "heading": r" *#{1,3}\s+",
    "quote": r" *>(?:>>)? ",
    "list": r" *(?:[-*+]|\d+\.) ",
}
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_LATER_BULLET = re.compile(r" +[-*+] ")


@dataclass
class Shown:
    """What a reader sees."""

    text: str = ""
    styles: list[frozenset[str]] = field(default_factory=list)
    """Of each character."""
    live: list[tuple[str, str]] = field(default_factory=list)
    """What is more than formatted characters, and its source or target."""

    def put(self, text: str, style: frozenset[str]) -> None:
        self.text += text
        self.styles += [style] * len(text)

    def only(self, style: str) -> list[int]:
        return [at for at, styles in enumerate(self.styles) if style in styles]


def preprocessed(source: str) -> str:
    """White space as the parser takes it."""
    return re.sub("\r\n?", "\n", source).replace("\f", "").replace("\t", "    ")


def render(source: str, *, mindful: bool = False) -> Shown:
    """mindful: links behind a text are found as by apps that mind backslashes in them, else as by those that do not."""
    shown = Shown()
    _Parser(shown, _MASKED_MINDFUL if mindful else _MASKED).parse(preprocessed(source), frozenset(), fresh_line=True)
    return shown


class _Parser:
    def __init__(self, shown: Shown, masked: str) -> None:
        self.shown = shown
        self.masked = re.compile(masked, re.DOTALL)

    def parse(self, source: str, style: frozenset[str], *, fresh_line: bool) -> None:
        at, since = 0, 0
        while at < len(source):
            taken = self._block(source, at, style) if fresh_line else 0
            if not taken and not fresh_line and at == since and _LATER_BULLET.match(source, at):
                self.shown.live.append(("list", source[at : at + 9]))
            fresh_line = False
            if not taken:
                taken = (
                    self._escape(source, at, style) or self._live(source, at, style) or self._pair(source, at, style)
                )
            if taken:
                at = since = at + taken
                fresh_line = source[at - 1] == "\n"
                continue
            self.shown.put(source[at], style)
            fresh_line = source[at] == "\n"
            at += 1
            since = at if fresh_line else since

    def _block(self, source: str, at: int, style: frozenset[str]) -> int:
        for kind, pattern in _BLOCKS.items():
            if found := re.compile(pattern).match(source, at):
                if kind == "small":
                    end = source.find("\n", at) + 1 or len(source)
                    self.parse(source[found.end() : end], style | {"small"}, fresh_line=True)
                    return end - at
                self.shown.live.append((kind, found[0]))
                return found.end() - at
        return 0

    def _escape(self, source: str, at: int, style: frozenset[str]) -> int:
        if source.startswith("¯\\_(ツ)_/¯", at):
            self.shown.put("¯\\_(ツ)_/¯", style)
            return 9
        if found := _ESCAPE.match(source, at):
            self.shown.put(found[1], style)
            return 2
        return 0

    def _live(self, source: str, at: int, style: frozenset[str]) -> int:
        for kind, pattern in (*_ANGLED.items(), *_BARE.items()):
            if found := re.compile(pattern).match(source, at):
                self.shown.live.append((kind, found[0].strip("<>")))
                self.shown.put(found[0].strip("<>"), style)
                return len(found[0])
        if found := self.masked.match(source, at):
            if "://" in found[1].replace("\\", ""):  # apps show the source of a link that poses as another
                return 0
            self.shown.live.append(("link", _ESCAPE.sub(r"\1", found[2])))
            self.parse(found[1], style | {"link"}, fresh_line=False)
            return len(found[0])
        return 0

    def _pair(self, source: str, at: int, style: frozenset[str]) -> int:
        found = [(kind, m) for kind, pattern in _PAIRED if (m := re.compile(pattern, re.DOTALL).match(source, at))]
        if not found:
            return 0
        kind, match = max(found, key=lambda pair: len(pair[1][0]))
        inside = next(group for group in match.groups() if group is not None)
        if kind.startswith("code"):
            self.shown.put(inside, style | {kind})
        else:
            self.parse(inside, style | {kind}, fresh_line=False)
        return len(match[0])


def formatted(shown: Shown) -> Iterator[str]:
    """Every kind of formatting that a character has."""
    yield from sorted(frozenset().union(*shown.styles))
