"""What a person at a real terminal sees: colour, width, and a bar that leaves no trace in what was asked for."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import FERRY, STRIKE, Run, write_lines

pty = pytest.importorskip("pty", reason="POSIX terminals")
NEWSDESK = [sys.executable, "-c", "from bot.cli import main; main()"]


def at_terminal(*arguments: str, out: bool = True, **environment: str) -> tuple[str, str]:
    """Run at a terminal of 80 columns: what it showed, and what went into a pipe where out is False."""
    leader, follower = pty.openpty()
    settings = os.environ | {"TERM": "xterm-256color"} | environment
    process = subprocess.Popen(
        [*NEWSDESK, *arguments], stdin=follower, stdout=follower if out else subprocess.PIPE, stderr=follower,
        env=settings,
    )  # fmt: skip
    os.close(follower)
    shown = b""
    while True:
        try:
            data = os.read(leader, 65536)
        except OSError:  # Linux says so when the last one has closed it
            break
        if not data:
            break
        shown += data
    os.close(leader)
    piped = process.stdout.read() if process.stdout else b""
    if process.stdout:
        process.stdout.close()
    assert process.wait(30) == 0
    return shown.decode(), piped.decode()


def test_a_terminal_gets_colour_unless_it_asks_for_none(run: Run, folder: Path) -> None:
    write_lines(folder / "a.jsonl", STRIKE)
    coloured, _ = at_terminal("read", "a.jsonl")
    assert "\x1b[36mPetra Lindqvist" in coloured
    plain, _ = at_terminal("read", "a.jsonl", NO_COLOR="1")
    assert "\x1b[36m" not in plain
    assert "Petra Lindqvist" in plain


def test_lines_fit_the_terminal(run: Run, folder: Path) -> None:
    write_lines(folder / "a.jsonl", STRIKE)
    shown, _ = at_terminal("read", "a.jsonl", NO_COLOR="1", COLUMNS="60")
    lines = re.sub("\x1b\\[[0-9;]*m|\r", "", shown).splitlines()
    assert max(map(len, lines)) <= 60
    assert STRIKE["paragraphs"][0] in " ".join(" ".join(lines).split())


def test_the_bar_is_on_standard_error_and_a_pipe_gets_only_what_was_asked_for(run: Run, folder: Path) -> None:
    write_lines(folder / "a.jsonl", STRIKE, FERRY)
    bar, piped = at_terminal("add", "a.jsonl", out=False)
    assert "Adding" in bar
    assert "New ferry to the outer islands" in piped
    assert piped.splitlines()[-1] == "2 added"
    assert "\x1b" not in piped
    bar, piped = at_terminal("add", "a.jsonl", "--json", out=False)
    assert bar == ""
    assert len(piped.splitlines()) == 2


def test_articles_and_complaints_are_shown_while_the_bar_is_up(run: Run, folder: Path) -> None:
    write_lines(folder / "a.jsonl", STRIKE, FERRY)
    shown, _ = at_terminal("add", "a.jsonl")
    plain = re.sub("\x1b\\[[0-9;]*m", "", shown)
    assert not re.search(r"\d:\d\d:\d\d *added", plain), "an article is shown on the line of the bar"
    assert "New ferry to the outer islands" in shown
    assert "2 added" in shown


def test_a_link_longer_than_the_terminal_is_shown_whole(run: Run, folder: Path) -> None:
    link = "https://courier.example/" + "strike-" * 20
    write_lines(folder / "a.jsonl", STRIKE | {"url": link})
    shown, _ = at_terminal("read", "a.jsonl", NO_COLOR="1")
    assert link in shown
