"""Whatever a text holds: no error, offsets inside it, the same result again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.speakers import attribute
from tests.speakers.reading import article

PIECES = [
    *"\"'“”„‟‘’«».,:;?!—-()",
    " ",
    "said ",
    "he ",
    "she ",
    "they ",
    "Ann Smith ",
    "the mayor ",
    "according to ",
    "that ",
]
TEXTS = st.one_of(
    st.text(min_size=1, max_size=200),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join),
)


@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_never_raises_and_offsets_stay_inside(texts: list[str]) -> None:
    before = article(*texts)
    after = attribute(before)
    assert [p.text for p in after.paragraphs] == texts
    assert after.model_copy(update={"paragraphs": before.paragraphs, "people": ()}) == before
    names = {person.name for person in after.people}
    for paragraph in after.paragraphs:
        assert names.issuperset(paragraph.people)
        starts = [statement.start for statement in paragraph.statements]
        assert starts == sorted(starts)
        for statement in paragraph.statements:
            assert 0 <= statement.start < statement.end <= len(paragraph.text)
            if statement.cue_start is not None:
                assert paragraph.text[statement.cue_start :].startswith((statement.cue or "").split(" ")[0])
            if statement.mention is not None:
                assert statement.mention_paragraph is not None
                assert statement.mention_start is not None
                there = texts[statement.mention_paragraph - 1]
                assert there[statement.mention_start :].startswith(statement.mention)
    assert attribute(before) == after


@pytest.mark.parametrize(
    "text",
    [
        '"' * 100_000,
        "“" * 100_000,
        "'" * 100_000,
        " 'a" * 33_000,
        "‘a s’ " * 16_000,
        "(" * 100_000,
        "said " * 20_000,
        "Ames, according to " * 5_000,
        "Smith said " * 9_000,
        "Ann Smith said that Bob Jones met the mayor, " * 2_200,
        "Aa " * 33_000,
        "a." * 50_000,
        "a-" * 50_000,
        "a'" * 50_000,
        ", " * 50_000,
        "the mayor of " * 7_000,
        "and who " * 12_000,
        "Ames praised it, " * 6_000,
        "Ames made a call for calm and is confident that " * 2_100,
        "Ames used it to say “so,” and " * 3_300,
        "slogan “so” " * 8_000,
    ],
    ids=lambda text: text[:20],
)
def test_100_000_hostile_characters_are_read_to_the_end(text: str) -> None:
    for statement in attribute(article(text)).paragraphs[0].statements:
        assert 0 <= statement.start < statement.end <= len(text)


def test_many_paragraphs_of_many_people_are_read() -> None:
    texts = [
        f"“No,” said Mayor Ann Smith{i} of Kell. The mayor said that Bob Jones lied, but he denied it."
        for i in range(500)
    ]
    read = attribute(article(*texts))
    assert all(paragraph.statements for paragraph in read.paragraphs)
