"""How a command ends when it cannot go on: one plain line on standard error, never a traceback, and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path

import click

from bot.terminal.clean import clean

REFUSED = 1
INTERRUPTED = 130


def end(error: BaseException) -> int:
    """Tell the person what happened, and return the exit code. For everything but click's own exceptions."""
    from index.errors import NewsdeskError

    if isinstance(error, BrokenPipeError):
        _let_go_of_output()
        return REFUSED
    if isinstance(error, KeyboardInterrupt):
        tell(str(error) or "Stopped. What was reported so far is kept.")
        return INTERRUPTED
    if isinstance(error, NewsdeskError):
        tell(str(error))
        return REFUSED
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        tell(f"{place}{error.strerror or error}")
        _let_go_of_output()
        return REFUSED
    kept = f"the full report is in {path}" if (path := _report(error)) else "no report of it could be written"
    tell(f"newsdesk failed: {type(error).__name__}: {str(error)[:200]}. This is a bug; {kept}")
    return REFUSED


def tell(sentence: str) -> None:
    """One plain line on standard error."""
    click.echo(clean(sentence), err=True)


def _report(error: BaseException) -> Path | None:
    """The traceback in a file of the user's state folder; the last one only, so that it cannot grow."""
    from platformdirs import user_state_path

    with suppress(OSError):
        path = user_state_path("newsdesk", appauthor=False, ensure_exists=True) / "failure.txt"
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8", errors="backslashreplace")
        return path
    return None


def _let_go_of_output() -> None:
    """Nobody reads on, or nothing more fits: keep the interpreter from complaining about it as it exits."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
