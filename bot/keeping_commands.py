"""The commands by which the operator keeps the coverage: lists, the journal, undo, corrections, checks and copies."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import click

from bot.opening import open_coverage, who
from bot.options import Newsdesk, given_database, json_option
from bot.terminal.clean import clean
from bot.terminal.voices import voice_for

if TYPE_CHECKING:
    from index.articles import Article
    from index.coverage import Coverage

keeping = Newsdesk()
"""Holds the commands until they are added to `newsdesk`."""


@keeping.task("newsdesk list harbour")
@click.argument("words", nargs=-1)
@json_option
def list_(words: tuple[str, ...], as_json: bool, database: str | None) -> None:
    """List the articles, newest first, or those whose title, outlet or id holds all WORDS."""
    with open_coverage(database) as coverage:
        wanted = " ".join(words)
        articles = coverage.search(wanted, limit=coverage.freshness().articles) if words else coverage.articles()
        voice_for(as_json).articles(articles, coverage.freshness())


@keeping.task("newsdesk journal harbour-strike")
@click.argument("article_id", metavar="[ID]", required=False)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="Entries to show at most.")
@json_option
def journal(article_id: str | None, limit: int, as_json: bool, database: str | None) -> None:
    """Show who changed what, newest first: of one article, or of all."""
    with open_coverage(database) as coverage:
        voice_for(as_json).journal(coverage.journal(limit=limit, article_id=article_id))


@keeping.task("newsdesk undo 12")
@click.argument("sequence", type=click.IntRange(min=1))
@json_option
def undo(sequence: int, as_json: bool, database: str | None) -> None:
    """Take back a change of the last day: its number is in `newsdesk journal`."""
    with open_coverage(database) as coverage:
        voice_for(as_json).changed(coverage.undo(sequence, who=who()))


@keeping.task('newsdesk correct harbour-strike new.txt --reason "the number of ships"')
@click.argument("article_id", metavar="ID")
@click.argument("file", metavar="FILE")
@click.option("--reason", default="", help="Why, for the journal of changes.")
@json_option
def correct(article_id: str, file: str, reason: str, as_json: bool, database: str | None) -> None:
    """Put a new version in the place of an article; the journal keeps the old one."""
    with open_coverage(database) as coverage:
        coverage.article(article_id)
        new = _only_article(file)
        voice_for(as_json).changed(coverage.correct(article_id, new, who=who(), reason=reason))


@keeping.task("newsdesk reindex")
@json_option
def reindex(as_json: bool, database: str | None) -> None:
    """Find the words and the speakers of every article again, as after an upgrade.

    Answers go on meanwhile. When it is stopped, the next one goes on from there.
    """
    voice = voice_for(as_json)
    with open_coverage(database) as coverage:
        try:
            with voice.progress("Reindexing") as step:
                reindexed = coverage.reindex(who=who(), progress=step)
        except KeyboardInterrupt:
            kept = "What is done is kept: newsdesk reindex goes on from there."
            raise KeyboardInterrupt(f"Stopped. {kept}") from None
        voice.reindexed(reindexed)


@keeping.task("newsdesk check --repair")
@click.option("--repair", is_flag=True, help="Mend what follows from the rest of the database, and say what.")
@json_option
def check(repair: bool, as_json: bool, database: str | None) -> None:
    """Look for anything wrong with the database."""
    voice, mended = voice_for(as_json), list[str]()
    with open_coverage(database) as coverage:
        with voice.progress("Checking") as step:
            if repair:
                problems = coverage.check(repair=True, who=who(), mended=mended.append, progress=step)
            else:
                problems = coverage.check(progress=step)
        voice.checked(problems, mended if repair else None, coverage.freshness())
    if problems:
        click.get_current_context().exit(1)


@keeping.task("newsdesk backup newsdesk-monday.db")
@click.argument("file", metavar="FILE")
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
@json_option
def backup(file: str, force: bool, as_json: bool, database: str | None) -> None:
    """Copy the database into FILE, also while it is in use, and check the copy."""
    voice = voice_for(as_json)
    with open_coverage(database) as coverage:
        with voice.progress("Copying") as step:
            copied = coverage.backup(file, force=force, progress=step)
        voice.copied(copied)


@keeping.task("newsdesk restore newsdesk-monday.db")
@click.argument("file", metavar="FILE")
@json_option
def restore(file: str, as_json: bool, database: str | None) -> None:
    """Put a back-up in the place of the database, which is kept beside it.

    Stop the bot before: nothing is restored while another program has the database open.
    """
    from bot.settings import database_of, load_settings
    from index.coverage import Coverage

    voice, settings = voice_for(as_json), load_settings()
    place = database_of(settings, given_database(database))
    with voice.progress("Copying") as step:
        copied = Coverage.restore(place, file, wait=settings.wait_seconds, progress=step)
    voice.copied(copied)


@keeping.task("newsdesk export exports/")
@click.argument("folder", metavar="FOLDER")
@click.option("--collection", default="shared", show_default=True, help="Which one: shared, or guild-NUMBER.")
@json_option
def export(folder: str, collection: str, as_json: bool, database: str | None) -> None:
    """Write all that is held of a collection into FOLDER, as a zip: articles, journal, settings and feeds."""
    with open_coverage(database) as coverage:
        _check_collection(coverage, collection)
        voice_for(as_json).exported(collection, coverage.export(collection, folder))


@keeping.task("newsdesk erase guild-1234567890 --yes")
@click.argument("collection", metavar="COLLECTION")
@click.option("--yes", is_flag=True, help="Do not ask whether you mean it.")
@json_option
def erase(collection: str, yes: bool, as_json: bool, database: str | None) -> None:
    """Erase all that is held of a collection (shared, or guild-NUMBER), its journal included: for good."""
    if as_json and not yes:
        raise click.UsageError("With --json nobody is asked: say --yes.")
    with open_coverage(database) as coverage:
        _check_collection(coverage, collection)
        held = coverage.freshness(collections=(collection,)).articles
        if not yes:
            click.confirm(f"Erase {held:,} articles of {clean(collection)}, and all else of it?", abort=True, err=True)
        voice_for(as_json).erased(collection, coverage.erase(collection, who=who()))


def _check_collection(coverage: Coverage, collection: str) -> None:
    """Raise MalformedError for a name that no collection has or could have."""
    from bot.guilds import guild_of
    from index.errors import MalformedError
    from index.search.engine import SHARED

    if collection != SHARED and guild_of(collection) is None and collection not in coverage.collections():
        raise MalformedError(f"'{clean(collection)[:80]}' is no name of a collection; it is shared, or guild-NUMBER")


def _only_article(file: str) -> Article:
    """The article of a file that holds one. Raises UnreadableError."""
    from bot.settings import load_settings
    from index.articles import Article
    from index.errors import MalformedError, NoBodyError, UnreadableError
    from index.reading import read_paths

    standard_input = sys.stdin.buffer if sys.stdin else io.BytesIO()
    found = list[Article]()
    for reading in read_paths([file], load_settings().limits(), standard_input=standard_input):
        if isinstance(reading, UnreadableError):
            raise reading
        found.append(reading.article)
        if len(found) > 1:
            raise MalformedError("it holds several articles; give a file with the one that is corrected", path=file)
    if not found:
        raise NoBodyError("it holds no article", path=file)
    return found[0]
