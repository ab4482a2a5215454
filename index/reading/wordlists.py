"""The word lists beside this module (data/NAME.txt): one entry a line, case folded; # begins a comment.

What pages call things is a table of lists: data/metadata.toml.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words(name: str) -> frozenset[str]:
    """The entries of data/NAME.txt, case folded."""
    text = files("index.reading").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    lines = (line.partition("#")[0].strip().casefold() for line in text.splitlines())
    return frozenset(line for line in lines if line)


@cache
def known(topic: str) -> dict[str, Any]:
    """A table of data/metadata.toml."""
    tables = tomllib.loads(files("index.reading").joinpath("data/metadata.toml").read_text(encoding="utf-8"))
    table: dict[str, Any] = tables[topic]
    return table
