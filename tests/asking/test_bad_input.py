import pytest

from bot.offline import FakeClient
from bot.offline.messages import Attachment
from tests.newsroom import STRIKE, Newsroom

ASK_ME = "Ask me something, for example: what did the minister say about the strike?"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (" ", "The question is empty: ask, for example, what did Putin say about Zelensky?"),
        ("x" * 6000, "The question has 6,000 characters, the limit is 1,000: ask in a sentence or two."),
        ("?!…", "There is no word to look for in '?!…': name a person, a place or a thing that the news is about."),
        ("\u202e\u200b\u2066", "There is no word to look for"),
    ],
)
@pytest.mark.parametrize("private", [False, True])
async def test_what_is_no_question_gets_one_plain_sentence(
    alice: FakeClient, question: str, sentence: str, private: bool
) -> None:
    reply = await (await alice.asks(question, private=private)).settled()
    assert len(reply.seen) == 1
    assert reply.text.startswith(sentence)
    assert reply.labels == []


@pytest.mark.parametrize("text", ["", "   ", "\n"])
async def test_only_a_mention_is_told_what_to_do(alice: FakeClient, text: str) -> None:
    assert (await alice.mentions_bot(text)).text == ASK_ME


async def test_a_direct_message_that_is_only_a_picture_is_told_what_to_do(alice: FakeClient) -> None:
    assert (await alice.writes(in_=alice.direct, files={"a.png": b"\x89PNG"})).text == ASK_ME


async def test_other_bots_are_not_answered(newsroom: Newsroom, alice: FakeClient) -> None:
    other = newsroom.discord.world.user("other bot", bot=True)
    newsroom.discord.guild("Newsroom").add(other)
    said = newsroom.discord.send(other, alice.here, f"{newsroom.discord.bot.mention} {STRIKE}")
    await said.settled()
    assert [seen for seen in alice.sees() if seen.message.author is newsroom.discord.bot] == []


async def test_webhooks_are_not_answered(newsroom: Newsroom, alice: FakeClient) -> None:
    bot = newsroom.discord.bot
    newsroom.discord.world.post(
        alice.here, newsroom.discord.user("hook"), content=f"{bot.mention} {STRIKE}", mentions=[bot], webhook=True
    )
    await alice.writes("hm").settled()
    assert [seen for seen in alice.sees() if seen.message.author is bot] == []


async def test_everyone_is_not_the_bot(alice: FakeClient, newsroom: Newsroom) -> None:
    owner = newsroom.discord.guild("Newsroom").owner
    said = await newsroom.discord.send(owner, alice.here, f"@everyone {STRIKE}").settled()
    assert said.messages == []


@pytest.mark.parametrize("picture", [False, True])
async def test_a_message_without_text_cannot_be_looked_up(newsroom: Newsroom, alice: FakeClient, picture: bool) -> None:
    attachments = [Attachment(1, "a.png", b"\x89PNG", "image/png")] if picture else []
    message = newsroom.discord.world.post(alice.here, newsroom.discord.user("bob"), attachments=attachments)
    reply = await alice.opens_menu("Find coverage", message)
    assert reply.text == "There is no text in this message that I could look up."
    assert reply.private


async def test_a_word_without_end_is_looked_up_all_the_same(alice: FakeClient, bob: FakeClient) -> None:
    reply = await alice.opens_menu("Find coverage", bob.writes("x" * 2000))
    assert len(reply.seen) == 1
    assert "The coverage" in reply


@pytest.mark.parametrize(
    "typed", ["", " ", "\x00", "🗞️", "\u202eTPOST", "İ", "ß" * 100, "\ud7ff\ue000", "*" * 6000, "post\n`|"]
)
async def test_typing_anything_into_an_option_that_completes_is_harmless(alice: FakeClient, typed: str) -> None:
    offered = await alice.types_into("ask", "outlet", outlet=typed)
    assert {choice.name for choice in offered} <= {"Brannoc Courier", "The Tarrow Post"}


async def test_outlets_with_odd_names_are_offered_where_discord_takes_them(
    newsroom: Newsroom, alice: FakeClient
) -> None:
    harbour = newsroom.coverage.article("harbour")
    names = ["ÖSTERREICH ОЗИ 日報", "x" * 101, "*bold* @everyone", *(f"Paper {number}" for number in range(30))]
    newsroom.add(*(harbour.model_copy(update={"id": name[:50], "source": name}) for name in names))
    assert len(await alice.types_into("ask", "outlet", outlet="")) == 25
    assert await alice.types_into("ask", "outlet", outlet="österreich") == [(names[0], names[0])]
    assert await alice.types_into("ask", "outlet", outlet="@every") == [(names[2], names[2])]
    assert await alice.types_into("ask", "outlet", outlet="xxx") == []


async def test_what_was_typed_is_shown_as_it_was_and_pings_nobody(alice: FakeClient) -> None:
    reply = await alice.asks(STRIKE, outlet="**@everyone** <@1>")
    assert "No outlet called '**@everyone** <@1>' is in this coverage" in reply
    assert reply.exchange.message.mention_everyone is False


async def test_too_many_questions_of_one_person_are_told_to_wait_and_others_are_not(
    newsroom: Newsroom, alice: FakeClient, bob: FakeClient
) -> None:
    for _ in range(newsroom.settings.questions_per_minute):
        await alice.asks(STRIKE)
    assert "That is more than 10 questions a minute: ask again in" in await alice.asks(STRIKE)
    assert "That is more than 10" in await alice.mentions_bot(STRIKE)
    assert "Olena Marsh" in await bob.asks(STRIKE)
    assert "The port of Tarrow" in await alice.presses("In context", number=0)
