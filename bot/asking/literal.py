"""Published text as Discord source: what a reader sees equals it, character for character, and none of it is live.

Sources: Discord's developer documentation, "Message Formatting", and its help pages "Markdown Text 101"; the client's
parser is Khan Academy's simple-markdown with rules of Discord's own. There a backslash before any character that is
neither an ASCII letter or digit nor white space shows that character and gives it no meaning, also where it would have
had none. So what may open something is escaped, and what stays harmless without (the full stop of a sentence, a hyphen
inside a word) is left alone, for some apps copy the source. Nothing invisible is put in: a copy is what was published.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_OPENS = re.compile(
    r"""
      [\\*_~`|<>\[\]\#@]                    # formatting, mentions, times, custom emoji, links, quotes, headings
    | :(?![\ \n])                           # emoji by name, and the scheme of a link
    | (?<!\S)[-+](?!\S)                     # lists, to the parser also after a formatted word (small print: by its #)
    | (?m:^)[^\S\n]*+\d[\d\f]*+(?=\.)       # numbered lists
    """,
    re.VERBOSE,
)
_SIGNS = "\\*_~`|<>[]#@:-+"
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_LINE_END = re.compile(r"[\n\r\v\x1c-\x1e\x85\u2028\u2029]")

_BOLD = "**"
_UNSEEN = "\f"
"""The parser takes form feeds out before all else."""


def literal(text: str) -> str:
    """Discord source that renders as `text` and nothing else; white space stays as it is."""
    return _written(text, [(at, "\\") for at in _escapes(text)])


def unliteral(source: str) -> str:
    """The text of which `literal` made `source`."""
    return _ESCAPED.sub(r"\1", source)


def marked(text: str, highlights: Sequence[tuple[int, int]]) -> str:
    """As `literal`, the highlighted spans (offsets, end exclusive) in bold.

    White space at the ends of a span is not bold, spans that touch are one, and a span that begins or ends inside what
    readers see as one character (an accent, an emoji of several) is not bold at all.
    """
    signs = [(at, "\\") for at in _escapes(text)]
    edges = [(at, _BOLD) for span in _bold_spans(text, highlights) for at in span]
    return _written(text, sorted([*edges, *signs], key=lambda insertion: insertion[0]))


def _escapes(text: str) -> Iterator[int]:
    """The offsets of the characters to escape."""
    for found in _OPENS.finditer(text.replace("\r", "\n")):
        yield found.end() - (found[0][-1] in _SIGNS)


def _written(text: str, insertions: Sequence[tuple[int, str]]) -> str:
    parts, done = [], 0
    for at, sign in insertions:
        parts += [text[done:at], sign]
        done = at
    return "".join([*parts, text[done:]])


def _bold_spans(text: str, highlights: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in _joined(text, highlights):
        at = start
        for line in _LINE_END.split(text[start:end]):
            bold = line.strip()
            first = at + len(line) - len(line.lstrip())
            last = first + len(bold)
            if bold and not (_inside_character(text, first) or _inside_character(text, last)):
                yield first, last
            at += len(line) + 1


def _joined(text: str, highlights: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans within the text, in order, those that touch as one."""
    begun: tuple[int, int] | None = None
    for start, end in sorted((max(start, 0), min(end, len(text))) for start, end in highlights):
        if start >= end:
            continue
        if begun and not text[begun[1] : start].strip(_UNSEEN):
            begun = begun[0], max(begun[1], end)
            continue
        if begun:
            yield begun
        begun = start, end
    if begun:
        yield begun


def _inside_character(text: str, at: int) -> bool:
    """Whether what a reader sees as one character stands on both sides of an offset."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before == "\u200d" or after == "\u200d" or unicodedata.category(after).startswith("M"):
        return True
    return "\U0001f3fb" <= after <= "\U0001f3ff" or (_is_flag_half(before) and _is_flag_half(after))


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
