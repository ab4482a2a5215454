import json
from collections.abc import Callable

import pytest

from bot.guilds import GuildSettings, settings_of
from bot.moderating.settings_view import ResetSettings, SetRole, SetShared
from bot.offline import CannotDoError, FakeClient, Permission, Seen
from tests.newsroom import COPPER, HARBOUR, LIGHTHOUSE, MINE, STRIKE, Newsroom

PROMISE = "The harbour strike will end by Friday, I give you my word."
ROLE, ANSWERING, REPORTS = "Moderators' role: none", "Where I answer: everywhere", "Where reports arrive: nowhere"
LANGUAGE = "Language of articles: as they say, else English"


@pytest.fixture
def mona(newsroom: Newsroom) -> FakeClient:
    return newsroom.person("mona", may=Permission.MANAGE_GUILD)


def kept(newsroom: Newsroom, guild: str = "Newsroom") -> GuildSettings:
    return settings_of(newsroom.coverage, newsroom.discord.guild(guild).id)


def chosen(seen: Seen, menu: str) -> tuple[str, ...]:
    return next(shown.chosen for shown in seen.menus if shown.placeholder == menu)


async def test_settings_are_shown_as_they_are_with_what_each_is_for(mona: FakeClient) -> None:
    reply = await mona.uses("coverage settings")
    assert reply.private
    assert {"Moderators' role", "Where I answer", "Where reports arrive", "Language", "Shared coverage"} <= {
        *reply.bold
    }
    assert [menu.chosen for menu in reply.seen[0].menus] == [(), (), (), ()]
    assert reply.labels == ["Switch off: shared coverage", "Switch on: statistics", "Reset all"]


async def test_each_change_takes_effect_and_is_seen_in_the_same_message(newsroom: Newsroom, mona: FakeClient) -> None:
    guild = newsroom.discord.guild("Newsroom")
    editors, desk = guild.role("editors"), guild.channel("desk")
    reply = await mona.uses("coverage settings")
    await mona.chooses("editors", menu=ROLE)
    await mona.chooses("general", "desk", menu=ANSWERING)
    await mona.chooses("desk", menu=REPORTS)
    await mona.chooses("German", menu=LANGUAGE)
    await mona.presses("Switch off: shared coverage")
    await mona.presses("Switch on: statistics")
    assert kept(newsroom) == GuildSettings(
        moderator_role=editors.id,
        channels=(mona.here.id, desk.id),
        reports_channel=desk.id,
        shared=False,
        statistics=True,
        language="de",
    )
    assert [menu.chosen for menu in reply.seen[0].menus] == [("editors",), ("general", "desk"), ("desk",), ("German",)]
    assert len(mona.sees()) == 1
    await mona.presses("Reset all")
    assert kept(newsroom) == GuildSettings()
    assert [menu.chosen for menu in reply.seen[0].menus] == [(), (), (), ()]


async def test_what_was_chosen_can_be_taken_back(newsroom: Newsroom, mona: FakeClient) -> None:
    await mona.uses("coverage settings")
    await mona.chooses("general", menu=ANSWERING)
    await mona.chooses(menu=ANSWERING)
    assert kept(newsroom) == GuildSettings()
    stored = newsroom.coverage.preferences.get(f"guild-{newsroom.discord.guild('Newsroom').id}")
    assert not GuildSettings.model_fields.keys() & stored.keys()


async def test_the_chosen_role_moderates_from_then_on_and_not_any_more_once_it_is_reset(
    newsroom: Newsroom, mona: FakeClient
) -> None:
    bert = newsroom.person("bert")
    bert.who.give(newsroom.discord.guild("Newsroom").role("editors"))  # type: ignore[union-attr]
    assert "This is for moderators" in await bert.uses("coverage settings")
    await mona.uses("coverage settings")
    await mona.chooses("editors", menu=ROLE)
    his = await bert.uses("coverage settings")
    assert "Shared coverage" in his.bold
    await mona.presses("Reset all")
    assert "This is for moderators" in await bert.presses("Switch off: shared coverage", on=his)
    assert kept(newsroom).shared


