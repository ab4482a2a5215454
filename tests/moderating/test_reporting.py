"""What readers call wrong, how it reaches the moderators, and what they do about it."""

from typing import Any

import discord
import pytest

from bot.asking.custom_ids import Explain
from bot.guilds import change_setting
from bot.moderating.report_limits import (
    AGAIN,
    HOUR,
    OPEN,
    TOLD,
    TOO_MANY,
    TOO_OFTEN,
    WEEK,
    ReportLimits,
    TooManyReportsError,
)
from bot.moderating.reporting import CLOSED, DEALT_WITH, GONE, NOT_TAKEN, NOWHERE, THANKS
from bot.moderating.reports_view import Report, handled_view, report_view, with_sentence
from bot.offline import FakeClient, Permission, Seen
from bot.offline.markdown import Style
from bot.offline.message_rules import check
from bot.offline.messages import MessageFlags
from tests.asking.samples import article, received
from tests.newsroom import COPPER, MINE, STRIKE, Newsroom

LOSES = "The copper mine loses money with every lorry that leaves it."
SEND = ("POST", "/channels/{channel_id}/messages")


@pytest.fixture
def mona(newsroom: Newsroom) -> FakeClient:
    """A moderator, who looks at the channel where reports arrive."""
    newsroom.add(COPPER, guild="Newsroom")
    mona = newsroom.person("mona", may=Permission.MANAGE_GUILD, channel="reports")
    hear(newsroom, mona.here.id)
    return mona


def hear(newsroom: Newsroom, channel: int | None) -> None:
    change_setting(newsroom.coverage, newsroom.discord.guild("Newsroom").id, "reports_channel", channel, who="tests")
    newsroom.client.desk._known.clear()


def reports(mona: FakeClient) -> list[Seen]:
    return [seen for seen in mona.sees() if "Called wrong by a reader" in seen]


async def test_without_a_channel_for_reports_no_answer_has_the_button(newsroom: Newsroom, alice: FakeClient) -> None:
    assert "Wrong?" not in (await alice.asks(STRIKE)).labels
    dora = newsroom.person("dora", guild="Elsewhere")
    hear(newsroom, alice.here.id)
    assert "Wrong?" in (await alice.asks(STRIKE)).labels
    assert "Wrong?" in (await alice.mentions_bot(STRIKE)).labels
    assert "Wrong?" in (await alice.presses("More")).labels
    assert "Wrong?" not in (await dora.asks(STRIKE)).labels
    alice.looks_at(alice.direct)
    assert "Wrong?" not in (await alice.asks(STRIKE)).labels


async def test_a_report_tells_the_moderators_all_they_need_and_pings_nobody(
    mona: FakeClient, alice: FakeClient, bob: FakeClient
) -> None:
    answer = await alice.asks(MINE)
    thanks = await bob.presses("Wrong?", on=answer)
    assert thanks.private
    assert thanks.text == THANKS
    (report,) = reports(mona)
    assert f"Question: {MINE}" in report
    assert f'Mine director Teodor Vance said: "{LOSES}"' in report
    assert "Teodor Vance says" in report
    assert "Oldfell Internal" in report
    assert "by @bob · the answer" in report.subtext
    assert report.message.mentions == []
    guild, channel, message = (alice.who.guild.id, alice.here.id, answer.exchange.message.id)  # type: ignore[union-attr]
    assert any(link.url.endswith(f"/{guild}/{channel}/{message}") for link in report.links)
    assert report.labels == ["Withdraw", "Correct", "Dismiss"]


