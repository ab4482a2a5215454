"""A question that goes on from the one before is asked as a whole one."""

import pytest

from index.answering.followup import follow_up

BEFORE = "What did Ilse Varga say about the dredging plan?"


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("and what about ferries?", "What did Ilse Varga say about ferries?"),
        ("What about the crab beds?", "What did Ilse Varga say about the crab beds?"),
        ("And on Gannet Point?", "What did Ilse Varga say about Gannet Point?"),
        ("What did she say about the survey?", "What did Ilse Varga say about the survey?"),
        ("And what is her view of Brekke?", "what is Ilse Varga's view of Brekke?"),
        ("And what did Tomas Brekke say?", "And what did Tomas Brekke say about the dredging plan?"),
        ("What did Paul Ondine say about drafts?", "What did Paul Ondine say about drafts?"),
        ("When is the vote?", "When is the vote?"),
    ],
)
def test_the_person_or_the_topic_stays_in_view(question: str, whole: str) -> None:
    assert follow_up(question, BEFORE) == whole


@pytest.mark.parametrize("question", ["and?", "", "???", "and what about it"])
def test_what_makes_no_sense_stays_as_it_is_or_asks_again(question: str) -> None:
    assert isinstance(follow_up(question, BEFORE), str)


def test_nothing_is_taken_from_a_question_that_cannot_be_understood() -> None:
    assert follow_up("and what about ferries?", "???") == "and what about ferries?"
