"""Answers in chats, and what becomes of them when what they quote is corrected or withdrawn."""

import pytest

from bot.offline import FakeClient, Permission
from bot.offline.messages import MessageFlags
from tests.amending.chats import PROMISE, Posted, corrected, noted, posted, soon, undone
from tests.asking.test_stories import SPEECH
from tests.newsroom import COPPER, HARBOUR, LIGHTHOUSE, MINE, STRIKE, Newsroom, article

MARSH = f'Transport minister Olena Marsh said on Tuesday: "{PROMISE}"'
TEXTS = [paragraph.text for paragraph in HARBOUR.paragraphs]


async def asked(newsroom: Newsroom, who: FakeClient, how: str = "command", question: str = STRIKE) -> Posted:
    if how == "direct":
        who.looks_at(who.direct)
    reply = who.asks(question) if how.startswith("command") else who.mentions_bot(question)
    return await posted(newsroom, who, reply)


@pytest.mark.parametrize("how", ["command", "mention", "direct", "command in a thread"])
async def test_an_answer_says_that_its_article_was_withdrawn_until_that_is_undone(
    newsroom: Newsroom, alice: FakeClient, how: str
) -> None:
    if "thread" in how:
        alice.looks_at(newsroom.discord.guild("Newsroom").thread(alice.here, "talk", alice.who))
    answer = await asked(newsroom, alice, how)
    withdrawn = newsroom.coverage.withdraw("harbour", who="tests", reason="It was a *hoax*.")
    await answer.says(": It was a *hoax*.")
    assert answer.struck[0] == MARSH
    assert len(answer.struck) == 3
    (seen,) = answer.seen
    assert next(line for line in seen.subtext if line.startswith("Withdrawn on ")).endswith(": It was a *hoax*.")
    assert ("Harbour strike to end by Friday, minister says", HARBOUR.url) in seen.links
    assert answer.labels == ["Withdrawn", "Withdrawn", "Withdrawn", "More"]
    assert all(button.disabled for button in seen.buttons[:3])
    undone(newsroom, withdrawn)
    await answer.comes_back()


async def test_a_corrected_passage_is_struck_through_and_reads_as_it_does_now(
    newsroom: Newsroom, alice: FakeClient
) -> None:
    answer = await asked(newsroom, alice)
    now = MARSH.replace("Friday", "Sunday")
    change = corrected(newsroom, HARBOUR, TEXTS[0], now, *TEXTS[2:], title="Harbour strike to end by Sunday")
    await answer.says("it now reads:", now)
    assert answer.struck == [MARSH]
    assert answer.text.count("this passage is as it was.") == 2
    assert answer.text.count("Harbour strike to end by Sunday · The Tarrow Post") == 3
    assert "by Friday, minister says" not in answer.text
    context = await alice.presses("In context", number=0)
    assert now in context
    assert MARSH not in context
    undone(newsroom, change)
    await answer.comes_back()


async def test_an_excerpt_is_followed_as_its_paragraph_is(newsroom: Newsroom, alice: FakeClient) -> None:
    newsroom.add(article("ferry", "Ferry to sail at night", SPEECH, published="2025-05-01"))
    answer = await asked(newsroom, alice, question="What did Dunja Rell say about the ferry?")
    assert "Whole paragraph" in answer.labels
    withdrawn = newsroom.coverage.withdraw("ferry", who="tests", reason="A hoax.")
    await answer.says(": A hoax.")
    assert "Ferry master Dunja Rell said" in "".join(answer.struck)
    assert "Whole paragraph" not in answer.labels
    undone(newsroom, withdrawn)
    await answer.comes_back()


async def test_a_passage_that_was_moved_stays_and_is_cited_where_it_stands_now(
    newsroom: Newsroom, alice: FakeClient
) -> None:
    answer = await asked(newsroom, alice)
    change = corrected(newsroom, HARBOUR, "A new first paragraph about cranes.", *TEXTS)
    await answer.says("paragraph 3", "; this passage is as it was.")
    assert answer.struck == []
    assert "paragraph 2" not in answer.text
    assert PROMISE in await alice.presses("In context", number=0)
    undone(newsroom, change)
    await answer.comes_back()


