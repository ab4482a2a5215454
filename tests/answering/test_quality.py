"""How well questions are answered, as floors that only rise: over development data, the seeds and the agency page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from index.articles import Article
from index.coverage import Coverage
from index.evaluation import AskedQuestion, Figures, Row, evaluate, read_questions
from index.reading import Reading, read_paths
from tests.seed_questions import seed_questions, seed_readings
from tests.shared import shared

DATA = Path(__file__).parents[1] / "data"
MISSION = "what did Putin say about meeting Zelensky?"


def articles(path: Path) -> Iterator[Article]:
    for reading in read_paths([str(path)]):
        assert isinstance(reading, Reading), reading
        yield reading.article


def opened(folder: Path, held: Iterable[Article]) -> Coverage:
    coverage = Coverage.open(folder / "news.db")
    list(coverage.add(held, who="test"))
    return coverage


def total(figures: Figures) -> Row:
    return figures.rows[-1]


def at_least(figures: Figures, *, hit: float, recall: float, auc: float) -> None:
    row = total(figures)
    assert row.hit_at_1 is not None
    assert row.recall_at_5 is not None
    assert figures.auc is not None
    assert (row.hit_at_1 >= hit, row.recall_at_5 >= recall, figures.auc >= auc) == (True, True, True), (
        row,
        figures.auc,
    )


def test_the_development_questions(tmp_path: Path) -> None:
    folder = shared("dev/questions")
    with opened(tmp_path, articles(folder / "articles.jsonl")) as coverage:
        at_least(evaluate(coverage, read_questions(folder / "questions.jsonl")), hit=0.79, recall=0.93, auc=0.89)


def test_the_questions_about_the_seeds(tmp_path: Path) -> None:
    readings = seed_readings()
    with opened(tmp_path, (reading.article for reading in readings.values())) as coverage:
        asked = map(AskedQuestion.model_validate, seed_questions(readings))
        at_least(evaluate(coverage, asked), hit=0.84, recall=0.97, auc=0.97)


def test_the_questions_about_american_politics(tmp_path: Path) -> None:
    folder = shared("dev/attribution")
    with opened(tmp_path, articles(folder / "articles.jsonl")) as coverage:
        at_least(evaluate(coverage, read_questions(DATA / "politics_questions.jsonl")), hit=0.77, recall=0.92, auc=0.94)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coverage]:
    """The coverage of one agency page, as it was scraped."""
    path = shared("seeds/putin-nato-rearmament.txt")
    with opened(tmp_path_factory.mktemp("page"), articles(path)) as coverage:
        yield coverage


def test_the_questions_about_the_page(page: Coverage) -> None:
    """Asked in other words than the page's; none that it does not answer may be answered."""
    (key,) = [summary.id for summary in page.articles()]
    asked = [
        row.model_copy(update={"gold": tuple((key, number) for _, number in row.gold)})
        for row in read_questions(DATA / "page_questions.jsonl")
    ]
    answers = [page.ask(row.question, limit=10) for row in asked]
    wrong = [row.question for row, answer in zip(asked, answers, strict=True) if not row.answerable and answer.answered]
    assert wrong == []
    at_least(evaluate(page, asked), hit=0.88, recall=0.97, auc=0.98)


def test_the_missions_question_has_its_three_answers_first(page: Coverage) -> None:
    answer = page.ask(MISSION)
    assert {passage.paragraph for passage in answer.passages[:3]} == {13, 16, 18}
    assert {passage.speaker for passage in answer.passages[:3]} == {"Vladimir Putin"}


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What did Putin say about meeting Zelenskyy?", {13, 16, 18}),
        ("what did putin say about meeting zelenski", {13, 16, 18}),
        ("WHAT DID PUTIN SAY ABOUT MEETING ZELENSKY", {13, 16, 18}),
        ("Could you please tell me what Putin said about meeting Selenskyj?", {13, 16, 18}),
        ("Is Putin ready to meet his Ukrainian counterpart?", {13, 16}),
        ("Does Putin consider NATO rearmament a threat?", {1, 5}),
        ("Putin on NATO", {1, 5, 6, 7}),
        ("What did the Russian leader say about his troops?", {2, 11}),
        ("How are the Russian troops advancing, according to Putin?", {11}),
        ("Who cares who negotiates?", {17}),
        ("Did Putin question Zelensky's legitimacy?", {12, 14}),
        ("What did Putin say about Zelensky's mandate?", {14}),
        ("How much of GDP does NATO want to spend on defence?", {3}),
        ("Where will the NATO summit be held?", {3}),
        ("How many people were killed in Kiev?", {23}),
        ("Russian strikes on the Ukrainian capital", {23}),
        ("What does Kyiv seek from NATO?", {9}),
        ("Who has the strategic advantage?", {10}),
        ("What did Putin claim about civilian areas?", {24}),
        ("What peace demands has Moscow outlined?", {20}),
        ("what did Putn say about rearmement", {1, 5}),
        ("What did journalists watch in Kyiv?", {25}),
        ("Why does Putin not see NATO as a threat?", {5}),
    ],
)
def test_the_page_answers_it(page: Coverage, question: str, first: set[int]) -> None:
    answer = page.ask(question)
    assert answer.answered, answer.refusal
    assert answer.passages[0].paragraph in first, answer.passages[0].text


@pytest.mark.parametrize(
    ("question", "missing", "sentence"),
    [
        ("what did Macron say about Ukraine?", "Macron", "Nobody called Macron appears in this coverage."),
        ("how do I bake bread?", "bread", "The coverage does not say"),
        ("What did Putin say about nuclear weapons in space?", "nuclear", "Putin is covered, but not on that"),
        ("What did Angela Merkel say about NATO?", "Merkel", "Nobody called Angela Merkel appears"),
        ("Who won the football match in Madrid?", "Madrid", "Madrid"),
        (
            "What did Zelensky say about Putin?",
            "Putin",
            "Zelensky is covered, and so is Putin, but nobody reports him on Putin.",
        ),
        (
            "What did Trump say about Zelensky?",
            "Zelensky",
            "Trump is covered, and so is Zelensky, but nobody reports him on Zelensky.",
        ),
    ],
)
def test_the_page_does_not_say_and_it_is_said_what_is_missing(
    page: Coverage, question: str, missing: str, sentence: str
) -> None:
    answer = page.ask(question)
    assert answer.refusal is not None, answer.passages[0].text
    assert missing in answer.refusal.missing
    assert sentence in answer.refusal.message
    assert not answer.passages
