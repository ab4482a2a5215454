"""The operator keeps the coverage: journal, undo, corrections, repairs, back-ups and exports, end to end."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from index.coverage import Coverage
from tests.cli.conftest import STRIKE, Run, held, objects, write_lines

NEW = {"id": "other", "title": "Pilots go back to work", "paragraphs": ["The pilots of Velmora went back to work."]}


def sequence_of(run: Run) -> int:
    return int(objects(run("journal", "--limit", 1, "--json"))[0]["sequence"])


def test_a_correction_and_its_undo(filled: Run, folder: Path) -> None:
    write_lines(folder / "new.jsonl", NEW)
    corrected = filled("correct", "strike", "new.jsonl", "--reason", "it is over")
    assert (corrected.exit_code, corrected.stderr) == (0, "")
    assert corrected.stdout.splitlines()[0] == "replaced: Pilots go back to work (strike)"
    sequence = sequence_of(filled)
    assert f"newsdesk undo {sequence}" in corrected.stdout
    assert held(filled) == ["ferry", "strike"]
    assert "went back to work" in filled("show", "strike").stdout
    undone = filled("undo", sequence)
    assert undone.stdout.splitlines() == ["restored: Harbour pilots begin strike in Velmora (strike)"]
    assert "night allowance" in filled("show", "strike").stdout
    again = filled("undo", sequence)
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr == "'strike' changed again since then; nothing was undone\n"


def test_what_a_program_is_told_of_a_change(filled: Run, folder: Path) -> None:
    write_lines(folder / "new.jsonl", NEW)
    [change] = objects(filled("correct", "strike", "new.jsonl", "--json"))
    assert (change["id"], change["outcome"], change["paragraphs"]) == ("strike", "replaced", 1)
    [undone] = objects(filled("undo", change["sequence"], "--json"))
    assert undone["outcome"] == "restored"
    [entry] = objects(filled("journal", "strike", "--limit", 1, "--json"))
    assert list(entry) == ["sequence", "at", "who", "action", "collection", "id", "reason"]
    assert (entry["sequence"], entry["action"], entry["id"]) == (undone["sequence"], "restored", "strike")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([NEW, STRIKE], "several articles"),
        ([], "new.jsonl"),
        (["{"], "new.jsonl: broken JSON"),
        ([NEW | {"paragraphs": ["a \0"]}], "NUL"),
    ],
)
def test_a_file_that_is_no_new_version_is_refused(filled: Run, folder: Path, rows: list[object], says: str) -> None:
    write_lines(folder / "new.jsonl", *rows)
    refused = filled("correct", "strike", "new.jsonl")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert says in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert "night allowance" in filled("show", "strike").stdout


def test_the_journal_says_who_did_what_to_which_article_and_why(filled: Run) -> None:
    filled("withdraw", "ferry", "--reason", "never \x1b[31m sailed")
    lines = filled("journal").stdout.splitlines()
    assert lines[0].split() == ["No.", "When", "(UTC)", "What", "Id", "Who", "Why"]
    assert all(word in lines[1] for word in ("withdrawn", "ferry", "command line", "sailed"))
    assert "\x1b" not in lines[1]
    assert len(lines) == 4
    assert len(filled("journal", "strike").stdout.splitlines()) == 2
    assert filled("journal", "nothing").stdout == "Nothing in the journal.\n"


def test_a_list_of_what_holds_all_words(filled: Run) -> None:
    assert [row["id"] for row in objects(filled("list", "velmora", "STRIKE", "--json"))] == ["strike"]
    assert [row["id"] for row in objects(filled("list", "island", "--json"))] == ["ferry"]
    assert objects(filled("list", "velmora nothing", "--json")) == []


def test_a_backup_put_back(filled: Run, folder: Path) -> None:
    assert "2 articles" in filled("backup", "monday.db").stdout
    taken = filled("backup", "monday.db")
    assert (taken.exit_code, len(taken.stderr.splitlines())) == (1, 1)
    assert "--force" in taken.stderr
    [told] = objects(filled("backup", "monday.db", "--force", "--json"))
    assert told["articles"] == 2
    filled("withdraw", "ferry")
    [back] = objects(filled("restore", "monday.db", "--json"))
    assert held(filled) == ["ferry", "strike"]
    assert objects(filled("list", "--json", "--database", back["kept"]))[0]["id"] == "strike"
    again = filled("restore", "monday.db")
    assert "What was there before is kept as" in again.stdout
    refused = filled("restore", "held.jsonl")
    assert (refused.exit_code, refused.stdout, len(refused.stderr.splitlines())) == (1, "", 1)
    assert held(filled) == ["ferry", "strike"]


def test_erasing_takes_one_collection_and_asks_first(filled: Run, folder: Path) -> None:
    kept = held(filled)
    asked = filled("erase", "shared", input="n\n")
    assert asked.exit_code == 1
    assert "Erase 2 articles of shared" in asked.stderr
    assert held(filled) == kept
    assert filled("erase", "guild-1", "--yes").exit_code == 0
    assert held(filled) == kept
    assert filled("erase", "shared", "--json").exit_code == 2
    [gone] = objects(filled("erase", "shared", "--yes", "--json"))
    assert gone == {"collection": "shared", "articles": 2, "scrubbed": True}
    assert held(filled) == []
    typo = filled("erase", "guild1", "--yes")
    assert (typo.exit_code, typo.stdout) == (1, "")
    assert "no name of a collection" in typo.stderr


def test_an_export_can_be_added(filled: Run, folder: Path) -> None:
    [told] = objects(filled("export", "out", "--json"))
    assert told["collection"] == "shared"
    with zipfile.ZipFile(told["files"][0]) as archive:
        archive.extract("articles.jsonl", folder)
    rows = objects(filled("add", "articles.jsonl", "--json"))
    assert {row["outcome"] for row in rows} == {"unchanged"}
    assert filled("export", "out2", "--collection", "guild-1").exit_code == 0
    typo = filled("export", "out3", "--collection", "guild1")
    assert (typo.exit_code, typo.stderr) == (1, "'guild1' is no name of a collection; it is shared, or guild-NUMBER\n")
    assert not (folder / "out3").exists()


def test_a_check_repairs_and_says_what(filled: Run, folder: Path) -> None:
    raw = sqlite3.connect(os.environ["NEWSDESK_DATABASE"], isolation_level=None)
    raw.execute("UPDATE paragraphs SET terms = 'wrong'")
    raw.close()
    found = filled("check")
    assert (found.exit_code, len(found.stderr.splitlines())) == (1, 2)
    mended = filled("check", "--repair")
    assert (mended.exit_code, mended.stderr) == (0, "")
    assert "mended: article 'strike'" in mended.stdout
    assert mended.stdout.splitlines()[-1] == "2 articles, nothing wrong"
    [told] = objects(filled("check", "--repair", "--json"))
    assert told == {"articles": 2, "problems": [], "mended": []}


def test_a_reindex_that_is_stopped_goes_on_from_there(run: Run, folder: Path) -> None:
    said = '"Boat {0} stays in port," harbourmaster Ada Brill said on day {0}. "The wind on day {0} is too strong."'
    boats = [{"id": f"b{n}", "title": f"Boat {n}", "paragraphs": [said.format(n)] * 20} for n in range(250)]
    assert run("add", write_lines(folder / "boats.jsonl", *boats)).exit_code == 0
    database = os.environ["NEWSDESK_DATABASE"]
    newsdesk = str(Path(sys.executable).with_name("newsdesk"))
    process = subprocess.Popen([newsdesk, "reindex"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    raw = sqlite3.connect(database)
    deadline = time.monotonic() + 60
    while not raw.execute("SELECT count(*) FROM staged").fetchone()[0] and time.monotonic() < deadline:
        time.sleep(0.01)
    raw.close()
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, "")
    assert errors == "Stopped. What is done is kept: newsdesk reindex goes on from there.\n"
    with Coverage.open(database) as coverage:
        assert coverage.unfinished()
        assert coverage.check() == []
    [done] = objects(run("reindex", "--json"))
    assert (done["articles"], done["changed"], done["stopped"]) == (250, 0, False)
    with Coverage.open(database) as coverage:
        assert not coverage.unfinished()
