"""Text to terms: the ways of writing one thing meet in one term, and every term knows where it stands."""

from __future__ import annotations

import threading
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.language.analysis import LONGEST, analyse, fold


def texts(text: str, language: str = "en") -> list[str]:
    return [term.text for term in analyse(text, language)]


@pytest.mark.parametrize(
    "ways",
    [
        [
            "Putin",
            "putin",
            "PUTIN",
            "Putin's",
            "Putin’s",
            "Putins’",
            "“Putin”",
            "@putin",
            "#Putin",
            "Putin'll",
            "_Putin_",
        ],
        ["D'Souza", "D’Souza", "DSouza", "d'souza's"],
        ["O'Brien", "O’Brien", "OBrien"],
        ["Łódź", "Lodz", "ŁÓDŹ"],
        ["Zoë Müller", "Zoe\u0308 Mu\u0308ller", "zoe muller"],
        ["İstanbul", "Istanbul", "istanbul"],
        ["Søren", "Soren"],
        ["Weißstadt", "Weissstadt", "WEISSSTADT"],
        ["U.S.", "US", "U.S", "the us", "u.s.", "U.S.'s", "the US's"],
        ["U.N.", "UN", "un"],
        ["St. Alban", "Saint Alban", "St Alban"],
        ["ceasefire", "cease-fire", "cease fire", "Cease‑fires", "ceasefires"],
        ["airstrikes", "air strike", "air-strikes"],
        ["cooperation", "co-operation", "Co‐operate"],
        ["vice-president", "Vice President", "vice presidents"],
        ["F-16", "F16", "f‑16s", "F16s"],
        ["COVID-19", "Covid 19", "covid19"],
        ["G7", "G-7"],
        ["AT&T", "at&t"],
        ["1,200", "1200", "1\u202f200", "1\u00a0200"],
        ["$390,000", "$390000", "$ 390,000"],
        ["1000000", "1,000,000", "10,00,000"],
        ["5%", "5 %", "5 percent", "five per cent", "5 per-cent", "5pc", "five percent"],
        ["£1.2bn", "£1.2 billion", "£ 1.2bn"],
        ["June 18", "June 18th", "june 18"],
        ["7pm", "7 pm", "7 p.m."],
        ["10km", "10 kilometers", "ten kilometres"],
        ["defense organization", "defence organisations"],
        ["said", "says", "saying"],
        ["co\u00adalition", "coalition", "coali\u200btion"],
    ],
)
def test_ways_of_writing_one_thing_are_one(ways: list[str]) -> None:
    assert {way: texts(way) for way in ways} == dict.fromkeys(ways, texts(ways[0]))
    assert texts(ways[0])


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("US", "us"),
        ("WHO", "who"),
        ("May", "may"),
        ("cease fire", "cease; fire"),
        ("cease fire", "cease (fire)"),
        ("2.3", "23"),
        ("18", "1,8"),
        ("5 percent", "5"),
        ("first use", "no first use"),
        ("again", "never again"),
    ],
)
def test_different_things_stay_apart(text: str, other: str) -> None:
    assert texts(text) != texts(other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "the and of",
        "He’s",
        "don't won’t couldn't",
        "who is it?",
        "🙂🙃 🇺🇦",
        "!?…—",
        "\ud800\udfff",
        "I'm",
        "us",
    ],
)
def test_what_says_nothing_has_no_terms(text: str) -> None:
    assert analyse(text) == []


def test_numbers_and_years_keep_their_digits() -> None:
    assert texts("In 2025, 1990s prices of 2.3 and 14:30; 5G, MH17, June 18,2025, 1,2,3") == [
        "2025", "1990s", "price", "2.3", "14:30", "5g", "mh17", "june", "18", "2025", "1", "2", "3",
    ]  # fmt: skip


def test_the_parts_of_a_hyphenated_word_are_found() -> None:
    assert texts("Franco-German, US-led and six-point-star non-nuclear") == [
        "franco", "german", "us", "lead", "6", "point", "star", "non", "nuclear",
    ]  # fmt: skip


