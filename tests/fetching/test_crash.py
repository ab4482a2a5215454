"""Polling that is killed at any moment takes nothing twice, and goes on where it was.

NEWSDESK_KILLS sets how many processes are killed (3 unless set).
"""

import asyncio
import os
import random
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from index.coverage import Coverage
from index.reading.feeds import SUMMARY_ONLY
from tests.fetching.paper import Paper, Story, story, summary

KILLS = int(os.environ.get("NEWSDESK_KILLS", "3"))
STORIES = 25
LONGEST = 1.2
"""Seconds; a poll of all stories takes about as long."""

POLL = """import asyncio, sys
from bot.desk import Desk
from bot.fetching.polling import Poller
from index.coverage import Coverage
from tests.fetching.site import Site, fetcher_for
from tests.newsroom import settings

async def poll(coverage):
    site = Site()
    site.port = int(sys.argv[2])
    desk = Desk(coverage, settings())
    async with fetcher_for(site) as fetcher:
        print("ready", flush=True)
        await Poller(desk, fetcher).poll(coverage.feeds.list(None))
    desk.close()

with Coverage.open(sys.argv[1]) as coverage:
    asyncio.run(poll(coverage))
"""


async def poll(database: Path, port: int, seconds: float | None) -> None:
    """Poll in a process of its own, killed after so many seconds unless it is done."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", POLL, str(database), str(port), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    assert await process.stdout.readline() == b"ready\n"
    try:
        await asyncio.wait_for(process.wait(), seconds)
    except TimeoutError:
        process.kill()
        await process.wait()
    else:
        assert process.returncode == 0


def stories(version: int) -> list[Story]:
    """Those that the feed gives whole, changed with each version, and those of which it has only a summary."""
    changed = [replace(one, text=(*one.text, f"This is version {version}.")) for one in map(story, range(STORIES))]
    return [*changed, *map(summary, range(STORIES, STORIES + 5))]


async def test_nothing_is_taken_twice_however_often_polling_is_killed(paper: Paper, database: Path) -> None:
    chance = random.Random(7)
    paper.subscribe()
    for version in range(KILLS):
        paper.print(*stories(version))
        await poll(database, paper.site.port, chance.uniform(0.0, LONGEST))
        with Coverage.open(database) as coverage:
            assert coverage.check() == []
            for item in coverage.feeds.items(1).values():
                assert item.article_id
                assert coverage.article(item.article_id)
    paper.print(*stories(KILLS))
    await poll(database, paper.site.port, None)
    with Coverage.open(database) as coverage:
        assert coverage.check() == []
        held = [coverage.article(summary.id) for summary in coverage.articles()]
        journal = coverage.journal("shared", limit=9_999)
        noted = coverage.feeds.items(1)
    assert len(held) == STORIES + 5
    added = Counter(entry.article_id for entry in journal if entry.action == "added")
    assert set(added.values()) == {1}
    assert not any(SUMMARY_ONLY in article.notices for article in held)
    whole = [
        article.paragraphs[-1].text for article in held if article.id in set(map(paper.id_of, stories(0)[:STORIES]))
    ]
    assert whole == [f"This is version {KILLS}."] * STORIES
    assert sorted(item.article_id or "" for item in noted.values()) == sorted(article.id for article in held)
