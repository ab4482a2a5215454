"""The body of an answer as it comes in: decompressed piece by piece, and never more of it than may be."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator

from bot.fetching.failing import FetchError

_PIECE = 65_536
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
CODINGS = {"gzip", "x-gzip", "deflate", "identity", ""}


async def read_body(pieces: AsyncIterator[bytes], coding: str, link: str, *, sent: int, unpacked: int) -> bytes:
    """The whole body, decompressed.

    coding: the header Content-Encoding. sent, unpacked: bytes before and after decompression at most. Raises FetchError
    ("too large", "wrong type", "unreachable" for a body that is damaged or cut off).
    """
    coding = coding.strip().lower()
    if coding not in CODINGS:
        raise FetchError("wrong type", link, "it is packed in a way that newsdesk did not ask for; try again later")
    unpacking = None if coding in ("identity", "") else _Unpacking()
    body, received = bytearray(), 0
    try:
        async for piece in pieces:
            received += len(piece)
            if received > sent:
                raise too_large(link, sent)
            for part in unpacking.feed(piece) if unpacking else (piece,):
                body += part
                if len(body) > unpacked:
                    raise too_large(link, unpacked)
    except zlib.error as error:
        raise FetchError("unreachable", link, "what it sent is damaged; try again later") from error
    if unpacking and received and not unpacking.whole:
        raise FetchError("unreachable", link, "what it sent is cut off; try again later")
    return bytes(body)


def too_large(link: str, limit: int) -> FetchError:
    """The refusal of what is over the limit, in bytes."""
    size = f"{limit / 1_000_000:,.1f}".removesuffix(".0") + " MB" if limit >= 100_000 else f"{limit:,} bytes"
    return FetchError("too large", link, f"it is over the limit of {size}; save the article as a file and add that")


class _Unpacking:
    """gzip (of several members too) and deflate, with the zlib header that it should have or without."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._begun = False
        self.whole = False
        """Whether the end of the compressed stream was reached."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The pieces, each small, that this much more of the stream unpacks to."""
        while data or not self.whole:
            if self.whole:
                if not b"\x1f\x8b".startswith(data[:2]):
                    return  # padding behind the end
                self._stream, self.whole = zlib.decompressobj(_GZIP_OR_ZLIB), False
            piece = self._unpacked(data)
            yield piece
            self.whole = self._stream.eof
            data = self._stream.unused_data if self.whole else self._stream.unconsumed_tail
            if not data and len(piece) < _PIECE:
                return

    def _unpacked(self, data: bytes) -> bytes:
        begun, self._begun = self._begun, True
        try:
            return self._stream.decompress(data, _PIECE)
        except zlib.error:
            if begun:
                raise
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._stream.decompress(data, _PIECE)
