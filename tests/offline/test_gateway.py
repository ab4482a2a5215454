import asyncio
import json
import zlib
from typing import Any

import aiohttp
import discord
import pytest

from bot.offline import Intent, OfflineDiscord, Permission
from tests.offline.sample_bot import SampleBot

ALL = (1 << 26) - 1
PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT


async def said_to(server: OfflineDiscord, text: str) -> str:
    guild = server.guild("Newsroom")
    answer = await server.send(guild.member("alice"), guild.channel("general"), f"{server.bot.mention} {text}")
    return answer.message.content


@pytest.mark.parametrize("code", [None, 1001, 4000])
async def test_a_dropped_bot_resumes_and_misses_nothing(
    discord_: OfflineDiscord, client: SampleBot, code: int | None
) -> None:
    await discord_.gateway.drop(code)
    assert not discord_.gateway.connected
    assert await said_to(discord_, "in the dark") == "you said: @bot in the dark"
    assert client.events == ["ready", "resumed"]
    assert [message.clean_content for message in client.heard] == ["@bot in the dark"]


async def test_a_forgotten_session_begins_anew(discord_: OfflineDiscord, client: SampleBot) -> None:
    discord_.gateway.forget()
    await discord_.gateway.drop()
    await discord_.ready()
    assert await said_to(discord_, "hello") == "you said: @bot hello"
    await asyncio.sleep(0.05)
    assert client.events == ["ready", "ready"]


async def test_an_invalid_session_begins_anew(discord_: OfflineDiscord, client: SampleBot) -> None:
    discord_.gateway.invalidate()
    await discord_.ready()
    assert await said_to(discord_, "hello") == "you said: @bot hello"
    assert "resumed" not in client.events


async def test_an_invalid_session_that_can_be_resumed_is(discord_: OfflineDiscord, client: SampleBot) -> None:
    discord_.gateway.invalidate(resumable=True)
    assert await said_to(discord_, "hello") == "you said: @bot hello"
    await asyncio.sleep(0.02)
    assert client.events == ["ready", "resumed"]


async def test_a_bot_that_is_asked_to_reconnect_does(discord_: OfflineDiscord, client: SampleBot) -> None:
    discord_.gateway.ask_to_reconnect()
    await asyncio.sleep(0.02)
    assert await said_to(discord_, "hello") == "you said: @bot hello"
    assert client.events == ["ready", "resumed"]
    assert len(client.heard) == 1


async def test_heartbeats_without_an_answer_make_the_bot_reconnect() -> None:
    async with OfflineDiscord(heartbeat_interval=0.03) as server:
        server.guild("Newsroom").channel("general")
        with server.connected():
            async with SampleBot(heartbeat_timeout=0.2).running(server.token) as client:
                server.faults.ignore_heartbeats()
                async with asyncio.timeout(5):
                    while "resumed" not in client.events:
                        await asyncio.sleep(0.02)
                        if not server.gateway.connected:
                            server.faults.clear()


async def test_privileged_intents_are_refused_until_they_are_enabled() -> None:
    intents = discord.Intents.default()
    intents.message_content = True
    async with OfflineDiscord() as server:
        with server.connected(), pytest.raises(discord.PrivilegedIntentsRequired):
            async with SampleBot(intents).running(server.token):
                pass
    async with OfflineDiscord(privileged=Intent.MESSAGE_CONTENT) as server:
        channel = server.guild("g").channel("c")
        with server.connected():
            async with SampleBot(intents).running(server.token) as client:
                await server.send(server.guild("g").member("alice"), channel, "overheard").settled()
                assert [message.content for message in client.heard] == ["overheard"]


async def test_a_wrong_token_does_not_log_in(discord_: OfflineDiscord) -> None:
    with pytest.raises(discord.LoginFailure):
        async with SampleBot().running("wrong"):
            pass


async def test_events_are_told_for_the_intents_asked_for_and_no_others() -> None:
    intents = discord.Intents.none()
    intents.guilds = intents.dm_messages = True
    async with OfflineDiscord() as server:
        guild = server.guild("g")
        channel, alice = guild.channel("c"), guild.member("alice")
        with server.connected():
            async with SampleBot(intents).running(server.token) as client:
                await server.send(alice, channel, f"{server.bot.mention} hello").settled()
                await server.send(alice, server.direct(alice), "hello")
                assert [message.guild for message in client.heard] == [None]


async def test_the_bot_does_not_hear_what_it_does_not_see(discord_: OfflineDiscord, client: SampleBot) -> None:
    guild = discord_.guild("Newsroom")
    secret = guild.channel("secret")
    secret.overwrite(guild.everyone, deny=Permission.VIEW_CHANNEL)
    secret.overwrite(guild.member("alice"), allow=Permission.VIEW_CHANNEL)
    exchange = discord_.send(guild.member("alice"), secret, f"{discord_.bot.mention} hello")
    assert (await exchange.settled()).messages == []
    assert client.heard == []


