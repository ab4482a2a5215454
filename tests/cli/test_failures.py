"""How commands end that cannot go on: one plain line, the right exit code, and never a traceback."""

import errno
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot import failures
from tests.cli.conftest import FERRY, STRIKE, Run, held, write_lines

NEWSDESK = [sys.executable, "-c", "from bot.cli import main; main()"]


def raising(error: BaseException) -> object:
    def fail(*arguments: object, **more: object) -> object:
        raise error

    return fail


def failing(run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> tuple[int, list[str]]:
    monkeypatch.setattr("index.coverage.Coverage.open", raising(error))
    result = run("list")
    assert result.stdout == ""
    return result.exit_code, result.stderr.splitlines()


def test_what_is_a_bug_says_so_and_its_report_is_kept(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, lines = failing(run, monkeypatch, ZeroDivisionError("division\nby \x1b[31mzero"))
    assert code == 1
    assert len(lines) == 1
    assert lines[0].startswith("newsdesk failed: ZeroDivisionError: division by \ufffd[31mzero. This is a bug; ")
    report = Path(lines[0].rsplit(" is in ", 1)[1])
    assert report.is_relative_to(folder.parent)
    assert "Traceback" in report.read_text()
    assert "ZeroDivisionError" in report.read_text()


def test_a_report_that_cannot_be_written_does_not_hide_the_failure(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "file" / "below"))
    code, lines = failing(run, monkeypatch, ZeroDivisionError("zero"))
    assert code == 1
    assert lines == ["newsdesk failed: ZeroDivisionError: zero. This is a bug; no report of it could be written"]


def test_a_full_disk_is_no_bug(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    code, lines = failing(run, monkeypatch, OSError(errno.ENOSPC, "No space left on device", "news\n.db"))
    assert (code, lines) == (1, ["news .db: No space left on device"])


def test_an_interruption_ends_with_130_and_says_what_is_kept(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    code, lines = failing(run, monkeypatch, KeyboardInterrupt())
    assert (code, lines) == (130, ["Stopped. What was reported so far is kept."])


def test_an_interrupted_add_counts_what_is_kept(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.coverage import Coverage

    real = Coverage.add

    def interrupted(self: Coverage, *arguments: object, **more: object) -> object:
        yield from real(self, *arguments, **more)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(Coverage, "add", interrupted)
    result = run("add", write_lines(folder / "two.jsonl", STRIKE, FERRY))
    assert result.exit_code == 130
    assert result.stderr == "Stopped. Reported so far, and kept: 2.\n"
    assert held(run) == ["ferry", "strike"]


def test_a_reader_that_stops_reading_is_no_failure_to_speak_of(folder: Path) -> None:
    rows = [FERRY | {"id": f"ferry-{number}", "title": "Ferry " * 40} for number in range(600)]
    write_lines(folder / "many.jsonl", *rows)
    subprocess.run([*NEWSDESK, "add", "many.jsonl"], check=True, capture_output=True)
    # Unbuffered, Python does not always notice that only a part was written.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    for how in ([], ["--json"]):
        pipe = subprocess.PIPE
        listing = subprocess.Popen([*NEWSDESK, "list", *how], stdout=pipe, stderr=pipe, env=buffered)
        assert listing.stdout
        assert listing.stderr
        listing.stdout.readline()
        listing.stdout.close()
        assert listing.stderr.read() == b""
        assert listing.wait(30) == 1
        listing.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written_is_said_on_one_line(filled: Run) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*NEWSDESK, "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "No space left on device\n"


@pytest.mark.skipif(os.name == "nt", reason="POSIX shell")
@pytest.mark.parametrize(
    ("command", "code", "complaint"),
    [("list >&-", 0, ""), ("list >&- 2>&-", 0, ""), ("add - <&-", 1, "-: the file is empty\n")],
)
def test_closed_streams_are_no_failure_of_their_own(filled: Run, command: str, code: int, complaint: str) -> None:
    script = f'exec "$0" -c "from bot.cli import main; main()" {command}'
    done = subprocess.run(["/bin/sh", "-c", script, sys.executable], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, complaint)


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_control_c_while_adding_keeps_what_was_acknowledged(run: Run, folder: Path) -> None:
    pipe = subprocess.PIPE
    adding = subprocess.Popen([*NEWSDESK, "add", "-", "--json"], stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0)
    assert adding.stdin
    assert adding.stdout
    rows = [FERRY | {"id": f"ferry-{number}"} for number in range(200)]
    adding.stdin.write(write_lines(folder / "many.jsonl", *rows).read_bytes())
    first = adding.stdout.readline()
    time.sleep(0.2)
    adding.send_signal(signal.SIGINT)
    out, err = adding.communicate(timeout=60)
    assert adding.returncode == 130
    acknowledged = len((first + out).splitlines())
    said = re.fullmatch(r"Stopped\. Reported so far, and kept: (\d+)\.\n", err.decode())
    assert said
    assert 1 <= acknowledged <= int(said[1]) <= len(held(run))


def test_the_line_is_plain(capsys: pytest.CaptureFixture[str]) -> None:
    failures.tell("one\ntwo\x1b[31m")
    assert capsys.readouterr().err == "one two\ufffd[31m\n"
