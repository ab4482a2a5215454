"""Lists, cards, texts and histories of articles."""

from typing import Any

import pytest

from bot.guilds import change_setting
from bot.moderating.cards import AT_ONCE, Pick
from bot.offline import FakeClient
from bot.offline.messages import MessageFlags
from index.store.reads import Listed
from tests.newsroom import Newsroom, article


def buoys(newsroom: Newsroom, number: int, word: str = "buoy") -> None:
    newsroom.add(
        *(
            article(
                f"{word}-{n:02}", f"A {word} is lost, number {n:02}", f"It is number {n}.", published=f"2026-01-{n:02}"
            )
            for n in range(1, number + 1)
        ),
        guild="Newsroom",
    )


@pytest.mark.parametrize("command", ["coverage list", "coverage show"])
async def test_pages_are_turned_in_place_and_miss_nothing(
    newsroom: Newsroom, moderator: FakeClient, command: str
) -> None:
    buoys(newsroom, 2 * AT_ONCE)
    listed = await moderator.uses(command)
    pages = [listed.text]
    while "Next" in listed.labels:
        await moderator.presses("Next")
        pages.append(listed.text)
    assert len(pages) == 3
    found = [line for page in pages for line in page.splitlines() if " is lost, number" in line]
    assert [line.split(" · ")[0] for line in found] == [f"A buoy is lost, number {n:02}" for n in range(16, 0, -1)]
    assert ["operator" in page for page in pages] == [False, False, True]
    assert "page 3 of 3" in listed
    await moderator.presses("Previous")
    assert listed.text == pages[1]


async def test_words_narrow_a_list_also_when_its_pages_are_turned(newsroom: Newsroom, moderator: FakeClient) -> None:
    buoys(newsroom, AT_ONCE + 2)
    buoys(newsroom, 3, "boat*")
    listed = await moderator.uses("coverage list", words="  lost   BUOY ")
    assert "Articles with “lost BUOY”: 10" in listed
    await moderator.presses("Next")
    assert "Articles with “lost BUOY”: 10" in listed
    assert "boat" not in listed
    assert "number 01" in listed
    other = await moderator.uses("coverage list", words="boat*")
    assert "Articles with “boat*”: 3" in other


async def test_a_page_that_is_asked_for_is_shown(newsroom: Newsroom, moderator: FakeClient) -> None:
    buoys(newsroom, 2 * AT_ONCE)
    assert "page 2 of 3" in await moderator.uses("coverage list", page=2)
    assert "page 3 of 3" in await moderator.uses("coverage list", page=99)


async def test_nothing_found_is_said(moderator: FakeClient) -> None:
    nothing = await moderator.uses("coverage list", words="penguins")
    assert "Articles with “penguins”: 0" in nothing
    assert nothing.seen[0].menus == []


async def test_the_operators_articles_are_not_listed_where_they_are_switched_off(
    newsroom: Newsroom, alice: FakeClient
) -> None:
    change_setting(newsroom.coverage, newsroom.discord.guild("Newsroom").id, "shared", False, who="tests")
    shown = await alice.uses("coverage show")
    assert "No articles yet" in shown
    assert "Harbour" not in shown


async def test_a_long_text_is_shown_whole_page_by_page(newsroom: Newsroom, alice: FakeClient) -> None:
    texts = [
        f"Paragraph of the number {n}: " + "the buoy is lost and nobody has seen it since. " * 30 for n in range(9)
    ]
    newsroom.add(article("long", "A long one", *texts, published="2026-02-01"), guild="Newsroom")
    await alice.uses("coverage show", words="long")
    await alice.chooses("A long one · 1 February 2026")
    shown = await alice.presses("Show text")
    whole = shown.text
    while "Next" in shown.labels:
        await alice.presses("Next")
        whole += shown.text
    for text in texts:
        assert text.strip() in whole
    assert "Paragraph 9" in whole


