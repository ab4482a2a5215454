"""`newsdesk ask --explain`: why passages rank so, in words and figures, after the answer itself."""

import json

from tests.cli.conftest import Run

QUESTION = "what did Lindqvist say about the night allowance?"


def test_people_read_why_after_the_answer(filled: Run) -> None:
    told = filled("ask", QUESTION, "--explain").output
    assert told.index("Petra Lindqvist says") < told.index("Asked for: said, for the words of Lindqvist")
    assert "the person asked about speaks in it" in told
    assert "is enough to answer" in told


def test_programs_get_it_on_a_line_of_its_own(filled: Run) -> None:
    answer, explained = map(json.loads, filled("ask", QUESTION, "--explain", "--json").output.splitlines())
    assert explained["confidence"] == answer["confidence"]
    assert explained["passages"][0]["paragraph"] == answer["passages"][0]["paragraph"]


def test_a_file_of_questions_is_not_explained(filled: Run) -> None:
    done = filled("ask", "--questions", "-", "--explain")
    assert (done.exit_code, "takes one QUESTION" in done.output) == (2, True)
