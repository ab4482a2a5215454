"""Bytes become the text that was written, whatever an editor saved it as."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import io
import time
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import NoBodyError, NotTextError, UnreadableError
from index.reading.decoding import decode

WESTERN = {
    "English": "“We won’t pay £5 for a coffee,” said Zoë Brückner – or was it €5?",
    "German": "Die Straße nach Köln ist für größere Fahrzeuge gesperrt, sagte Jörg Müller.",
    "French": "« L’été dernier, la forêt brûlait déjà », a déclaré l’élève à Besançon.",
    "Spanish": "¿Qué pasó mañana? El niño preguntó por qué España perdió.",
    "Catalan": "La col·lecció de l’escola és d’en Lluís i la Núria.",
    "Danish": "Søren Kjærgård så en rød bil på Ærø i går.",
    "Italian": "«Perché no?», disse. È così, la città è più bella.",
    "one sign": "The fine is £80.",
}


@pytest.mark.parametrize("times", [1, 200])
@pytest.mark.parametrize("language", WESTERN)
def test_windows_1252_comes_out_right_in_short_files_and_long_ones(language: str, times: int) -> None:
    text = f"{WESTERN[language]}\n" * times
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [*WESTERN.values(), "Зустріч у Львові", "e\u0301 stays as it is: é", "日本の首相"])
def test_unicode_comes_out_character_for_character(codec: str, text: str) -> None:
    assert decode(text.encode(codec)) == text


def test_utf16_with_the_mark_of_either_order_is_read() -> None:
    assert decode(codecs.BOM_UTF16_BE + "Zoë’s £5".encode("utf-16-be")) == "Zoë’s £5"
    assert decode(codecs.BOM_UTF16_LE + "Zoë’s £5".encode("utf-16-le")) == "Zoë’s £5"


def test_cyrillic_in_an_old_encoding_is_not_taken_for_western_text() -> None:
    text = "Президент сказал журналистам в среду, что встреча состоится в четверг утром.\n" * 5
    assert decode(text.encode("cp1251")) == text


def test_polish_in_an_old_encoding_is_not_taken_for_western_text() -> None:
    text = "Zażółć gęślą jaźń, powiedział minister w Łodzi, że się nie zgadza.\n" * 5
    assert decode(text.encode("cp1250")) == text


def test_line_ends_become_one_kind() -> None:
    assert decode(b"one\r\ntwo\rthree\n") == "one\ntwo\nthree\n"


def test_a_declared_encoding_is_used_unless_the_bytes_speak_against_it() -> None:
    assert decode("Łódź żyje".encode("iso8859-2"), "ISO-8859-2") == "Łódź żyje"
    assert decode("café".encode(), "iso-8859-1") == "café"
    assert decode("café".encode("cp1252"), "no-such-encoding") == "café"


@pytest.mark.parametrize("codec", ["zlib", "punycode", "unicode_escape", "rot13", "hex", "utf-16", "idna"])
def test_a_page_cannot_declare_a_codec_that_is_no_encoding_of_pages(codec: str) -> None:
    assert decode(rb"caf\u0065 78 abc-9", codec) == r"caf\u0065 78 abc-9"


def _archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "text")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (_archive("a.txt"), "a ZIP archive"),
        (_archive("[Content_Types].xml", "word/document.xml"), "Word"),
        (gzip.compress(b"text", mtime=0), "gzip"),
        (b"%PDF-1.7\n%", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"SQLite format 3\x00....", "SQLite"),
        (b"text\x00text", "binary"),
        ("text in no order".encode("utf-16-le"), "UTF-16"),
        (b"\xff\xfe\x00\xd8", "UTF-16-LE"),
    ],
)
def test_what_is_no_text_is_refused_and_named(data: bytes, named: str) -> None:
    with pytest.raises(NotTextError, match=named):
        decode(data)


@pytest.mark.parametrize("line", ["“one”", "the café’s café", "Zoë’s"])
def test_utf8_with_a_broken_character_is_refused_with_its_line_not_garbled(line: str) -> None:
    good = f"{line}\n".encode()
    with pytest.raises(NotTextError, match="line 3"):
        decode(good * 2 + b"bro\xe2\x80ken\n" + good)


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + " ".encode("utf-16-le")])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(NoBodyError, match="empty"):
        decode(data)


@example(data=b"x", declared="\x00")
@given(data=st.binary(max_size=300), declared=st.none() | st.text(max_size=20))
def test_any_bytes_are_text_or_refused(data: bytes, declared: str | None) -> None:
    with contextlib.suppress(UnreadableError):
        assert "\r" not in decode(data, declared)


def test_many_megabytes_of_odd_bytes_are_settled_soon() -> None:
    begun = time.monotonic()
    with pytest.raises(NotTextError):
        decode(bytes(range(1, 256)) * 20_000)
    assert time.monotonic() - begun < 20
