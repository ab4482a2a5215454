"""What a reader of plain text can rely on: no paragraph is lost, nothing vanishes, and no input stops or slows it."""

from __future__ import annotations

import contextlib
import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import NoBodyError
from index.reading.text import read_text

HEAD = "The Penlow Echo\nHome | News | Sport\nBells of Penlow ring by themselves\nBy Ann Tarrow\nMay 4, 2025\n\n"
FIRST = "The bells of Penlow rang by themselves on Sunday night, and the vicar blamed the wind."
LAST = "They have been tied up since."
TAIL = "\n\nRelated:\n- A bell is stolen\n- Bats in the tower\n© 2025 The Penlow Echo. All rights reserved.\n"


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    "paragraph",
    [
        "He declined.",
        "No.",
        "“Never.”",
        '"It is the wind," he said.',
        "“And one more thing you should hear. It was not the wind.",
        "- We heard them, said one ringer.",
        "— We heard them from the boat, said another.",
        "The vicar asked for three things:",
        "What did he hear?",
        "Who rang the bells, and why, is what everybody in the valley would like to know",
        "* He has since left the valley.",
        "Copyright in the tune is held by a firm in Skerne.",
        "By Monday they were quiet.",
        "Share of blame: none.",
        "TILT! TILT! TILT!",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_paragraph_between_others_is_never_lost(paragraph: str, gap: str) -> None:
    reading = read_text(HEAD + gap.join([FIRST, paragraph, LAST]) + TAIL)
    if paragraph == "No.":
        assert paragraph in reading.paragraphs
    assert reading.paragraphs == (FIRST, paragraph, LAST)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("- Tied up -", "subhead"),
        ("## Tied up ##", "subhead"),
        ("## Tied up", "subhead"),
        ("- 'Tied up' -", "subhead"),
        ("**Tied up**", "subhead"),
        ("TIED UP", "subhead"),
        ("Tied up at last", "subhead"),
        ("Advertisement", "advertisement"),
        ("Story continues below", "advertisement"),
        ("(Photo: Penlow Echo)", "photo caption"),
        ("READ MORE: A bell is stolen", "related links"),
        ("* * *", "separator"),
    ],
)
def test_what_stands_between_paragraphs_is_dropped_with_its_reason(line: str, why: str) -> None:
    reading = read_text(HEAD + f"{FIRST}\n\n{line}\n\n{LAST}" + TAIL)
    assert reading.paragraphs == (FIRST, LAST)
    assert [entry.why for entry in reading.dropped if entry.text == line] == [why]


def test_nothing_after_comments_is_body() -> None:
    comment = "My aunt heard the bells, too, and she has been deaf since the war ended."
    reading = read_text(HEAD + f"{FIRST}\n\n{LAST}\n\nComments (2)\nbellman  2 hours ago\n{comment}\n")
    assert reading.paragraphs == (FIRST, LAST)
    assert comment in {entry.text for entry in reading.dropped if entry.why == "comments"}


def test_the_body_goes_on_after_links_in_its_middle() -> None:
    more = "The ringers of Penlow say the ropes of all six bells had been tied up for the night."
    reading = read_text(
        HEAD + f"{FIRST}\n\nRead more:\n- A bell is stolen\n- Bats in the tower\n\n{more}\n\n{LAST}{TAIL}"
    )
    assert reading.paragraphs == (FIRST, more, LAST)


def test_a_notice_is_kept_apart_wherever_it_stands() -> None:
    notice = "CORRECTION: An earlier version of this report had the wrong night."
    update = "This article has been updated with a comment from the vicar."
    reading = read_text(f"{HEAD}{notice}\n\n{FIRST}\n\n{LAST}{TAIL}\n{update}\n")
    assert reading.paragraphs == (FIRST, LAST)
    assert reading.notices == (notice, update)


@pytest.mark.parametrize("width", [55, 65, 72, 80])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_wrapped_lines_are_joined(width: int, ends: str) -> None:
    second = (
        "“We heard them from the boat,” said Guy Astley, who had been fishing for eels since dusk with his two sons."
    )
    third = (
        "He said no more (his sons - both of them ringers, 12. and 13. in their year - nodded) to Ann Tarrow in Penlow."
    )
    wrapped = (ends * 2).join(
        ends.join(textwrap.wrap(text, width, break_on_hyphens=False))
        for text in (FIRST, second, third, FIRST + " " + LAST)
    )
    reading = read_text(f"Bells ring by themselves{ends}{ends}{wrapped}{ends}")
    assert reading.title == "Bells ring by themselves"
    assert reading.paragraphs == (FIRST, second, third, FIRST + " " + LAST)


