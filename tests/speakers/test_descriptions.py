"""Whom "the Utah senator" or "the 35-year-old" means, by what the article tells and by what the world knows."""

from __future__ import annotations

import pytest

from index.articles import Article, Paragraph
from index.speakers import attribute
from tests.speakers.reading import speaker


def speaker_in(published: str | None, *texts: str) -> str | None:
    paragraphs = tuple(Paragraph(number=i, text=text) for i, text in enumerate(texts, 1))
    read = attribute(Article(id="d", title="A test", published=published, paragraphs=paragraphs))
    return read.paragraphs[-1].statements[-1].speaker


@pytest.mark.parametrize(
    ("before", "who", "expected"),
    [
        ("Sen. Clara Whitlow (R-Utah) met Sen. Paul Sorrel (D-Calif.).", "The Utah Republican", "Clara Whitlow"),
        ("Sen. Clara Whitlow (R-Utah) met Sen. Paul Sorrel (D-Calif.).", "The California senator", "Paul Sorrel"),
        ("Sen. Clara Whitlow, R-Utah, met Rep. Paul Sorrel, D-N.Y.", "The New York Democrat", "Paul Sorrel"),
        ("Senator Clara Whitlow of New York met Senator Paul Sorrel of Maine.", "The New Yorker", "Clara Whitlow"),
        ("Gov. Clara Whitlow of Ohio met Gov. Paul Sorrel of Maine.", "The Ohio governor", "Clara Whitlow"),
        ("Clara Whitlow, 35, a teacher from Kell, met Paul Sorrel, 51, a baker.", "The 35-year-old", "Clara Whitlow"),
        ("Clara Whitlow, 35, a teacher from Kell, met Paul Sorrel, 51, a baker.", "The teacher", "Clara Whitlow"),
        ("Clara Whitlow was elected mayor in May. Paul Sorrel watched.", "The mayor", "Clara Whitlow"),
        ("Clara Whitlow, who was sworn in as mayor in May, met Paul Sorrel.", "The mayor", "Clara Whitlow"),
        ("Filmmaker Clara Whitlow met Paul Sorrel, the baker.", "The filmmaker", "Clara Whitlow"),
    ],
)
def test_a_description_means_whom_the_article_describes_so(before: str, who: str, expected: str) -> None:
    assert speaker(before, f"{who} said the bridge was closed.") == expected


@pytest.mark.parametrize(
    ("before", "who"),
    [
        ("Sen. Clara Whitlow (R-Utah) met Paul Sorrel.", "The Ohio senator"),
        ("Sen. Clara Whitlow (R-Utah) met Paul Sorrel.", "The Utah Democrat"),
        ("Clara Whitlow, 35, a teacher from Kell, met Paul Sorrel.", "The 36-year-old"),
        ("Paul Sorrel's lawyer, Clara Whitlow, met Amit Sen.", "Sen's lawyer"),
    ],
)
def test_a_description_means_nobody_whom_it_does_not_fit(before: str, who: str) -> None:
    assert speaker(before, f"{who} said the bridge was closed.") not in ("Clara Whitlow", "Paul Sorrel", "Amit Sen")


@pytest.mark.parametrize(
    ("who", "year", "expected"),
    [
        ("The former secretary of state", "2016", "Hillary Clinton"),
        ("The Florida senator", "2016", "Marco Rubio"),
        ("The Texan", "2016", "Ted Cruz"),
        ("The president", "2016", "Barack Obama"),
        ("The president", "2018", "Donald Trump"),
        ("The billionaire", "2018", "Donald Trump"),
        ("The secretary of state", "2011", "Hillary Clinton"),
        ("The former first lady", "2016", "Hillary Clinton"),
    ],
)
def test_what_the_article_does_not_tell_the_world_knows_at_its_date(who: str, year: str, expected: str) -> None:
    before = "It rained on Donald Trump and Hillary Clinton, on Marco Rubio and Ted Cruz, and on Barack Obama."
    assert speaker_in(f"{year}-05-04", before, f"{who} said it was wet.") == expected


def test_what_the_article_tells_comes_before_what_the_world_knows() -> None:
    before = "Mayor Clara Whitlow, a senator from Kell, met Marco Rubio. Whitlow opened the hall."
    assert speaker_in("2016-05-04", before, "The mayor said it was wet.") == "Clara Whitlow"
    assert speaker_in("2016-05-04", before, "The Maine senator said it was wet.") != "Marco Rubio"


def test_a_given_name_that_is_a_word_too_opens_a_sentence_as_a_name() -> None:
    assert speaker("The bill failed. A bill is a bill.", "Bill Whitlow said it was wet.") == "Bill Whitlow"


def test_a_president_of_whom_the_world_knows_nothing_is_one_beside_one_whom_it_knows() -> None:
    before = ("US President Donald Trump called late.", "Corvane's President Ilian Marsh spoke for an hour.")
    assert speaker_in("2025-06-20", *before, "The president said it was wet.") == "Ilian Marsh"
