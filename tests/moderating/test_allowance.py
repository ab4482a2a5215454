"""How much a server may have: what is too much is refused in one sentence, and nothing that is held is lost."""

from pathlib import Path

import pytest

from bot.allowance import MEASURED_FOR, Allowance, FullError
from bot.offline import FakeClient
from tests.moderating.ferry import DISPATCH, FERRY, SAID, TITLE, written
from tests.newsroom import Newsroom, article, settings


def own(newsroom: Newsroom) -> str:
    return f"guild-{newsroom.discord.guild('Newsroom').id}"


def held(newsroom: Newsroom) -> list[str]:
    return [one.id for one in newsroom.coverage.articles(collections=(own(newsroom),))]


def full_of_articles(newsroom: Newsroom, most: int = 1) -> None:
    newsroom.client.desk.allowance = Allowance(settings(guild_articles=most))


async def test_more_articles_than_a_server_may_have_are_not_proposed(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path
) -> None:
    newsroom.add(article("buoy", "A buoy is lost", "The buoy of Quellmark is lost."), guild="Newsroom")
    full_of_articles(newsroom)
    reply = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    assert reply.text == (
        "This server has 1 article and may have 1, so 1 more cannot be added: "
        "withdraw some, or ask the operator of this bot for more room."
    )
    assert held(newsroom) == ["buoy"]
    await moderator.uses("coverage withdraw", article="buoy", reason="to make room")
    await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    await moderator.presses("Add")
    assert SAID in await moderator.asks(FERRY)


async def test_previews_that_were_opened_before_do_not_add_up_to_more(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path
) -> None:
    full_of_articles(newsroom)
    first = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    second = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH.replace("Quellmark", "Oldfell")))
    assert f"Added: {TITLE}" in await moderator.presses("Add", on=first)
    await moderator.presses("Add", on=second)
    assert "1 more cannot be added" in moderator.sees()[-1]
    assert len(held(newsroom)) == 1


async def test_a_new_version_is_no_new_article(newsroom: Newsroom, moderator: FakeClient, tmp_path: Path) -> None:
    newsroom.add(article("buoy", "A buoy is lost", "The buoy of Quellmark is lost."), guild="Newsroom")
    full_of_articles(newsroom)
    new = written(tmp_path, "A buoy is found\n\nThe buoy of Quellmark was found on a beach by two boys.\n", "buoy.txt")
    await moderator.uses("coverage correct", article="buoy", file=new)
    assert "Replaced: A buoy is found" in await moderator.presses("Replace")


async def test_earlier_versions_and_drafts_count_as_room_and_of_this_server_alone(newsroom: Newsroom) -> None:
    now = 0.0
    allowance, ours = Allowance(settings(guild_megabytes=1), lambda: now), own(newsroom)
    text = "The buoy is lost. " * 500
    for turn in range(120):
        newsroom.add(article("buoy", "A buoy", f"{turn} {text}"), guild="Newsroom")
    assert newsroom.coverage.characters(ours) > 1_000_000
    with pytest.raises(FullError, match="1 MB of articles and earlier versions"):
        allowance.check(newsroom.coverage, ours, 0)
    allowance.check(newsroom.coverage, "guild-1", 1)
    allowance.check(newsroom.coverage, "shared", 10**9)
    newsroom.coverage.erase(ours, who="tests")
    now += MEASURED_FOR
    allowance.check(newsroom.coverage, ours, 1)