async def test_a_reporter_may_add_one_sentence(mona: FakeClient, alice: FakeClient, bob: FakeClient) -> None:
    await alice.asks(MINE)
    thanks = await alice.presses("Wrong?")
    await alice.presses("Add a sentence", on=thanks)
    assert (await alice.fills({"In a sentence": "He **resigned** <@1> @everyone"})).private
    (report,) = reports(mona)
    assert "They add: He **resigned** <@1> @everyone" in report
    assert report.message.mentions == []
    await alice.presses("Add a sentence", on=thanks)
    assert "already" in await alice.fills({"In a sentence": "Again."})
    forged = _forged(bob, str(Explain(report.message.id)))
    await bob.presses("forged", on=forged)
    assert "Only who made a report" in await bob.fills({"In a sentence": "I was it."})
    assert "I was it" not in reports(mona)[0]
    await mona.presses("Dismiss")
    await alice.presses("Add a sentence", on=thanks)
    assert (await alice.fills({"In a sentence": "Late."})).text == DEALT_WITH
    assert "Late." not in mona.sees()[-1]


def _forged(who: FakeClient, custom_id: str) -> Any:
    button = {"type": 2, "id": 900, "style": 2, "label": "forged", "custom_id": custom_id}
    row = {"type": 1, "id": 901, "components": [button]}
    return who.discord.world.post(who.here, who.discord.bot, content="old", components=[row])


async def test_withdrawn_by_a_report_it_is_in_the_journal_and_in_the_posted_answer(
    newsroom: Newsroom, mona: FakeClient, alice: FakeClient
) -> None:
    answer = await alice.asks(MINE)
    await alice.presses("Wrong?")
    await mona.presses("Withdraw")
    await mona.fills({"Why?": "He never said *this*."})
    assert await newsroom.discord.until(lambda: "Withdrawn by" in mona.sees()[-1])
    (report,) = reports(mona)
    assert "Withdrawn by @mona: He never said *this*." in report
    assert "For a day, /coverage journal undoes it." in report
    assert report.labels == []
    (entry,) = newsroom.coverage.journal(f"guild-{newsroom.discord.guild('Newsroom').id}", limit=1)
    assert (entry.action, entry.reason, entry.who.split()[0]) == ("withdrawn", "He never said *this*.", "mona")
    assert await newsroom.discord.until(lambda: "Withdrawn on" in answer)
    assert answer.seen[0].spans(Style.STRUCK)
    assert LOSES not in await alice.asks(MINE)


async def test_what_a_reporter_or_a_moderator_writes_turns_no_direction_and_no_reason_is_no_empty_one(
    mona: FakeClient, alice: FakeClient
) -> None:
    await alice.asks(MINE)
    await alice.presses("Wrong?")
    await alice.presses("Add a sentence")
    await alice.fills({"In a sentence": "It is \u202ednuos\u2066 not \x07so."})
    await mona.presses("Withdraw")
    await mona.fills({"Why?": "  "})
    (report,) = reports(mona)
    assert "They add: It is dnuos not so." in report
    assert "Withdrawn by @mona." in report


async def test_a_dismissed_report_says_by_whom(mona: FakeClient, alice: FakeClient) -> None:
    answer = await alice.asks(MINE)
    await alice.presses("Wrong?")
    await mona.presses("Dismiss")
    (report,) = reports(mona)
    assert "Dismissed by @mona." in report
    assert report.message.mentions == []
    assert report.labels == []
    assert LOSES in report
    assert "Withdrawn" not in answer


async def test_correct_opens_the_text_as_it_is(mona: FakeClient, alice: FakeClient) -> None:
    await alice.asks(MINE)
    await alice.presses("Wrong?")
    await mona.presses("Correct")
    assert mona.form
    assert reports(mona)[0].labels == ["Withdraw", "Correct", "Dismiss"]


EARNS = "The copper mine earns money with every lorry that leaves it."


