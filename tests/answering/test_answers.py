"""What an answer is made of: who is meant, what goes on from it, which evidence it takes, and how it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.answering.answer import Answer
from index.answering.question import understand
from index.answering.speaking import each_of
from index.articles import Article, Paragraph
from index.coverage import Coverage
from index.speakers import attribute

HARBOUR = (
    "Oststrand mayor Ilse Varga said on Tuesday that sand would close the harbour before 2031.",
    '"A harbour without depth is a puddle with a name," the mayor told the Fish Hall.',
    "She would meet the skippers at any time, Varga said, and she named Tomas Brekke.",
    "But she added that this could wait until they had read the survey.",
    "Brekke, 58, who leads the skippers' union, rejected Varga's survey as four pages of fog.",
    "The survey of 2019 counted 1,900 crab pots in the bay.",
)
FIRE = (
    "Fire chief Joost Varga said his crews would stack 12,000 sandbags by Friday.",
    '"My aunt once rowed her goats to church," baker Mieke Tan said.',
)


def article(name: str, title: str, *paragraphs: str) -> Article:
    numbered = tuple(Paragraph(number=number, text=text) for number, text in enumerate(paragraphs, 1))
    return attribute(Article(id=name, title=title, paragraphs=numbered))


@pytest.fixture(scope="module")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coverage]:
    with Coverage.open(tmp_path_factory.mktemp("coverage") / "news.db") as opened:
        held = [article("harbour", "Oststrand digs", *HARBOUR), article("fire", "Town waits for flood", *FIRE)]
        list(opened.add(held, who="test"))
        yield opened


def numbers(answer: Answer) -> list[int]:
    return [passage.paragraph for passage in answer.passages]


def test_a_description_means_the_person_whom_the_article_so_describes(coverage: Coverage) -> None:
    answer = coverage.ask("What did the mayor of Oststrand say about a puddle?")
    assert (numbers(answer)[0], answer.passages[0].speaker) == (2, "Ilse Varga")


def test_a_given_name_tells_people_of_one_family_name_apart(coverage: Coverage) -> None:
    joost = coverage.ask("What did Joost Varga say?")
    assert joost.passages[0].text == FIRE[0]
    ilse = coverage.ask("What did Ilse Varga say?")
    assert {passage.text for passage in ilse.passages if passage.speaker == "Ilse Varga"} >= set(HARBOUR[:3])
    assert ilse.passages[0].speaker == "Ilse Varga"


def test_a_paragraph_that_goes_on_follows_the_one_that_it_goes_on_from(coverage: Coverage) -> None:
    assert numbers(coverage.ask("What did Varga say about meeting the skippers?"))[:2] == [3, 4]


def test_one_persons_words_are_not_anothers(coverage: Coverage) -> None:
    answer = coverage.ask("What did Brekke say about the survey?")
    assert answer.passages[0].text == HARBOUR[4]
    assert not coverage.ask("What did Mieke Tan say about the survey?").answered


def test_an_amount_is_not_answered_by_a_passage_without_one(coverage: Coverage) -> None:
    assert coverage.ask("How many crab pots are in the bay?").passages[0].text == HARBOUR[5]
    assert HARBOUR[4] in [passage.text for passage in coverage.ask("How old is Tomas Brekke?").passages[:2]]
    assert not coverage.ask("How old is Mieke Tan?").answered


def test_a_day_is_no_amount(tmp_path: Path) -> None:
    """ "On June 3" says nothing of how many."""
    with Coverage.open(tmp_path / "news.db") as opened:
        list(opened.add([article("sand", "Crews stack sandbags", "The crews stacked sandbags on June 3.")], who="test"))
        assert not opened.ask("How many sandbags did the crews stack?").answered
        more = article("more", "Crews stack sandbags", "The crews stacked 700 sandbags on June 3.")
        list(opened.add([more], who="test"))
        answer = opened.ask("How many sandbags did the crews stack?")
        assert (answer.answered, answer.passages[0].article.id) == (True, "more")


def test_a_description_is_of_the_name_that_stands_nearest(tmp_path: Path) -> None:
    held = article(
        "boat",
        "A boat comes late",
        'Later in the piece, Ann Hale wrote: "Of boats: Belmar senator Jo Lind came by one."',
        '"The storm was late," Lind said.',
        '"The storm was near," Hale said.',
    )
    with Coverage.open(tmp_path / "news.db") as opened:
        list(opened.add([held], who="test"))
        assert numbers(opened.ask("What did the Belmar senator say about the storm?"))[0] == 2


def test_matched_words_are_highlighted_in_every_form(coverage: Coverage) -> None:
    passage = coverage.ask("What did Varga say about the harbours?").passages[0]
    assert {passage.text[start:end] for start, end in passage.highlights} >= {"harbour"}


@pytest.mark.parametrize(
    ("question", "kind", "missing"),
    [
        ("What did Macron say about the harbour?", "unknown_name", "Macron"),
        ("What did Varga say about the Vatican?", "unknown_name", "Vatican"),
        ("How is cheese made?", "unknown_topic", "cheese"),
        ("What did Mieke Tan say about crab pots?", "not_together", "crab"),
    ],
)
def test_a_refusal_says_what_is_missing_and_keeps_the_closest_apart(
    coverage: Coverage, question: str, kind: str, missing: str
) -> None:
    answer = coverage.ask(question)
    assert answer.refusal is not None
    assert (answer.refusal.kind, missing in answer.refusal.missing) == (kind, True)
    assert missing in answer.refusal.message
    assert answer.passages == ()


def told(coverage: Coverage, question: str) -> str:
    refusal = coverage.ask(question).refusal
    assert refusal is not None
    return refusal.message


def test_a_refusal_says_only_what_is_so(coverage: Coverage) -> None:
    """Of words that stand in one passage it does not say that none brings them together, nor that of a single word."""
    assert "none of them gives an age" in told(coverage, "How old is baker Mieke Tan?")
    assert "none of them gives an age" in told(coverage, "How old is the puddle?")
    assert "no passage brings them together" in told(coverage, "Were goats in the pots and in the fog?")
    assert told(coverage, "Where are Ystad and Bergen?") == "No Ystad and no Bergen appear in this coverage."
    assert told(coverage, "What did Macron say about Bergen?").startswith("Nobody called Macron and no Bergen appear")
    assert "surely those of Oststrand" in told(coverage, "What did Oststrand say?")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (
            "What did Mieke Tan say about the puddle?",
            "Mieke Tan is covered, and so is the puddle, but nobody reports her on it.",
        ),
        (
            "What did Tomas Brekke say on sandbags?",
            "Tomas Brekke is covered, and so are sandbags, but nobody reports him on them.",
        ),
    ],
)
def test_a_person_and_a_topic_that_never_meet_are_both_named(coverage: Coverage, question: str, sentence: str) -> None:
    assert told(coverage, question) == sentence


def test_a_reader_learns_which_spelling_was_looked_for(coverage: Coverage) -> None:
    assert coverage.ask("What did Breke say about the survay?").notes == (
        "Showing answers for “Brekke” (you wrote “Breke”), “survey” (you wrote “survay”).",
    )
    assert coverage.ask("What did Brekke say about the survey?").notes == ()


def test_a_reader_learns_which_of_two_namesakes_is_shown(coverage: Coverage) -> None:
    (note,) = coverage.ask("What did Varga say?").notes
    assert note == "The first passage is Ilse Varga’s; Joost Varga speaks here too."
    assert coverage.ask("What did Ilse Varga say about the harbour?").notes == ()


def test_what_others_say_beside_a_countrys_name_is_not_the_countrys(tmp_path: Path) -> None:
    said = "Oststrand mayor Ilse Varga said the United States should send boats, and that the town would pay for them."
    with Coverage.open(tmp_path / "news.db") as opened:
        list(opened.add([article("boats", "Oststrand wants boats", said, *HARBOUR[1:])], who="test"))
        assert not opened.ask("What did the US say?").answered
        assert opened.ask("What did the mayor say about the US?").passages[0].text == said


def test_the_limit_is_kept(coverage: Coverage) -> None:
    assert len(coverage.ask("What did Varga say?", limit=2).passages) == 2


def test_what_has_little_to_do_with_the_question_is_no_part_of_the_answer(coverage: Coverage) -> None:
    answer = coverage.ask("How many crab pots did the survey of 2019 count in the bay?", limit=10)
    assert HARBOUR[5] in [passage.text for passage in answer.passages]
    assert not {*FIRE} & {passage.text for passage in answer.passages}


def test_words_in_quotation_marks_are_found_as_they_stand(coverage: Coverage) -> None:
    assert coverage.ask("Who said “four pages of fog”?").passages[0].text == HARBOUR[4]
    assert coverage.ask('"rowed her goats"').passages[0].text == FIRE[1]


def test_an_institution_under_the_is_a_name_and_nobody_near_it_speaks_for_it(coverage: Coverage) -> None:
    assert not coverage.ask("What did the Fish Hall say about puddles?").answered


@pytest.mark.parametrize(
    "frame",
    [
        "I heard that {}!",
        "apparently {}",
        "They say that {}",
        "Is it true that {}?",
        "hey, someone told me {}",
        "I read somewhere that {}",
        "Rumour has it that {}.",
    ],
)
@pytest.mark.parametrize(
    "claim", ["sand will close the harbour before 2031", "Varga said sand would close the harbour"]
)
def test_a_claim_is_looked_up_without_the_words_by_which_it_is_passed_on(
    coverage: Coverage, frame: str, claim: str
) -> None:
    plain, passed_on = coverage.ask(claim), coverage.ask(frame.format(claim))
    assert plain.answered
    assert (passed_on.passages[0].text, passed_on.confidence) == (HARBOUR[0], plain.confidence)


def test_what_somebody_is_said_to_have_heard_is_no_frame_of_a_claim() -> None:
    assert understand("What has Varga heard about the harbour?").topic == "Varga heard about the harbour"


def test_somebody_is_meant_whom_an_article_introduces_by_what_they_are(tmp_path: Path) -> None:
    theft = article(
        "theft",
        "The beekeeper of Aldmoor pleads guilty",
        "The beekeeper who moved forty hives by night stood before the court of Aldmoor on Monday.",
        'Rupert Aske, 51, said he was sorry. "I never counted the bees," Aske said.',
        '"The clover was better over there," Aske told the judge.',
    )
    with Coverage.open(tmp_path / "news.db") as coverage:
        list(coverage.add([theft, article("fire", "Town waits for flood", *FIRE)], who="test"))
        found = coverage.ask("What did the beekeeper say about the clover?")
    assert found.answered
    assert (found.passages[0].paragraph, found.passages[0].speaker) == (3, "Rupert Aske")


def test_an_office_that_another_holds_is_not_who_the_article_quotes_most(coverage: Coverage) -> None:
    answer = coverage.ask("What did the fire chief say about a puddle?")
    assert not any(passage.speaker == "Ilse Varga" for passage in answer.passages)


@pytest.mark.parametrize(
    ("speaker", "people"),
    [
        ("Ann Hale and Bo Lind", ["Ann Hale", "Bo Lind"]),
        ("Ann Hale, Bo Lind and Cy Moor", ["Ann Hale", "Bo Lind", "Cy Moor"]),
        ("Hale and Lind", ["Hale and Lind"]),
        ("Ministry of Trade and Industry", ["Ministry of Trade and Industry"]),
    ],
)
def test_two_who_speak_at_once_are_two_people(speaker: str, people: list[str]) -> None:
    assert each_of(speaker) == people


def test_who_speaks_beside_another_is_heard_by_their_own_name(tmp_path: Path) -> None:
    both = article("both", "Bridge", '"The bridge stays shut," Ann Hale and Bo Lind said in a joint statement.')
    with Coverage.open(tmp_path / "news.db") as coverage:
        list(coverage.add([both], who="test"))
        answers = [coverage.ask(f"What did {name} say about the bridge?") for name in ("Ann Hale", "Bo Lind")]
        other = coverage.ask("What did Cy Hale say about the bridge?")
    assert [answer.answered for answer in answers] == [True, True]
    assert other.confidence < min(answer.confidence for answer in answers)


def test_a_misspelt_word_of_asking_asks_all_the_same() -> None:
    understood = understand("ilse varga opinon of the harbour")
    assert understood.speaker is not None
    assert (understood.speaker.text, understood.topic) == ("ilse varga", "of the harbour")


def test_a_refusal_calls_a_misspelt_name_as_the_coverage_does(coverage: Coverage) -> None:
    answer = coverage.ask("What did Mieke Tan say about Breke?")
    assert answer.refusal is not None
    assert "Brekke" in answer.refusal.message
    assert answer.refusal.missing == ("Brekke",)
