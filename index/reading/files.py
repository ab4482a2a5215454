"""Paths, uploads and standard input -> readings. What cannot be read is yielded as its error, and the rest goes on."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from index.errors import NotFoundError, NotTextError, TooLargeError, UnreadableError
from index.reading.formats import SUFFIXES, Found, placed, read_stream
from index.reading.reading import Limits

STANDARD_INPUT = "-"
_DEFAULTS = Limits()
# A pipe is opened without waiting for its other end, so that it can be refused; Windows has neither flag nor pipes.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_paths(
    paths: Iterable[str], limits: Limits = _DEFAULTS, *, standard_input: BinaryIO | None = None
) -> Iterator[Found]:
    """The articles of files and folders in the order given; "-" is standard input.

    Folders are walked in the order of their names, for files that end in one of SUFFIXES; hidden files and links to
    folders are left out. Errors are yielded in their places, never raised, so that the good ones go on.
    """
    for path in paths:
        if path == STANDARD_INPUT and standard_input is not None:
            yield from _guarded(read_stream(_buffered(standard_input, limits), path, limits), path)
        else:
            yield from _read_path(path, limits)


def read_bytes(data: bytes, name: str, limits: Limits = _DEFAULTS, media_type: str | None = None) -> Iterator[Found]:
    """The articles of an upload of this name, in order. Errors are yielded, never raised; no file is touched.

    media_type: what the server that sent it said, if one did; its name alone decides otherwise.
    """
    if len(data) > limits.file_bytes:
        yield placed(_too_large(len(data), limits), name)
        return
    yield from _guarded(read_stream(_buffered(io.BytesIO(data), limits), name, limits, media_type), name)


class _Limited(io.RawIOBase):
    """A stream that raises TooLargeError where it goes on beyond the limit, also if its size was not known before."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream, self._limits, self._read = stream, limits, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's buffer is wider
        read = getattr(self._stream, "read1", self._stream.read)
        data: bytes = read(len(buffer)) or b""
        self._read += len(data)
        if self._read > self._limits.file_bytes:
            raise _too_large(None, self._limits)
        buffer[: len(data)] = data
        return len(data)


def _buffered(stream: BinaryIO, limits: Limits) -> io.BufferedReader:
    return io.BufferedReader(_Limited(stream, limits), 65_536)


def _read_path(path: str, limits: Limits) -> Iterator[Found]:
    try:
        folder = Path(path).is_dir()
    except (OSError, ValueError):
        folder = False  # opening it says what is wrong
    if not folder:
        yield from _guarded(_read_file(path, limits), _printable(path))
        return
    empty = True
    for file in _walk(Path(path)):
        empty = False
        yield from [file] if isinstance(file, UnreadableError) else _guarded(_read_file(file, limits), _printable(file))
    if empty:
        ends = ", ".join(SUFFIXES)
        yield NotFoundError(f"no articles in this folder: no file ends in {ends}", path=_printable(path))


def _read_file(path: str, limits: Limits) -> Iterator[Found]:
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
    except ValueError as error:  # a NUL character in the path
        raise NotFoundError("no such file or folder") from error
    with io.FileIO(descriptor) as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise NotTextError("not a file but a pipe, a socket or a device; newsdesk reads files and folders")
        if found.st_size > limits.file_bytes:
            raise _too_large(found.st_size, limits)
        yield from read_stream(_buffered(file, limits), _printable(path), limits)


def _walk(folder: Path) -> Iterator[str | UnreadableError]:
    """The articles' files below a folder, in the order of their names; a folder that cannot be listed is an error."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            if path is not folder and (path.is_symlink() or not path.is_dir()):
                if path.suffix.lower() in SUFFIXES and not path.is_dir():
                    yield str(path)
                continue
            inside = sorted(entry for entry in path.iterdir() if not entry.name.startswith("."))
        except OSError as error:
            yield placed(_refusal(error), _printable(str(path)))
            continue
        waiting.extend(reversed(inside))


def _guarded(readings: Iterator[Found], name: str) -> Iterator[Found]:
    """The readings; what is raised meanwhile is the last of them."""
    try:
        yield from readings
    except UnreadableError as error:
        yield placed(error, name)
    except OSError as error:
        yield placed(_refusal(error), name)


def _refusal(error: OSError) -> UnreadableError:
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return NotFoundError("no such file or folder")
        case errno.EACCES | errno.EPERM:
            return UnreadableError("no permission to read it; change its rights, or ask its owner")
        case errno.ELOOP:
            return UnreadableError("a symbolic link that leads back to itself")
        case errno.ENAMETOOLONG:
            return NotFoundError("no such file or folder: the name is too long")
        case errno.ENXIO:
            return NotTextError("not a file but a pipe, a socket or a device; newsdesk reads files and folders")
    return UnreadableError(f"cannot be read: {(error.strerror or 'input error').lower()}")


def _too_large(size: int | None, limits: Limits) -> TooLargeError:
    has = "it is" if size is None else f"{_megabytes(size)},"
    return TooLargeError(
        f"{has} over the limit of {_megabytes(limits.file_bytes)}; split it, or raise NEWSDESK_FILE_BYTES"
    )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f}".removesuffix(".0") + " MB" if size >= 100_000 else f"{size:,} bytes"


def _printable(path: str) -> str:
    """The path in characters that can be encoded; bytes of a file's name that are no UTF-8 become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
