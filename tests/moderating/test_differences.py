import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.moderating.differences import Changed, differences
from index.articles import Article
from tests.newsroom import article


def of(*texts: str, **facts: str) -> Article:
    return article("a", facts.pop("title", "Title"), *texts, **facts)


def told(changed: Changed) -> str:
    marks = {"kept": "{}", "out": "-{}-", "in": "+{}+"}
    return f"{changed.kind} {changed.number}: " + " ".join(marks[run.kind].format(run.text) for run in changed.runs)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["A dog barks."], ["A dog barks."], []),
        (["A dog barks."], ["A cat barks."], ["changed 1: A -dog- +cat+ barks."]),
        (["One.", "Two."], ["One.", "New here.", "Two."], ["added 2: +New here.+"]),
        (["One.", "Two.", "Three."], ["One.", "Three."], ["removed 2: -Two.-"]),
        (["One.", "A b c d."], ["One.", "Quite another."], ["removed 2: -A b c d.-", "added 2: +Quite another.+"]),
        (["Two spaces."], ["Two  spaces."], ["changed 1: Two spaces."]),
    ],
)
def test_paragraphs_that_differ_are_told(before: list[str], after: list[str], expected: list[str]) -> None:
    assert [told(changed) for changed in differences(of(*before), of(*after)).paragraphs] == expected


def test_facts_that_differ_are_told() -> None:
    found = differences(of("One.", title="Old", city="Tarrow"), of("One.", title="New"))
    assert [tuple(fact) for fact in found.facts] == [("title", "Old", "New"), ("city", "Tarrow", "")]


words = st.lists(st.sampled_from(["the", "a", "ferry", "port", "sails", "sinks", "soon"]), min_size=1, max_size=8).map(
    " ".join
)
versions = st.lists(words, min_size=1, max_size=6)


@given(versions, versions)
def test_what_is_told_makes_the_new_version_of_the_old(before: list[str], after: list[str]) -> None:
    found = differences(of(*before), of(*after))
    assert bool(found) == (before != after)
    for changed in found.paragraphs:
        new = " ".join(run.text for run in changed.runs if run.kind != "out")
        old = " ".join(run.text for run in changed.runs if run.kind != "in")
        assert new == ("" if changed.kind == "removed" else after[changed.number - 1])
        assert changed.kind == "changed" or old == ("" if changed.kind == "added" else before[changed.number - 1])
    assert len(after) - len(before) == found.count("added") - found.count("removed")


@pytest.mark.timeout(20)
def test_endless_versions_are_compared_in_time() -> None:
    alike = ["a b " * 5_000] * 900
    differences(of(*alike), of(*[f"{text} c" for text in alike]))
    differences(of(*(f"{n % 90} x" for n in range(9_000))), of(*(f"{n % 91} y" for n in range(9_000))))
