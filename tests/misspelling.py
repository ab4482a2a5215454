"""How people misspell: one slip of the finger or of the ear in a word, the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SOUNDS = (
    *(("c", "k"), ("k", "c"), ("ph", "f"), ("f", "ph"), ("y", "i"), ("i", "y"), ("ie", "ei"), ("ei", "ie"), ("z", "s")),
    *(("s", "z"), ("v", "w"), ("w", "v"), ("e", "a"), ("a", "e"), ("o", "u"), ("u", "o"), ("ck", "k"), ("ou", "u")),
    *(("ee", "ea"), ("ea", "ee"), ("sh", "sch"), ("ch", "tch"), ("i", "e"), ("ai", "ei"), ("x", "ks"), ("kh", "k")),
)
Slip = Callable[[str, random.Random], str]


def _neighbour(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    row = next((row for row in ROWS if word[place].lower() in row), "")
    at = row.find(word[place].lower())
    near = [row[k] for k in (at - 1, at + 1) if row and 0 <= k < len(row)]
    return word[:place] + chance.choice(near or ["e"]) + word[place + 1 :]


def _swapped(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _omitted(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def _doubled(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    undoubled = [k for k in range(1, len(word)) if word[k] == word[k - 1]]
    if undoubled:
        place = chance.choice(undoubled)
        return word[:place] + word[place + 1 :]
    return word[:place] + word[place] + word[place:]


def _heard(word: str, chance: random.Random) -> str:
    lower = word.lower()
    can = [(one, other) for one, other in SOUNDS if one in lower]
    for one, other in chance.sample(can, min(2, len(can))):
        place = lower.find(one)
        if place >= 0:
            lower = lower[:place] + other + lower[place + len(one) :]
    return lower.capitalize() if word[0].isupper() else lower


SLIPS: dict[str, Slip] = {
    "a neighbouring key": _neighbour,
    "two letters swapped": _swapped,
    "a letter left out": _omitted,
    "a letter doubled, or a double one single": _doubled,
    "as it sounds, in two places": _heard,
}


def misspelt(word: str, seed: int = 0) -> dict[str, str]:
    """The word, at least four letters, with each slip made once; slips that change nothing left out."""
    found = {name: slip(word, random.Random(f"{word} {name} {seed}")) for name, slip in SLIPS.items()}
    return {name: wrong for name, wrong in found.items() if wrong != word}
