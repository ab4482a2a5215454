"""Finding an article by what a person remembers of it: words of its title, its outlet or its id."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import chain, islice

from index.results import Summary
from index.store import Store
from index.store.rows import CHUNK

WORDS = 10


def found_by(store: Store, words: str, collections: Sequence[str], limit: int) -> list[Summary]:
    """The articles whose title, outlet or id holds all of the words, newest published first; all for no words.

    Where there are more than `limit`, those of which the words are the whole id or title are among them.
    """
    wanted = _plain(words[:500]).split()[:WORDS]
    with store.view() as view:
        headings = view.headings(collections)
        named = view.named(words.strip(), collections)
        holding = (key for key, text in headings if all(word in _plain(text) for word in wanted) and key not in named)
        chosen = set(islice(chain(named, holding), max(0, limit)))
        keys = [key for key, _ in headings if key in chosen]
        chunks = (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
        rows = (row for chunk in chunks for row in view.summaries(collections, chunk))
        return [Summary.model_validate(row, from_attributes=True) for row in rows]


def _plain(text: str) -> str:
    """Without case and accents, so that "sao" finds "São"."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
