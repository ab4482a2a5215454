from __future__ import annotations

from index.speakers import people
from tests.speakers.reading import article


def test_people_are_known_with_all_their_names() -> None:
    found = people(
        article(
            "Russian President Ivo Marant said it rained. The ministry said it did not.",
            "The Russian leader told Clara Whitlow that he was wet.",
            "“So was I,” Whitlow said.",
        )
    )
    by_name = {person.name: person for person in found}
    assert set(by_name) == {"Ivo Marant", "Clara Whitlow", "ministry"}
    assert {"Ivo Marant", "Russian President Ivo Marant", "the Russian leader"} <= set(by_name["Ivo Marant"].mentions)
    assert "Whitlow" in by_name["Clara Whitlow"].mentions
    assert (by_name["Ivo Marant"].sex, by_name["Clara Whitlow"].sex) == ("m", "f")
    assert {"russian", "president"} <= set(by_name["Ivo Marant"].roles)
    assert by_name["ministry"].institution
    assert not by_name["Ivo Marant"].institution


def test_an_article_without_people_has_none() -> None:
    assert people(article("It rained.")) == ()
