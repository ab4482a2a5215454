import asyncio
import re
import time
from collections.abc import Iterator
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.asking import custom_ids
from bot.client import INTENTS, PERMISSIONS, Newsdesk
from bot.offline import FakeClient, Permission, running
from bot.offline.call import Call
from tests.newsroom import COPPER, MINE, STRIKE, Newsroom, article, slowly

PROMISE = "The harbour strike will end by Friday, I give you my word."
COMMANDS = ("PUT", "/applications/{application_id}/commands")


def test_no_privileged_intent_is_asked_for() -> None:
    assert not INTENTS.message_content
    assert not INTENTS.members
    assert not INTENTS.presences


def test_the_permissions_asked_for_are_the_least() -> None:
    assert {name for name, given in PERMISSIONS if given} == {
        "read_messages",
        "send_messages",
        "send_messages_in_threads",
        "read_message_history",
    }


class Doubled(app_commands.Translator):
    """Translates whatever may be translated."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        return (string.message * 2)[:30] if locale is discord.Locale.german else None


async def test_every_command_has_descriptions_a_permission_and_names_that_can_be_translated(
    closed_newsroom: Newsroom,
) -> None:
    async with closed_newsroom.open() as bot:
        commands = bot.tree.get_commands()
        names = {command.name for command in commands}
        assert names >= {"ask", "help", "privacy", "about", "coverage", "Find coverage"}
        for command in commands:
            assert command.default_permissions is not None, command.name
            assert command.default_permissions != discord.Permissions.none(), "would be for administrators alone"
            payload = await command.get_translated_payload(bot.tree, Doubled())
            for part in _parts(payload):
                assert "de" in part["name_localizations"], part
                if payload["type"] == 1:
                    assert len(part["description"]) > 10
                    assert "de" in part["description_localizations"], part
            assert payload["integration_types"] == [0], "installed in servers, by those who manage them"
            assert payload["contexts"] in ([0, 1], [0])


async def test_every_command_ends_in_one_sentence_when_it_fails(
    closed_newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    async with closed_newsroom.open() as bot:
        alice = closed_newsroom.person("alice")
        message = alice.writes("a claim")
        for command in _each(bot.tree):

            async def broken(*_: object, **__: object) -> None:
                raise ZeroDivisionError("a bug")

            command._callback = broken
            if isinstance(command, app_commands.ContextMenu):
                reply = await alice.opens_menu(command.name, message)
            else:
                needed = {option.name: "any" for option in command.parameters if option.required}
                reply = await alice.uses(command.qualified_name, **needed)
            await reply.settled()
            assert len(reply.seen) == 1
            assert reply.private
            assert re.search("Something went wrong.*log as [0-9a-f]{8}\\.", reply.text), command.name
            assert reply.text[-9:-1] in caplog.text


def _parts(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The command, its subcommands, and their options."""
    yield payload
    for option in payload.get("options", []):
        yield from _parts(option)


def _each(
    tree: app_commands.CommandTree[Any],
) -> Iterator[app_commands.Command[Any, ..., Any] | app_commands.ContextMenu]:
    for command in [*tree.walk_commands(), *tree.walk_commands(type=discord.AppCommandType.message)]:
        if not isinstance(command, app_commands.Group):
            yield command


async def test_a_command_that_fails_after_it_was_acknowledged_ends_in_one_sentence_too(
    closed_newsroom: Newsroom,
) -> None:
    async def late(interaction: discord.Interaction[Newsdesk]) -> None:
        await interaction.response.defer(ephemeral=True)
        raise ZeroDivisionError("a bug")

    with closed_newsroom.bot() as bot:
        bot.tree.command(name="late", description="Fails after a while")(late)
        async with running(bot, closed_newsroom.discord):
            reply = await (await closed_newsroom.person("alice").uses("late")).settled()
            assert len(reply.seen) == 1
            assert reply.text.startswith("Something went wrong")


async def test_a_command_that_no_longer_is_says_so(closed_newsroom: Newsroom) -> None:
    async with closed_newsroom.open() as bot:
        alice = closed_newsroom.person("alice")
        bot.tree.remove_command("help")
        assert "This command has changed" in await alice.uses("help")


