"""Days in a question's words: which confine it, which are its topic, and what is said where nothing of them answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.answering.answer import Answer
from index.answering.dating import passages_by_date
from index.answering.explaining import lines
from index.answering.scoping import wish
from index.answering.times import times
from index.articles import Article, Paragraph
from index.coverage import Coverage, Scope
from index.speakers import attribute

TODAY = date(2025, 6, 20)
SAID = {
    "2024-06-04": 'Dredging the harbour "is a matter for my successor," mayor Ilse Varga said.',
    "2025-05-04": "The harbour must be dredged before winter, mayor Ilse Varga said.",
    "2025-06-11": "Mayor Ilse Varga said the harbour would not be dredged this year.",
    "2025-06-19": '"The harbour is deep enough for ducks," mayor Ilse Varga told the Fish Hall.',
}


@pytest.fixture(scope="module")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coverage]:
    with Coverage.open(tmp_path_factory.mktemp("days") / "news.db") as opened:
        list(opened.add((article(day, text) for day, text in SAID.items()), who="test"))
        yield opened


def article(day: str, text: str) -> Article:
    other = "Gulls slept on the quay, and the market sold crabs at noon."
    paragraphs = tuple(Paragraph(number=number, text=line) for number, line in enumerate((text, other), 1))
    return attribute(Article(id=day, title=f"Oststrand on {day[8:]}", published=day, paragraphs=paragraphs))


def asked(coverage: Coverage, question: str) -> Answer:
    return coverage.ask(question, today=TODAY)


def days(answer: Answer) -> set[str | None]:
    return {passage.article.published for passage in answer.passages}


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("yesterday", "2025-06-19", "2025-06-19"),
        ("today", "2025-06-20", "2025-06-20"),
        ("last night", "2025-06-19", "2025-06-20"),
        ("the day before yesterday", "2025-06-18", "2025-06-18"),
        ("last week", "2025-06-09", "2025-06-15"),
        ("earlier this week", "2025-06-16", "2025-06-20"),
        ("last weekend", "2025-06-14", "2025-06-15"),
        ("this month", "2025-06-01", "2025-06-20"),
        ("last month", "2025-05-01", "2025-05-31"),
        ("last year", "2024-01-01", "2024-12-31"),
        ("over the past three days", "2025-06-18", "2025-06-20"),
        ("in the last week", "2025-06-14", "2025-06-20"),
        ("two weeks ago", "2025-06-06", "2025-06-06"),
        ("last Tuesday", "2025-06-17", "2025-06-17"),
        ("last Friday", "2025-06-13", "2025-06-13"),
        ("on Friday", "2025-06-20", "2025-06-20"),
        ("on Wednesday night", "2025-06-18", "2025-06-18"),
        ("since Monday", "2025-06-16", None),
        ("in June", "2025-06-01", "2025-06-30"),
        ("in november", "2024-11-01", "2024-11-30"),
        ("in May", "2025-05-01", "2025-05-31"),
        ("since March", "2025-03-01", None),
        ("until April 2025", None, "2025-04-30"),
        ("after 3 June", "2025-06-04", None),
        ("before the summer", None, "2025-05-31"),
        ("in the summer of 2024", "2024-06-01", "2024-08-31"),
        ("in 2024", "2024-01-01", "2024-12-31"),
        ("on 18 June", "2025-06-18", "2025-06-18"),
        ("on 24 December", "2024-12-24", "2024-12-24"),
        ("on the 18th of June", "2025-06-18", "2025-06-18"),
        ("on June 3, 2025", "2025-06-03", "2025-06-03"),
        ("on 2025-06-03", "2025-06-03", "2025-06-03"),
        ("on 13/06/2025", "2025-06-13", "2025-06-13"),
        ("on 06/13/2025", "2025-06-13", "2025-06-13"),
        ("between 3 and 5 May", "2025-05-03", "2025-05-05"),
        ("between May and June", "2025-05-01", "2025-06-30"),
        ("from 3 May to 5 June", "2025-05-03", "2025-06-05"),
    ],
)
def test_the_days_that_words_mean(words: str, since: str | None, until: str | None) -> None:
    [time] = times(f"What did Varga say {words}?", TODAY)
    assert (time.words, time.since and str(time.since), time.until and str(time.until)) == (words, since, until)


@pytest.mark.parametrize(
    "words",
    ["next week", "in 2030", "tomorrow", "on 05/06/2025", "on 31 June", "trust May", "may she", "on Sunday Times",
     "a second time", "how to march on", "on 9/11", '"last week"', "the 2016 election", "99999999999 days ago"],
)  # fmt: skip
def test_what_is_no_day_of_publication_that_can_be_told(words: str) -> None:
    assert not list(times(f"What did Varga say of {words}?", TODAY))


@pytest.mark.parametrize(
    "question",
    [
        "How much was raised in February?",
        "Which pots were sold last year?",
        "What did Varga say about the debate last week?",
        "What did Varga say about the 2016 election?",
        "What did Varga say about last week's vote?",
        "What did Varga say about January 6?",
        "What did Varga say about harbours in 2013?",
        "What did Varga say on Super Tuesday?",
        "Who will speak next week?",
        "last week",
    ],
)
def test_a_time_that_belongs_to_the_topic_confines_nothing(question: str) -> None:
    assert wish(question, TODAY) is None


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What did Varga say last week about the harbour?", "What did Varga say about the harbour?"),
        ("Last week, what did Varga say about the harbour?", "what did Varga say about the harbour?"),
        ("What did Varga say about dredging on Wednesday?", "What did Varga say about dredging?"),
        ("What did Varga say about the harbour since March?", "What did Varga say about the harbour?"),
        ("Varga's comments last week on NATO", "Varga's comments on NATO"),
        ("Varga on NATO last week", "Varga on NATO"),
        ("articles from last week on mud", "on mud"),
    ],
)
def test_a_time_of_saying_or_publishing_confines_the_question(question: str, rest: str) -> None:
    wished = wish(question, TODAY)
    assert wished is not None
    assert wished.rest == rest


@pytest.mark.parametrize(
    ("question", "day", "note"),
    [
        ("What did Varga say last week about the harbour?", "2025-06-11", "Only articles of 9 to 15 June 2025."),
        ("What did Varga say about dredging last month?", "2025-05-04", "Only articles of May 2025."),
        ("What did Varga say in June 2024 about the harbour?", "2024-06-04", "Only articles of June 2024."),
        ("What did Varga say yesterday about the harbour?", "2025-06-19", "Only articles of 19 June 2025."),
    ],
)
def test_only_what_was_published_then_is_shown_and_it_is_said(
    coverage: Coverage, question: str, day: str, note: str
) -> None:
    answer = asked(coverage, question)
    assert answer.answered, answer.refusal
    assert (days(answer), answer.notes, answer.question) == ({day}, (note,), question)
    assert answer.confined is not None


def test_what_is_answered_only_on_other_days_is_refused_with_the_closest(coverage: Coverage) -> None:
    answer = coverage.ask("What did Varga say last week about the harbour?", today=date(2025, 9, 1))
    assert answer.refusal is not None
    assert answer.refusal.kind == "outside"
    assert answer.refusal.message.startswith("Nothing published from 25 to 31 August 2025 answers this; the closest is")
    assert answer.passages == ()
    assert "harbour" in answer.closest[0].text


def test_what_nobody_says_on_any_day_is_refused_for_what_is_missing(coverage: Coverage) -> None:
    answer = asked(coverage, "What did Macron say last week about the harbour?")
    assert answer.refusal is not None
    assert answer.refusal.kind == "unknown_name"


def test_days_that_no_article_is_of_are_refused_with_the_closest(coverage: Coverage) -> None:
    answer = asked(coverage, "What did Varga say in 2013 about the harbour?")
    assert answer.refusal is not None
    assert answer.refusal.message.startswith("Nothing published in 2013 answers this; the closest is")
    assert "harbour" in answer.closest[0].text


def test_words_and_options_hold_together(coverage: Coverage) -> None:
    question = "What did Varga say in June about the harbour?"
    answer = coverage.ask(question, today=TODAY, scope=Scope(since=date(2025, 6, 12)))
    assert days(answer) == {"2025-06-19"}


def test_a_passage_that_names_the_time_answers_whenever_it_was_published(tmp_path: Path) -> None:
    told = "The harbour needed no dredging, mayor Ilse Varga had said in 2024."
    with Coverage.open(tmp_path / "news.db") as held:
        other = article("2024-03-01", "Skippers counted 40 crab pots, Tomas Brekke said.")
        list(held.add([article("2025-06-02", told), other], who="test"))
        answer = asked(held, "What did Varga say in 2024 about the harbour?")
        assert answer.answered, answer.refusal
        assert (answer.passages[0].text, answer.confined) == (told, None)


def test_one_persons_words_of_several_days_are_given_by_date(coverage: Coverage) -> None:
    answer = asked(coverage, "What did Varga say about the harbour?")
    ordered = [passage.article.published or "" for passage in passages_by_date(answer)]
    assert ordered == sorted(ordered)
    assert len(set(ordered)) >= 3
    assert asked(coverage, "What did Varga say last week about the harbour?").by_date == ()
    assert asked(coverage, "What do gulls do on the quay?").by_date == ()


@pytest.mark.timeout(10)
@pytest.mark.parametrize("part", ["on ", "since ", "between 3 and ", "last ", "1 June ", "2025-", "the past ", '"'])
def test_a_hostile_question_takes_no_time(part: str) -> None:
    list(times(part * 300, TODAY))
    wish(part * 50_000, TODAY)


def test_it_can_be_explained_to_what_the_words_confine_and_what_is_looked_for_there(coverage: Coverage) -> None:
    explained = coverage.explain("What did Varga say last week about the harbour?", today=TODAY)
    assert {passage.article for passage in explained.passages} == {"2025-06-11"}
    assert "  last week: Only articles of 9 to 15 June 2025." in list(lines(explained))
    plain = coverage.explain("What did Varga say about the harbour?", today=TODAY)
    assert (plain.confined, "Only articles" in "\n".join(lines(plain))) == (None, False)


def test_where_nothing_there_answers_the_explanation_says_that_it_is_of_elsewhere(coverage: Coverage) -> None:
    explained = coverage.explain("What did Varga say last week about the harbour?", today=date(2025, 9, 1))
    assert "Nothing there answers; what follows is from elsewhere." in list(lines(explained))[1]
    assert explained.passages
