"""Where a body ends, and what in between is none of it: each block from the body's start on gets its label."""

from __future__ import annotations

from collections.abc import Sequence

from index.reading.furniture import Kind, kind_of
from index.reading.lines import Block
from index.reading.sentences import (
    content_words,
    count_words,
    is_bulleted,
    is_capitals,
    is_question_head,
    is_sentence,
    is_short_line,
    is_statement,
    marked_subhead,
    opens_quote,
)

BODY, NOTICE = "", "notice"
"""Labels of what is kept; every other label is the reason for which a block is dropped."""
_SURELY_BODY = 3
"""Statements above a line that ends bodies, from which on it is no stray credit or button at the top."""
_LONGEST_LIST = 12
"""Links in a list in the middle of a body, at most; a longer one is the end of the page."""


def label_body(blocks: Sequence[Block], start: int) -> list[str]:
    """A label for each block from start on: BODY, NOTICE, or why it is dropped."""
    kinds = [kind_of(block.raw, "anywhere") for block in blocks[start:]]
    labels, over = _until_the_end(blocks[start:], kinds)
    _trim_end(blocks[start : start + over], labels, furniture=start + over < len(blocks))
    _drop_subheads(blocks[start:], labels)
    return labels + _after_the_end(blocks[start + over :])


def _until_the_end(blocks: Sequence[Block], kinds: Sequence[Kind | None]) -> tuple[list[str], int]:
    """Labels up to the end of the body, and where that is."""
    labels: list[str] = []
    statements = 0
    spaced = _is_spaced(blocks, kinds)
    while len(labels) < len(blocks):
        at = len(labels)
        kind = kinds[at]
        if kind is None:
            labels.append(BODY)
            statements += is_statement(blocks[at].text)
        elif kind.role == "end" and _ends_here(blocks, kinds, at, statements):
            return labels, at
        elif kind.role == "list":
            goes_on = _goes_on(blocks, kinds, at, spaced=spaced)
            if goes_on is None:
                return labels, at
            labels += [kind.why] * (goes_on - at)
        elif kind.role == "block" and spaced:
            labels += [kind.why] * _run(blocks, kinds, at)
        elif kind.role == "opens notice":
            labels += [NOTICE] * min(2, len(blocks) - at)
        else:
            labels.append(kind.why)
    return labels, len(blocks)


def _is_spaced(blocks: Sequence[Block], kinds: Sequence[Kind | None]) -> bool:
    """Whether empty lines stand between this text's paragraphs."""
    paragraphs = [
        block for block, kind in zip(blocks[1:], kinds[1:], strict=True) if not kind and is_statement(block.text)
    ]
    return sum(block.gap for block in paragraphs) * 2 > len(paragraphs)


def _ends_here(blocks: Sequence[Block], kinds: Sequence[Kind | None], at: int, before: int) -> bool:
    """Whether a line that ends bodies ends this one; not near the top, with most of the text to come.

    before: statements above it.
    """
    kind = kinds[at]
    if at == 0 or kind is None:
        return False
    if before >= _SURELY_BODY or (kind.why == "comments" and not _is_button(blocks[at].text)):
        return True
    after = 0
    for i in range(at + 1, len(blocks)):
        after_kind = kinds[i]
        if after > before or (after_kind and after_kind.role in ("end", "list")):
            break
        after += not after_kind and is_statement(blocks[i].text)
    return after <= before


def _is_button(text: str) -> bool:
    return len(text.split()) <= 2


def _goes_on(blocks: Sequence[Block], kinds: Sequence[Kind | None], at: int, *, spaced: bool) -> int | None:
    """Where the body goes on after a list of links that opens here; None where it does not."""
    for i in range(at + 1, min(at + 2 + _LONGEST_LIST, len(blocks))):
        kind = kinds[i]
        if kind and kind.role == "end":
            return None
        if kind is None and is_statement(blocks[i].text) and (blocks[i].gap or not spaced):
            return i if _is_body_again(blocks, kinds, at, i) else None
    return None


