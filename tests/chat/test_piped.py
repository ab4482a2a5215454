import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.chat.piped import converse, given, lines_of
from bot.chat.session import Session
from tests.moderating.ferry import DISPATCH, FERRY, SAID, TITLE

NEWSDESK = [sys.executable, "-c", "from bot.cli import main; main()"]
ASK = "what did Putin say about meeting Zelensky?"


def newsdesk(*arguments: str, lines: str = "", folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*NEWSDESK, *arguments],
        input=lines,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(folder),
        check=False,
    )


def environment(folder: Path) -> dict[str, str]:
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_STATE_HOME": str(folder), "TMPDIR": str(folder)}
    return {k: v for k, v in os.environ.items() if not k.startswith("NEWSDESK_")} | home


async def test_lines_are_answered_in_order(session: Session, capfd: pytest.CaptureFixture[str]) -> None:
    assert await converse(session, given("/echo text: **one**", "@newsdesk two", ":direct", "three", ":reply four"))
    out, err = capfd.readouterr()
    assert [line.strip() for line in out.splitlines() if line.strip()] == [
        "newsdesk:",
        "one",
        "newsdesk:",
        "you said: @newsdesk two",
        "You look at direct messages with newsdesk.",
        "newsdesk:",
        "you said: three",
        "newsdesk:",
        "you said: four",
    ]
    assert err == ""


