"""Datelines in the styles of the agencies are seen; sentences that begin like one are not."""

from __future__ import annotations

import pytest

from index.reading.datelines import city_name, find_dateline, stands_alone


@pytest.mark.parametrize(
    ("text", "rest", "city", "agency", "published"),
    [
        ("TILBERRY (NPA) — A quarry", "A quarry", "Tilberry", "NPA", None),
        ("PINEHOLLOW, Colo. (Staff) -- Anyone", "Anyone", "Pinehollow", "staff", None),
        (
            "GULL STAITH, Feb 3, 2023 (Halyard Newswire) -- A",
            "A",
            "Gull Staith",
            "Halyard Newswire",
            "2023-02-03",
        ),
        ("Berlin (dpa) - Storks", "Storks", "Berlin", "dpa", None),
        ("(Reuters) - Shares", "Shares", None, "Reuters", None),
        ("(ANSA) - ROME, JUN 18 - Police", "Police", "Rome", "ANSA", None),
        ("MOSCOW, June 18. /TASS/. Ferries", "Ferries", "Moscow", "TASS", None),
        ("BRUSSELS — Ministers", "Ministers", "Brussels", None, None),
        ("TILBERRY—A quarry", "A quarry", "Tilberry", None, None),
        ("KALAPUR: The court", "The court", "Kalapur", None, None),
        ('STOKE-ON-TRENT, England (AP) — "We', '"We', "Stoke-on-Trent", "AP", None),
        ("SKERNE/CARROW, Nov 8 (Reuters) - Talks", "Talks", "Skerne", "Reuters", None),
        ("ST. JOHN'S, N.L. — Crab", "Crab", "St. John's", None, None),
        ("Skerne, Ont. — Crab", "Crab", "Skerne", None, None),
        ("RIO DE JANEIRO (AP) _ Rain", "Rain", "Rio de Janeiro", "AP", None),
        ("Marlow Bay, March 3, 2025 — Rain", "Rain", "Marlow Bay", None, "2025-03-03"),
        ("June 18 (UPI) -- Snow", "Snow", None, "UPI", None),
        ("Aug. 15, 2025 (UPI) -- Snow", "Snow", None, "UPI", "2025-08-15"),
        ("Marlow Bay [Tolland], June 2 (ANI): Rain", "Rain", "Marlow Bay", "ANI", None),
        ("MARLOW BAY. June 2 (Interfax) - Rain", "Rain", "Marlow Bay", "Interfax", None),
        ("Marlow Bay, Jun 2 (EFE).- Rain", "Rain", "Marlow Bay", "EFE", None),
        ("Marlow Bay (dpa International) - Rain", "Rain", "Marlow Bay", "dpa International", None),
        ("SUN VALLEY, Idaho (AP) — Snow", "Snow", "Sun Valley", "AP", None),
    ],
)
def test_before_the_first_sentence(text: str, rest: str, city: str | None, agency: str, published: str | None) -> None:
    found = find_dateline(text)
    assert found is not None
    assert text[found.end :] == rest
    assert (city_name(found.city) if found.city else None) == city
    assert (found.agency, found.published) == (agency, published)


@pytest.mark.parametrize(
    ("line", "published", "posted"),
    [
        ("Oststrand, May 3 (NDS) May 3, 2024", "2024-05-03", True),
        ("Oststrand, March 7 (NDS) Mar 8, 2024", "2024-03-08", True),
        ("TILBERRY (NPA) —", None, False),
        ("MARLOW BAY, 12 Aug. 2025 (CWS)", "2025-08-12", False),
    ],
)
def test_on_a_line_of_its_own(line: str, published: str | None, posted: bool) -> None:
    found = stands_alone(line)
    assert found is not None
    assert (found.published, found.posted) == (published, posted)


@pytest.mark.parametrize(
    "text",
    [
        "June 2 (Monday) — Rain",
        "March 3 — Rain",
        "Tomas Brekke [Labour] said he would vote.",
        "Two ferries - both new - left the port.",
        "Tomas Brekke (Labour) said he would vote.",
        "The ferry (CWS) said nothing.",
        "UPDATE: This story has been updated.",
        "WATCH: The ferry leaves the port",
        "In May 2024 — A year ago — it rained.",
        "Monday, March 3, 2025",
        "“We — the people — object.”",
        "NO RAIN IN SIGHT, JUST MORE SUN - Guy Astley writes",
        "NATO — the alliance — said so.",
        "",
    ],
)
def test_other_beginnings_are_left_alone(text: str) -> None:
    assert find_dateline(text) is None


def test_a_city_is_written_as_its_article_writes_it() -> None:
    assert city_name("MCALDEN", "People in McAlden were glad.") == "McAlden"
