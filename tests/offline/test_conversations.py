import io

import discord
import pytest

from bot.offline import CannotDoError, FakeClient, MessageFlags, NoResponseError, OfflineDiscord, Permission
from tests.offline.sample_bot import SampleBot


async def test_a_bot_logs_in_and_sees_its_guilds(discord_: OfflineDiscord, client: SampleBot) -> None:
    assert [guild.name for guild in client.guilds] == ["Newsroom"]
    assert [c.name for c in client.guilds[0].text_channels] == ["general"]
    assert client.user is not None
    assert client.user.id == discord_.bot.id
    assert client.events == ["ready"]


async def test_a_mention_is_answered_by_a_reply(discord_: OfflineDiscord, client: SampleBot) -> None:
    guild = discord_.guild("Newsroom")
    alice, channel = guild.member("alice"), guild.channel("general")
    answer = await discord_.send(alice, channel, f"hi {discord_.bot.mention}")
    assert answer.message.content == "you said: hi @bot"
    assert answer.message.reference is answer.sent
    assert answer.typed
    assert discord_.refusals == []


async def test_what_is_not_for_the_bot_has_no_content_and_no_answer(
    discord_: OfflineDiscord, client: SampleBot
) -> None:
    guild = discord_.guild("Newsroom")
    exchange = discord_.send(guild.member("alice"), guild.channel("general"), "a private thought")
    await exchange.settled()
    assert exchange.messages == []
    assert [message.content for message in client.heard] == [""]
    with pytest.raises(NoResponseError, match="0 messages"):
        _ = exchange.message


async def test_a_direct_message_has_content_and_an_answer(discord_: OfflineDiscord, client: SampleBot) -> None:
    alice = discord_.user("alice")
    answer = await discord_.send(alice, discord_.direct(alice), "psst")
    assert answer.message.content == "you said: psst"


async def test_a_reply_to_the_bot_mentions_it_unless_the_ping_is_off(
    discord_: OfflineDiscord, client: SampleBot
) -> None:
    guild = discord_.guild("Newsroom")
    alice, channel = guild.member("alice"), guild.channel("general")
    first = await discord_.send(alice, channel, f"{discord_.bot.mention} one")
    second = await discord_.send(alice, channel, "two", reply_to=first.message)
    assert second.message.content == "you said: two"
    assert client.heard[-1].reference is not None
    silent = await discord_.send(alice, channel, "three", reply_to=first.message, ping=False).settled()
    assert silent.messages == []
    assert client.heard[-1].content == ""


async def test_a_slash_command_with_options_of_every_kind(discord_: OfflineDiscord, client: SampleBot) -> None:
    guild = discord_.guild("Newsroom")
    alice, channel = guild.member("alice"), guild.channel("general")
    answer = await discord_.slash(
        alice, channel, "echo", text="hello", fruit="apple", whom=guild.member("bob"), file=("a.txt", b"inside")
    )
    assert answer.message.content == "hello apple bob inside"
    assert discord_.sees(guild.member("bob"), channel) == [answer.message]


async def test_a_private_answer_is_seen_by_one_person_alone(discord_: OfflineDiscord, client: SampleBot) -> None:
    guild = discord_.guild("Newsroom")
    alice, bob, channel = guild.member("alice"), guild.member("bob"), guild.channel("general")
    answer = await discord_.slash(alice, channel, "echo", text="secret", private=True)
    assert answer.message.ephemeral
    assert discord_.sees(alice, channel) == [answer.message]
    assert discord_.sees(bob, channel) == []


async def test_a_deferred_answer_comes_by_editing_and_keeps_its_privacy(
    discord_: OfflineDiscord, client: SampleBot
) -> None:
    guild = discord_.guild("Newsroom")
    alice, channel = guild.member("alice"), guild.channel("general")
    answer = await discord_.slash(alice, channel, "later", private=True, twice=True)
    assert answer.messages[0].content == "here it is"
    assert answer.messages[0].ephemeral
    assert not answer.messages[0].loading
    await answer.until(lambda exchange: len(exchange.messages) == 2)
    assert answer.messages[1].content == "and more"


async def test_autocompletion_offers_choices(discord_: OfflineDiscord, client: SampleBot) -> None:
    guild = discord_.guild("Newsroom")
    answer = await discord_.autocomplete(
        guild.member("alice"), guild.channel("general"), "echo", "fruit", text="x", fruit="b"
    )
    assert answer.choices == [{"name": "banana", "value": "banana"}]


async def test_a_form_is_opened_filled_and_answered(discord_: OfflineDiscord, client: SampleBot) -> None:
    guild = discord_.guild("Newsroom")
    alice, channel = guild.member("alice"), guild.channel("general")
    opened = await discord_.slash(alice, channel, "form")
    assert opened.modal is not None
    assert opened.modal["title"] == "Tell us"
    answer = await discord_.submit_modal(alice, opened, {"Name": "Alice"})
    assert answer.message.content == "thanks, Alice"
    with pytest.raises(CannotDoError, match="the form needs 'Name'"):
        discord_.submit_modal(alice, opened, {})
    with pytest.raises(CannotDoError, match="0 to 20 characters"):
        discord_.submit_modal(alice, opened, {"Name": "x" * 21})
    with pytest.raises(CannotDoError, match="no field 'Colour'"):
        discord_.submit_modal(alice, opened, {"Name": "A", "Colour": "red"})


