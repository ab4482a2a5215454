"""Fetching over a real connection: what arrives, what is refused, what the server is told."""

import asyncio
import time
import zlib
from typing import Any

import pytest

from bot.fetching.failing import FetchError, Kind
from bot.fetching.fetch import FEEDS, PAGES, Fetched, Fetcher, FetchLimits
from tests.fetching.site import QUICK, Names, Reply, Site, fetcher_for, packed

PAGE = b"<html><body><p>The ferry to Ostrel sails again.</p></body></html>"


async def refusal(fetcher: Fetcher, url: str, **more: Any) -> FetchError:
    with pytest.raises(FetchError) as refused:
        await fetcher.get(url, accept=PAGES, **more)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 400
    return refused.value


async def test_a_page_is_fetched_whole(site: Site, fetcher: Fetcher) -> None:
    site.put(
        "news.example/ferry", PAGE, type="Text/HTML; charset=utf-8", headers={"Last-Modified": "yesterday"}, etag='"1"'
    )
    url = site.url("news.example/ferry")
    assert await fetcher.get(url, accept=PAGES) == Fetched(
        url=url,
        status=200,
        media_type="text/html",
        content_type="Text/HTML; charset=utf-8",
        body=PAGE,
        etag='"1"',
        modified="yesterday",
    )


async def test_what_is_held_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    site.put("news.example/feed", PAGE, etag='"7"')
    found = await fetcher.get(site.url("news.example/feed"), accept=FEEDS, etag='"7"', modified="long ago")
    assert (found.status, found.body) == (304, b"")
    assert site.requests[0].headers["if-modified-since"] == "long ago"


async def test_the_server_is_told_who_asks_and_nothing_else(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    site.put("news.example/a", PAGE, headers={"Set-Cookie": "who=ana; Path=/"})
    async with fetcher_for(site, contact="desk@paper.example") as fetcher:
        for _ in range(2):
            await fetcher.get(site.url("news.example/a"), accept=PAGES)
    headers = site.requests[1].headers
    assert headers["user-agent"].startswith("newsdesk/")
    assert "desk@paper.example" in headers["user-agent"]
    assert headers.keys() == {"host", "user-agent", "accept", "accept-encoding", "connection"}


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "raw deflate", "two members", "padded"])
async def test_packed_bodies_are_unpacked(site: Site, fetcher: Fetcher, coding: str) -> None:
    page = PAGE * 3_000
    raw = zlib.compressobj(wbits=-15)
    body = {
        "deflate": zlib.compress(page),
        "raw deflate": raw.compress(page) + raw.flush(),
        "two members": packed(page[:999]) + packed(page[999:]),
        "padded": packed(page) + bytes(100),
    }.get(coding, packed(page))
    site.put("news.example/a", body, headers={"Content-Encoding": "deflate" if "deflate" in coding else "gzip"})
    assert (await fetcher.get(site.url("news.example/a"), accept=PAGES)).body == page