async def test_every_custom_id_has_exactly_one_handler(closed_newsroom: Newsroom) -> None:
    async with closed_newsroom.open() as bot:
        templates = list(bot._connection._view_store._dynamic_items)
        made = [
            custom_ids.Context(1, 2),
            custom_ids.More(3),
            custom_ids.Wrong(1, 2),
            custom_ids.Closest(),
            custom_ids.Share(2**63 - 1),
        ]
        for custom_id in [*map(str, made), "nd0:context:1", "nd99:new:thing\n"]:
            assert sum(template.fullmatch(custom_id) is not None for template in templates) == 1, custom_id


async def test_nothing_that_is_sent_may_ping_anyone_or_unfold_links(newsroom: Newsroom, alice: FakeClient) -> None:
    await alice.asks(STRIKE)
    await alice.mentions_bot(STRIKE)
    await alice.presses("In context", number=0)
    await alice.mentions_bot()
    sent = [call for call in newsroom.discord.requests if _carries_text(call)]
    assert len(sent) == 4
    for call in sent:
        body = call.json.get("data") or call.json
        assert body["allowed_mentions"]["parse"] == []
        assert not body["allowed_mentions"].get("replied_user")
        assert call.method == "PATCH" or body["flags"] & 1 << 2, "an edit cannot say it, and needs not"


def _carries_text(call: Call) -> bool:
    return bool((call.json.get("data") or call.json).get("components"))


async def test_answers_leave_nothing_behind(closed_newsroom: Newsroom) -> None:
    async with closed_newsroom.open() as bot:
        alice = closed_newsroom.person("alice")
        await alice.asks(STRIKE)
        await alice.mentions_bot(STRIKE)
        await alice.presses("In context", number=0)
        store = bot._connection._view_store
        assert store._views == {}
        assert store._synced_message_views == {}
        assert list(bot.cached_messages) == []


async def test_commands_are_told_to_discord_only_when_they_have_changed(closed_newsroom: Newsroom) -> None:
    discord_ = closed_newsroom.discord

    def told() -> int:
        return sum(call.method == "PUT" for call in discord_.requests)

    async with closed_newsroom.open():
        assert told() == 1
    async with closed_newsroom.open():
        discord_.gateway.forget()
        await discord_.gateway.drop()
        await discord_.ready()
    assert told() == 1
    with closed_newsroom.bot() as bot:
        bot.tree.command(name="new", description="A command that was not there before")(_nothing)
        async with running(bot, discord_):
            assert told() == 2
    async with closed_newsroom.open():
        assert told() == 3
        assert discord_.commands.find("new", 1, None) is None


async def _nothing(interaction: discord.Interaction[Newsdesk]) -> None: ...


@pytest.mark.parametrize("content", ["", "garbage", "\udcff"])
async def test_a_lost_or_spoilt_memory_of_the_commands_only_costs_telling_them_again(
    closed_newsroom: Newsroom, content: str
) -> None:
    closed_newsroom.remembered.write_bytes(content.encode("utf-8", "surrogateescape"))
    async with closed_newsroom.open():
        assert "Olena Marsh" in await closed_newsroom.person("alice").asks(STRIKE)


