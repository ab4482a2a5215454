"""A rush: 300 questions at once, from 50 people in 5 guilds, each of which has coverage of its own.

The bot runs in another process (tests.asking.loaded) and measures itself there; see it for how.
"""

import asyncio
import json
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bot.offline import FakeClient, OfflineDiscord, Reply
from index.articles import Article
from index.coverage import Coverage
from index.speakers import attribute
from tests.newsroom import article, settings

ROOT = Path(__file__).resolve().parents[2]
GUILDS, PEOPLE, QUESTIONS = 5, 50, 300
EACH = QUESTIONS // GUILDS
BEFORE, RUSHES = 1, 3
"""Those before fill what is kept for all questions. Of the others the middle one counts: the machine may be busy."""
LONGEST_BLOCKED = 0.1
"""Seconds."""
FEW = 20
"""Objects: of 600 questions."""
ROOM = settings().questions_at_once + settings().questions_waiting
SHIPS = [f"{first}{last}" for first in ("Kar", "Bol", "Tren", "Wis", "Gam", "Hul") for last in (
    "veldra", "mondo", "ritska", "phane", "loquist", "bergo", "zandry", "tumic", "napper", "shoyle",
)]  # fmt: skip


def number(guild: int, ship: int) -> str:
    """How many crates a ship unloaded, as a guild's articles have it: of no other ship, and in no other guild."""
    return str(10_000 + 1_000 * guild + 7 * ship)


def log_of(guild: int) -> list[Article]:
    """A guild's articles: the same ships as everybody's, with numbers of its own."""
    return [
        article(
            f"log-{guild}-{day}",
            f"Log of the quay, day {day}",
            *(
                f"The ship {SHIPS[ship]} unloaded {number(guild, ship)} crates, harbour master Olga Brandt said."
                for ship in range(day * 10, day * 10 + 10)
            ),
            source=f"Quay {guild}",
            published=f"2025-06-{day + 10}",
        )
        for day in range(6)
    ]


@asynccontextmanager
async def bot_of(discord_: OfflineDiscord, database: Path) -> AsyncIterator[Process]:
    """The bot in a process of its own, connected."""
    arguments = ("-m", "tests.asking.loaded", discord_.origin, discord_.websocket, discord_.token, str(database))
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    try:
        await discord_.ready()
        yield process
    finally:
        assert process.stdin
        process.stdin.close()
        assert await process.wait() == 0


def ask(person: FakeClient, how: int, question: str) -> Reply:
    if how == 0:
        return person.mentions_bot(question)
    return person.asks(question, private=how == 1)


async def rush(people: list[FakeClient]) -> None:
    """Everybody asks at once; each question has one answer, its own."""
    asked = []
    for turn in range(QUESTIONS):
        who, ship = turn % PEOPLE, turn // GUILDS
        guild = who % GUILDS
        question = f"How many crates did the ship {SHIPS[ship]} unload?"
        asked.append((guild, ship, ask(people[who], turn % 3, question)))
    await asyncio.gather(*(reply for *_, reply in asked))
    guilds = {number(guild, ship): guild for guild in range(GUILDS) for ship in range(EACH)}
    for guild, ship, reply in asked:
        (seen,) = reply.seen
        assert f"The ship {SHIPS[ship]} unloaded {number(guild, ship)} crates" in seen.text
        assert {guilds[found] for found in re.findall(r"\b\d{5}\b", seen.text)} == {guild}


async def measured(bot: Process, people: list[FakeClient]) -> dict[str, Any]:
    assert bot.stdin
    assert bot.stdout
    bot.stdin.write(b"begin\n")
    await rush(people)
    bot.stdin.write(b"end\n")
    found: dict[str, Any] = json.loads(await bot.stdout.readline())
    return found


async def test_a_rush_gets_its_own_answers_blocks_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    async with OfflineDiscord(patience=60) as discord_:
        guilds = [discord_.guild(f"guild {n}") for n in range(GUILDS)]
        with Coverage.open(tmp_path / "news.db") as coverage:
            for n, guild in enumerate(guilds):
                list(coverage.add(map(attribute, log_of(n)), who="tests", collection=f"guild-{guild.id}"))
        people = [FakeClient(discord_, f"person {n}", guild=f"guild {n % GUILDS}") for n in range(PEOPLE)]
        async with bot_of(discord_, tmp_path / "news.db") as bot:
            rushes = [await measured(bot, people) for _ in range(BEFORE + RUSHES)][BEFORE:]
        assert discord_.refusals == []
    assert median(rush["blocked"] for rush in rushes) < LONGEST_BLOCKED, rushes
    for left in rushes:
        assert (left["queued"], left["room"]) == (0, ROOM)
        assert left["tasks"] == rushes[0]["tasks"] <= 2
    for what in ("objects", "pending"):
        assert rushes[-1][what] - rushes[0][what] < FEW, rushes
