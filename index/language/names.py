"""Names: the several ways in which news writes one person, group or place."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from index.language.analysis import analyse

Run = tuple[str, ...]
"""Terms that stand one after another."""


def terms_of(text: str) -> Run:
    """The terms of a text as a tuple, their offsets left out."""
    return tuple(term.text for term in analyse(text))


@lru_cache(maxsize=8192)
def name_terms(name: str) -> frozenset[str]:
    """The terms of a name, for looking up."""
    return frozenset(terms_of(name))


def aliases(terms: Run) -> tuple[Run, ...]:
    """The other names of what is called by these terms; empty when no other is known."""
    groups = _aliases().get(terms, ())
    return tuple(dict.fromkeys(other for group in groups for other in group if other != terms))


@cache
def single_names() -> frozenset[str]:
    """The terms that alone are a name with aliases: "kyiv"."""
    return frozenset(name[0] for name in _aliases() if len(name) == 1)


def longest_alias() -> int:
    """Of how many terms the longest known name consists."""
    return max(map(len, _aliases()), default=0)


@cache
def _aliases() -> dict[Run, list[tuple[Run, ...]]]:
    """By each name, the groups of names that it belongs to (data/aliases.txt)."""
    known: dict[Run, list[tuple[Run, ...]]] = {}
    for line in resources.files(__package__).joinpath("data/aliases.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        group = tuple(dict.fromkeys(filter(None, (terms_of(name) for name in line.split(",")))))
        for name in group:
            known.setdefault(name, []).append(group)
    return known
