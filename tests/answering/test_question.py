"""A question taken apart: whose words, about what, and what kind of thing would answer it."""

import time

import pytest

from index.answering.question import LONGEST_QUESTION, understand
from index.errors import QuestionError


@pytest.mark.parametrize(
    ("question", "speaker", "topic"),
    [
        ("What did Varga say about the dredging plan?", "Varga", "about the dredging plan"),
        ("what did varga say about the dredging plan", "varga", "about the dredging plan"),
        ("What has the mayor of Marlow Bay told the skippers?", "the mayor of Marlow Bay", "the skippers"),
        ("How did Ilse Varga explain the delay?", "Ilse Varga", "the delay"),
        ("How did Ilse Varga justify her speaking fees?", "Ilse Varga", "justify her speaking fees"),
        ("How did Ilse Varga greet the verdict?", "Ilse Varga", "greet the verdict"),
        ("Why, according to Brekke, would crabs die?", "Brekke", "crabs die"),
        ("Who will pay, according to Brekke?", "Brekke", "pay"),
        ("According to Brekke, what would the mud smother?", "Brekke", "the mud smother"),
        ("What was Ondine's reply to the skippers?", "Ondine", "to the skippers"),
        ("Ondine's view of the survey", "Ondine", "of the survey"),
        ("In Ondine's view, what is a draft?", "Ondine", "a draft"),
        ("What argument did Varga make for the works?", "Varga", "argument for the works"),
        ("Varga on ferries", "Varga", "ferries"),
        ("Tomas Brekke about the blockade", "Tomas Brekke", "the blockade"),
        ("Does Brekke think the vote will pass?", "Brekke", "the vote pass"),
        ("Tell me what Brekke said about crabs, please", "Brekke", "about crabs"),
        (
            "Could you tell me what the former minister of state said about ships?",
            "the former minister of state",
            "about ships",
        ),
        ("What's Brekke's opinion of Varga?", "Brekke", "of Varga"),
        ("How did Brekke answer Varga's criticism?", "Brekke", "Varga's criticism"),
        ("What should the town do about mud in Brekke's view?", "Brekke", "the town about mud"),
        ("What is a draft in the view of Paul Ondine?", "Paul Ondine", "a draft"),
        ("What did the Marlow admiral say about mud?", "the Marlow admiral", "about mud"),
        ("What reason did Brekke give for the strike?", "Brekke", "reason for the strike"),
        ("Who pays for mud, according to Brekke's harbour speech?", "Brekke", "pays for mud harbour speech"),
        ("What did Varga at the rally in Ondine say about mud?", "Varga", "about mud at the rally in Ondine"),
        ("What does Varga's deputy say about mud?", "Varga deputy", "about mud"),
    ],
)
def test_whose_words_are_asked_for_and_about_what(question: str, speaker: str, topic: str) -> None:
    understood = understand(question)
    assert understood.speaker is not None
    assert (understood.speaker.text, understood.topic) == (speaker, topic)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the cup?",
        "When does the ferry leave?",
        "ferry timetable",
        "How deep is the channel?",
        "Who is the mayor?",
        "Who has been the harbour's firmest supporter?",
        "What share of skippers thought the survey wrong?",
        "survey proposals rejected",
    ],
)
def test_nobodys_words_are_asked_for(question: str) -> None:
    assert understand(question).speaker is None


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What did Varga say about mud?", "said"),
        ("Who said that mud does not vote?", "who"),
        ("When is the vote?", "when"),
        ("In which year was the survey made?", "when"),
        ("What day is the vote?", "when"),
        ("Where is the mud dumped?", "where"),
        ("Which towns lie on the bay?", "where"),
        ("How many boats are there?", "amount"),
        ("By how much did prices rise?", "amount"),
        ("What share of crabs would be lost?", "amount"),
        ("Why is the harbour silting up?", "why"),
        ("Will the ferries come?", "whether"),
        ("harbour dredging", "keywords"),
    ],
)
def test_what_kind_of_thing_is_asked_for(question: str, kind: str) -> None:
    assert understand(question).kind == kind


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("what did WHO say about measles?", "WHO"),
        ("what did May say about fishing?", "May"),
        ("May's view of the survey", "May"),
        ("What did AT&T say about masts?", "AT&T"),
        ("What did Pedro Sa\u0301nchez say about mud?", "Pedro Sa\u0301nchez"),
        ("Varga quotes on ferries", "Varga"),
        ("anything from Varga on ferries?", "Varga"),
    ],
)
def test_a_name_is_taken_whole_whatever_it_is_written_with(question: str, speaker: str) -> None:
    asked = understand(question).speaker
    assert asked is not None
    assert asked.text == speaker


@pytest.mark.parametrize("name", ["WHO", "US", "IT", "May"])
def test_a_name_that_would_be_a_stop_word_is_something_to_look_for(name: str) -> None:
    assert understand(name).topic == name
    assert understand(f"Where is {name}?").topic == name


@pytest.mark.parametrize("question", ["May the ferries come?", "WHO WILL COME?", "what may the ferries cost?"])
def test_a_word_that_builds_the_question_is_no_name(question: str) -> None:
    assert not {"may", "who", "will"}.intersection(understand(question).topic.lower().split())


@pytest.mark.parametrize("amount", ["1,400", "5%", "$5", "12:30", "1.5"])
def test_an_amount_is_looked_for_as_it_is_written(amount: str) -> None:
    assert understand(f"who counted {amount} pots?").topic == f"counted {amount} pots"


@pytest.mark.parametrize(
    "question",
    [
        "What happened in Marlow?",
        "What is happening in Marlow?",
        "any news from Marlow?",
        "What's the latest on Marlow?",
        "what do you know about Marlow",
        "give me details on Marlow",
        "information about Marlow",
        "is there anything about Marlow?",
    ],
)
def test_words_that_ask_for_anything_are_not_looked_for(question: str) -> None:
    understood = understand(question)
    assert understood.speaker is None
    assert understood.topic.removeprefix("in ") == "Marlow"


@pytest.mark.parametrize("question", ["the report", "latest news", "what do you know?", "summary of coverage"])
def test_words_that_ask_for_anything_are_looked_for_where_nothing_else_is_asked(question: str) -> None:
    assert understand(question).topic


@pytest.mark.parametrize("part", ["1,", "a.", "a&", "\u0301", "a\u0301", "%", "$5%", "what's "])
def test_a_long_question_takes_no_time(part: str) -> None:
    from index.answering.words import words_of

    started = time.monotonic()
    words_of(part * 50_000)
    assert time.monotonic() - started < 5


def test_quoted_words_are_kept_as_quoted() -> None:
    assert understand("Who said “mud does not vote”?").quoted == ("mud does not vote",)


@pytest.mark.parametrize("question", ["", "  \n ", "the", "what is it?", "???", "😀🎉", "…", "#"])
def test_a_question_without_a_word_to_look_for_is_refused_in_one_line(question: str) -> None:
    with pytest.raises(QuestionError) as refused:
        understand(question)
    assert "\n" not in str(refused.value)


def test_a_question_of_ten_thousand_characters_is_refused_with_the_limit() -> None:
    with pytest.raises(QuestionError, match=f"{LONGEST_QUESTION:,}"):
        understand("mud " * 2_500)
