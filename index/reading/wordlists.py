"""The word lists beside this module (data/NAME.txt): one entry a line, case folded; # begins a comment."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """The entries of data/NAME.txt, case folded."""
    text = files("index.reading").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    lines = (line.partition("#")[0].strip().casefold() for line in text.splitlines())
    return frozenset(line for line in lines if line)
