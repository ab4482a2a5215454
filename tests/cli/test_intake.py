"""Each reading is told once, in order, with what became of it, however many the coverage takes together."""

from collections.abc import Iterable, Iterator
from itertools import islice

import pytest

from bot.intake import MOST_WAITING, Intake, Told
from index.articles import Article
from index.coverage import Change
from index.errors import MalformedError, UnreadableError
from index.reading.reading import Reading
from tests.cli.samples import reading


def good(article_id: str, line: int) -> Reading:
    return reading(id=article_id).model_copy(update={"path": "a.jsonl", "line": line})


def bad(line: int) -> UnreadableError:
    return MalformedError("broken", path="a.jsonl", line=line)


def line_of(told: Told) -> int | None:
    return told.line if isinstance(told, UnreadableError) else told.reading.line


def keep(articles: Iterable[Article], together: int) -> Iterator[Change]:
    waiting = iter(articles)
    while batch := list(islice(waiting, together)):
        for article in batch:
            yield Change(id=article.id, title=article.title, outcome="added", paragraphs=2)


@pytest.mark.parametrize("together", [1, 2, 3, 64])
def test_all_are_told_in_order(together: int) -> None:
    told: list[Told] = []
    readings: list[Reading | UnreadableError] = [
        bad(1),
        good("a", 2),
        bad(3),
        bad(4),
        good("b", 5),
        good("c", 6),
        bad(7),
    ]
    Intake(readings, told.append).run(lambda articles: keep(articles, together))
    assert sorted(map(line_of, told), key=str) == [1, 2, 3, 4, 5, 6, 7]
    assert [line_of(one) for one in told] == [1, 2, 3, 4, 5, 6, 7]


def test_nothing_but_errors_is_told_too() -> None:
    told: list[Told] = []
    Intake([bad(1), bad(2)], told.append).run(lambda articles: keep(articles, 2))
    assert [line_of(one) for one in told] == [1, 2]


def test_a_repeated_id_says_where_it_stood_before() -> None:
    told: list[Told] = []
    Intake([good("a", 1), good("b", 2), good("a", 3)], told.append).run(lambda articles: keep(articles, 64))
    reasons = [one.reason for one in told if not isinstance(one, UnreadableError)]
    assert reasons == [None, None, "the id is repeated: a.jsonl, line 1 has it too"]


def test_bad_lines_without_end_do_not_pile_up() -> None:
    told: list[Told] = []

    def readings() -> Iterator[Reading | UnreadableError]:
        yield good("a", 1)
        for line in range(5000):
            yield bad(line)
            assert line - len(told) <= MOST_WAITING

    Intake(readings(), told.append).run(lambda articles: keep(articles, 64))
    assert len(told) == 5001


def test_readings_are_asked_for_one_by_one() -> None:
    seen: list[int] = []
    told: list[Told] = []

    def readings() -> Iterator[Reading]:
        for line in range(1, 4):
            seen.append(line)
            assert len(told) == line - 1
            yield good(str(line), line)

    Intake(readings(), told.append).run(lambda articles: keep(articles, 1))
    assert seen == [1, 2, 3]
