import re

import pytest

from bot.asking.custom_ids import Context, More, Share
from bot.offline import CannotDoError, FakeClient, Message, Reply
from index.articles import Article
from tests.newsroom import COPPER, MINE, STRIKE, Newsroom, article

PROMISE = "The harbour strike will end by Friday, I give you my word."


async def test_a_question_is_answered_with_the_passage_its_speaker_and_its_citation(
    alice: FakeClient, bob: FakeClient
) -> None:
    reply = await alice.asks(STRIKE)
    assert PROMISE in reply
    assert "Olena Marsh" in reply.bold
    assert ("Harbour strike to end by Friday, minister says", "https://tarrow-post.example/harbour") in reply.links
    assert "2 articles, newest 17 June 2025" in reply.subtext[-1]
    assert PROMISE in bob.sees()[-1].text


async def test_a_private_answer_is_for_who_asked_until_they_share_it(alice: FakeClient, bob: FakeClient) -> None:
    private = await alice.asks(STRIKE, private=True)
    assert private.private
    assert bob.sees() == []
    shared = await alice.presses("Share")
    assert not shared.private
    assert PROMISE in bob.sees()[-1].text
    assert "Share" not in bob.sees()[-1].labels


async def test_no_button_promises_what_nobody_hears(alice: FakeClient) -> None:
    assert set((await alice.asks(STRIKE)).labels) == {"In context", "More"}


async def test_a_public_answer_needs_no_share_button(alice: FakeClient) -> None:
    assert "Share" not in (await alice.asks(STRIKE)).labels


async def test_nobody_but_who_asked_shares(newsroom: Newsroom, alice: FakeClient, bob: FakeClient) -> None:
    asked = await alice.asks(STRIKE)
    forged = _with_button(newsroom, bob, Share(alice.who.id), like=asked.seen[0].message)
    reply = await bob.presses("forged", on=forged)
    assert reply.private
    assert reply.text == "Only who asked may share this answer."


async def test_a_mention_is_answered_by_a_reply(newsroom: Newsroom, alice: FakeClient) -> None:
    reply = await alice.mentions_bot(STRIKE)
    assert PROMISE in reply
    assert reply.exchange.message.reference is reply.sent
    assert reply.exchange.message.mentions == []
    assert newsroom.discord.bot.name not in reply.text


async def test_a_mention_anywhere_in_the_message_will_do(newsroom: Newsroom, alice: FakeClient) -> None:
    assert PROMISE in await alice.writes(f"{STRIKE} {newsroom.discord.bot.mention}")


async def test_whom_a_question_mentions_is_called_by_name_and_not_pinged(alice: FakeClient, bob: FakeClient) -> None:
    reply = await alice.mentions_bot(f"what did {bob.who.mention} say about the harbour?")
    assert "what did Bob say about the harbour?" in reply
    assert reply.exchange.message.mentions == []


async def test_a_direct_message_is_answered_from_what_all_may_see(newsroom: Newsroom, alice: FakeClient) -> None:
    newsroom.add(COPPER, guild="Newsroom")
    alice.looks_at(alice.direct)
    assert PROMISE in await alice.writes(STRIKE)
    assert "loses money" not in await alice.writes(MINE)
    assert "loses money" not in await alice.asks(MINE)
    assert not (await alice.presses("In context", number=0)).private


async def test_each_guild_sees_its_own_articles_and_the_shared_ones(newsroom: Newsroom, alice: FakeClient) -> None:
    newsroom.add(COPPER, guild="Newsroom")
    dora = newsroom.person("dora", guild="Elsewhere")
    assert "loses money" in await alice.asks(MINE)
    assert PROMISE in await alice.asks(STRIKE)
    assert "loses money" not in await dora.asks(MINE)
    assert "loses money" not in await dora.mentions_bot(MINE)
    assert PROMISE in await dora.asks(STRIKE)
    assert [choice.name for choice in await dora.types_into("ask", "outlet", outlet="")] == [
        "Brannoc Courier",
        "The Tarrow Post",
    ]


