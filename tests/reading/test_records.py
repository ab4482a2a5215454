"""Records (JSON, JSON Lines): texts are kept to the character, and a bad one is refused in one line of plain words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import MalformedError, NoBodyError, NotTextError, TooLargeError, UnreadableError
from index.reading import Limits, Reading, read_bytes

DEFAULTS = Limits()


def found(data: bytes | str, name: str = "wire.jsonl", limits: Limits = DEFAULTS) -> list[Reading | UnreadableError]:
    return list(read_bytes(data.encode() if isinstance(data, str) else data, name, limits))


def one(record: dict[str, Any], limits: Limits = DEFAULTS) -> Reading:
    (reading,) = found(json.dumps(record), limits=limits)
    assert isinstance(reading, Reading), reading
    return reading


def refusal(record: object, limits: Limits = DEFAULTS) -> UnreadableError:
    (error,) = found(record if isinstance(record, str) else json.dumps(record), limits=limits)
    assert isinstance(error, UnreadableError)
    assert "\n" not in str(error)
    assert len(str(error)) < 250
    return error


def texts(reading: Reading) -> list[str]:
    return [paragraph.text for paragraph in reading.article.paragraphs]


def test_a_whole_record_is_taken_as_it_is() -> None:
    record = {
        "id": "kw-1",
        "title": "Barrier fails test",
        "paragraphs": ["GULL STAITH (AP) - It failed.", "Sign up for our newsletter", "By Ann Roe"],
        "source": "The Wharf",
        "agency": "AP",
        "byline": "Ann Roe",
        "city": "Gull Staith",
        "published": "2025-06-18T14:30:00Z",
        "url": "https://wharf.example/barrier",
        "language": "en-GB",
        "notices": ["Corrects the day."],
        "keywords": ["what others add is ignored"],
    }
    article = one(record).article
    assert texts(one(record)) == record["paragraphs"]
    assert article.model_dump(exclude={"paragraphs", "language", "notices", "people"}) == {
        key: value for key, value in record.items() if key not in ("paragraphs", "language", "notices", "keywords")
    }
    assert (article.language, article.notices) == ("en", ("Corrects the day.",))


def test_numbers_keep_the_positions_that_paragraphs_came_with() -> None:
    reading = one({"title": "T", "paragraphs": ["One.", " \u00a0\n", "", "\u200b", "  Five  has  spaces.\t"]})
    assert [(p.number, p.text) for p in reading.article.paragraphs] == [(1, "One."), (5, "Five  has  spaces.")]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One\nwrapped.\n\nTwo.\n \t\n\nThree.", ["One\nwrapped.", "Two.", "Three."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("One.\nTwo.\nThree.\n", ["One.", "Two.", "Three."]),
    ],
)
def test_a_text_is_parted_at_blank_lines_or_at_its_lines(text: str, paragraphs: list[str]) -> None:
    assert texts(one({"text": text})) == paragraphs


def test_a_missing_title_is_made_of_the_first_words_and_a_missing_id_of_the_content() -> None:
    short = one({"text": "Short one."}).article
    long = one({"text": "word " * 50}).article
    assert (short.title, long.title) == ("Short one.", "word " * 12 + "…")
    assert short.id != long.id
    assert short.id == one({"text": "Short one."}).article.id


def test_an_id_may_be_a_number() -> None:
    assert one({"id": 4711, "text": "Text."}).article.id == "4711"


@pytest.mark.parametrize("given", ["2025-06-18", "2025-06-18T14:30", "2025-06-18T14:30:00.123+02:00"])
def test_dates_stay_as_they_were_given(given: str) -> None:
    assert one({"text": "Text.", "published": given}).article.published == given


@pytest.mark.parametrize(
    ("record", "kind", "words"),
    [
        ({"title": "T", "paragraphs": 3}, MalformedError, "paragraphs must be a list of texts, not 3"),
        ({"title": "T", "paragraphs": "x"}, MalformedError, "not the text 'x'"),
        ({"title": "T", "paragraphs": ["a", 7]}, MalformedError, "number 2 is 7"),
        ({"title": "T", "paragraphs": ["a", None]}, MalformedError, "number 2 is null"),
        ({"title": ["T"], "paragraphs": ["a"]}, MalformedError, "title must be a text, not a list"),
        ({"id": True, "text": "a"}, MalformedError, "id must be a text or a whole number, not true"),
        ({"id": 1.5, "text": "a"}, MalformedError, "1.5"),
        ({"id": "x" * 201, "text": "a"}, TooLargeError, "201"),
        ({"id": "a\u001b[31m", "text": "a"}, MalformedError, "cannot be shown"),
        ({"text": {"a": 1}}, MalformedError, "text must be a text, not an object"),
        ({"title": "T"}, NoBodyError, "no paragraphs"),
        ({"title": "T", "paragraphs": []}, NoBodyError, "no paragraphs"),
        ({"title": "T", "paragraphs": ["", " "]}, NoBodyError, "no paragraphs"),
        ({"title": "T", "text": " \n"}, NoBodyError, "no paragraphs"),
        ({"text": "a", "published": "last Tuesday\n"}, MalformedError, "'last Tuesday' is no date"),
        ({"text": "a", "published": "2025-02-30"}, MalformedError, "is no date"),
        ({"text": "a", "published": "2025-W25-3"}, MalformedError, "is no date"),
        ({"text": "a", "published": 20250618}, MalformedError, "published must be a text"),
        ({"text": "a", "url": "javascript:alert(1)"}, MalformedError, "no web link"),
        ({"text": "a", "language": "English"}, MalformedError, "language code"),
        ({"text": "a", "notices": "x"}, MalformedError, "notices must be a list"),
        ({"text": "a\u0000b"}, MalformedError, "paragraph 1 holds a NUL character"),
        ({"text": "a", "title": "\ud800"}, MalformedError, "the title holds half a character"),
        ({"paragraphs": ["a", "b \ud83d"]}, MalformedError, "paragraph 2 holds half a character"),
        ({"text": "x" * 100_000}, TooLargeError, "100,000 characters"),
        ({"text": "a", "title": "x" * 2_000}, TooLargeError, "the title has 2,000"),
        (["a", "list"], MalformedError, "must be an object"),
        ("3", MalformedError, "must be an object"),
        ('{"text": "a", "n": NaN}', MalformedError, "NaN"),
        ('{"text": "a", "text": "b"}', MalformedError, "'text' twice"),
        ('{"text": "a", "n": ' + "9" * 5_000 + "}", MalformedError, "number"),
        ('{"id": 1e999, "text": "a"}', MalformedError, "inf"),
        ('{"text": "a" "b"}', MalformedError, "broken JSON at column 14"),
        ('{"text":' + "[" * 100_000, MalformedError, "nested too deeply"),
        ("[" * 100_000 + "]" * 100_000, MalformedError, "nested too deeply"),
    ],
)
def test_a_bad_record_is_refused_in_plain_words(record: object, kind: type[UnreadableError], words: str) -> None:
    error = refusal(record)
    assert type(error) is kind
    assert words in str(error)
    assert (error.path, error.line) == ("wire.jsonl", 1)


def test_limits_can_be_raised() -> None:
    assert one({"text": "x" * 100_000}, Limits(paragraph_characters=100_000))
    assert "at most" in str(refusal({"text": "x" * 11}, Limits(paragraph_characters=10)))
    assert isinstance(refusal({"text": "a\nb\nc"}, Limits(paragraphs=2)), TooLargeError)


def test_the_good_lines_around_a_bad_one_are_read() -> None:
    good = '{"id": "%d", "text": "Text of it."}'
    lines = [good % 1, good % 2, '{"id": "3", "text": ', "", good % 5, good % 6]
    results = found("\n".join(lines))
    assert [item.line for item in results] == [1, 2, 3, 5, 6]
    assert [isinstance(item, Reading) for item in results] == [True, True, False, True, True]
    assert str(results[2]).startswith("wire.jsonl, line 3: broken JSON")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_lines_are_read_in_the_encodings_of_texts(codec: str) -> None:
    data = '{"id": "a", "text": "“Café”"}\r\n{"id": "b", "text": "£5"}\r\n'.encode(codec)
    readings = found(data)
    assert [texts(item) for item in readings if isinstance(item, Reading)] == [["“Café”"], ["£5"]]


@pytest.mark.parametrize("name", ["a.json", "upload", "a.jsonl"])
@pytest.mark.parametrize("indent", [None, 2])
def test_one_object_a_list_and_lines_are_all_read_whatever_the_name(name: str, indent: int | None) -> None:
    record = {"id": "a", "text": "Text."}
    assert len(found(json.dumps(record, indent=indent), name)) == 1
    lines = found(f"{json.dumps(record)}\n{json.dumps(record)}\n", name)
    assert [item.line for item in lines] == [1, 2]
    if name != "a.jsonl" or indent:
        listed = found(json.dumps([record, {"id": "b"}, record], indent=indent), name)
        assert [isinstance(item, Reading) for item in listed] == [True, False, True]
        assert "record 2: has no paragraphs" in str(listed[1])


def test_lines_in_a_json_file_of_which_the_first_is_broken_are_read() -> None:
    results = found('{"id": broken}\n{"id": "b", "text": "Text."}\n', "a.json")
    assert [isinstance(item, Reading) for item in results] == [False, True]


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        ("[]", "a.json", NoBodyError),
        ("\n\n", "a.jsonl", NoBodyError),
        ("", "a.jsonl", NoBodyError),
        ("{\n 'a': 1\n}", "a.json", MalformedError),
        (b"PK\x03\x04xx", "a.jsonl", NotTextError),
        (b"\xff\xfe{\x00\x00\xd8", "a.jsonl", NotTextError),
    ],
)
def test_a_file_without_any_record_is_refused_whole(data: bytes | str, name: str, kind: type[UnreadableError]) -> None:
    (error,) = found(data, name)
    assert type(error) is kind


def test_a_file_of_nothing_but_bad_lines_is_given_up() -> None:
    results = found("no json\n" * 100_000)
    assert len(results) == 101
    assert "none of its first 100 lines" in str(results[-1])


words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)


@given(st.lists(words, min_size=1, max_size=6), words)
def test_paragraphs_come_back_to_the_character(paragraphs: Sequence[str], title: str) -> None:
    (result,) = found(json.dumps({"title": title, "paragraphs": paragraphs}))
    if isinstance(result, UnreadableError):
        assert isinstance(result, NoBodyError)
        assert not any(character.isalnum() for text in paragraphs for character in text)
        return
    for paragraph in result.article.paragraphs:
        assert paragraph.text == paragraphs[paragraph.number - 1].strip()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
fields = ["id", "title", "paragraphs", "text", "source", "published", "url", "language", "byline", "notices"]


@given(st.dictionaries(st.sampled_from(fields), json_values) | json_values)
def test_any_json_is_an_article_or_one_line(record: object) -> None:
    for name in ("a.jsonl", "a.json"):
        for item in found(json.dumps(record), name):
            assert isinstance(item, Reading) or "\n" not in str(item)


@pytest.mark.parametrize("ends", ["\r", "\r\r", "\r\n", "\n"])
@pytest.mark.parametrize("name", ["a.jsonl", "upload"])
def test_records_are_read_whatever_ends_their_lines(ends: str, name: str) -> None:
    lines = [json.dumps({"id": str(number), "paragraphs": ["Rain fell on Penlow."]}) for number in range(3)]
    results = found(ends.join(lines) + ends, name)
    assert [reading.article.id for reading in results if isinstance(reading, Reading)] == ["0", "1", "2"]
    assert len(results) == 3


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", '{"id": "a", "text": "Regen fiel auf Penlow."}'),
        ("a.txt", "Regen in Penlow\n\nPENLOW, 3 May 2025 - Der Regen fiel auf Penlow und auf die Felder ringsum.\n"),
    ],
)
def test_an_article_that_names_no_language_has_the_one_that_is_taken_for_granted(name: str, data: str) -> None:
    (german,) = found(data, name, Limits(language="de"))
    assert isinstance(german, Reading)
    assert german.article.language == "de"
    assert one({"text": "Rain fell on Penlow.", "language": "fr"}, Limits(language="de")).article.language == "fr"
    assert one({"text": "Rain fell on Penlow."}).article.language == "en"
