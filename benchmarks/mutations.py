"""Breaks the bot on purpose, one small way after another, and shows which test notices.

    python benchmarks/mutations.py [NAME ...]

The ways are in mutations.toml, each the change of one text in one file. Each is made in a temporary copy of the
checkout, never here, and only the tests that should notice are run, two ways at a time. First those tests must pass
unbroken. Exit code 1 when a way is not noticed, or its tests cannot be run; 2 when a text to change is not there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("bot", "index", "tests", "seeds", "docs", "benchmarks", "pyproject.toml", "README.md", "Makefile")
AT_ONCE = 2
LONGEST = 180.0
"""Seconds for the tests of one way; a bot that hangs is a broken one too."""
NOT_NOTICED, CANNOT_RUN = "NOT NOTICED", "CANNOT RUN"


@dataclass(frozen=True)
class Mutation:
    """One way to break the bot."""

    name: str
    file: str
    old: str
    new: str
    tests: list[str]

    def problem(self) -> str | None:
        """Why it cannot be made; None where it can."""
        times = (ROOT / self.file).read_text(encoding="utf-8").count(self.old)
        return None if times == 1 else f"{self.name}: {self.file} has the text {times} times, not once: {self.old!r}"


def mutations(names: list[str]) -> list[Mutation]:
    """Those with the names, or all. Exits where there is none of a name, or a text is not there."""
    listed = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["mutation"]
    every = {entry["name"]: Mutation(**entry) for entry in listed}
    problems = [f"there is no {name!r}" for name in names if name not in every]
    chosen = [every[name] for name in names or every if name in every]
    problems += [problem for mutation in chosen if (problem := mutation.problem())]
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
        sys.exit(2)
    return chosen


@contextmanager
def copies() -> Iterator[SimpleQueue[Path]]:
    """As many copies of the checkout as tests run at once; take one, and put it back."""
    with tempfile.TemporaryDirectory(prefix="newsdesk-") as folder:
        free: SimpleQueue[Path] = SimpleQueue()
        for number in range(AT_ONCE):
            copy = Path(folder) / str(number)
            copy.mkdir()
            for name in COPIED:
                if (ROOT / name).is_dir():
                    shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
                elif (ROOT / name).exists():
                    shutil.copy(ROOT / name, copy / name)
            free.put(copy)
        yield free


def run(copy: Path, tests: list[str], *options: str) -> tuple[int, str]:
    """pytest's exit code (-1 when it hangs) and what it printed."""
    shared = os.environ.get("NEWSDESK_SHARED", str(ROOT.parent / "shared"))
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "NEWSDESK_SHARED": shared}
    command = [sys.executable, "-m", "pytest", "-n0", "-pno:cacheprovider", "--tb=no", "-rfE", *options, *tests]
    try:
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return -1, ""
    return done.returncode, done.stdout + done.stderr


def noticed(mutation: Mutation, free: SimpleQueue[Path]) -> str:
    """The test that fails of it, or why there is none."""
    copy = free.get()
    file = copy / mutation.file
    before = file.read_text(encoding="utf-8")
    try:
        file.write_text(before.replace(mutation.old, mutation.new), encoding="utf-8")
        code, printed = run(copy, mutation.tests, "-x")
    finally:
        file.write_text(before, encoding="utf-8")
        free.put(copy)
    if code == -1:
        return "(hangs: the time limit)"
    if code == 0:
        return NOT_NOTICED
    failed = re.search(r"^(?:FAILED|ERROR) tests/(\S+?::\w+(?:\[.*?\])?)", printed, re.MULTILINE)
    return failed[1] if code == 1 and failed else f"{CANNOT_RUN}: {printed.strip()[-300:]}"


def main() -> int:
    """Print the table."""
    chosen = mutations(sys.argv[1:])
    with copies() as free, ThreadPoolExecutor(AT_ONCE) as pool:
        tests = sorted({test for mutation in chosen for test in mutation.tests})
        code, printed = unbroken(free, tests)
        if code:
            print(f"The tests do not pass unbroken:\n{printed[-2000:]}", file=sys.stderr)
            return 1
        missed = 0
        for mutation, found in zip(chosen, pool.map(lambda each: noticed(each, free), chosen), strict=True):
            missed += found.startswith((NOT_NOTICED, CANNOT_RUN))
            print(f"{mutation.name:<55} {found}", flush=True)
    print(f"{len(chosen)} ways to break the bot, {len(chosen) - missed} noticed, {missed} not")
    return 1 if missed else 0


def unbroken(free: SimpleQueue[Path], tests: list[str]) -> tuple[int, str]:
    """What all the tests come to while nothing is broken."""
    copy = free.get()
    try:
        return run(copy, tests)
    finally:
        free.put(copy)


if __name__ == "__main__":
    sys.exit(main())