async def test_commands_that_discord_does_not_take_are_told_again_next_time(
    closed_newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    closed_newsroom.discord.faults.server_error(*COMMANDS, times=5)
    async with closed_newsroom.open():
        assert "Discord did not take the commands" in caplog.text
        assert PROMISE in await closed_newsroom.person("alice").mentions_bot(STRIKE)
    async with closed_newsroom.open():
        assert PROMISE in await closed_newsroom.person("alice").asks(STRIKE)


async def test_a_guild_that_invites_it_is_greeted_once_with_an_example_that_works(newsroom: Newsroom) -> None:
    await newsroom.client.wait_until_ready()
    guild = newsroom.discord.guild("Elsewhere", with_bot=False)
    dora = newsroom.person("dora", guild="Elsewhere")
    guild.channel("later")
    guild.add(newsroom.discord.bot)
    (hello,) = await dora.waits_until(bool)
    assert hello.text.startswith("Hello! Ask me what the news coverage says")
    example = hello.text.rsplit("/ask question: ", 1)[1]
    assert PROMISE in await dora.asks(example)
    newsroom.discord.gateway.forget()
    await newsroom.discord.gateway.drop()
    await newsroom.discord.ready()
    await dora.asks(STRIKE)
    assert sum("Hello!" in seen.text for seen in dora.sees()) == 1
    dora.looks_at("later")
    assert dora.sees() == []


async def test_a_guild_is_greeted_where_the_bot_may_write_or_not_at_all(newsroom: Newsroom) -> None:
    await newsroom.client.wait_until_ready()
    guild = newsroom.discord.guild("Elsewhere", with_bot=False)
    first, second = guild.channel("first"), guild.channel("second")
    first.overwrite(guild.everyone, deny=Permission.SEND_MESSAGES)
    dora = newsroom.person("dora", guild="Elsewhere", channel="second")
    guild.add(newsroom.discord.bot)
    await dora.waits_until(bool)
    assert first.messages == {}
    guild.remove(newsroom.discord.guild("Elsewhere").members[newsroom.discord.bot.id])
    second.overwrite(guild.everyone, deny=Permission.SEND_MESSAGES)
    guild.add(newsroom.discord.bot)
    await asyncio.sleep(0.05)
    assert len(second.messages) == 1


async def test_a_guild_is_greeted_without_an_example_where_there_is_none(newsroom: Newsroom) -> None:
    for id_ in ("harbour", "lighthouse"):
        newsroom.coverage.withdraw(id_, who="tests")
    newsroom.add(article("dull", "?!", "Nothing much."))
    await newsroom.client.wait_until_ready()
    guild = newsroom.discord.guild("Elsewhere", with_bot=False)
    dora = newsroom.person("dora", guild="Elsewhere")
    guild.add(newsroom.discord.bot)
    (hello,) = await dora.waits_until(bool)
    assert "/ask question:" not in hello.text


async def test_a_slow_question_holds_up_neither_a_fast_one_nor_the_gateway(
    newsroom: Newsroom, alice: FakeClient, bob: FakeClient
) -> None:
    newsroom.add(COPPER)
    with slowly(newsroom, only="copper") as gate:
        slow = alice.asks(MINE)
        await gate.reached()
        begun = time.monotonic()
        assert PROMISE in await bob.asks(STRIKE)
        assert time.monotonic() - begun < 1
        assert not slow.exchange.answered
        gate.open()
        assert "loses money" in await slow


async def test_more_than_may_wait_are_told_to_come_back(closed_newsroom: Newsroom) -> None:
    closed_newsroom.settings.questions_at_once = closed_newsroom.settings.questions_waiting = 1
    async with closed_newsroom.open():
        alice, bob = closed_newsroom.person("alice"), closed_newsroom.person("bob")
        with slowly(closed_newsroom) as gate:
            waiting = [alice.asks(STRIKE), alice.mentions_bot(STRIKE)]
            await gate.reached()
            await asyncio.sleep(0.05)
            assert "Too many people are asking just now" in await bob.asks(STRIKE)
            assert bob.discord.refusals == []
            gate.open()
            for reply in waiting:
                assert PROMISE in await reply
        assert PROMISE in await bob.asks(STRIKE)


async def test_who_waits_too_long_is_told_so_and_gets_no_second_answer(closed_newsroom: Newsroom) -> None:
    closed_newsroom.settings.question_seconds = 0.05
    async with closed_newsroom.open():
        alice = closed_newsroom.person("alice")
        with slowly(closed_newsroom) as gate:
            replies = [await alice.asks(STRIKE), await alice.mentions_bot(STRIKE)]
            gate.open()
            for reply in replies:
                await reply.settled()
                assert reply.text.startswith("Finding an answer took too long")
                assert len(reply.seen) == 1


async def test_at_the_end_answers_under_way_are_finished_and_no_new_ones_begun(closed_newsroom: Newsroom) -> None:
    async with closed_newsroom.open() as bot:
        alice, bob = closed_newsroom.person("alice"), closed_newsroom.person("bob")
        with slowly(closed_newsroom) as gate:
            early = alice.asks(STRIKE)
            await gate.reached()
            assert not await bot.finish(0.01)
            ending = asyncio.create_task(bot.finish(5))
            assert "I am being restarted" in await bob.asks(STRIKE)
            assert not ending.done()
            gate.open()
            assert await ending
            assert PROMISE in early
        assert await bot.finish(0.01)
