"""One thing under all its names, and misspelt words."""

import pytest

from index.language.names import aliases, terms_of
from index.language.spelling import nearest

VOCABULARY = {"immigr", "sharpton", "le", "pen", "ferri", "tell", "putin", "zelenski", "bridg", "clinton"}


def near(word: str, vocabulary: set[str] = VOCABULARY) -> tuple[str, ...] | None:
    (term,) = terms_of(word)
    return nearest(word, term, vocabulary, len)


@pytest.mark.parametrize(
    ("asked", "published"),
    [
        ("Zelenskyy", "Zelensky"),
        ("Selenskyj", "Zelensky"),
        ("Kiev", "Kyiv"),
        ("Daesh", "Islamic State"),
        ("Islamic State", "ISIS"),
        ("UN", "United Nations"),
        ("United States", "US"),
    ],
)
def test_a_thing_is_known_by_its_other_names(asked: str, published: str) -> None:
    assert terms_of(published) in aliases(terms_of(asked))


def test_a_name_that_nothing_else_is_called_by_has_no_aliases() -> None:
    assert aliases(terms_of("Ilse Varga")) == ()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("imigration", ("immigr",)),
        ("Sharptn", ("sharpton",)),
        ("Shraptom", ("sharpton",)),
        ("Lepen", ("le", "pen")),
        ("Putn", ("putin",)),
    ],
)
def test_a_misspelt_word_finds_the_nearest_that_the_coverage_has(asked: str, found: tuple[str, ...]) -> None:
    assert near(asked) == found


@pytest.mark.parametrize("asked", ["tall", "proudest", "nuclear", "bake", "Hamlet"])
def test_a_word_that_english_has_is_never_turned_into_another(asked: str) -> None:
    assert near(asked, {"tell", "protest", "unclear", "bike", "hamlets"}) is None


@pytest.mark.parametrize("asked", ["Nyx", "F35", "Qwertzuiop"])
def test_short_words_numbers_and_distant_words_are_left_alone(asked: str) -> None:
    assert near(asked, {"nix", "f36", "clinton"}) is None


def test_of_equally_near_words_the_more_frequent_is_taken() -> None:
    frequency = {"bromley": 1, "bramley": 9}
    assert nearest("Brumley", "brumley", frequency.keys(), frequency.__getitem__) == ("bramley",)
