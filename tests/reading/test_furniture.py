"""Lines that are no body text are known by themselves, with a reason; sentences that look alike are not taken."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from index.reading.furniture import is_furniture, is_notice


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("--- ADVERTISEMENT ---", "advertisement"),
        ("Story continues below advertisement", "advertisement"),
        ("Skip to content", "navigation"),
        ("Home | News | Sport | Weather", "navigation"),
        ("Share  Save  37 Comments", "social networks"),
        ("Facebook X WhatsApp Email Print", "social networks"),
        ("Follow Harrowmere Chronicle on Facebook and Instagram.", "social networks"),
        ("Sign up for our morning newsletter", "newsletter"),
        ("Get our morning letter in your inbox. Enter your email:", "newsletter"),
        ("Photo: A bus waits at Mill Plaza.", "photo caption"),
        ("Ducks on the pond. (Wexcombe Star/Kit Soares)", "photo caption"),
        ("Related:", "related links"),
        (">> READ MORE: Goat rescued", "related links"),
        ("Comments (37)", "comments"),
        ("Tags: ferries, transport", "tags"),
        ("© 2025 The Wexcombe Star. All rights reserved.", "copyright"),
        ("rd/kl/tm", "wire footer"),
        ("(Reporting by A Bee; Editing by C Dee)", "wire footer"),
        ("((x.y; +00 555 0142))", "wire footer"),
        ("==Kyodo", "wire footer"),
        ("-- AAP", "wire footer"),
        ("(AAP)", "wire footer"),
        ("[ab]", "wire footer"),
        ("jt/rl (AFP)", "wire footer"),
        ("-0-", "wire footer"),
        ("--With assistance from Tilda Marsh.", "wire footer"),
        ("To contact the reporter on this story: Tilda Marsh at tm@wire.example", "wire footer"),
        ("This story has not been edited by our staff and is published from a syndicated feed.", "wire footer"),
        ("(This article was translated from Danish.)", "wire footer"),
        ("Editor: Tilda", "wire footer"),
        ("By Tilda Marsh, Local democracy reporter", "byline"),
        ("by staff reports", "byline"),
        ("Sat, July 6th 2024 at 10:45 AM MDT", "published time"),
        ("4 min read", "published time"),
        ("* * *", "separator"),
        ("NEW You can now listen to Harbour News articles!", "photo caption"),
        ("RELATED VIDEO — Envoy: Everyone will have to walk:", "related links"),
        ("Contributing: Tilda Marsh, Harbour News; The Coast Wire", "about the reporter"),
        ("Tilda Marsh is the author of Nets: A History. She lives in Wexcombe.", "about the reporter"),
        ("Already contributed? Log in to hide these messages.", "subscription"),
        ("Support trusted journalism and civil dialogue.", "subscription"),
        ("Get alerts when Tilda Marsh writes. You can switch them off.", "newsletter"),
        ("Notice: Transcripts are machine and human generated and may contain errors.", "photo caption"),
    ],
)
def test_furniture_has_a_reason(line: str, why: str) -> None:
    assert is_furniture(line) == why


@pytest.mark.parametrize(
    "line",
    [
        "He declined.",
        "Share prices fell.",
        "Copyright lawyers said the case was weak.",
        "By Tuesday the water had gone.",
        "Related costs came to $4 million.",
        "Comments by the mayor drew boos.",
        "Follow the money, she said.",
        "Search teams found the boat on Friday.",
        "Advertisement revenue fell by half.",
        "More than 300 people came.",
        "Read more books, the minister told pupils.",
        "Updated figures are due on Monday.",
        "“Comments?”",
        "- the boiler goes for scrap",
        "Photo albums were lost in the fire.",
        "The end came at noon.",
        "They asked for three things:",
        "More: that is what the island asks for, and less of the rest.",
        "Comments are due by 1 March, the agency said.",
        "Reuters could not reach him on Friday.",
        "Video from the pier showed smoke over the harbour.",
        "The report was published by the ministry on Friday.",
        "The report was updated in May and counts two more deaths.",
        "Elsewhere in the valley, two bridges fell.",
        "Sponsored by two members from the coast, the bill passed.",
        "Like us, they had nowhere to go.",
        "People also read his letters aloud.",
        "Some 300,000 voters are registered in the county, officials said.",
        "Insurance covers about half of the cost, she said.",
        "He wrote in his newsletter on Monday that he would stay.",
    ],
)
def test_sentences_that_look_alike_are_left_alone(line: str) -> None:
    assert is_furniture(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "CORRECTION (March 14, 5:40 p.m.): This text first gave another number.",
        "UPDATE: This story was updated with the vicar's reply.",
        "This article was amended on 3 May 2025 to correct a name.",
        "(Corrects spelling of name in paragraph 4)",
        "Editor's note: The inspector's name is Pryce.",
    ],
)
def test_notices_are_no_rubbish(line: str) -> None:
    assert is_notice(line)
    assert is_furniture(line) is None


def test_a_pattern_is_a_whole_expression_that_compiles_and_says_why() -> None:
    data = tomllib.loads(files("index.reading").joinpath("data/furniture.toml").read_text("utf-8"))
    for entry in data["furniture"]:
        assert entry["why"]
        assert entry["says"].endswith(".")
        for expression in [*entry.get("lines", ()), *entry.get("starts", ())]:
            assert not re.compile(expression).match(""), expression


@pytest.mark.parametrize(
    "unit", ["(", '"', " ", "a ", "A ", "- ", "by ", "©", "1:", "a.", "#a ", "A, ", "((", "x/", "> ", "é"]
)
@pytest.mark.timeout(60)  # far more than it takes, far less than the square of its length would
def test_a_hostile_line_takes_no_longer_than_its_length_asks_for(unit: str) -> None:
    for length in (300, 300_000):
        is_furniture(unit * (length // len(unit)))
