"""The dispatches that ship with newsdesk: our own words, described, and honest about what is real."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from index.reading import Reading
from tests.seed_questions import SEEDS, seed_questions, seed_readings, seed_rows
from tests.shared import SHARED

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
PAGE = SHARED / "seeds" / "putin-nato-rearmament.txt"
QUOTED_WORDS = 8
SHARED_WORDS = 8
OTHER_MARKS = re.compile(r"“([^”]*)|(?<!\w)‘(.*?)(?:’(?!\w)|$)|(?<!\w)'(.*?)(?:'(?!\w)|$)")
AGENCIES = re.compile(r"\((?:AFP|AP|Reuters|REUTERS|dpa|EFE|TASS|PTI|UPI|ANSA|Bloomberg)\)|Agence France")
FILES = sorted(path.name for path in SEEDS.iterdir() if path.name != "README.md")


def table() -> dict[str, str]:
    """Kind ("real" or "invented") of every article in the first table of the README, by name as in the labels."""
    rows = re.findall(r"^\| ([\w.-]+)(?:, line (\d+))? \| (real|invented) \|", read(SEEDS / "README.md"), re.MULTILINE)
    return {f"{file}#{line}" if line else file: kind for file, line, kind in rows}


def read(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def texts() -> dict[str, list[str]]:
    """Every article's text as blocks between blank lines or tags, by name as in the labels."""
    found: dict[str, list[str]] = {}
    for name in FILES:
        text = read(SEEDS / name)
        if name.endswith(".jsonl"):
            for number, line in enumerate(text.splitlines(), start=1):
                record = json.loads(line)
                body = record["text"] if "text" in record else "\n\n".join(record["paragraphs"])
                found[f"{name}#{number}"] = blocks(f"{record['title']}\n\n{body}")
        elif name.endswith(".html"):
            text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
            found[name] = blocks(html.unescape(re.sub(r"<[^>]+>", "\n\n", text)))
        else:
            found[name] = blocks(text)
    return found


def blocks(text: str) -> list[str]:
    return [" ".join(block.split()) for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"['’]", "", text.casefold()))


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    all_words = words(text)
    return {tuple(all_words[start : start + length]) for start in range(len(all_words) - length + 1)}


def quotations(block: str) -> list[str]:
    """What stands between quotation marks; one that is not closed runs to the end of its block."""
    straight = block.split('"')[1::2]
    return straight + ["".join(group or "" for group in found.groups()) for found in OTHER_MARKS.finditer(block)]


def labels() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / "seed_labels.json").read_text(encoding="utf-8"))
    return loaded


def test_there_are_dispatches_of_different_forms() -> None:
    assert len(texts()) >= 10
    assert {Path(name).suffix for name in FILES} == {".txt", ".html", ".jsonl"}
    assert sum(name.endswith(".html") for name in FILES) >= 2


def test_the_readme_describes_every_article_and_no_other() -> None:
    assert set(table()) == set(texts())
    assert set(table().values()) == {"real", "invented"}


def test_every_real_event_can_be_looked_up() -> None:
    checkable = read(SEEDS / "README.md").partition("## What can be checked")[2]
    real = [name.replace("#", ", line ") for name, kind in table().items() if kind == "real"]
    assert [name for name in real if f"| {name} | " not in checkable] == []


def test_nobody_who_is_real_is_quoted_at_length() -> None:
    kinds = table()
    long = [
        (name, quotation)
        for name, parts in texts().items()
        for block in parts
        for quotation in quotations(block)
        if len(words(quotation)) > QUOTED_WORDS and kinds[name] != "invented"
    ]
    assert long == []


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ('He said "one two three" and left.', ["one two three"]),
        ('"It opens and goes on', ["It opens and goes on"]),
        ("“One,” he said. “Two”", ["One,", "Two"]),
        ("‘It’s mine,’ he said of Russia’s ‘plan’", ["It’s mine,", "plan"]),
        ("The Moon's south pole and 'a word' of Russia's", ["a word"]),
    ],
)
def test_quotations_are_found_in_all_their_marks(block: str, found: list[str]) -> None:
    assert quotations(block) == found