def _is_body_again(blocks: Sequence[Block], kinds: Sequence[Kind | None], opened: int, at: int) -> bool:
    """Whether from here on it is body and not teasers: mostly sentences, about what the body before is about."""
    rest: list[str] = []
    for i in range(at, min(at + 100, len(blocks))):
        kind = kinds[i]
        if kind and kind.role in ("end", "list"):
            break
        if kind is None and not is_bulleted(blocks[i].text) and marked_subhead(blocks[i].text) is None:
            rest.append(blocks[i].text)
    sentences = sum(is_sentence(text) or text.endswith(":") for text in rest)
    if sentences < 0.6 * len(rest):
        return False
    known = set().union(*(content_words(blocks[i].text) for i in range(max(0, opened - 100), opened) if not kinds[i]))
    shared = content_words(" ".join(rest)) & known
    return sentences > 2 or len(shared) >= 2 or opens_quote(rest[0])


def _run(blocks: Sequence[Block], kinds: Sequence[Kind | None], at: int) -> int:
    """How many blocks stand together without an empty line, from here on, notices and end marks excepted."""
    end = at + 1
    while end < len(blocks) and not blocks[end].gap:
        kind = kinds[end]
        if kind and kind.role not in ("line", "block"):
            break
        end += 1
    return end - at


def _trim_end(blocks: Sequence[Block], labels: list[str], *, furniture: bool) -> None:
    """Drop what stands after the last sentence of the body: who wrote it, links without a heading.

    furniture: whether some follows below. Loose lines with none around them may be the body's own, and are kept.
    """
    loose: list[int] = []
    for i in range(len(labels) - 1, 0, -1):
        if labels[i] != BODY:
            furniture = True
            continue
        kind = kind_of(blocks[i].raw, "tail")
        if kind and kind.role != "notice":
            labels[i] = kind.why
            furniture = True
        elif is_sentence(blocks[i].text) or opens_quote(blocks[i].text) or marked_subhead(blocks[i].text):
            if blocks[i].text.endswith(":"):
                return
            break
        else:
            loose.append(i)
    headlines = [i for i in loose if count_words(blocks[i].text) <= 14 and blocks[i].text[-1] not in ":,;"]
    if len(headlines) == len(loose) and (furniture or len(loose) > 1):
        for i in loose:
            labels[i] = "after the body's end"


def _drop_subheads(blocks: Sequence[Block], labels: list[str]) -> None:
    """Drop the lines that head a section: in marks anywhere, without marks where paragraphs stand on both sides."""
    kept = [i for i, label in enumerate(labels) if label == BODY]
    for position, i in enumerate(kept):
        text = blocks[i].text
        if marked_subhead(text) is not None:
            labels[i] = "subhead"
            continue
        if position + 1 == len(kept) or not is_sentence(blocks[kept[position + 1]].text):
            continue
        after = blocks[kept[position + 1]].text
        before = blocks[kept[position - 1]].text if position else ""
        if (
            is_capitals(text)
            or (
                position
                and is_sentence(before)
                and not before.endswith(":")
                and not is_bulleted(after)
                and (is_short_line(text) or is_question_head(text))
            )
            or (position and is_question_head(text) and is_sentence(before))
        ):
            labels[i] = "subhead"


def _after_the_end(blocks: Sequence[Block]) -> list[str]:
    """Reasons for what stands after the body: its own where it has one, else that of the section it stands in."""
    labels: list[str] = []
    section = "after the body's end"
    notice_next = False
    for block in blocks:
        kind = kind_of(block.raw, "tail")
        if kind and kind.role in ("list", "end") and section != "comments":
            section = kind.why
        if section != "comments" and (notice_next or (kind and kind.role in ("notice", "opens notice"))):
            labels.append(NOTICE)
        else:
            labels.append(kind.why if kind and kind.role not in ("notice", "opens notice") else section)
        notice_next = bool(kind and kind.role == "opens notice")
    return labels
