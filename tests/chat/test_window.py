from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest
from textual.widgets import Button, Input, OptionList

from bot.chat.drawing import Press
from bot.chat.line import Line
from bot.chat.session import Session
from bot.chat.window import picture
from tests.chat.conftest import Terminal

Opened = Callable[..., AbstractAsyncContextManager[Terminal]]


def offered(terminal: Terminal) -> list[str]:
    offers = terminal.window.query_one("#offers", OptionList)
    return [str(option.prompt) for option in offers.options] if offers.display else []


async def test_a_command_that_is_typed_is_answered(terminal: Opened) -> None:
    async with terminal() as you:
        await you.enters("/echo text: **hello** there")
        assert "hello there" in you.shown
        assert "you used /echo" in you.shown
        assert "**" not in you.shown


async def test_what_is_asked_at_the_start_is_answered(terminal: Opened) -> None:
    async with terminal("/echo at once") as you:
        assert "at once" in you.shown


async def test_commands_options_and_values_are_completed_with_tab(terminal: Opened) -> None:
    async with terminal() as you:
        await you.types("/ec")
        assert offered(you) == ["/echo  Repeats what you say"]
        await you.presses("tab")
        assert you.window.query_one(Line).value == "/echo "
        assert any(offer.startswith("fruit:") for offer in offered(you))
        await you.types("/echo text: x fruit: b")
        assert offered(you) == ["banana  "]
        await you.presses("tab")
        assert you.window.query_one(Line).value == "/echo text: x fruit: banana "
        await you.types("/echo text: x private:")
        await you.presses("down", "tab", "enter")
        assert "only you can see this" not in you.shown
        assert not offered(you)


async def test_buttons_are_reached_and_pressed_with_keys(terminal: Opened) -> None:
    async with terminal() as you:
        await you.enters("/poster text: news")
        await you.presses("shift+tab")
        assert isinstance(you.window.focused, Press)
        assert str(you.window.focused.label) == "pressed 0 times"
        await you.presses("left")
        assert isinstance(you.window.focused, Press)
        assert str(you.window.focused.label) == "Read ↗"
        await you.presses("escape")
        assert isinstance(you.window.focused, Line)


async def test_a_press_changes_the_message_in_its_place(session: Session, terminal: Opened) -> None:
    button = {"type": 2, "id": 2, "style": 1, "custom_id": "count:4", "label": "pressed 4 times"}
    async with terminal() as you:
        row = {"type": 1, "id": 1, "components": [button]}
        session.discord.world.post(session.me.here, session.discord.bot, content="count", components=[row])
        await you.pilot.pause()
        await you.presses("shift+tab", "enter")
        assert "now 5" in you.shown
        assert [str(b.label) for b in you.window.query(Button)] == ["pressed 5 times"]
        await you.enters(":1")
        assert "now 6" in you.shown


async def test_you_may_be_a_member_and_look_at_direct_messages(session: Session, terminal: Opened) -> None:
    async with terminal() as you:
        await you.enters("/echo text: secret private: yes")
        assert "secret" in you.shown
        await you.presses("f2")
        assert "you are a member" in you.shown
        assert "secret" not in you.shown
        await you.presses("f3")
        await you.enters("psst")
        assert "you said: psst" in you.shown
        await you.presses("f2")
        assert "psst" not in you.shown
        await you.presses("f3")
        assert "secret" in you.shown


async def test_a_form_is_filled_and_sent_or_closed(terminal: Opened) -> None:
    async with terminal() as you:
        await you.enters("/form")
        assert "Tell us" in you.shown
        await you.pilot.press(*"Ann", "tab", "tab", "enter")
        await you.presses("escape")
        assert "thanks, Ann" in you.shown
        await you.enters("/form")
        await you.presses("escape")
        assert "Tell us" not in you.shown
        await you.enters(":fill Name=Ann")
        assert "no form is open" in you.shown


async def test_a_form_that_is_refused_keeps_what_was_filled_in(terminal: Opened) -> None:
    async with terminal() as you:
        await you.enters("/form")
        await you.pilot.press("tab", *"because", "tab", "enter")
        await you.window.idle.wait()
        await you.pilot.pause()
        assert [entry.value for entry in you.window.screen.query(Input)] == ["", "because"]


async def test_what_cannot_be_done_is_said_and_nothing_breaks(terminal: Opened) -> None:
    async with terminal() as you:
        await you.enters("/nothing")
        assert "There is no command /nothing" in you.shown
        await you.enters("hello")
        assert "not for the bot" in you.shown
        await you.enters("/echo text: [red]still[/red] \x1b[31mhere")
        assert "[red]still[/red] \ufffd[31mhere" in you.shown


@pytest.mark.parametrize("size", [(24, 8), (10, 3), (1, 1)])
async def test_it_works_in_a_tiny_terminal(terminal: Opened, size: tuple[int, int]) -> None:
    async with terminal("/poster text: news", size=size) as you:
        await you.enters("/echo small")
        assert "small" in you.shown


async def test_lines_written_before_come_back(terminal: Opened) -> None:
    async with terminal() as you:
        await you.enters("one")
        await you.enters("two")
        await you.presses("up", "up")
        assert you.window.query_one(Line).value == "one"
        await you.presses("down")
        assert you.window.query_one(Line).value == "two"


async def test_leaving_ends_it(terminal: Opened) -> None:
    async with terminal() as you:
        await you.types(":quit")
        await you.pilot.press("enter")
        await you.pilot.pause()
        assert not you.window.is_running


async def test_a_picture_is_the_same_each_time_and_fetches_nothing(session: Session) -> None:
    first = await picture(session, "/echo text: hello")
    assert "hello" in first
    assert "@font-face" not in first
    assert "cdn" not in first
    session.discord.world.delete(session.me.sees()[0].message)
    assert await picture(session, "/echo text: hello") == first
