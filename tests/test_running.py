import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import newsdesk
from bot.offline import OfflineDiscord
from bot.running import Discreet, StartError, invitation, serve, token_of
from tests.newsroom import STRIKE, Newsroom, settings, slowly

TOKEN = "MTIz.secret.part-of_it"


def run(tmp_path: Path, **environment: str) -> Result:
    given = {"NEWSDESK_DATABASE": str(tmp_path / "news.db"), "NEWSDESK_TOKEN": "", "NEWSDESK_TOKEN_FILE": ""}
    return CliRunner().invoke(newsdesk, ["run"], env=given | environment)


def refused(result: Result) -> str:
    """The one plain line on standard error."""
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert "Traceback" not in line
    return line


def test_without_a_token_it_says_where_to_put_one(tmp_path: Path) -> None:
    assert refused(run(tmp_path)).startswith("There is no token: set NEWSDESK_TOKEN, or NEWSDESK_TOKEN_FILE")


def test_without_a_database_it_says_how_to_make_one_and_makes_none(tmp_path: Path) -> None:
    line = refused(run(tmp_path, NEWSDESK_TOKEN=TOKEN))
    assert "news.db: there is no database yet; make it with newsdesk add PATH..." in line
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "news.db").write_text("not a database, but long enough to look at " * 10)
    assert "no newsdesk database" in refused(run(tmp_path, NEWSDESK_TOKEN=TOKEN))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read (No such file or directory)"),
        (b"\xff\xfe", "is no UTF-8 text"),
        (b" \n", "There is no token"),
        (b"two words", "What is set as the token is none"),
        (b"MTIz\xc2\xa0x", "What is set as the token is none"),
    ],
)
def test_a_token_file_that_holds_none_is_refused_without_showing_it(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    line = refused(run(tmp_path, NEWSDESK_TOKEN_FILE=str(path)))
    assert sentence in line
    assert "two words" not in line


def test_the_token_is_read_from_its_file_and_the_environment_goes_before_it(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    assert token_of(settings(token_file=tmp_path / "token")) == TOKEN
    assert token_of(settings(token_file=tmp_path / "token", token="other.token")) == "other.token"
    with pytest.raises(StartError):
        token_of(settings())


def test_the_settings_never_show_the_token() -> None:
    assert TOKEN not in repr(settings(token=TOKEN))


def test_the_invitation_asks_for_the_least() -> None:
    link = invitation(42)
    assert link.startswith("https://discord.com/")
    assert "client_id=42" in link
    assert "scope=bot+applications.commands" in link
    assert f"permissions={1 << 10 | 1 << 11 | 1 << 16 | 1 << 38}" in link


def test_no_secret_reaches_the_log_by_any_way() -> None:
    interaction = "aW50ZXJhY3Rpb246" * 8
    trouble = RuntimeError(f"https://discord.com/api/webhooks/12/{interaction}/messages/@original with {TOKEN}")
    record = logging.LogRecord(
        "x",
        logging.ERROR,
        "x",
        1,
        "%s at /interactions/34/%s/callback",
        (TOKEN, interaction),
        (RuntimeError, trouble, None),
    )
    line = Discreet(TOKEN).format(record)
    assert "RuntimeError" in line
    assert "[token] at /interactions/34/…/callback" in line
    assert "/webhooks/12/…/messages/@original" in line
    assert TOKEN not in line
    assert interaction not in line


SCRIPT = """
import sys
from bot.cli import main
from bot.offline.connect import pointed_at
with pointed_at(sys.argv[1], sys.argv[2], 1.0):
    sys.argv[1:] = ["run"]
    main()
"""


@asynccontextmanager
async def process(newsroom: Newsroom, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`newsdesk run` as a process of its own, against the offline Discord of this one."""
    discord_ = newsroom.discord
    given: Mapping[str, str] = {
        **os.environ,
        "NEWSDESK_DATABASE": str(newsroom.database),
        "NEWSDESK_TOKEN": discord_.token,
        **environment,
    }
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        "-W",
        "ignore",
        "-c",
        SCRIPT,
        discord_.origin,
        discord_.websocket,
        env=given,
        cwd=Path(__file__).parents[1],
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_until_it_is_told_to_stop_and_ends_well(tmp_path: Path, number: signal.Signals) -> None:
    async with OfflineDiscord(patience=20) as discord_:
        newsroom = Newsroom(tmp_path, discord_)
        alice = newsroom.person("alice")
        async with process(newsroom) as running:
            await discord_.ready()
            assert "Olena Marsh" in await alice.asks(STRIKE)
            running.send_signal(number)
            out, err = await asyncio.wait_for(running.communicate(), 20)
        assert running.returncode == 0
        assert f"client_id={discord_.bot.id}" in out.decode()
        assert len(out.decode().splitlines()) == 1
        assert discord_.token not in (out + err).decode()
        assert "Traceback" not in err.decode()
        newsroom.coverage.close()


async def test_told_to_stop_it_finishes_the_answers_under_way(closed_newsroom: Newsroom) -> None:
    discord_, said = closed_newsroom.discord, list[str]()
    with closed_newsroom.bot() as bot:
        async with bot:
            serving = asyncio.create_task(serve(bot, discord_.token, said.append))
            await discord_.ready()
            with slowly(closed_newsroom, only="Marsh") as gate:
                reply = closed_newsroom.person("alice").asks(STRIKE)
                await gate.reached()
                signal.raise_signal(signal.SIGTERM)
                await asyncio.wait({serving}, timeout=0.05)
                assert not serving.done()
                gate.open()
                await asyncio.wait_for(serving, 5)
    assert "Olena Marsh" in reply
    assert len(said) == 1


async def test_a_token_that_discord_does_not_know_ends_it_in_one_line(tmp_path: Path) -> None:
    async with OfflineDiscord() as discord_:
        newsroom = Newsroom(tmp_path, discord_)
        async with process(newsroom, NEWSDESK_TOKEN=TOKEN) as running:
            out, err = await asyncio.wait_for(running.communicate(), 20)
        assert running.returncode == 1
        assert out == b""
        assert "Discord does not know this token; copy it anew" in err.decode().splitlines()[-1]
        assert TOKEN not in err.decode()
        assert "Traceback" not in err.decode()
        newsroom.coverage.close()


async def test_where_discord_cannot_be_reached_it_says_so_in_one_line(tmp_path: Path) -> None:
    async with OfflineDiscord() as discord_:
        newsroom = Newsroom(tmp_path, discord_)
    async with process(newsroom) as running:
        _, err = await asyncio.wait_for(running.communicate(), 20)
    assert running.returncode == 1
    assert "Discord cannot be reached (ClientConnectorError); try again later" in err.decode().splitlines()[-1]
    assert "Traceback" not in err.decode()
    newsroom.coverage.close()
