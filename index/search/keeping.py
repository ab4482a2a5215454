"""Keeping an index on disk: written beside the database, mapped into memory at the next start, never trusted blindly.

One file: a mark, the length and the checksum of a header in JSON, the header, and the arrays, each with its checksum.
It is written under a new name, synchronised and then renamed, so it is there whole or not at all. A file that is not of
this format, not of the length it names, or whose checksums are not right, is none: the index is built from the store
again. All checksums are checked when a file is opened, by reading it once in passing (about a second for a gigabyte).
"""

from __future__ import annotations

import json
import mmap
import os
import time
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import numpy as np

from index.search.segments import Part, Postings, Segment

FORMAT = 1
"""Raised whenever what is written, or what of an article is a document's terms and context, changes."""
_MARK = b"newsdesk index\0\0"
_ALIGNED = 64
_AT_ONCE = 1 << 22
_MOST_HEADER = 1 << 28
_OLD = 3600.0
"""Seconds after which a file that was not finished is nobody's."""

Collections = Mapping[str, Sequence[Part]]


class NotKeptError(Exception):
    """There is no file, or none that can be used; it says why."""


def keep(path: Path, collections: Collections, stamp: Mapping[str, Any]) -> None:
    """Write the segments of some collections. stamp: what they are of, as JSON holds it. Raises OSError."""
    clear_out(path)
    new = path.with_name(f"{path.name}.{os.getpid()}.{time.monotonic_ns()}.new")
    try:
        with new.open("xb") as file:
            _write(file, collections, stamp)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        _synchronise(path.parent)
    finally:
        new.unlink(missing_ok=True)


def kept(path: Path) -> tuple[dict[str, tuple[Part, ...]], dict[str, Any]]:
    """The collections' segments, mapped into memory, and the stamp. Raises NotKeptError."""
    try:
        with path.open("rb") as file:
            header, first = _header(file)
            _check(file, header["arrays"], first, header["size"])
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        arrays = [_array(mapped, first, *described) for described in header["arrays"]]
        collections = {
            name: tuple(_part([arrays[number] for number in numbers]) for numbers in parts)
            for name, parts in header["collections"].items()
        }
        return collections, dict(header["stamp"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise NotKeptError(f"{path.name}: {error}") from error


def forget(path: Path) -> None:
    """Delete the file, if it is there, and what is left of unfinished ones. Raises OSError."""
    clear_out(path, older=0.0)
    path.unlink(missing_ok=True)


def clear_out(path: Path, older: float = _OLD) -> None:
    """Delete what writers that were killed have left behind."""
    for left in path.parent.glob(f"{path.name}.*.new"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime >= older:
                left.unlink()


def _arrays_of(held: Part) -> list[Any]:
    segment, words = held.segment, "\0".join(held.segment.terms)
    if len(segment.terms) and words.count("\0") != len(segment.terms) - 1:
        raise OSError("a term holds a NUL")
    text = np.frombuffer(words.encode("utf-8", "surrogatepass"), dtype=np.uint8)
    totals = np.array([*held.totals, len(segment.terms)], dtype=np.int64)
    own = [segment.articles, segment.paragraphs, segment.lengths, text, totals, held.dead]
    return [*own, *vars(segment.postings).values()]


def _part(arrays: Sequence[Any]) -> Part:
    articles, paragraphs, lengths, text, totals, dead, *postings = arrays
    own, context, size = totals.tolist()
    names = text.tobytes().decode("utf-8", "surrogatepass").split("\0") if size else []
    terms = dict(zip(names, range(size), strict=True))
    segment = Segment(articles, paragraphs, lengths, terms, Postings(*postings))
    alive = np.ones(len(segment), dtype=np.bool_)
    alive[dead] = False
    return Part(segment, alive, dead, (own, context))


def _write(file: IO[bytes], collections: Collections, stamp: Mapping[str, Any]) -> None:
    arrays: list[Any] = []
    numbers: dict[str, list[list[int]]] = {}
    for name, parts in collections.items():
        numbers[name] = []
        for held in parts:
            own = _arrays_of(held)
            numbers[name].append(list(range(len(arrays), len(arrays) + len(own))))
            arrays += own
    described, at = [], 0
    for array in arrays:
        described.append([array.dtype.str, array.shape, at, zlib.crc32(_raw(array))])
        at += -(-array.nbytes // _ALIGNED) * _ALIGNED
    told = {"format": FORMAT, "stamp": dict(stamp), "size": at, "arrays": described, "collections": numbers}
    header = json.dumps(told).encode()
    start = len(_MARK) + 12 + len(header)
    file.write(_MARK + len(header).to_bytes(8, "little") + zlib.crc32(header).to_bytes(4, "little") + header)
    file.write(bytes(-start % _ALIGNED))
    for array in arrays:
        file.write(_raw(array))
        file.write(bytes(-array.nbytes % _ALIGNED))


def _raw(array: Any) -> Any:
    """The bytes of an array, without a copy where it is in one piece."""
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8)


def _header(file: IO[bytes]) -> tuple[dict[str, Any], int]:
    """The header, and where the arrays begin."""
    start = file.read(len(_MARK) + 12)
    if len(start) < len(_MARK) + 12 or not start.startswith(_MARK):
        raise ValueError("no index of newsdesk")
    size = int.from_bytes(start[-12:-4], "little")
    header = file.read(size) if size <= _MOST_HEADER else b""
    if len(header) != size or zlib.crc32(header) != int.from_bytes(start[-4:], "little"):
        raise ValueError("its header is damaged")
    told = json.loads(header)
    if told["format"] != FORMAT:
        raise ValueError("written by another version of newsdesk")
    end = len(start) + size
    return told, end + -end % _ALIGNED


def _check(file: IO[bytes], arrays: Sequence[Sequence[Any]], first: int, size: int) -> None:
    """Whether the file is as long as it says and every array is as it was written. Reads, so that nothing is mapped."""
    if os.fstat(file.fileno()).st_size != first + size:
        raise ValueError("it is cut short, or too long")
    room = bytearray(_AT_ONCE)
    for dtype, shape, at, checksum in arrays:
        file.seek(first + at)
        left, sum_so_far = _bytes(dtype, shape), 0
        while left:
            got = file.readinto(memoryview(room)[: min(left, _AT_ONCE)])  # type: ignore[attr-defined] # a buffered file
            if not got:
                raise ValueError("it is cut short")
            sum_so_far = zlib.crc32(memoryview(room)[:got], sum_so_far)
            left -= got
        if sum_so_far != checksum:
            raise ValueError("it is damaged")


def _bytes(dtype: str, shape: Sequence[int]) -> int:
    return int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize


def _array(mapped: mmap.mmap, first: int, dtype: str, shape: Sequence[int], at: int, _checksum: int) -> Any:
    count = int(np.prod(shape, dtype=np.int64))
    if not count:
        return np.empty(tuple(shape), dtype=dtype)
    return np.frombuffer(mapped, dtype=dtype, count=count, offset=first + at).reshape(tuple(shape))


def _synchronise(folder: Path) -> None:
    """Make a renaming last, where the system lets a folder be synchronised."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
