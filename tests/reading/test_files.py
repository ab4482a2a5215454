"""Files, folders, uploads and standard input: good ones are read, each bad one is one clear line, nothing hangs."""

from __future__ import annotations

import io
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import NotFoundError, NotTextError, TooLargeError, UnreadableError
from index.reading import Limits, Reading, read_bytes, read_paths

STORY = """Ferry to Skellan stops for the winter

SKELLAN, Oct. 28 (AP) -- The ferry to Skellan will not sail again until the spring, its owner said on Tuesday.

"We would have gone on if anyone had bought tickets," said Dorrit Wexcombe, who runs the line.
"""
LIMIT = Limits().file_bytes
RECORD = '{"id": "%s", "title": "T", "paragraphs": ["Text."]}'


def read(
    *paths: Path | str, standard_input: bytes | None = None, file_bytes: int = LIMIT
) -> list[Reading | UnreadableError]:
    given_input = None if standard_input is None else io.BytesIO(standard_input)
    return list(read_paths([str(path) for path in paths], Limits(file_bytes=file_bytes), standard_input=given_input))


def error(path: Path | str, file_bytes: int = LIMIT) -> UnreadableError:
    (found,) = read(path, file_bytes=file_bytes)
    assert isinstance(found, UnreadableError)
    assert found.path == str(path)
    assert str(found).startswith(f"{path}: ")
    assert "\n" not in str(found)
    return found


def write(path: Path, content: str | bytes = STORY) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def names(found: list[Reading | UnreadableError], below: Path) -> list[str]:
    return [Path(item.path or "").relative_to(below).as_posix() for item in found]


def test_a_text_file_is_an_article(tmp_path: Path) -> None:
    (reading,) = read(write(tmp_path / "ferry.txt"))
    assert isinstance(reading, Reading)
    assert reading.article.title == "Ferry to Skellan stops for the winter"
    assert (reading.article.agency, reading.article.city) == ("AP", "Skellan")
    assert (reading.path, reading.line, len(reading.article.paragraphs)) == (str(tmp_path / "ferry.txt"), None, 2)


def test_a_reading_has_its_statements(tmp_path: Path) -> None:
    (reading,) = read(write(tmp_path / "ferry.txt"))
    assert isinstance(reading, Reading)
    assert reading.article.paragraphs[1].statements


def test_paths_are_read_in_the_order_given_and_bad_ones_do_not_stop_the_rest(tmp_path: Path) -> None:
    first, last = write(tmp_path / "z.txt"), write(tmp_path / "a.txt")
    found = read(first, tmp_path / "none.txt", write(tmp_path / "bad.txt", b"\x00"), last)
    assert names(found, tmp_path) == ["z.txt", "none.txt", "bad.txt", "a.txt"]
    assert [isinstance(item, Reading) for item in found] == [True, False, False, True]


def test_a_folder_is_walked_in_order_for_files_of_articles_alone(tmp_path: Path) -> None:
    for name in [
        "b/2.TXT",
        "b/1.txt",
        "a.html.txt",
        "c.txt",
        "b.md",
        ".hidden.txt",
        ".git/x.txt",
        "notes",
        "d.txt/e.txt",
    ]:
        write(tmp_path / name)
    assert names(read(tmp_path), tmp_path) == ["a.html.txt", "b/1.txt", "b/2.TXT", "c.txt", "d.txt/e.txt"]


def test_a_folder_that_leads_back_to_itself_ends(tmp_path: Path) -> None:
    write(tmp_path / "inside" / "a.txt")
    (tmp_path / "inside" / "again").symlink_to(tmp_path)
    assert names(read(tmp_path), tmp_path) == ["inside/a.txt"]


def test_a_very_deep_folder_is_walked(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 400)
    write(deep / "a.txt")
    assert len(read(tmp_path)) == 1


@pytest.mark.parametrize("name", ["none.txt", "none/none.txt", "none", "nul\0.txt", "x" * 300, "ferry.txt/x"])
def test_what_is_not_there_is_not_found(tmp_path: Path, name: str) -> None:
    write(tmp_path / "ferry.txt")
    assert isinstance(error(f"{tmp_path}/{name}"), NotFoundError)


def test_a_folder_without_articles_says_what_is_looked_for(tmp_path: Path) -> None:
    write(tmp_path / "notes.md")
    found = error(tmp_path)
    assert isinstance(found, NotFoundError)
    assert ".jsonl" in str(found)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_a_socket_and_a_device_are_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert isinstance(error(tmp_path / "pipe.txt"), NotTextError)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(tmp_path / "socket.txt"))
        assert isinstance(error(tmp_path / "socket.txt"), NotTextError)
    assert isinstance(error("/dev/zero"), NotTextError)
    assert len(read(tmp_path)) == 2


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    assert "symbolic link" in str(error(tmp_path / "loop.txt"))


