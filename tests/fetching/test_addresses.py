"""What may be connected to at all."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.fetching.addresses import PORTS, checked, is_public, redirected
from bot.fetching.failing import FetchError

INSIDE = """
    0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1 172.31.9.9
    192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.5 224.0.0.1 224.0.1.1
    239.255.255.250 240.0.0.1 255.255.255.255
    :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 100::1
    2001::1 2001:0:7f00:1::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::1 2002:808:808::1 3fff::1 fc00::1 fd00::1
    fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 4000::1 5f00::1
"""
OUTSIDE = "8.8.8.8 1.1.1.1 93.184.216.34 172.32.0.1 100.128.0.1 2606:4700::1111 2a00:1450:4001::5e 64:ff9b::808:808"


@pytest.mark.parametrize("address", INSIDE.split())
def test_no_address_inside_is_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE.split())
def test_addresses_of_the_internet_are(address: str) -> None:
    assert is_public(ip_address(address))


HOSTS = """
    127.0.0.1 127.0.0.1. 127.1 127.0.1 0 0.0.0.0 2130706433 017700000001 0x7f000001 0x7f.0.0.1 0177.0.0.1 127.0.0.1.. 0x
    １２７．０．０．１ 127。0。0。1 ①②⑦.0.0.1 %31%32%37.0.0.1 127.0.0.%31 [::1] [::] [0:0:0:0:0:0:0:1]
    [::ffff:127.0.0.1] [::ffff:7f00:1] [fe80::1%25lo] [fe80::1%lo] [64:ff9b::7f00:1] 169.254.169.254
    169.254.43518 2852039166 0xa9fea9fe 10.0.0.1 256.1.1.1 1.2.3.4.5
    999999999999999999 news.example. news..example .example a%00b ☃.127.0.0.1
"""


@pytest.mark.parametrize("host", HOSTS.split())
def test_hosts_inside_and_odd_spellings_are_refused(host: str) -> None:
    with pytest.raises(FetchError) as refused:
        checked(f"http://{host}/", PORTS, is_public)
    assert refused.value.kind == "address"


@pytest.mark.parametrize(
    "link",
    [
        "ftp://news.example/", "file:///etc/passwd", "gopher://news.example/", "javascript:alert(1)",
        "data:text/html,x",
        "http://ana@news.example/",
        "http://ana:secret@news.example/", "http://@news.example/",
        "http://news.example:22/", "http://news.example:8080/", "https://news.example:99999/", "http://news.example:-1/",
        "http:///page", "//news.example/", "news.example", "", "http://", "http://[::1/", "http://news.example\\@127.0.0.1/",
        "http://news.example/a b", "http://news.example/\n", "http://news.example/\x1b[2J", "http://news.example/\u202e",
        "http://" + "a" * 300 + ".example/", "http://" + "a." * 200 + "example/", "http://news.example/" + "a" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_plain_link_of_the_web_is_refused_in_one_sentence(link: str) -> None:
    with pytest.raises(FetchError) as refused:
        checked(link, PORTS, is_public)
    assert refused.value.kind == "address"
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 300
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("link", "host", "rest"),
    [
        ("https://news.example/a?b=c#d", "news.example", "/a?b=c"),
        ("HTTP://News.Example:80", "news.example", "/"),
        ("https://münchen.example/straße", "xn--mnchen-3ya.example", "/stra%C3%9Fe"),
        ("https://8.8.8.8/", "8.8.8.8", "/"),
        ("http://a_b.example:443/", "a_b.example", "/"),
    ],
)
def test_links_of_the_web_are_taken(link: str, host: str, rest: str) -> None:
    url = checked(link, PORTS, is_public)
    assert (url.raw_host, url.raw_path_qs) == (host, rest)


@given(st.text(max_size=60).map(lambda text: f"http://{text}"))
def test_any_text_is_a_link_or_refused(link: str) -> None:
    try:
        url = checked(link, PORTS, is_public)
    except FetchError:
        return
    assert url.scheme == "http"
    assert url.raw_host
    assert url.user is None


HERE = URL("https://news.example/one")


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/two", "https://news.example/two"),
        ("two?three", "https://news.example/two?three"),
        ("//other.example/x", "https://other.example/x"),
        (" https://other.example/a b ", "https://other.example/a%20b"),
    ],
)
def test_redirects_lead_on(location: str, target: str) -> None:
    assert str(redirected(HERE, location, PORTS, is_public)) == target


@pytest.mark.parametrize(
    "location",
    ["http://news.example/one", "file:///etc/passwd", "https://127.0.0.1/", "https://169.254.169.254/", "ftp://a.example",
     "https://ana@b.example/", "https://[::1", "https://b.example:8080/", "\x1b]0;x\x07", "https://b.example/\r\nX: y"],
)  # fmt: skip
def test_redirects_do_not_lead_inside_nor_out_of_encryption(location: str) -> None:
    with pytest.raises(FetchError) as refused:
        redirected(HERE, location, PORTS, is_public)
    assert refused.value.kind == "address"
    assert "https://news.example/one" in str(refused.value)
    assert str(refused.value).isprintable()