async def test_a_reply_goes_on_from_the_answer_before(alice: FakeClient, bob: FakeClient) -> None:
    first = await alice.asks(STRIKE)
    second = await bob.replies_to(first, "and what about the army?")
    assert "No soldier will unload a ship" in second
    assert "What did Olena Marsh say about the army?" in second.bold
    third = await alice.replies_to(second, "and about dismissed workers?")
    assert "What did Olena Marsh say about dismissed workers?" in third.bold


async def test_a_reply_keeps_to_what_the_answer_before_was_confined_to(alice: FakeClient) -> None:
    first = await alice.asks(STRIKE, since="2025-06-01")
    assert "since 2025-06-01" in (await alice.replies_to(first, "and what about the army?")).subtext


async def test_a_reply_with_a_question_of_its_own_is_that_question(alice: FakeClient) -> None:
    first = await alice.asks(STRIKE)
    second = await alice.replies_to(first, "What did Ines Corrado say about the lighthouse?")
    assert "the lighthouse keeps the gulls company" in second
    assert "Showing answers for" not in second


async def test_a_reply_to_another_bots_message_is_no_follow_up(newsroom: Newsroom, alice: FakeClient) -> None:
    asked = (await alice.asks(STRIKE)).seen[0].message
    other = newsroom.discord.world.user("other bot", bot=True)
    alike = newsroom.discord.world.post(alice.here, other, components=asked.components, flags=asked.flags)
    reply = await alice.replies_to(alike, f"{newsroom.discord.bot.mention} and what about the army?")
    assert "Showing answers for" not in reply


async def test_a_reply_with_the_mention_switched_off_is_between_people(alice: FakeClient) -> None:
    first = await alice.asks(STRIKE)
    silent = await alice.replies_to(first, "and what about the army?", ping=False).settled()
    assert silent.seen == []


async def test_the_menu_of_a_message_finds_what_the_coverage_says(alice: FakeClient, bob: FakeClient) -> None:
    claim = bob.writes("I heard that the harbour strike will end by Friday!")
    found = await alice.opens_menu("Find coverage", claim)
    assert PROMISE in found
    assert found.private
    await alice.presses("Share")
    assert PROMISE in bob.sees()[-1].text


async def test_a_long_message_is_looked_up_by_its_beginning(alice: FakeClient, bob: FakeClient) -> None:
    claim = bob.writes(("the harbour strike will end by Friday " * 60)[:1990])
    assert PROMISE in await alice.opens_menu("Find coverage", claim)


async def test_the_paragraphs_around_a_passage_are_shown_to_who_presses(alice: FakeClient, bob: FakeClient) -> None:
    await alice.asks(STRIKE)
    context = await bob.presses("In context", number=0)
    assert "The port of Tarrow has stood still for nine days" in context
    assert PROMISE in context
    assert "Some forty ships wait outside the breakwater" in context
    assert context.private


SPEECH = (
    "The council of Quell sat until midnight over the ferry, and the gallery was full from the first hour to the last. "
    "There were speeches about the weather, about the price of rope, and about a bell that nobody had asked for. "
    "Ferry master Dunja Rell said the ferry would sail twice a night from May. "
    "The clerk read the minutes of three earlier sittings aloud, and was asked by several to stop doing so at once. "
    "A motion about the bell was put off, and put off again, and in the end the bell was sent to the smithy for good. "
    "Then everyone went home, by the bridge, since the ferry did not sail so late on that night of the year either."
)


