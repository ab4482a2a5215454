"""The bot in a process of its own, which measures itself: nothing that a test or a Discord does beside it counts.

    python -m tests.asking.loaded ORIGIN WEBSOCKET TOKEN DATABASE

reads a line "begin" before a burst of questions and "end" after it, and answers "end" with a line of JSON. How long the
event loop was blocked is the largest delay of a task that only ticks, less the time for which the loop's thread was
ready to run but the machine ran other programs (Linux counts that: /proc/thread-self/schedstat, second field).
"""

import asyncio
import gc
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.client import Newsdesk
from bot.desk import Desk
from bot.offline.connect import pointed_at
from bot.questions import Questions
from bot.running import TURN, _warm
from index.coverage import Coverage
from tests.newsroom import settings

TICK = 0.002
SCHEDULER = Path("/proc/thread-self/schedstat")


@dataclass
class Measured:
    """blocked: seconds, at most at once. The others are what is left when nothing is asked any more."""

    blocked: float
    delayed: float
    """As `blocked`, what the machine did meanwhile included."""
    objects: int
    """Of newsdesk and discord.py. Not all objects: connections and timers come and go."""
    tasks: int
    """Without those that run for as long as the bot does."""
    pending: int
    """Futures that nobody has ended, those of the tasks among them."""
    queued: int
    """Questions that wait for a thread."""
    room: int
    """Places in the queue."""


def starved() -> float:
    """For how many seconds this thread would have run, had the machine let it."""
    return int(SCHEDULER.read_text().split()[1]) / 1e9 if SCHEDULER.exists() else 0.0


class Loop:
    """Watches the event loop from `begin` to `end`."""

    def __init__(self) -> None:
        self.blocked = self.delayed = 0.0
        self._ticking = asyncio.create_task(self._tick())

    async def _tick(self) -> None:
        while True:
            begun, waited = time.perf_counter(), starved()
            await asyncio.sleep(TICK)
            late = time.perf_counter() - begun - TICK
            self.delayed = max(self.delayed, late)
            self.blocked = max(self.blocked, late - (starved() - waited))

    async def end(self) -> None:
        self._ticking.cancel()
        await asyncio.wait({self._ticking})


async def measure(bot: Newsdesk, loop: Loop) -> Measured:
    await loop.end()
    await bot.finish(5)
    bot._stopping = False
    await asyncio.sleep(0.2)
    gc.collect()
    left = gc.get_objects()
    workers = bot.questions._asking
    return Measured(
        loop.blocked,
        loop.delayed,
        sum(_package(each) in ("bot", "index", "discord") for each in left),
        len(asyncio.all_tasks() - bot._kept),
        sum(_package(each) == "_asyncio" and asyncio.isfuture(each) and not each.done() for each in left),
        workers._pool._work_queue.qsize(),
        workers._room._value,
    )


def _package(thing: object) -> str:
    return type(thing).__module__.split(".", 1)[0]


async def lines() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


async def serve(origin: str, websocket: str, token: str, database: Path) -> None:
    sys.setswitchinterval(TURN)
    commands = await lines()
    with Coverage.open(database) as coverage, pointed_at(origin, websocket, 1.0):
        given = settings(questions_per_minute=10_000)
        questions, desk = Questions(coverage, given), Desk(coverage, given)
        async with Newsdesk(questions, desk, database.with_suffix(".commands"), guild_ready_timeout=0.02) as bot:
            await bot.login(token)
            connection = asyncio.create_task(bot.connect())
            await _warm(questions)
            while await commands.readline():
                loop = Loop()
                await commands.readline()
                sys.stdout.write(json.dumps(asdict(await measure(bot, loop))) + "\n")
                sys.stdout.flush()
            await bot.close()
            await connection
        questions.close()
        desk.close()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4])))
