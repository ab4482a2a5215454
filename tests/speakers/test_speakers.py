from __future__ import annotations

import json

import pytest

from index.articles import Article, Paragraph
from index.speakers import attribute
from tests.shared import SHARED
from tests.speakers.reading import article, said, speaker


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sen. Clara Whitlow said the bridge was closed.", "Clara Whitlow"),
        ("Veldish President Ivo Marant said the bridge was closed.", "Ivo Marant"),
        ("Bridge keeper Ruth Oduya said the bridge was closed.", "Ruth Oduya"),
        ("Its director, Paul Sorrel, said the bridge was closed.", "Paul Sorrel"),
        ("Paul Sorrel, the bridge's director, said the bridge was closed.", "Paul Sorrel"),
        ("Paul Sorrel, 51, a baker from Kell, said the bridge was closed.", "Paul Sorrel"),
        ("Paul Sorrel, whose house stands on the river, said the bridge was closed.", "Paul Sorrel"),
        ("Paul Sorrel, head of Coldwater, a Kell company, said the bridge was closed.", "Paul Sorrel"),
        ("Sen. Paul Sorrel of Maine, a Democrat on the budget panel, said the bridge was closed.", "Paul Sorrel"),
        ("“The bridge is closed,” Paul Sorrel, the keeper who found it said.", "Paul Sorrel"),
        ("Many in the crowd said the bridge was closed.", "many in the crowd"),
        ("Rep. Paul Sorrel (R-Va.) told the town that the bridge was closed.", "Paul Sorrel"),
        ("Rep. Paul Sorrel (D-Ohio) said the bridge was closed.", "Paul Sorrel"),
        ("The only vote against came from Paul Sorrel, who argued that the bridge was closed.", "Paul Sorrel"),
        ("Paul Sorrel thanked the crews and said the bridge was closed.", "Paul Sorrel"),
        ("At a rally in Kell, Ohio, Paul Sorrel said the bridge was closed.", "Paul Sorrel"),
        ("The ministry said the bridge was closed.", "ministry"),
        ("The bridge was closed on Sunday, Kyiv said.", "Kyiv"),
        ("The Kremlin said the bridge was closed.", "Kremlin"),
        ("A spokesman for the town said the bridge was closed.", "spokesman for the town"),
        ("An inspector who climbed the pylon said the bridge was closed.", "inspector who climbed the pylon"),
        ("Sources close to the mayor say the bridge is closed.", "sources close to the mayor"),
        ("Teachers and union officials said the bridge was closed.", "teachers and union officials"),
        ("The hospital’s director, Edda Rowe, said the bridge was closed.", "Edda Rowe"),
        ("“The bridge is closed,” said union secretary Rolf Tamm, who lives there.", "Rolf Tamm"),
        ("Paul Sorrel met the crews. “The bridge is closed,” he said.", "Paul Sorrel"),
        ("The European Rope Bank said the bridge was closed.", "European Rope Bank"),
        ("The Bakers' Union said the bridge was closed.", "Bakers' Union"),
        ("The bargemen’s guild said the bridge was closed.", "bargemen’s guild"),
        ("The tollmaster said the bridge was closed.", "tollmaster"),
        ("A toll clerk accused of having lost 12 boats told a court that the bridge was closed.", "toll clerk"),
        ("Paul Sorrel, a former keeper of one of these bridges, said the bridge was closed.", "Paul Sorrel"),
        ("Wherever one looks, Paul Sorrel wrote, bridges are closed.", "Paul Sorrel"),
        ("Paul Sorrel threatened that the bridge would be closed.", "Paul Sorrel"),
        ("Paul Sorrel promised that the bridge would be closed.", "Paul Sorrel"),
        ("Paul Sorrel promised Kell 400 new planks.", "Paul Sorrel"),
        ("The bridge, in Paul Sorrel's opinion, is closed for good.", "Paul Sorrel"),
        ("In Paul Sorrel’s view, the bridge is closed for good.", "Paul Sorrel"),
        ("In the view of Paul Sorrel, the bridge is closed for good.", "Paul Sorrel"),
        ("The keeper was accused by Paul Sorrel of sleeping.", "Paul Sorrel"),
        ("Paul Sorrel wants the bridge to be closed.", "Paul Sorrel"),
        ("Asked about Ann Tiel, Paul Sorrel replied that the bridge was closed.", "Paul Sorrel"),
        ("Paul Sorrel, the only keeper to campaign in Kell, told delegates here that it was closed.", "Paul Sorrel"),
        ("“It rains,” said Paul Sorrel, 24, from Kell, who said the bridge was closed.", "Paul Sorrel"),
        ("Paul Sorrel and others said the bridge was closed.", "Paul Sorrel"),
        ("Paul Sorrel and his aides said the bridge was closed.", "Paul Sorrel"),
        ("Paul Sorrel and Clara Whitlow both said the bridge was closed.", "Paul Sorrel and Clara Whitlow"),
        ("Paul Sorrel, a former director of the B.R.I.-T.O. and town organizer, said it was closed.", "Paul Sorrel"),
        ("It was the bridge where Paul Sorrel, a bridge expert and adviser to Kell, said it was late.", "Paul Sorrel"),
        ("Martin O’Hara said the bridge was closed.", "Martin O'Hara"),
        ("“We are five,” Paul Sorrel said, naming Kell; Veld; and Tarn. “Another comes tomorrow.”", "Paul Sorrel"),
        ("“It rains,” said Paul Sorrel. Now, “within the town many say it is good.”", "Paul Sorrel"),
        ("Some sailors could be heard grumbling that it rained.", "sailors"),
        ("The Green Barn on Monday also urged the crews to wait.", "Green Barn"),
        ("Husted said the bridge was closed.", "Husted"),
        ("Sorrel's remarks were short. Paul Sorrel said the bridge was closed.", "Paul Sorrel"),
        ("Clara Whitlow denounced Paul Sorrel’s remarks as “foul”.", "Clara Whitlow"),
        ("The rain began when Clara Whitlow, in a reply to Paul Sorrel, said it was late.", "Clara Whitlow"),
    ],
)
def test_the_speaker_is_found_in_the_paragraph(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("Ohio Gov. Clara Whitlow said no.", "Whitlow said the bridge was closed.", "Clara Whitlow"),
        ("Ohio Gov. Clara Whitlow said no.", "Mrs. Whitlow said the bridge was closed.", "Clara Whitlow"),
        ("Ohio Gov. Clara Whitlow said no.", "The governor said the bridge was closed.", "Clara Whitlow"),
        ("Russian President Ivo Marant said no.", "The Russian leader said the bridge was closed.", "Ivo Marant"),
        ("Amit Sen, the state geologist, said no.", "The geologist said the bridge was closed.", "Amit Sen"),
        ("The state geologist, Amit Sen, said no.", "The scientist said the bridge was closed.", "Amit Sen"),
        ("Ruth Oduya, whose roof fell in, said no.", "The retired teacher said it would fall again.", "Ruth Oduya"),
        (
            "Former Secretary of State Clara Whitlow said no.",
            "The former secretary of state said it rained.",
            "Clara Whitlow",
        ),
        ("Clara Whitlow met Paul Sorrel.", "She said the bridge was closed.", "Clara Whitlow"),
        ("Ms. Whitlow met the crews.", "She said the bridge was closed.", "Whitlow"),
        (
            "Clara Whitlow said no. Her deputy, Paul Sorrel, said yes.",
            "“The bridge is closed,” he said.",
            "Paul Sorrel",
        ),
        ("The ministry said no.", "It said the bridge was closed.", "ministry"),
        (
            "Bill Whitlow and Clara Whitlow came. Clara Whitlow spoke first.",
            "Mr. Whitlow said it rained.",
            "Bill Whitlow",
        ),
        ("“The bridge is closed,” Paul Sorrel said.", "“It will stay closed.”", "Paul Sorrel"),
        ("“The bridge is closed,” Paul Sorrel said. “And", "“It will stay closed.”", "Paul Sorrel"),
        ("Paul Sorrel released the following statement:", "“It will stay closed.”", "Paul Sorrel"),
        ("Russian President Ivo Marant said no.", "The Kremlin chief said the bridge was closed.", "Ivo Marant"),
        ("Dutch Minister Paul Sorrel met Clara Whitlow.", "The Dutchman said the bridge was closed.", "Paul Sorrel"),
        ("Clara Whitlow met Paul Sorrel.", "The Frenchwoman said the bridge was closed.", "Clara Whitlow"),
        ("Spanish Minister Paul Sorrel met Ivo Marant.", "The Spaniard said the bridge was closed.", "Paul Sorrel"),
        (
            "Clara Whitlow, who has been the mayor of Kell for years, met Paul Sorrel.",
            "The mayor said it rained.",
            "Clara Whitlow",
        ),
        ("Clara Whitlow is the mayor of Kell.", "“It rains,” the mayor said.", "Clara Whitlow"),
        ("The mayor of Kell, Clara Whitlow, met Paul Sorrel.", "“It rains,” the mayor said.", "Clara Whitlow"),
        (
            "Russian President Ivo Marant spoke.",
            "Asked what he would do about Iran’s leader, Ali Tahan, the president replied that it rained.",
            "Ivo Marant",
        ),
        ("The tollmaster said no. The port owns a ship, the Patience.", "He said the bridge was closed.", "tollmaster"),
        ("Boris Johnson met Emmanuel Macron.", "The French leader said the bridge was closed.", "Emmanuel Macron"),
        ("The mayor of Kell said it was closed.", "Ilse Varnay told 200 people that it would open.", "Ilse Varnay"),
    ],
)
def test_the_speaker_is_resolved_from_what_was_said_before(before: str, text: str, expected: str) -> None:
    assert speaker(before, text) == expected