async def test_of_a_long_paragraph_whole_sentences_are_shown_and_the_rest_on_a_press(
    newsroom: Newsroom, alice: FakeClient, bob: FakeClient
) -> None:
    newsroom.add(article("ferry", "Ferry to sail at night", SPEECH, "It was a long night.", published="2025-05-01"))
    asked = await alice.asks("What did Dunja Rell say about the ferry?")
    assert "Ferry master Dunja Rell said the ferry would sail twice a night from May." in asked
    assert "sent to the smithy" not in asked
    assert "[…] The paragraph goes on." in asked.subtext
    whole = await bob.presses("Whole paragraph", on=asked)
    assert whole.private
    assert SPEECH in whole
    assert "It was a long night." not in whole
    private = await alice.asks("What did Dunja Rell say about the ferry?", private=True)
    assert "Whole paragraph" in (await alice.presses("Share", on=private)).labels


OSK = "What did Mayor Bram Osk say about the weir?"


def _said(id_: str, day: str, words: str) -> Article:
    return article(id_, f"The weir on {day}", f'Mayor Bram Osk said: "The weir {words}."', published=day)


async def test_what_one_person_said_on_several_days_is_shown_by_date(
    newsroom: Newsroom, alice: FakeClient, bob: FakeClient
) -> None:
    newsroom.add(
        _said("third", "2025-06-20", "will be mended after all"),
        _said("first", "2025-04-01", "will be mended by May"),
        _said("second", "2025-05-03", "cannot be mended at all"),
        _said("fourth", "2025-07-04", "will be mended by nobody"),
    )
    asked = await alice.asks(OSK)
    by_date = await bob.presses("By date", on=asked)
    assert by_date.private
    assert re.findall(r"\d+ \w+ 2025(?= · Bram Osk says)", by_date.text) == [
        "1 April 2025",
        "3 May 2025",
        "20 June 2025",
    ]
    assert "The weir will be mended by nobody." not in by_date
    rest = await bob.presses("More", on=by_date)
    assert re.findall(r"\d+ \w+ 2025(?= · Bram Osk says)", rest.text) == ["4 July 2025"]
    newsroom.coverage.withdraw("second", who="tests")
    assert "cannot be mended" not in await bob.presses("By date", on=asked)


async def test_the_days_that_a_question_names_are_kept_to_until_any_date_is_pressed(
    newsroom: Newsroom, alice: FakeClient, bob: FakeClient
) -> None:
    newsroom.add(
        _said("third", "2025-06-20", "will be mended after all"), _said("first", "2025-04-01", "will be mended by May")
    )
    asked = await alice.asks("What did Mayor Bram Osk say in April 2025 about the weir?")
    assert "will be mended by May" in asked
    assert "will be mended after all" not in asked
    assert any("Only articles of" in line and "April 2025" in line for line in asked.subtext)
    without = await bob.presses("Any date", on=asked)
    assert without.private
    assert "What did Mayor Bram Osk say about the weir?" in without.subtext
    assert "will be mended after all" in without
    assert "By date" in without.labels
    assert "Any date" not in without.labels


async def test_more_passages_follow_without_repeating_any(alice: FakeClient) -> None:
    first = page = await alice.asks(STRIKE)
    assert "1–3 of" in first.subtext[-1]
    places = re.findall(r"paragraph \d+", page.text)
    while "More" in page.labels:
        page = await alice.presses("More", on=page)
        assert page.private
        assert f"{len(places) + 1}–" in page.subtext[-1]
        places += re.findall(r"paragraph \d+", page.text)
    assert page is not first
    assert len(places) == len(set(places))
    assert f"{len(places)} of {len(places)} · " in page.subtext[-1]


async def test_what_the_coverage_does_not_say_is_refused_and_the_closest_is_a_press_away(alice: FakeClient) -> None:
    refused = await alice.asks("What did Olena Marsh say about penguins?")
    assert "penguins" in refused
    assert PROMISE not in refused
    closest = await alice.presses("Closest passages")
    assert "does not answer the question" in closest
    assert "Olena Marsh" in closest.bold


