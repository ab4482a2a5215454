"""Words near in meaning: classes of words of news reporting (data/kin), families of one root ("absent", "absence")."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from importlib import resources

from index.language.names import Run, terms_of

SHORTEST_ROOT = 5
"""Letters of a root that tells a family: shorter ones are shared by words that have nothing to do with each other."""

_ENDINGS = (
    *("", "e", "er", "or", "ee", "ist", "ant", "ent", "anc", "enc", "ment", "ion", "at", "ati", "ator", "atur", "al"),
    *("i", "iti", "ti", "man", "ship", "hood", "ness", "ish", "ic", "ici", "an", "ian", "ial", "ual", "ar", "ari"),
    *("ori", "iv", "ous", "abl", "ibl", "s", "ful", "less"),
)
"""What Snowball's stems of one family differ in: "survivor", "surviv"; "financ", "financi"."""

_SWAPPED = (("d", "s"), ("s", "d"), ("t", "c"), ("c", "t"))
"""... and where the root itself differs at its end: "invad", "invas"; "absent", "absenc"."""


def kin(run: Run, *, capitalised: bool = False) -> tuple[Run, ...]:
    """Other words for what the terms say, by the classes of data/kin; empty when there are none.

    capitalised: whether the word is written with a capital; it is a name then, unless a class has it with a capital.
    """
    return _classes()[capitalised].get(run, ())


def family(term: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """Terms of the vocabulary with the same root and another ending, by rules; not the term itself."""
    return tuple(dict.fromkeys(other for other in _forms(term) if other != term and other in vocabulary))


def _forms(term: str) -> Iterator[str]:
    if not term.isalpha():
        return
    for ending in _ENDINGS:
        root = term.removesuffix(ending)
        if len(root) >= SHORTEST_ROOT and (not ending or root != term):
            yield from (root + other for other in _ENDINGS)
    yield from (term[:-1] + other for one, other in _SWAPPED if term.endswith(one) and len(term) >= SHORTEST_ROOT)


@cache
def _classes() -> tuple[dict[Run, tuple[Run, ...]], dict[Run, tuple[Run, ...]]]:
    """By each term or run of terms, those that share a line with it; for small letters, and for capitals."""
    found: tuple[dict[Run, tuple[Run, ...]], dict[Run, tuple[Run, ...]]] = {}, {}
    for line in resources.files(__package__).joinpath("data/kin/en.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        words = [(word, terms_of(word.strip())) for word in line.split(",")]
        for word, run in words:
            others = tuple(dict.fromkeys(other for _, other in words if other and other != run))
            for known in (found[0], found[1]) if word.strip()[0].isupper() else (found[0],):
                if run:
                    known[run] = tuple(dict.fromkeys((*known.get(run, ()), *others)))
    return found
