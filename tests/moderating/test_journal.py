import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.moderating.journal_view import JournalFiles, JournalPage, UndoChosen, json_lines, spreadsheet
from bot.offline import FakeClient, Permission
from bot.offline.messages import Message, MessageFlags
from index.store import Entry
from tests.newsroom import COPPER, MINE, Newsroom, article


@pytest.fixture
def mona(newsroom: Newsroom) -> FakeClient:
    return newsroom.person("mona", may=Permission.MANAGE_GUILD)


def own(newsroom: Newsroom, guild: str = "Newsroom") -> str:
    return f"guild-{newsroom.discord.guild(guild).id}"


def forged(newsroom: Newsroom, who: FakeClient, custom_id: object) -> Message:
    button = {"type": 2, "id": 2, "style": 2, "label": "forged", "custom_id": str(custom_id)}
    row = {"type": 1, "id": 1, "components": [button]}
    return newsroom.discord.world.post(
        who.here, newsroom.discord.bot, components=[row], flags=MessageFlags.IS_COMPONENTS_V2
    )


async def test_who_changed_what_is_told_newest_first(newsroom: Newsroom, mona: FakeClient) -> None:
    assert (await mona.uses("coverage journal")).text == "Nothing has changed yet."
    newsroom.add(COPPER, guild="Newsroom")
    newsroom.add(COPPER.model_copy(update={"title": "Copper mine to stay"}), guild="Newsroom")
    newsroom.coverage.withdraw("mine", who="mona (1)", reason="a hoax", collection=own(newsroom))
    await mona.uses("coverage settings")
    await mona.chooses("general", menu="Where I answer: everywhere")
    reply = await mona.uses("coverage journal")
    assert reply.private
    order = [reply.text.index(what) for what in ("set channels: #general", "withdrew", "put a new version", "added")]
    assert order == sorted(order)
    assert "mona (1) withdrew “Copper mine to stay”: a hoax" in reply
    assert "tests put a new version in the place of an article: “Copper mine to stay”" in reply
    assert "tests added “Copper mine near Oldfell to close”" in reply
    assert re.search(r"\b20\d\d\b.* · entry \d+ · id mine", reply.subtext[-1])


async def test_undoing_brings_back_what_was_withdrawn(newsroom: Newsroom, mona: FakeClient) -> None:
    newsroom.add(COPPER, guild="Newsroom")
    newsroom.coverage.withdraw("mine", who="tests", collection=own(newsroom))
    assert "loses money" not in await mona.asks(MINE)
    old = await mona.uses("coverage journal")
    reply = await mona.uses("coverage journal")
    menu = reply.seen[0].menus[0]
    assert [label.partition(": ")[2] for label, _ in menu.options] == ["withdrawn Copper mine near Oldfell to close"]
    await mona.chooses(menu.options[0][0], menu="Undo …", on=reply)
    assert "“Copper mine near Oldfell to close” is again as it was." in reply
    assert "brought back" in reply
    assert "loses money" in await mona.asks(MINE)
    assert reply.seen[0].menus == []
    again = await mona.chooses(menu.options[0][0], on=old)
    assert again.seen[-1].private
    assert "loses money" in await mona.asks(MINE)


async def test_what_is_offered_to_be_undone_can_be_and_one_change_after_another_is(
    newsroom: Newsroom, mona: FakeClient
) -> None:
    for title in ("Copper mine closes", "Copper mine to stay", "Copper mine sold"):
        newsroom.add(COPPER.model_copy(update={"title": title}), guild="Newsroom")
    newsroom.coverage.withdraw("mine", who="tests", collection=own(newsroom))
    for title in ("Copper mine sold", "Copper mine to stay"):
        reply = await mona.uses("coverage journal")
        (last, *others) = [name for name, _ in reply.seen[0].menus[0].options if ": restored" not in name]
        assert others == []
        await mona.chooses(last, menu="Undo …", on=reply)
        assert f"“{title}” is again as it was." in reply
    assert newsroom.coverage.article("mine", collection=own(newsroom)).title == "Copper mine to stay"


