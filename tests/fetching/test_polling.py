"""A feed and what comes of it: every item once, whole where it can be had, nothing lost and nothing twice."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.allowance import Allowance
from bot.fetching.fetch import Fetched
from bot.fetching.polling import LONGEST, MOST_AT_FIRST, MOST_PER_POLL, OF_A_GUILD, TOO_OLD
from bot.fetching.taking import MOST_TRIES
from index.reading.feeds import SUMMARY_ONLY
from tests.fetching.paper import FEED, NAME, START, Paper, Story, story, summary
from tests.fetching.site import Reply
from tests.newsroom import settings

ONE, TWO, THREE = story(1), story(2), story(3)


async def test_what_a_feed_publishes_is_answered_from(paper: Paper) -> None:
    paper.subscribe()
    paper.print(ONE, TWO)
    polled = await paper.poll()
    assert (polled.new, polled.problem) == (2, None)
    answer = paper.coverage.ask("What did Agnes Tolliver say about bridge 2?")
    assert answer.passages[0].article.source == NAME
    assert answer.passages[0].article.url == paper.site.url("post.example/bridge-2")
    assert answer.passages[0].article.published == "2025-06-03T10:00:00+00:00"
    assert {entry.who for entry in paper.coverage.journal("shared", limit=9)} == {f"feed {NAME}", "tests"}


async def test_new_items_come_changed_ones_are_replaced_and_deleted_ones_stay(
    paper: Paper,
) -> None:
    paper.subscribe()
    paper.print(ONE, TWO)
    await paper.poll()
    paper.print(TWO, ONE)
    assert (await paper.poll()).new == 0
    changed = replace(TWO, text=(*TWO.text, "The bridge will be of oak."))
    paper.print(THREE, changed)
    polled = await paper.poll()
    assert (polled.new, polled.changed) == (1, 1)
    held = paper.held(TWO)
    assert held
    assert held.paragraphs[-1].text == "The bridge will be of oak."
    assert paper.held(ONE)
    paper.print(changed, THREE)
    polled = await paper.poll()
    assert (polled.new, polled.changed, polled.refused) == (0, 0, 0)
    assert len(paper.coverage.articles()) == 3


async def test_an_item_whose_headline_changes_stays_one_article(paper: Paper) -> None:
    paper.subscribe()
    paper.print(replace(ONE, guid="same"))
    await paper.poll()
    paper.print(replace(ONE, guid="same", title="Bridge 1: the council of Brindle says yes", name="a-new-link"))
    assert (await paper.poll()).changed == 1
    (held,) = paper.coverage.articles()
    assert held.title.startswith("Bridge 1:")


async def test_items_with_one_identity_are_one_and_the_first_wins(paper: Paper) -> None:
    paper.subscribe()
    paper.print(replace(ONE, guid="same"), replace(TWO, guid="same"), THREE)
    polled = await paper.poll()
    assert (polled.new, polled.repeated) == (2, 1)
    assert paper.held(ONE)
    assert not paper.held(TWO)
    assert (await paper.poll()).changed == 0


async def test_a_date_to_come_is_kept_as_published_and_pushes_nobody_out(paper: Paper) -> None:
    paper.subscribe()
    ahead = story(1, date="Fri, 01 Jan 2100 00:00:00 GMT")
    fresh = [story(number, date="Tue, 10 Jun 2025 00:00:00 GMT") for number in range(100, 100 + MOST_AT_FIRST - 1)]
    paper.print(ahead, *fresh, *(replace(story(n), date=ahead.date) for n in range(50, 55)), story(5, date=""))
    assert (await paper.poll()).new == MOST_AT_FIRST
    assert all(map(paper.held, fresh))
    held = paper.held(ahead)
    assert held
    assert held.published == "2100-01-01T00:00:00+00:00"


async def test_the_first_poll_takes_the_newest_and_leaves_the_old_out_for_good(paper: Paper) -> None:
    paper.subscribe()
    stories = [story(n, date=f"Tue, 03 Jun 2025 10:{n:02}:00 GMT") for n in range(MOST_AT_FIRST + 7)]
    paper.print(*stories)
    assert (await paper.poll()).new == MOST_AT_FIRST
    assert not paper.held(stories[6])
    assert paper.held(stories[7])
    assert (await paper.poll()).new == 0
    assert [item.reason for item in paper.items().values()].count(TOO_OLD) == 7
    paper.print(*stories, story(99))
    assert (await paper.poll()).new == 1


async def test_more_than_one_poll_takes_comes_with_the_next(paper: Paper) -> None:
    paper.subscribe()
    paper.print(ONE, etag='"1"')
    await paper.poll()
    bare = ("The council met.", "It rose at noon.", "Nobody spoke of the mill.", "The bell rang.")
    paper.print(*(Story(f"s{n}", f"Sitting {n}", bare) for n in range(MOST_PER_POLL + 30)), etag='"2"')
    polled = await paper.poll()
    assert (polled.new, polled.waiting) == (MOST_PER_POLL, 30)
    assert paper.feed().etag is None
    assert (await paper.poll()).new == 30
    assert paper.feed().etag == '"2"'


async def test_a_feed_that_has_not_changed_is_not_sent_again_and_asked_less_often(paper: Paper) -> None:
    paper.subscribe()
    paper.print(ONE, etag='"1"')
    await paper.poll()
    assert paper.wait() == 900
    waits = []
    for _ in range(12):
        paper.now = paper.feed().due
        await paper.poll()
        waits.append(paper.wait())
    assert paper.site.requests[-1].headers["if-none-match"] == '"1"'
    assert waits[:3] == [1350, 2025, 3037.5]
    assert waits[-1] == 4 * 3600
    paper.print(ONE, TWO, etag='"2"')
    await paper.poll()
    assert paper.wait() == 900


@pytest.mark.parametrize(
    ("head", "least"),
    [
        ("<ttl>60</ttl>", 3_600),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 43_200),
        ("<ttl>99999999999</ttl>", 900),
        ("<ttl>-5</ttl>", 900),
    ],
)
async def test_a_feed_is_asked_no_more_often_than_it_says(paper: Paper, head: str, least: float) -> None:
    paper.subscribe()
    paper.print(ONE, head=head)
    await paper.poll()
    assert least <= paper.wait() <= 86_400


async def test_a_failing_feed_is_asked_less_and_less_often_at_most_a_day_apart_and_says_why(paper: Paper) -> None:
    paper.subscribe()
    paper.site.put("post.example/robots.txt", status=404)
    paper.site.put(FEED, status=404)
    paper.chance = 1.0
    waits = []
    for _ in range(12):
        assert "no such page (404)" in ((await paper.poll()).problem or "")
        waits.append(paper.wait())
    assert waits[:3] == [900, 1800, 3600]
    assert waits[-1] == 86_400
    paper.chance = 0.0
    await paper.poll()
    assert paper.wait() == 60
    paper.print(ONE)
    await paper.poll()
    assert (paper.feed().failures, paper.feed().problem) == (0, None)


@pytest.mark.parametrize(("status", "says", "wait"), [(429, "7200", 7_200), (503, "1", 60), (429, "99999999", 86_400)])
async def test_a_busy_server_is_left_alone_as_long_as_it_says(paper: Paper, status: int, says: str, wait: int) -> None:
    paper.subscribe()
    paper.site.put(FEED, status=status, headers={"Retry-After": says})
    assert "busy" in ((await paper.poll()).problem or "")
    assert paper.wait() == wait


async def test_a_feed_that_is_gone_is_paused_and_says_so(paper: Paper) -> None:
    paper.subscribe()
    paper.site.put(FEED, status=410)
    problem = (await paper.poll()).problem
    assert problem
    assert "gone for good" in problem
    assert "paused" in problem
    assert paper.feed().paused
    assert await paper.poller.poll_due() == []


NO_FEEDS = [b"<html><body><p>Welcome!</p></body></html>", b"{", b"", b"\x00\x01\x02", b"%PDF-1.7"]


@pytest.mark.parametrize("body", NO_FEEDS)
async def test_what_is_no_feed_is_said_to_be_none(paper: Paper, body: bytes) -> None:
    paper.subscribe()
    paper.print(ONE)
    await paper.poll()
    paper.site.put(FEED, body, type="application/xml")
    polled = await paper.poll()
    assert polled.new == 0
    assert polled.problem
    assert polled.problem.startswith(paper.site.url(FEED))
    assert polled.problem.isprintable()
    assert paper.held(ONE)


async def test_of_a_broken_feed_is_taken_what_can_be_read(paper: Paper) -> None:
    paper.subscribe()
    paper.print(ONE, TWO)
    reply = paper.site.pages[FEED]
    assert isinstance(reply, Reply)
    reply.body = reply.body[: reply.body.index(TWO.title.encode()) + 9]
    assert (await paper.poll()).new >= 1
    assert paper.held(ONE)
    paper.print(ONE, TWO)
    await paper.poll()
    held = paper.held(TWO)
    assert held
    assert len(held.paragraphs) == len(TWO.text)


async def test_a_summary_is_completed_from_its_page(paper: Paper) -> None:
    paper.subscribe()
    paper.print(summary(1))
    assert (await paper.poll()).new == 1
    held = paper.held(summary(1))
    assert held
    assert [paragraph.text for paragraph in held.paragraphs][:2] == list(summary(1).page[:2])
    assert (held.source, held.published) == (NAME, "2025-06-03T10:00:00+00:00")
    assert SUMMARY_ONLY not in held.notices


GONE_FOR_GOOD = [
    Reply(status=404),
    Reply(b"x", type="image/png"),
    Reply(b"<p>Short.</p>" * 3),
    Reply(f"<article><h1>Cookies</h1>{'<p>We value your privacy and ask for your consent first.</p>' * 20}".encode()),
    Reply(status=302, headers={"Location": "http://169.254.169.254/"}),
]


@pytest.mark.parametrize("page", GONE_FOR_GOOD)
async def test_where_the_page_cannot_be_read_the_summary_is_taken_and_marked(paper: Paper, page: Reply) -> None:
    paper.subscribe()
    paper.print(summary(1))
    paper.site.pages["post.example/bridge-1"] = page
    polled = await paper.poll()
    assert (polled.new, polled.failed) == (1, 0)
    held = paper.held(summary(1))
    assert held
    assert [paragraph.text for paragraph in held.paragraphs] == ["The council voted on bridge 1."]
    assert SUMMARY_ONLY in held.notices
    (item,) = paper.items().values()
    assert item.state == "taken"
    assert item.reason


async def test_a_site_that_wants_no_programs_gives_only_its_feed(paper: Paper) -> None:
    paper.subscribe()
    paper.print(summary(1))
    paper.site.put("post.example/robots.txt", "User-agent: *\nAllow: /feed\nDisallow: /", type="text/plain")
    await paper.poll()
    held = paper.held(summary(1))
    assert held
    assert SUMMARY_ONLY in held.notices
    assert not paper.site.asked("post.example/bridge-1")
    paper.site.put("post.example/robots.txt", "User-agent: *\nDisallow: /", type="text/plain")
    paper.now += 90_000
    assert "stay away" in ((await paper.poll()).problem or "")


async def test_a_page_that_cannot_be_had_just_now_is_tried_again_until_it_can(paper: Paper) -> None:
    paper.subscribe()
    paper.print(summary(1), etag='"1"')
    paper.site.put("post.example/bridge-1", status=503)
    polled = await paper.poll()
    assert (polled.new, polled.failed) == (1, 1)
    (item,) = paper.items().values()
    assert item.state == "failed"
    assert "busy" in (item.reason or "")
    paper.site.put("post.example/bridge-1", summary(1).html())
    await paper.poll()  # not due yet
    assert len(paper.site.asked("post.example/bridge-1")) == 1
    paper.now += 90_000
    assert (await paper.poll()).changed == 1  # although the feed itself has not changed
    held = paper.held(summary(1))
    assert held
    assert SUMMARY_ONLY not in held.notices
    assert [item.state for item in paper.items().values()] == ["taken"]
    paper.print(summary(1), etag='"2"')
    polled = await paper.poll()
    assert (polled.new, polled.changed) == (0, 0)


async def test_a_page_that_can_never_be_had_is_given_up(paper: Paper) -> None:
    paper.subscribe()
    paper.print(replace(summary(1), text=()))
    paper.site.put("post.example/bridge-1", status=500)
    for _ in range(MOST_TRIES + 3):
        await paper.poll()
        paper.now += 90_000
    assert len(paper.site.asked("post.example/bridge-1")) == MOST_TRIES
    (item,) = paper.items().values()
    assert (item.state, item.tries) == ("refused", MOST_TRIES)
    assert "500" in (item.reason or "")


async def test_a_whole_text_is_not_replaced_by_a_summary(paper: Paper) -> None:
    paper.subscribe()
    paper.print(summary(1))
    await paper.poll()
    paper.print(replace(summary(1), text=("The council voted on bridge 1, at last.",)))
    paper.site.put("post.example/bridge-1", status=404)
    assert (await paper.poll()).changed == 0
    held = paper.held(summary(1))
    assert held
    assert SUMMARY_ONLY not in held.notices


async def test_a_withdrawn_article_does_not_come_back(paper: Paper) -> None:
    paper.subscribe()
    paper.print(ONE)
    await paper.poll()
    paper.coverage.withdraw(paper.id_of(ONE), who="tests")
    paper.print(replace(ONE, text=(*ONE.text, "It will be of oak.")))
    polled = await paper.poll()
    assert (polled.new, polled.refused) == (0, 1)
    assert not paper.held(ONE)


async def test_items_without_a_text_are_refused_with_a_reason_and_not_asked_again(paper: Paper) -> None:
    paper.subscribe()
    paper.print(Story("", "A headline and nothing else", guid="x"), ONE)
    polled = await paper.poll()
    assert (polled.new, polled.refused) == (1, 1)
    assert paper.items()["x"].reason
    assert (await paper.poll()).refused == 0


async def test_a_site_whose_pages_cannot_be_had_is_left_for_the_next_poll(paper: Paper) -> None:
    paper.subscribe()
    paper.print(*(summary(number) for number in range(9)), etag='"1"')
    for number in range(9):
        paper.site.put(f"post.example/bridge-{number}", status=503)
    polled = await paper.poll()
    assert (polled.failed, polled.waiting) == (3, 6)
    assert sum(request.path.startswith("/bridge") for request in paper.site.requests) == 3
    assert paper.feed().etag is None


async def test_one_request_at_a_time_to_a_host_and_several_hosts_at_once(paper: Paper) -> None:
    feeds = [
        paper.subscribe(place) for place in ("post.example/a", "post.example/b", "mail.example/a", "sun.example/a")
    ]
    for place in ("post.example/a", "post.example/b", "mail.example/a", "sun.example/a"):
        paper.print(ONE, place=place, before=0.05)
    polled = await paper.poller.poll(feeds)
    assert [one.problem for one in polled] == [None] * 4
    assert paper.site.most_at_once["post.example"] == 1
    assert paper.site.most_together > 1


async def test_one_feed_that_goes_wrong_does_not_keep_the_others(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, good = paper.subscribe("post.example/broken"), paper.subscribe()
    paper.print(ONE, place="post.example/broken")
    paper.print(TWO)
    whole = paper.fetcher.get

    async def get(url: str, **more: Any) -> Fetched:
        if "broken" in url:
            raise KeyError("a bug")
        return await whole(url, **more)

    monkeypatch.setattr(paper.fetcher, "get", get)
    first, second = await paper.poller.poll([broken, good])
    assert "this is a bug" in (first.problem or "")
    assert second.new == 1
    assert paper.feed(broken).due > paper.now


async def test_due_times_survive_a_restart(paper: Paper) -> None:
    paper.subscribe()
    paper.print(ONE)
    assert len(await paper.poller.poll_due()) == 1
    paper.open(paper.fetcher)
    assert await paper.poller.poll_due() == []
    paper.now = paper.feed().due
    assert len(await paper.poller.poll_due()) == 1


async def test_feeds_of_collections_are_kept_apart(paper: Paper) -> None:
    paper.subscribe(collection="guild-1")
    paper.print(ONE)
    await paper.poll()
    assert paper.held(ONE, "guild-1")
    assert not paper.held(ONE)


async def test_a_feed_that_is_removed_while_it_is_polled_does_no_harm(paper: Paper) -> None:
    feed = paper.subscribe()
    paper.print(ONE, before=0.1)
    polling = asyncio.create_task(paper.poll())
    await asyncio.sleep(0.05)
    paper.coverage.feeds.remove(feed.id, "shared", who="tests")
    await polling
    assert paper.coverage.feeds.list(None) == []


async def test_it_polls_for_ever_and_looks_now_and_then(paper: Paper) -> None:
    paper.subscribe()
    paper.print(ONE)

    async def stop(seconds: float) -> None:
        paper.now += seconds
        paper.slept.append(seconds)
        if len(paper.site.asked(FEED)) > 2:
            raise asyncio.CancelledError

    paper.poller._sleep = stop
    with pytest.raises(asyncio.CancelledError):
        await paper.poller.run()
    assert paper.now > START + 2 * 810


async def test_a_feed_added_twice_comes_out_unchanged(paper: Paper) -> None:
    feed = paper.subscribe()
    paper.print(ONE)
    await paper.poll()
    paper.coverage.feeds.remove(feed.id, "shared", who="tests")
    paper.subscribe()
    polled = await paper.poll()
    assert (polled.new, polled.changed, polled.refused) == (0, 0, 0)
    assert len(paper.coverage.articles()) == 1


async def test_a_feed_fills_a_server_no_further_than_it_may_be_and_says_so(paper: Paper) -> None:
    paper.desk.allowance = Allowance(settings(guild_articles=2))
    feed = paper.subscribe(collection="guild-7")
    paper.print(ONE, TWO)
    await paper.poll(feed)
    paper.print(ONE, TWO, THREE)
    polled = await paper.poll(feed)
    assert (polled.new, polled.refused) == (0, 1)
    assert len(paper.coverage.articles(collections=("guild-7",))) == 2
    (refused,) = (one for one in paper.items().values() if one.state == "refused")
    assert refused.reason
    assert "may have 2, so 1 more cannot be added" in refused.reason
    paper.print(replace(TWO, text=(*TWO.text, "The bridge will be of oak.")), THREE)
    assert (await paper.poll(feed)).changed == 1


async def test_what_was_erased_while_its_feed_was_polled_does_not_come_back(paper: Paper) -> None:
    feed = paper.subscribe(collection="guild-7")
    paper.print(ONE, summary(2), THREE)

    def page(_: Any) -> Reply:
        paper.coverage.erase("guild-7", who="tests")
        return Reply(summary(2).html().encode())

    paper.site.pages["post.example/bridge-2"] = page
    (polled,) = await paper.poller.poll([feed])
    assert polled.problem == "This feed is not there (any more)."
    assert paper.coverage.articles(collections=("guild-7",)) == []
    assert "guild-7" not in paper.coverage.collections()


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


async def test_slow_feeds_of_one_guild_keep_no_others_waiting(paper: Paper) -> None:
    slow = [f"slow-{number}.example/rss" for number in range(6)]
    for place in slow:
        paper.subscribe(place, collection="guild-7")
        paper.print(ONE, place=place, before=0.25)
    paper.subscribe(collection="guild-8")
    paper.print(TWO)
    running = asyncio.create_task(paper.poller.run())
    paper.poller._sleep = asyncio.sleep
    try:
        await until(lambda: paper.held(TWO, "guild-8"))
        assert sum(len(paper.site.asked(place)) for place in slow) <= OF_A_GUILD
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_feed_that_comes_due_is_polled_while_another_still_is(paper: Paper) -> None:
    paper.subscribe("slow.example/rss", collection="guild-7")
    paper.print(ONE, place="slow.example/rss", before=0.25)
    looks = 0

    async def sleep(_: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            paper.subscribe(collection="guild-8")
            paper.print(TWO)
        await asyncio.sleep(0.01)

    paper.poller._sleep = sleep
    running = asyncio.create_task(paper.poller.run())
    try:
        await until(lambda: paper.held(TWO, "guild-8"))
        assert not paper.held(ONE, "guild-7")
        await until(lambda: paper.held(ONE, "guild-7"))
        assert len(paper.site.asked("slow.example/rss")) == 1
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_poll_that_takes_too_long_leaves_the_rest_for_the_next_one(paper: Paper) -> None:
    paper.subscribe()
    paper.print(*(summary(number) for number in (1, 2, 3)))
    html = {number: summary(number).html().encode() for number in (1, 2, 3)}

    def slowly(number: int) -> Any:
        def page(_: Any) -> Reply:
            paper.now += LONGEST
            return Reply(html[number])

        return page

    for number in html:
        paper.site.pages[f"post.example/bridge-{number}"] = slowly(number)
    polled = await paper.poll()
    assert (polled.new, polled.waiting) == (2, 1)
    assert (await paper.poll()).new == 1