def test_the_posted_date_wins_over_the_dateline() -> None:
    dateline = "Penlow, May 4 (ORC) May 5, 2025"
    assert read_text(f"Bells ring\n{dateline}\n{FIRST}\n\n{LAST}\n").published == "2025-05-05"


def test_the_posted_date_wins_over_todays_date_in_the_sites_header() -> None:
    above = "The Penlow Echo\nWednesday, May 7, 2025\nBells of Penlow ring\n"
    page = f"{above}Penlow, May 4 (ORC) May 5, 2025\n{FIRST}\n\n{LAST}\n"
    assert read_text(page).published == "2025-05-05"


def test_no_year_is_invented() -> None:
    reading = read_text(f"Bells ring by themselves\n\nPENLOW, May 4 (ORC) - {FIRST}\n\n{LAST}\n")
    assert (reading.published, reading.city, reading.agency) == (None, "Penlow", "ORC")
    assert reading.paragraphs[0] == FIRST


def test_the_outlets_place_counts_only_where_the_article_names_it() -> None:
    assert read_text(HEAD + f"{FIRST}\n\n{LAST}").city == "Penlow"
    assert (
        read_text(HEAD.replace("Penlow Echo", "Harbour Echo") + "It rained all night.\n\nIt rained all day.\n").city
        is None
    )


@pytest.mark.parametrize(
    "text", ["", " \n\t\n", "\ufeff", "***\n---\n", "Menu\nSearch\nLog in\n", "© 2025 Penlow Echo\n"]
)
def test_a_text_without_a_body_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(NoBodyError) as refused:
        read_text(text)
    assert "\n" not in str(refused.value)


LINES = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        [
            FIRST,
            LAST,
            "",
            "",
            "Related:",
            "Advertisement",
            "Comments (3)",
            "By Ann Tarrow",
            "- Tied up -",
            "PENLOW (ORC) — Rain.",
        ]
    ),
    st.text(alphabet="\u200b\u202e\xa0\u2028\x1c\x85é́ß“”'—-()#*. aA1\ufeff", max_size=30),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=14).map("\n".join))
def test_nothing_vanishes_and_paragraphs_are_verbatim(text: str) -> None:
    try:
        reading = read_text(text)
    except NoBodyError:
        return
    normal = plain(text)
    for kept in (*reading.paragraphs, *reading.notices):
        assert kept in normal
    parts = [reading.title, *reading.notices, *reading.paragraphs, *(plain(entry.text) for entry in reading.dropped)]
    everything = "".join("".join(parts).split()).replace("\ufeff", "")
    for character in set("".join(normal.split()).replace("\ufeff", "").replace("#", "")):
        assert everything.count(character) == "".join(normal.split()).count(character), repr(character)


MANY = "Six words stand here, no less.\n"


@pytest.mark.parametrize(
    "text", ["© 2025 A\n" * 3_000 + MANY * 3_000, ("Related:\n" + MANY) * 3_000, ("A:\n" + MANY) * 3_000]
)
def test_a_text_of_many_ends_and_lists_is_read_in_seconds(text: str) -> None:
    began = time.perf_counter()
    read_text(text)
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize(
    "unit", ["(", '"', " ", "a ", "A ", "- ", "\n", "a\n", "A b\n", "Related:\n", "(a\n", "é", "A.\n", "-\n", "\u200b"]
)
@pytest.mark.timeout(60)  # far more than it takes, far less than the square of its length would
def test_a_hostile_text_takes_time_in_proportion(unit: str) -> None:
    with contextlib.suppress(NoBodyError):
        read_text(unit * (300_000 // len(unit)))


@pytest.mark.parametrize(("dateline", "mark"), [("PENLOW, May 4 (ORC): ", "(ORC)"), ("PENLOW (Xinhua) -- ", "Enditem")])
def test_what_an_agency_signs_behind_the_last_sentence_is_no_part_of_it(dateline: str, mark: str) -> None:
    reading = read_text(f"Bells ring by themselves\n\n{dateline}{FIRST}\n\n{LAST} {mark}\n")
    assert reading.paragraphs == (FIRST, LAST)
    assert mark in [entry.text for entry in reading.dropped]


def test_the_label_of_a_title_is_no_part_of_it() -> None:
    assert read_text(f"Subject: Bells ring by themselves\n\n{FIRST}\n\n{LAST}\n").title == "Bells ring by themselves"
