"""A newsroom for tests: invented coverage, the real bot on the offline Discord, and people who use it."""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.client import Newsdesk
from bot.desk import Desk
from bot.offline import FakeClient, OfflineDiscord, running
from bot.questions import Questions
from bot.settings import Settings
from index.answering.answer import Answer
from index.articles import Article, Paragraph
from index.coverage import Coverage

STRIKE = "What did Olena Marsh say about the harbour strike?"
MINE = "What did Teodor Vance say about the copper mine?"
PACE = 0.001
"""Of discord.py's waits between retries."""


def article(id_: str, title: str, *texts: str, **facts: str) -> Article:
    paragraphs = tuple(Paragraph(number=number, text=text) for number, text in enumerate(texts, 1))
    return Article(id=id_, title=title, paragraphs=paragraphs, **facts)


HARBOUR = article(
    "harbour",
    "Harbour strike to end by Friday, minister says",
    "The port of Tarrow has stood still for nine days because crane drivers refuse to work at night.",
    'Transport minister Olena Marsh said on Tuesday: "The harbour strike will end by Friday, I give you my word."',
    "Union leader Piet Aldous said the harbour strike would go on until every crane driver was paid for the nights.",
    "Some forty ships wait outside the breakwater, and the fruit aboard three of them has spoiled.",
    'Marsh told reporters: "We offered the strike committee of the harbour nine per cent, and it stands."',
    'Marsh added: "Nobody in the harbour strike has been dismissed, and nobody will be."',
    'Asked about the army, Marsh replied: "No soldier will unload a ship during the harbour strike."',
    'Marsh said: "The harbour strike costs the town a million a day."',
    'Marsh promised: "After the harbour strike we shall talk about the nights."',
    'Marsh said the harbour strike had taught her "what an orange is worth".',
    source="The Tarrow Post",
    city="Tarrow",
    published="2025-06-17",
    url="https://tarrow-post.example/harbour",
)
LIGHTHOUSE = article(
    "lighthouse",
    "Lighthouse of Saint Brannoc goes dark after two centuries",
    "The lighthouse of Saint Brannoc was switched off on Sunday after two hundred and four years.",
    'Keeper Ines Corrado said: "Ships find their way by satellite now, and the lighthouse keeps the gulls company."',
    source="Brannoc Courier",
    city="Saint Brannoc",
    published="2025-03-02",
)
COPPER = article(
    "mine",
    "Copper mine near Oldfell to close",
    'Mine director Teodor Vance said: "The copper mine loses money with every lorry that leaves it."',
    source="Oldfell Internal",
    published="2025-05-05",
)


@cache
def _template() -> TemporaryDirectory[str]:
    """The database of the shared articles, made once: opening a new one costs a second."""
    folder = TemporaryDirectory()
    with Coverage.open(Path(folder.name) / "news.db") as coverage:
        list(coverage.add([_attributed(one) for one in (HARBOUR, LIGHTHOUSE)], who="tests"))
    return folder


def _attributed(one: Article) -> Article:
    from index.speakers import attribute

    return attribute(one)


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)


class Newsroom:
    """The coverage, the Discord, and the bot between them."""

    def __init__(self, folder: Path, discord_: OfflineDiscord, **given: Any) -> None:
        self.database = folder / "news.db"
        shutil.copy(Path(_template().name) / "news.db", self.database)
        self.discord = discord_
        self.settings = settings(**given)
        self.coverage = Coverage.open(self.database, wait=self.settings.wait_seconds)

    @property
    def remembered(self) -> Path:
        return self.database.with_name("news.db.commands")

    def add(self, *articles: Article, guild: str | None = None) -> None:
        collection = f"guild-{self.discord.guild(guild).id}" if guild else "shared"
        list(self.coverage.add([_attributed(one) for one in articles], who="tests", collection=collection))

    def person(self, name: str, guild: str | None = "Newsroom", **where: Any) -> FakeClient:
        return FakeClient(self.discord, name, guild=guild, **where)

    @contextmanager
    def bot(self) -> Iterator[Newsdesk]:
        questions, desk = Questions(self.coverage, self.settings), Desk(self.coverage, self.settings)
        try:
            yield Newsdesk(questions, desk, self.remembered, guild_ready_timeout=0.02)
        finally:
            questions.close()
            desk.close()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Newsdesk]:
        """Within it the bot is connected; enter it again for a restart."""
        with self.bot() as bot:
            async with running(bot, self.discord):
                self.client = bot
                yield bot


class Gate:
    """Keeps questions waiting in their threads until it is opened."""

    def __init__(self) -> None:
        self._begun, self._go_on = threading.Semaphore(0), threading.Event()

    def open(self) -> None:
        self._go_on.set()

    async def reached(self) -> None:
        """Wait until one more question waits here."""
        assert await asyncio.to_thread(self._begun.acquire, timeout=5)

    def pass_through(self) -> None:
        self._begun.release()
        assert self._go_on.wait(5)


@contextmanager
def slowly(newsroom: Newsroom, *, only: str = "") -> Iterator[Gate]:
    """Questions (those with the words `only` in them) are answered once the gate is open."""
    gate, ask = Gate(), newsroom.coverage.ask

    def wait(question: str, **options: Any) -> Answer:
        if only in question:
            gate.pass_through()
        return ask(question, **options)

    newsroom.coverage.ask = wait  # type: ignore[method-assign]
    try:
        yield gate
    finally:
        gate.open()
        newsroom.coverage.ask = ask  # type: ignore[method-assign]
