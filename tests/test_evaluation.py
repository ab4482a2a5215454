"""Figures from question sets: counted right, and bad rows named by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.articles import Article, Paragraph
from index.coverage import Coverage
from index.errors import MalformedError, NotFoundError, UnreadableError
from index.evaluation import AskedQuestion, auc, evaluate, read_questions


def article(name: str, *paragraphs: str) -> Article:
    numbered = tuple(Paragraph(number=number, text=text) for number, text in enumerate(paragraphs, 1))
    return Article(id=name, title=f"On the {name}", paragraphs=numbered)


def question(name: str, text: str, *gold: tuple[str, int], kind: str = "fact") -> AskedQuestion:
    return AskedQuestion(id=name, kind=kind, question=text, answerable=bool(gold), gold=gold)


def test_the_figures_of_a_small_set(tmp_path: Path) -> None:
    asked = [
        question("right", "When does the ferry to Lund stop?", ("ferry", 1)),
        question("copy", "When does the ferry to Lund stop?", ("again", 2)),
        question("second", "When does the tram to Oststrand stop?", ("tram", 2), kind="said"),
        question("wrong", "When does the tram to Oststrand stop?", ("ferry", 9), kind="said"),
        question("none", "Who invented the submarine?", kind="none"),
    ]
    with Coverage.open(tmp_path / "news.db") as coverage:
        held = [
            article("ferry", "The ferry to Lund stops on Friday."),
            article("again", "Isles in short.", "The ferry to Lund stops on Friday."),
            article("tram", "The tram to Oststrand stops on Monday.", "The tram stop in Oststrand stays shut."),
        ]
        list(coverage.add(held, who="test"))
        seen: list[int] = []
        figures = evaluate(coverage, asked, progress=seen.append)
    ranks = {outcome.asked.id: outcome.rank for outcome in figures.outcomes}
    assert (ranks["right"], ranks["copy"], ranks["second"], ranks["none"]) == (1, 1, 2, 0)
    fact, said, none, all_ = figures.rows
    assert (fact.kind, fact.questions, fact.hit_at_1, fact.recall_at_5, fact.refused) == ("fact", 2, 1.0, 1.0, 0.0)
    assert (said.hit_at_1, said.recall_at_5) == (0.0, 0.5)
    assert said.mrr_at_10 == pytest.approx(0.25)
    assert (none.hit_at_1, none.answered) == (None, 0.0)
    assert (all_.kind, all_.questions, all_.hit_at_1) == ("all", 5, 0.5)
    assert figures.auc == 1.0
    assert seen == [1, 2, 3, 4, 5]


def test_the_area_under_the_curve_counts_pairs_and_half_of_each_tie() -> None:
    assert auc([0.9, 0.5], [0.5, 0.1]) == pytest.approx(3.5 / 4)
    assert auc([0.1], [0.9]) == 0.0
    assert auc([], [0.9]) is None


def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "1", "question": "Who?", "answerable": false}\n\n{"id": 2}\n', "utf-8")
    with pytest.raises(MalformedError, match=r"questions\.jsonl, line 3"):
        list(read_questions(path))
    path.write_text("{broken\n", "utf-8")
    with pytest.raises(MalformedError, match="line 1"):
        list(read_questions(path))
    with pytest.raises(NotFoundError):
        list(read_questions(tmp_path / "nothing.jsonl"))


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("", "no questions in it"),
        ("\n \n", "no questions in it"),
        ("[1]", "line 1: is no JSON object"),
        ('{"n": ' + "9" * 5_000 + "}", "line 1: is not JSON"),
        ("[" * 100_000, "line 1: is not JSON"),
        ("x" * 1_000_001, "line 1: is too long"),
    ],
)
def test_a_file_without_questions_is_refused_plainly(tmp_path: Path, rows: str, problem: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(UnreadableError, match=problem):
        list(read_questions(path))


def test_a_row_needs_no_more_than_the_help_says_and_a_mark_before_it_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('\ufeff{"question": "Who rowed?", "answerable": false, "gold": []}\n', encoding="utf-8")
    (asked,) = read_questions(path)
    assert asked.question == "Who rowed?"