async def test_questions_are_confined_to_days_and_outlets(alice: FakeClient) -> None:
    question = "ships"
    assert {"Brannoc Courier", "The Tarrow Post"} <= set(_outlets(await alice.asks(question)))
    assert set(_outlets(await alice.asks(question, since="1 June 2025"))) == {"The Tarrow Post"}
    assert set(_outlets(await alice.asks(question, until="2 March 2025"))) == {"Brannoc Courier"}
    assert set(_outlets(await alice.asks(question, outlet="brannoc  courier"))) == {"Brannoc Courier"}
    confined = await alice.asks(STRIKE, since="2025-06-01", outlet="The Tarrow Post")
    assert "since 2025-06-01 · outlet The Tarrow Post" in confined.subtext


async def test_buttons_keep_to_what_the_question_was_confined_to(newsroom: Newsroom, alice: FakeClient) -> None:
    asked = await alice.asks(STRIKE, until="2025-06-30")
    later = newsroom.coverage.article("harbour").model_copy(
        update={"id": "later", "published": "2025-07-02", "title": "Another paper's strike", "source": "Later"}
    )
    newsroom.add(later)
    more = await alice.presses("More", on=asked)
    assert "until 2025-06-30" in more.subtext
    assert "Another paper's strike" not in more


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"since": "yesterdayish"}, "'yesterdayish' is no date: write 2025-06-01, or 1 June 2025."),
        ({"until": "2025-02-30"}, "'2025-02-30' is no date: write 2025-06-01, or 1 June 2025."),
        (
            {"since": "2025-06-02", "until": "2025-06-01"},
            "No day is both since 2025-06-02 and until 2025-06-01: exchange the two dates.",
        ),
        (
            {"outlet": "The Daily Nothing"},
            "No outlet called 'The Daily Nothing' is in this coverage: it has Brannoc Courier, The Tarrow Post.",
        ),
    ],
)
async def test_what_a_question_cannot_be_confined_to_is_said(
    alice: FakeClient, options: dict[str, str], sentence: str
) -> None:
    assert (await alice.asks(STRIKE, **options)).text == sentence


async def test_outlets_are_offered_as_they_are_typed(alice: FakeClient) -> None:
    offered = await alice.types_into("ask", "outlet", outlet="COUR")
    assert offered == [("Brannoc Courier", "Brannoc Courier")]
    assert await alice.types_into("ask", "outlet", outlet="xyz") == []


async def test_old_buttons_work_after_a_restart(closed_newsroom: Newsroom) -> None:
    alice = closed_newsroom.person("alice")
    async with closed_newsroom.open():
        asked = await alice.asks(STRIKE)
        private = await alice.asks(STRIKE, private=True)
    async with closed_newsroom.open():
        assert "The port of Tarrow" in await alice.presses("In context", on=asked)
        assert (await alice.presses("More", on=asked)).subtext[-1].startswith("4–")
        assert not (await alice.presses("Share", on=private)).private
        assert "What did Olena Marsh say about the army?" in await alice.replies_to(asked, "and what about the army?")


async def test_buttons_of_a_withdrawn_article_say_that_it_is_withdrawn(newsroom: Newsroom, alice: FakeClient) -> None:
    private = await alice.asks(STRIKE, private=True)
    newsroom.coverage.withdraw("harbour", who="tests")
    assert (await alice.presses("In context", on=private)).text == "This article has been withdrawn."
    shared = await alice.presses("Share", on=private)
    assert PROMISE not in shared
    assert PROMISE not in await alice.presses("More", on=private)


async def test_buttons_of_a_replaced_article_say_that_it_is_replaced(newsroom: Newsroom, alice: FakeClient) -> None:
    asked = await alice.asks(STRIKE)
    old = newsroom.coverage.article("harbour")
    newsroom.add(old.model_copy(update={"title": "Harbour strike over"}))
    assert (await alice.presses("In context", on=asked)).text == "This article has been replaced by a new version."


