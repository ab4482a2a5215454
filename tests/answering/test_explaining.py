"""Why passages rank as they do and why a question is refused, in figures that add up to what was decided."""

from __future__ import annotations

import math

import pytest

from index.answering.evidence import Evidence
from index.answering.explaining import lines, meanings
from index.answering.features import Features
from index.coverage import Coverage
from index.errors import QuestionError
from tests.answering.test_answers import coverage as coverage

QUESTION = "What did Breke say about the survay?"


def test_every_figure_is_explained_and_none_that_there_is_not() -> None:
    assert set(meanings()["ranking"]) == set(Features._fields)
    assert set(meanings()["evidence"]) == {"constant", *Evidence._fields}


def test_what_is_explained_is_what_was_answered(coverage: Coverage) -> None:
    explained, answer = coverage.explain(QUESTION), coverage.ask(QUESTION)
    assert explained.confidence == answer.confidence
    assert [one.text for one in explained.passages][: len(answer.passages)] == [one.text for one in answer.passages]
    assert explained.passages[0].score == answer.passages[0].score


def test_the_reasons_add_up(coverage: Coverage) -> None:
    explained = coverage.explain(QUESTION)
    logit = sum(reason.counts for reason in explained.reasons)
    assert explained.confidence == pytest.approx(1 / (1 + math.exp(-logit)), abs=0.05)
    first = explained.passages[0]
    assert sum(reason.counts for reason in first.reasons) == pytest.approx(first.score, abs=0.3)


def test_the_lines_say_how_words_were_taken_and_what_is_missing(coverage: Coverage) -> None:
    told = "\n".join(lines(coverage.explain(QUESTION)))
    assert "taken for brekk" in told
    assert "for the words of Breke" in told
    assert "the coverage lacks: Macron" in "\n".join(lines(coverage.explain("What did Macron say about the survey?")))


def test_a_question_that_asks_nothing_is_refused_here_too(coverage: Coverage) -> None:
    with pytest.raises(QuestionError):
        coverage.explain("???")
