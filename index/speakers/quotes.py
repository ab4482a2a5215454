"""Quotation marks -> the outermost quotations of a paragraph. An apostrophe is no quotation mark."""

from __future__ import annotations

from typing import NamedTuple

from index.speakers.knowledge import words

_OPENING = {"“": "”", "„": "“”‟", "‟": "”", "«": "»", "‹": "›", "‘": "’", "‚": "‘’"}
_CLOSING = frozenset("”»›")
_BEFORE_OPENING = frozenset("([{—–-/…\"'“‘„«:,")
_MARKS = frozenset("\"'“”„‟‘’‚«»‹›")
_ENDS = frozenset(".,?!…;:—–-")


class Quotation(NamedTuple):
    """The outermost marks and what stands between them."""

    start: int
    """Offset of the opening mark."""
    end: int
    """Offset after the closing mark, or of the text's end where there is none."""
    closed: bool


class _Scan:
    """One pass over a paragraph: at most one outer quotation is open at a time, and marks inside it are its own."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Quotation] = []
        self.open: int | None = None
        self.closers = ""
        self.inner: list[str] = []
        self._last_single = max(text.rfind("'"), text.rfind("’"))

    def before(self, i: int) -> str:
        return self.text[i - 1] if i else " "

    def after(self, i: int) -> str:
        return self.text[i + 1] if i + 1 < len(self.text) else " "

    def may_open(self, i: int) -> bool:
        before, after = self.before(i), self.after(i)
        return (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()

    def single_opens(self, i: int) -> bool:
        """A single mark that opens: something that may close it follows, and it is no elision ('em, '90s)."""
        if not self.may_open(i) or self._last_single <= i:
            return False
        word = self.text[i + 1 : i + 8].split(" ")[0].lower().strip(".,'’")
        return not (word[:2].isdigit() or word in words("elisions"))

    def single_closes(self, i: int) -> bool:
        """A single mark that closes: no letter follows, and a plural's apostrophe is passed by for a better one."""
        before, after = self.before(i), self.after(i)
        if after.isalnum() or before.isspace():
            return False
        return before != "s" or not after.isspace() or not self._better_single_follows(i)

    def _better_single_follows(self, i: int) -> bool:
        for j in range(i + 1, min(i + 400, len(self.text))):
            character = self.text[j]
            if character in "'’" and self.before(j) in _ENDS and not self.after(j).isalnum():
                return True
            if character == "‘" or (character == "'" and self.may_open(j)):
                return False
        return False

    def begin(self, i: int, closers: str) -> None:
        self.open, self.closers, self.inner = i, closers, []

    def finish(self, end: int, *, closed: bool) -> None:
        if self.open is not None and end - self.open > 1:
            self.found.append(Quotation(self.open, end, closed))
        self.open, self.inner = None, []

    def outside(self, i: int, mark: str) -> None:
        if mark == '"':
            if not self.before(i).isdigit() or self.after(i).isalnum():
                self.begin(i, '"”')
        elif mark in "'‘":
            if self.single_opens(i):
                self.begin(i, "'’" if mark == "'" else "’")
        elif mark == "”":
            if self.may_open(i):
                self.begin(i, "”")
        elif mark in _OPENING:
            self.begin(i, _OPENING[mark] + ('"' if mark == "“" else ""))

    def inside(self, i: int, mark: str) -> None:
        single = mark in "'’"
        if self.inner and mark in self.inner[-1] and (not single or self.single_closes(i)):
            self.inner.pop()
        elif mark in self.closers and (not single or self.single_closes(i)):
            self.finish(i + 1, closed=True)
        elif mark == self.text[self.open or 0] and mark in _OPENING and self.may_open(i) and mark not in "‘‚":
            # The same mark opens again: the first was never closed, as where a paragraph joins two.
            self.finish(len(self.text[:i].rstrip()), closed=False)
            self.begin(i, _OPENING[mark] + ('"' if mark == "“" else ""))
        elif len(self.inner) < 2 and self.may_open(i) and mark not in _CLOSING:
            if mark in "'‘" and self.single_opens(i):
                self.inner.append("'’")
            elif mark == '"':
                self.inner.append('"')


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of a paragraph in order; they do not overlap. Time is linear in the text's length."""
    scan = _Scan(text.replace("''", '"\0').replace("``", '"\0'))
    for i, character in enumerate(scan.text):
        if character not in _MARKS:
            continue
        if scan.open is None:
            scan.outside(i, character)
        else:
            scan.inside(i, character)
    scan.finish(len(text), closed=False)
    kept = [found for found in scan.found if found.closed or scan.text[found.start] not in "'‘’"]
    return [one._replace(end=one.end + 1) if scan.text[one.end : one.end + 1] == "\0" else one for one in kept]
