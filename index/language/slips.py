"""How likely one word was meant by another as written: slips of the finger, which know the keyboard, and of the ear."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

NEIGHBOUR = 0.7
"""What a letter costs whose key lies beside that of the right one, beside 1 for any other."""
SWAPPED = 0.7
"""What two letters in each other's place cost."""
DOUBLED = 0.4
"""What a letter costs that is written twice or once too few."""
LEFT_OUT = {True: 0.7, False: 0.9}
"""What a vowel costs that is too much or missing, and what a consonant does."""
HEARD = 0.7
"""What a letter costs that can be heard like the right one: "k" for "c", one vowel for another."""
SAME_SOUND = 0.7
"""What share of its cost counts where both words sound alike."""

_KEYBOARDS = (
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    ("qwertzuiop", "asdfghjkl", "yxcvbnm"),
    ("azertyuiop", "qsdfghjklm", "wxcvbn"),
)
_ALIKE = ("aeiouy", "ckq", "sz", "vw", "fv", "bp", "dt", "gk", "ij", "mn")


def cost(written: str, meant: str) -> float:
    """What it costs to write one word for another, 0 for the same: an edit costs 1, and less where it is a usual slip.

    The distance of Damerau (1964) with optimal string alignment, its edits weighed. A wrong first letter that does not
    sound alike counts as one edit more: people seldom get it wrong. Takes time of the product of the lengths.
    """
    total = _distance(written, meant)
    if written[:1] != meant[:1] and not _heard_alike(written[:1], meant[:1]):
        total += 1.0
    return total * SAME_SOUND if sound(written) == sound(meant) else total


def _distance(written: str, meant: str) -> float:
    before: list[float] = []
    row = [0.0]
    for place in range(1, len(meant) + 1):
        row.append(row[-1] + _in_or_out(meant, place - 1))
    for i, letter in enumerate(written):
        last, row, earlier = row, [row[0] + _in_or_out(written, i)], before
        for j, right in enumerate(meant):
            best = min(
                last[j] + _instead(letter, right),
                last[j + 1] + _in_or_out(written, i),
                row[j] + _in_or_out(meant, j),
            )
            if i and j and letter == meant[j - 1] and right == written[i - 1] and letter != right:
                best = min(best, earlier[j - 1] + SWAPPED)
            row.append(best)
        before = last
    return row[-1]


def _in_or_out(word: str, place: int) -> float:
    """What the letter costs when the other word lacks it: little beside its like."""
    return DOUBLED if place and word[place - 1] == word[place] else LEFT_OUT[word[place] in _ALIKE[0]]


def _instead(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if _heard_alike(one, other):
        return HEARD
    return NEIGHBOUR if one + other in _neighbours() else 1.0


def _heard_alike(one: str, other: str) -> bool:
    return any(one in group and other in group for group in _ALIKE)


@cache
def _neighbours() -> frozenset[str]:
    """Pairs of letters whose keys touch, side by side or one above the other."""
    found = set()
    for rows in _KEYBOARDS:
        places = {letter: (x + y / 2, y) for y, row in enumerate(rows) for x, letter in enumerate(row)}
        for one, (x, y) in places.items():
            found |= {one + other for other, (a, b) in places.items() if abs(x - a) <= 1 and abs(y - b) <= 1}
    return frozenset(found)


def sound(word: str) -> str:
    """How a word sounds, roughly: spellings that are heard alike come to one key (data/sounds). Any string is taken."""
    rules, pattern = _sounds()
    heard = pattern.sub(lambda match: rules[match[0]], word)
    return re.sub(r"(.)\1+", r"\1", heard)


@cache
def _sounds() -> tuple[dict[str, str], re.Pattern[str]]:
    lines = resources.files(__package__).joinpath("data/sounds/en.txt").read_text("utf-8").splitlines()
    rules = {line.split()[0]: "".join(line.split()[1:]) for line in lines if line.strip() and not line.startswith("#")}
    return rules, re.compile("|".join(sorted(map(re.escape, rules), key=len, reverse=True)))
