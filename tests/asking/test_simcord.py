"""The stories of test_stories.py once more, on a Discord that others wrote: simcord, a simulation of it for discord.py.

What both agree on is not a mistake of our own Discord. simcord replaces discord.py's HTTP client and feeds its parsers,
where bot.offline answers on a socket; so these stories cannot be told with it:

- a reply with the mention switched off: its members' replies always mention whom they answer;
- a connection that drops and resumes, an invalid session, a rate limit of Discord's: it has no gateway and no headers;
- an acknowledgement that takes more than three seconds: it holds its own clock still while the bot works;
- what a person may not press or see is refused by its actors before the bot hears of it, as in bot.offline;
- how a text renders: its messages are read here by the model of Discord's Markdown in tests.asking.markdown.

They disagree on one thing. To simcord a bot cannot read a reply to its answer to a *command*: so it was in 2022, and
Discord mended it in January 2023 (github.com/discord/discord-api-docs/issues/5395). bot.offline does as Discord does
now; here, a conversation begins with a mention.
"""

import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from discord import ui

from bot.asking.custom_ids import Context, Share
from bot.client import Newsdesk
from bot.desk import Desk
from bot.questions import Questions
from index.articles import Article
from index.coverage import Coverage
from index.speakers import attribute
from tests.asking.markdown import render
from tests.newsroom import COPPER, MINE, STRIKE, _template, settings

PROMISE = "The harbour strike will end by Friday, I give you my word."
Seen = simcord.ResponseMessage | discord.Message


