import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.offline import CannotDoError, Choice, FakeClient, NoResponseError, OfflineDiscord, Permission, running
from tests.offline.conftest import official_description
from tests.offline.sample_bot import SampleBot


@pytest.fixture
async def newsroom() -> AsyncIterator[OfflineDiscord]:
    async with FakeClient.connected_to(SampleBot(), description=official_description(), patience=2.0) as discord_:
        yield discord_


@pytest.fixture
def alice(newsroom: OfflineDiscord) -> FakeClient:
    return FakeClient(newsroom, "alice", guild="Newsroom")


@pytest.fixture
def bob(newsroom: OfflineDiscord) -> FakeClient:
    return FakeClient(newsroom, "bob", guild="Newsroom")


async def test_a_command_is_answered_as_it_is_shown(alice: FakeClient) -> None:
    reply = await alice.uses("echo", text=r"**loud** \*quiet\* [news](https://example.org/a)")
    assert reply.text == "loud *quiet* news"
    assert reply.bold == ["loud"]
    assert reply.links == [("news", "https://example.org/a")]
    assert not reply.private


async def test_private_answers_are_seen_by_one_person_alone(alice: FakeClient, bob: FakeClient) -> None:
    reply = await alice.uses("echo", text="secret", private=True)
    assert reply.private
    assert [seen.text for seen in alice.sees()] == ["secret"]
    assert bob.sees() == []


async def test_mentions_and_replies_reach_the_bot_and_other_messages_do_not(alice: FakeClient, bob: FakeClient) -> None:
    first = await alice.mentions_bot("one")
    assert first.text == "you said: @bot one"
    second = await bob.replies_to(first, "two")
    assert "you said: two" in second
    assert second.seen[0].about == "reply to bob: two"
    alice.discord.patience = 0.05
    with pytest.raises(NoResponseError, match="alice waited"):
        await alice.writes("three")


async def test_direct_messages_are_another_place(alice: FakeClient, bob: FakeClient) -> None:
    reply = await alice.writes("psst", in_=alice.direct)
    assert reply.text == "you said: psst"
    assert alice.sees() == []
    alice.looks_at(alice.direct)
    assert [seen.text for seen in alice.sees()] == ["psst", "you said: psst"]
    alone = FakeClient(alice.discord, "dora")
    assert (await alone.writes("me too")).text == "you said: me too"


async def test_buttons_are_pressed_by_what_they_say(alice: FakeClient, bob: FakeClient) -> None:
    button = {"type": 2, "id": 2, "style": 1, "custom_id": "count:4", "label": "pressed 4 times"}
    row = {"type": 1, "id": 1, "components": [button, button | {"id": 3, "custom_id": "count:8", "disabled": True}]}
    world = alice.discord.world
    world.post(alice.here, world.bot, content="old", components=[row])
    newer = world.post(alice.here, world.bot, content="new", components=[row])
    await alice.presses("pressed 4 times")
    assert [seen.text for seen in bob.sees()] == ["old", "now 5"]
    reply = await bob.presses("pressed 5 times", on=newer)
    assert reply.text == "now 6"
    assert reply.labels == ["pressed 6 times"]
    with pytest.raises(CannotDoError, match="greyed out"):
        await bob.presses("pressed 4 times", number=1)
    alice.discord.patience = 0.05
    with pytest.raises(CannotDoError, match="no button 'Buy'; there is: pressed 6 times, pressed 4"):
        await alice.presses("Buy")


async def test_a_press_waits_for_its_button(alice: FakeClient, bob: FakeClient) -> None:
    asked = alice.uses("poster", text="**News**")
    with pytest.raises(CannotDoError, match=r"opens https://example\.org/read in a browser"):
        await bob.presses("Read")
    assert (await asked).bold == ["News"]
    assert ("Read", "https://example.org/read") in asked.links


