"""Where people look: standard output for what was asked for, standard error for complaints and progress bars."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.text import Text

from bot.failures import tell
from bot.terminal.answers import answer_view, closest_shown
from bot.terminal.prose import UNWRAPPED, Prose, text_of
from bot.terminal.wording import number_of, unasked_line

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

NAMED = 20
"""Articles that `add` names one by one; after those, only the ones that it has something to say about."""


class People:
    """Shows things on a terminal: in colour only where there is one, on whole lines where there is none."""

    def __init__(self) -> None:
        piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
        self._out = Console(width=UNWRAPPED if piped else None, highlight=False, markup=False, emoji=False)
        self._err = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self._bar_is_up = False
        self._named = 0

    def reading(self, reading: Reading) -> None:
        """What would be added, and what was left out."""
        from bot.terminal.readings import reading_view

        self._show(reading_view(reading))

    def unreadable(self, error: UnreadableError) -> None:
        """What could not be read, on standard error."""
        self._complain(str(error))

    def taken(self, taken: Taken) -> None:
        """What became of one article, where that is of interest."""
        from bot.terminal.lists import taken_view

        self._named += 1
        if taken.reason or self._named <= NAMED:
            self._show(taken_view(taken))

    def tally(self, outcomes: Counter[str]) -> None:
        """How many articles came to what."""
        from bot.terminal.lists import tally

        self._show(Text(tally(outcomes), style="bold"))

    def answer(self, answer: Answer, notices: Callable[[str], Sequence[str]], *, by_date: bool = False) -> None:
        """An answer or a refusal. notices: corrections of the article with this id. by_date: from day to day."""
        shown = (*answer.passages, *closest_shown(answer))
        corrected = {passage.article.id: notices(passage.article.id) for passage in shown}
        self._show(answer_view(answer, corrected, by_date=by_date))

    def explained(self, explanation: Explanation) -> None:
        """Why the answer is as it is."""
        from index.answering.explaining import lines

        for line in lines(explanation):
            self._show(Prose(text_of(line, "dim")))

    def unasked(self, answer: Answer, place: str) -> None:
        """A question that could not be asked, on standard error."""
        self._complain(unasked_line(answer, place))

    def articles(self, articles: Sequence[Summary], coverage: Freshness) -> None:
        """The articles held, as a table."""
        from bot.terminal.lists import articles_view

        self._show(articles_view(articles, coverage))

    def article(self, article: Article) -> None:
        """One article, whole."""
        from bot.terminal.readings import article_view

        self._show(article_view(article))

    def changed(self, change: Change) -> None:
        """What became of an article that was withdrawn, corrected or brought back."""
        from bot.terminal.keeping import change_view

        self._show(change_view(change))

    def journal(self, entries: Sequence[Entry]) -> None:
        """Who changed what."""
        from bot.terminal.keeping import journal_view

        self._show(journal_view(entries))

    def copied(self, copied: Copied) -> None:
        """A back-up that was made or put back."""
        from bot.terminal.keeping import copied_lines

        for line in copied_lines(copied):
            self._show(line)

    def exported(self, collection: str, files: Sequence[Path]) -> None:
        """The files that were written."""
        for file in files:
            self._show(Prose(text_of(f"{collection}: {file}")))

    def erased(self, collection: str, erased: Erased) -> None:
        """What is gone, and whether from the file's free pages too."""
        self._show(Prose(text_of(f"erased {collection}: {number_of(erased.articles, 'article')}, and all else of it")))
        if not erased.scrubbed:
            self._show(Prose(Text("Its bytes leave the file once no other program uses it: run newsdesk check then.")))

    def reindexed(self, reindexed: Reindexed) -> None:
        """What reading everything again came to."""
        read = f"{number_of(reindexed.articles, 'article')}, {number_of(reindexed.paragraphs, 'paragraph')}"
        self._show(Text(f"{read}: {reindexed.changed:,} changed, in {reindexed.seconds:.1f} s"))

    def checked(self, problems: Sequence[str], mended: Sequence[str] | None, coverage: Freshness) -> None:
        """What is wrong with the database, on standard error, and what was mended (None: nothing was to be)."""
        for told in mended or ():
            self._show(Prose(text_of(f"mended: {told}", "yellow")))
        for problem in problems:
            self._complain(problem)
        if not problems:
            self._show(Text(f"{number_of(coverage.articles, 'article')}, nothing wrong", style="green"))

    def figures(self, figures: Figures) -> None:
        """The figures of an evaluation, by kind of question."""
        from bot.terminal.lists import figures_view

        self._show(figures_view(figures))

    @contextmanager
    def progress(self, what: str) -> Iterator[Progress]:
        """A bar while something long goes on, gone at its end; nothing where standard error is no terminal."""
        if not sys.stderr.isatty():
            yield lambda done, total: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Bar(*columns, console=self._err, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
            task = bar.add_task(what, total=None)
            self._bar_is_up = True
            try:
                yield lambda done, total: bar.update(task, completed=done, total=total or None)
            finally:
                self._bar_is_up = False

    def _show(self, view: RenderableType) -> None:
        # A bar on the same terminal must be the one to make room, or both are garbled.
        console = self._err if self._bar_is_up and sys.stdout.isatty() else self._out
        console.print(view, crop=False)

    def _complain(self, sentence: str) -> None:
        if self._bar_is_up:
            self._err.print(text_of(sentence, "red"), soft_wrap=True)
        else:
            tell(sentence)
