"""A walk through all commands, for what every one of them must have."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from bot.cli import newsdesk

COMMANDS = sorted(newsdesk.commands)
HEAVY = (
    "pydantic",
    "sqlalchemy",
    "numpy",
    "rich",
    "trafilatura",
    "alembic",
    "babel",
    "feedparser",
    "watchfiles",
    "lxml",
    "discord",
    "platformdirs",
    "textual",
)
CONVERSING = {"chat", "run"}
"""Commands that go on until they are stopped, and answer people, not programs."""


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(newsdesk, arguments)
    assert result.exit_code == 0
    return result.stdout


def test_all_commands_of_the_contract_are_there() -> None:
    assert {"add", "read", "ask", "list", "show", "withdraw", "reindex", "check", "evaluate", "chat", "run"} <= set(
        COMMANDS
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_a_database_and_json(name: str) -> None:
    text = shown(name, "--help")
    assert f"Example:\n    newsdesk {name}" in text
    assert "--database FILE|URL" in text
    assert ("--json" in text) is (name not in CONVERSING)
    assert newsdesk.commands[name].help
    assert text == shown(name, "-h")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_in_the_help_is_a_right_use(name: str) -> None:
    command = newsdesk.commands[name]
    assert command.epilog
    import shlex

    _, used, *arguments = shlex.split(command.epilog.splitlines()[-1])
    assert used == name
    command.make_context(name, arguments)


def test_the_help_names_every_command_and_shows_an_example() -> None:
    text = shown("--help")
    assert all(f"\n  {name}" in text for name in COMMANDS)
    assert "Example:" in text
    assert "--database" in text


def test_help_fits_eighty_columns() -> None:
    for text in (shown("--help"), *(shown(name, "--help") for name in COMMANDS)):
        assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "one?", "--questions", "file"],
        ["ask", "one?", "--limit", "0"],
        ["ask", "one?", "--limit", "many"],
        ["add"],
        ["show"],
        ["nonsense"],
        ["list", "--nonsense"],
        ["list", "--database", ""],
        ["--database", " ", "list"],
    ],
)
def test_wrong_usage_ends_with_2_and_says_how_it_is_used(arguments: list[str]) -> None:
    result = CliRunner().invoke(newsdesk, arguments)
    assert result.exit_code == 2
    assert "Usage: " in result.stderr
    assert result.stdout == ""


def test_the_version_is_told() -> None:
    assert "version" in shown("--version")


def test_help_loads_nothing_that_is_slow() -> None:
    script = f"import sys, bot.cli; print(*(set({HEAVY!r}) & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_an_answer_for_a_program_does_not_load_what_only_people_or_readers_need(tmp_path: object) -> None:
    script = (
        "import sys\nfrom bot.cli import newsdesk\n"
        f"newsdesk(['ask', 'who?', '--json', '--database', {str(tmp_path) + '/a.db'!r}], standalone_mode=False)\n"
        "slow = {'rich', 'trafilatura', 'lxml', 'charset_normalizer', 'discord'} & set(sys.modules)\n"
        "sys.exit(f'loaded {slow}' if slow else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_command_is_without_the_one_place_where_failures_end() -> None:
    assert type(newsdesk).__name__ == "Newsdesk"
    assert all(isinstance(command, click.Command) for command in newsdesk.commands.values())
