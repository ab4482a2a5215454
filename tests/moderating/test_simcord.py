"""The stories of test_stories.py once more on simcord, a Discord that others wrote; see tests/asking/test_simcord.py.

How a message renders cannot be told with it: the model of tests.asking.markdown reads its texts.
"""

import discord
import pytest
import simcord

from bot.client import Newsdesk
from bot.moderating.cards import Pick
from bot.moderating.explain_view import PickExplained
from bot.moderating.previews import AddDraft
from tests.asking.test_simcord import (  # noqa: F401 - fixtures
    Simulated,
    answered,
    bots,
    coverage,
    simcord_bot,
    text,
    town,
)
from tests.fetching.site import fetcher_for, open_site
from tests.moderating.ferry import BODY, CORRECTED, DISPATCH, FERRY, PAGE, SAID, TITLE
from tests.newsroom import STRIKE

FILE = ("ferry.txt", DISPATCH.encode())
NEW = ("ferry.txt", DISPATCH.replace(SAID, CORRECTED).encode())


@pytest.fixture
def moderator(town: Simulated) -> simcord.MemberActor:  # noqa: F811
    assert town.channel.guild is not None
    role = town.channel.guild.create_role("moderators", permissions=discord.Permissions(manage_guild=True))
    return town.channel.guild.add_member(town.env.create_user("moderator"), roles=[role])


@pytest.fixture
async def added(town: Simulated, moderator: simcord.MemberActor) -> None:  # noqa: F811
    preview = answered(await moderator.slash(town.channel, "coverage add", file1=FILE))
    answered(await moderator.click(preview, label="Add"))


async def test_an_attachment_is_added_and_answers_the_next_question(
    town: Simulated,  # noqa: F811
    moderator: simcord.MemberActor,
) -> None:
    preview = answered(await moderator.slash(town.channel, "coverage add", file1=FILE))
    assert preview.flags.ephemeral
    assert TITLE in text(preview)
    assert SAID not in text(await town.asks(FERRY))
    outcome = answered(await moderator.click(preview, label="Add"))
    assert outcome.id == preview.id
    assert f"Added: {TITLE}" in text(outcome)
    assert SAID in text(await town.asks(FERRY))


async def test_pasted_text_is_added_also_after_a_restart(
    town: Simulated,  # noqa: F811
    moderator: simcord.MemberActor,
) -> None:
    opened = await moderator.slash(town.channel, "coverage add")
    await town.restart()
    preview = answered(
        await moderator.submit_modal(opened, {"text": BODY, "outlet": "The Quell", "date": "4 May 2025"})
    )
    assert preview.flags.ephemeral
    await town.restart()
    answered(await moderator.click(preview, label="Add"))
    assert SAID in text(await town.asks(FERRY))


async def test_the_menu_reads_the_files_of_a_message_and_of_one_that_is_forwarded(
    town: Simulated,  # noqa: F811
    moderator: simcord.MemberActor,
) -> None:
    message = await town.alice.send(town.channel, "look", attachments=[FILE])
    forwarded = await town.bob.forward(message, town.channel)
    for one in (message, forwarded):
        preview = answered(await moderator.context_menu(town.channel, "Add to coverage", one))
        assert TITLE in text(preview)
    answered(await moderator.click(preview, label="Add"))
    assert SAID in text(await town.asks(FERRY))


@pytest.mark.usefixtures("added")
async def test_a_correction_changes_the_answer_and_is_undone(
    town: Simulated,  # noqa: F811
    moderator: simcord.MemberActor,
) -> None:
    (offered,) = await moderator.autocomplete(town.channel, "coverage correct", "article", "quellmark")
    preview = answered(await moderator.slash(town.channel, "coverage correct", article=offered["value"], file=NEW))
    outcome = answered(await moderator.click(preview, label="Replace"))
    assert CORRECTED in text(await town.asks(FERRY))
    answered(await moderator.click(outcome, label="Undo"))
    assert SAID in text(await town.asks(FERRY))


@pytest.mark.usefixtures("added")
async def test_what_is_withdrawn_is_refused_and_comes_back(
    town: Simulated,  # noqa: F811
    moderator: simcord.MemberActor,
) -> None:
    outcome = answered(await moderator.slash(town.channel, "coverage withdraw", article=TITLE, reason="retracted"))
    assert SAID not in text(await town.asks(FERRY))
    await town.restart()
    answered(await moderator.click(outcome, label="Undo"))
    assert SAID in text(await town.asks(FERRY))


@pytest.mark.usefixtures("added")
async def test_from_the_list_to_an_article_and_out_with_it(
    town: Simulated,  # noqa: F811
    moderator: simcord.MemberActor,
) -> None:
    listed = answered(await moderator.slash(town.channel, "coverage list"))
    assert text(listed).index(TITLE) < text(listed).index("From the operator")
    card = answered(await moderator.select(listed, ["3"], custom_id=str(Pick())))
    reason = await moderator.click(card, label="Withdraw")
    withdrawn = answered(await moderator.submit_modal(reason, {"reason": "a hoax"}))
    assert withdrawn.id == card.id
    assert "a hoax" in text(withdrawn)
    assert SAID not in text(await town.asks(FERRY))


async def test_a_question_is_explained_passage_by_passage(
    town: Simulated,  # noqa: F811
    moderator: simcord.MemberActor,
) -> None:
    told = answered(await moderator.slash(town.channel, "coverage explain", question=STRIKE))
    assert told.flags.ephemeral
    assert "% is enough" in text(told)
    chosen = answered(await moderator.select(told, ["2"], custom_id=str(PickExplained())))
    assert chosen.id == told.id
    assert "Place 2 of" in text(chosen)


async def test_members_are_told_that_it_is_not_for_them(
    town: Simulated,  # noqa: F811
    moderator: simcord.MemberActor,
) -> None:
    refused = answered(await town.alice.slash(town.channel, "coverage add", file1=FILE))
    assert text(refused) == "This is for moderators: it needs the permission Manage Server."
    forged = await town.forges(AddDraft(1), town.channel)
    told = await town.alice.click(forged, label="forged")
    assert "This is for moderators" in text(told.response or told.followups[-1])
    shown = answered(await town.alice.slash(town.channel, "coverage show"))
    assert "Harbour strike" in text(shown)


async def test_a_link_is_read_and_cited(town: Simulated, moderator: simcord.MemberActor) -> None:  # noqa: F811
    assert isinstance(town.env.bot, Newsdesk)
    async with open_site() as site, fetcher_for(site) as fetcher:
        town.env.bot.fetcher = fetcher
        site.put("courier.example/ferry", PAGE)
        preview = answered(await moderator.slash(town.channel, "coverage add", link=site.url("courier.example/ferry")))
        answered(await moderator.click(preview, label="Add"))
    assert SAID in text(await town.asks(FERRY))
