import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.offline.markdown import Line, Style, read


def shown(text: str) -> list[str]:
    return [line.text for line in read(text)]


def set_off(text: str) -> list[tuple[str, Style]]:
    return [(span.text, span.style) for line in read(text) for span in line.spans]


MARKS = [
    ("a **b** c", [("a ", Style.PLAIN), ("b", Style.BOLD), (" c", Style.PLAIN)]),
    ("*a* _b_", [("a", Style.ITALIC), (" ", Style.PLAIN), ("b", Style.ITALIC)]),
    ("***a***", [("a", Style.BOLD | Style.ITALIC)]),
    ("__a__ ~~b~~", [("a", Style.UNDERLINE), (" ", Style.PLAIN), ("b", Style.STRUCK)]),
    ("||**a**||", [("a", Style.SPOILER | Style.BOLD)]),
    ("**a\nb**", [("a", Style.BOLD), ("b", Style.BOLD)]),
    ("`**a**`", [("**a**", Style.CODE)]),
    ("``a`b``", [("a`b", Style.CODE)]),
    ("**a `b** c`", [("a `b", Style.BOLD), (" c`", Style.PLAIN)]),
    ("**a \\** b**", [("a ** b", Style.BOLD)]),
]


@pytest.mark.parametrize(("text", "spans"), MARKS)
def test_marks_set_off_what_is_between_them(text: str, spans: list[tuple[str, Style]]) -> None:
    assert set_off(text) == spans


PLAIN = ["a * b * c", "2 ** 3", "snake_case_word", "**a", "*a", "_a", "~~a", "||a", "`a", "```", "****", "[a](b)"]
PLAIN += ["[a](javascript:alert)", "#hash", "-#x", ">x", "-x", "1.x", "<@x>", "<t:99999999999999>", "a\nb", "C:\\dir"]
PLAIN += ["[]", "¯\\_(ツ)_/¯", "a_"]


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_mark_is_shown_as_it_is(text: str) -> None:
    assert "\n".join(shown(text)) == text
    assert {style for _, style in set_off(text)} == {Style.PLAIN}


def test_lines_begin_blocks() -> None:
    kinds = [(line.kind, line.level, line.bullet, line.quoted, line.text) for line in read(BLOCKS)]
    assert kinds == [
        ("heading", 2, "", False, "Head"),
        ("plain", 0, "", False, "text # no"),
        ("subtext", 0, "", False, "small"),
        ("item", 0, "• ", False, "one"),
        ("item", 0, "1986. ", False, "two"),
        ("plain", 0, "", True, "quoted bold"),
        ("plain", 0, "", False, ""),
        ("code", 0, "", False, "# code"),
        ("code", 0, "", False, "**x**"),
        ("plain", 0, "", True, "all"),
        ("plain", 0, "", True, "the rest"),
    ]


BLOCKS = """## Head
text # no
-# small
- one
1986. two
> quoted **bold**

```py
# code
**x**
```
>>> all
the rest"""


def test_links_are_shown_by_their_words() -> None:
    links = [
        (span.text, span.link)
        for line in read("[a **b**](https://x.example/q_(z)) <https://y.example> https://z.example/a.")
        for span in line.spans
        if span.link
    ]
    assert links == [
        ("a ", "https://x.example/q_(z)"),
        ("b", "https://x.example/q_(z)"),
        ("https://y.example", "https://y.example"),
        ("https://z.example/a", "https://z.example/a"),
    ]
    assert shown("[https://a.example](https://b.example)")[0].startswith("[https://a.example](")


def test_mentions_are_shown_by_name_and_times_as_times() -> None:
    names = {("@", 5): "alice", ("#", 6): "general", ("@&", 7): "editors"}
    [line] = read(
        "<@5> <@!5> <#6> <@&7> <@9> <t:0:R> @here <:smile:123456>", lambda kind, number: names.get((kind, number))
    )
    assert line.text == "@alice @alice #general @editors @unknown 1 January 1970 00:00 @here :smile:"
    assert [span.text for span in line.spans if span.style & Style.MENTION][-1] == "@here"


@given(st.text(alphabet=st.sampled_from("ab1 \n*_~|`>#-[]()<@:/!.\\é\u200b\u202e")))
def test_text_with_every_sign_escaped_is_shown_as_it_was(text: str) -> None:
    escaped = "".join(sign if sign.isalnum() or sign.isspace() else "\\" + sign for sign in text)
    assert "\n".join(shown(escaped)) == text
    assert {style for _, style in set_off(escaped)} <= {Style.PLAIN}


@given(st.text(alphabet=st.sampled_from("ab1 \n*_~|`>#-[]()<@:/!.\\hts"), max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for line in read(text):
        assert isinstance(line, Line)
        assert len(line.text) <= len(text) + 20


HOSTILE = [
    "**",
    "*",
    "_",
    "__",
    "~~",
    "||",
    "`",
    "```",
    "[",
    "](",
    "[a](",
    "<",
    "> ",
    ">>> ",
    "\\",
    "**_",
    "* a ",
    "- ",
    "``` ",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_no_text_is_slow_to_read(unit: str) -> None:
    began = time.process_time()
    read((unit * 4000)[:4000] + "x")
    assert time.process_time() - began < 0.5
