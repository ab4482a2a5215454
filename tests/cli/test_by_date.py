"""`newsdesk ask --by-date`: what one person said, from day to day."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, objects, write_lines

SAID = {
    "2025-06-19": '"The weir will be mended by October," mayor Odile Brandmark told the valley council.',
    "2024-11-02": "Mayor Odile Brandmark said the weir would not be mended this year.",
    "2025-03-08": '"The weir has never been in better shape," mayor Odile Brandmark said.',
}
QUESTION = "what did Brandmark say about the weir?"


@pytest.fixture
def valley(run: Run, folder: Path) -> Run:
    rows = (
        {"id": day, "title": f"The weir, {number}", "published": day, "paragraphs": [text, "Herons stood in the rain."]}
        for number, (day, text) in enumerate(SAID.items())
    )
    assert run("add", write_lines(folder / "valley.jsonl", *rows)).exit_code == 0
    return run


def test_each_passage_stands_under_its_day_oldest_first(valley: Run) -> None:
    told = valley("ask", QUESTION, "--by-date").output
    days = [line for line in told.splitlines() if line in ("2 November 2024", "8 March 2025", "19 June 2025")]
    assert days == ["2 November 2024", "8 March 2025", "19 June 2025"]
    places = [told.index(text) for text in (days[0], "not be mended", days[1], "better shape", days[2], "by October")]
    assert places == sorted(places)


def test_without_it_the_best_comes_first_and_no_day_leads(valley: Run) -> None:
    told = valley("ask", QUESTION).output
    assert told.lstrip().startswith("1  ")
    assert "2 November 2024" not in told.splitlines()


def test_what_is_not_of_one_person_on_several_days_comes_as_ever_and_says_so(valley: Run) -> None:
    told = valley("ask", "what stood in the rain?", "--by-date").output
    assert "not the words of one person on several days" in told
    assert "Herons stood in the rain." in told
    refused = valley("ask", "what did Zebulon say about the weir?", "--by-date").output
    assert "several days" not in refused


def test_programs_get_the_order_in_a_field_whether_asked_or_not(valley: Run) -> None:
    [plain] = objects(valley("ask", QUESTION, "--json"))
    assert objects(valley("ask", QUESTION, "--json", "--by-date")) == [plain]
    of_rank = {passage["rank"]: passage["article"]["published"] for passage in plain["passages"]}
    assert [of_rank[rank] for rank in plain["by_date"]] == sorted(SAID)
