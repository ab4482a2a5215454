import threading
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.fetching.fetch import Fetched
from bot.moderating import feeding
from bot.moderating.feeds_view import FeedsPage, Problems, Subscribe, rhythm, state
from bot.offline import FakeClient, Permission
from bot.offline.messages import Message, MessageFlags
from index.reading.feeds import FeedItem, FeedRead
from index.store.feeds import Feed, Item, State
from tests.fetching.site import Site, fetcher_for, open_site
from tests.newsroom import Newsroom

WHOLE = " ".join(["The crane stood still for an hour, and nobody knew why it did."] * 40)


def rss(*items: str, title: str = "Quay Post - Latest news") -> str:
    return f'<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def item(number: int, day: int = 1, hour: int = 8, text: str = "A summary.") -> str:
    return (
        f"<item><title>Report {number}</title><guid>g{number}</guid><link>http://quay.example/{number}</link>"
        f"<pubDate>{day:02} Jun 2025 {hour:02}:00:00 GMT</pubDate><description>{text}</description></item>"
    )


FEED = rss(item(1, hour=6), item(3, hour=12), item(2, hour=9), item(4, hour=15))


@pytest.fixture
async def site(newsroom: Newsroom) -> AsyncIterator[Site]:
    async with open_site() as opened, fetcher_for(opened) as fetcher:
        newsroom.client.fetcher = fetcher
        opened.put("quay.example/feed", FEED, type="application/rss+xml")
        yield opened


@pytest.fixture
def mona(newsroom: Newsroom) -> FakeClient:
    return newsroom.person("mona", may=Permission.MANAGE_GUILD)


def own(newsroom: Newsroom, guild: str = "Newsroom") -> str:
    return f"guild-{newsroom.discord.guild(guild).id}"


def subscribe(newsroom: Newsroom, url: str, title: str | None = None, guild: str = "Newsroom") -> Feed:
    return newsroom.coverage.feeds.add(own(newsroom, guild), url, title=title, who="tests")


def forged(newsroom: Newsroom, who: FakeClient, custom_id: object) -> Message:
    button = {"type": 2, "id": 2, "style": 2, "label": "forged", "custom_id": str(custom_id)}
    row = {"type": 1, "id": 1, "components": [button]}
    return newsroom.discord.world.post(
        who.here, newsroom.discord.bot, components=[row], flags=MessageFlags.IS_COMPONENTS_V2
    )


async def test_a_feed_is_looked_at_before_it_is_subscribed_to(newsroom: Newsroom, mona: FakeClient, site: Site) -> None:
    reply = await mona.uses("coverage feeds add", url=site.url("quay.example/feed"))
    assert reply.private
    assert reply.bold == ["Quay Post"]
    assert "4 items, newest 1 June 2025; a new one about every 3 hours." in reply
    assert "It gives summaries only" in reply
    titles = [line for line in reply.text.splitlines() if "Report" in line]
    assert titles == ["• Report 4", "• Report 3", "• Report 2"]
    assert newsroom.coverage.feeds.list(None) == []
    done = await mona.presses("Subscribe")
    assert "Subscribed to Quay Post." in done
    assert "Subscribe" not in reply.labels
    (feed,) = newsroom.coverage.feeds.list(own(newsroom))
    assert (feed.url, feed.title) == (site.url("quay.example/feed"), "Quay Post")
    assert feed.who == f"mona ({mona.who.id})"
    assert newsroom.coverage.feeds.list("shared") == []


async def test_full_texts_are_told_from_summaries(mona: FakeClient, site: Site) -> None:
    site.put("quay.example/whole", rss(item(1, text=WHOLE), item(2, text=WHOLE)), type="text/xml")
    site.put("quay.example/mixed", rss(item(1, text=WHOLE), item(2)), type="text/xml")
    assert "It gives full texts." in await mona.uses("coverage feeds add", url=site.url("quay.example/whole"))
    assert "some full texts and some summaries" in await mona.uses(
        "coverage feeds add", url=site.url("quay.example/mixed")
    )