async def test_everyone_is_no_moderator(newsroom: Newsroom, mona: FakeClient, alice: FakeClient) -> None:
    reply = await mona.uses("coverage settings")
    refused = await mona.chooses("@everyone", menu=ROLE)
    assert "@everyone cannot be the moderators' role" in refused
    assert refused.private
    assert kept(newsroom) == GuildSettings()
    assert "Shared coverage" in reply.bold
    newsroom.coverage.preferences.set(
        f"guild-{newsroom.discord.guild('Newsroom').id}",
        "moderator_role",
        str(newsroom.discord.guild("Newsroom").id),
        who="somebody past the bot",
    )
    assert "This is for moderators" in await alice.uses("coverage settings")


async def test_a_channel_that_the_bot_cannot_write_to_is_said(newsroom: Newsroom, mona: FakeClient) -> None:
    silent = newsroom.discord.guild("Newsroom").channel("silent")
    silent.overwrite(newsroom.discord.bot, deny=Permission.SEND_MESSAGES)
    reply = await mona.uses("coverage settings")
    await mona.chooses("silent", menu=REPORTS)
    assert "I cannot write in #silent: give me View Channel and Send Messages there." in reply
    silent.delete()
    again = await mona.uses("coverage settings")
    assert "1 of those that were chosen is gone." in again
    assert [menu.chosen for menu in again.seen[0].menus][2] == ()


async def answers_only_in(newsroom: Newsroom, *channels: str) -> None:
    guild = newsroom.discord.guild("Newsroom")
    numbers = [guild.channel(name).id for name in channels]
    await newsroom.client.desk.change(
        lambda coverage: coverage.preferences.set(f"guild-{guild.id}", "channels", json.dumps(numbers), who="tests")
    )


async def test_elsewhere_the_bot_says_to_who_asks_alone_where_it_answers(
    newsroom: Newsroom, mona: FakeClient, alice: FakeClient, bob: FakeClient
) -> None:
    await mona.uses("coverage settings")
    newsroom.discord.guild("Newsroom").channel("news")
    await mona.chooses("news", menu=ANSWERING)
    told = await alice.asks(STRIKE)
    assert told.text == "I answer in #news on this server: ask me there."
    assert told.private
    assert bob.sees() == []
    alice.looks_at("news")
    public = await alice.asks(STRIKE)
    assert PROMISE in public
    assert not public.private


async def test_elsewhere_mentions_menus_and_buttons_are_told_the_same(newsroom: Newsroom, alice: FakeClient) -> None:
    public, private = await alice.asks(STRIKE), await alice.asks(STRIKE, private=True)
    newsroom.discord.guild("Newsroom").channel("news")
    await answers_only_in(newsroom, "news")
    for reply in (
        await alice.mentions_bot(STRIKE),
        await alice.replies_to(public, "and what about the army?"),
        await alice.opens_menu("Find coverage", alice.writes("the harbour strike will end by Friday")),
        await alice.presses("In context", on=public),
        await alice.presses("More", on=public),
        await alice.presses("Share", on=private),
    ):
        assert reply.text == "I answer in #news on this server: ask me there."
    assert PROMISE in await alice.writes(STRIKE, in_=alice.direct)


async def test_a_thread_counts_as_the_channel_that_it_is_in(newsroom: Newsroom, alice: FakeClient) -> None:
    guild = newsroom.discord.guild("Newsroom")
    inside = guild.thread(guild.channel("news"), "on the strike", alice.who)
    outside = guild.thread(guild.channel("general"), "elsewhere", alice.who)
    await answers_only_in(newsroom, "news")
    for thread, answered in ((inside, True), (outside, False)):
        alice.looks_at(thread)
        assert (PROMISE in await alice.asks(STRIKE)) is answered
        assert (PROMISE in await alice.mentions_bot(STRIKE)) is answered


async def test_a_thread_that_discord_has_not_told_of_counts_too(newsroom: Newsroom, alice: FakeClient) -> None:
    guild = newsroom.discord.guild("Newsroom")
    thread = guild.thread(guild.channel("news"), "long ago", alice.who)
    await answers_only_in(newsroom, "news")
    await alice.asks(STRIKE)
    newsroom.client.get_guild(guild.id)._threads.clear()  # type: ignore[union-attr]
    alice.looks_at(thread)
    assert PROMISE in await alice.mentions_bot(STRIKE)


async def test_channels_that_are_gone_do_not_open_all_others(newsroom: Newsroom, alice: FakeClient) -> None:
    newsroom.discord.guild("Newsroom").channel("news")
    await answers_only_in(newsroom, "news")
    newsroom.discord.guild("Newsroom").channel("news").delete()
    await alice.discord.until(lambda: True)
    told = await alice.asks(STRIKE)
    assert told.private
    assert "are gone" in told or "I answer in" in told
    assert PROMISE not in told


