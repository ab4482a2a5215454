"""Two collections are answered from as one, and a third one counts for nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.answering.answer import Answer
from index.articles import Article
from index.coverage import Coverage
from index.errors import QuestionError
from index.search.engine import SHARED
from tests.test_coverage import FERRY, add, article

OURS = "guild-7"
QUESTIONS = (
    "What did Captain Brill say about the ferry?",
    "What did Ada Bril say about tickets?",
    "Who spoke of the harbour in Lund?",
    "When does the tram to Oststrand stop?",
    "How many lanterns hang in Lund?",
)
WORDS = (
    "ferry", "harbour", "tickets", "Lund Island", "Captain Ada Brill", "Mayor Jon Falk", "said", "tram to Oststrand",
    "lanterns", "stops", "on Friday", "1,200", "in June", "carries", "crews", "night allowance", "she told reporters",
)  # fmt: skip
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=3, max_size=12).map(lambda words: " ".join(words) + ".")
ARTICLES = st.lists(st.tuples(st.lists(SENTENCES, min_size=1, max_size=3), st.booleans()), min_size=1, max_size=8)


def shown(answer: Answer) -> dict[str, Any]:
    """Everything of an answer but the order in which articles of the same score came."""
    whole = answer.model_dump()
    whole["passages"] = sorted(map(_passage, whole["passages"]))
    whole["closest"] = sorted(map(_passage, whole["closest"]))
    return whole


def _passage(passage: dict[str, Any]) -> tuple[float, str, int, str | None]:
    return (passage["score"], passage["text"], passage["paragraph"], passage["speaker"])


def answers(coverage: Coverage, collections: Sequence[str]) -> list[dict[str, Any] | str]:
    told: list[dict[str, Any] | str] = []
    for question in QUESTIONS:
        try:
            told.append(shown(coverage.ask(question, limit=100, collections=collections)))
        except QuestionError as error:
            told.append(str(error))
    return told


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ARTICLES, st.lists(SENTENCES, min_size=1, max_size=4))
def test_two_collections_are_one_corpus_and_a_third_changes_nothing(
    held: list[tuple[list[str], bool]], theirs: list[str]
) -> None:
    made: list[tuple[Article, bool]] = [
        (article(f"a{number}", *texts, title=f"Lund in short {number}"), ours)
        for number, (texts, ours) in enumerate(held)
    ]
    with tempfile.TemporaryDirectory() as folder:
        with Coverage.open(Path(folder, "one.db")) as coverage:
            add(coverage, *(one for one, _ in made))
            expected = answers(coverage, [SHARED])
        with Coverage.open(Path(folder, "two.db")) as coverage:
            for one, ours in made:
                add(coverage, one, collection=OURS if ours else SHARED)
            assert answers(coverage, [SHARED, OURS]) == expected
            add(coverage, article("theirs", *theirs, title="Lanterns of Lund"), collection="guild-8")
            assert answers(coverage, [SHARED, OURS]) == expected


@pytest.mark.parametrize("collections", [(SHARED,), (SHARED, OURS)])
def test_what_another_guild_holds_mends_no_spelling_and_is_no_known_name(
    tmp_path: Path, collections: tuple[str, ...]
) -> None:
    with Coverage.open(tmp_path / "news.db") as coverage:
        add(coverage, article("ferry", *FERRY))
        before = [
            coverage.ask(question, collections=collections) for question in ("Zebulon Quist?", "Quistt lanterns?")
        ]
        secret = article("secret", "Zebulon Quist hid the lanterns, Quist said.", title="Quist", source="Their Own")
        add(coverage, secret, collection="guild-8")
        after = [coverage.ask(question, collections=collections) for question in ("Zebulon Quist?", "Quistt lanterns?")]
        assert after == before
        assert coverage.freshness(collections=collections).articles == 1
        assert coverage.outlets(collections=collections) == []
        assert coverage.search("quist", collections=collections) == []
        assert [entry.collection for entry in coverage.journal(OURS)] == []
        key = coverage.articles(collections=["guild-8"])[0].key
        assert coverage.quotations.status([key]) == {key: "held"}
