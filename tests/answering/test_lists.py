"""Several speakers asked for at once: each is among the first passages, and who says nothing of it is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.answering.answer import Answer
from index.answering.explaining import lines
from index.answering.lists import each_asked
from index.articles import Article, Paragraph
from index.coverage import Coverage
from index.speakers import attribute

LOUD = [
    '"The toll bridge is a scandal, and the toll bridge must go," Senator Aldo Fenwick said.',
    '"Nobody should pay at the toll bridge," Senator Aldo Fenwick said on Monday.',
    "Senator Aldo Fenwick said the toll bridge had cost farmers a fortune.",
    '"I will walk across the toll bridge without paying," Senator Aldo Fenwick said.',
    '"The toll bridge is highway robbery," Senator Aldo Fenwick told reporters.',
]
QUIET = '"We keep the toll bridge open for those who need it," Senator Ruta Maslov said.'
THIRD = "The toll bridge pays for two schools, baker Jonas Quill said."
OTHER = '"My geese have never been better," baker Jonas Quill said.'
PEOPLE = {"Fenwick", "Maslov", "Quill"}


@pytest.fixture(scope="module")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coverage]:
    with Coverage.open(tmp_path_factory.mktemp("lists") / "news.db") as opened:
        texts = {"loud": LOUD, "quiet": [QUIET, "Rain fell on the river."], "third": [THIRD, OTHER]}
        list(opened.add((article(name, text) for name, text in texts.items()), who="test"))
        yield opened


def article(name: str, texts: list[str]) -> Article:
    paragraphs = tuple(Paragraph(number=number, text=text) for number, text in enumerate(texts, 1))
    return attribute(Article(id=name, title="At the river", published="2025-06-04", paragraphs=paragraphs))


def speakers(answer: Answer, first: int) -> set[str]:
    assert answer.answered, answer.refusal
    return {(passage.speaker or "").split()[-1] for passage in answer.passages[:first]}


@pytest.mark.parametrize(
    "question",
    [
        "What did Fenwick and Maslov say about the toll bridge?",
        "what did fenwick and maslov say about the toll bridge",
        "Compare Fenwick and Maslov on the toll bridge",
        "How do Fenwick's and Maslov's views differ on the toll bridge?",
        "Fenwick vs. Maslov on the toll bridge",
        "What have senators said about the toll bridge?",
        "Which senators commented on the toll bridge?",
    ],
)
def test_each_of_those_asked_for_is_among_the_first_and_nobody_else(coverage: Coverage, question: str) -> None:
    answer = coverage.ask(question, limit=5)
    assert speakers(answer, 2) == {"Fenwick", "Maslov"}
    assert "Quill" not in speakers(answer, 5) or "senators" in question
    assert [passage.rank for passage in answer.passages] == list(range(1, len(answer.passages) + 1))
    assert len({passage.text for passage in answer.passages}) == len(answer.passages)


@pytest.mark.parametrize(
    "question", ["Who has commented on the toll bridge?", "Who all has spoken about the toll bridge?"]
)
def test_whoever_has_spoken_of_it_comes_in_turns(coverage: Coverage, question: str) -> None:
    assert speakers(coverage.ask(question, limit=5), 3) == PEOPLE


def test_three_are_asked_one_by_one(coverage: Coverage) -> None:
    answer = coverage.ask("What did Fenwick, Maslov and Quill say about the toll bridge?", limit=3)
    assert speakers(answer, 3) == PEOPLE
    assert answer.by_date == ()


def test_what_both_say_together_comes_first_and_once(tmp_path: Path) -> None:
    both = "Ida Torvald and Pell Marsden said in a letter that the lighthouse must stay dark."
    alone = ['"The lighthouse is fine," Ida Torvald said.', '"The lighthouse needs paint," Pell Marsden said.']
    with Coverage.open(tmp_path / "news.db") as held:
        list(held.add([article("letter", [*alone, both]), article("rain", ["Rain fell."])], who="test"))
        answer = held.ask("What did Ida Torvald and Pell Marsden say about keeping the lighthouse dark?")
        texts = [passage.text for passage in answer.passages]
        assert texts[0] == both
        assert texts.count(both) == 1
        assert answer.notes == ()


def test_who_says_nothing_of_it_is_named(coverage: Coverage) -> None:
    answer = coverage.ask("What did Quill and Fenwick say about geese?")
    assert speakers(answer, 1) == {"Quill"}
    assert "Nothing on this is surely from Fenwick." in answer.notes


def test_what_neither_says_is_refused(coverage: Coverage) -> None:
    answer = coverage.ask("What did Brandt and Corelli say about the moon landing?")
    assert not answer.answered
    assert answer.passages == ()


def test_the_best_passage_stays_first_and_one_persons_words_keep_their_order(coverage: Coverage) -> None:
    alone = coverage.ask("What did Fenwick say about the toll bridge?", limit=5)
    both = coverage.ask("What did Maslov and Fenwick say about the toll bridge?", limit=6)
    own = [passage.text for passage in both.passages if passage.speaker == "Aldo Fenwick"]
    assert own == [passage.text for passage in alone.passages if passage.speaker == "Aldo Fenwick"][: len(own)]
    assert both.passages[0].score == max(passage.score for passage in both.passages)


def test_it_is_explained_for_the_one_who_answers_best(coverage: Coverage) -> None:
    explained = list(lines(coverage.explain("Compare Fenwick and Maslov on the toll bridge")))
    assert explained[0] in {f"Asked for: said, for the words of {name}" for name in ("Fenwick", "Maslov")}


@pytest.mark.parametrize(
    "question",
    [
        "What did Fenwick say about tolls and schools?",
        "What did Fenwick and his aides say about tolls?",
        "How long did Fenwick and Maslov talk?",
        "How did Fenwick compare Maslov with Quill?",
        "How do tolls compare with last year?",
        "What did the Minister of Roads say about tolls?",
        "Who said the toll bridge must go?",
    ],
)
def test_a_question_for_one_is_not_taken_apart(question: str) -> None:
    assert each_asked(question) == ()


@pytest.mark.timeout(10)
@pytest.mark.parametrize("part", ["and ", "compare a and ", "compare ", "Hale, ", "a vs b ", "differ on "])
def test_a_hostile_question_takes_no_time(coverage: Coverage, part: str) -> None:
    text = part * (990 // len(part))
    each_asked(f"{text} x")
    coverage.ask(f"compare {text[:900]} on the toll bridge")
