"""Feeds and links on the command line."""

import asyncio
import json
import threading
from collections.abc import Iterator

import pytest

from bot.fetching.fetch import Fetcher
from bot.settings import Settings
from tests.cli.conftest import Run, held, objects
from tests.fetching.site import Site, fetcher_for, open_site

FEED = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Brindle Post</title><link>http://post.example/</link>{}</channel></rss>"""
ITEM = """<item><title>Bridge over the Wend opens</title><link>http://post.example/bridge</link><guid>1</guid>
<content:encoded><![CDATA[<p>The bridge over the Wend opened on Monday.</p>
<p>"It will stand," Mayor Agnes Tolliver said.</p>]]></content:encoded></item>"""
PAGE = """<html><head><title>Ferry sails</title></head><body><article><h1>Ferry sails again</h1>
<p>The ferry to Ostrel sails again after a winter in dock.</p><p>Captain Ilse Brandt said: "She is as good as new."</p>
<p>Tickets cost nine crowns, and children sail free until the end of the summer.</p></article></body></html>"""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site in a thread of its own, as a command has its own event loop."""
    ready, done, sites = threading.Event(), threading.Event(), list[Site]()

    async def serve() -> None:
        async with open_site() as opened:
            sites.append(opened)
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(5)

    def make(settings: Settings) -> Fetcher:
        return fetcher_for(sites[0], contact=settings.contact)

    monkeypatch.setattr("bot.fetching.links.make_fetcher", make)
    yield sites[0]
    done.set()
    thread.join()


@pytest.fixture
def feed(site: Site) -> str:
    site.put("post.example/rss", FEED.format(ITEM), type="application/rss+xml")
    return site.url("post.example/rss")


def test_a_feed_is_subscribed_to_polled_and_answered_from(run: Run, feed: str) -> None:
    (added,) = objects(run("feeds", "add", feed, "--json"))
    assert (added["id"], added["title"], added["url"]) == (1, "Brindle Post", feed)
    (polled,) = objects(run("feeds", "poll", "--json"))
    assert polled == {"id": 1, "url": feed, "new": 1, "changed": 0, "refused": 0, "failed": 0, "waiting": 0,
                      "repeated": 0, "problem": None}  # fmt: skip
    answer = objects(run("ask", "What did Agnes Tolliver say?", "--json"))[0]
    assert answer["passages"][0]["article"]["url"] == "http://post.example/bridge"
    assert objects(run("feeds", "poll", "--json")) == []
    assert objects(run("feeds", "poll", "1", "--json"))[0]["new"] == 0


def test_feeds_are_listed_paused_resumed_and_removed(run: Run, feed: str) -> None:
    assert "No feeds yet" in run("feeds").stdout
    assert "added: Brindle Post" in run("feeds", "add", feed).stdout
    assert run("feeds").stdout == run("feeds", "list").stdout
    assert feed in run("feeds").stdout
    assert objects(run("feeds", "pause", 1, "--json"))[0]["paused"] is True
    assert "paused" in run("feeds", "list").stdout
    assert "No feed is due" in run("feeds", "poll").stdout
    assert "resumed" in run("feeds", "resume", 1).stdout
    assert "1 new" in run("feeds", "poll").stdout
    assert objects(run("feeds", "remove", 1, "--json"))[0]["items"] == 1
    assert objects(run("feeds", "--json")) == []
    assert len(held(run)) == 1


@pytest.mark.parametrize("command", ["remove", "pause", "resume", "poll"])
def test_a_feed_that_is_not_there_is_refused(run: Run, site: Site, command: str) -> None:
    result = run("feeds", command, 7)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1


def test_what_is_no_feed_is_not_subscribed_to(run: Run, site: Site, feed: str) -> None:
    site.put("post.example/page", PAGE)
    site.put("post.example/picture", b"x", type="image/png")
    for place in ("post.example/page", "post.example/picture", "post.example/nothing"):
        result = run("feeds", "add", site.url(place))
        assert result.exit_code == 1
        assert result.stderr.startswith(site.url(place))
        assert result.stderr.count("\n") == 1
    run("feeds", "add", feed)
    again = run("feeds", "add", feed)
    assert (again.exit_code, "already" in again.stderr) == (1, True)
    assert len(objects(run("feeds", "list", "--json"))) == 1


def test_a_poll_that_fails_says_why_and_ends_with_1(run: Run, site: Site, feed: str) -> None:
    run("feeds", "add", feed)
    site.put("post.example/rss", status=503)
    result = run("feeds", "poll")
    assert result.exit_code == 1
    assert "busy (503)" in result.stderr
    assert "busy (503)" in run("feeds", "list").stdout


def test_a_link_is_read_and_added_like_a_file(run: Run, site: Site) -> None:
    site.put("island.example/ferry.html", PAGE)
    link = site.url("island.example/ferry.html")
    (shown,) = objects(run("read", link, "--json"))
    assert (shown["path"], shown["url"], shown["title"]) == (link, link, "Ferry sails again")
    assert run("add", link).exit_code == 0
    assert objects(run("add", link, "--json"))[0]["outcome"] == "unchanged"
    assert held(run) == [shown["id"]]
    assert not site.asked("island.example/robots.txt")


def test_a_page_cannot_pass_itself_off_as_another_sites(run: Run, site: Site) -> None:
    canonical = '<link rel="canonical" href="https://{}/ferry">'
    site.put("evil.example/a", PAGE.replace("<head>", "<head>" + canonical.format("island.example")))
    site.put("m.island.example/a", PAGE.replace("<head>", "<head>" + canonical.format("www.island.example")))
    evil, own = objects(run("read", site.url("evil.example/a"), site.url("m.island.example/a"), "--json"))
    assert evil["url"] == site.url("evil.example/a")
    assert own["url"] == "https://www.island.example/ferry"
    assert evil["id"] != own["id"]


def test_a_link_that_cannot_be_read_is_told_in_its_place(run: Run, site: Site) -> None:
    records = '{"id": "a", "title": "T", "paragraphs": ["One."]}\n{"no": 1}\n'
    site.put("island.example/records.jsonl", records, type=None)
    links = [site.url("island.example/gone"), "http://127.0.0.1/admin", site.url("island.example/records.jsonl")]
    result = run("add", *links, "HTTPS://ana:secret@island.example/", "missing.txt", "--json")
    assert result.exit_code == 1
    lines = objects(result)
    assert [line.get("error", line.get("outcome")) is not None for line in lines] == [True] * 6
    assert lines[0]["path"] == links[0]
    assert "404" in lines[0]["error"]
    assert "public internet" in lines[1]["error"] or "ports" in lines[1]["error"]
    assert [line.get("id") for line in lines].count("a") == 1
    assert "secret" not in json.dumps(lines)
    assert "Traceback" not in result.stderr


def test_whom_to_write_to_is_told_to_servers(run: Run, site: Site, feed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_CONTACT", "https://desk.example/bot")
    run("feeds", "add", feed)
    assert "https://desk.example/bot" in site.requests[-1].headers["user-agent"]
    monkeypatch.setenv("NEWSDESK_CONTACT", "a\r\nX-Evil: b")
    result = run("feeds", "add", feed)
    assert (result.exit_code, "NEWSDESK_CONTACT" in result.stderr) == (1, True)


def test_hostile_titles_do_not_reach_the_terminal(run: Run, site: Site) -> None:
    site.put(
        "post.example/rss", FEED.format(ITEM).replace("Brindle Post", "Post&#x9b;2J &#x202e;evil"), type="text/xml"
    )
    run("feeds", "add", site.url("post.example/rss"))
    for arguments in (["feeds"], ["feeds", "--json"], ["feeds", "poll"]):
        result = run(*arguments)
        assert all(line.isprintable() for line in result.stdout.splitlines())
