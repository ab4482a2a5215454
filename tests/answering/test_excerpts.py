"""Of a long paragraph, the whole sentences that answer, as they were published."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.answering.excerpts import LONG, MOST_CHARACTERS, excerpt, sentence_spans

FILLER = [f"Nothing much of note was said about matter number {n} on that grey day in the town hall." for n in range(9)]
ANSWER = "Mayor Osk said the weir would be mended before the autumn floods."
PARAGRAPH = " ".join([*FILLER[:5], ANSWER, *FILLER[5:]])
WEIR = (PARAGRAPH.index("weir"), PARAGRAPH.index("weir") + 4)
sentence = st.text(alphabet=st.sampled_from("ab “”\"'’.;?!…()«»\n\f*_\u200b漢éU.S "), min_size=1, max_size=120)
paragraphs = st.lists(sentence, min_size=1, max_size=30).map(" ".join)


def shown(text: str, word: str, statement: str | None = None) -> str:
    """The excerpt of a text where the word is marked everywhere."""
    spans = [found.span() for found in re.finditer(word, text)]
    said = (text.index(statement), text.index(statement) + len(statement)) if statement else None
    return "".join(text[start:end] for start, end in excerpt(text, spans, said))


def test_the_sentence_that_answers_is_shown_with_what_stands_before_it() -> None:
    assert shown(PARAGRAPH, "weir").endswith(ANSWER)
    assert FILLER[4] in shown(PARAGRAPH, "weir")
    assert FILLER[0] not in shown(PARAGRAPH, "weir")


def test_the_words_of_whom_is_asked_about_go_before_others_that_share_as_many_words() -> None:
    said = "She would, she told the town, rather drain the weir than lose it."
    text = " ".join(["The weir is old.", *FILLER, said])
    assert said in shown(text, "weir", statement=said)
    assert said not in shown(text, "weir")


def test_two_or_three_sentences_are_shown_where_they_are_short() -> None:
    text = " ".join([*(f"It rained for {n} days." for n in range(30)), ANSWER, *FILLER[:2]])
    ((start, end),) = excerpt(text, [(text.index("weir"), text.index("weir") + 4)], (text.index(ANSWER), len(text)))
    assert sum(start <= first and last <= end for first, last in sentence_spans(text)) == 3


def test_more_different_words_of_the_question_go_before_one_that_is_repeated() -> None:
    text = " ".join(["The weir, the weir and the weir.", *FILLER, "The weir needs a gate."])
    last = text.rindex("weir"), text.rindex("weir") + 4
    gate = text.index("gate"), text.index("gate") + 4
    ((start, end),) = excerpt(text, [(4, 8), (14, 18), (27, 31), last, gate])
    assert text[start:end].endswith("The weir needs a gate.")


@pytest.mark.parametrize(
    "text",
    [
        ANSWER,
        "“The weir is lost. " + " ".join(FILLER) + "” he said.",
        "word " * 400 + "weir",
        f"{ANSWER} It is {'very ' * 64}old. It was {'never ' * 12}new.",
    ],
    ids=["short", "one quotation", "no sentences", "little to leave out"],
)
def test_other_paragraphs_are_shown_whole(text: str) -> None:
    assert shown(text, "weir") == ""


def test_a_paragraph_without_a_word_of_the_question_is_shown_whole() -> None:
    assert excerpt(" ".join(FILLER), (), (0, 50)) == ()


def test_a_quotation_is_never_entered_in_its_middle() -> None:
    quotation = f"“{FILLER[0]} {FILLER[1]} The weir is lost. {FILLER[2]}” she said."
    text = " ".join([*FILLER[3:], quotation])
    assert shown(text, "weir").endswith(quotation)
    for start, end in sentence_spans(text):
        assert text[start:end].count("“") == text[start:end].count("”")


def test_semicolons_and_abbreviations_end_no_sentence() -> None:
    text = "The weir held; the gate did not. Mr. Osk of the U.S. Army agreed. He left."
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        "The weir held; the gate did not.",
        "Mr. Osk of the U.S. Army agreed.",
        "He left.",
    ]


@settings(max_examples=200, deadline=None)
@given(paragraphs, st.lists(st.tuples(st.integers(0, 900), st.integers(1, 9)), max_size=8))
@example(PARAGRAPH, [(WEIR[0], 4)])
def test_an_excerpt_is_a_run_of_whole_sentences_character_for_character(
    text: str, found: list[tuple[int, int]]
) -> None:
    highlights = sorted((start, start + size) for start, size in found if start + size <= len(text))
    sentences = list(sentence_spans(text))
    starts, ends = {start for start, _ in sentences}, {end for _, end in sentences}
    between = [text[end:start] for (_, end), (start, _) in pairwise(sentences)]
    assert all(not gap.strip("\u200b \n\f") for gap in between)
    for start, end in excerpt(text, highlights, highlights[0] if highlights else None):
        assert start in starts
        assert end in ends
        assert 0 < end - start <= MOST_CHARACTERS
        assert len(text) > LONG


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", ["a. ", "“", '"a" ', ";", "(", "...", "U.S. ", "a\n"])
def test_a_paragraph_without_end_is_looked_at_in_time(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    excerpt(text, [(at, at + 1) for at in range(0, 100_000, 3)], (0, 60_000))