def test_a_description_before_its_name_is_resolved_too() -> None:
    read = attribute(
        Article(
            id="m",
            title="Mayor speaks",
            paragraphs=(
                Paragraph(number=1, text="The mayor of Kell said the bridge was closed."),
                Paragraph(number=2, text="In the hall, Ilse Varnay told 200 people that it would open."),
                Paragraph(number=3, text="“We are waiting for paint,” the mayor said."),
            ),
        )
    )
    assert [p.statements[-1].speaker for p in read.paragraphs] == ["Ilse Varnay"] * 3


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("It rained in Kell.", "He said the bridge was closed."),
        ("Clara Whitlow opened the hall.", "He said the bridge was closed."),
        ("It rained in Kell.", "“The bridge is closed.”"),
        ("Paul Sorrel spoke. Rain fell. Then it was dark.", "They said the bridge was closed."),
        ("Clara Whitlow opened the hall.", "It said the bridge was closed."),
        ("Clara Whitlow opened the hall.", "Some 12 percent said the bridge was closed."),
    ],
)
def test_nothing_is_claimed_when_unsure(before: str, text: str) -> None:
    found = said(before, text)
    assert found
    assert [who for who, _, _ in found] == [None]


def test_its_leader_is_nobody_who_leads_something_else() -> None:
    before = "Canadian President Paul Sorrel met Clara Whitlow of the guild."
    assert speaker(before, "Its leader said it rained.") == "leader"


