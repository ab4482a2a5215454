"""Whole pages, as they are scraped, come out as a person would mark them: body, title, dateline, and nothing lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.reading.text import TextReading, read_text
from tests.shared import SHARED

PAGES = Path(__file__).parent / "pages"
OURS = sorted(PAGES.glob("*.txt"))
ROOT = Path(__file__).parents[2]


def page(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("windows-1252")


def plain(text: str) -> str:
    return " ".join(text.split())


def check(reading: TextReading, label: dict[str, Any]) -> None:
    assert [plain(text) for text in reading.paragraphs] == [plain(text) for text in label["body"]]
    for field in ("title", "source", "agency", "city", "published", "byline"):
        if field in label:
            assert getattr(reading, field) == label[field], field
    assert [plain(text) for text in reading.notices] == [plain(text) for text in label["notices"]]
    dropped = {plain(entry.text) for entry in reading.dropped}
    assert {plain(text) for text in label["dropped"]} - dropped == set()
    assert all(entry.why for entry in reading.dropped)


def test_there_are_pages_of_many_styles() -> None:
    assert len(OURS) >= 10


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_a_page_is_read_as_it_was_marked(path: Path) -> None:
    check(read_text(page(path)), json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_every_line_of_a_page_is_accounted_for(path: Path) -> None:
    reading = read_text(page(path))
    kept = " ".join((*reading.paragraphs, *reading.notices, reading.title, *(plain(d.text) for d in reading.dropped)))
    words = kept.split()
    for word in page(path).split():
        assert word in words or any(word in other for other in words), word


@pytest.mark.parametrize(
    "name", ["bus-fares", "flood-barrier", "harbour-dredging", "hospital-strike", "library-closures", "quarry-blasts"]
)
def test_pages_of_the_development_set_are_read_as_labelled(name: str) -> None:
    path = SHARED / "dev" / "pages" / f"{name}.txt"
    if not path.exists():
        pytest.skip(f"the development set is not here ({path}); set NEWSDESK_SHARED to the folder that has dev/")
    check(read_text(page(path)), json.loads(path.with_name(f"{name}.labels.json").read_text(encoding="utf-8")))


def test_the_agency_page_is_read_whole_and_clean() -> None:
    path = next(iter(sorted((SHARED / "seeds").glob("*.txt"))), None)
    if path is None:
        pytest.skip(
            f"the agency page is not here ({SHARED / 'seeds'}); set NEWSDESK_SHARED to the folder that has seeds/"
        )
    lines = [plain(line) for line in page(path).splitlines() if line.strip()]
    reading = read_text(page(path))
    advertisement = lines.index("ADVERTISEMENT")
    subhead = next(line for line in lines if line.startswith("- "))
    assert list(reading.paragraphs) == [line for line in lines[3:advertisement] if line != subhead]
    assert len(reading.paragraphs) == 25
    assert (reading.title, reading.city, reading.agency) == (lines[1], "Saint Petersburg", "AFP")
    assert (reading.source, reading.published) == ("SpaceWar.com", "2025-06-18")
    dropped = {plain(entry.text): entry.why for entry in reading.dropped}
    assert set(dropped) == {lines[0], lines[2], subhead, *lines[advertisement:]}
    assert (dropped[subhead], dropped[lines[2]], dropped[lines[-1]]) == ("subhead", "dateline", "copyright")