@pytest.fixture
def _no_privileges() -> Iterator[None]:
    """The superuser may read everything; then nobody's rights are tried."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.usefixtures("_no_privileges")
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has other rights")
def test_what_may_not_be_read_is_refused_by_name() -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "closed" / "a.txt")
        secret = write(folder / "secret.txt")
        secret.chmod(0)
        (folder / "closed").chmod(0)
        try:
            assert "permission" in str(error(secret))
            assert "permission" in str(error(folder / "closed" / "a.txt"))
            assert [str(item).rpartition(": ")[2] for item in read(folder)] == [
                "no permission to read it; " + RIGHTS
            ] * 2
        finally:
            (folder / "closed").chmod(0o700)


RIGHTS = "change its rights, or ask its owner"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.html", b" \n ", "empty"),
        ("a.txt", b"PK\x03\x04....", "ZIP"),
        ("a.txt", b"one\x00two", "binary"),
        ("a.html", b"%PDF-1.7", "PDF"),
        ("a.xml", b"<rss/>", "a feed without items"),
        ("feed", b"<?xml version='1.0'?><rss></rss>", "a feed without items"),
        ("a.xml", b"<?xml version='1.0'?><playlist><song/></playlist>", "XML of another kind"),
        ("a.txt", STORY.encode() + b"\nThe line " + b"of boats " * 11_110 + b"is.\n", "100,002 characters"),
        ("a.html", b"<html><body></body></html>", "without the body"),
    ],
)
def test_a_bad_file_is_one_line_that_says_what_is_wrong(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    assert words in str(error(write(tmp_path / name, content)))


def test_a_file_over_the_limit_is_refused_with_both_sizes_and_the_setting(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(61_300_000)  # a hole: takes no room on the disk
    found = error(large)
    assert isinstance(found, TooLargeError)
    assert all(words in str(found) for words in ["61.3 MB", "50 MB", "NEWSDESK_FILE_BYTES"])


def test_the_limit_is_exact_and_can_be_raised(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    size = path.stat().st_size
    assert isinstance(read(path, file_bytes=size)[0], Reading)
    assert isinstance(error(path, file_bytes=size - 1), TooLargeError)


@pytest.mark.parametrize("content", [STORY, STORY.replace("\n", "\r\n"), f"\ufeff{STORY}"])
def test_standard_input_is_read_as_text_by_its_look(content: str) -> None:
    (reading,) = read("-", standard_input=content.encode())
    assert isinstance(reading, Reading)
    assert (reading.path, reading.article.title) == ("-", "Ferry to Skellan stops for the winter")


def test_standard_input_is_read_as_a_page_or_as_lines_by_its_look() -> None:
    page = "<!-- saved --><!DOCTYPE html><title>Ferry stops</title><article>" + "".join(
        f"<p>{line}</p>" for line in STORY.splitlines() if line
    )
    (reading,) = read("-", standard_input=page.encode())
    assert isinstance(reading, Reading)
    assert reading.article.title == "Ferry stops"
    lines = read("-", standard_input=f"{RECORD % 1}\n{RECORD % 2}\n".encode())
    assert [item.line for item in lines] == [1, 2]


def test_standard_input_over_the_limit_is_refused_after_what_was_good() -> None:
    lines = "".join(f"{RECORD % number}\n" for number in range(5_000)).encode()
    found = read("-", standard_input=lines, file_bytes=len(lines) - 1)
    assert isinstance(found[0], Reading)
    assert isinstance(found[-1], TooLargeError)
    assert found[-1].path == "-"


def test_lines_are_yielded_as_they_come_not_at_the_end() -> None:
    reader, writer = os.pipe()
    came = threading.Event()

    def write_slowly() -> None:
        with os.fdopen(writer, "wb", buffering=0) as pipe:
            pipe.write(f"{RECORD % 1}\n".encode())
            came.wait(20)
            pipe.write(f"{RECORD % 2}\n".encode())

    thread = threading.Thread(target=write_slowly)
    thread.start()
    with os.fdopen(reader, "rb") as pipe:
        readings = read_paths(["-"], standard_input=pipe)
        assert isinstance(next(readings), Reading)
        assert not came.is_set()
        came.set()
        assert len(list(readings)) == 1
    thread.join()


def test_a_long_file_of_lines_is_never_whole_in_memory(tmp_path: Path) -> None:
    import tracemalloc

    long = '{"id": "%d", "text": "Text.", "other": "' + "x" * 20_000 + '"}\n'
    path = tmp_path / "long.jsonl"
    with path.open("w") as file:
        file.writelines(long % number for number in range(600))
    next(read_paths([str(path)]))
    tracemalloc.start()
    count = sum(isinstance(item, Reading) for item in read_paths([str(path)]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, path.stat().st_size > 10_000_000) == (600, True)
    assert peak < 5_000_000


def test_without_standard_input_a_dash_is_a_name() -> None:
    assert isinstance(error("-"), NotFoundError)


@pytest.mark.skipif(os.name == "nt", reason="names are characters there")
def test_a_name_that_is_no_text_does_not_break_anything(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    try:
        write(path)
    except OSError:
        pytest.skip("this file system keeps no such names")
    for item in read(tmp_path) + read(path):
        assert isinstance(item, Reading)
        assert item.path.endswith("caf\ufffd.txt")


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.json", "a.jsonl", "a.xml", "a", "\n", ""]))
def test_any_upload_is_an_article_or_one_line(data: bytes, name: str) -> None:
    found = list(read_bytes(data, name))
    assert found
    for item in found:
        assert isinstance(item, Reading) or "\n" not in item.message


@given(st.text(max_size=400), st.sampled_from(["a.txt", "a.html", "a.json", "a.jsonl"]))
def test_any_text_is_an_article_or_one_line(text: str, name: str) -> None:
    for item in read_bytes(text.encode("utf-8", "replace"), name):
        assert isinstance(item, Reading) or "\n" not in item.message


def test_an_upload_over_the_limit_is_refused() -> None:
    (found,) = read_bytes(b"x" * 11, "a.txt", Limits(file_bytes=10))
    assert isinstance(found, TooLargeError)
    assert found.path == "a.txt"
