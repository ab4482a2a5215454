"""What was published, and finding who said what in it. Synchronous, typed, and without a network of its own accord.

`from index import Coverage, Article, Answer, Passage, Refusal` is all that most users need; the errors are in
`index.errors`. The names are loaded when they are first used, so that `newsdesk --help` does not wait for a database.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.answering.answer import Answer, Passage, Refusal
    from index.articles import Article
    from index.coverage import Coverage
    from index.errors import NewsdeskError

__all__ = ["Answer", "Article", "Coverage", "NewsdeskError", "Passage", "Refusal"]

_PLACES = {
    "Answer": "index.answering.answer",
    "Article": "index.articles",
    "Coverage": "index.coverage",
    "NewsdeskError": "index.errors",
    "Passage": "index.answering.answer",
    "Refusal": "index.answering.answer",
}


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module 'index' has no attribute '{name}'")
