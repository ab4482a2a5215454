"""What one person said of something on different days: the passages of an answer in the order of their dates."""

from __future__ import annotations

from collections.abc import Iterable

from index.answering.answer import Answer, Passage


def day_of(passage: Passage) -> str | None:
    """The day on which the article of a passage was published, ISO 8601."""
    return passage.article.published[:10] if passage.article.published else None


def ranks_by_date(passages: Iterable[Passage]) -> tuple[int, ...]:
    """The ranks of those with a date, oldest day first, as an article has them within a day; none of one day only."""
    dated = sorted((day, p.article.id, p.paragraph, p.rank) for p in passages if (day := day_of(p)))
    return tuple(rank for *_, rank in dated) if len({day for day, *_ in dated}) > 1 else ()


def passages_by_date(answer: Answer) -> tuple[Passage, ...]:
    """The passages of `Answer.by_date`, oldest first; none where it is empty."""
    of_rank = {passage.rank: passage for passage in answer.passages}
    return tuple(of_rank[rank] for rank in answer.by_date if rank in of_rank)