async def test_an_article_that_went_meanwhile_is_said_to_be_gone(newsroom: Newsroom, moderator: FakeClient) -> None:
    buoys(newsroom, 1)
    await moderator.uses("coverage list")
    card = await moderator.chooses("A buoy is lost, number 01 · 1 January 2026")
    newsroom.coverage.withdraw("buoy-01", who="tests", collection=f"guild-{newsroom.discord.guild('Newsroom').id}")
    for label in ("Show text", "History", "Correct", "Withdraw"):
        assert "This article has been withdrawn." in (await moderator.presses(label, on=card)).seen[-1]


async def test_a_history_tells_who_did_what_and_undoes_the_last_of_it(
    newsroom: Newsroom, moderator: FakeClient
) -> None:
    buoys(newsroom, 1)
    collection = f"guild-{newsroom.discord.guild('Newsroom').id}"
    old = newsroom.coverage.article("buoy-01", collection=collection)
    new = old.model_copy(update={"title": "A buoy is found"})
    newsroom.coverage.correct("buoy-01", new, who="bob (12)", reason="it was there", collection=collection)
    await moderator.uses("coverage list")
    await moderator.chooses("A buoy is found · 1 January 2026")
    history = await moderator.presses("History")
    assert "replaced by bob: it was there" in history
    assert "added by tests" in history
    assert history.labels == ["Undo"]
    await moderator.presses("Undo")
    assert "As it was before: A buoy is lost, number 01" in history
    assert newsroom.coverage.article("buoy-01", collection=collection).title == "A buoy is lost, number 01"


async def test_a_journal_of_the_operators_is_told_to_no_guild(newsroom: Newsroom, moderator: FakeClient) -> None:
    assert "by tests" not in await moderator.uses("coverage list")


@pytest.mark.parametrize("number", ["9" * 19, str(2**63), "\u0663", "-1"])
async def test_a_forged_choice_of_an_article_is_no_fault_of_ours(
    newsroom: Newsroom, moderator: FakeClient, number: str
) -> None:
    options = [{"label": "forged", "value": number}]
    menu = {"type": 3, "id": 2, "placeholder": "old", "custom_id": str(Pick()), "options": options}
    row = {"type": 1, "id": 1, "components": [menu]}
    old = newsroom.discord.world.post(
        moderator.here, newsroom.discord.bot, components=[row], flags=MessageFlags.IS_COMPONENTS_V2
    )
    reply = await moderator.chooses("forged", on=old)
    assert reply.text in ("This article is not in this coverage.", "Nothing was chosen: pick an article from the list.")


async def test_a_title_in_which_nothing_can_be_seen_is_untitled(newsroom: Newsroom, moderator: FakeClient) -> None:
    newsroom.add(article("unseen", "\u200b \u2060", "The title of this is nothing."), guild="Newsroom")
    listed = await moderator.uses("coverage list")
    assert "Untitled\n" in listed
    card = await moderator.chooses("Untitled")
    assert card.text.startswith("Untitled\n")


@pytest.mark.parametrize("number", [0, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1])
async def test_a_page_reads_no_more_articles_than_it_shows(
    newsroom: Newsroom, moderator: FakeClient, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    buoys(newsroom, number)
    newsroom.add(*(article(f"shared-{n}", f"Of all {n:02}", "A text.", published="2024-01-01") for n in range(AT_ONCE)))
    read: list[int] = []
    summaries = newsroom.coverage._store.summaries

    def counted(*given: Any, **named: Any) -> list[Listed]:
        found = summaries(*given, **named)
        read.append(len(found))
        return found

    monkeypatch.setattr(newsroom.coverage._store, "summaries", counted)
    listed = await moderator.uses("coverage list")
    pages = [listed.text]
    while "Next" in listed.labels:
        await moderator.presses("Next")
        pages.append(listed.text)
    whole = "\n".join(pages)
    assert [whole.count(f"A buoy is lost, number {n:02}") for n in range(1, number + 1)] == [1] * number
    assert [whole.count(f"Of all {n:02}") for n in range(AT_ONCE)] == [1] * AT_ONCE
    assert whole.count("Harbour strike") == whole.count("Lighthouse of Saint Brannoc") == 1
    assert sum(read) == number + AT_ONCE + 2
