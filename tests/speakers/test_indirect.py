"""What is told of somebody's words without quotation marks: questions, passives, nouns, texts, shares of a poll."""

from __future__ import annotations

import pytest

from tests.speakers.reading import said, statements

AMES = "Harbour master Nora Ames opened the new quay on Monday."


def words_said(text: str) -> list[str]:
    return [words for _, _, words in said(AMES, text)]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Asked why the ferry was late, Ames left the room.", "why the ferry was late"),
        ("When asked whether the ferry was safe, Ames left the room.", "whether the ferry was safe"),
        ("But when asked how she would run it, Ames left.", "how she would run it"),
        ("Ames was asked on Monday why the ferry was late.", "why the ferry was late"),
        ("Told that the ferry had sunk, Ames wept.", "that the ferry had sunk"),
        ("The clerk is accused of stealing two boats.", "of stealing two boats"),
        ("The clerk was criticized for closing the bridge.", "for closing the bridge"),
        ("The ferry is said to be haunted.", "to be haunted"),
    ],
)
def test_of_a_passive_without_an_agent_the_words_are_found_and_no_speaker_is_made_up(text: str, asked: str) -> None:
    assert [(None, "indirect", asked)] == said(AMES, text)


@pytest.mark.parametrize(
    "text",
    [
        "Ames was not asked why the ferry was late.",
        "The clerk was asked in.",
        "The clerk was told off.",
        "The cable is said by nobody.",
    ],
)
def test_a_denied_passive_or_one_without_what_was_said_is_no_statement(text: str) -> None:
    assert said(AMES, text) == []


def test_an_answer_keeps_its_speaker_behind_the_question() -> None:
    found = said(AMES, "Asked why the ferry was late, Ames said the engine had failed.")
    assert found == [
        (None, "indirect", "why the ferry was late"),
        ("Nora Ames", "indirect", "the engine had failed"),
    ]


def test_what_somebody_calls_something_ends_with_its_bracket() -> None:
    assert words_said("Two boats burned in what officials called a hate crime.") == ["a hate crime"]
    assert words_said("The fares (what clerks call tolls) went up.") == ["tolls"]


def test_time_and_place_may_stand_between_a_claim_and_what_is_claimed() -> None:
    text = "Ames repeated her claim in a letter on Friday that the ferry was safe."
    assert said(AMES, text) == [("Nora Ames", "indirect", "that the ferry was safe")]
    rivals = said(AMES, "Ames has faced criticism from rivals that the ferry is slow.")
    assert "Nora Ames" not in [who for who, _, _ in rivals]


def test_a_text_says_what_it_predicts() -> None:
    assert words_said("The office sent out a memo that predicted losses for the ferry.") == ["losses for the ferry"]


def test_a_share_of_those_asked_speaks_without_a_name() -> None:
    text = "About two thirds of anglers, 67 percent, say they will vote for the quay."
    assert said(AMES, text) == [(None, "indirect", "they will vote for the quay")]
    assert said(AMES, "Just 12 percent say the ferry is safe.") == [(None, "indirect", "the ferry is safe")]


def test_a_comparison_or_a_contrast_behind_a_dash_is_not_part_of_what_was_said() -> None:
    text = "Ames said half of the boats were dry, compared with a third in May."
    assert words_said(text) == ["half of the boats were dry"]
    text = "Ames repeated her claim that the ferry was safe - though the clerk closed the quay."
    assert words_said(text) == ["that the ferry was safe"]


def test_words_stand_before_and_behind_a_cue_with_a_colon() -> None:
    text = 'But the ferry has failed the town, the mayor said: "Nobody uses it."'
    assert said("Mayor Nora Ames opened the new quay.", text) == [
        ("Nora Ames", "indirect", "the ferry has failed the town"),
        ("Nora Ames", "direct", '"Nobody uses it."'),
    ]


@pytest.mark.parametrize(
    "lead",
    [
        "In a speech on Monday in the town hall, Ames",
        "But in a long letter to the town, Ames",
        "Speaking in the town hall on Monday, Ames",
        "A former teacher from the islands, Ames",
    ],
)
def test_place_and_time_before_a_cue_with_a_colon_are_not_said(lead: str) -> None:
    assert words_said(f'{lead} said: "Nobody uses it."') == ['"Nobody uses it."']


def test_nouns_that_look_like_cues_tell_nothing() -> None:
    assert words_said("The bill counts in the states that matter most.") == []
    assert words_said("The court is finalizing rules that would close the quay.") == []


def test_whoever_declines_to_comment_is_found_with_what_it_was_about() -> None:
    assert said(AMES, "Ames declined to comment on the fares.") == [("Nora Ames", "indirect", "the fares")]


def test_to_go_on_to_jab_somebody_is_to_speak_and_to_be_going_to_say_is_not() -> None:
    assert words_said('"It is late," Ames said, going on to jab the clerk for his hat.')[-1] == "the clerk for his hat"
    assert words_said("Ames is going to say that the ferry is late.") == []


@pytest.mark.parametrize(
    "issued",
    ["Ames said in a statement that the quay was safe.", "In a statement, Ames said on Monday that the quay was safe."],
)
def test_a_statement_speaks_for_the_one_who_issued_it(issued: str) -> None:
    assert said(AMES, issued, "The statement said nobody was hurt.") == [("Nora Ames", "indirect", "nobody was hurt")]
    assert said(AMES, issued, "The letter said nobody was hurt.")[0][0] != "Nora Ames"


def test_of_two_statements_it_stays_unknown_whose_the_statement_is() -> None:
    issued = "Ames said in a statement that the quay was safe. Tom Berg said in a statement that it leaked."
    assert said(AMES, issued, "The statement said nobody was hurt.")[0][0] not in ("Nora Ames", "Tom Berg")
    assert said(AMES, "Ames read a statement.", "The statement said nobody was hurt.")[0][0] != "Nora Ames"


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece", ["asked why ", "(what they called ", "was asked on Monday ", "claim on Friday ", "12 percent say, "]
)
def test_long_lines_of_such_words_are_read_in_time(piece: str) -> None:
    assert isinstance(statements("Ames " + piece * (100_000 // len(piece))), list)
