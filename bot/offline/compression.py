"""The gateway's transport compression: one continuous stream over all frames of a connection."""

import zlib
from collections.abc import Callable

Compress = Callable[[str], bytes]


def stream(kind: str | None) -> Compress | None:
    """A compressor for `kind` ("zlib-stream", "zstd-stream"), or None for plain text frames."""
    if kind == "zlib-stream":
        return _zlib()
    if kind == "zstd-stream":
        return _zstd()
    return None


def _zlib() -> Compress:
    deflate = zlib.compressobj()
    return lambda text: deflate.compress(text.encode()) + deflate.flush(zlib.Z_SYNC_FLUSH)


def _zstd() -> Compress:
    """Only reached when the client has a zstandard package, which then serves this side too."""
    import zstandard  # type: ignore[import-not-found]

    frames = zstandard.ZstdCompressor().compressobj()
    return lambda text: frames.compress(text.encode()) + frames.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