async def test_moderators_commands_work_in_every_channel(newsroom: Newsroom, mona: FakeClient) -> None:
    newsroom.discord.guild("Newsroom").channel("news")
    await answers_only_in(newsroom, "news")
    assert "Shared coverage" in (await mona.uses("coverage settings")).bold


async def test_without_the_shared_coverage_nothing_of_it_is_seen(newsroom: Newsroom, mona: FakeClient) -> None:
    newsroom.add(COPPER, guild="Newsroom")
    guild, shared = newsroom.discord.guild("Newsroom").id, {HARBOUR.title, LIGHTHOUSE.title}
    assert await newsroom.client.questions.example(guild) in shared
    asked = await mona.asks(STRIKE)
    assert PROMISE in asked
    await mona.uses("coverage settings")
    await mona.presses("Switch off: shared coverage")
    assert PROMISE not in await mona.asks(STRIKE)
    assert "1 article, newest 5 May 2025" in (await mona.asks(MINE)).subtext[-1]
    assert "1 article, newest 5 May 2025" in await mona.uses("about")
    assert "1 article" in await mona.uses("coverage show")
    assert await mona.types_into("ask", "outlet", outlet="") == [("Oldfell Internal", "Oldfell Internal")]
    assert (await mona.presses("In context", on=asked)).text == "This article is not in this coverage."
    assert PROMISE not in await mona.presses("More", on=asked)
    assert await newsroom.client.questions.example(guild) not in shared
    dora = newsroom.person("dora", guild="Elsewhere")
    assert PROMISE in await dora.asks(STRIKE)


async def test_settings_survive_a_restart_and_their_message_too(closed_newsroom: Newsroom) -> None:
    mona = closed_newsroom.person("mona", may=Permission.MANAGE_GUILD)
    async with closed_newsroom.open():
        shown = await mona.uses("coverage settings")
        await mona.presses("Switch on: statistics")
    async with closed_newsroom.open():
        await mona.presses("Switch off: shared coverage", on=shown)
    assert kept(closed_newsroom) == GuildSettings(shared=False, statistics=True)


async def test_pressing_twice_is_pressing_once_and_two_moderators_do_not_undo_each_other(
    newsroom: Newsroom, mona: FakeClient
) -> None:
    mike = newsroom.person("mike", may=Permission.MANAGE_GUILD)
    hers, his = await mona.uses("coverage settings"), await mike.uses("coverage settings")
    await mona.presses("Switch off: shared coverage", on=hers)
    await mike.presses("Switch off: shared coverage", on=his)
    assert not kept(newsroom).shared
    assert len(newsroom.coverage.journal(f"guild-{newsroom.discord.guild('Newsroom').id}")) == 1


async def test_settings_of_one_guild_are_no_other_guilds(newsroom: Newsroom, mona: FakeClient) -> None:
    dora = newsroom.person("dora", guild="Elsewhere", may=Permission.MANAGE_GUILD)
    foreign = newsroom.discord.guild("Elsewhere").role("strangers")
    await mona.uses("coverage settings")
    await mona.presses("Switch off: shared coverage")
    with pytest.raises(CannotDoError):
        await mona.chooses(foreign, menu=ROLE)
    assert (await dora.uses("coverage settings")).labels[0] == "Switch off: shared coverage"
    assert kept(newsroom, "Elsewhere") == GuildSettings()


@pytest.mark.parametrize("broken", ["{", "[1", '"x"', "-1", "null", "1e999"])
def test_a_value_that_is_none_counts_as_not_set(closed_newsroom: Newsroom, broken: str) -> None:
    keep: Callable[[str, str], None] = lambda name, value: closed_newsroom.coverage.preferences.set(  # noqa: E731
        "guild-5", name, value, who="tests"
    )
    keep("channels", broken)
    keep("statistics", "true")
    assert settings_of(closed_newsroom.coverage, 5) == GuildSettings(statistics=True)


def test_custom_ids_are_numbers_alone() -> None:
    assert [str(one) for one in (SetRole(), SetShared(1), ResetSettings())] == [
        "ndm1:role",
        "ndm1:shared:1",
        "ndm1:reset",
    ]