class Alone(Newsdesk):
    """The bot without what runs beside its answers: while a bot waits for something, simcord waits for the bot."""

    def keep(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        pass


class Simulated:
    """The coverage and simcord's Discord, with the bot between them."""

    def __init__(self, env: simcord.Env, coverage: Coverage, bots: Callable[[], Newsdesk]) -> None:
        self.env, self.coverage, self._bots = env, coverage, bots
        self.channel = self.guild("Newsroom")
        self.alice, self.bob = self.person("alice"), self.person("bob")

    def guild(self, name: str) -> simcord.ChannelHandle:
        """A channel in a guild of its own."""
        return self.env.create_guild(name).create_text_channel("general")

    def person(self, name: str, channel: simcord.ChannelHandle | None = None) -> simcord.MemberActor:
        guild = (channel or self.channel).guild
        assert guild is not None
        return guild.add_member(self.env.create_user(name))

    def add(self, article: Article, channel: simcord.ChannelHandle) -> None:
        assert channel.guild is not None
        list(self.coverage.add([attribute(article)], who="tests", collection=f"guild-{channel.guild.id}"))

    @property
    def mention(self) -> str:
        assert self.env.bot.user is not None
        return self.env.bot.user.mention

    async def asks(self, question: str, **options: Any) -> Seen:
        return answered(await self.alice.slash(self.channel, "ask", question=question, **options))

    async def restart(self) -> None:
        await self.env.restart_bot(self._bots())

    def seen_by(self, who: simcord.MemberActor) -> list[discord.Message]:
        """What is in the channel for `who`, the bot's messages alone."""
        return [message for message in self.channel.history(viewer=who) if message.author == self.env.bot.user]

    async def forges(self, custom_id: object, channel: simcord.ChannelHandle) -> discord.Message:
        """A message of the bot's with a button that says "forged"."""
        place = self.env.bot.get_channel(channel.id)
        assert isinstance(place, discord.TextChannel)
        view = ui.View(timeout=None)
        view.add_item(ui.Button(label="forged", custom_id=str(custom_id)))
        view.stop()
        return await place.send("old", view=view)


@pytest.fixture
def coverage(tmp_path: Path) -> Iterator[Coverage]:
    shutil.copy(Path(_template().name) / "news.db", tmp_path)
    with Coverage.open(tmp_path / "news.db") as coverage:
        yield coverage


@pytest.fixture
def bots(coverage: Coverage, tmp_path: Path) -> Iterator[Callable[[], Newsdesk]]:
    with ExitStack() as ends:

        def bot() -> Newsdesk:
            questions, desk = Questions(coverage, settings()), Desk(coverage, settings())
            ends.callback(questions.close)
            ends.callback(desk.close)
            return Alone(questions, desk, tmp_path / "news.db.commands")

        yield bot


@pytest.fixture
def simcord_bot(bots: Callable[[], Newsdesk]) -> Newsdesk:
    """What the fixture `simcord_env` of simcord connects; it fails a test in whose course the bot raised anything."""
    return bots()


@pytest.fixture
async def town(simcord_env: simcord.Env, coverage: Coverage, bots: Callable[[], Newsdesk]) -> Simulated:
    return Simulated(simcord_env, coverage, bots)


def answered(result: simcord.InteractionResult) -> Seen:
    """The one answer to a command or a press."""
    assert result.acknowledged
    assert result.followups == []
    assert result.response is not None
    return result.response


def sources(seen: Seen) -> list[str]:
    """Of all texts in a message, in their order."""
    components = (
        seen.components if isinstance(seen, simcord.ResponseMessage) else [c.to_dict() for c in seen.components]
    )
    return list(_contents(components))


def _contents(components: Any) -> Iterator[str]:
    for component in components:
        if component["type"] == 10:
            yield component["content"]
        yield from _contents(component.get("components", []))


def text(seen: Seen) -> str:
    """All that a reader sees."""
    return "\n".join(render(source).text for source in sources(seen))


def bold(seen: Seen) -> list[str]:
    return [found for source in sources(seen) for found in _bold(source)]


def _bold(source: str) -> Iterator[str]:
    shown = render(source)
    spans = "".join(c if at in set(shown.only("bold")) else "\0" for at, c in enumerate(shown.text))
    yield from filter(None, spans.split("\0"))


async def test_a_question_is_answered_once_for_all(town: Simulated) -> None:
    reply = await town.asks(STRIKE)
    assert PROMISE in text(reply)
    assert "Olena Marsh" in bold(reply)
    assert text(reply).endswith("2 articles, newest 17 June 2025")
    assert not reply.flags.ephemeral
    assert [text(seen) for seen in town.seen_by(town.bob)] == [text(reply)]


async def test_a_private_answer_is_for_who_asked_until_they_share_it(town: Simulated) -> None:
    private = await town.asks(STRIKE, private=True)
    assert private.flags.ephemeral
    assert town.seen_by(town.bob) == []
    shared = answered(await town.alice.click(private, label="Share"))
    assert not shared.flags.ephemeral
    assert PROMISE in text(town.seen_by(town.bob)[-1])


async def test_nobody_but_who_asked_shares(town: Simulated) -> None:
    forged = await town.forges(Share(town.alice.id), town.channel)
    reply = answered(await town.bob.click(forged, label="forged"))
    assert reply.flags.ephemeral
    assert text(reply) == "Only who asked may share this answer."


async def test_a_mention_is_answered_by_a_reply_that_pings_nobody(town: Simulated) -> None:
    asked = await town.alice.send(town.channel, f"{town.mention} {STRIKE}")
    (reply,) = town.seen_by(town.alice)
    assert PROMISE in text(reply)
    assert reply.reference is not None
    assert reply.reference.message_id == asked.id
    assert reply.mentions == []
    assert any(call.method == "POST" and call.path.endswith("/typing") for call in town.env.http_requests)


async def test_without_a_mention_nothing_is_answered_nor_read(town: Simulated) -> None:
    await town.alice.send(town.channel, STRIKE)
    assert town.seen_by(town.alice) == []


async def test_a_direct_message_is_answered_from_what_all_may_see(town: Simulated) -> None:
    town.add(COPPER, town.channel)
    direct = town.alice.user.dm_channel
    for question in (STRIKE, MINE):
        await town.alice.send_dm(question)
    first, second = (message for message in direct.history() if message.author == town.env.bot.user)
    assert PROMISE in text(first)
    assert "loses money" not in text(second)
    assert "loses money" not in text(answered(await town.alice.user.slash("ask", question=MINE)))


async def test_a_reply_goes_on_from_the_answer_before(town: Simulated) -> None:
    await town.alice.send(town.channel, f"{town.mention} {STRIKE}")
    await town.bob.send(town.channel, "and what about the army?", reply_to=town.seen_by(town.bob)[-1])
    second = town.seen_by(town.bob)[-1]
    assert "What did Olena Marsh say about the army?" in bold(second)
    assert "No soldier will unload a ship" in text(second)
    await town.alice.send(town.channel, "and about dismissed workers?", reply_to=second)
    assert "What did Olena Marsh say about dismissed workers?" in bold(town.seen_by(town.alice)[-1])


async def test_the_paragraphs_around_a_passage_are_shown_to_who_presses(town: Simulated) -> None:
    asked = await town.asks(STRIKE)
    context = answered(await town.bob.click(asked, custom_id=str(Context(1, 2))))
    assert "The port of Tarrow has stood still for nine days" in text(context)
    assert "Some forty ships wait outside the breakwater" in text(context)
    assert context.flags.ephemeral


async def test_more_passages_follow(town: Simulated) -> None:
    second = answered(await town.alice.click(await town.asks(STRIKE), label="More"))
    assert PROMISE not in text(second)
    assert "4–6 of 7" in text(second)
    assert "7–7 of 7" in text(answered(await town.alice.click(second, label="More")))


async def test_what_the_coverage_does_not_say_is_refused_and_the_closest_is_a_press_away(town: Simulated) -> None:
    refused = await town.asks("What did Olena Marsh say about penguins?")
    assert "penguins" in text(refused)
    assert PROMISE not in text(refused)
    closest = answered(await town.alice.click(refused, label="Closest passages"))
    assert "does not answer the question" in text(closest)
    assert "Olena Marsh" in bold(closest)


async def test_the_menu_of_a_message_finds_what_the_coverage_says(town: Simulated) -> None:
    claim = await town.bob.send(town.channel, "I heard that the harbour strike will end by Friday!")
    found = answered(await town.alice.context_menu(town.channel, "Find coverage", claim))
    assert PROMISE in text(found)
    assert found.flags.ephemeral


async def test_outlets_are_offered_as_they_are_typed(town: Simulated) -> None:
    dora_at = town.guild("Elsewhere")
    town.add(COPPER, dora_at)
    dora = town.person("dora", dora_at)
    offered = await town.alice.autocomplete(town.channel, "ask", "outlet", "COUR", question="ships")
    assert [choice["value"] for choice in offered] == ["Brannoc Courier"]
    assert await town.alice.autocomplete(town.channel, "ask", "outlet", "Oldfell", question="ships") == []
    assert len(await dora.autocomplete(dora_at, "ask", "outlet", "Oldfell", question="ships")) == 1


async def test_old_buttons_work_after_a_restart(town: Simulated) -> None:
    asked = await town.asks(STRIKE)
    private = await town.asks(STRIKE, private=True)
    await town.restart()
    assert "The port of Tarrow" in text(answered(await town.alice.click(asked, custom_id=str(Context(1, 2)))))
    assert "4–6 of 7" in text(answered(await town.alice.click(asked, label="More")))
    assert not answered(await town.alice.click(private, label="Share")).flags.ephemeral
    puts = [call for call in town.env.http_requests if call.method == "PUT"]
    assert len(puts) == 1


async def test_buttons_of_a_withdrawn_article_say_that_it_is_withdrawn(town: Simulated) -> None:
    asked = await town.asks(STRIKE)
    town.coverage.withdraw("harbour", who="tests")
    context = answered(await town.alice.click(asked, custom_id=str(Context(1, 2))))
    assert text(context) == "This article has been withdrawn."
    assert PROMISE not in text(answered(await town.alice.click(asked, label="More")))


async def test_each_guild_sees_its_own_articles_and_the_shared_ones(town: Simulated) -> None:
    town.add(COPPER, town.channel)
    elsewhere = town.guild("Elsewhere")
    dora = town.person("dora", elsewhere)
    assert "loses money" in text(await town.asks(MINE))
    assert PROMISE in text(await town.asks(STRIKE))
    there = answered(await dora.slash(elsewhere, "ask", question=MINE))
    assert "loses money" not in text(there)
    assert PROMISE in text(answered(await dora.slash(elsewhere, "ask", question=STRIKE)))
    forged = await town.forges(Context(3, 1), elsewhere)
    assert text(answered(await dora.click(forged, label="forged"))) == "This article is not in this coverage."


async def test_no_request_lets_anybody_be_mentioned(town: Simulated) -> None:
    asked = await town.asks(STRIKE)
    await town.alice.click(asked, label="More")
    await town.alice.send(town.channel, f"{town.mention} {STRIKE}")
    shown = [
        call.json for call in town.env.http_requests if isinstance(call.json, dict) and call.json.get("components")
    ]
    assert len(shown) == 3
    for body in shown:
        allowed = body["allowed_mentions"]
        assert (allowed["parse"], allowed.get("replied_user", False)) == ([], False)


@pytest.mark.parametrize(("method", "path"), [("PATCH", "/webhooks/*"), ("POST", "/channels/*/messages")])
async def test_what_discord_refuses_is_one_sentence_or_none_and_never_two_answers(
    town: Simulated, method: str, path: str
) -> None:
    town.env.inject_error(method, path, status=400, code=50035, message="Invalid Form Body")
    if method == "PATCH":
        reply = text(await town.asks(STRIKE))
    else:
        await town.alice.send(town.channel, f"{town.mention} {STRIKE}")
        (message,) = town.seen_by(town.alice)
        reply = text(message)
    assert reply.startswith("Something went wrong")
