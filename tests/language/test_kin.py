"""Words near in meaning: classes of news reporting's words, and families of one root."""

import pytest

from index.language.kin import family, kin
from index.language.names import terms_of


@pytest.mark.parametrize(
    ("asked", "published"),
    [("meet", "talks"), ("raid", "strike"), ("poll", "survey"), ("envoy", "ambassador"), ("resign", "step down")],
)
def test_words_of_news_find_others_for_the_same(asked: str, published: str) -> None:
    assert terms_of(published) in kin(terms_of(asked))
    assert terms_of(asked) in kin(terms_of(published))


def test_a_name_is_not_taken_for_the_word_that_it_is_written_like() -> None:
    assert kin(terms_of("wall"))
    assert kin(terms_of("Wall"), capitalised=True) == ()
    assert kin(terms_of("Republicans"), capitalised=True)


def test_a_word_of_no_class_has_no_kin() -> None:
    assert kin(terms_of("Oststrand")) == ()


@pytest.mark.parametrize(
    ("word", "relative"),
    [("absent", "absence"), ("invade", "invasion"), ("survive", "survivor"), ("deport", "deportation")],
)
def test_words_of_one_root_are_a_family(word: str, relative: str) -> None:
    (term,), (other,) = terms_of(word), terms_of(relative)
    assert term == other or other in family(term, {other, "harbour"})


def test_a_family_holds_only_what_the_coverage_has_and_never_the_word_itself() -> None:
    assert family("absent", {"absent"}) == ()
    assert family("r2d2", {"r2d2er"}) == ()
