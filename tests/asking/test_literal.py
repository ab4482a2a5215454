"""What was published shows in Discord as these characters, and nothing in it does anything."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.literal import literal, marked, unliteral
from tests.asking.markdown import formatted, preprocessed, render

PARTS = [
    *"*_~`|<>#-+[]()@:.\\/!&= \n\r\t\f0123456789",
    *("**", "__", "~~", "||", "```", "``", "```py\n", "***", "-# ", "- ", "# ", "### ", "> ", ">>> ", "1. ", "\n12. "),
    *("<@123>", "<@!1>", "<@&9>", "<#1>", "<t:0:R>", "<t:0>", "<:x:1>", "<a:x:1>", "</x:1>", "<id:home>", ":smile:"),
    *(
        "@everyone",
        "@here",
        "https://example.com/a_b_c",
        "<https://example.com>",
        "[a](https://b.c)",
        "a@b.cd",
        "<a@b.c>",
    ),
    *("<+4912345>", "http://", "steam://run", "¯\\_(ツ)_/¯", "word", "Ana", "Ё", "的", "…", "“", "”", "é", "e\u0301"),
    *(
        "\u200b",
        "\u200d",
        "\u202e",
        "\u2066",
        "\u200f",
        "\ufeff",
        "\u00a0",
        "\u2028",
        "שלום",
        "مرحبا",
        "👍🏽",
        "🇫🇷",
        "👩‍🚒",
    ),
]
texts = st.lists(st.sampled_from(PARTS) | st.characters(codec="utf-8"), max_size=25).map("".join)


@st.composite
def highlighted(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(texts)
    offsets = st.integers(0, len(text))
    return text, sorted(draw(st.lists(st.tuples(offsets, offsets), max_size=5)))


TRAPS = [
    "<@123><t:0:R><#1>@everyone",
    "a ]( [b](http://c.d) \\](e)",
    "¯\\_(ツ)_/¯ \\*not italics\\*",
    *("- a", "+ a", "-# a", "* a", "\n  - a", "\r- a", "\r+ a", "*a* - b", "*a* + b", "\\ - b"),
    *(
        "1. a",
        "a\n 12. b",
        "\r1. a",
        "a\r1. b",
        "\u00a012. a",
        "1\f. a",
        "\f1. a",
        "\t1. a",
        "-\f a",
        "\f- a",
        "<\f@1>",
    ),
    *(":a:", ":\fa:", "https\f://a.b", "a:b:c", "::a:", "http://a.b", "<https://a.b>"),
]


@pytest.mark.parametrize("mindful", [False, True])
@pytest.mark.parametrize("text", TRAPS)
def test_no_trap_springs(text: str, mindful: bool) -> None:
    shown = render(literal(text), mindful=mindful)
    assert (shown.text, shown.live, list(formatted(shown))) == (preprocessed(text), [], [])


@given(texts, st.booleans())
def test_a_text_shows_as_published_and_nothing_in_it_is_live(text: str, mindful: bool) -> None:
    shown = render(literal(text), mindful=mindful)
    assert shown.text == preprocessed(text)
    assert (shown.live, list(formatted(shown))) == ([], [])


@given(highlighted(), st.booleans())
def test_highlights_are_bold_and_change_no_character(case: tuple[str, list[tuple[int, int]]], mindful: bool) -> None:
    text, highlights = case
    shown = render(marked(text, highlights), mindful=mindful)
    assert shown.text == preprocessed(text)
    assert shown.live == []
    assert set(formatted(shown)) <= {"bold"}
    if preprocessed(text) == text:
        assert set(shown.only("bold")) <= {at for start, end in highlights for at in range(start, end)}


@given(texts)
def test_the_text_comes_back_from_its_source(text: str) -> None:
    assert unliteral(literal(text)) == text


@given(texts)
def test_nothing_invisible_is_added(text: str) -> None:
    assert literal(text).replace("\\", "") == text.replace("\\", "")


@pytest.mark.parametrize(
    ("text", "highlights", "source"),
    [
        ("We will meet.", [(3, 7)], "We **will** meet."),
        ("rearmament", [(2, 5)], "re**arm**ament"),
        ("NATO NATO", [(0, 4), (5, 9)], "**NATO** **NATO**"),
        ("NATOs", [(0, 4), (4, 5)], "**NATOs**"),
        ("ab", [(0, 2), (1, 2)], "**ab**"),
        ("*a*", [(0, 3)], r"**\*a\***"),
        ("a\\", [(0, 2)], r"**a\\**"),
        (" a ", [(0, 3)], " **a** "),
        ("one\ntwo", [(0, 7)], "**one**\n**two**"),
        ("a b", [(1, 2)], "a b"),
        ("a", [(0, 99), (5, 6), (1, 0)], "**a**"),
        ("- a", [(0, 1)], r"**\-** a"),
        ("a\fb", [(0, 1), (2, 3)], "**a\fb**"),
    ],
)
def test_bold(text: str, highlights: list[tuple[int, int]], source: str) -> None:
    assert marked(text, highlights) == source


@pytest.mark.parametrize("text", ["e\u0301", "👍🏽", "👩‍🚒", "🇫🇷", "नि"])
def test_no_character_is_torn_in_two(text: str) -> None:
    assert marked(text, [(0, 1)]) == text
    assert marked(text, [(0, len(text))]) == f"**{text}**"


@pytest.mark.parametrize(
    "text",
    [
        "“The well-known 3.5-percent goal (agreed in The Hague) stays; it's $5 & more – by 12.5% per year!”",
        "He said: no. She asked: why?",
        "In 2025. Then",
        "Q&A / and/or = 1+1",
    ],
)
def test_prose_is_left_as_it_is_for_apps_that_copy_the_source(text: str) -> None:
    assert literal(text) == text


@pytest.mark.parametrize("part", ["*", "\\", "[](", "-", "\f", "1", ": ", "1.\n", "<@", " ", "\n- "])
def test_a_hostile_line_of_any_length_is_written_in_no_time(part: str) -> None:
    text = part * (100_000 // len(part))
    begun = time.perf_counter()
    assert unliteral(marked(text, [(n, n + 1) for n in range(0, 100_000, 500)]).replace("**", "")) is not None
    assert unliteral(literal(text)) == text
    assert time.perf_counter() - begun < 2


def test_only_what_discord_lets_be_escaped_is_escaped() -> None:
    every = " ".join(map(chr, range(0x20, 0x3000)))
    escaped = re.findall(r"\\(.)", literal(every), re.DOTALL)
    assert escaped
    assert not [c for c in escaped if c.isspace() or (c.isascii() and c.isalnum())]
