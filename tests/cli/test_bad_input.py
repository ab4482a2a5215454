"""Whatever is put in: one plain line, exit code 1, and everything held before is still there."""

import io
import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import Result

from tests.cli.conftest import FERRY, Run, held, objects, write_lines


def refused(result: Result, *words: str) -> str:
    """The one line on standard error."""
    assert result.exit_code == 1, result.output
    lines = result.stderr.splitlines()
    assert len(lines) == 1, lines
    assert "Traceback" not in lines[0]
    assert "bug" not in lines[0]
    assert all(word in lines[0] for word in words), lines[0]
    return lines[0]


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("page.txt", "Text " * 100)
    return data.getvalue()


def empty_folder(path: Path) -> None:
    path.mkdir()
    (path / "picture.png").write_bytes(b"\x89PNG")


def row(**changes: object) -> Callable[[Path], object]:
    return lambda path: write_lines(path, FERRY | {"id": "bad"} | changes)


BAD: dict[str, tuple[str, Callable[[Path], object]]] = {
    "missing file": ("missing.txt", lambda path: None),
    "folder without articles": ("folder", empty_folder),
    "empty file": ("empty.txt", lambda path: path.write_bytes(b"")),
    "empty list": ("empty.jsonl", lambda path: path.write_bytes(b"")),
    "white space": ("blank.txt", lambda path: path.write_text(" \n\n\t\n")),
    "binary file": ("binary.txt", lambda path: path.write_bytes(bytes(range(256)) * 50)),
    "zip named .txt": ("zip.txt", lambda path: path.write_bytes(zipped())),
    "zip named .html": ("zip.html", lambda path: path.write_bytes(zipped())),
    "broken JSON": ("broken.jsonl", lambda path: path.write_text('{"id": "x", \n')),
    "not an object": ("list.jsonl", lambda path: path.write_text("[1, 2]\n")),
    "deep JSON": ("deep.jsonl", lambda path: path.write_text("[" * 100_000 + "\n")),
    "wrong type of a title": ("type.jsonl", row(title=["x"])),
    "wrong type of paragraphs": ("types.jsonl", row(paragraphs={"a": 1})),
    "wrong type of a paragraph": ("paragraph.jsonl", row(paragraphs=["fine", 7])),
    "no paragraphs": ("none.jsonl", row(paragraphs=[])),
    "a date that is none": ("date.jsonl", row(published="31 February")),
    "a date out of range": ("range.jsonl", row(published="2024-02-31")),
    "a paragraph too long": ("long.jsonl", row(paragraphs=["x" * 100_000])),
    "an id too long": ("id.jsonl", row(id="x" * 5000)),
    "not UTF-8 in JSON": ("latin.jsonl", lambda path: path.write_bytes(b'{"id": "\xff\xfe", "title": 3}\n')),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_refused_and_nothing_held_is_lost(filled: Run, folder: Path, case: str) -> None:
    name, make = BAD[case]
    make(folder / name)
    refused(filled("add", name), name)
    refused(filled("read", name), name)
    assert held(filled) == ["ferry", "strike"]
    result = filled("add", name, "--json")
    [error] = objects(result)
    assert list(error) == ["path", "line", "error"]
    assert error["path"] == name
    refused(result, name)


def test_a_broken_line_is_named_and_the_good_ones_are_added(run: Run, folder: Path) -> None:
    good = [FERRY | {"id": f"ferry-{number}", "title": f"Ferry {number}"} for number in (1, 2, 4, 5)]
    write_lines(folder / "five.jsonl", *good[:2], '{"id": "broken", ', *good[2:])
    result = run("add", "five.jsonl", "--json")
    refused(result, "five.jsonl, line 3")
    rows = objects(result)
    assert [row["line"] for row in rows] == [1, 2, 3, 4, 5]
    assert "error" in rows[2]
    assert held(run) == ["ferry-1", "ferry-2", "ferry-4", "ferry-5"]
    again = run("add", "five.jsonl")
    assert again.stdout.splitlines()[-1] == "4 unchanged, 1 refused"


def test_good_paths_among_bad_ones_are_added(run: Run, folder: Path) -> None:
    write_lines(folder / "good.jsonl", FERRY)
    result = run("add", "missing-1.txt", "good.jsonl", "missing-2.txt")
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["missing-1.txt", "missing-2.txt"]
    assert held(run) == ["ferry"]


def test_a_file_over_fifty_megabytes_is_refused_with_the_setting_that_raises_it(filled: Run, folder: Path) -> None:
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(50_000_001)
    refused(filled("add", "huge.txt"), "huge.txt", "NEWSDESK_FILE_BYTES")
    assert held(filled) == ["ferry", "strike"]


def test_a_path_with_control_characters_is_named_without_them(run: Run) -> None:
    line = refused(run("add", "evil\x1b[2J\n.txt"), "evil")
    assert "\x1b" not in line


@pytest.mark.skipif(os.name == "nt", reason="POSIX names are bytes")
def test_a_path_that_is_no_unicode_is_read_and_named(run: Run, folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9.jsonl")
    write_lines(folder / name, FERRY)
    assert run("add", name, "--json").exit_code == 0
    assert run("read", name).exit_code == 0
    refused(run("add", os.fsdecode(b"missing\xff.txt")), "missing")


@pytest.mark.parametrize(
    "question",
    ["", "   ", "the of and", "x" * 10_000, "word " * 2_000, "🚢🎉", "?!…", "\x00", "\x1b", os.fsdecode(b"\xff")],
    ids=["empty", "blank", "stop words", "10,000", "10,000 in words", "emoji", "signs", "NUL", "escape", "no UTF-8"],
)
def test_a_question_that_cannot_be_asked_is_refused(filled: Run, question: str) -> None:
    refused(filled("ask", question))
    result = filled("ask", question, "--json")
    refused(result)
    [answer] = objects(result)
    assert (answer["answered"], answer["refusal"]["kind"], answer["passages"]) == (False, "question", [])


@pytest.mark.parametrize("command", [["list"], ["ask", "who?"], ["add", "good.jsonl"], ["check"], ["reindex"]])
def test_a_database_that_is_a_text_file_is_refused_and_left_alone(run: Run, folder: Path, command: list[str]) -> None:
    write_lines(folder / "good.jsonl", FERRY)
    (folder / "notes.db").write_text("Shopping: bread, milk\n" * 100)
    refused(run(*command, "--database", "notes.db"), "notes.db")
    assert (folder / "notes.db").read_text() == "Shopping: bread, milk\n" * 100


def test_a_database_of_another_program_is_refused_and_left_alone(run: Run, folder: Path) -> None:
    other = sqlite3.connect(folder / "other.db")
    other.execute("CREATE TABLE songs (name TEXT)")
    other.commit()
    other.close()
    before = (folder / "other.db").read_bytes()
    refused(run("list", "--database", "other.db"), "other.db")
    assert (folder / "other.db").read_bytes() == before


@pytest.mark.parametrize("place", ["held.jsonl/news.db", ".", "nonsense://nowhere", "sqlite:///.", "://"])
def test_a_database_that_cannot_be_is_refused(filled: Run, place: str) -> None:
    refused(filled("list", "--database", place))


@contextmanager
def ordinary_user() -> Iterator[Path]:
    """A folder that is not to be written to, and no rights to do it all the same."""
    superuser = os.geteuid() == 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        write_lines(folder / "one.jsonl", FERRY)
        (folder / "locked").mkdir(mode=0o555)
        if superuser:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if superuser:
                os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
def test_a_folder_that_cannot_be_written_to_is_refused(filled: Run) -> None:
    with ordinary_user() as folder:
        result = filled("add", folder / "one.jsonl", "--database", folder / "locked" / "news.db")
    refused(result, "locked")
    assert held(filled) == ["ferry", "strike"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
def test_a_database_that_cannot_be_written_to_refuses_a_change(filled: Run, folder: Path) -> None:
    with ordinary_user() as work:
        result = filled("add", work / "one.jsonl", "--database", folder.parent / "newsdesk.db")
    refused(result, "newsdesk.db")
    assert held(filled) == ["ferry", "strike"]


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_a_file_of_questions_that_cannot_be_read_is_refused(filled: Run, name: str) -> None:
    refused(filled("ask", "--questions", name, "--json"), name)
    refused(filled("evaluate", name), name)


def test_a_file_of_questions_to_evaluate_that_is_broken_is_named_with_its_line(filled: Run, folder: Path) -> None:
    good = {"id": "1", "question": "Who?", "answerable": False, "gold": []}
    write_lines(folder / "questions.jsonl", good, '{"id": ')
    refused(filled("evaluate", "questions.jsonl"), "questions.jsonl, line 2")
