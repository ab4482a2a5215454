"""ninjs of all three generations: one article an item, and nothing that its agency does not want published."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article
from index.errors import UnreadableError
from index.reading import Reading, read_bytes
from index.reading.agencies import NotUsableError
from index.reading.feeds import SUMMARY_ONLY

FIRST: dict[str, Any] = {
    "uri": "https://nds.example/items/77",
    "type": "text",
    "mimetype": "text/html",
    "representationtype": "complete",
    "versioncreated": "2025-06-18T14:30:00+02:00",
    "firstcreated": "2025-06-18T13:00:00+02:00",
    "pubstatus": "usable",
    "language": "en-GB",
    "headline": "Gate &amp; lock stay shut",
    "byline": "By Ottoline Marsh",
    "located": "Gull Staith",
    "copyrightholder": "Northern Dispatch Service",
    "source": "NDS",
    "ednote": "Adds what the board said.",
    "place": [{"name": "Skellan", "rel": "about"}],
    "body_xhtml": "<p>The gate stays shut, <em>Dorrit Wexcombe</em> said.</p><h2>Next</h2><p>Nobody wants to pay.</p>",
    "body_text": "The gate stays shut.\n\nNobody wants to pay.",
}
THIRD: dict[str, Any] = {
    "uri": "urn:nds:78",
    "standard": {"name": "ninjs", "version": "3.0", "schema": "https://nds.example/schema.json"},
    "type": "text",
    "versionCreated": "2025-06-18T14:30:00Z",
    "pubStatus": "usable",
    "language": "de",
    "headlines": [{"role": "short", "value": "Gate"}, {"role": "main", "value": "Gate stays <b>shut</b>"}],
    "bodies": [
        {"role": "caption", "contentType": "text/plain", "value": "A gate."},
        {"role": "main", "contentType": "text/plain", "value": "The gate.\n\nShut."},
        {"role": "main", "contentType": "text/html", "value": "<p>The gate stays.</p><p>Shut.</p>"},
    ],
    "by": "Ole Brandt",
    "infoSources": [{"name": "AP", "role": "origin"}, {"name": "Tarn Radio"}],
    "edNote": "For Thursday.",
}
SECOND = {
    **{key.lower(): value for key, value in THIRD.items() if key != "standard"},
    "bodies": [{"role": "main", "contenttype": "text/plain", "value": "OSTSTRAND, June 18 (NDS) - The gate.\n\nShut."}],
    "bylines": [{"value": "Pia Lund"}, "By Ole Brandt"],
    "by": None,
}


def read(value: object, name: str = "items.json") -> list[Reading | UnreadableError]:
    return list(read_bytes(json.dumps(value).encode(), name))


def one(value: object, name: str = "items.json") -> Article:
    (found,) = read(value, name)
    assert isinstance(found, Reading), found
    return found.article


def refused(value: dict[str, Any]) -> UnreadableError:
    (found,) = read(value)
    assert isinstance(found, UnreadableError)
    assert "\n" not in str(found)
    return found


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


def test_the_first_generation_has_a_key_for_each_text() -> None:
    article = one(FIRST)
    assert texts(article) == ["The gate stays shut, Dorrit Wexcombe said.", "Nobody wants to pay."]
    assert (article.title, article.byline, article.city) == ("Gate & lock stay shut", "Ottoline Marsh", "Gull Staith")
    assert (article.source, article.language) == ("NDS", "en")
    assert (article.published, article.url) == ("2025-06-18T14:30:00+02:00", "https://nds.example/items/77")
    assert article.notices == ("Adds what the board said.",)


def test_the_third_generation_has_lists_with_roles_and_camel_case() -> None:
    article = one(THIRD)
    assert (article.title, texts(article)) == ("Gate stays shut", ["The gate stays.", "Shut."])
    assert (article.id, article.byline, article.language) == ("urn:nds:78", "Ole Brandt", "de")
    assert (article.agency, article.source, article.published) == ("AP", "Tarn Radio", "2025-06-18T14:30:00Z")
    assert article.notices == ("For Thursday.",)


def test_the_second_generation_has_lists_in_small_letters() -> None:
    article = one(SECOND)
    assert texts(article) == ["OSTSTRAND, June 18 (NDS) - The gate.", "Shut."]
    assert (article.city, article.byline) == ("Oststrand", "Pia Lund, Ole Brandt")


def test_plain_text_alone_is_enough_and_a_lone_place_is_where_it_is() -> None:
    item = {key: value for key, value in FIRST.items() if key not in ("body_xhtml", "located")}
    article = one(item)
    assert (texts(article), article.city) == (["The gate stays shut.", "Nobody wants to pay."], "Skellan")
    assert one({**item, "place": [{"name": "A"}, {"name": "B"}]}).city is None


@pytest.mark.parametrize("name", ["items.json", "items.jsonl", "items"])
def test_items_come_alone_in_lists_and_one_to_a_line(name: str) -> None:
    assert one(FIRST, name).title == "Gate & lock stay shut"
    listed = read([FIRST, THIRD, {"title": "A record", "paragraphs": ["Text."]}])
    lines = list(read_bytes(f"{json.dumps(FIRST)}\n{json.dumps(THIRD)}\n".encode(), "items.jsonl"))
    assert [isinstance(found, Reading) for found in (*listed, *lines)] == [True] * 5


def test_a_corrected_item_keeps_its_id() -> None:
    assert one(FIRST).id == one({**FIRST, "headline": "Corrected", "version": "3"}).id


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pubstatus": "canceled"}, "has canceled it"),
        ({"pubstatus": "withheld"}, "withholds it"),
        ({"pubstatus": "stat:Canceled"}, "has canceled it"),
        ({"embargoed": "2999-01-01T00:00:00Z"}, "under embargo until 2999-01-01T00:00:00Z"),
    ],
)
def test_what_may_not_be_published_is_refused_in_a_sentence(change: dict[str, str], words: str) -> None:
    error = refused({**FIRST, **change})
    assert isinstance(error, NotUsableError)
    assert words in str(error)


def test_an_embargo_that_is_over_does_not_count() -> None:
    assert one({**FIRST, "embargoed": "2020-01-01T00:00:00Z"})


def test_pictures_are_refused_and_a_text_with_only_a_description_is_marked() -> None:
    bare = {key: value for key, value in FIRST.items() if not key.startswith("body")} | {"description_text": "A gate."}
    assert "no text" in str(refused({**bare, "type": "picture"}))
    article = one(bare)
    assert texts(article) == ["A gate."]
    assert SUMMARY_ONLY in article.notices


def test_records_of_our_own_are_not_taken_for_it() -> None:
    article = one({"uri": "x", "headline": "No", "title": "Yes", "text": "Text.", "published": "2025-06-18"})
    assert (article.title, article.published) == ("Yes", "2025-06-18")


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "value", "role"]), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*FIRST, *THIRD]), _VALUES, max_size=8))
def test_any_item_is_an_article_or_one_line(change: dict[str, Any]) -> None:
    for value in ({**FIRST, **change}, {**THIRD, **change}):
        for found in read(value):
            assert isinstance(found, Reading) or "\n" not in str(found)
