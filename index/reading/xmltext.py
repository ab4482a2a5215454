"""Bytes of XML -> text that is safe to parse: one encoding, no DOCTYPE, so no entity, no outside reference, no DTD.

Entities that a document declares are never expanded: references to them stay as they are written. Those of HTML
("&nbsp;", which feeds use without declaring it) become the characters that they mean.
"""

from __future__ import annotations

import html
import re
from html.entities import name2codepoint

from index.errors import MalformedError, NotTextError, TooLargeError
from index.reading.decoding import decode, marked_wide

MOST_ATTRIBUTES, MOST_TAGS, MOST_REFERENCES = 300, 500_000, 1_000_000
_DECLARED = re.compile(r"<\?xml[^>]{0,200}?\bencoding\s{0,5}=\s{0,5}[\"']([A-Za-z0-9_:.-]{1,40})", re.ASCII)
_DECLARED_WITHIN = 1_000
_WIDE_LOOKS = ((re.compile(rb"<\x00[^\x00]\x00"), "utf-16-le"), (re.compile(rb"\x00<\x00[^\x00]"), "utf-16-be"))
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13, 27))
"""Bytes that XML does not allow, but that of ISO-2022-JP's shifts."""
_NO_CHARACTERS = dict.fromkeys([*range(9), 11, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "")
_STRAY = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
_ROOT = re.compile(r"<[^\W\d]")
_KNOWN_ROOT = re.compile(r"<(?:rss|feed|rdf:rdf|channel|item|entry|nitf|newsitem|newsmessage)[\s>]", re.IGNORECASE)
_LONGEST_DOCTYPE = 20_000
_NAME = re.compile(r"<(?:[^\W\d][\w.-]{0,60}:)?([^\W\d][\w.-]{0,60})")
_DOCTYPE_TOKEN = re.compile(r"[^\"'<\[\]>]++|\"[^\"]*+\"|'[^']*+'|<!--.*?-->|<\?.*?\?>|[<\[\]>]|[\"']", re.DOTALL)
_BARE = re.compile(r"&(?!#?[A-Za-z0-9]{1,40};)")
"""An ampersand that begins no reference; in HTML, "&amp;" says the same."""
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,7});")
_NUMBERED = re.compile(r"&#(?:x([0-9a-f]{1,100000})|([0-9]{1,100000}));?", re.IGNORECASE)
_XML_NAMES = frozenset(["amp", "lt", "gt", "quot", "apos"])
_TAG = re.compile(r"<[^\W\d](?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>?")
_LONG_TAG = 1_000


def xml_text(data: bytes, charset: str | None = None) -> str:
    """The document from its root element on. charset: what the server said; the document's own word goes first.

    Bytes that are no UTF-8 in a text that else is are read as Windows-1252, which they nearly always are in feeds put
    together from several sources. Raises NotTextError, MalformedError, NoBodyError.
    """
    wide = marked_wide(data) or unmarked_wide(data)
    text = data.decode(wide, "replace").removeprefix("\ufeff") if wide else _decoded(data, charset)
    text = text.translate(_NO_CHARACTERS)
    text = text[_root(text) :]
    references = text.count("&")
    if references > MOST_REFERENCES:
        raise TooLargeError(f"XML of {references:,} references; at most {MOST_REFERENCES:,} are read")
    _refuse_attributes(text)
    return _NUMBERED.sub(_numbered, _NAMED.sub(_named, _BARE.sub("&amp;", text)))


def unmarked_wide(data: bytes) -> str | None:
    """The encoding of XML that begins as UTF-16 without a byte order mark (XML 1.0, appendix F), or None."""
    return next((codec for look, codec in _WIDE_LOOKS if look.match(data)), None)


def root_name(text: str) -> str:
    """The local name of the root element in lower case: "rss", "feed", "newsitem"; empty where there is none.

    text: the document or its beginning, which may start with a declaration, comments and a DOCTYPE.
    """
    found = _NAME.match(text, _root(text))
    return found[1].lower() if found else ""


def _decoded(data: bytes, charset: str | None) -> str:
    data = data.translate(None, _CONTROLS)
    declared = _DECLARED.search(data[:_DECLARED_WITHIN].decode("latin-1"))
    try:
        return decode(data, declared[1] if declared else charset)
    except NotTextError:
        if not data.lstrip().startswith((b"<", b"\xef\xbb\xbf")):
            raise
        return data.decode("utf-8", "surrogateescape").translate(_STRAY).removeprefix("\ufeff")


def _root(text: str) -> int:
    """Where the first element starts: behind the XML declaration, comments and a DOCTYPE with all that it declares.

    Behind what does not end, it is the next thing that looks like an element; 0 where there is none.
    """
    at = 0
    while (at := text.find("<", at)) >= 0:
        if _ROOT.match(text, at):
            return at
        if text.startswith("<!--", at):
            end = text.find("-->", at)
        elif text.startswith("<?", at):
            end = _instruction_end(text, at)
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            end = _doctype_end(text, at + 9)
        else:
            end = at + 1
        if end < 0:
            found = _ROOT.search(text, at)
            return found.start() if found else 0
        at = end
    return 0


def _instruction_end(text: str, at: int) -> int:
    """Where a processing instruction ends; -1 where it does not, or the document seems to begin inside it."""
    end = text.find("?>", at)
    return -1 if end >= 0 and _KNOWN_ROOT.search(text, at, end) else end


def _doctype_end(text: str, at: int) -> int:
    """Where a document type declaration ends; -1 where it does not, or an element seems to stand inside it."""
    inside, place, most = 0, at, min(len(text), at + _LONGEST_DOCTYPE)
    while place < most and (token := _DOCTYPE_TOKEN.match(text, place, most)):
        place = token.end()
        if token[0] == "[":
            inside += 1
        elif token[0] == "]":
            inside -= 1
        elif token[0] == ">" and inside <= 0:
            return -1 if _KNOWN_ROOT.search(text, at, place) else place
    return -1


def refuse_many(text: str) -> None:
    """Raise TooLargeError for more elements than any feed has: what parses them takes its time for each."""
    tags, inside = 0, False
    for number, part in enumerate(text.split("<![CDATA[")):
        inside = inside or number > 0
        end = part.find("]]>") if inside else 0
        if end >= 0:
            tags, inside = tags + part.count("<", end), False
    if tags > MOST_TAGS:
        raise TooLargeError(f"XML of {tags:,} tags; at most {MOST_TAGS:,} are read")


def _refuse_attributes(text: str) -> None:
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() > _LONG_TAG and tag[0].count("=") > MOST_ATTRIBUTES:
            raise MalformedError(f"XML with an element of more than {MOST_ATTRIBUTES} attributes")


def _named(reference: re.Match[str]) -> str:
    name = reference[1]
    code = None if name in _XML_NAMES else name2codepoint.get(name)
    return reference[0] if code is None else f"&#{code};"


def _numbered(reference: re.Match[str]) -> str:
    """A reference to a character that XML cannot hold becomes what HTML makes of it: Windows-1252's, or U+FFFD."""
    figures = reference[1] or reference[2]
    code = int(figures, 16 if reference[1] else 10) if len(figures) <= 8 else 0x110000
    if code in (9, 10, 13) or 32 <= code <= 126 or 160 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD:
        return reference[0]
    if 0x10000 <= code <= 0x10FFFF:
        return reference[0]
    return html.unescape(f"&#{code};") or "\ufffd"
