import io
from pathlib import Path

import pytest

from bot.batch import LONGEST_LINE, read_batch


def lines(data: bytes) -> list[tuple[str, bool]]:
    return [(asked.text, asked.problem is None) for asked in read_batch("-", io.BytesIO(data))]


def test_one_question_a_line_empty_ones_too() -> None:
    assert lines(b"one?\n\ntwo?\r\nthree?") == [("one?", True), ("", True), ("two?", True), ("three?", True)]
    assert lines(b"") == []


def test_a_mark_at_the_start_is_no_part_of_the_question() -> None:
    assert lines("\ufeffwas sagte Müller?\n".encode()) == [("was sagte Müller?", True)]


def test_only_a_line_feed_ends_a_line() -> None:
    assert lines("a\u2028b\x0bc\x85d\n".encode()) == [("a\u2028b\x0bc\x85d", True)]


def test_a_line_that_is_no_text_keeps_its_place_and_the_others_are_asked() -> None:
    assert [good for _, good in lines(b"one?\ncaf\xe9?\nnul\0?\nfour?\n")] == [True, False, False, True]


@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_line_without_end_is_cut_off_and_only_one_line(end: bytes) -> None:
    found = lines(b"one?\n" + b"x" * (3 * LONGEST_LINE) + end + (b"three?" if end else b""))
    assert [good for _, good in found] == ([True, False, True] if end else [True, False])
    assert len(found[1][0]) <= LONGEST_LINE + 1


def test_the_place_of_a_question_is_known(tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_text("one?\ntwo?\n")
    assert [asked.place for asked in read_batch(str(file), io.BytesIO())] == [f"{file}, line 1", f"{file}, line 2"]
