"""The command `newsdesk`: parse, call the coverage, show. Imports what is slow only where it is used."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

import click

from bot.feeding_commands import feeds
from bot.keeping_commands import keeping
from bot.opening import open_coverage, who
from bot.options import Newsdesk, database_option, given_database, json_option
from bot.terminal.voices import voice_for

if TYPE_CHECKING:
    from bot.batch import Asked
    from bot.intake import Told
    from bot.terminal.people import People
    from bot.terminal.programs import Programs
    from index.coverage import Coverage


def main() -> None:
    """Run the command line, as the console script does."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - output was closed
    sys.stderr = sys.stderr or sys.stdout
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a locale without dashes must not stop a headline
    newsdesk(prog_name="newsdesk")


@click.group(
    cls=Newsdesk,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog='\b\nExample:\n  newsdesk add dispatches/\n  newsdesk ask "what did the minister say about the strike?"',
)
@database_option
@click.version_option(package_name="newsdesk")
def newsdesk(database: str | None) -> None:
    """Ask news coverage what it says: cited passages, word for word, and nothing generated."""


@newsdesk.task("newsdesk add dispatches/ extra.jsonl")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@json_option
def add(paths: tuple[str, ...], as_json: bool, database: str | None) -> None:
    """Add articles, or replace those already held.

    PATH is a file or a folder of .txt .html .jsonl .json .xml, or a link; "-" is standard input.
    """
    from bot.fetching.links import read_places
    from bot.intake import Intake, Taken
    from bot.settings import load_settings

    voice, outcomes = voice_for(as_json), Counter[str]()

    def tell(told: Told) -> None:
        if isinstance(told, Taken):
            outcomes[told.change.outcome] += 1
            voice.taken(told)
        else:
            outcomes["refused"] += 1
            voice.unreadable(told)
        step(outcomes.total(), 0)

    readings = read_places(paths, load_settings(), _standard_input())
    with open_coverage(database) as coverage, voice.progress("Adding") as step:
        try:
            Intake(readings, tell).run(lambda articles: coverage.add(articles, who=who()))
        except KeyboardInterrupt:
            kept = outcomes.total() - outcomes["refused"]
            raise KeyboardInterrupt(f"Stopped. Reported so far, and kept: {kept:,}.") from None
    voice.tally(outcomes)
    _end(good=not outcomes["refused"])


@newsdesk.task("newsdesk read page.html")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@json_option
def read(paths: tuple[str, ...], as_json: bool, database: str | None) -> None:
    """Show how files and links are read, what is left out and why; add nothing."""
    from bot.fetching.links import read_places
    from bot.settings import load_settings
    from index.errors import UnreadableError

    voice, good = voice_for(as_json), True
    for reading in read_places(paths, load_settings(), _standard_input()):
        if isinstance(reading, UnreadableError):
            voice.unreadable(reading)
            good = False
        else:
            voice.reading(reading)
    _end(good=good)


@newsdesk.task('newsdesk ask "what did the minister say about the strike?"')
@click.argument("question", required=False)
@click.option("--questions", metavar="FILE", help='Ask all questions of a file, one a line; "-" is standard input.')
@click.option("--limit", type=click.IntRange(min=1), default=5, show_default=True, help="Passages to show at most.")
@click.option("--by-date", is_flag=True, help="Show what one person said from day to day, oldest first.")
@click.option("--explain", is_flag=True, help="Also show why passages rank so, and why it is answered or refused.")
@json_option
def ask(
    question: str | None,
    questions: str | None,
    limit: int,
    by_date: bool,
    explain: bool,
    as_json: bool,
    database: str | None,
) -> None:
    """Ask, and get the passages that answer, word for word, or what the coverage does not say."""
    if (question is None) == (questions is None):
        raise click.UsageError("Give one QUESTION in quotes, or --questions FILE.")
    if explain and question is None:
        raise click.UsageError("--explain takes one QUESTION, not --questions FILE.")
    from bot.batch import Asked, read_batch

    if questions is None:
        asked = iter([Asked(str(question).encode("utf-8", "surrogateescape").decode("utf-8", "replace"))])
    else:
        asked = read_batch(questions, _standard_input())
    voice, good = voice_for(as_json), True
    with open_coverage(database, asking=True) as coverage:
        for one in asked:
            good = _ask(coverage, one, limit, voice, by_date=by_date) and good
            if explain and good:
                voice.explained(coverage.explain(one.text, limit=limit))
    _end(good=good)


