import asyncio
import time

import discord
import discord.http
import discord.webhook.async_
import pytest
from discord.gateway import DiscordWebSocket

from bot.offline import OfflineDiscord, Permission
from tests.offline.raw import ask, say
from tests.offline.sample_bot import SampleBot

SEND = ("POST", "/channels/{channel_id}/messages")
CALLBACK = ("POST", "/interactions/{interaction_id}/{interaction_token}/callback")


def general(client: SampleBot) -> discord.TextChannel:
    return client.guilds[0].text_channels[0]


@pytest.mark.parametrize("everywhere", [False, True])
async def test_a_rate_limit_is_waited_for(discord_: OfflineDiscord, client: SampleBot, everywhere: bool) -> None:
    discord_.faults.rate_limit(*SEND, times=2, retry_after=0.02, everywhere=everywhere)
    await general(client).send("patience")
    assert [m.content for m in discord_.guild("Newsroom").channel("general").messages.values()] == ["patience"]


async def test_a_rate_limit_says_how_long(discord_: OfflineDiscord) -> None:
    discord_.faults.rate_limit(*SEND, retry_after=1.5)
    channel = discord_.guild("g").channel("c")
    limited = await say(discord_, channel, content="x")
    assert limited.status == 429
    assert limited.body["retry_after"] == 1.5
    assert (await say(discord_, channel, content="x")).status == 200


@pytest.mark.parametrize("status", [500, 502])
async def test_a_server_error_is_tried_again(discord_: OfflineDiscord, client: SampleBot, status: int) -> None:
    discord_.faults.server_error(*SEND, times=2, status=status)
    await general(client).send("third time")
    assert len(discord_.guild("Newsroom").channel("general").messages) == 1


async def test_an_answer_that_was_lost_took_effect(discord_: OfflineDiscord, client: SampleBot) -> None:
    discord_.faults.server_error(*SEND, applied=True)
    channel = discord_.guild("Newsroom").channel("general")
    assert (await say(discord_, channel, content="twice")).status == 500
    await say(discord_, channel, content="twice")
    assert len(channel.messages) == 2


async def test_an_enforced_nonce_keeps_a_lost_answer_from_being_said_twice(
    discord_: OfflineDiscord, client: SampleBot
) -> None:
    discord_.faults.server_error(*SEND, applied=True)
    await general(client).send("once")
    await general(client).send("and another")
    said = [message.content for message in discord_.guild("Newsroom").channel("general").messages.values()]
    assert said == ["once", "and another"]


async def test_server_errors_without_end_reach_the_bot(discord_: OfflineDiscord, client: SampleBot) -> None:
    discord_.faults.server_error(*SEND, times=5)
    with pytest.raises(discord.DiscordServerError):
        await general(client).send("never")
    assert discord_.guild("Newsroom").channel("general").messages == {}


async def test_a_slow_answer_is_slow_and_others_are_not(discord_: OfflineDiscord, client: SampleBot) -> None:
    discord_.faults.slow(*SEND, seconds=0.3)
    begun = time.monotonic()
    slow = asyncio.create_task(general(client).send("slow"))
    await asyncio.sleep(0.01)
    await client.fetch_channel(general(client).id)
    assert not slow.done()
    await slow
    assert time.monotonic() - begun >= 0.3


async def test_a_lost_acknowledgement_is_acknowledged_already(discord_: OfflineDiscord, client: SampleBot) -> None:
    discord_.faults.server_error(*CALLBACK, applied=True)
    guild = discord_.guild("Newsroom")
    answer = await discord_.slash(guild.member("alice"), guild.channel("general"), "echo", text="once")
    await answer.settled()
    assert answer.message.content == "once"
    assert [refusal.reason.code for refusal in discord_.refusals] == [40060]


async def test_faults_are_switched_off(discord_: OfflineDiscord) -> None:
    discord_.faults.server_error(*SEND, times=9)
    discord_.faults.clear()
    assert (await say(discord_, discord_.guild("g").channel("c"), content="x")).status == 200


async def test_a_deleted_channel_is_unknown(discord_: OfflineDiscord, client: SampleBot) -> None:
    channel = general(client)
    discord_.guild("Newsroom").channel("general").delete()
    with pytest.raises(discord.NotFound) as caught:
        await channel.send("into the void")
    assert caught.value.code == 10003


@pytest.mark.parametrize(
    ("denied", "body", "code"),
    [
        (Permission.VIEW_CHANNEL, {"content": "x"}, 50001),
        (Permission.SEND_MESSAGES, {"content": "x"}, 50013),
        (Permission.EMBED_LINKS, {"embeds": [{"title": "t"}]}, 50013),
        (Permission.READ_MESSAGE_HISTORY, {"content": "x", "message_reference": {"message_id": "1"}}, 160002),
    ],
)
async def test_a_missing_permission_is_named(
    discord_: OfflineDiscord, denied: Permission, body: dict[str, object], code: int
) -> None:
    guild = discord_.guild("g")
    channel = guild.channel("c")
    channel.overwrite(guild.everyone, deny=denied)
    assert (await say(discord_, channel, **body)).body["code"] == code
    assert channel.messages == {}
    channel.overwrite(guild.member("bot"), allow=denied | Permission.VIEW_CHANNEL)
    assert (await say(discord_, channel, **body)).body.get("code") in (None, 50035)