async def test_buttons_have_numbers_and_links_their_address(
    session: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    assert await converse(session, given("/poster text: [news](https://example.org/a)"))
    out = capfd.readouterr().out
    assert "news <https://example.org/a>" in out
    assert "Read <https://example.org/read>" in out
    assert "[1 pressed 0 times]" in out


async def test_menus_forms_and_files_by_lines(
    session: Session, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("inside")
    lines = [
        "/pick",
        ":choose cherry",
        "/form",
        ":fill Name=Ann",
        f"/echo text: x file: {file}",
        "quiet",
        ":menu Shout",
    ]
    assert await converse(session, given(*lines, "/echo text: x whom: @member private: yes"))
    out = capfd.readouterr().out
    assert "you chose cherry" in out
    assert "form: Tell us\n  Name\n  Why (may be left out)\n" in out
    assert "thanks, Ann" in out
    assert "inside" in out
    assert "QUIET" in out
    assert "newsdesk (only you can see this):\n  x  member" in out


async def test_a_text_with_semicolons_and_several_lines_goes_into_a_form(
    session: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    assert await converse(session, given("/form", ":fill Name=Ann; Bo; Why=one\\ntwo; = three"))
    assert "thanks, Ann; Bo" in capfd.readouterr().out
    assert not await converse(session, given("/form", ":fill Nane=Ann"))
    assert "'Nane=Ann' is behind no label" in capfd.readouterr().err


def test_moderators_add_an_article_by_lines(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(DISPATCH)
    lines = [
        f"/coverage add file1: {tmp_path / 'ferry.txt'}",
        ":press Add",
        f"/ask {FERRY}",
        f"/coverage withdraw article: {TITLE} reason: wrong",
        ":press Undo",
        "/coverage add",
        ":fill Text=A buoy off Quellmark is lost; a boat looks for it.\\n\\nNobody is hurt.; Title=A buoy is lost",
        ":1",
        "/coverage correct Ferry of Quellmark",
        f":fill Title={TITLE} again; Text=The ferry of Quellmark sails.",
        ":press Replace",
        ":member",
        "/coverage list",
    ]
    done = newsdesk("chat", "--seeds", lines="\n".join(lines), folder=tmp_path)
    assert done.stderr == ""
    assert SAID in done.stdout
    assert "As it was before" in done.stdout
    assert "Added: A buoy is lost\n    2 paragraphs" in done.stdout
    assert f"~~{TITLE}~~ {TITLE} again" in done.stdout
    assert f"Replaced: {TITLE} again" in done.stdout
    assert "This is for moderators" in done.stdout


WRONG = {
    "/nothing": "There is no command /nothing",
    "/": "There is no command /",
    "/feed add url: x": "There is no command /feed",
    "/echo": "cannot be sent without 'text'",
    "/echo text: x whom: @ghost": "whom: takes a user, not '@ghost'",
    "/echo text: x private: perhaps": "private: takes a boolean, not 'perhaps'",
    "/echo text: x file: /no/such/file": "/no/such/file: No such file or directory",
    ":upload /no/such/file": "/no/such/file: No such file or directory",
    ":7": "There is no button 7",
    ":press Buy": "There is no button 'Buy'",
    ":press": ":press needs something behind it",
    ":dance": "There is no :dance",
    ":reply hello": "The bot has said nothing yet",
    ":menu Shout": "Nobody has written a message here yet",
    ":fill Name=Ann": "no form is open",
    "x" * 2001: "at most 2000 characters",
}


@pytest.mark.parametrize("line", WRONG)
async def test_what_cannot_be_done_is_one_line_and_the_rest_goes_on(
    session: Session, capfd: pytest.CaptureFixture[str], line: str
) -> None:
    assert not await converse(session, given(line, "/echo text: still here"))
    out, err = capfd.readouterr()
    assert WRONG[line] in err
    assert err.count("\n") == 1
    assert "still here" in out


async def test_no_control_character_reaches_the_terminal(session: Session, capfd: pytest.CaptureFixture[str]) -> None:
    assert await converse(session, given("/echo text: \x1b[31mred \u202eback"))
    assert "  \ufffd[31mred \ufffdback\n" in capfd.readouterr().out


async def test_leaving_ends_it_before_the_lines_do(session: Session, capfd: pytest.CaptureFixture[str]) -> None:
    assert await converse(session, given(":member", ":moderator", ":quit", "/nothing"))
    assert capfd.readouterr() == ("You are a member.\nYou are a moderator.\n", "")


async def test_silence_is_said(session: Session, capfd: pytest.CaptureFixture[str]) -> None:
    session.discord.patience = 0.05
    assert not await converse(session, given("/silent"))
    assert "the application did not respond" in capfd.readouterr().err


async def test_lines_come_as_they_are_written() -> None:
    reading, writing = os.pipe()
    lines = lines_of(reading)
    os.write(writing, b"eins\nzwe")
    assert await asyncio.wait_for(anext(lines), 5) == "eins"
    os.write(writing, b"i\n\xff\n" + b"x" * 300_000)
    os.close(writing)
    rest = [line async for line in lines]
    assert [line[:5] for line in rest] == ["zwei", "\ufffd", "xxxxx"]
    assert len(rest[-1]) <= 100_000
    os.close(reading)


def test_the_bot_answers_from_the_seeds_in_a_script(tmp_path: Path) -> None:
    done = newsdesk("chat", lines=f"/ask question: {ASK}\n:1\n:9999\n", folder=tmp_path)
    assert "Vladimir Putin" in done.stdout
    assert "[1 In context]" in done.stdout
    assert "as quoted" in done.stdout
    assert done.stderr.count("\n") == 1
    assert done.returncode == 1
    assert not list(tmp_path.glob("newsdesk-chat-*"))


def test_a_question_is_answered_and_that_is_all_where_nobody_looks(tmp_path: Path) -> None:
    done = newsdesk("chat", "--seeds", "--question", ASK, lines="/never read\n", folder=tmp_path)
    assert done.returncode == 0
    assert "Vladimir Putin" in done.stdout
    assert done.stderr == ""


def test_an_empty_database_that_is_given_is_not_replaced_by_the_seeds(tmp_path: Path) -> None:
    done = newsdesk("chat", "--database", str(tmp_path / "new.db"), lines=f"/ask {ASK}\n", folder=tmp_path)
    assert "no articles" in done.stdout.lower() or "0 articles" in done.stdout
    assert "Vladimir" not in done.stdout


def test_a_picture_is_written(tmp_path: Path) -> None:
    picture = tmp_path / "docs" / "chat.svg"
    done = newsdesk("chat", "--seeds", "--question", ASK, "--screenshot", str(picture), folder=tmp_path)
    assert done.returncode == 0
    assert "Putin" in picture.read_text()


def test_a_database_that_is_given_is_the_one_that_answers(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Quellmark opens its bridge\n\nQUELLMARK, 3 May 2025 - The mayor Ada Fenn said it holds.\n"
    )
    database = str(tmp_path / "own.db")
    assert newsdesk("--database", database, "add", str(tmp_path / "a.txt"), folder=tmp_path).returncode == 0
    done = newsdesk("chat", "--database", database, lines="/ask what did Fenn say?\n", folder=tmp_path)
    assert "Quellmark" in done.stdout
    assert "1 article" in done.stdout
    refused = newsdesk("chat", "--database", str(tmp_path), lines="/ask x\n", folder=tmp_path)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_tidily_when_told_to(tmp_path: Path, how: signal.Signals) -> None:
    command = [*NEWSDESK, "chat", "--seeds"]
    running = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
    )
    assert running.stdin
    assert running.stdout
    running.stdin.write(":help\n")
    running.stdin.flush()
    assert running.stdout.readline()
    running.send_signal(how)
    assert running.wait(timeout=20) == 130
    _, err = running.communicate()
    assert err.splitlines() == ["Stopped."]
    assert not list(tmp_path.glob("newsdesk-chat-*"))