def test_offsets_point_to_the_words_as_published() -> None:
    text = "“Zoe\u0308’s cease-fire”, the U.S. envoy said: $390,000 (5%) by 18th June, co\u00adop £1.2bn F‑16s"
    found = [text[start:end] for _, start, end in analyse(text)]
    assert found == [
        "Zoe\u0308", "cease-fire", "U.S.", "envoy", "said", "$", "390,000", "5", "%", "18th", "June", "co\u00adop",
        "£", "1.2", "bn", "F‑16s",
    ]  # fmt: skip


WILD = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("aZ9 .,'’-‐%$&_éß\u0301\u200b\ufdfaİ\u00a0:"))
) | st.lists(
    st.sampled_from(
        ["cease", "fire", "-", " ", "per", "cent", "us", "the", "U.S.", "5", "bn", "'s", "\ud800", "co-", "F-16"]
    )
).map("".join)


@given(text=WILD, language=st.sampled_from(["en", "de", "fr", "es", "ru", "uk", "hi", "ja", "", "../en", "en-GB"]))
@settings(deadline=None, max_examples=500)
def test_any_text_has_terms_in_order_apart_and_inside_it(text: str, language: str) -> None:
    end = 0
    for term in analyse(text, language):
        assert end <= term.start < term.end <= len(text)
        assert 0 < len(term.text) <= LONGEST
        assert term.text.split() == [term.text]
        end = term.end


# Not all marks of rarer scripts are known as parts of a word; those of these blocks are.
COMPOSED = st.text(st.characters(max_codepoint=0x0FFF) | st.sampled_from("éÉÜéïçñÅй.'’-5 aB"), max_size=20)


@given(text=COMPOSED)
@settings(deadline=None, max_examples=500)
def test_composed_and_decomposed_text_have_the_same_terms(text: str) -> None:
    assert texts(unicodedata.normalize("NFC", text)) == texts(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    "unit",
    ["a", "1", ".", "a.", "1,", "1\u00a0000", "'", "a'", "a&", "-", "co-", "a-", "F-1", "\u0301", "a\u0301", "\u200b",
     "é", "a.\u0301", "a.a\u0301", "5\u0301", "the us ", "cease ", "cease-fire ", "ﷺ", "字", "क\u094d", "_", "%", "5%",
     "us ", "A", "\ud800", "🙂"],
)  # fmt: skip
def test_a_hundred_thousand_characters_take_no_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    begun = time.perf_counter()
    terms = analyse(text)
    assert time.perf_counter() - begun < 3
    assert all(len(term.text) <= LONGEST for term in terms)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Die Häuser der 1.200 Bürger", ["haus", "1200", "burg"]),
        ("fr", "l’économie et l'Ukraine", ["econom", "ukrain"]),
        ("es", "los 2,5 millones de niños", ["2.5", "millon", "nin"]),
        ("uk", "Мости", ["мости"]),
        ("xx", "the Cats", ["the", "cats"]),
        ("en-GB", "the Cats", ["cat"]),
    ],
)
def test_each_language_has_its_own_words(language: str, text: str, expected: list[str]) -> None:
    assert texts(text, language) == expected


def test_a_letter_that_stands_for_several_words_is_one_term() -> None:
    (term,) = texts("\ufdfa")
    assert len(term) > 10
    assert term.split() == [term]


def test_folding_keeps_spaces_and_signs() -> None:
    assert fold("São  Tomé’s Łódź, Großstadt") == "sao  tome's lodz, grossstadt"
    assert fold("Мій ё") == fold("МІЙ Ё")


def test_many_threads_find_the_same_terms() -> None:
    words = [
        f"{stem}{ending}" for stem in ("negotiat", "demonstrat", "evacuat") for ending in ("ion", "ions", "ing", "ed")
    ]
    numbered = [f"{word}{chr(97 + n % 26)}{chr(97 + n // 26)}ings" for n in range(400) for word in words]
    start = threading.Barrier(4)

    def work(_: int) -> list[list[str]]:
        start.wait()
        return [texts(word) for word in numbered]

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(work, range(4))
    assert all(other == first for other in others)