async def test_a_feed_without_title_or_items_can_be_subscribed_to(
    newsroom: Newsroom, mona: FakeClient, site: Site
) -> None:
    site.put("quay.example/empty", rss(title=""), type="text/xml")
    reply = await mona.uses("coverage feeds add", url=site.url("quay.example/empty"))
    assert "A feed without a title" in reply
    assert "It has no items at the moment." in reply
    await mona.presses("Subscribe")
    assert newsroom.coverage.feeds.list(own(newsroom))[0].title is None


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("quay.example/page", "This is no feed that I can read"),
        ("quay.example/none", "404"),
        ("quay.example/broken", "This is no feed that I can read"),
    ],
)
async def test_what_is_no_feed_is_refused_in_a_sentence(
    newsroom: Newsroom, mona: FakeClient, site: Site, place: str, sentence: str
) -> None:
    site.put("quay.example/page", "<html><body><p>Nothing here.</p></body></html>")
    site.put("quay.example/broken", "\0\1\2" * 50, type="application/rss+xml")
    reply = await mona.uses("coverage feeds add", url=site.url(place))
    assert sentence in reply
    assert "Subscribe" not in reply.labels
    assert "Something went wrong" not in reply


async def test_a_page_that_names_its_feed_is_refused_with_that(mona: FakeClient, site: Site) -> None:
    head = '<link rel="Alternate home" type="application/rss+xml" href="/feed"><link rel=alternate href=x>'
    site.put("quay.example/", f"<!doctype html><head>{head}</head><body><p>The harbour.</p></body>")
    reply = await mona.uses("coverage feeds add", url=site.url("quay.example/"))
    assert f"This is a page, no feed. It says that its feed is {site.url('quay.example/feed')}" in reply


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["<link rel=alternate ", "<div>", "<link rel='alternate' type='application/rss+xml'"])
async def test_a_hostile_page_is_refused_in_a_sentence(mona: FakeClient, site: Site, piece: str) -> None:
    site.put("quay.example/hostile", piece * (50_000 // len(piece)))
    reply = await mona.uses("coverage feeds add", url=site.url("quay.example/hostile"))
    assert "This is no feed that I can read" in reply


@pytest.mark.parametrize("url", ["file:///etc/passwd", "not a link", "http://" + "_" * 2500 + ".example/"])
async def test_what_is_no_link_is_refused(mona: FakeClient, site: Site, url: str) -> None:
    reply = await mona.uses("coverage feeds add", url=url)
    assert len(reply.seen) == 1
    assert "Subscribe" not in reply.labels
    assert "Something went wrong" not in reply


async def test_what_a_feed_says_is_shown_and_does_nothing(newsroom: Newsroom, mona: FakeClient, site: Site) -> None:
    evil = "**bold** @everyone &lt;@&amp;1&gt; [x](https://evil.example)"
    site.put("quay.example/a_b*c*_(d)", rss(item(1).replace("Report 1", evil), title=evil), type="text/xml")
    url = site.url("quay.example/a_b*c*_(d)")
    reply = await mona.uses("coverage feeds add", url=url)
    assert reply.links == []
    assert "**bold** @everyone <@&1> [x](https://evil.example)" in reply
    await mona.presses("Subscribe")
    assert newsroom.coverage.feeds.list(own(newsroom))[0].url == url
    assert "**bold** @everyone" in await mona.uses("coverage feeds list")


async def test_subscribing_works_after_a_restart_and_only_once(closed_newsroom: Newsroom) -> None:
    mona = closed_newsroom.person("mona", may=Permission.MANAGE_GUILD)
    async with open_site() as site, fetcher_for(site) as fetcher:
        site.put("quay.example/feed", FEED, type="application/rss+xml")
        async with closed_newsroom.open():
            closed_newsroom.client.fetcher = fetcher
            first = await mona.uses("coverage feeds add", url=site.url("quay.example/feed"))
            second = await mona.uses("coverage feeds add", url=site.url("quay.example/feed"))
        async with closed_newsroom.open():
            await mona.presses("Subscribe", on=first)
            assert "is subscribed to already" in await mona.presses("Subscribe", on=second)
            closed_newsroom.client.fetcher = fetcher
            known = await mona.uses("coverage feeds add", url=site.url("quay.example/feed"))
            assert "It is subscribed to already." in known
            assert "Subscribe" not in known.labels
    assert len(closed_newsroom.coverage.feeds.list(None)) == 1


async def test_a_message_that_shows_no_feed_subscribes_to_none(newsroom: Newsroom, mona: FakeClient) -> None:
    reply = await mona.presses("forged", on=forged(newsroom, mona, Subscribe()))
    assert "I cannot tell any more which feed this was" in reply
    assert newsroom.coverage.feeds.list(None) == []


async def test_a_guild_has_fifty_feeds_at_most(
    newsroom: Newsroom, mona: FakeClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert feeding.MOST_FEEDS == 50
    monkeypatch.setattr(feeding, "MOST_FEEDS", 3)
    for number in range(3):
        subscribe(newsroom, f"https://feeds.example/{number}")
        subscribe(newsroom, f"https://feeds.example/{number}", guild="Elsewhere")
    await mona.uses("coverage feeds add", url=site.url("quay.example/feed"))
    assert "This server has 3 feeds, and may not have more" in await mona.presses("Subscribe")
    newsroom.coverage.feeds.remove(1, own(newsroom), who="tests")
    await mona.presses("Subscribe")
    assert len(newsroom.coverage.feeds.list(own(newsroom))) == 3


LONG = "*_" * 300 + "🦀" * 100


async def test_the_longest_texts_fit(newsroom: Newsroom, mona: FakeClient, site: Site) -> None:
    items = [item(n).replace(f"Report {n}", LONG) for n in range(5)]
    place = "quay.example/" + "_" * 850
    site.put(place, rss(*items, "<item><title>x</title></item>", title=LONG), type="text/xml")
    assert "Subscribe" in (await mona.uses("coverage feeds add", url=site.url(place))).labels
    for n in range(8):
        feed = subscribe(newsroom, f"https://feeds.example/{n}{'_' * 1500}", LONG)
        polled(newsroom, feed, problem=LONG, failures=1000)
        for number in range(10):
            due = time.time() + 1e6
            odd = Item(f"{number}{LONG}", "failed", "f", reason=LONG, url=f"https://x.example/{LONG}", due=due)
            newsroom.coverage.feeds.item(feed.id, odd)
    reply = await mona.uses("coverage feeds list")
    assert reply.labels.count("Problems") == 6
    assert "10 items" in await mona.presses("Problems", on=reply)
    assert "Something went wrong" not in reply


def polled(newsroom: Newsroom, feed: Feed, **told: Any) -> None:
    given = {"due": time.time() + 3600, "etag": None, "modified": None, "title": None, "problem": None, "failures": 0}
    newsroom.coverage.feeds.polled(feed.id, **(given | told))


async def test_the_list_says_how_each_is_doing_and_what_could_not_be_taken(
    newsroom: Newsroom, mona: FakeClient
) -> None:
    assert "No feeds yet" in await mona.uses("coverage feeds list")
    fine, bad, paused = (subscribe(newsroom, f"https://{n}.example/feed", n) for n in ("Fine", "Bad", "Paused"))
    subscribe(newsroom, "https://new.example/feed")
    polled(newsroom, fine)
    polled(newsroom, bad, problem="its server is busy **now**", failures=4)
    newsroom.coverage.feeds.pause(paused.id, own(newsroom), True, who="tests")
    states: list[State] = ["taken", "taken", "failed", "refused"]
    for n, kind in enumerate(states):
        reason = None if kind == "taken" else f"no text in it {n}"
        newsroom.coverage.feeds.item(fine.id, Item(f"i{n}", kind, "f", reason=reason, url=f"https://x.example/{n}"))
    reply = await mona.uses("coverage feeds list")
    assert reply.private
    lines = reply.text.splitlines()
    assert "4 feeds" in lines[0]
    assert any("✓ Fine, looked at" in line and "2 items taken, 2 not" in line for line in lines)
    assert any("⚠ Failing, 4 times in a row" in line and "its server is busy **now**" in line for line in lines)
    assert any(line.startswith("⏸ Paused") for line in lines)
    assert any("Not looked at yet, next in a moment" in line.replace(" · ", ", ") for line in lines)
    assert reply.labels == ["Problems"]
    problems = await mona.presses("Problems")
    assert problems.private
    assert "2 items of Fine not taken" in problems
    assert "no text in it 2" in problems
    assert "no text in it 3" in problems


async def test_long_lists_have_pages(newsroom: Newsroom, mona: FakeClient) -> None:
    feeds = [subscribe(newsroom, f"https://feeds.example/{n}", f"Feed {n:02}") for n in range(20)]
    for n in range(25):
        newsroom.coverage.feeds.item(feeds[-1].id, Item(f"i{n:02}", "failed", "f", reason="r", due=time.time() + 60))
    reply = await mona.uses("coverage feeds list")
    seen = [line for line in reply.text.splitlines() if line.startswith("Feed ")]
    while "Next" in reply.labels:
        await mona.presses("Next", on=reply)
        seen += [line for line in reply.text.splitlines() if line.startswith("Feed ")]
    assert seen == [feed.title for feed in feeds]
    await mona.presses("Before", on=reply)
    assert "Feed 17" in reply
    assert "Feed 19" not in reply
    await mona.presses("Next", on=reply)
    problems = await mona.presses("Problems", on=reply)
    assert "25 items of Feed 19 not taken" in problems
    await mona.presses("Next", on=problems)
    assert "i08" in problems
    assert "i07" not in problems


async def test_feeds_are_paused_resumed_and_removed_by_what_is_offered(newsroom: Newsroom, mona: FakeClient) -> None:
    feed = subscribe(newsroom, "https://quay.example/feed", "Quay Post")
    subscribe(newsroom, "https://other.example/feed", "Other News")
    offered = await mona.types_into("coverage feeds pause", "feed", feed="quay")
    assert offered == [("Quay Post", str(feed.id))]
    assert "Paused Quay Post" in await mona.uses("coverage feeds pause", feed=offered[0].value)
    assert newsroom.coverage.feeds.get(feed.id, own(newsroom)).paused
    assert [choice.name for choice in await mona.types_into("coverage feeds pause", "feed", feed="")] == ["Other News"]
    assert [choice.name for choice in await mona.types_into("coverage feeds resume", "feed", feed="")] == ["Quay Post"]
    assert "Quay Post is looked at again." in await mona.uses("coverage feeds resume", feed="quay post")
    assert "Unsubscribed from Quay Post" in await mona.uses("coverage feeds remove", feed="https://quay.example/feed")
    assert "No feed here is called 'Quay Post'" in await mona.uses("coverage feeds remove", feed="Quay Post")
    assert [entry.action for entry in newsroom.coverage.journal(own(newsroom))] == ["feeds"] * 5


async def test_nobody_else_is_offered_the_feeds(newsroom: Newsroom, alice: FakeClient) -> None:
    subscribe(newsroom, "https://quay.example/feed", "Quay Post")
    for command in ("pause", "remove"):
        assert await alice.types_into(f"coverage feeds {command}", "feed", feed="") == []
    assert "This is for moderators" in await alice.uses("coverage feeds list")


async def test_feeds_of_one_guild_are_no_other_guilds(newsroom: Newsroom, mona: FakeClient) -> None:
    feed = subscribe(newsroom, "https://quay.example/feed", "Quay Post")
    newsroom.coverage.feeds.item(feed.id, Item("i", "failed", "f", reason="secret"))
    dora = newsroom.person("dora", guild="Elsewhere", may=Permission.MANAGE_GUILD)
    assert "No feeds yet" in await dora.uses("coverage feeds list")
    for command in ("pause", "remove", "resume"):
        assert await dora.types_into(f"coverage feeds {command}", "feed", feed="") == []
        for typed in (str(feed.id), "Quay Post", "https://quay.example/feed"):
            assert "No feed here is called" in await dora.uses(f"coverage feeds {command}", feed=typed)
    reply = await dora.presses("forged", on=forged(newsroom, dora, Problems(feed.id, 0)))
    assert reply.text == "This feed is not there (any more)."
    assert "No feeds yet" in await dora.presses("forged", on=forged(newsroom, dora, FeedsPage(7)))
    assert newsroom.coverage.feeds.list(own(newsroom)) == [feed._replace()]


@pytest.mark.parametrize(
    ("moments", "often"),
    [
        ([], ""),
        (["2025-06-01T10:00:00+00:00", "2025-06-01T11:00:00+00:00"], ""),
        (["2025-06-01T10:00:00+00:00", "2025-06-01T10:05:00", "2025-06-01T12:10:00+02:00"], "several an hour"),
        (["2025-06-01T10:00:00", "2025-06-01T11:00:00", "2025-06-01T12:01:00"], "about every hour"),
        (["2025-06-01T10:00:00", "2025-06-04T10:00:00", "2025-06-07T11:00:00"], "about every 3 days"),
        (["2025-06-01", "2025-06-02", "2025-06-03"], ""),
    ],
)
def test_how_often_a_feed_changes_is_told_where_its_dates_say_so(moments: list[str], often: str) -> None:
    assert rhythm([FeedItem(identity=str(n), published=moment) for n, moment in enumerate(moments)]) == often


def test_a_paused_feed_is_not_called_failing() -> None:
    feed = Feed(1, "c", "u", None, True, "w", "2025-06-01", None, None, 0.0, 3, "busy", "2025-06-01T00:00:00", 0)
    assert state(feed, 1.0) == "⏸ Paused"


async def test_feeds_are_read_where_other_files_are_so_that_broken_ones_take_no_thread_from_names_of_hosts(
    mona: FakeClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []

    def read(fetched: Fetched) -> tuple[FeedRead, bool | None]:
        threads.append(threading.current_thread().name)
        return FeedRead(title="Quay Post"), None

    monkeypatch.setattr(feeding, "_read", read)
    await mona.uses("coverage feeds add", url=site.url("quay.example/feed"))
    assert [name.partition("_")[0] for name in threads] == ["coverage"]
