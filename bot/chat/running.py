"""Runs the chat: in a window where there is a terminal, by lines where there is none, or once for a picture."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import click

from bot.chat.opening import a_place, chatting, covered, logged_to
from bot.chat.session import Session
from bot.settings import load_settings


class Wish(NamedTuple):
    """What was asked for on the command line."""

    database: str | None
    seeds: bool
    question: str | None
    screenshot: str | None


def run(wish: Wish) -> bool:
    """Chat until you leave; whether all that was wished could be done.

    Raises:
        NewsdeskError: a setting, a database or the seeds cannot be used.
        KeyboardInterrupt: it was stopped.
    """
    from platformdirs import user_state_path

    log = user_state_path("newsdesk", appauthor=False) / "chat.log"
    with logged_to(log), a_place() as folder:
        try:
            return asyncio.run(_chat(wish, folder))
        except asyncio.CancelledError:
            raise KeyboardInterrupt("Stopped.") from None


async def _chat(wish: Wish, folder: Path) -> bool:
    _stop_on_signals(asyncio.current_task())
    settings = load_settings()
    windowed = wish.screenshot is None and all(map(_is_terminal, (sys.stdin, sys.stdout, sys.stderr)))
    greeting = windowed and not wish.question
    with covered(settings, wish.database, folder, seeds=wish.seeds) as coverage:
        async with chatting(coverage, settings, folder, greeting=greeting) as session:
            talking = asyncio.create_task(_talk(wish, session, windowed=windowed))
            _stop_on_signals(talking)  # what is begun here is tidied up also when told to stop meanwhile
            done = await talking
            if talking.cancelling():  # the window closes as if you had left
                raise asyncio.CancelledError
            return done


def _stop_on_signals(task: asyncio.Task[Any] | None) -> None:
    """Let SIGINT and SIGTERM cancel `task` instead of ending the process."""
    with suppress(NotImplementedError):  # not on Windows
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel if task else lambda: None)


async def _talk(wish: Wish, session: Session, *, windowed: bool) -> bool:
    if wish.screenshot:
        from bot.chat.window import picture

        svg = await picture(session, as_command(wish.question))
        await asyncio.to_thread(_write, Path(wish.screenshot), svg)
        return True
    if windowed:
        from bot.chat.window import Window

        await Window(session, as_command(wish.question)).run_async()
        return True
    return await _by_lines(wish, session)


async def _by_lines(wish: Wish, session: Session) -> bool:
    from bot.chat.piped import converse, given, lines_of

    good = True
    if wish.question:
        good = await converse(session, given(as_command(wish.question) or ""))
        if not _is_terminal(sys.stdout):
            return good
    stream = sys.stdin.fileno() if sys.stdin else os.open(os.devnull, os.O_RDONLY)
    return await converse(session, lines_of(stream)) and good


def as_command(question: str | None) -> str | None:
    """The line that asks `question`."""
    return f"/ask question: {' '.join(question.split())}" if question and question.strip() else None


def _is_terminal(stream: object) -> bool:
    return stream is not None and hasattr(stream, "isatty") and bool(stream.isatty())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(f"{path}: written")
