"""The chat by lines: reads one, does it, prints what the bot answered in plain text. For scripts and tests."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

import click

from bot.chat.session import LeavingError, Session, pressable
from bot.failures import tell
from bot.offline import OfflineError, Reply
from bot.offline.rendering import see_form
from bot.offline.seen import Button, plain
from bot.terminal.clean import clean

LONGEST_LINE = 100_000
"""Bytes; what is longer is cut."""
READ_AHEAD = 4
"""Pieces of input that are read before the lines in them are done."""


async def converse(session: Session, lines: AsyncIterator[str]) -> bool:
    """Do each line and print its answer; whether all could be done."""
    good = True
    async for line in lines:
        try:
            outcome = await session.do(line)
        except LeavingError:
            break
        except OfflineError as error:
            tell(str(error))
            good = False
            continue
        for shown in [*described(session, outcome.reply), *outcome.note.splitlines()]:
            click.echo(clean(shown))
    return good


def described(session: Session, reply: Reply | None) -> Iterator[str]:
    """The lines of an answer; what can be pressed on the newest message has its number."""
    numbers = {(seen.message.id, b.custom_id): n for n, (seen, b) in enumerate(session.buttons(), 1)}
    for seen in reply.seen if reply else []:
        here = seen.message.id

        def shown(button: Button, here: int = here) -> str:
            number = numbers.get((here, button.custom_id))
            return f"[{number} {button.shown}]" if number and pressable(button) else f"({button.shown})"

        yield f"{seen.author}{' (only you can see this)' if seen.private else ''}:"
        yield from plain(seen.parts, shown, "  ")
        yield ""
    if reply and session.me.form:
        form = see_form(session.me.form.modal or {})
        yield f"form: {form.title}"
        yield from (f"  {entry.label}{'' if entry.required else ' (may be left out)'}" for entry in form.fields)


async def lines_of(stream: int) -> AsyncIterator[str]:
    """The lines of a file descriptor, read in a thread that the end of the program does not wait for."""
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[bytes] = asyncio.Queue()
    room = threading.Semaphore(READ_AHEAD)

    def read() -> None:
        with suppress(RuntimeError):  # nobody listens any more
            data = b" "
            while data:
                room.acquire()
                try:
                    data = os.read(stream, 65536)
                except OSError:
                    data = b""
                loop.call_soon_threadsafe(arrived.put_nowait, data)

    threading.Thread(target=read, daemon=True).start()
    held = b""
    while data := await arrived.get():
        room.release()
        *whole, held = (held + data).split(b"\n")
        held = held[:LONGEST_LINE]
        for line in whole:
            yield _text(line)
    if held:
        yield _text(held)


async def given(*lines: str) -> AsyncIterator[str]:
    """These lines."""
    for line in lines:
        yield line


def _text(line: bytes) -> str:
    return line[:LONGEST_LINE].decode("utf-8", "replace")