async def test_a_passage_that_was_taken_out_is_said_to_be_gone(newsroom: Newsroom, alice: FakeClient) -> None:
    answer = await asked(newsroom, alice)
    change = corrected(newsroom, HARBOUR, TEXTS[0], *TEXTS[2:])
    await answer.says("; the article no longer says this.")
    assert answer.struck == [MARSH]
    assert answer.labels == ["Corrected", "In context", "In context", "More"]
    undone(newsroom, change)
    await answer.comes_back()


async def test_what_follows_a_correction_is_said_too(newsroom: Newsroom, alice: FakeClient) -> None:
    answer = await asked(newsroom, alice)
    first = corrected(newsroom, HARBOUR, TEXTS[0], MARSH.replace("Friday", "Sunday"), *TEXTS[2:])
    await answer.says("by Sunday")
    corrected(newsroom, HARBOUR, TEXTS[0], MARSH.replace("Friday", "Monday"), *TEXTS[2:])
    await answer.says("by Monday")
    assert "by Sunday" not in answer.text
    withdrawn = newsroom.coverage.withdraw("harbour", who="tests", reason="Enough.")
    await answer.says(": Enough.")
    assert "by Monday" not in answer.text
    undone(newsroom, withdrawn)
    await answer.says("by Monday")
    assert first.key


async def test_an_answer_from_the_correction_follows_when_that_is_undone(newsroom: Newsroom, alice: FakeClient) -> None:
    change = corrected(newsroom, HARBOUR, TEXTS[0], MARSH.replace("Friday", "Sunday"), *TEXTS[2:])
    answer = await asked(newsroom, alice)
    assert "by Sunday" in answer.text
    undone(newsroom, change)
    await answer.says("it now reads:", MARSH)


async def test_only_the_passages_of_the_article_are_changed(newsroom: Newsroom, alice: FakeClient) -> None:
    answer = await asked(newsroom, alice, question="ships")
    assert {"Tarrow Post", "Brannoc Courier"} <= {
        word for word in ("Tarrow Post", "Brannoc Courier") if word in answer.text
    }
    newsroom.coverage.withdraw("lighthouse", who="tests", reason="Wrong island.")
    await answer.says(": Wrong island.")
    assert answer.struck
    assert all(text in [one.text for one in LIGHTHOUSE.paragraphs] for text in answer.struck)


async def test_a_passage_that_another_article_carries_too_stands_and_is_cited_by_that_one(
    newsroom: Newsroom, alice: FakeClient
) -> None:
    newsroom.add(HARBOUR.model_copy(update={"id": "copy", "title": "Strike over soon", "source": "The Oldfell Mail"}))
    answer = await asked(newsroom, alice)
    assert "also in " in answer.text
    mine, other = ("harbour", "Strike over soon")
    if "\nStrike over soon" in answer.text:
        mine, other = ("copy", HARBOUR.title)
    withdrawn = newsroom.coverage.withdraw(mine, who="tests", reason="It was sold twice.")
    await answer.says("and is not cited for this any more.")
    assert answer.struck == []
    assert "also in " not in answer.text
    assert f"\n{other}" in answer.text
    assert PROMISE in await alice.presses("In context", number=0)
    both = newsroom.coverage.withdraw({"harbour": "copy", "copy": "harbour"}[mine], who="tests", reason="So was this.")
    await answer.until(lambda answer: len(answer.struck) == 3)
    undone(newsroom, both)
    await answer.until(lambda answer: answer.struck == [])
    undone(newsroom, withdrawn)
    await answer.comes_back()


async def test_every_message_of_a_long_answer_is_amended(newsroom: Newsroom, alice: FakeClient) -> None:
    gulls = [f'Keeper Ines Corrado said of the gulls, part {n}: "{"They scream. " * 200}"' for n in range(1, 4)]
    newsroom.add(article("gulls", "Gulls of Saint Brannoc", *gulls))
    answer = await asked(newsroom, alice, question="What did Ines Corrado say about the gulls?")
    assert len(answer.messages) > 1
    withdrawn = newsroom.coverage.withdraw("gulls", who="tests", reason="R" * 500)
    await answer.until(lambda answer: all("Withdrawn on" in seen.text for seen in answer.seen))
    assert len(answer.struck) == len(answer.messages)
    assert set(answer.struck) <= set(gulls)
    undone(newsroom, withdrawn)
    await answer.comes_back()