async def test_menus_are_chosen_from_by_their_words(alice: FakeClient, bob: FakeClient) -> None:
    await alice.uses("pick")
    assert (await alice.chooses("cherry", menu="fruit")).text == "you chose cherry"
    assert (await alice.chooses(bob, menu="who")).text == "you chose bob"
    alice.discord.patience = 0.05
    with pytest.raises(CannotDoError, match="no menu 'fruit'"):
        await alice.chooses("apple", menu="fruit")


async def test_forms_are_filled_by_their_labels_once(alice: FakeClient, bob: FakeClient) -> None:
    await alice.uses("form")
    with pytest.raises(CannotDoError, match="no form is open for bob"):
        bob.fills(Name="Bob")
    with pytest.raises(CannotDoError, match="the form needs 'Name'"):
        alice.fills(Why="because")
    assert (await alice.fills(Name="Alice")).text == "thanks, Alice"
    with pytest.raises(CannotDoError, match="no form is open"):
        alice.fills(Name="Alice")


async def test_message_and_person_menus(alice: FakeClient, bob: FakeClient) -> None:
    said = bob.writes("quiet words")
    assert (await alice.opens_menu("Shout", said)).text == "QUIET WORDS"
    assert (await alice.opens_menu("Shout", bob.sees()[0])).private
    assert (await alice.opens_menu("Greet", bob)).text == "hello bob"


async def test_typing_is_completed(alice: FakeClient) -> None:
    assert await alice.types_into("echo", fruit="b") == [Choice("banana", "banana")]
    assert await alice.types_into("echo", "fruit", fruit="c", text="x") == [Choice("cherry", "cherry")]


async def test_files_go_with_messages_and_commands(alice: FakeClient, tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("inside")
    assert (await alice.uses("echo", text="holds", file=file)).text.split() == ["holds", "inside"]
    alice.uploads(file, "look")
    assert "(file: list.txt)" in str(alice.sees()[-1])


async def test_only_moderators_are_offered_their_commands(newsroom: OfflineDiscord, alice: FakeClient) -> None:
    carol = FakeClient(newsroom, "carol", guild="Newsroom", may=Permission.ADMINISTRATOR)
    assert (await carol.uses("feed add", url="https://example.org")).text == "added https://example.org"
    with pytest.raises(CannotDoError, match="no command 'feed'"):
        alice.uses("feed add", url="https://example.org")


async def test_a_later_answer_is_waited_for_and_looked_at_anew(alice: FakeClient) -> None:
    reply = alice.uses("later", twice=True)
    await alice.waits_until(lambda seen: len(seen) == 2)
    assert reply.text == "here it is\nand more"
    assert [seen.private for seen in alice.sees()] == [False, True]
    said = alice.writes("helo")
    alice.edits(said, "hello")
    assert alice.sees()[-1].text == "hello"
    alice.deletes(said)
    assert alice.sees()[-1].text == "and more"


async def test_a_bot_is_restarted_on_the_same_discord() -> None:
    async with OfflineDiscord() as discord_:
        with discord_.connected(pace=0.01):
            alice = FakeClient(discord_, "alice", guild="Newsroom")
            async with running(SampleBot(), discord_):
                await alice.uses("poster", text="still here")
            async with running(SampleBot(), discord_):
                assert (await alice.uses("echo", text="again")).text == "again"
            assert [seen.text for seen in alice.sees()] == ["still here", "again"]


async def test_what_stops_a_bot_is_raised() -> None:
    class Broken(SampleBot):
        async def setup_hook(self) -> None:
            raise RuntimeError("no database")

    with pytest.raises(RuntimeError, match="no database"):
        async with FakeClient.connected_to(Broken()):
            raise AssertionError("never reached")


async def test_a_bot_that_is_closed_at_once_announces_nothing_afterwards() -> None:
    bot = SampleBot()
    async with FakeClient.connected_to(bot):
        pass
    await asyncio.sleep(0.05)
    assert bot.events == []
    assert not [task for task in asyncio.all_tasks() if "discord" in repr(task.get_coro())]