async def test_a_forged_button_shows_no_article_of_another_guild(newsroom: Newsroom, alice: FakeClient) -> None:
    newsroom.add(COPPER, guild="Newsroom")
    dora = newsroom.person("dora", guild="Elsewhere")
    key = newsroom.coverage.ask(MINE, collections=(f"guild-{newsroom.discord.guild('Newsroom').id}",))
    forged = Context(key.passages[0].article.key, 1)
    assert "loses money" in await alice.presses("forged", on=_with_button(newsroom, alice, forged))
    there = await dora.presses("forged", on=_with_button(newsroom, dora, forged))
    assert there.text == "This article is not in this coverage."
    dora.looks_at(dora.direct)
    assert "loses money" not in await dora.presses("forged", on=_with_button(newsroom, dora, forged))


@pytest.mark.parametrize(
    ("custom_id", "sentence"),
    [
        ("nd0:context:1:2", "This button is too old for me: ask again, and use the new ones."),
        ("nd2:context:1:2:3", "This button is too old for me: ask again, and use the new ones."),
        ("nd1:context:99999999999999999999:1", "This button is too old for me: ask again, and use the new ones."),
        ("nd1:context:1:-1", "This button is too old for me: ask again, and use the new ones."),
        (f"nd1:context:{2**63 - 1}:1", "This article is not in this coverage."),
        ("nd1:context:1:9999", "The article has no paragraph 9999."),
        (str(More(3)), "I cannot tell any more which question this answers: ask again."),
    ],
)
async def test_buttons_that_cannot_be_used_say_so(
    newsroom: Newsroom, alice: FakeClient, custom_id: str, sentence: str
) -> None:
    reply = await alice.presses("forged", on=_with_button(newsroom, alice, custom_id))
    assert reply.text == sentence
    assert reply.private


async def test_more_than_there_is_says_that_this_was_all(newsroom: Newsroom, alice: FakeClient) -> None:
    asked = await alice.asks(STRIKE)
    forged = _with_button(newsroom, alice, More(10**18), like=asked.seen[0].message)
    assert "That was all the coverage has on this." in await alice.presses("forged", on=forged)


@pytest.mark.parametrize("command", ["help", "privacy", "about"])
async def test_the_bot_explains_itself_in_private(alice: FakeClient, command: str) -> None:
    reply = await alice.uses(command)
    assert reply.private
    said = {"help": "Find coverage", "privacy": "not stored", "about": "2 articles, newest 17 June 2025"}
    assert said[command] in reply


async def test_what_is_added_is_in_the_next_answer(newsroom: Newsroom, alice: FakeClient) -> None:
    assert "loses money" not in await alice.asks(MINE)
    newsroom.add(COPPER)
    assert "loses money" in await alice.asks(MINE)


async def test_who_may_not_see_a_channel_presses_nothing_there(newsroom: Newsroom, alice: FakeClient) -> None:
    asked = await alice.asks(STRIKE)
    stranger = newsroom.person("stranger", guild="Elsewhere")
    with pytest.raises(CannotDoError):
        await stranger.presses("In context", on=asked)


def _outlets(reply: Reply) -> list[str]:
    """Of the passages that are shown, in their order."""
    return re.findall("The Tarrow Post|Brannoc Courier", reply.text)


def _with_button(newsroom: Newsroom, who: FakeClient, custom_id: object, *, like: Message | None = None) -> Message:
    """A message of the bot's, with a button that says "forged"."""
    button = {"type": 2, "id": 900, "style": 2, "label": "forged", "custom_id": str(custom_id)}
    row = {"type": 1, "id": 901, "components": [button]}
    if like is None:
        return newsroom.discord.world.post(who.here, newsroom.discord.bot, content="old", components=[row])
    components = [*like.components, row]
    return newsroom.discord.world.post(who.here, newsroom.discord.bot, components=components, flags=like.flags)


async def test_a_misspelt_name_is_answered_for_and_said(alice: FakeClient) -> None:
    misspelt = await alice.asks("What did Olena Marhs say about the harbour strike?")
    assert PROMISE in misspelt
    assert "Showing answers for “Marsh” (you wrote “Marhs”)." in misspelt.subtext
    assert "you wrote" not in await alice.asks(STRIKE)
    assert "you wrote" not in await alice.presses("More")
