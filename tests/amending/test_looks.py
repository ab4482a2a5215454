"""How amended answers look, whatever was published, and that Discord takes every one of them."""

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.amending.looks import amended, quoted_in
from bot.amending.standing import Passage, Place, Standing
from bot.amending.striking import struck, unstruck
from bot.asking.literal import literal, marked
from bot.asking.replies import answer_view
from bot.offline.markdown import Style, read
from tests.asking.markdown import render
from tests.asking.samples import answer, article, buttons, passage, received, seen, sent

AT = "2026-11-23T10:00:00.000+00:00"
HOSTILE = [
    "**bold** <@1> @everyone `code` https://a.example [x](https://b.example) <t:1:R> :smile:",
    "~~struck already~~ and ~ a ~~~ tilde ~",
    "ends in a tilde~",
    "ends in tildes ~~\n~~ begins with them",
    "\\",
    "a\\\\~",
    "# heading\n- list\n> quote\n-# small\n1. one",
    "  spaces around  \n\n  and between  ",
    "```\nfenced\n```",
    "||spoiler|| __under__ _it_ *al*",
    "\f~\f~\f",
    "",
]
texts = st.text(alphabet=st.sampled_from("ab ~\\*_`|\n\r\f#-.:<>@[]()é\u2028👍"), max_size=60)


def message(view: ui.LayoutView) -> discord.Message:
    """The message that was made of a view, as far as `looks` looks at it."""
    return cast("discord.Message", SimpleNamespace(components=received(view)))


def standing(how: Any, number: int = 3, key: int = 7, **more: Any) -> Standing:
    facts = {"article": article("a", "b", "c"), "now": Place(key, number), "at": AT, "reason": "It was a hoax."}
    return Standing(Place(7, number), how, **{**facts, **more})


def look(view: ui.LayoutView, *standings: Standing) -> ui.LayoutView:
    """The view as amended, each passage by its standing; held to Discord's rules."""
    posted = message(view)
    places = list(quoted_in(posted).values())
    found = {place: Passage("", (one,)) for place, one in zip(places, standings, strict=True)}
    changed = amended(posted, found)
    assert changed
    sent(changed)
    return changed


@settings(max_examples=300, deadline=None)
@given(texts, st.booleans())
def test_struck_text_shows_the_same_characters_and_can_be_taken_back(text: str, by_line: bool) -> None:
    source = literal(text)
    made = struck(source, by_line=by_line)
    assert unstruck(made) == source
    before, after = render(source), render(made)
    assert after.text == before.text
    assert after.live == []
    left = [c for place, c in enumerate(after.text) if place not in set(after.only("strikethrough"))]
    assert not "".join(left).replace("~", "").strip()
    assert "".join(line.text for line in read(made)) == "".join(line.text for line in read(source))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_published_is_struck_through_and_does_nothing(text: str) -> None:
    (view,) = answer_view(answer(passage(text, highlights=((0, 4),))))
    changed = look(view, standing("withdrawn"))
    assert seen([changed])[2] == (seen([view])[2] if text else "…")
    for made in (render(source) for source in _texts(changed)):
        assert {kind for kind, _ in made.live} <= {"link"}
    assert amended(message(changed), {Place(7, 3): Passage(text, (standing("withdrawn"),))}) is None
    back = look(changed, standing("held", at=None, reason=""))
    assert _texts(back)[2] == _texts(view)[2]


@pytest.mark.parametrize("wrong", [True, False])
@pytest.mark.parametrize("how", ["withdrawn", "gone", "changed", "moved"])
def test_an_excerpt_is_struck_through_and_comes_back_with_its_buttons(how: str, wrong: bool) -> None:
    text = "One is. Two is. Three is."
    (view,) = answer_view(answer(passage(text, excerpt=((8, 15),))), wrong=wrong)
    changed = look(view, standing(how, reads="Two was."))
    assert ("Whole paragraph" in dict(buttons([changed]))) is (how in ("changed", "moved"))
    assert "Two is." in seen([changed])
    back = look(changed, standing("held", at=None, reason=""))
    assert (_texts(back), buttons([back])) == (_texts(view), buttons([view]))


def test_words_that_are_bold_stay_bold() -> None:
    text = "The bridge opens.\nThe bridge is open~"
    source = struck(marked(text, [(4, 10), (22, 28)]))
    lines = read(source)
    assert [span.text for line in lines for span in line.spans if span.style & Style.BOLD] == ["bridge", "bridge"]
    assert all(span.style & Style.STRUCK for line in lines for span in line.spans if span.text != "~")


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"This is sentence number {n} of a long speech." for n in range(400)),
        "\n".join("a" for _ in range(4000)),
        "漢" * 20_000,
        "👍" * 9_000,
        "*~" * 9_000,
    ],
)
@pytest.mark.parametrize("how", ["withdrawn", "gone", "changed", "moved"])
def test_the_longest_passages_can_be_amended_and_taken_back(text: str, how: str) -> None:
    reason, reads = "@everyone **because** " * 40, "Now it reads *otherwise*. " * 400
    new = article("a", "b", "c", title="T" * 300, url="https://a.example/" + "x" * 400)
    passages = (passage(text, rank=n, paragraph=n) for n in (1, 2, 3))
    for view in answer_view(answer(*passages, question="why " * 120)):
        places = quoted_in(message(view)).values()
        ends = [standing(how, place.paragraph, 8, article=new, reason=reason, reads=reads) for place in places]
        changed = look(view, *ends)
        said = "\n".join(seen([changed]))
        assert {"withdrawn": "Withdrawn on 23 November 2026", "moved": "was corrected"}.get(how, "Corrected on") in said
        held = [standing("held", place.paragraph, article=article("a")) for place in places]
        back = look(changed, *held)
        assert sent(back) == sent(view)


def test_a_changed_passage_reads_as_it_does_now_as_far_as_there_is_room() -> None:
    short = standing("changed", reads="The bridge will open on *Tuesday*.")
    (view,) = answer_view(answer(passage()))
    changed = look(view, short)
    assert "Corrected on 23 November 2026; it now reads:" in seen([changed])
    assert "The bridge will open on *Tuesday*." in seen([changed])
    long = look(view, standing("changed", reads="It opens on a Tuesday. " * 400))
    assert any(text.startswith("It opens on a Tuesday.") and text.endswith("…") for text in seen([long]))


def test_wrong_stays_where_a_passage_can_be_read_and_comes_back_where_it_was() -> None:
    for wrong in (True, False):
        (view,) = answer_view(answer(passage()), wrong=wrong)
        gone = look(view, standing("withdrawn"))
        assert buttons([gone]) == [("Withdrawn", f"nd1:gone:7:3:{int(wrong)}")]
        moved = look(gone, standing("moved", 3, 8))
        names = ["In context", "Wrong?"] if wrong else ["In context"]
        assert [name for name, _ in buttons([moved])] == names
        held = look(moved, standing("held", article=article("a")))
        assert buttons([held]) == buttons([view])


def test_what_is_not_known_any_more_is_said_without_a_date() -> None:
    (view,) = answer_view(answer(passage()))
    changed = look(view, standing("withdrawn", article=None, at=None, reason=""))
    assert "No longer in the coverage." in seen([changed])


def test_no_other_message_is_taken_for_an_answer() -> None:
    view = ui.LayoutView()
    view.add_item(ui.TextDisplay("Hello", id=1002))
    assert quoted_in(message(view)) == {}
    assert amended(message(view), {}) is None


def _texts(view: ui.LayoutView) -> list[str]:
    return [item.content for item in view.walk_children() if isinstance(item, ui.TextDisplay)]
