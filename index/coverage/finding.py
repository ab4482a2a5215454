"""Finding an article by what a person remembers of it: words of its title, its outlet or its id."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import islice

from index.results import Summary
from index.store import Store
from index.store.rows import CHUNK

WORDS = 10


def found_by(store: Store, words: str, collections: Sequence[str], limit: int) -> list[Summary]:
    """The articles whose title, outlet or id holds all of the words, newest published first; all for no words."""
    wanted = _plain(words[:500]).split()[:WORDS]
    with store.view() as view:
        holding = (key for key, text in view.headings(collections) if all(word in _plain(text) for word in wanted))
        keys = list(islice(holding, max(0, limit)))
        chunks = (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
        rows = (row for chunk in chunks for row in view.summaries(collections, chunk))
        return [Summary.model_validate(row, from_attributes=True) for row in rows]


def _plain(text: str) -> str:
    """Without case and accents, so that "sao" finds "São"."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