async def test_a_correction_that_a_report_led_to_closes_it_and_says_why(
    newsroom: Newsroom, mona: FakeClient, alice: FakeClient
) -> None:
    answer = await alice.asks(MINE)
    await alice.presses("Wrong?")
    await mona.presses("Correct")
    form = {"text": f'Mine director Teodor Vance said: "{EARNS}"', "reason": "He *said* the\nopposite."}
    preview = await mona.fills(form)
    assert "Why: He *said* the opposite." in preview
    assert reports(mona)[0].labels == ["Withdraw", "Correct", "Dismiss"]
    await mona.presses("Replace")
    (report,) = reports(mona)
    assert "Corrected by @mona: He *said* the opposite." in report
    assert report.labels == []
    assert report.message.mentions == []
    own = f"guild-{newsroom.discord.guild('Newsroom').id}"
    assert newsroom.coverage.journal(own, limit=1)[0].reason == "He *said* the opposite."
    assert EARNS in await alice.asks(MINE)
    await alice.presses("Wrong?", on=answer)  # nothing is left open by which she could be refused


async def test_a_correction_is_made_also_where_its_report_is_gone(
    newsroom: Newsroom, mona: FakeClient, alice: FakeClient
) -> None:
    await alice.asks(MINE)
    await alice.presses("Wrong?")
    await mona.presses("Correct")
    await mona.fills({"text": f'Mine director Teodor Vance said: "{EARNS}"'})
    hear(newsroom, None)
    outcome = await mona.presses("Replace")
    assert "Replaced: " in outcome
    assert EARNS in await alice.asks(MINE)


async def test_a_correction_leaves_a_report_that_was_dealt_with_meanwhile_as_it_is(
    mona: FakeClient, alice: FakeClient
) -> None:
    await alice.asks(MINE)
    await alice.presses("Wrong?")
    await mona.presses("Correct")
    preview = await mona.fills({"text": f'Mine director Teodor Vance said: "{EARNS}"'})
    await mona.presses("Dismiss")
    await mona.presses("Replace", on=preview)
    assert "Dismissed by @mona." in reports(mona)[0]
    assert "Corrected by" not in reports(mona)[0]


async def test_what_is_the_operators_is_not_withdrawn_by_a_guild(mona: FakeClient, alice: FakeClient) -> None:
    await alice.asks(STRIKE)
    await alice.presses("Wrong?", number=0)
    refused = await mona.presses("Withdraw")
    assert refused.private
    assert "operator's" in refused
    assert reports(mona)[0].labels == ["Withdraw", "Correct", "Dismiss"]


async def test_nobody_but_a_moderator_deals_with_reports(mona: FakeClient, alice: FakeClient, bob: FakeClient) -> None:
    await alice.asks(MINE)
    await alice.presses("Wrong?")
    bob.looks_at("reports")
    for label in ("Withdraw", "Correct", "Dismiss"):
        assert "This is for moderators" in await bob.presses(label)
    assert reports(mona)[0].labels == ["Withdraw", "Correct", "Dismiss"]


async def test_a_report_that_was_dealt_with_meanwhile_stays_as_it_is(
    newsroom: Newsroom, mona: FakeClient, alice: FakeClient
) -> None:
    await alice.asks(MINE)
    await alice.presses("Wrong?")
    await mona.presses("Withdraw")
    other = newsroom.person("moses", may=Permission.MANAGE_GUILD, channel="reports")
    await other.presses("Dismiss")
    assert DEALT_WITH in await mona.fills({"Why?": "Too late."})
    (report,) = reports(mona)
    assert "Dismissed by @moses." in report
    assert newsroom.coverage.articles(collections=(f"guild-{newsroom.discord.guild('Newsroom').id}",))


async def test_a_passage_is_reported_once(mona: FakeClient, alice: FakeClient, bob: FakeClient) -> None:
    await alice.asks(MINE)
    await alice.presses("Wrong?")
    assert (await alice.presses("Wrong?")).text == AGAIN
    assert (await bob.presses("Wrong?")).text == TOLD
    assert len(reports(mona)) == 1
    await mona.presses("Dismiss")
    assert (await alice.presses("Wrong?")).text == AGAIN
    assert (await bob.presses("Wrong?")).text == THANKS
    assert len(reports(mona)) == 2


