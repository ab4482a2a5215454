"""The people of an article, and of each of its paragraphs."""

from __future__ import annotations

import pytest

from index.articles import Person
from index.speakers import attribute
from tests.speakers.reading import article


def people(*texts: str) -> tuple[Person, ...]:
    return attribute(article(*texts)).people


def spoken_of(*texts: str) -> tuple[str, ...]:
    """Whom the last paragraph speaks of."""
    return attribute(article(*texts)).paragraphs[-1].people


def test_people_are_known_with_all_their_names() -> None:
    found = people(
        "Russian President Ivo Marant said it rained. The ministry said it did not.",
        "The Russian leader told Clara Whitlow that he was wet.",
        "“So was I,” Whitlow said.",
    )
    by_name = {person.name: person for person in found}
    assert list(by_name) == ["Ivo Marant", "ministry", "Clara Whitlow"]
    assert {"Ivo Marant", "Russian President Ivo Marant", "the Russian leader"} <= set(by_name["Ivo Marant"].mentions)
    assert "Whitlow" in by_name["Clara Whitlow"].mentions
    assert (by_name["Ivo Marant"].sex, by_name["Clara Whitlow"].sex) == ("m", "f")
    assert {"russian", "president"} <= set(by_name["Ivo Marant"].roles)
    assert by_name["ministry"].institution
    assert not by_name["Ivo Marant"].institution


def test_an_article_without_people_has_none() -> None:
    assert people("It rained.") == ()


def test_what_is_kept_of_a_person_is_bounded() -> None:
    texts = [
        f"Ivo Marant, the {'very ' * 20}old keeper{i} of Kell, said no. Mayor{i} Marant said yes." for i in range(60)
    ]
    for person in people(*texts):
        assert len(person.mentions) <= 12
        assert all(len(form) <= 80 for form in person.mentions)


BEFORE = (
    "Russian President Ivo Marant met his Veldish counterpart Paul Sorrel in Kell. Clara Whitlow, the mayor, was there."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rain that fell on Marant fell on Clara Whitlow too.", ("Ivo Marant", "Clara Whitlow")),
        ("“Sorrel will never sign,” the mayor said.", ("Paul Sorrel", "Clara Whitlow")),
        ("“He will never sign,” the mayor said.", ("Clara Whitlow",)),
        ("A visit by the Russian leader was put off.", ("Ivo Marant",)),
        ("The visit of his Veldish counterpart was put off.", ("Ivo Marant", "Paul Sorrel")),
        ("The Veldish president’s visit was put off.", ("Paul Sorrel",)),
        ("The Marant government fell.", ("Ivo Marant",)),
        ("A crowd cheered the mayor.", ("Clara Whitlow",)),
        (
            "The mayor said that Marant would lose, and that Sorrel would too.",
            ("Clara Whitlow", "Ivo Marant", "Paul Sorrel"),
        ),
        ("Marant said that he would sign.", ("Ivo Marant",)),
        ("Whitlow said it rained. Her hat was wet.", ("Clara Whitlow",)),
        ("It rained.", ()),
        ("The president of Belgium was away.", ()),
        ("The next mayor will be chosen in May.", ()),
        ("A mayor has no say in it.", ()),
        ("The former mayor was away.", ()),
        ("The Belgian president was away.", ()),
        ("Mr. Marant spoke to Mrs. Whitlow.", ("Ivo Marant", "Clara Whitlow")),
    ],
)
def test_a_paragraph_speaks_of_whom_it_names_or_describes(text: str, expected: tuple[str, ...]) -> None:
    assert spoken_of(BEFORE, text) == expected


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("Paul Sorrel came first.", "He was wet.", ("Paul Sorrel",)),
        ("Paul Sorrel came first.", "The crowd waited, and his hat was wet.", ("Paul Sorrel",)),
        ("Clara Whitlow came first.", "Nobody knew whether she would speak.", ("Clara Whitlow",)),
        ("Clara Whitlow came first.", "Ivo Marant thanked her.", ("Ivo Marant", "Clara Whitlow")),
        ("Clara Whitlow came first.", "Ivo Marant thanked her party.", ("Ivo Marant", "Clara Whitlow")),
        ("Clara Whitlow came first.", "Ivo Marant thanked him.", ("Ivo Marant",)),
        ("Clara Whitlow came first.", "He was wet.", ()),
        ("Clara Whitlow came first.", "“She was wet,” officials said.", ()),
        ("Paul Sorrel came first.", "When he left, Ivo Marant was asleep.", ("Ivo Marant",)),
        ("Paul Sorrel came first.", "In his speech, Ivo Marant said it rained.", ("Ivo Marant",)),
        ("Ivo Marant met Paul Sorrel. Clara Whitlow stayed away.", "The keeper praised him.", ("keeper",)),
        ("The ministry said it rained.", "A letter reached the ministry.", ("ministry",)),
        ("Kyiv said it rained.", "The rain in Kyiv went on.", ()),
        ("Kyiv said it rained.", "The rain went on. Kyiv wants it to stop.", ("Kyiv",)),
    ],
)
def test_a_paragraph_speaks_of_whom_its_pronouns_mean(before: str, text: str, expected: tuple[str, ...]) -> None:
    assert spoken_of(before, text) == expected


def test_the_people_of_paragraphs_are_among_those_of_the_article() -> None:
    read = attribute(article(BEFORE, "“No,” he said. Officials and the ministry said Sorrel and Tarn Bridge were wet."))
    names = [person.name for person in read.people]
    assert len(set(names)) == len(names)
    for paragraph in read.paragraphs:
        assert set(paragraph.people) <= set(names)
