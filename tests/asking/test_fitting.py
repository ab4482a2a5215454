"""Blocks share a message as long as Discord takes it, and texts are cut where a reader would pause."""

import pytest
from discord import ui

from bot.asking.fitting import ROOM, Block, Size, cut, pack, size_of


def text(source: str) -> ui.TextDisplay[ui.LayoutView]:
    return ui.TextDisplay(source)


@pytest.mark.parametrize(
    ("block", "counts"),
    [
        ([text("a")] * 2, [19, 19, 12]),
        ([text("x" * 1000)], [3] * 16 + [2]),
        ([text("是" * 700)], [4] * 12 + [2]),
    ],
)
def test_no_message_takes_more_than_discord(block: Block, counts: list[int]) -> None:
    assert [len(message) for message in pack([block] * 50, Size())] == counts


def test_what_is_reserved_is_left_free() -> None:
    (first, second) = pack([[text("x" * 1000)]] * 3, Size(0, ROOM.characters - 2000, 0))
    assert (len(first), len(second)) == (2, 1)


def test_everything_nested_counts() -> None:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(ui.Button(label="a"), ui.Button(label="b"))
    box: ui.Container[ui.LayoutView] = ui.Container(text("a\U0001f44d"), row)
    assert size_of([box]) == Size(components=5, characters=3, octets=17)


@pytest.mark.parametrize(
    ("whole", "room", "shown"),
    [
        ("All of it.", 10, "All of it."),
        ("One. Two three.", 12, "One. Two"),
        ("“One two.” Three", 14, "“One two.”"),
        ("It rose 3.5 per cent", 14, "It rose 3.5"),
        ("First one. Then more", 15, "First one."),
        ("unbroken", 3, "unb"),
        ("", 3, ""),
    ],
)
def test_a_text_is_cut_at_a_sentence_else_at_a_word(whole: str, room: int, shown: str) -> None:
    assert whole[: cut(whole, str, Size(1, room, 1000))] == shown