async def test_menus_offer_what_they_offer(discord_: OfflineDiscord, client: SampleBot) -> None:
    guild = discord_.guild("Newsroom")
    alice, channel = guild.member("alice"), guild.channel("general")
    menu = await discord_.slash(alice, channel, "pick")
    chosen = await discord_.select(alice, menu.message, "fruit", "banana")
    assert chosen.message.content == "you chose banana"
    with pytest.raises(CannotDoError, match="not in the menu"):
        discord_.select(alice, menu.message, "fruit", "melon")
    updated = await discord_.select(alice, menu.message, "who", guild.member("bob"))
    assert updated.message is menu.message
    assert menu.message.content == "you chose bob"
    with pytest.raises(CannotDoError, match="nothing to press"):
        discord_.press(alice, menu.message, "fruit")


async def test_a_layout_has_buttons_that_count(discord_: OfflineDiscord, client: SampleBot) -> None:
    guild = discord_.guild("Newsroom")
    alice, channel = guild.member("alice"), guild.channel("general")
    poster = await discord_.slash(alice, channel, "poster", text="**News**")
    assert poster.message.flags & MessageFlags.IS_COMPONENTS_V2
    assert poster.message.components[0]["components"][0]["components"][0]["content"] == "**News**"


async def test_a_button_answers_after_the_bot_was_restarted(discord_: OfflineDiscord) -> None:
    guild = discord_.guild("Newsroom")
    alice = guild.member("alice")
    message = discord_.world.post(
        guild.channel("general"),
        discord_.bot,
        content="count",
        components=[{"type": 1, "id": 1, "components": [{"type": 2, "id": 2, "style": 1, "custom_id": "count:4"}]}],
    )
    async with SampleBot().running(discord_.token):
        pressed = await discord_.press(alice, message, "count:4")
        assert pressed.message is message
        assert message.content == "now 5"
        with pytest.raises(CannotDoError, match="count:5"):
            discord_.press(alice, message, "count:4")


async def test_message_and_member_menus(discord_: OfflineDiscord, client: SampleBot) -> None:
    guild = discord_.guild("Newsroom")
    alice, bob, channel = guild.member("alice"), guild.member("bob"), guild.channel("general")
    said = discord_.send(bob, channel, "quiet words").sent
    loud = await discord_.context_menu(alice, said, "Shout")
    assert loud.message.content == "QUIET WORDS"
    greeted = await discord_.context_menu(alice, bob, "Greet", channel)
    assert greeted.message.content == "hello bob"


async def test_a_person_cannot_do_what_their_discord_would_not_offer(
    discord_: OfflineDiscord, client: SampleBot
) -> None:
    guild = discord_.guild("Newsroom")
    alice, channel = guild.member("alice"), guild.channel("general")
    with pytest.raises(CannotDoError, match="without 'text'"):
        discord_.slash(alice, channel, "echo")
    with pytest.raises(CannotDoError, match="no option 'colour'"):
        discord_.slash(alice, channel, "echo", text="x", colour="red")
    with pytest.raises(CannotDoError, match="takes a string"):
        discord_.slash(alice, channel, "echo", text=3)
    with pytest.raises(CannotDoError, match="no command 'nothing'"):
        discord_.slash(alice, channel, "nothing")
    with pytest.raises(CannotDoError, match="no command 'feed'"):
        discord_.slash(alice, channel, "feed add", url="x")
    with pytest.raises(CannotDoError, match="empty"):
        discord_.send(alice, channel, "  ")
    with pytest.raises(CannotDoError, match="at most 2000"):
        discord_.send(alice, channel, "x" * 2001)
    stranger = discord_.user("stranger")
    with pytest.raises(CannotDoError, match="may not"):
        discord_.send(stranger, channel, "hello")


async def test_a_moderator_is_offered_what_others_are_not(discord_: OfflineDiscord, client: SampleBot) -> None:
    guild = discord_.guild("Newsroom")
    carol = guild.member("carol")
    carol.give(guild.role("moderators", Permission.ADMINISTRATOR))
    answer = await discord_.slash(carol, guild.channel("general"), "feed add", url="https://example.org")
    assert answer.message.content == "added https://example.org"
    with pytest.raises(CannotDoError, match="no subcommand 'drop'"):
        discord_.slash(carol, guild.channel("general"), "feed drop", url="x")


async def test_a_command_that_never_answers_is_noticed(discord_: OfflineDiscord, client: SampleBot) -> None:
    guild = discord_.guild("Newsroom")
    discord_.patience = 0.1
    with pytest.raises(NoResponseError, match="did not respond"):
        await discord_.slash(guild.member("alice"), guild.channel("general"), "silent")


