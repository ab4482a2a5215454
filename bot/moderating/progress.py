"""How far long work is, in the message where its outcome will stand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import discord
from discord import ui

from bot.asking.replies import plain_view

EVERY = 2.0
"""Seconds between two edits of a message."""


class Progress:
    """Shows the newest of the sentences that it is told, at most every two seconds."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        self._interaction = interaction
        self._newest = ""
        self.shown = ""
        """What stands in the message now; empty where nothing was shown."""

    def tell(self, sentence: str) -> None:
        """Say how far it is; may be called from any thread, and as often as you like."""
        self._newest = sentence

    @asynccontextmanager
    async def showing(self) -> AsyncIterator[None]:
        """Within this block it is shown, in the answer to an interaction that was acknowledged."""
        done = asyncio.Event()
        showing = asyncio.create_task(self._show(done))
        try:
            yield
        except BaseException:
            await self._end(done, showing)
            await self._put_back()
            raise
        await self._end(done, showing)

    async def _end(self, done: asyncio.Event, showing: asyncio.Task[None]) -> None:
        done.set()
        await showing  # an edit under way must not arrive after the outcome

    async def _put_back(self) -> None:
        """The work failed: what stood in the message before is there again, and can be tried again."""
        if self.shown and self._interaction.message:
            before = ui.LayoutView.from_message(self._interaction.message, timeout=None)
            before.stop()
            with suppress(discord.HTTPException):
                await self._interaction.edit_original_response(view=before)

    async def _show(self, done: asyncio.Event) -> None:
        while not done.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), EVERY)
            if not done.is_set() and self._newest != self.shown:
                self.shown = self._newest
                with suppress(discord.HTTPException):
                    await self._interaction.edit_original_response(view=plain_view(self.shown))