def _ask(coverage: Coverage, asked: Asked, limit: int, voice: People | Programs, *, by_date: bool) -> bool:
    """Ask one question; whether it could be asked."""
    from bot.batch import unasked
    from index.errors import NoSuchArticleError, QuestionError

    def notices(article_id: str) -> Sequence[str]:
        try:
            return coverage.article(article_id).notices
        except NoSuchArticleError:  # withdrawn since
            return ()

    problem = asked.problem
    if not problem:
        try:
            voice.answer(coverage.ask(asked.text, limit=limit), notices, by_date=by_date)
        except QuestionError as error:
            problem = str(error)
    if problem:
        voice.unasked(unasked(asked, problem, coverage.freshness()), asked.place)
    return not problem


@newsdesk.task("newsdesk show harbour-strike")
@click.argument("article_id", metavar="ID")
@json_option
def show(article_id: str, as_json: bool, database: str | None) -> None:
    """Show an article: its paragraphs, and who speaks in them."""
    with open_coverage(database) as coverage:
        voice_for(as_json).article(coverage.article(article_id))


@newsdesk.task('newsdesk withdraw harbour-strike --reason "retracted by the agency"')
@click.argument("article_id", metavar="ID")
@click.option("--reason", default="", help="Why, for the journal of changes.")
@json_option
def withdraw(article_id: str, reason: str, as_json: bool, database: str | None) -> None:
    """Take an article out; no answer shows it any more."""
    with open_coverage(database) as coverage:
        voice_for(as_json).changed(coverage.withdraw(article_id, who=who(), reason=reason))


@newsdesk.task("newsdesk evaluate questions.jsonl")
@click.argument("file", metavar="FILE")
@json_option
def evaluate(file: str, as_json: bool, database: str | None) -> None:
    """Measure how well the questions of a file are answered, by kind of question.

    FILE has a JSON object to a line: {"question", "answerable", "gold": [[article id, paragraph number], ...]}.
    """
    from index.evaluation import evaluate as measure
    from index.evaluation import read_questions

    voice, questions = voice_for(as_json), list(read_questions(file))
    with open_coverage(database, asking=True) as coverage:
        with voice.progress("Asking") as step:
            figures = measure(coverage, questions, progress=lambda done: step(done, len(questions)))
        voice.figures(figures)


@newsdesk.task("newsdesk run --watch incoming/")
@click.option("--watch", metavar="FOLDER", multiple=True, help="Add what comes into this folder; may be repeated.")
def run(watch: tuple[str, ...], database: str | None) -> None:
    """Run the bot in Discord, until it is told to stop; it also polls feeds.

    The bot's token is taken from NEWSDESK_TOKEN, or from the file that NEWSDESK_TOKEN_FILE names.
    """
    from pathlib import Path

    from bot.running import run as run_bot
    from bot.settings import database_of, load_settings

    settings = load_settings()
    run_bot(database_of(settings, given_database(database)), settings, click.echo, [Path(folder) for folder in watch])


@newsdesk.task('newsdesk chat --question "what did the minister say about the strike?"')
@click.option("--question", help="Ask this first.")
@click.option("--seeds", is_flag=True, help="Use the dispatches that come with newsdesk, also where you have your own.")
@click.option("--screenshot", metavar="FILE.svg", help="Write a picture of the chat, and end.")
def chat(question: str | None, seeds: bool, screenshot: str | None, database: str | None) -> None:
    """Try the bot here: a Discord in your terminal, without network or token.

    Without --database your own coverage is used, or the seeds while there is nothing in it. Where standard input is no
    terminal, lines are read from it and the replies printed; type :help for what a line can be.
    """
    from bot.chat.running import Wish
    from bot.chat.running import run as run_chat

    _end(good=run_chat(Wish(given_database(database), seeds, question, screenshot)))


newsdesk.add_command(feeds)
for command in keeping.commands.values():
    newsdesk.add_command(command)


def _standard_input() -> BinaryIO:
    return sys.stdin.buffer if sys.stdin else io.BytesIO()


def _end(*, good: bool) -> None:
    if not good:
        click.get_current_context().exit(1)
