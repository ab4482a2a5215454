import json

from hypothesis import given
from hypothesis import strategies as st

from bot.terminal.clean import UNSAFE, clean
from bot.terminal.programs import json_line

WILD = st.text(st.characters(codec=None, exclude_categories=()))


@given(WILD)
def test_no_control_character_gets_through_and_offsets_still_hold(text: str) -> None:
    cleaned = clean(text)
    assert not UNSAFE.search(cleaned)
    assert len(cleaned) == len(text)
    assert all(now == was for was, now in zip(text, cleaned, strict=True) if not UNSAFE.match(was))


def test_each_kind_of_control_character_is_disarmed() -> None:
    assert clean("a\x1b[2Jb\x9b31mc\x07\x7f") == "a\ufffd[2Jb\ufffd31mc\ufffd\ufffd"
    assert clean("one\r\ntwo\u2028three\tfour\x85five") == "one  two three four five"
    assert clean("\u202eevil\u2069 \udcff") == "\ufffdevil\ufffd \ufffd"


def test_ordinary_text_of_all_scripts_is_left_alone() -> None:
    text = "«Ça va», 北京 👩\u200d🚀 שלום\u200f e\u0301"
    assert clean(text) == text


@given(WILD)
def test_json_is_one_line_that_gives_the_same_text_back(text: str) -> None:
    line = json_line({"text": text})
    assert json.loads(line) == {"text": text}
    assert not UNSAFE.search(line)
    line.encode("utf-8")


def test_json_stays_readable() -> None:
    assert (
        json_line({"city": "São Paulo", "bell": "\x07\x9b\u202e"})
        == '{"city": "São Paulo", "bell": "\\u0007\\u009b\\u202e"}'
    )