async def test_answers_of_other_guilds_with_the_same_article_are_amended_and_no_others(
    newsroom: Newsroom, alice: FakeClient
) -> None:
    newsroom.add(COPPER, guild="Newsroom")
    dora = newsroom.person("dora", guild="Elsewhere")
    here, there = await asked(newsroom, alice), await asked(newsroom, dora)
    own = await asked(newsroom, alice, question=MINE)
    newsroom.coverage.withdraw("harbour", who="tests", reason="A hoax.")
    await here.says(": A hoax.")
    await there.says(": A hoax.")
    assert own.is_as_before
    collection = f"guild-{newsroom.discord.guild('Newsroom').id}"
    newsroom.coverage.withdraw("mine", who="tests", reason="Not ours.", collection=collection)
    await own.says(": Not ours.")


async def test_what_only_one_reader_sees_is_not_noted_but_what_they_share_is(
    newsroom: Newsroom, alice: FakeClient
) -> None:
    private = await (await alice.asks(STRIKE, private=True)).settled()
    shared = await posted(newsroom, alice, await alice.presses("Share"))
    assert not noted(newsroom, private.exchange.messages[0])
    newsroom.coverage.withdraw("harbour", who="tests", reason="A hoax.")
    await shared.says(": A hoax.")
    assert "hoax" not in private.text


async def test_more_closest_passages_and_contexts_that_all_see_are_amended(
    newsroom: Newsroom, alice: FakeClient
) -> None:
    alice.looks_at(alice.direct)
    first = await alice.mentions_bot(STRIKE)
    more = await posted(newsroom, alice, await alice.presses("More", on=first))
    context = await posted(newsroom, alice, await alice.presses("In context", on=first, number=0))
    await alice.mentions_bot("What did Olena Marsh say about penguins?")
    closest = await posted(newsroom, alice, await alice.presses("Closest passages"))
    withdrawn = newsroom.coverage.withdraw("harbour", who="tests", reason="A hoax.")
    for answer in (more, context, closest):
        await answer.says(": A hoax.")
        assert answer.struck
    undone(newsroom, withdrawn)
    for answer in (more, context, closest):
        await answer.comes_back()


async def test_a_context_says_that_the_article_was_corrected(newsroom: Newsroom, alice: FakeClient) -> None:
    alice.looks_at(alice.direct)
    await alice.mentions_bot(STRIKE)
    context = await posted(newsroom, alice, await alice.presses("In context", number=0))
    change = corrected(newsroom, HARBOUR, TEXTS[0], MARSH.replace("Friday", "Sunday"), *TEXTS[2:])
    await context.says(": this is how the article read before.")
    assert context.struck == []
    undone(newsroom, change)
    await context.comes_back()


async def test_an_amendment_pings_nobody_keeps_what_the_message_is_and_leaves_other_buttons(
    newsroom: Newsroom, alice: FakeClient
) -> None:
    answer = await asked(newsroom, alice, "mention")
    (message,) = answer.messages
    flags = message.flags
    assert flags & MessageFlags.SUPPRESS_EMBEDS
    reason = f"{alice.who.mention} @everyone said <#{alice.here.id}> https://evil.example ~~no~~"
    newsroom.coverage.withdraw("harbour", who="tests", reason=reason)
    await answer.says(reason)
    assert message.mentions == []
    assert not message.mention_everyone
    assert message.flags == flags
    (edit,) = [call for call in newsroom.discord.requests if call.method == "PATCH"]
    assert edit.json["flags"] & MessageFlags.SUPPRESS_EMBEDS
    assert edit.json["allowed_mentions"]["parse"] == []
    assert (await alice.presses("More", on=message)).private
    assert "What did Olena Marsh say about the army?" in await alice.replies_to(message, "and what about the army?")


async def test_without_the_permission_to_read_history_it_is_said_once_in_the_log_and_done_when_there_is_one(
    closed_newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom = closed_newsroom
    async with newsroom.open():
        alice = newsroom.person("alice")
        answers = [await asked(newsroom, alice), await asked(newsroom, alice, "mention")]
        bot = newsroom.discord.guild("Newsroom").member("bot")
        alice.here.overwrite(bot, deny=Permission.READ_MESSAGE_HISTORY)
        newsroom.coverage.withdraw("harbour", who="tests", reason="A hoax.")
        newsroom.client.desk.changed.set()
        await soon(lambda: "Read Message History" in caplog.text)
        assert all(answer.is_as_before for answer in answers)
        alice.here.overwrite(bot)
    async with newsroom.open():
        for answer in answers:
            await answer.says(": A hoax.")
    assert caplog.text.count("Read Message History") == 1
