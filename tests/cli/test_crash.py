"""`newsdesk add` killed at any moment: what it acknowledged is there, check finds nothing, adding again completes.

NEWSDESK_KILLS sets how many processes are killed (4 unless set).
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

KILLS = int(os.environ.get("NEWSDESK_KILLS", "4"))
ARTICLES = 2_000


def newsdesk(*arguments: str) -> subprocess.Popen[str]:
    command = [str(Path(sys.executable).with_name("newsdesk")), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(*arguments: str) -> list[str]:
    process = newsdesk(*arguments)
    output, errors = process.communicate()
    assert process.returncode == 0, errors
    return output.splitlines()


def write_articles(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number in range(ARTICLES):
            said = f'"Boat {number} stays in port," harbourmaster Ada Brill said on day {number}.'
            file.write(json.dumps({"id": f"boat-{number}", "title": f"Boat {number}", "paragraphs": [said]}) + "\n")


def killed(database: Path, articles: Path, after: float) -> set[str]:
    """The ids that `newsdesk add` acknowledged before it was killed, so many seconds after it began to speak."""
    process = newsdesk("--database", str(database), "add", str(articles), "--json")
    assert process.stdout
    first = process.stdout.readline()
    timer = threading.Timer(after, process.kill)
    timer.start()
    lines = [first, *process.stdout.readlines()]
    timer.join()
    process.communicate()
    return {json.loads(line)["id"] for line in lines if line.endswith("\n")}


def test_what_add_acknowledged_outlives_a_kill_and_adding_again_completes(tmp_path: Path) -> None:
    chance, articles = random.Random(1851), tmp_path / "boats.jsonl"
    write_articles(articles)
    for round_ in range(KILLS):
        database = tmp_path / f"{round_}.db"
        acknowledged = killed(database, articles, chance.uniform(0.0, 1.0))
        held = {json.loads(line)["id"] for line in finished("--database", str(database), "list", "--json")}
        assert acknowledged
        assert acknowledged <= held
        finished("--database", str(database), "check")
    again = [
        json.loads(line)["outcome"] for line in finished("--database", str(database), "add", str(articles), "--json")
    ]
    assert (len(again), set(again) <= {"added", "unchanged"}) == (ARTICLES, True)
    assert len(finished("--database", str(database), "list", "--json")) == ARTICLES
