"""An outlet in a question's words: only its articles answer, and it is said; any other name stays what it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from index.answering.explaining import lines
from index.answering.outlets import is_framed, named
from index.articles import Article, Paragraph
from index.coverage import Coverage
from index.speakers import attribute

HELD = {
    "The Tilberry Gazette": ("2025-06-03", "The windmill at Oxmere lost two sails in the storm, 40 people saw."),
    "Marsh Observer": ("2025-06-10", "The windmill at Oxmere lost three sails in the storm, the miller counted."),
    "Dunwick Institute": ("2025-06-11", "The Dunwick Institute said the windmill at Oxmere needed new sails."),
}
TODAY = date(2025, 6, 20)


@pytest.fixture(scope="module")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coverage]:
    with Coverage.open(tmp_path_factory.mktemp("outlets") / "news.db") as opened:
        list(opened.add((article(source, *rest) for source, rest in HELD.items()), who="test"))
        yield opened


def article(source: str, day: str, text: str) -> Article:
    paragraphs = (Paragraph(number=1, text=text), Paragraph(number=2, text="Ducks slept in the reeds."))
    return attribute(Article(id=source, title=day, source=source, published=day, paragraphs=paragraphs))


@pytest.mark.parametrize(
    "question",
    [
        "How many sails did the windmill lose, according to the Tilberry Gazette?",
        "According to the Tilberry Gazette, how many sails did the windmill lose?",
        "How many sails did the windmill lose in the Tilberry Gazette?",
        "What does the Tilberry Gazette report on the windmill at Oxmere?",
        "what did tilberry gazette say about the windmill at oxmere",
    ],
)
def test_only_articles_of_the_outlet_answer_and_it_is_said(coverage: Coverage, question: str) -> None:
    answer = coverage.ask(question, today=TODAY)
    assert answer.answered, answer.refusal
    assert {passage.article.source for passage in answer.passages} == {"The Tilberry Gazette"}
    assert answer.notes == ("Only articles by The Tilberry Gazette.",)
    assert answer.question == question
    assert "Only articles by The Tilberry Gazette." in "".join(lines(coverage.explain(question, today=TODAY)))


def test_days_and_outlet_hold_together(coverage: Coverage) -> None:
    answer = coverage.ask("What did the Marsh Observer report last week about the windmill at Oxmere?", today=TODAY)
    assert answer.answered, answer.refusal
    assert answer.confined is not None
    assert (answer.confined.outlet, answer.confined.since) == ("Marsh Observer", "2025-06-09")


def test_who_speaks_in_the_coverage_stays_a_speaker(coverage: Coverage) -> None:
    answer = coverage.ask("What did the Dunwick Institute say about the windmill?", today=TODAY)
    assert answer.confined is None
    assert answer.passages[0].speaker is not None


@pytest.mark.parametrize(
    "question",
    [
        "How many sails did the windmill lose in Oxmere?",
        "What did the Tilberry Gazette editor say about the windmill?",
        "What did the miller say about the Marsh Observer?",
        "How many sails did the windmill lose, according to the miller?",
    ],
)
def test_any_other_name_confines_nothing(question: str) -> None:
    assert named(question, list(HELD)) is None


@pytest.mark.timeout(10)
@pytest.mark.parametrize("part", ["in a ", "according to ", "what did ", "by ", "a "])
def test_a_hostile_question_takes_no_time(part: str) -> None:
    for length in (990, 100_000):
        named(part * (length // len(part)), list(HELD))
        is_framed(part * (length // len(part)))