async def test_what_is_edited_deleted_and_reacted_to_is_told(discord_: OfflineDiscord, client: SampleBot) -> None:
    told: list[str] = []
    for name in ("raw_message_edit", "raw_message_delete", "raw_reaction_add", "typing", "thread_create"):

        async def note(*arguments: Any, name: str = name) -> None:
            told.append(name)

        setattr(client, f"on_{name}", note)
    guild = discord_.guild("Newsroom")
    alice, channel = guild.member("alice"), guild.channel("general")
    sent = discord_.send(alice, channel, "one").sent
    discord_.edit(alice, sent, "two")
    discord_.react(alice, sent, "👍")
    discord_.world.type(channel, alice)
    thread = guild.thread(channel, "a thread", alice)
    discord_.delete(alice, sent)
    answer = await discord_.send(alice, thread, f"{discord_.bot.mention} in here")
    assert answer.message.channel is thread
    assert sorted(set(told)) == [
        "raw_message_delete",
        "raw_message_edit",
        "raw_reaction_add",
        "thread_create",
        "typing",
    ]


class Socket:
    """A gateway client that may say what a careful library would not."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def receive(self) -> Any:
        message = await self.socket.receive(timeout=2)
        return json.loads(message.data) if message.type is aiohttp.WSMsgType.TEXT else message.data

    async def closed_with(self, *frames: Any) -> int | None:
        for frame in frames:
            await self.socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))
        while not self.socket.closed:
            await self.socket.receive(timeout=2)
        return self.socket.close_code


IDENTIFY = {"properties": {}, "intents": 1}


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (["nonsense"], 4002),
        (["[]"], 4002),
        ([{"op": 99, "d": None}], 4001),
        ([{"op": 2, "d": None}], 4002),
        ([{"op": 2, "d": IDENTIFY | {"shard": 3}}], 4002),
        ([{"op": 8, "d": {}}], 4003),
        ([{"op": 2, "d": IDENTIFY | {"token": "wrong"}}], 4004),
        ([{"op": 2, "d": IDENTIFY | {"intents": -1}}], 4013),
        ([{"op": 2, "d": IDENTIFY | {"intents": 1 << 30}}], 4013),
        ([{"op": 2, "d": IDENTIFY | {"intents": int(PRIVILEGED)}}], 4014),
        ([{"op": 2, "d": IDENTIFY | {"shard": [2, 2]}}], 4010),
        ([{"op": 2, "d": IDENTIFY}, {"op": 2, "d": IDENTIFY}], 4005),
        ([{"op": 6, "d": {"token": "wrong", "session_id": "x", "seq": 1}}], 4004),
    ],
)
async def test_the_gateway_closes_on_what_it_does_not_take(
    discord_: OfflineDiscord, frames: list[Any], code: int
) -> None:
    for frame in frames:
        if isinstance(frame, dict) and isinstance(frame["d"], dict):
            frame["d"].setdefault("token", discord_.token)
    async with aiohttp.ClientSession() as session, session.ws_connect(discord_.websocket) as socket:
        assert await Socket(socket).closed_with(*frames) == code


async def test_compression_is_one_stream(discord_: OfflineDiscord) -> None:
    discord_.guild("g")
    url = discord_.websocket + "?compress=zlib-stream"
    inflate = zlib.decompressobj()
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        hello = json.loads(inflate.decompress((await socket.receive()).data))
        assert hello["op"] == 10
        await socket.send_json({"op": 2, "d": IDENTIFY | {"token": discord_.token}})
        ready = json.loads(inflate.decompress((await socket.receive()).data))
        assert (ready["t"], ready["s"]) == ("READY", 1)
        created = json.loads(inflate.decompress((await socket.receive()).data))
        assert (created["t"], created["s"]) == ("GUILD_CREATE", 2)
        assert [member["user"]["username"] for member in created["d"]["members"]] == ["bot"]


async def test_a_private_answer_is_no_event(discord_: OfflineDiscord, client: SampleBot) -> None:
    told: list[str] = []

    async def note(message: discord.Message) -> None:
        told.append(message.content)

    client.on_message = note  # type: ignore[method-assign]
    guild = discord_.guild("Newsroom")
    alice, channel = guild.member("alice"), guild.channel("general")
    await discord_.slash(alice, channel, "echo", text="secret", private=True)
    await discord_.slash(alice, channel, "echo", text="open")
    await asyncio.sleep(0.02)
    assert told == ["open"]
