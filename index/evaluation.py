"""Figures from question sets: hit@1, recall@5, MRR@10, refusals, and the AUC of the confidence.

A question set is a JSON Lines file: {"id", "kind", "question", "answerable": bool, "gold": [[article id, paragraph
number], ...]}. Ranking figures look at the passages, or at the closest ones where the answer was refused, so that
finding and deciding are measured apart. A passage with the words of a gold paragraph is right too in another article.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from index.answering.answer import Answer, Passage
from index.coverage import Coverage
from index.errors import MalformedError, NoBodyError, NoSuchArticleError, NotFoundError, QuestionError

LIMIT = 10
"""Passages looked at for each question."""

_LONGEST_LINE = 1_000_000
"""Characters."""

Place = tuple[str, int]
"""An article's id and a paragraph's number."""


class AskedQuestion(BaseModel):
    """One row of a question set; further fields are ignored."""

    model_config = ConfigDict(frozen=True)

    id: str = ""
    kind: str = ""
    question: str
    answerable: bool
    gold: tuple[Place, ...] = ()


class Outcome(NamedTuple):
    """How one question went."""

    asked: AskedQuestion
    rank: int
    """Of the first right passage among the first ten, from 1; 0 when there is none."""
    answered: bool
    confidence: float


class Row(NamedTuple):
    """Figures of one kind of question; rates are 0..1, None where no question of the kind counts for it."""

    kind: str
    questions: int
    hit_at_1: float | None
    recall_at_5: float | None
    mrr_at_10: float | None
    refused: float | None
    """Of the answerable ones."""
    answered: float | None
    """Of the unanswerable ones."""


class Figures(NamedTuple):
    """The figures of a question set."""

    rows: tuple[Row, ...]
    """One for each kind, in the order of their first question, then one for all."""
    auc: float | None
    """Area under the ROC curve of confidence: how often it ranks an answerable one above one that is not."""
    outcomes: tuple[Outcome, ...]


def read_questions(path: str | Path) -> Iterator[AskedQuestion]:
    """The questions of a JSON Lines file, in order. Raises NotFoundError, MalformedError, NoBodyError without any."""
    empty = True
    try:
        with Path(path).open(encoding="utf-8-sig") as file:
            for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), ""), 1):
                if len(line) == _LONGEST_LINE:
                    raise MalformedError("is too long; give one question object a line", path=str(path), line=number)
                if line.strip():
                    empty = False
                    yield _question(line, str(path), number)
    except OSError as error:
        raise NotFoundError(f"cannot be read ({error.strerror}); give a JSON Lines file", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise MalformedError("is not UTF-8 text; give a JSON Lines file", path=str(path)) from error
    if empty:
        raise NoBodyError("no questions in it; give one question object a line", path=str(path))


def evaluate(
    coverage: Coverage, questions: Iterable[AskedQuestion], progress: Callable[[int], None] | None = None
) -> Figures:
    """Ask all questions and count. progress is called with the number of questions asked so far."""
    outcomes = []
    for number, asked in enumerate(questions, 1):
        outcomes.append(_ask(coverage, asked))
        if progress:
            progress(number)
    kinds = dict.fromkeys(outcome.asked.kind for outcome in outcomes)
    rows = [_row(kind, [outcome for outcome in outcomes if outcome.asked.kind == kind]) for kind in kinds]
    sure = [outcome.confidence for outcome in outcomes if outcome.asked.answerable]
    unsure = [outcome.confidence for outcome in outcomes if not outcome.asked.answerable]
    return Figures((*rows, _row("all", outcomes)), auc(sure, unsure), tuple(outcomes))


def auc(higher: Sequence[float], lower: Sequence[float]) -> float | None:
    """Area under the ROC curve, by counting pairs (Mann and Whitney 1947); None without both kinds."""
    if not higher or not lower:
        return None
    ordered = sorted(lower)
    wins = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in higher)
    return wins / 2 / (len(higher) * len(lower))


def _question(line: str, path: str, number: int) -> AskedQuestion:
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise MalformedError("is no JSON object; give one question object a line", path=path, line=number)
        return AskedQuestion.model_validate(row)
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(map(str, problem["loc"])) or "the row"
        raise MalformedError(f"{where}: {problem['msg'].lower()}", path=path, line=number) from error
    except (ValueError, RecursionError) as error:  # no JSON, or a number of thousands of digits
        raise MalformedError("is not JSON; give one question object a line", path=path, line=number) from error


def _ask(coverage: Coverage, asked: AskedQuestion) -> Outcome:
    try:
        answer = coverage.ask(asked.question, limit=LIMIT)
    except QuestionError:
        return Outcome(asked, 0, answered=False, confidence=0.0)
    return Outcome(asked, _rank(coverage, asked, answer), answer.answered, answer.confidence)


def _rank(coverage: Coverage, asked: AskedQuestion, answer: Answer) -> int:
    gold = set(asked.gold)
    texts = set(filter(None, (_text(coverage, place) for place in gold)))
    shown = answer.passages if answer.answered else answer.closest
    return next((passage.rank for passage in shown if _place(passage) in gold or passage.text in texts), 0)


def _text(coverage: Coverage, place: Place) -> str | None:
    """The paragraph at a place; None where the coverage has none there."""
    article, number = place
    try:
        paragraphs = coverage.article(article).paragraphs
    except NoSuchArticleError:
        return None
    return next((paragraph.text for paragraph in paragraphs if paragraph.number == number), None)


def _place(passage: Passage) -> Place:
    return passage.article.id, passage.paragraph


def _row(kind: str, outcomes: Sequence[Outcome]) -> Row:
    good = [outcome for outcome in outcomes if outcome.asked.answerable]
    bad = [outcome for outcome in outcomes if not outcome.asked.answerable]
    return Row(
        kind=kind or "-",
        questions=len(outcomes),
        hit_at_1=_mean(outcome.rank == 1 for outcome in good),
        recall_at_5=_mean(1 <= outcome.rank <= 5 for outcome in good),
        mrr_at_10=_mean(1 / outcome.rank if outcome.rank else 0.0 for outcome in good),
        refused=_mean(not outcome.answered for outcome in good),
        answered=_mean(outcome.answered for outcome in bad),
    )


def _mean(values: Iterable[float]) -> float | None:
    counted = list(values)
    return sum(counted) / len(counted) if counted else None
