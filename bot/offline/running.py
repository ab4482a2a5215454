"""A bot connected to the offline Discord for as long as it is needed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord

from bot.offline.server import OfflineDiscord


@asynccontextmanager
async def running(bot: discord.Client, discord_: OfflineDiscord) -> AsyncIterator[None]:
    """Within it `bot` is connected to `discord_` and hears events; then it is closed. What stops it is raised.

    Use it to restart a bot: leave it, and enter it with a new client and the same Discord.
    """
    async with bot:
        await bot.login(discord_.token)
        connection = asyncio.create_task(bot.connect())
        ready = asyncio.create_task(discord_.ready())
        try:
            await asyncio.wait({connection, ready}, return_when=asyncio.FIRST_COMPLETED)
            await (connection if connection.done() else ready)
            yield
        finally:
            ready.cancel()
            _stop_getting_ready()
            await bot.close()
            await asyncio.wait({connection})
            _stop_getting_ready()  # it may have begun meanwhile
            await asyncio.sleep(0)  # lets the last events begin, which discord.py dispatches as tasks


def _stop_getting_ready() -> None:
    """discord.py waits a while for guilds, and else would still announce `ready` once it is closed."""
    for task in asyncio.all_tasks():
        if getattr(task.get_coro(), "__qualname__", "").endswith("._delay_ready"):
            task.cancel()
