"""`newsdesk feeds`: what the shared coverage grows from by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.opening import open_coverage, who
from bot.options import Newsdesk, database_option, json_option

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from bot.desk import Desk
    from bot.fetching.fetch import Fetcher
    from bot.fetching.polled import Polled
    from index.store.feeds import Feed

T = TypeVar("T")

_id = click.argument("feed_id", metavar="ID", type=int)


@click.group(
    cls=Newsdesk, invoke_without_command=True, epilog="\b\nExample:\n  newsdesk feeds add https://post.example/rss"
)
@json_option
@database_option
@click.pass_context
def feeds(context: click.Context, as_json: bool, database: str | None) -> None:
    """Keep the feeds that the shared coverage grows from; alone: list them.

    A running bot polls them by itself.
    """
    if context.invoked_subcommand is None:
        _list(as_json, database)


@feeds.task("newsdesk feeds add https://post.example/rss")
@click.argument("url")
@json_option
def add(url: str, as_json: bool, database: str | None) -> None:
    """Subscribe to a feed; it is fetched once, to see that it is one."""
    from bot.fetching.subscribing import subscribe
    from index.search.engine import SHARED

    feed = _at_desk(database, lambda desk, fetcher: subscribe(desk, fetcher, SHARED, url, who=who()))
    _tell(as_json, "added", [feed])


@feeds.task("newsdesk feeds list")
@json_option
def list_(as_json: bool, database: str | None) -> None:
    """List the feeds, and what the last poll ran into."""
    _list(as_json, database)


@feeds.task("newsdesk feeds remove 3")
@_id
@json_option
def remove(feed_id: int, as_json: bool, database: str | None) -> None:
    """Unsubscribe; the articles that came from it stay."""
    from index.search.engine import SHARED

    with open_coverage(database) as coverage:
        _tell(as_json, "removed", [coverage.feeds.remove(feed_id, SHARED, who=who())])


@feeds.task("newsdesk feeds pause 3")
@_id
@json_option
def pause(feed_id: int, as_json: bool, database: str | None) -> None:
    """Stop polling a feed until it is resumed."""
    _pause(feed_id, True, as_json, database)


@feeds.task("newsdesk feeds resume 3")
@_id
@json_option
def resume(feed_id: int, as_json: bool, database: str | None) -> None:
    """Go on polling a feed that was paused."""
    _pause(feed_id, False, as_json, database)


@feeds.task("newsdesk feeds poll")
@click.argument("feed_id", metavar="[ID]", type=int, required=False)
@json_option
def poll(feed_id: int | None, as_json: bool, database: str | None) -> None:
    """Poll the feeds that are due, once; with ID that one, due or not."""
    from bot.fetching.polling import Poller
    from index.search.engine import SHARED

    async def work(desk: Desk, fetcher: Fetcher) -> list[Polled]:
        poller = Poller(desk, fetcher)
        if feed_id is None:
            return await poller.poll_due()
        return await poller.poll([await desk.read(lambda coverage: coverage.feeds.get(feed_id, SHARED))])

    polled = _at_desk(database, work)
    _tell_polled(_json(as_json), polled)
    if any(one.problem for one in polled):
        click.get_current_context().exit(1)


def _list(as_json: bool, database: str | None) -> None:
    from index.search.engine import SHARED

    with open_coverage(database) as coverage:
        _tell(as_json, "", coverage.feeds.list(SHARED))


def _pause(feed_id: int, paused: bool, as_json: bool, database: str | None) -> None:
    from index.search.engine import SHARED

    with open_coverage(database) as coverage:
        feed = coverage.feeds.pause(feed_id, SHARED, paused, who=who())
        _tell(as_json, "paused" if paused else "resumed", [feed])


def _at_desk(database: str | None, work: Callable[[Desk, Fetcher], Awaitable[T]]) -> T:
    """Do what needs an event loop, with the coverage in threads."""
    import asyncio

    from bot.desk import Desk
    from bot.fetching.links import make_fetcher
    from bot.settings import load_settings

    settings = load_settings()

    async def run() -> T:
        desk = Desk(coverage, settings)
        try:
            async with make_fetcher(settings) as fetcher:
                return await work(desk, fetcher)
        finally:
            desk.close()

    with open_coverage(database) as coverage:
        return asyncio.run(run())


def _json(own: bool) -> bool:
    """Whether `--json` was given, after the command or before it."""
    parent = click.get_current_context().parent
    return own or bool(parent and parent.params.get("as_json"))


def _tell(as_json: bool, done: str, several: Iterable[Feed]) -> None:
    from bot.terminal.feeds import feed_lines

    if not _json(as_json):
        for line in feed_lines(list(several), done):
            click.echo(line)
        return
    for feed in several:
        _print(feed._asdict())


def _tell_polled(as_json: bool, several: Iterable[Polled]) -> None:
    from bot.failures import tell
    from bot.terminal.feeds import polled_line

    nothing = True
    for polled in several:
        nothing = False
        if as_json:
            _print({"id": polled.feed.id, "url": polled.feed.url, **polled.figures()})
        elif not polled.problem:
            click.echo(polled_line(polled))
        if polled.problem:
            tell(polled.problem)
    if nothing and not as_json:
        click.echo("No feed is due.")


def _print(value: dict[str, Any]) -> None:
    from bot.terminal.programs import json_line

    click.echo(json_line(value).encode("utf-8"))
