"""A large zip in several smaller ones, each whole in itself: Discord takes files up to a limit only."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

PIECE = 1 << 18
"""Bytes of a line that are written at once; a longer line goes on in the next part where it has to."""
UNWRITTEN = 1 << 17
"""Bytes that the compressor may hold back, and the end of the zip takes: at most so many."""
LEAST = 4 * (PIECE + UNWRITTEN)
"""Bytes that a part must be allowed to have."""


def parts(archive: Path, most: int) -> list[Path]:
    """The zips, beside the one given and in order, of at most `most` bytes each; that one itself where it is no larger.

    What is in each file of the zip is divided at the ends of lines. Raises ValueError for less than LEAST bytes.
    """
    if archive.stat().st_size <= most:
        return [archive]
    if most < LEAST:
        raise ValueError(f"parts of {most} bytes hold nothing; at least {LEAST} are needed")
    writing = _Writing(archive, most)
    with zipfile.ZipFile(archive) as whole:
        for name in whole.namelist():
            writing.begin(name)
            with whole.open(name) as file:
                for piece in _pieces(file):
                    writing.write(piece)
            writing.end()
    writing.close()
    archive.unlink()
    return writing.made


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Lines, or pieces of those that are very long."""
    while piece := file.readline(PIECE):
        yield piece


@dataclass
class _Writing:
    """The part that is being written, and those that are done."""

    archive: Path
    most: int
    made: list[Path] = field(default_factory=list)
    _name: str = ""
    _times: int = 0
    _zip: zipfile.ZipFile | None = None
    _file: IO[bytes] | None = None

    def begin(self, name: str) -> None:
        """From here on it is this file that is written."""
        self._name, self._times = name, 0

    def write(self, piece: bytes) -> None:
        """Write on, in the next part where this one is full."""
        if self._zip and self._zip.fp and self._zip.fp.tell() + len(piece) + UNWRITTEN > self.most:
            self.close()
        if self._file is None:
            self._file = self._opened().open(self._member(), "w")
        self._file.write(piece)

    def end(self) -> None:
        """Nothing more comes of this file."""
        if self._file:
            self._file.close()
            self._file = None

    def close(self) -> None:
        """Nothing more comes into this part."""
        self.end()
        if self._zip:
            self._zip.close()
            self._zip = None

    def _opened(self) -> zipfile.ZipFile:
        if self._zip is None:
            path = self.archive.with_name(f"{self.archive.stem}-part-{len(self.made) + 1}.zip")
            self.made.append(path)
            self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        return self._zip

    def _member(self) -> str:
        """articles.jsonl, then articles-2.jsonl ..."""
        self._times += 1
        path = PurePosixPath(self._name)
        return self._name if self._times == 1 else f"{path.stem}-{self._times}{path.suffix}"
