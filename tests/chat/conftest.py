from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from bot.chat.line import Line
from bot.chat.session import Session
from bot.chat.window import Window
from tests.offline.sample_bot import SampleBot


@pytest.fixture
async def session() -> AsyncIterator[Session]:
    async with Session.open(SampleBot()) as session:
        session.discord.patience = 3.0
        yield session


class Terminal:
    """Somebody at the window."""

    def __init__(self, window: Window, pilot: Pilot[None]) -> None:
        self.window, self.pilot = window, pilot

    async def types(self, text: str) -> None:
        line = self.window.query_one(Line)
        line.focus()
        line.value = text
        line.cursor_position = len(text)
        await self.pilot.pause()

    async def enters(self, text: str) -> None:
        await self.types(text)
        await self.presses("enter")

    async def presses(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.window.idle.wait()
        await self.pilot.pause()

    @property
    def shown(self) -> str:
        return "\n".join(str(part.content) for part in self.window.screen.query(Static) if part.display)


@pytest.fixture
def terminal(session: Session) -> Callable[..., object]:
    @asynccontextmanager
    async def opened(first: str | None = None, size: tuple[int, int] = (80, 30)) -> AsyncIterator[Terminal]:
        window = Window(session, first)
        async with window.run_test(size=size) as pilot:
            await window.idle.wait()
            await pilot.pause()
            yield Terminal(window, pilot)

    return opened
