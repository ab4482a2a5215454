"""Misspelt words: which slips are likely, which words stay as they are, and how many of many slips are mended."""

from __future__ import annotations

import pytest

from index.language.lexicon import fold
from index.language.names import terms_of
from index.language.slips import cost, sound
from index.language.spelling import is_english, nearest
from tests.misspelling import misspelt
from tests.seed_questions import seed_readings

NAMES = ["Zelensky", "Netanyahu", "Erdogan", "Petersburg", "Clinton", "Lagarde", "Meloni", "Brekke"]
PRESS = {terms_of(name)[0] for name in NAMES} | {"immigr", "sanction", "bridg", "harbour", "basil", "among"}


def near(word: str, beside: dict[str, float] | None = None, vocabulary: set[str] = PRESS) -> tuple[str, ...] | None:
    also = (lambda term: (beside or {}).get(term, 0.0)) if beside else None
    return nearest(word, fold(word), vocabulary, lambda _: 1, also) or nearest(
        word, terms_of(word)[0], vocabulary, lambda _: 1, also
    )


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Zelinski", "zelenski"),
        ("Netanyaho", "netanyahu"),
        ("Erdogun", "erdogan"),
        ("Petersberg", "petersburg"),
        ("Klinton", "clinton"),
        ("Lagrade", "lagard"),
        ("immagration", "immigr"),
        ("sanctoins", "sanction"),
    ],
)
def test_what_is_written_as_it_sounds_or_with_a_slip_of_the_finger_is_understood(asked: str, meant: str) -> None:
    assert near(asked) == (meant,)


def test_a_neighbouring_key_a_double_letter_and_a_like_sound_cost_less_than_any_other_letter() -> None:
    other = cost("brexke", "brekke")
    assert cost("brejke", "brekke") < other
    assert cost("breke", "brekke") < cost("breke", "brelke")
    assert cost("breqke", "brekke") < other
    assert cost("brkeke", "brekke") < other
    assert cost("lagerde", "lagarde") < cost("lagtrde", "lagarde")
    assert cost("same", "same") == 0


@pytest.mark.parametrize(("one", "other"), [("chernobyl", "tschernobil"), ("philip", "filip"), ("yeltsin", "yelzin")])
def test_spellings_that_are_heard_alike_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_of_two_that_are_about_as_near_the_one_that_goes_with_the_question_is_meant() -> None:
    both = {"hansel", "hensel"}
    assert near("Honsel", {"hansel": 2.0, "hensel": 1.0}, both) == ("hansel",)
    assert near("Honsel", {"hansel": 1.0, "hensel": 2.0}, both) == ("hensel",)


def test_a_name_is_not_taken_for_a_plain_word() -> None:
    assert near("Ammonx") is None


@pytest.mark.parametrize(("asked", "meant"), [("bridgees", "bridg"), ("sanctioend", "sanction")])
def test_a_slip_in_an_ending_is_told_by_the_whole_word(asked: str, meant: str) -> None:
    """A stemmer keeps what it does not know as an ending, so the stems lie far apart."""
    assert near(asked) == (meant,)


@pytest.mark.timeout(20)
def test_a_very_long_word_is_looked_up_in_no_time() -> None:
    assert near("k" * 2_000) is None


def test_most_slips_in_the_names_of_the_seeds_are_mended() -> None:
    """Each name misspelt once in each way: floors that only rise (benchmarks/spelling.py measures more)."""
    articles = [reading.article for reading in seed_readings().values()]
    people = {part for one in articles for person in one.people for part in person.name.split()}
    names = sorted(name for name in people if len(name) > 4 and name.isalpha())
    press = {term for one in articles for p in one.paragraphs for term in terms_of(p.text)}
    slips = [(name, wrong) for name in names for wrong in misspelt(name).values() if not is_english(wrong)]
    right = [terms_of(name)[0] in (near(wrong, vocabulary=press) or terms_of(wrong)) for name, wrong in slips]
    assert len(slips) > 300
    assert sum(right) / len(right) >= 0.9
