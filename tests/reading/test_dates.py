"""Dates on pages, in every usual style; what is no date stays none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import iso_8601
from index.reading.dates import parse_date


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Published: May 3, 2024 7:15 a.m. | Updated: May 3, 2024 8:20 a.m.", "2024-05-03T07:15:00"),
        ("Updated: May 3, 2025 9:00 | Published: May 1, 2025 8:00", "2025-05-01T08:00:00"),
        ("Sat, July 6th 2024 at 10:45 AM MDT", "2024-07-06T10:45:00-06:00"),
        ("22 January 2025, 06:30 GMT", "2025-01-22T06:30:00+00:00"),
        ("Wed 22 Jan 2025 06.30 GMT", "2025-01-22T06:30:00+00:00"),
        ("11.20am BST on 5 June 2025", "2025-06-05T11:20:00+01:00"),
        ("6:05 p.m. on Oct. 14, 2025", "2025-10-14T18:05:00"),
        ("5 June 2025 1430 GMT", "2025-06-05T14:30:00+00:00"),
        ("2025-06-18T14:30:00+02:00", "2025-06-18T14:30:00+02:00"),
        ("2025-06-18T14:30:00.123Z", "2025-06-18T14:30:00+00:00"),
        ("June 18, 2025 14:30 (GMT+2)", "2025-06-18T14:30:00+02:00"),
        ("June 5, 2025, 7 a.m. ET", "2025-06-05T07:00:00-04:00"),
        ("Dec. 5, 2025, 7 a.m. ET", "2025-12-05T07:00:00-05:00"),
        ("1 May 2025 at 5pm AEST", "2025-05-01T17:00:00+10:00"),
        ("Jan 2, 2025 12:05 a.m.", "2025-01-02T00:05:00"),
        ("Jan 2, 2025 12:05 p.m.", "2025-01-02T12:05:00"),
        ("Oststrand, May 3 (NDS) May 3, 2024", "2024-05-03"),
        ("18/06/2025", "2025-06-18"),
        ("06/18/2025", "2025-06-18"),
        ("18.06.2025", "2025-06-18"),
        ("June 5, 2025 4 comments", "2025-06-05"),
        ("29 February 2024", "2024-02-29"),
    ],
)
def test_usual_styles(line: str, iso: str) -> None:
    assert parse_date(line) == iso


@pytest.mark.parametrize("line", ["Feb 30, 2025", "31/04/2025", "2025-13-01", "29 February 2025", "Jan 0, 2025"])
def test_days_that_do_not_exist_are_none(line: str) -> None:
    assert parse_date(line) is None


@pytest.mark.parametrize("line", ["Tuesday", "2 hours ago", "March 3", "yesterday at 5 p.m.", "", "May", "20250305"])
def test_nothing_is_made_of_weekdays_or_of_half_a_date(line: str) -> None:
    assert parse_date(line) is None


def test_a_date_with_two_readings_is_none() -> None:
    assert parse_date("03/04/2025") is None


def test_a_wrong_weekday_changes_nothing() -> None:
    assert parse_date("Wednesday, October 14, 2025") == parse_date("Tuesday, October 14, 2025") == "2025-10-14"


def test_no_zone_is_invented() -> None:
    assert parse_date("June 5, 2025 at 14:00 QQQ") == "2025-06-05T14:00:00"


@given(st.text(alphabet="0123456789 :/.,-+apmAPMTZGUCJanFebMarthstEDS()|", max_size=60))
def test_whatever_it_reads_is_iso_8601(line: str) -> None:
    found = parse_date(line)
    assert found is None or iso_8601(found) == found
