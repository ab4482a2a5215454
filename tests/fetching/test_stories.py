"""The bot as it runs: what a feed or a folder brings is in the next answer."""

import asyncio
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import running
from bot.cli import newsdesk
from bot.fetching.fetch import Fetcher
from bot.settings import Settings
from tests.fetching.paper import FEED, NAME, story
from tests.fetching.site import Site, fetcher_for
from tests.fetching.test_watching import TEXT
from tests.newsroom import Newsroom

RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>{}</title>
<link>{}</link>{}</channel></rss>"""


async def test_a_running_bot_answers_from_its_feeds_and_folders(
    closed_newsroom: Newsroom, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom, incoming = closed_newsroom, tmp_path / "incoming"
    incoming.mkdir()
    (incoming / "weir.txt").write_text(TEXT, encoding="utf-8")
    site.put(FEED, RSS.format(NAME, site.url("post.example/"), story(4).xml(site)), type="application/rss+xml")
    newsroom.coverage.feeds.add("shared", site.url(FEED), title=None, who="tests")

    def make(_: Settings) -> Fetcher:
        return fetcher_for(site)

    monkeypatch.setattr(running, "make_fetcher", make)
    said = list[str]()
    serving = asyncio.create_task(
        running._serve(
            newsroom.coverage, newsroom.settings, newsroom.database, newsroom.discord.token, said.append, [incoming]
        )
    )
    await newsroom.discord.ready()
    async with asyncio.timeout(20):
        while len(newsroom.coverage.articles()) < 4:  # noqa: ASYNC110 - what comes tells nobody
            await asyncio.sleep(0.05)
    alice = newsroom.person("alice")
    assert "before the first snow falls" in await alice.asks("What did Agnes Tolliver say about bridge 4?")
    assert "a hundred years" in await alice.asks("What did Marta Quill say about the weir of Oldfell?")
    assert newsroom.coverage.feeds.list(None)[0].title == NAME
    signal.raise_signal(signal.SIGTERM)
    await asyncio.wait_for(serving, 10)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    given = {"NEWSDESK_DATABASE": str(tmp_path / "news.db"), "NEWSDESK_TOKEN": "offline.token"}
    result = CliRunner().invoke(newsdesk, ["run", "--watch", str(tmp_path / "nowhere")], env=given)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{tmp_path / 'nowhere'}: there is no such folder to watch; make it, or name another\n"