async def test_joining_and_leaving_guilds_is_told(discord_: OfflineDiscord, client: SampleBot) -> None:
    other = discord_.guild("Gazette")
    other.remove(discord_.bot)
    await discord_.send(discord_.user("alice"), discord_.direct(discord_.user("alice")), "still there?")
    assert client.events == ["ready", "joined Gazette", "left Gazette"]
    with pytest.raises(CannotDoError, match="not in this guild"):
        discord_.slash(other.member("alice"), other.channel("general"), "echo", text="x")


async def test_the_bot_opens_direct_messages_unless_they_are_closed(
    discord_: OfflineDiscord, client: SampleBot
) -> None:
    alice = discord_.user("alice")
    user = await client.fetch_user(alice.id)
    await user.send("hello from outside")
    assert [message.content for message in discord_.sees(alice, discord_.direct(alice))] == ["hello from outside"]
    alice.accepts_direct_messages = False
    with pytest.raises(discord.Forbidden) as caught:
        await user.send("again")
    assert caught.value.code == 50007


async def test_commands_work_in_direct_messages_and_threads(discord_: OfflineDiscord, client: SampleBot) -> None:
    alice = discord_.user("alice")
    direct = await discord_.slash(alice, discord_.direct(alice), "echo", text="between us")
    assert direct.message.content == "between us"
    guild = discord_.guild("Newsroom")
    member = guild.member("alice")
    thread = guild.thread(guild.channel("general"), "talk", member)
    threaded = await discord_.slash(member, thread, "echo", text="in the thread")
    assert threaded.message.channel is thread


async def test_the_bot_sends_files_edits_reacts_and_deletes(discord_: OfflineDiscord, client: SampleBot) -> None:
    channel = client.guilds[0].text_channels[0]
    sent = await channel.send("a file", file=discord.File(io.BytesIO(b"inside"), "a.txt", description="text"))
    assert await sent.attachments[0].read() == b"inside"
    assert sent.attachments[0].description == "text"
    assert sent.attachments[0].content_type == "text/plain; charset=utf-8"
    await sent.edit(content="edited", attachments=[])
    await sent.add_reaction("👍")
    held = discord_.world.channels[channel.id].messages[sent.id]
    assert (held.content, held.attachments, list(held.reactions)) == ("edited", [], ["👍"])
    assert [message.content async for message in channel.history()] == ["edited"]
    await sent.delete()
    assert held.deleted
    assert discord_.refusals == []


async def test_the_bot_knows_its_application_and_members(discord_: OfflineDiscord, client: SampleBot) -> None:
    information = await client.application_info()
    assert information.id == discord_.bot.id
    alice = discord_.guild("Newsroom").member("alice")
    member = await client.guilds[0].fetch_member(alice.id)
    assert member.name == "alice"
    assert [found.name for found in await client.guilds[0].query_members("ali")] == ["alice"]
    with pytest.raises(discord.NotFound):
        await client.fetch_user(1)
    assert client.guilds[0].me.guild_permissions.send_messages


async def test_a_message_of_the_bot_is_drawn_again_by_a_press(discord_: OfflineDiscord, client: SampleBot) -> None:
    guild = discord_.guild("Newsroom")
    alice, channel = guild.member("alice"), guild.channel("general")
    poster = await discord_.slash(alice, channel, "poster", text="**News**")
    discord_.patience = 0.2
    with pytest.raises(NoResponseError):
        await discord_.press(alice, poster.message, "count:0")
    assert discord_.refusals[-1].problems[0].code == "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"


async def test_a_forwarded_message_is_a_copy_of_what_it_was(discord_: OfflineDiscord, client: SampleBot) -> None:
    bob, alice = (FakeClient(discord_, name, guild="Newsroom") for name in ("bob", "alice"))
    written = bob.writes("the ferry sails at **noon**", files={"plan.txt": b"noon"})
    forwarded = alice.forwards(written)
    bob.edits(written, "the ferry does not sail")
    assert "the ferry sails at noon" in alice.sees()[-1]
    assert "does not" not in alice.sees()[-1]
    await forwarded.settled()
    (unread,) = client.heard[-1].message_snapshots
    assert (unread.content, unread.attachments) == ("", [])
    await alice.forwards(forwarded.sent, alice.direct).settled()
    (read,) = client.heard[-1].message_snapshots
    assert read.content == "the ferry sails at **noon**"
    assert [(file.filename, await file.read()) for file in read.attachments] == [("plan.txt", b"noon")]
    assert client.heard[-1].reference is not None
    assert client.heard[-1].reference.type is discord.MessageReferenceType.forward
    assert discord_.refusals == []


async def test_what_only_one_person_sees_is_forwarded_by_nobody(discord_: OfflineDiscord, client: SampleBot) -> None:
    alice = FakeClient(discord_, "alice", guild="Newsroom")
    await alice.uses("form")
    secret = await alice.fills(Name="Ann")
    with pytest.raises(CannotDoError, match="cannot forward"):
        alice.forwards(secret)
