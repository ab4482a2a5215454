"""How things look for programs: exactly one JSON value to a line, on disk before it is printed, flushed at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.failures import tell
from bot.terminal.clean import UNSAFE
from bot.terminal.wording import unasked_line

if TYPE_CHECKING:
    from bot.intake import Taken
    from index.answering.answer import Answer, Freshness
    from index.answering.explaining import Explanation
    from index.articles import Article
    from index.coverage import Change, Progress, Reindexed, Summary
    from index.errors import UnreadableError
    from index.evaluation import Figures
    from index.reading.reading import Reading
    from index.store import Entry
    from index.store.copying import Copied
    from index.store.erasing import Erased

_ARTICLE = ("id", "title", "source", "agency", "byline", "city", "published", "url", "language", "paragraphs")

_ENTRY = ("sequence", "at", "who", "action", "collection", "article_id", "reason")


def json_line(value: Any) -> str:
    """The value as JSON on one line: readable Unicode, but control and direction characters escaped."""
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


class Programs:
    """Prints the JSON of the contract to standard output, in UTF-8 whatever the locale, and nothing else."""

    def reading(self, reading: Reading) -> None:
        """An article as it was read."""
        fields = _article(reading.article)
        notices = fields.pop("notices")
        dropped = [line.model_dump() for line in reading.dropped]
        _print({"path": reading.path, **fields, "dropped": dropped, "notices": notices})

    def unreadable(self, error: UnreadableError) -> None:
        """What could not be read."""
        _print({"path": error.path, "line": error.line, "error": error.message})
        tell(str(error))

    def taken(self, taken: Taken) -> None:
        """What became of one article."""
        change, reading = taken.change, taken.reading
        place = {"path": reading.path, "line": reading.line}
        _print({**place, "id": change.id, "outcome": change.outcome, "reason": taken.reason})

    def tally(self, outcomes: Counter[str]) -> None:
        """Nothing: whoever reads the lines can count them."""

    def answer(self, answer: Answer, notices: Callable[[str], Sequence[str]], *, by_date: bool = False) -> None:
        """An answer or a refusal; its field "by_date" has the ranks in the order of the days, asked for or not."""
        _print(answer.model_dump())

    def explained(self, explanation: Explanation) -> None:
        """Why the answer is as it is, on a line of its own."""
        _print(explanation.model_dump())

    def unasked(self, answer: Answer, place: str) -> None:
        """A question that could not be asked: a refusal in its place, so that lines can be counted."""
        _print(answer.model_dump())
        tell(unasked_line(answer, place))

    def articles(self, articles: Sequence[Summary], coverage: Freshness) -> None:
        """The articles held, a line each."""
        for article in articles:
            _print(article.model_dump())

    def article(self, article: Article) -> None:
        """One article, whole."""
        _print(_article(article))

    def changed(self, change: Change) -> None:
        """What became of an article that was withdrawn, corrected or brought back."""
        _print(change.model_dump())

    def journal(self, entries: Sequence[Entry]) -> None:
        """Who changed what, a line each."""
        for entry in entries:
            shown = entry._asdict()
            _print({"id" if name == "article_id" else name: shown[name] for name in _ENTRY})

    def copied(self, copied: Copied) -> None:
        """A back-up that was made or put back."""
        kept = str(copied.kept) if copied.kept else None
        _print({"file": str(copied.path), "articles": copied.articles, "bytes": copied.size, "kept": kept})

    def exported(self, collection: str, files: Sequence[Path]) -> None:
        """The files that were written."""
        _print({"collection": collection, "files": [str(file) for file in files]})

    def erased(self, collection: str, erased: Erased) -> None:
        """What is gone, and whether from the file's free pages too."""
        _print({"collection": collection, **erased._asdict()})

    def reindexed(self, reindexed: Reindexed) -> None:
        """What reading everything again came to."""
        _print(reindexed.model_dump())

    def checked(self, problems: Sequence[str], mended: Sequence[str] | None, coverage: Freshness) -> None:
        """What is wrong with the database, and what was mended (None: nothing was to be)."""
        told = {} if mended is None else {"mended": list(mended)}
        _print({"articles": coverage.articles, "problems": list(problems), **told})
        for problem in problems:
            tell(problem)

    def figures(self, figures: Figures) -> None:
        """The figures of an evaluation."""
        _print({"rows": [row._asdict() for row in figures.rows], "auc": figures.auc})

    @contextmanager
    def progress(self, what: str) -> Iterator[Progress]:
        """Nothing to look at."""
        yield lambda done, total: None


def _article(article: Article) -> dict[str, Any]:
    fields = article.model_dump(exclude={"paragraphs": {"__all__": {"people"}}})
    return {key: fields[key] for key in (*_ARTICLE, "notices")}


def _print(value: Any) -> None:
    click.echo(json_line(value).encode("utf-8"))
