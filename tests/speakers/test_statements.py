from __future__ import annotations

import pytest

import index.speakers
from tests.speakers.reading import said, statements

AMES = "Harbour master Nora Ames opened the new quay on Monday."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"The quay is safe," said Nora Ames.', [("direct", '"The quay is safe,"')]),
        ('"The quay is safe," Nora Ames told reporters.', [("direct", '"The quay is safe,"')]),
        ('Nora Ames said: "The quay is safe."', [("direct", '"The quay is safe."')]),
        ('Said Nora Ames, "The quay is safe."', [("direct", '"The quay is safe."')]),
        (
            '"The quay," Nora Ames said, "is safe."',
            [("direct", '"The quay,"'), ("direct", '"is safe."')],
        ),
        (
            '"The quay is safe," Nora Ames said. "I walked it twice."',
            [("direct", '"The quay is safe,"'), ("direct", '"I walked it twice."')],
        ),
        ('"Is the quay safe?" Nora Ames asked.', [("direct", '"Is the quay safe?"')]),
        ("Nora Ames said that the quay was safe.", [("indirect", "that the quay was safe")]),
        ("Nora Ames said the quay was safe.", [("indirect", "the quay was safe")]),
        ("Nora Ames said on Tuesday the quay was safe.", [("indirect", "the quay was safe")]),
        ("Nora Ames told the town council that the quay was safe.", [("indirect", "that the quay was safe")]),
        ("The quay is safe and dry again, Nora Ames said.", [("indirect", "The quay is safe and dry again")]),
        ("The quay is safe and dry, said Nora Ames.", [("indirect", "The quay is safe and dry")]),
        ("According to Nora Ames, the quay is safe.", [("indirect", "the quay is safe")]),
        ("The quay is safe again, according to Nora Ames.", [("indirect", "The quay is safe again")]),
        ("As Nora Ames said, the quay is safe.", [("indirect", "the quay is safe")]),
        ('Nora Ames said the quay was "as safe as a church".', [("mixed", 'the quay was "as safe as a church"')]),
        ('Nora Ames called the quay "safe enough".', [("mixed", 'the quay "safe enough"')]),
        ("Nora Ames accused the builders of lying.", [("indirect", "the builders of lying")]),
        ("Nora Ames vowed to close the quay.", [("indirect", "to close the quay")]),
        ("Nora Ames went on to explain that the quay was safe.", [("indirect", "that the quay was safe")]),
        ("Nora Ames called the builders a disgrace.", [("indirect", "the builders a disgrace")]),
        ("The crews ignored Nora Ames’s warning that the quay was wet.", [("indirect", "that the quay was wet")]),
        ("When Nora Ames first described the quay, the ferries sailed.", [("indirect", "the quay")]),
        ("In the end, Nora Ames said, nobody came to the quay.", [("indirect", "nobody came to the quay")]),
        ("The quay is safe now, Nora Ames told them as she left.", [("indirect", "The quay is safe now")]),
        ("Nora Ames put the number at 41.", [("indirect", "41")]),
        ("The quay was praised by Nora Ames.", [("indirect", "The quay")]),
        ("The quay is safe, in Nora Ames’s opinion.", [("indirect", "The quay is safe")]),
        (
            "Nora Ames asked Veld to give up the quay that it holds.",
            [("indirect", "to give up the quay that it holds")],
        ),
        ('"The quay is safe," the harbour master, Nora Ames, said.', [("direct", '"The quay is safe,"')]),
        ("The quay is safe, Nora Ames told the crews late on June 18.", [("indirect", "The quay is safe")]),
        (
            "Nora Ames said the quay was safe, but two of the builders stayed away.",
            [("indirect", "the quay was safe")],
        ),
        (
            "Though Nora Ames admitted the quay was slippery, the ferries sail.",
            [("indirect", "the quay was slippery")],
        ),
        (
            "Nora Ames said the quay was safe, adding that it was dry.",
            [("indirect", "the quay was safe"), ("indirect", "that it was dry")],
        ),
        (
            "The tests have been slow, with Nora Ames saying that sand was short.",
            [("indirect", "that sand was short")],
        ),
        ("Nora Ames has been promising new cranes for years.", [("indirect", "new cranes for years")]),
        ("Nora Ames concluded in that case that the quay was safe.", [("indirect", "that the quay was safe")]),
        ("Nora Ames said about half of the quay was safe.", [("indirect", "about half of the quay was safe")]),
        (
            "Nora Ames praised the quay, the lock and two cranes, which were new.",
            [("indirect", "the quay, the lock and two cranes")],
        ),
        ("Nora Ames praised the quay, and told the crews to leave.", [("indirect", "the quay")]),
        ("Nora Ames promises the port will pay.", [("indirect", "the port will pay")]),
        ("Nora Ames called the crews her family.", [("indirect", "the crews her family")]),
        ("Nora Ames remains quite confident that the quay is safe.", [("indirect", "that the quay is safe")]),
        ("Nora Ames was critical of the cranes.", [("indirect", "of the cranes")]),
        ("Nora Ames made an urgent call for calm.", [("indirect", "for calm")]),
        ("Nora Ames used her first tour of Kell to argue that it rained.", [("indirect", "that it rained")]),
        ("The storm led Nora Ames to declare the quay closed.", [("indirect", "the quay closed")]),
        (
            "Nora Ames praised the crews, thanked the town, blamed the rain and urged patience.",
            [("indirect", "the crews"), ("indirect", "the rain"), ("indirect", "patience")],
        ),
        (
            "Ames also sought to justify the quay, questioned the mayor’s figures and dismissed the crews.",
            [("indirect", "to justify the quay"), ("indirect", "the mayor’s figures"), ("indirect", "the crews")],
        ),
        (
            "Nora Ames praised the tall crews, with the quay “quite dry” again.",
            [("indirect", "the tall crews")],
        ),
        ("Nora Ames expressed sympathy for the crews even as she left.", [("indirect", "sympathy for the crews")]),
        (
            "Nora Ames, citing “the old quay,” said the builders were late.",
            [("direct", "“the old quay,”"), ("indirect", "the builders were late")],
        ),
        (
            "Nora Ames said the quay was safe, but in a later talk the builders left.",
            [("indirect", "the quay was safe")],
        ),
        (
            "Conceding that the quay was wet “at times” she warned: “It will dry.”",
            [("mixed", "that the quay was wet “at times”"), ("direct", "“It will dry.”")],
        ),
        ("As Nora Ames angrily said, “I am tired of rain,” the ferries sailed.", [("direct", "“I am tired of rain,”")]),
        ("Kell was, in the words of Nora Ames, “the best port of all.”", [("direct", "“the best port of all.”")]),
        (
            "The quay will stay open this year, Nora Ames reported on Tuesday -- a promise that pleased many.",
            [("indirect", "The quay will stay open this year")],
        ),
        ("Nora Ames was quoted as saying that the quay was safe.", [("indirect", "that the quay was safe")]),
        ("Nora Ames was forced to concede that the quay was wet.", [("indirect", "that the quay was wet")]),
        ("Nora Ames called the builders’ plan reckless.", [("indirect", "the builders’ plan reckless")]),
        ("Nora Ames called Kell's plans for the quay insane.", [("indirect", "Kell's plans for the quay insane")]),
        ("Nora Ames won the crews over by promising new cranes.", [("indirect", "new cranes")]),
        ("The work goes on - Nora Ames: “The quay is safe.”", [("direct", "“The quay is safe.”")]),
        ("Nora Ames cited “the old quay,” a place that nobody loves.", [("direct", "“the old quay,”")]),
        (
            "It rained on the quay — “I was wet,” Nora Ames said, “to the bone.”",
            [("direct", "“I was wet,”"), ("direct", "“to the bone.”")],
        ),
        ("Speaking on “The Quay Show,” Nora Ames lashed out at the builders.", [("indirect", "the builders")]),
        ("“It is dry,” keelwright Nora Ames said of the quay’s floor.", [("direct", "“It is dry,”")]),
        (
            "The crews heard Nora Ames, the only keeper to work in Kell, who told them that it rained.",
            [("indirect", "that it rained")],
        ),
        (
            "Although Nora Ames says the quay “is dry,” she also accuses it of leaking.",
            [("mixed", "the quay “is dry,”"), ("indirect", "it of leaking")],
        ),
    ],
)
def test_what_is_said_and_how(text: str, expected: list[tuple[str, str]]) -> None:
    found = said(AMES, text)
    assert [(kind, span) for _, kind, span in found] == expected
    assert {who for who, _, _ in found} == {"Nora Ames"}