async def test_where_reports_do_not_arrive_who_reports_is_told_so_and_so_is_the_log(
    closed_newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom = closed_newsroom
    async with newsroom.open():
        alice = newsroom.person("alice")
        channel = newsroom.discord.guild("Newsroom").channel("reports")
        hear(newsroom, channel.id)
        await alice.asks(STRIKE)
        newsroom.discord.faults.server_error(*SEND, times=5)
        assert (await alice.presses("Wrong?", number=0)).text == NOT_TAKEN
        channel.overwrite(newsroom.discord.guild("Newsroom").member("bot"), deny=Permission.SEND_MESSAGES)
        assert (await alice.presses("Wrong?", number=0)).text == CLOSED
        assert f"Reports cannot be written to channel {channel.id}" in caplog.text
        channel.delete()
        assert (await alice.presses("Wrong?", number=0)).text == GONE
        assert f"The channel {channel.id} for reports" in caplog.text
        hear(newsroom, None)
        assert (await alice.presses("Wrong?", number=0)).text == NOWHERE
        hear(newsroom, alice.here.id)
        assert (await alice.presses("Wrong?", number=0)).text == THANKS, "what did not arrive does not count"


async def test_what_was_withdrawn_meanwhile_is_not_reported(
    newsroom: Newsroom, mona: FakeClient, alice: FakeClient
) -> None:
    answer = await alice.asks(MINE, private=True)
    newsroom.coverage.withdraw("mine", who="tests", collection=f"guild-{newsroom.discord.guild('Newsroom').id}")
    assert (await alice.presses("Wrong?", on=answer)).text == "This article has been withdrawn."
    assert reports(mona) == []


async def test_of_a_private_answer_there_is_no_link(mona: FakeClient, alice: FakeClient) -> None:
    await alice.asks(MINE, private=True)
    await alice.presses("Wrong?")
    (report,) = reports(mona)
    assert "the answer" not in report


def test_limits_count_what_was_reported_and_forget_it_in_time() -> None:
    now = 0.0
    limits = ReportLimits(lambda: now)

    def made(guild: int, person: int, paragraph: int) -> str:
        try:
            with limits.counted(guild, person, (7, paragraph)) as counted:
                counted(1000 + paragraph)
        except TooManyReportsError as error:
            return str(error)
        return ""

    assert [made(1, 1, n) for n in range(6)] == [""] * 5 + [TOO_OFTEN]
    assert made(1, 2, 5) == ""
    now = HOUR + 1
    assert made(1, 1, 6) == ""
    assert [made(1, 10 + n, 10 + n) for n in range(OPEN - 7)] == [""] * (OPEN - 7)
    assert made(1, 3, 99) == TOO_MANY
    assert made(2, 3, 99) == ""
    limits.closed(1, 1003)
    assert made(1, 3, 99) == ""
    assert made(1, 4, 98) == TOO_MANY
    now += WEEK
    assert made(1, 4, 98) == ""


def test_a_report_that_is_not_made_does_not_count() -> None:
    limits = ReportLimits()
    for _ in range(10):
        with pytest.raises(ZeroDivisionError), limits.counted(1, 1, (7, 3)):
            raise ZeroDivisionError
    with limits.counted(1, 1, (7, 3)):
        pass


@pytest.mark.parametrize("character", ["漢", "*", "@everyone ", "👍", "~", "\n"])
def test_the_longest_report_fits_and_does_nothing(character: str) -> None:
    long = character * 20_000
    cited = article("a", title=long[:2000], source=long[:500], city=long[:500])
    made = report_view(Report(1, long, f"**{'x' * 100}**", cited, 7, 3, long, "https://discord.com/channels/1/2/3"))
    message: Any = discord.Object(1)
    message = type("Message", (), {"components": received(made)})()
    message.components = received(with_sentence(message, long))
    handled = handled_view(message, "Dismissed by <@1>.")
    for view in (made, handled):
        check({"components": view.to_components()}, MessageFlags.IS_COMPONENTS_V2)  # type: ignore[no-untyped-call]
