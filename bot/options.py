"""What every command of newsdesk has: help with an example, --database, and an end without a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

DATABASE_HELP = "The coverage to use. Default: NEWSDESK_DATABASE, else newsdesk.db in your user data folder."


def _not_empty(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("must name a file or a URL", context, option)
    return value


def database_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--database`, to the group and to every command alike."""
    return click.option("--database", metavar="FILE|URL", callback=_not_empty, help=DATABASE_HELP)(command)


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON value to a line, for programs.")


class Newsdesk(click.Group):
    """The group of all commands. Whatever goes wrong in one ends as `bot.failures` says."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command. What is printed is flushed line by line, so that failing to print ends here too."""
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the one place where all failures end
            from bot.failures import end

            context.exit(end(error))

    def task(self, example: str) -> Callable[[Callable[..., Any]], click.Command]:
        """Decorate a function as a command, with an example in its help and `--database`, also given to the group."""

        def decorate(function: Callable[..., Any]) -> click.Command:
            name = function.__name__.removesuffix("_")
            return self.command(name, epilog=f"\b\nExample:\n  {example}")(database_option(function))

        return decorate


def given_database(own: str | None) -> str | None:
    """What `--database` says: after the command, else before it."""
    context = click.get_current_context(silent=True)
    while not own and context:
        own, context = context.params.get("database"), context.parent
    return own
