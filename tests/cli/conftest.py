"""A command line of one's own: its own folder, database, user folders and environment."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import newsdesk

Run = Callable[..., Result]

STRIKE = {
    "id": "strike",
    "title": "Harbour pilots begin strike in Velmora",
    "source": "Velmora Courier",
    "agency": "NPA",
    "city": "Velmora",
    "published": "2024-03-02",
    "url": "https://courier.example/strike",
    "paragraphs": [
        "Harbour pilots in Velmora began a three-day strike on Saturday, leaving eleven grain ships at anchor.",
        '"We will not go back before the night allowance is paid," union leader Petra Lindqvist said.',
        "Port director Osman Keller said the harbour would lose four million crowns a day.",
    ],
}
FERRY = {
    "id": "ferry",
    "title": "New ferry to the outer islands",
    "source": "Island Post",
    "published": "2024-03-05",
    "paragraphs": ["A new ferry will link Velmora with the outer islands from May.", "Tickets cost nine crowns."],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with nothing of the developer's own settings in reach."""
    for name in ("DATA", "STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NEWSDESK_DATABASE", str(tmp_path / "newsdesk.db"))
    monkeypatch.delenv("COLUMNS", raising=False)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def run(folder: Path) -> Run:
    """Run `newsdesk` with these arguments; an exception that it lets through fails the test."""

    def run(*arguments: object, **more: Any) -> Result:
        result = CliRunner().invoke(newsdesk, [str(argument) for argument in arguments], **more)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def filled(run: Run, folder: Path) -> Run:
    """The same, with two articles held."""
    write_lines(folder / "held.jsonl", STRIKE, FERRY)
    assert run("add", "held.jsonl").exit_code == 0
    return run


def write_lines(path: Path, *rows: object) -> Path:
    """A JSON Lines file; a str is written as it is."""
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def objects(result: Result) -> list[Any]:
    """What was printed with --json: each line one JSON value, and nothing else."""
    assert result.stdout == "" or result.stdout.endswith("\n")
    return [json.loads(line) for line in result.stdout.split("\n")[:-1]]


def held(run: Run) -> list[str]:
    """The ids of the articles held, sorted."""
    return sorted(article["id"] for article in objects(run("list", "--json")))
