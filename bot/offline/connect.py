"""Points discord.py at a Discord in this process, and back again. discord.py itself stays as it is."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from yarl import URL


class _Paced:
    """The module `asyncio` with another `sleep`, for the modules of discord.py that wait between retries."""

    def __init__(self, pace: float) -> None:
        self._pace = pace

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds * self._pace)


def _modules_that_wait() -> tuple[Any, ...]:
    import discord.client
    import discord.http
    import discord.webhook.async_

    return discord.client, discord.http, discord.webhook.async_


@contextmanager
def pointed_at(origin: str, websocket: str, pace: float) -> Iterator[None]:
    """Within this context discord.py's REST, gateway and files are at `origin` and `websocket`.

    `pace` multiplies what discord.py waits: 1, 3, 5, 7 and 9 seconds between tries after a 5xx, 5 seconds before it
    identifies anew, what a 429 asks for. 1.0 leaves discord.py's clock alone.
    """
    import discord.asset
    import discord.gateway
    import discord.http

    places: list[tuple[Any, str, Any]] = [
        (discord.http.Route, "BASE", f"{origin}/api/v10"),
        (discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", URL(websocket)),
        (discord.asset.Asset, "BASE", origin),
    ]
    if pace != 1.0:
        places += [(module, "asyncio", _Paced(pace)) for module in _modules_that_wait()]
    before = [(holder, name, getattr(holder, name)) for holder, name, _ in places]
    try:
        for holder, name, value in places:
            setattr(holder, name, value)
        yield
    finally:
        for holder, name, value in before:
            setattr(holder, name, value)