async def test_what_is_older_than_a_day_is_not_offered(
    newsroom: Newsroom, mona: FakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.add(COPPER, guild="Newsroom")
    newsroom.coverage.withdraw("mine", who="tests", collection=own(newsroom))
    tomorrow = datetime.now(UTC) + timedelta(days=1, minutes=1)
    monkeypatch.setattr("bot.moderating.journaling.now", lambda: tomorrow)
    assert (await mona.uses("coverage journal")).seen[0].menus == []


async def test_a_long_journal_is_read_by_pages_and_of_one_article(newsroom: Newsroom, mona: FakeClient) -> None:
    newsroom.add(*(article(f"a{n:02}", f"Report {n:02}", "A text.") for n in range(25)), guild="Newsroom")
    reply = await mona.uses("coverage journal")
    assert [n for n in range(25) if f"Report {n:02}" in reply] == list(range(15, 25))
    await mona.presses("Older")
    assert [n for n in range(25) if f"Report {n:02}" in reply] == list(range(5, 15))
    await mona.presses("Older")
    assert [n for n in range(25) if f"Report {n:02}" in reply] == list(range(5))
    assert "Older" not in reply.labels
    await mona.presses("Newer")
    assert "Report 14" in reply
    assert "Report 04" in await mona.uses("coverage journal", page=3)
    assert (await mona.uses("coverage journal", page=1000)).text == "The journal has no such page."
    one = await mona.uses("coverage journal", article="a07")
    assert "Journal of a07" in one
    assert "Report 08" not in one
    assert "nothing of an article with the id 'zzz'" in await mona.uses("coverage journal", article="zzz")
    offered = await mona.types_into("coverage journal", "article", article="report 07")
    assert [choice.value for choice in offered] == ["a07"]
    alice = newsroom.person("alice")
    assert await alice.types_into("coverage journal", "article", article="report 07") == []


async def test_the_journal_is_given_as_files_that_programs_and_spreadsheets_read(
    newsroom: Newsroom, mona: FakeClient
) -> None:
    newsroom.add(COPPER, guild="Newsroom")
    formula = '=HYPERLINK("https://evil.example")'
    newsroom.coverage.withdraw("mine", who=formula, reason="-2+3", collection=own(newsroom))
    await mona.uses("coverage journal")
    reply = await (await mona.presses("Export")).settled()
    assert reply.private
    files = {file.name: seen.download(file.name) for seen in reply.seen for file in seen.files}
    assert set(files) == {"journal.jsonl", "journal.csv"}
    lines = [json.loads(line) for line in files["journal.jsonl"].splitlines()]
    assert [line["action"] for line in lines] == ["withdrawn", "added"]
    assert lines[0]["who"] == formula
    cells = list(csv.DictReader(io.StringIO(files["journal.csv"].decode("utf-8-sig"))))
    assert cells[0]["who"] == f"'{formula}"
    assert cells[0]["reason"] == "'-2+3"
    assert cells[1]["article_id"] == "mine"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(begin: str) -> None:
    entry = Entry(
        1, "2025-01-01T00:00:00+00:00", "x", "added", "c", f"{begin}1", None, None, f"{begin}cmd|' /C calc'!A0"
    )
    row = next(csv.DictReader(io.StringIO(spreadsheet([entry]).decode("utf-8-sig"), newline="")))
    assert row["article_id"] == f"'{begin}1"
    assert row["reason"].startswith(f"'{begin}")
    assert json.loads(json_lines([entry]))["article_id"] == f"{begin}1"


async def test_what_is_in_the_journal_is_shown_as_it_is_written(newsroom: Newsroom, mona: FakeClient) -> None:
    evil = "**@everyone** <@&1> [x](https://evil.example) \u202e"
    newsroom.add(article("evil", evil, "A text."), guild="Newsroom")
    newsroom.coverage.withdraw("evil", who="**mona** <@1>", reason=evil, collection=own(newsroom))
    reply = await mona.uses("coverage journal")
    assert "**mona** <@1> withdrew" in reply
    assert "**@everyone** <@&1> [x](https://evil.example)" in reply
    assert reply.links == []
    assert reply.exchange.messages[0].mentions == []


async def test_the_longest_entries_fit(newsroom: Newsroom, mona: FakeClient) -> None:
    long = "*_" * 400 + "🦀" * 100
    newsroom.add(*(article(f"{n}{long[:190]}", long, f"Text {n}.") for n in range(12)), guild="Newsroom")
    for n in range(12):
        newsroom.coverage.withdraw(f"{n}{long[:190]}", who=long, reason=long, collection=own(newsroom))
    reply = await mona.uses("coverage journal")
    assert reply.text.count("withdrew") == 10
    assert len(reply.seen[0].menus[0].options) == 10
    await mona.chooses(reply.seen[0].menus[0].options[0][0], on=reply)
    assert "is again as it was" in reply


async def test_nothing_of_another_guilds_journal_is_seen_undone_or_exported(
    newsroom: Newsroom, mona: FakeClient
) -> None:
    newsroom.add(COPPER, guild="Newsroom")
    newsroom.coverage.withdraw("mine", who="tests", reason="secret", collection=own(newsroom))
    sequence = newsroom.coverage.journal(own(newsroom), limit=1)[0].sequence
    dora = newsroom.person("dora", guild="Elsewhere", may=Permission.MANAGE_GUILD)
    assert (await dora.uses("coverage journal")).text == "Nothing has changed yet."
    assert await dora.types_into("coverage journal", "article", article="") == []
    assert "nothing of an article with the id 'mine'" in await dora.uses("coverage journal", article="mine")
    for press in (JournalPage(0, sequence), JournalFiles(sequence)):
        reply = await dora.presses("forged", on=forged(newsroom, dora, press))
        assert reply.seen[-1].text == "The journal has no such entry."
    menu = {
        "type": 3,
        "id": 2,
        "custom_id": str(UndoChosen(0, 0)),
        "options": [{"label": "forged", "value": str(sequence)}, {"label": "no number", "value": "x"}],
    }
    message = newsroom.discord.world.post(
        dora.here,
        newsroom.discord.bot,
        components=[{"type": 1, "id": 1, "components": [menu]}],
        flags=MessageFlags.IS_COMPONENTS_V2,
    )
    assert "The journal has no entry" in await dora.chooses("forged", on=message)
    assert "Nothing was chosen" in await dora.chooses("no number", on=message)
    assert newsroom.coverage.freshness(collections=(own(newsroom),)).articles == 0


async def test_check_says_that_all_is_fine_or_what_is_wrong_with_this_guilds_own(
    newsroom: Newsroom, mona: FakeClient
) -> None:
    dora = newsroom.person("dora", guild="Elsewhere", may=Permission.MANAGE_GUILD)
    newsroom.add(COPPER, guild="Newsroom")
    newsroom.add(COPPER.model_copy(update={"id": "theirs"}), guild="Elsewhere")
    assert (await mona.uses("coverage check")).text == "Fine: articles, journal and index agree with each other."
    with newsroom.coverage._store.changing() as connection:
        connection.exec_driver_sql("UPDATE paragraphs SET terms = 'nonsense' WHERE text LIKE '%copper mine loses%'")
    hers = await mona.uses("coverage check")
    assert hers.private
    assert "The terms of mine are not those of its text: use /coverage reindex." in hers
    assert "theirs" not in hers
    assert "guild-" not in hers.text.replace(own(newsroom), "")
    theirs = await dora.uses("coverage check")
    assert "The terms of theirs" in theirs
    assert "mine" not in theirs
    reply = await mona.uses("coverage reindex")
    await reply.exchange.until(lambda _: "Reindexed" in reply)
    assert "Fine" in await mona.uses("coverage check")
    assert "The terms of theirs" in await dora.uses("coverage check")


async def test_many_problems_are_counted_and_cut(newsroom: Newsroom, mona: FakeClient) -> None:
    newsroom.add(*(article(f"a{n}", "Report", f"A text, number {n}.") for n in range(40)), guild="Newsroom")
    with newsroom.coverage._store.changing() as connection:
        connection.exec_driver_sql("UPDATE paragraphs SET terms = 'nonsense' WHERE text LIKE 'A text, number%'")
    reply = await mona.uses("coverage check")
    assert re.search(r"And \d+ more\.", reply.text)
    assert len(reply.seen) == 1


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_cell_of_a_spreadsheet_begins_as_a_formula_does(begins: str) -> None:
    text = f"{begins}1+1"
    entry = Entry(1, "2025-06-01T00:00:00+00:00", text, "added", "guild-1", text, 1, None, text)
    (_, cells) = csv.reader(io.StringIO(spreadsheet([entry]).decode("utf-8-sig"), newline=""))
    assert cells.count(f"'{text}") == 3
