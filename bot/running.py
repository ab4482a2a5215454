"""`newsdesk run`: from the settings to a bot that is connected, and to a clean end."""

from __future__ import annotations

import asyncio
import gc
import logging
import re
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import aiohttp
import discord

from bot.client import PERMISSIONS, Newsdesk
from bot.desk import Desk
from bot.fetching.links import make_fetcher
from bot.fetching.polling import Poller
from bot.fetching.watching import Watcher
from bot.questions import Questions
from bot.settings import Settings, model_of
from index.coverage import Coverage
from index.errors import NewsdeskError, StoreError
from index.store.connecting import located

log = logging.getLogger(__name__)

TURN = 0.001
"""Seconds that a thread computes before the one of the connection gets its turn; Python's own are five times as many,
and with several questions at once the connection would wait for tens of milliseconds each time."""
STOPS_WITHIN = 10.0
"""Seconds that answers under way have when the bot is told to stop."""
LONGEST_TOKEN_FILE = 10_000
"""Characters; a larger file is not the right one."""

WHERE_TOKENS_ARE = "https://discord.com/developers/applications shows it under Bot"
_IN_URL = re.compile(r"(webhooks/\d{1,20}/|interactions/\d{1,20}/)[\w-]{20,}")


class StartError(NewsdeskError):
    """The bot cannot start."""


class Discreet(logging.Formatter):
    """Writes log lines without secrets: neither the bot's token nor those of interactions, wherever they came from."""

    def __init__(self, token: str) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """The line, its traceback included."""
        return _IN_URL.sub(r"\1…", super().format(record).replace(self._token, "[token]"))


def run(database: str | Path, settings: Settings, say: Callable[[str], None], folders: Sequence[Path] = ()) -> None:
    """Run the bot until it is told to stop.

    say: told the link by which a guild invites it. folders: those that are watched. Raises StartError, StoreError.
    """
    token = token_of(settings)
    for folder in folders:
        if not folder.is_dir():
            raise StartError(f"{folder}: there is no such folder to watch; make it, or name another")
    path = located(database)
    if not path.exists():
        raise StoreError(f"{path}: there is no database yet; make it with newsdesk add PATH..., or name another")
    _set_up_log(token)
    sys.setswitchinterval(TURN)
    with Coverage.open(database, wait=settings.wait_seconds, meaning=model_of(settings)) as coverage:
        asyncio.run(_serve(coverage, settings, path, token, say, folders))


def token_of(settings: Settings) -> str:
    """The token, from the environment or its file. Raises StartError, which never shows what was found there."""
    given = settings.token.get_secret_value() if settings.token else _in_file(settings.token_file)
    token = given.strip()
    if not token:
        raise StartError(f"There is no token: set NEWSDESK_TOKEN, or NEWSDESK_TOKEN_FILE ({WHERE_TOKENS_ARE})")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise StartError(f"What is set as the token is none; copy it anew ({WHERE_TOKENS_ARE})")
    return token


def _in_file(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        with path.expanduser().open(encoding="utf-8") as file:
            return file.read(LONGEST_TOKEN_FILE)
    except OSError as error:
        raise StartError(f"NEWSDESK_TOKEN_FILE: {path} cannot be read ({error.strerror}); mend it") from error
    except ValueError as error:
        raise StartError(f"NEWSDESK_TOKEN_FILE: {path} is no UTF-8 text; write the token alone into it") from error


def invitation(application: int) -> str:
    """The link by which a guild invites the bot, with the least permissions."""
    return discord.utils.oauth_url(application, permissions=PERMISSIONS, scopes=("bot", "applications.commands"))


def _set_up_log(token: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet(token))
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.getLogger("discord").setLevel(logging.WARNING)
    # It speaks in no voice channel, so nobody need hear that it could not.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


async def _serve(
    coverage: Coverage,
    settings: Settings,
    path: Path,
    token: str,
    say: Callable[[str], None],
    folders: Sequence[Path],
) -> None:
    questions, desk = Questions(coverage, settings), Desk(coverage, settings)
    remembered, watched = path.with_name(f"{path.name}.commands"), path.with_name(f"{path.name}.watched")
    try:
        async with Newsdesk(questions, desk, remembered, make_fetcher(settings)) as bot:
            bot.keep("feeds", Poller(desk, bot.fetcher).run)
            if folders:
                bot.keep("watching", Watcher(folders, desk, watched).run)
            await serve(bot, token, say)
    finally:
        questions.close()
        desk.close()


async def serve(bot: Newsdesk, token: str, say: Callable[[str], None]) -> None:
    """Connect, and stay until SIGTERM or SIGINT; then finish the answers under way. Raises StartError."""
    stop = asyncio.Event()
    _on_signals(stop)
    try:
        await bot.login(token)
        say(f"Invite it: {invitation(bot.application_id or 0)}")
        warming = asyncio.create_task(_warm(bot.questions))
        stopped, connection = asyncio.create_task(stop.wait()), asyncio.create_task(bot.connect())
        await asyncio.wait({stopped, connection}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if connection.done():
            connection.result()
    except discord.LoginFailure as error:
        raise StartError(f"Discord does not know this token; copy it anew ({WHERE_TOKENS_ARE})") from error
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        raise StartError(f"Discord cannot be reached ({type(error).__name__}); try again later") from error
    if not await bot.finish(STOPS_WITHIN):
        log.warning("Some answers were not finished within %g s", STOPS_WITHIN)
    warming.cancel()
    await bot.close()
    with suppress(asyncio.CancelledError, discord.DiscordException):
        await connection


async def _warm(questions: Questions) -> None:
    """What is then in memory stays: looking through it again and again would only make the connection wait."""
    try:
        await questions.warm()
    except NewsdeskError as error:
        log.warning("The coverage is not in memory yet: %s", error)
    gc.collect()
    gc.freeze()


def _on_signals(stop: asyncio.Event) -> None:
    """The first signal ends the bot in order; a second one at once."""
    loop = asyncio.get_running_loop()

    def asked(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(number, asked, number)