def test_two_people_who_speak_at_once_are_named_in_full() -> None:
    before = "Clara Whitlow met Paul Sorrel."
    assert speaker(before, "Whitlow and Sorrel said it rained.") == "Clara Whitlow and Paul Sorrel"


def test_a_reopened_quotation_belongs_to_whoever_closes_it() -> None:
    texts = ["“We wait.", "“We wait for paint.", "“And for planks,” Paul Sorrel said.", "It rained."]
    read = attribute(article(*texts))
    assert [[s.speaker for s in p.statements] for p in read.paragraphs] == [["Paul Sorrel"]] * 3 + [[]]


def test_a_quotation_left_open_is_not_given_to_whom_another_quotation_names() -> None:
    read = attribute(article("“We wait.", "It rained.", "“And for planks,” Paul Sorrel said."))
    assert [s.speaker for s in read.paragraphs[0].statements] == [None]


def turns(*texts: str) -> list[tuple[str | None, str, str]]:
    return [
        (s.speaker, s.kind, p.text[s.start : s.end])
        for p in attribute(article(*texts)).paragraphs
        for s in p.statements
    ]


def test_the_turns_of_an_interview_are_direct_speech() -> None:
    assert turns(
        "Odd Tiel has built boats for years.",
        "THE LOCK: Mr Tiel, does the boat float?",
        "TIEL: It does, he said.",
        "THE LOCK: Why?",
        "TIEL: Air.",
        "NOTE: Boats are dear.",
    ) == [
        ("THE LOCK", "direct", "Mr Tiel, does the boat float?"),
        ("Odd Tiel", "direct", "It does, he said."),
        ("THE LOCK", "direct", "Why?"),
        ("Odd Tiel", "direct", "Air."),
    ]


def test_answers_are_those_of_the_only_person_introduced() -> None:
    talk = ["Q: Does the boat float?", "A: It does."]
    assert turns("Dr. Paul Sorrel builds boats.", *talk) == [
        (None, "direct", "Does the boat float?"),
        ("Paul Sorrel", "direct", "It does."),
    ]
    assert [who for who, _, _ in turns("Paul Sorrel and Clara Whitlow build boats.", *talk)] == [None, None]


def test_a_sentences_first_word_is_the_name_that_it_is_elsewhere() -> None:
    before = "Paul Cant met the press, and Cant was asked by @paul_cant what Cant would do."
    assert speaker(before, "Cant, who is running again this year, praised the bridge.") == "Paul Cant"


@pytest.mark.parametrize("text", ["UPDATE: The bridge is open.", "KELL: The bridge is open.", "Note: It rains."])
def test_a_label_that_names_nobody_is_no_turn(text: str) -> None:
    assert turns("Paul Sorrel builds boats.", text) == []


def test_the_leader_of_one_country_is_not_that_of_another() -> None:
    before = "Russian President Ivo Marant met Canadian President Paul Sorrel."
    assert speaker(before, "The Canadian leader said it rained.") == "Paul Sorrel"
    assert speaker(before, "The Russian leader said it rained.") == "Ivo Marant"
    assert speaker(before, "The foreign minister said it rained.") == "foreign minister"
    assert speaker(before, "The French leader said it rained.") not in ("Ivo Marant", "Paul Sorrel")


@pytest.mark.parametrize("name", sorted(path.name for path in SHARED.glob("dev/pages/*.labels.json")) or ["absent"])
def test_speakers_of_the_labelled_pages(name: str) -> None:
    path = SHARED / "dev/pages" / name
    if not path.exists():
        pytest.skip("the development pages are not here (set NEWSDESK_SHARED)")
    labels = json.loads(path.read_text(encoding="utf-8"))
    paragraphs = tuple(Paragraph(number=i, text=text) for i, text in enumerate(labels["body"], 1))
    read = attribute(Article(id="p", title=labels["title"], paragraphs=paragraphs))
    last = {str(p.number): p.statements[-1].speaker for p in read.paragraphs if p.statements}
    assert {number: last.get(number) for number in labels["speakers"]} == labels["speakers"]