async def test_roles_allow_over_everyone_and_members_over_roles(discord_: OfflineDiscord) -> None:
    guild = discord_.guild("g")
    channel, bot, role = guild.channel("c"), guild.member("bot"), guild.role("bots")
    bot.give(role)
    channel.overwrite(role, deny=Permission.SEND_MESSAGES)
    assert (await say(discord_, channel, content="x")).body["code"] == 50013
    channel.overwrite(guild.everyone, deny=Permission.SEND_MESSAGES)
    channel.overwrite(role, allow=Permission.SEND_MESSAGES)
    assert (await say(discord_, channel, content="x")).status == 200
    channel.overwrite(bot, deny=Permission.SEND_MESSAGES)
    assert (await say(discord_, channel, content="x")).body["code"] == 50013
    bot.give(guild.role("administrators", Permission.ADMINISTRATOR))
    assert (await say(discord_, channel, content="x")).status == 200


async def test_threads_have_permissions_and_states_of_their_own(discord_: OfflineDiscord) -> None:
    guild = discord_.guild("g")
    alice, channel = guild.member("alice"), guild.channel("c")
    thread = guild.thread(channel, "talk", alice)
    channel.overwrite(guild.everyone, deny=Permission.SEND_MESSAGES)
    assert (await say(discord_, thread, content="x")).status == 200
    thread.locked = True
    assert (await say(discord_, thread, content="x")).body["code"] == 160005
    thread.locked = False
    channel.overwrite(guild.everyone, deny=Permission.SEND_MESSAGES_IN_THREADS)
    assert (await say(discord_, thread, content="x")).body["code"] == 50013
    private = guild.thread(channel, "whispers", alice, private=True)
    assert (await say(discord_, private, content="x")).body["code"] == 50001


async def test_threads_are_begun_from_messages_once(discord_: OfflineDiscord) -> None:
    channel = discord_.guild("g").channel("c")
    sent = await say(discord_, channel, content="x")
    path = f"/channels/{channel.id}/messages/{sent.body['id']}/threads"
    thread = await ask(discord_, "POST", path, {"name": "talk"})
    assert thread.body["parent_id"] == str(channel.id)
    assert (await ask(discord_, "POST", path, {"name": "talk"})).body["code"] == 160004
    archived = await ask(discord_, "PATCH", f"/channels/{thread.body['id']}", {"archived": True})
    assert archived.body["thread_metadata"]["archived"] is True
    inside = discord_.world.channels[int(thread.body["id"])]
    assert (await say(discord_, inside, content="woken")).status == 200
    assert not inside.archived


async def test_the_messages_of_others_are_not_the_bots_to_edit(discord_: OfflineDiscord) -> None:
    guild = discord_.guild("g")
    channel = guild.channel("c")
    sent = discord_.send(guild.member("alice"), channel, "mine").sent
    path = f"/channels/{channel.id}/messages/{sent.id}"
    assert (await ask(discord_, "PATCH", path, {"content": "x"})).body["code"] == 50005
    assert (await ask(discord_, "DELETE", path)).body["code"] == 50013
    channel.overwrite(guild.member("bot"), allow=Permission.MANAGE_MESSAGES)
    assert (await ask(discord_, "DELETE", path)).status == 204
    assert (await ask(discord_, "GET", path)).body["code"] == 10008


async def test_history_is_newest_first_and_hides_what_the_bot_may_not_read(discord_: OfflineDiscord) -> None:
    guild = discord_.guild("g")
    channel, alice = guild.channel("c"), guild.member("alice")
    for text in ("one", f"two {discord_.bot.mention}", "three"):
        discord_.send(alice, channel, text)
    path = f"/channels/{channel.id}/messages"
    seen = [message["content"] for message in (await ask(discord_, "GET", path)).body]
    assert seen == ["", f"two {discord_.bot.mention}", ""]
    assert len((await ask(discord_, "GET", path + "?limit=2")).body) == 2
    for limit in ("101", "0", "many"):
        assert (await ask(discord_, "GET", f"{path}?limit={limit}")).body["code"] == 50035
    channel.overwrite(guild.everyone, deny=Permission.READ_MESSAGE_HISTORY)
    assert (await ask(discord_, "GET", path)).body == []


def pointed() -> list[object]:
    holders = (discord.http.Route, "BASE"), (DiscordWebSocket, "DEFAULT_GATEWAY"), (discord.asset.Asset, "BASE")
    modules = discord.http, discord.client, discord.webhook.async_
    return [getattr(holder, name) for holder, name in holders] + [vars(module)["asyncio"] for module in modules]


async def test_discord_py_is_put_back_as_it_was() -> None:
    before = pointed()
    async with OfflineDiscord() as server:
        with server.connected(pace=0.5):
            assert all(now != then for now, then in zip(pointed(), before, strict=True))
    assert pointed() == before