def test_anothers_judgement_of_what_was_said_is_no_part_of_it() -> None:
    text = "Nora Ames said that the quay belonged to Kell, a notion Veld has mocked as childish."
    assert said(AMES, text) == [
        ("Nora Ames", "indirect", "that the quay belonged to Kell"),
        ("Veld", "indirect", "as childish"),
    ]


def test_a_few_quoted_words_are_speech_and_titles_are_not() -> None:
    assert said(AMES, "The ferry carried “lamps and other toys”, no more.") == [
        (None, "mixed", "“lamps and other toys”")
    ]
    assert said(AMES, "The crews marched under the slogan “Dry feet.”") == [(None, "direct", "“Dry feet.”")]
    assert said(AMES, "The plant kept a “night shift” in its books.") == []
    assert said(AMES, "The ferry “Lamps and Toys” sailed.") == []


def test_what_a_text_says_has_no_speaker_and_a_denial_is_none() -> None:
    assert said(AMES, "The tests showed that the quay was safe.") == [(None, "indirect", "that the quay was safe")]
    assert said(AMES, "The tests did not show that the quay was safe.") == []


def test_whoever_a_statement_tells_of_does_not_speak_in_it() -> None:
    text = "Nora Ames said that the mayor showed “great charm” and walks a lot."
    assert said(AMES, text) == [("Nora Ames", "mixed", "that the mayor showed “great charm” and walks a lot")]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “safe” quay was closed.",
        "The film “Quay” opens on Friday.",
        "The report was stated in euros and the claims office is closed.",
        "Nora Ames was asked to leave the quay.",
        "Nora Ames did not say that the quay was safe.",
        "Nora Ames refused to say that the quay was safe.",
        "Nora Ames would say that the quay is safe.",
        "Nora Ames called a meeting.",
        "Nora Ames called a meeting about risky plans.",
        "Nora Ames offered to paint the quay.",
        "The interview published on Monday was short.",
        "Nora Ames was not sure that the quay was safe.",
        "Nora Ames is more confident than ever.",
        "Nora Ames made no comment on the quay.",
        "It was arranged that Nora Ames and the crews leave and say goodbye.",
        "If Nora Ames says that the quay is safe, the ferry sails.",
        "The quay is 40 metres long.",
    ],
)
def test_what_nobody_says_is_no_statement(text: str) -> None:
    assert said(AMES, text) == []


def test_cue_and_mention_stand_where_they_are_said_to_stand() -> None:
    text = "“It is late,” the harbour master told reporters."
    [_, (number, _, statement)] = statements("Harbour master Nora Ames said it was early.", text)
    assert (number, statement.cue, statement.mention) == (2, "told", "the harbour master")
    assert statement.cue_start == text.index("told")
    assert statement.mention_start == text.index("the harbour master")
    assert statement.mention_paragraph == 2


def test_the_walk_through_of_the_package_is_true() -> None:
    example = next(line.strip() for line in (index.speakers.__doc__ or "").splitlines() if line.startswith("    "))
    [(_, text, said_there)] = statements(example)
    assert text == "the bridge was safe"
    assert (said_there.kind, said_there.cue, said_there.mention) == ("indirect", "said", "The minister")
    assert said_there.speaker == "Ann Ames"
