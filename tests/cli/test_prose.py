import io
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

from bot.terminal.prose import READABLE, UNWRAPPED, Prose, breaks, text_of


def rendered(view: RenderableType, width: int = 80, colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=width, highlight=False, markup=False, emoji=False, force_terminal=colour,
        color_system="truecolor" if colour else None, no_color=not colour,
    )  # fmt: skip
    console.print(view, crop=False)
    return out.getvalue()


PROSE = st.text(st.sampled_from("abcdefgh  [/]:é北🚀\u00a0"), min_size=1)


@given(PROSE, st.integers(1, 30))
def test_lines_break_at_spaces_only_and_lose_no_character(text: str, width: int) -> None:
    offsets = [0, *breaks(text, width), len(text)]
    lines = [text[start:end] for start, end in pairwise(offsets)]
    assert "".join(lines) == text
    assert all(line.endswith(" ") for line in lines[:-1])
    for line in lines:
        assert cell_len(line.rstrip(" ")) <= width or " " not in line.strip(" ")


@given(PROSE)
def test_a_pipe_gets_the_paragraph_on_one_line(text: str) -> None:
    assert rendered(Prose(Text(text), indent=2), width=UNWRAPPED) == f"  {text}".rstrip() + "\n"


def test_a_long_word_is_left_whole_and_the_margin_is_kept() -> None:
    link = "https://example.org/" + "x" * 100
    assert (
        rendered(Prose(Text(f"see {link} now"), indent=4, lead=Text("12")), width=40)
        == f"12  see\n    {link}\n    now\n"
    )


def test_lines_stay_readable_on_a_wide_terminal() -> None:
    lines = rendered(Prose(Text("word " * 100)), width=300).splitlines()
    assert max(map(len, lines)) <= READABLE


def test_markup_from_outside_is_only_text() -> None:
    assert rendered(Prose(text_of("[bold]not[/bold] :smile: [link=x]"))) == "[bold]not[/bold] :smile: [link=x]\n"


def test_a_hundred_thousand_characters_without_a_space_are_broken_quickly() -> None:
    assert breaks("x" * 100_000, 80) == []
    assert breaks(" " * 100_000 + "x", 80) != [0]