BOMB = packed(bytes(20_000_000))
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CASES: list[tuple[str, Reply, Kind]] = [
    ("not there", Reply(status=404), "not found"),
    ("gone", Reply(status=410), "gone"),
    ("login", Reply(status=403), "denied"),
    ("failing", Reply(status=500), "busy"),
    ("busy", Reply(status=503), "busy"),
    ("teapot", Reply(status=418), "unreachable"),
    ("304 unasked", Reply(status=304), "unreachable"),
    ("nothing where it moved", Reply(status=302), "unreachable"),
    ("picture", Reply(PAGE, type="image/png"), "wrong type"),
    ("document", Reply(PAGE, type="application/pdf"), "wrong type"),
    ("odd type", Reply(PAGE, type="\x07\x08" * 300), "wrong type"),
    ("20 MB told", Reply(b"x", length=20_000_000), "too large"),
    ("20 MB untold", Reply(pieces=[bytes(100_000)] * 200), "too large"),
    ("250 kB untold", Reply(pieces=[bytes(50_000)] * 5), "too large"),
    ("gzip bomb", Reply(BOMB, headers={"Content-Encoding": "gzip"}), "too large"),
    ("deflate bomb", Reply(zlib.compress(bytes(20_000_000)), headers={"Content-Encoding": "deflate"}), "too large"),
    ("bomb in a bomb", Reply(packed(BOMB), headers={"Content-Encoding": "gzip, gzip"}), "wrong type"),
    ("many members", Reply(packed(bytes(99)) * 9_000, headers={"Content-Encoding": "gzip"}), "too large"),
    ("brotli", Reply(PAGE, headers={"Content-Encoding": "br"}), "wrong type"),
    ("not packed", Reply(PAGE, headers={"Content-Encoding": "gzip"}), "unreachable"),
    ("damaged", Reply(packed(PAGE * 99)[:40] + b"?" * 60, headers={"Content-Encoding": "gzip"}), "unreachable"),
    ("cut off, packed", Reply(packed(PAGE * 99)[:-20], headers={"Content-Encoding": "gzip"}), "unreachable"),
    ("cut off", Reply(PAGE, length=len(PAGE) + 9), "unreachable"),
    ("nothing at all", Reply(raw=b""), "unreachable"),
    ("no HTTP", Reply(raw=b"SSH-2.0-OpenSSH_9.9\r\n"), "unreachable"),
    ("two lengths", Reply(raw=HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), "unreachable"),
    ("odd length", Reply(raw=HEAD + b"Content-Length: -5\r\n\r\nab"), "unreachable"),
    ("bad chunks", Reply(raw=HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n"), "unreachable"),
    ("cut-off chunks", Reply(raw=HEAD + b"Transfer-Encoding: chunked\r\n\r\n9\r\nab"), "unreachable"),
    ("long header", Reply(PAGE, headers={"X": "y" * 100_000}), "unreachable"),
    ("many headers", Reply(PAGE, headers={f"X{number}": "y" for number in range(5_000)}), "unreachable"),
    ("slow to begin", Reply(PAGE, before=2), "too slow"),
    ("slow between", Reply(pieces=[b"<p>"] * 5, pause=0.6), "too slow"),
    ("redirect to itself", Reply(status=302, headers={"Location": "?"}), "redirects"),
    ("redirect to metadata", Reply(status=301, headers={"Location": "http://169.254.169.254/latest/"}), "address"),
    ("redirect to a file", Reply(status=302, headers={"Location": "file:///etc/passwd"}), "address"),
    ("redirect inside", Reply(status=307, headers={"Location": "http://inside.example/"}), "address"),
    ("redirect nowhere", Reply(status=308, headers={"Location": "http://[::1"}), "address"),
]  # fmt: skip


@pytest.mark.timeout(20)
@pytest.mark.parametrize(("reply", "kind"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
async def test_what_is_refused_is_refused_in_one_sentence(site: Site, reply: Reply, kind: Kind) -> None:
    site.pages["news.example/a"] = reply
    names = Names({"inside.example": [["10.0.0.9"]]})
    async with fetcher_for(site, names) as fetcher:
        error = await refusal(fetcher, site.url("news.example/a"))
    assert error.kind == kind
    assert error.place == site.url("news.example/a")


async def test_a_slow_drip_ends_with_the_time_for_all_of_it(site: Site) -> None:
    site.put("news.example/a", pieces=[b"x"] * 100, pause=0.05)
    async with fetcher_for(site, limits=FetchLimits(seconds=0.4)) as fetcher:
        began = time.monotonic()
        assert (await refusal(fetcher, site.url("news.example/a"))).kind == "too slow"
    assert time.monotonic() - began < 3


async def test_redirects_are_followed_and_told(site: Site, fetcher: Fetcher) -> None:
    for number in range(5):
        site.put(
            f"news.example/{number}", status=301, headers={"Location": f"http://other.example:{site.port}/{number + 1}"}
        )
        site.put(
            f"other.example/{number}", status=302, headers={"Location": f"//news.example:{site.port}/{number + 1}"}
        )
    site.put("other.example/5", PAGE)
    found = await fetcher.get(site.url("news.example/0"), accept=PAGES)
    assert found.url == site.url("other.example/5")
    assert (await refusal(fetcher, site.url("other.example/0"))).kind == "not found"
    site.put("other.example/5", status=302, headers={"Location": "/6"})
    assert (await refusal(fetcher, site.url("news.example/0"))).kind == "redirects"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("999999999999", 86_400),
        ("Fri, 01 Jan 2021 00:02:00 GMT", 120),
        ("Fri, 01 Jan 1999 00:00:00 GMT", 0),
        ("soon", None),
        ("9" * 5_000, None),
        ("-5", None),
        ("Fri, 99 Foo 99999 99:00:00 GMT", None),
    ],
)
async def test_a_busy_server_says_when(site: Site, header: str, seconds: float | None) -> None:
    site.put("news.example/a", status=429, headers={"Retry-After": header})
    async with fetcher_for(site, clock=lambda: 1_609_459_200.0) as fetcher:
        error = await refusal(fetcher, site.url("news.example/a"))
    assert error.kind == "busy"
    assert error.retry_after == seconds


@pytest.mark.parametrize(
    "addresses",
    [["10.0.0.1"], ["127.0.0.1", "192.168.1.1"], ["::1"], ["169.254.169.254"], ["fe80::1%1"], ["::ffff:127.0.0.1"]],
)
async def test_a_name_with_an_address_inside_is_refused(site: Site, addresses: list[str]) -> None:
    site.put("evil.example/", PAGE)
    async with fetcher_for(site, Names({"evil.example": [addresses]})) as fetcher:
        assert (await refusal(fetcher, site.url("evil.example/"))).kind == "address"
    assert not site.requests


async def test_a_name_that_changes_its_address_is_reached_at_the_one_that_was_looked_at(site: Site) -> None:
    site.put("evil.example/", PAGE)
    names = Names({"evil.example": [["127.0.0.1"], ["10.0.0.1"]]})
    async with fetcher_for(site, names) as fetcher:
        assert (await fetcher.get(site.url("evil.example/"), accept=PAGES)).body == PAGE
        assert names.asked["evil.example"] == 1
        assert (await refusal(fetcher, site.url("evil.example/"))).kind == "address"


async def test_without_arguments_nothing_on_this_machine_is_reached(site: Site) -> None:
    site.put("127.0.0.1/", PAGE)
    async with Fetcher(QUICK, ports={site.port}) as fetcher:
        for host in ("127.0.0.1", "localhost", "127.1", "2130706433"):
            assert (await refusal(fetcher, site.url(f"{host}/"))).kind == "address"
    async with fetcher_for(site, Names()) as fetcher:
        pass
    async with Fetcher(QUICK, allow=lambda _: True) as fetcher:
        assert (await refusal(fetcher, site.url("127.0.0.1/"))).kind == "address"
    assert not site.requests


async def test_a_name_that_is_none_and_a_server_that_is_none(site: Site) -> None:
    async with fetcher_for(site, Names({"nobody.example": [[]]})) as fetcher:
        error = await refusal(fetcher, site.url("nobody.example/"))
        assert (error.kind, "no such host" in error.message) == ("unreachable", True)
        assert error.passing
    port = site.port
    site.port = 1
    async with fetcher_for(site) as fetcher:
        assert (await refusal(fetcher, site.url("news.example/"))).kind == "unreachable"
    site.port = port


async def test_a_server_without_encryption_where_it_should_be(site: Site, fetcher: Fetcher) -> None:
    url = site.url("news.example/").replace("http:", "https:")
    assert (await refusal(fetcher, url)).kind in ("unreachable", "too slow")


@pytest.mark.parametrize("value", ["a\tb", "x" * 5_000, "\x80\x81"])
async def test_what_cannot_be_sent_back_is_not_remembered(site: Site, fetcher: Fetcher, value: str) -> None:
    site.put("news.example/a", PAGE, headers={"ETag": value, "Last-Modified": value})
    found = await fetcher.get(site.url("news.example/a"), accept=PAGES)
    assert (found.etag, found.modified) == (None, None)


async def test_many_are_fetched_at_once(site: Site, fetcher: Fetcher) -> None:
    site.put("news.example/a", PAGE, before=0.1)
    found = await asyncio.gather(*(fetcher.get(site.url("news.example/a"), accept=PAGES) for _ in range(20)))
    assert {one.body for one in found} == {PAGE}
    assert site.most_at_once["news.example"] > 5


ROBOTS = "User-agent: *\nDisallow: /private\nDisallow: //[\n\nUser-agent: newsdesk\nDisallow: /ours"


async def test_robots_are_asked_once_a_day_and_obeyed(site: Site) -> None:
    now = 1_000_000.0
    site.put("news.example/robots.txt", ROBOTS, type="text/plain")
    for path in ("free", "ours", "ours/too"):
        site.put(f"news.example/{path}", PAGE)
    async with fetcher_for(site, clock=lambda: now) as fetcher:
        await fetcher.get(site.url("news.example/free"), accept=PAGES, robots=True)
        error = await refusal(fetcher, site.url("news.example/ours/too"), robots=True)
        assert (error.kind, error.passing) == ("robots", False)
        assert len(site.asked("news.example/robots.txt")) == 1
        assert not site.asked("news.example/ours/too")
        await fetcher.get(site.url("news.example/ours"), accept=PAGES)  # a person asked for it
        site.put("news.example/robots.txt", "", type="text/plain")
        now += 86_500
        await fetcher.get(site.url("news.example/ours"), accept=PAGES, robots=True)


async def test_robots_are_asked_again_where_a_redirect_leads(site: Site, fetcher: Fetcher) -> None:
    site.put("news.example/a", status=302, headers={"Location": site.url("other.example/b")})
    site.put("other.example/b", PAGE)
    site.put("other.example/robots.txt", "User-agent: *\nDisallow: /", type="text/plain")
    assert (await refusal(fetcher, site.url("news.example/a"), robots=True)).kind == "robots"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_site_without_robots_may_be_read(site: Site, fetcher: Fetcher, status: int) -> None:
    site.put("news.example/robots.txt", status=status)
    site.put("news.example/a", PAGE)
    assert (await fetcher.get(site.url("news.example/a"), accept=PAGES, robots=True)).body == PAGE


@pytest.mark.parametrize(
    "reply", [Reply(status=500), Reply(status=429), Reply(raw=b"no\r\n\r\n"), Reply(bytes(600_000))]
)
async def test_a_site_that_cannot_say_is_left_alone_for_now(site: Site, reply: Reply) -> None:
    now = 1_000_000.0
    site.pages["news.example/robots.txt"] = reply
    site.put("news.example/a", PAGE)
    async with fetcher_for(site, clock=lambda: now) as fetcher:
        for _ in range(2):
            assert (await refusal(fetcher, site.url("news.example/a"), robots=True)).kind == "busy"
        assert len(site.asked("news.example/robots.txt")) == 1
        site.put("news.example/robots.txt", ROBOTS, type="text/plain")
        now += 700
        assert (await fetcher.get(site.url("news.example/a"), accept=PAGES, robots=True)).body == PAGE


@pytest.fixture
def moved(site: Site) -> Site:
    site.put("news.example/robots.txt", status=301, headers={"Location": site.url("inside.example/robots.txt")})
    site.put("news.example/a", PAGE)
    return site


async def test_robots_do_not_lead_inside(moved: Site) -> None:
    async with fetcher_for(moved, Names({"inside.example": [["10.0.0.9"]]})) as fetcher:
        assert (await refusal(fetcher, moved.url("news.example/a"), robots=True)).kind == "address"
