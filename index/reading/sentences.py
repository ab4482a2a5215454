"""How a block looks: like sentences of a body, like a headline, like a subhead, like an item of a list."""

from __future__ import annotations

import re

_TERMINAL = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]{0,3}(?:\s?[■□◆●▪#]){0,2}$")
_QUOTES = '"“„«‟'
_BULLET = re.compile(r"[-–—*•‣▪·►]\s+")
_WORD = re.compile(r"[^\W_]+")


def count_words(text: str) -> int:
    """Words of a text; for scripts without spaces, what the same length comes to in others."""
    return max(len(text.split()), sum(character > "\u2e7f" for character in text[:200]) // 2)


def is_sentence(text: str) -> bool:
    """Whether a block reads like a paragraph: it ends as sentences end, or is too long for anything else."""
    many = count_words(text)
    if many < 2:
        return False
    return bool(_TERMINAL.search(text)) or many >= 30 or (text.endswith(":") and many >= 5)


def is_statement(text: str) -> bool:
    """A sentence that no headline, teaser or question would be: what a body goes on with after a list of links."""
    if not is_sentence(text) or is_bulleted(text):
        return False
    if text[0] in _QUOTES:
        return count_words(text) >= 3
    return count_words(text) >= 6 and not re.search(r"[?!]\W{0,2}$", text)


def opens_quote(text: str) -> bool:
    """Whether it begins with a double quotation mark."""
    return text[:1] in _QUOTES


def is_bulleted(text: str) -> bool:
    """Whether it begins with the mark of a list."""
    return bool(_BULLET.match(text))


def content_words(text: str) -> set[str]:
    """Beginnings of the words that carry meaning, to see whether two texts are about the same."""
    return {word[:5] for word in _WORD.findall(text.casefold()) if len(word) > 3 or word.isdigit()}


_MARKED = tuple(
    re.compile(pattern)
    for pattern in (
        r"#{1,6}\s(?P<text>.{1,150})",
        r"[-–—*=~_]{1,3}\s(?P<text>\S.{0,100}\S|\S)\s[-–—*=~_]{1,3}",
        r"(?:\*\*|__)(?P<text>[^*]{1,100}[^*.])(?:\*\*|__)",
        r"={2,3}\s?(?P<text>[^=]{1,100}?)\s?={2,3}",
        r"<(?P<text>[^<>]{2,80})>",
    )
)


def marked_subhead(text: str) -> str | None:
    """The words of a subhead in the marks of an agency ("- xxx -", "## xxx ##"), or None."""
    for pattern in _MARKED:
        if match := pattern.fullmatch(text[:200]):
            return None if len(text) > 200 else match["text"].rstrip("# ").strip()
    return None


def is_capitals(text: str) -> bool:
    """Whether a short line is all in capitals and no sentence."""
    letters = [character for character in text if character.isalpha()]
    return (
        len(letters) > 2
        and text == text.upper()
        and text != text.lower()
        and len(text.split()) <= 10
        and text[-1] not in '.!:;,"”…'
    )


def is_short_line(text: str) -> bool:
    """Whether it could be a subhead without marks: a few words, no stop, no double quotation mark, no list mark."""
    if is_bulleted(text) or count_words(text) > 7 or any(mark in text for mark in _QUOTES + "”»"):
        return False
    first, last = text[0], text[-1]
    return (first.isupper() or first.isdigit() or first in "'‘") and (last.isalnum() or last in "'’)%")


_NEXT = re.compile(
    r"(?:(?:and |so )?what(?:['’]s| is| happens| comes| now)(?: next| now)?|what next|why now|why does it matter|"
    r"why (?:it|this) matters|what (?:do we|we) know(?: so far)?|who (?:is|was|are) [^.?]{3,40}|"
    r"what (?:is|are|was) [^.?]{3,40}|how (?:did|does|will|do) [^.?]{3,50}|why (?:is|are|did|does) [^.?]{3,50})\?",
    re.IGNORECASE,
)


def is_question_head(text: str) -> bool:
    """Whether it is a question that explainers set above a section ("What happens next?")."""
    return len(text) < 80 and bool(_NEXT.fullmatch(text))
