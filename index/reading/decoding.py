"""Bytes -> text: marks, UTF-8, a page's declaration, Windows-1252, and charset-normalizer for the rest."""

from __future__ import annotations

import codecs
import re

from index.errors import NoBodyError, NotTextError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    *((b"BZh%d1AY&SY" % level, "a bzip2 archive") for level in range(1, 10)),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
)
_INSIDE_ZIP = (
    (b"word/", "a Word document (.docx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint presentation (.pptx)"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"mimetypeapplication/epub+zip", "an e-book (EPUB)"),
)
# fmt: off
_DECLARABLE = frozenset([
    "utf-8", "ascii", "iso8859-1", "iso8859-2", "iso8859-4", "iso8859-5", "iso8859-7", "iso8859-9", "iso8859-10",
    "iso8859-13", "iso8859-15", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "cp1258", "koi8-r",
    "koi8-u", "cp866", "mac-roman", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "euc_jp", "shift_jis",
    "iso2022_jp", "euc_kr",
])
# fmt: on
"""What a page may declare, by Python's names: encodings of text alone ("zlib" and "punycode" are codecs, too)."""
_WESTERN = frozenset({"ascii", "iso8859-1", "cp1252"})
_GUESSED = ["cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859_2", "koi8_r", "shift_jis", "gb18030", "euc_kr"]
_IN_WORD_SYMBOL = re.compile(r"[^\W\d_][¡-¶¸-¿×÷‚ƒ„†‡ˆ‰‹›˜€™][^\W\d_]")
"""Signs that Western text never has between two letters, but wrong decodings do. The middle dot is Catalan."""
_PROBED_BYTES = 1_000_000


def looks_like(data: bytes) -> str | None:
    """What kind of binary file the bytes begin as ("a PDF document"), or None."""
    kind = next((name for signature, name in _SIGNATURES if data.startswith(signature)), None)
    if kind == "a ZIP archive":
        return next((name for part, name in _INSIDE_ZIP if part in data[:4_096]), kind)
    return kind


def refuse_binary(data: bytes) -> None:
    """Raise NotTextError if the bytes are an archive, a picture or other binary data, naming what they look like."""
    kind = looks_like(data)
    if kind:
        raise NotTextError(f"looks like {kind}; newsdesk reads text, web pages, JSON and feeds")
    if _mark(data) is None and b"\x00" in data:
        if data.count(b"\x00") * 3 > len(data):
            raise NotTextError("holds NUL bytes; if it is UTF-16 text without a mark, save it as UTF-8")
        raise NotTextError("holds NUL bytes: binary data, not text")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of the bytes with line ends as "\\n", otherwise unchanged.

    Order: a byte order mark, the declared encoding (a page's), UTF-8, Windows-1252 if that reads as Western text, then
    charset-normalizer. Raises NotTextError, and NoBodyError for empty files.
    """
    if not data.strip():
        raise NoBodyError("the file is empty")
    refuse_binary(data)
    text = _decoded(data, declared)
    if "\x00" in text:
        raise NotTextError("holds NUL characters: binary data, not text")
    if not text.strip():
        raise NoBodyError("the file is empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def marked_wide(data: bytes) -> str | None:
    """The encoding that a UTF-16 or UTF-32 byte order mark at the start states, or None."""
    mark = _mark(data)
    return mark[1] if mark and mark[1] != "utf-8" else None


def _mark(data: bytes) -> tuple[bytes, str] | None:
    return next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)


def _decoded(data: bytes, declared: str | None) -> str:
    mark = _mark(data)
    if mark:
        return _strictly(data[len(mark[0]) :], mark[1])
    codec = _codec(declared)
    if codec and codec not in _WESTERN:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            pass  # a page that declares one encoding and is written in another: found out below
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise NotTextError(f"begins with the mark of {codec.upper()} but is broken at byte {error.start}") from error


def _codec(declared: str | None) -> str | None:
    if not declared or len(declared) > 40 or not declared.isascii():
        return None
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):  # a name that no codec has, or none could have
        return None
    return name if name in _DECLARABLE else None


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> str:
    western = _western(data)
    if western is not None:
        return western
    if _mostly_utf8(data):
        line = data.count(b"\n", 0, error.start) + 1
        raise NotTextError(f"UTF-8 text with a broken character in its line {line}; save it as UTF-8 again") from error
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_PROBED_BYTES], cp_isolation=_GUESSED).best()
    if best is not None:
        try:
            return data.decode(best.encoding)
        except UnicodeDecodeError:
            pass  # right for the part that was probed, not for the whole
    raise NotTextError("text in no known encoding, or no text at all; save it as UTF-8") from error


def _western(data: bytes) -> str | None:
    """The bytes as Windows-1252 if that makes sense: most letters are ASCII, and no signs in the middle of words."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    beyond = sum(1 for character in text if character >= "\x80" and character.isalpha())
    plain = sum(1 for character in text if character < "\x80" and character.isalpha())
    controls = sum(1 for character in text if character < " " and character not in "\t\n\r\f")
    if beyond > plain or controls * 100 > len(text):
        return None
    symbols = sum(1 for _ in _IN_WORD_SYMBOL.finditer(text))
    return None if symbols * 50 > beyond + symbols else text


def _mostly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(1 for character in text if character >= "\x80" and character != "\ufffd") > broken
