"""Questions from a file, one a line, as `newsdesk ask --questions` takes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, NamedTuple

from index.answering.answer import Answer, Freshness, Refusal

LONGEST_LINE = 100_000
"""Bytes; what is longer is no question, and a file without line ends must not fill the memory."""


class Asked(NamedTuple):
    """A question and where it stands."""

    text: str
    place: str = ""
    problem: str | None = None
    """Why the line cannot be asked at all."""


def read_batch(path: str, standard_input: BinaryIO) -> Iterator[Asked]:
    """The lines of a file of questions ("-": of standard input) as they come, empty ones too. Raises OSError."""
    name = "standard input" if path == "-" else path
    with nullcontext(standard_input) if path == "-" else Path(path).open("rb") as stream:
        number = 0
        while data := stream.readline(LONGEST_LINE + 1):
            number += 1
            problem = None
            if len(data) > LONGEST_LINE:
                problem = "the line is too long for a question; write one question a line"
                _skip_line(stream)
            if number == 1:
                data = data.removeprefix(b"\xef\xbb\xbf")
            text = data.decode("utf-8", "replace")
            if not problem and ("\0" in text or "\ufffd" in text):
                problem = "the line is no UTF-8 text; save the questions as UTF-8"
            yield Asked(text.removesuffix("\n").removesuffix("\r"), f"{name}, line {number}", problem)


def unasked(asked: Asked, problem: str, coverage: Freshness) -> Answer:
    """What stands in for the answer to a question that could not be asked, so that every line has its own."""
    refusal = Refusal(kind="question", message=problem, missing=())
    return Answer(question=asked.text, answered=False, confidence=0, refusal=refusal, coverage=coverage)


def _skip_line(stream: BinaryIO) -> None:
    while (data := stream.readline(LONGEST_LINE)) and not data.endswith(b"\n"):
        pass