def test_real_events_carry_our_own_label_and_no_agency_is_passed_off() -> None:
    everything = "\n".join(block for parts in texts().values() for block in parts)
    assert AGENCIES.findall(everything) == []
    for name, kind in table().items():
        if kind == "real" and "#" not in name:
            assert "(NDS)" in " ".join(texts()[name]), name
            assert "Newsdesk Seeds" in " ".join(texts()[name]), name


def test_no_sentence_comes_from_the_agencys_page() -> None:
    if not PAGE.exists():
        pytest.skip(f"{PAGE.name} is not here; it belongs to an agency and is kept outside of the project")
    theirs = runs(read(PAGE), SHARED_WORDS)
    assert theirs
    ours = {name: runs(" ".join(parts), SHARED_WORDS) & theirs for name, parts in texts().items()}
    assert {name: shared for name, shared in ours.items() if shared} == {}


def test_links_lead_to_reserved_hosts_only() -> None:
    hosts = {host for name in FILES for host in re.findall(r"https?://([\w.-]+)", read(SEEDS / name))}
    assert sorted(host for host in hosts if not host.endswith(".example") and host != "schema.org") == []


def test_one_seed_only_is_not_utf_8_and_it_is_named() -> None:
    odd = []
    for name in FILES:
        try:
            (SEEDS / name).read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            odd.append(name)
    assert odd == ["saint-aubray-school.txt"]
    assert b"\r\n" in (SEEDS / odd[0]).read_bytes()
    assert f"except `{odd[0]}`" in " ".join(read(SEEDS / "README.md").split())


def test_a_passage_is_carried_by_two_articles() -> None:
    found = texts()
    assert len(set(found["ferry-strike.txt"]) & set(found["mercury-ferry-strike.html"])) == 3


def test_the_questions_point_at_paragraphs_that_are_there() -> None:
    openings = {name: label["openings"] for name, label in labels().items()}
    rows = seed_rows()
    assert len({row["id"] for row in rows}) == len(rows) >= 60
    assert {row["kind"] for row in rows} == {"said", "fact", "spelling", "none"}
    for row in rows:
        assert row["answerable"] == bool(row["gold"]) == (row["kind"] != "none"), row
        for name, number in row["gold"] + row["also"]:
            assert 1 <= number <= len(openings[name]), row


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return seed_readings()


@pytest.mark.parametrize("name", sorted(labels()))
def test_a_seed_reads_as_it_was_meant(name: str, readings: dict[str, Reading]) -> None:
    article, label = readings[name].article, labels()[name]
    paragraphs = [" ".join(paragraph.text.split()) for paragraph in article.paragraphs]
    # A page's dateline may stay where it was published, before the first sentence.
    first = paragraphs[0].partition(label["openings"][0])
    starts = [text.startswith(opening) for text, opening in zip(paragraphs, label["openings"], strict=False)]
    starts[0] = bool(first[1]) and first[0] in ("", "VALENCIA, Spain (NDS) — ")
    assert all(starts), paragraphs[starts.index(False)]
    assert len(paragraphs) == len(label["openings"]), paragraphs[len(starts) :] or "some are missing"
    assert article.title == label["title"]
    assert (article.source, article.agency, article.city) == (label["source"], label["agency"], label["city"])
    assert (article.published or "").startswith(label["published"])
    assert [notice[: len(start)] for notice, start in zip(article.notices, label.get("notices", []), strict=True)] == (
        label.get("notices", [])
    )


def test_nothing_of_the_pages_furniture_is_lost_without_a_reason(readings: dict[str, Reading]) -> None:
    assert all(dropped.why for reading in readings.values() for dropped in reading.dropped)
    told = {dropped.text for dropped in readings["putin-press-conference.txt"].dropped}
    assert {"ADVERTISEMENT", "Related Links"} <= told


def test_the_questions_can_be_asked_of_the_articles_as_read(readings: dict[str, Reading]) -> None:
    held = {
        (reading.article.id, paragraph.number)
        for reading in readings.values()
        for paragraph in reading.article.paragraphs
    }
    asked = seed_questions(readings)
    places = [(article, number) for row in asked for article, number in row["gold"] + row["also"]]
    assert len(places) >= 100
    assert set(places) <= held
