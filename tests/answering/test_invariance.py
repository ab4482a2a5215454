"""What must not change an answer: case, signs, politeness, spelling, another name, unrelated news; and what must."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.answering.answer import Answer, Passage
from index.coverage import Coverage
from tests.answering.test_answers import FIRE, HARBOUR, article
from tests.seed_questions import seed_questions, seed_readings

POLITE = ["please, {}", "could you tell me {}", "hi, {} thanks", "Excuse me, I'd like to know {}", "so {} exactly"]
ASKED = [
    "what did Varga say about the harbour?",
    "what did the mayor of Oststrand say about a puddle?",
    "what did Brekke say about the survey?",
    "what did Joost Varga say about sandbags?",
    "how many crab pots are in the bay?",
    "what did Mieke Tan say about goats?",
]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coverage]:
    with Coverage.open(tmp_path_factory.mktemp("seeds") / "news.db") as coverage:
        list(coverage.add((reading.article for reading in seed_readings().values()), who="test"))
        yield coverage


@pytest.fixture(scope="module")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coverage]:
    with Coverage.open(tmp_path_factory.mktemp("town") / "news.db") as opened:
        held = [article("harbour", "Oststrand digs", *HARBOUR), article("fire", "Town waits for flood", *FIRE)]
        list(opened.add(held, who="test"))
        yield opened


def first(answer: Answer) -> Passage:
    return (answer.passages or answer.closest)[0]


@pytest.fixture(scope="module")
def plain(seeds: Coverage) -> dict[str, str]:
    """The answerable questions about the seeds, each with its first passage."""
    asked = [row["question"] for row in seed_questions(seed_readings()) if row["answerable"]]
    return {text: first(seeds.ask(text)).text for text in asked}


DRESSED = [
    ("small letters", str.lower, 0.97),
    ("capitals", str.upper, 0.97),
    ("no question mark", lambda text: text.rstrip("?"), 1.0),
    ("spaces and signs", lambda text: f"  {text.replace(' ', '  ')} !!", 1.0),
    ("please", lambda text: f"Please, could you tell me: {text}", 0.97),
    ("thanks", lambda text: f"{text} Thank you.", 0.97),
]


@pytest.mark.parametrize(("number", "change", "least"), [(i, *rest) for i, (_, *rest) in enumerate(DRESSED)])
def test_how_a_question_is_dressed_keeps_its_first_passage(
    seeds: Coverage, plain: dict[str, str], number: int, change: Callable[[str], str], least: float
) -> None:
    """Each dressing is tried on every third question, one dressing on others than the next."""
    asked = list(plain)[number % 3 :: 3]
    same = [first(seeds.ask(change(text))).text == plain[text] for text in asked]
    assert sum(same) / len(same) >= least


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ASKED), st.sampled_from(POLITE), st.booleans(), st.sampled_from(["", "?", "??", "!", "..."]))
def test_courtesies_and_signs_keep_answer_and_verdict(
    coverage: Coverage, question: str, courtesy: str, upper: bool, end: str
) -> None:
    plain = coverage.ask(question)
    dressed = courtesy.format(question.rstrip("?")) + end
    answer = coverage.ask(dressed.upper() if upper else dressed)
    assert (answer.answered, first(answer).text) == (plain.answered, first(plain).text)


@pytest.mark.parametrize("question", ASKED)
def test_unrelated_news_changes_no_first_passage(coverage: Coverage, seeds: Coverage, question: str) -> None:
    held = [article("harbour", "Oststrand digs", *HARBOUR), article("fire", "Town waits for flood", *FIRE)]
    list(seeds.add(held, who="test", collection="town"))
    among = seeds.ask(question, collections=("shared", "town"))
    assert first(among).text == first(coverage.ask(question)).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What did Putin say about NATO?", "What did the Russian president say about NATO?"),
        ("What did Putin say about NATO?", "What did Poutine say about the Atlantic alliance?"),
        ("What did Zelensky say about Moscow?", "What did Selenskyj say about Moscow?"),
        ("What did Zelensky say about a ceasefire?", "What did Zelenskiy say about a cease-fire?"),
        ("What did Putin say about meeting Zelensky?", "waht did Puttin say abuot meeting Zelenksy"),
        ("What did Lagarde say about inflation?", "What did Lagrade say about inflation?"),
        ("What did Putin say about NATO?", "what did vladimir putin say about nato"),
        ("What did Putin say about meeting Zelensky?", "What did Putin say about meeing Zelensky?"),
        ("What did Zelensky say about Moscow?", "What did Zelinskii say about Moskva?"),
        ("What did Lagarde say about inflation?", "What did Christin Lagard say about inflasion?"),
    ],
)
def test_another_name_or_spelling_of_the_same_keeps_the_speaker_and_the_verdict(
    seeds: Coverage, one: str, other: str
) -> None:
    plain, varied = seeds.ask(one), seeds.ask(other)
    assert plain.answered
    assert varied.answered
    assert varied.passages[0].speaker == plain.passages[0].speaker
    assert first(plain).text in [passage.text for passage in varied.passages[:3]]


@pytest.mark.parametrize(
    ("asked", "never"),
    [("Zelensky say about Putin", "Vladimir Putin"), ("Putin say about Zelensky", "Volodymyr Zelensky")],
)
def test_swapped_roles_do_not_give_the_others_words(seeds: Coverage, asked: str, never: str) -> None:
    answer = seeds.ask(f"What did {asked}?")
    assert not answer.passages or answer.passages[0].speaker != never
