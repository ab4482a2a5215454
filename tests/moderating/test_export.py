import io
import json
import random
import zipfile
from pathlib import Path

import pytest

from bot.moderating import exporting
from bot.moderating.exporting import AskErase, Erase
from bot.moderating.parting import LEAST, parts
from bot.offline import FakeClient, Permission, Reply
from bot.offline.messages import Message, MessageFlags
from index.coverage import Coverage
from index.reading import Reading, read_paths
from tests.newsroom import COPPER, MINE, STRIKE, Newsroom, article

NAME = "Type the name of this server"


@pytest.fixture
def mona(newsroom: Newsroom) -> FakeClient:
    return newsroom.person("mona", may=Permission.MANAGE_GUILD)


def own(newsroom: Newsroom, guild: str = "Newsroom") -> str:
    return f"guild-{newsroom.discord.guild(guild).id}"


def fill(newsroom: Newsroom, guild: str) -> None:
    """Something of every kind that is held of a guild."""
    collection, coverage = own(newsroom, guild), newsroom.coverage
    newsroom.add(COPPER, article("gone", f"Withdrawn in {guild}", "A text."), guild=guild)
    coverage.withdraw("gone", who="tests", reason=f"secret of {guild}", collection=collection)
    coverage.preferences.set(collection, "statistics", "true", who="tests")
    coverage.feeds.add(collection, f"https://{guild.lower()}.example/feed", title=None, who="tests")
    key = coverage.ask(MINE, collections=(collection,)).passages[0].article.key
    coverage.quotations.record(len(guild), 2, collection, [(key, 1)])


async def downloaded(reply: Reply) -> dict[str, str]:
    """The files in the zips of an export, by their names."""
    found: dict[str, str] = {}
    for seen in (await reply.settled()).seen:
        for file in seen.files:
            with zipfile.ZipFile(io.BytesIO(seen.download(file.name))) as archive:
                assert archive.testzip() is None
                found |= {name: archive.read(name).decode() for name in archive.namelist()}
    return found


async def test_everything_held_of_a_guild_is_exported_and_nothing_else(newsroom: Newsroom, mona: FakeClient) -> None:
    fill(newsroom, "Newsroom")
    fill(newsroom, "Elsewhere")
    reply = await mona.uses("coverage export")
    files = await downloaded(reply)
    assert reply.private
    assert "in 1 file." in reply
    assert [json.loads(line)["id"] for line in files["articles.jsonl"].splitlines()] == ["mine"]
    assert "secret of Newsroom" in files["journal.jsonl"]
    assert "https://newsroom.example/feed" in files["feeds.json"]
    assert json.loads(files["settings.json"]).items() >= {"statistics": True}.items()
    assert not [name for name, text in files.items() if "Elsewhere" in text or own(newsroom, "Elsewhere") in text]
    assert "harbour" not in files["articles.jsonl"]


async def test_what_was_exported_can_be_added_again(newsroom: Newsroom, mona: FakeClient, tmp_path: Path) -> None:
    fill(newsroom, "Newsroom")
    file = tmp_path / "articles.jsonl"
    file.write_text((await downloaded(await mona.uses("coverage export")))["articles.jsonl"])
    (reading,) = read_paths([str(file)])
    assert isinstance(reading, Reading)
    with Coverage.open(tmp_path / "other.db") as other:
        assert [change.outcome for change in other.add([reading.article], who="tests")] == ["added"]
        assert other.ask(MINE).answered


async def test_a_large_export_comes_in_parts_that_discord_takes(
    newsroom: Newsroom, mona: FakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = random.Random(4)
    texts = ["".join(noise.choices("abcdefghijklmnopqrstuvwxyz ", k=40_000)) for _ in range(30)]
    large = [article(f"a{n}", f"Report {n}", text[:20_000], text[20_000:]) for n, text in enumerate(texts)]
    list(newsroom.coverage.add(large, who="tests", collection=own(newsroom)))
    monkeypatch.setattr("bot.moderating.parting.LEAST", 300_000)
    monkeypatch.setattr("bot.offline.interactions.MOST_BYTES", 400_000)
    reply = await (await mona.uses("coverage export")).settled()
    files = [file for seen in reply.seen for file in seen.files]
    assert len(files) >= 2
    assert all((file.size or 0) <= 400_000 for file in files)
    assert "The parts are in order; each opens by itself." in reply
    found = await downloaded(reply)
    lines = [line for name, text in found.items() if name.startswith("articles") for line in text.splitlines()]
    assert {json.loads(line)["id"] for line in lines} == {f"a{n}" for n in range(30)}
    assert all("secret" not in name for name in found)


def test_parts_hold_what_the_whole_held_whatever_is_in_it(tmp_path: Path) -> None:
    noise = random.Random(5)
    contents = {
        "articles.jsonl": b"\n".join(noise.randbytes(noise.choice([10, 3_000, 900_000])) for _ in range(30)),
        "empty.json": b"",
        "journal.jsonl": b"x" * 5_000_000 + noise.randbytes(2_000_000),
    }
    whole = tmp_path / "all.zip"
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    made = parts(whole, LEAST)
    assert len(made) > 3
    assert not whole.exists()
    assert all(part.stat().st_size <= LEAST for part in made)
    joined: dict[str, bytes] = {}
    for part in made:
        with zipfile.ZipFile(part) as archive:
            assert archive.testzip() is None
            for name in archive.namelist():
                of = name.split("-")[0].removesuffix(".jsonl") + ".jsonl"
                joined[of] = joined.get(of, b"") + archive.read(name)
    assert joined == {name: data for name, data in contents.items() if data}


def test_a_small_export_stays_whole(tmp_path: Path) -> None:
    whole = tmp_path / "all.zip"
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("a.json", "{}")
    assert parts(whole, LEAST) == [whole]
    with pytest.raises(ValueError, match="hold nothing"):
        parts(whole, 5)


async def test_nothing_of_an_export_stays_on_the_disk(
    newsroom: Newsroom, mona: FakeClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "room").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "room"))
    await (await mona.uses("coverage export")).settled()
    assert list((tmp_path / "room").iterdir()) == []


async def test_more_parts_than_discord_should_have_are_refused(
    newsroom: Newsroom, mona: FakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_PARTS", 0)
    assert "too many for Discord: ask the operator" in await mona.uses("coverage export")


async def test_erasing_asks_twice_and_then_all_is_gone(newsroom: Newsroom, mona: FakeClient) -> None:
    fill(newsroom, "Newsroom")
    fill(newsroom, "Elsewhere")
    reply = await mona.uses("coverage erase")
    assert reply.private
    assert "Erase everything that is held of Newsroom?" in reply
    for what in ("1 article", "1 feed", "1 setting", "the journal"):
        assert what in reply
    await mona.presses("Erase everything …")
    refused = await mona.fills({NAME: "Newsrom"})
    assert "That is not the name of this server: nothing was erased." in refused
    assert newsroom.coverage.freshness(collections=(own(newsroom),)).articles == 1
    await mona.presses("Erase everything …", on=reply)
    await mona.fills({NAME: " newsroom "})
    assert "Erased: 1 article and everything else that was held of this server." in reply
    assert reply.labels == []
    coverage, collection = newsroom.coverage, own(newsroom)
    assert coverage.articles(collections=(collection,)) == []
    assert coverage.feeds.list(collection) == []
    assert coverage.preferences.get(collection) == {}
    assert [entry.action for entry in coverage.journal(collection)] == ["erased"]
    assert "loses money" not in await mona.asks(MINE)
    assert coverage.ask(STRIKE).answered
    dora = newsroom.person("dora", guild="Elsewhere")
    assert "loses money" in await dora.asks(MINE)
    assert len(coverage.feeds.list(own(newsroom, "Elsewhere"))) == 1


async def test_the_export_is_offered_before_erasing(newsroom: Newsroom, mona: FakeClient) -> None:
    fill(newsroom, "Newsroom")
    await mona.uses("coverage erase")
    files = await downloaded(await mona.presses("Export first"))
    assert "mine" in files["articles.jsonl"]


async def test_erasing_goes_on_after_a_restart(closed_newsroom: Newsroom) -> None:
    mona = closed_newsroom.person("mona", may=Permission.MANAGE_GUILD)
    closed_newsroom.add(COPPER, guild="Newsroom")
    async with closed_newsroom.open():
        reply = await mona.uses("coverage erase")
        await mona.presses("Erase everything …")
    async with closed_newsroom.open():
        await mona.fills({NAME: "Newsroom"})
    assert "Erased: 1 article" in reply
    assert closed_newsroom.coverage.freshness(collections=(own(closed_newsroom),)).articles == 0


def forged(newsroom: Newsroom, who: FakeClient, custom_id: object) -> Message:
    button = {"type": 2, "id": 2, "style": 2, "label": "forged", "custom_id": str(custom_id)}
    row = {"type": 1, "id": 1, "components": [button]}
    return newsroom.discord.world.post(
        who.here, newsroom.discord.bot, components=[row], flags=MessageFlags.IS_COMPONENTS_V2
    )


async def test_nobody_erases_without_the_name_or_the_permission(newsroom: Newsroom, mona: FakeClient) -> None:
    alice = newsroom.person("alice")
    newsroom.add(COPPER, guild="Newsroom")
    assert "This is for moderators" in await alice.uses("coverage erase")
    assert "This is for moderators" in await alice.uses("coverage export")
    for press in (AskErase(), Erase()):
        await alice.presses("forged", on=forged(newsroom, alice, press))
        assert alice.form is None
    reply = await mona.presses("forged", on=forged(newsroom, mona, Erase()))
    assert "nothing was erased" in reply
    await mona.uses("coverage erase")
    await mona.presses("Erase everything …")
    mona.who.roles.clear()  # type: ignore[union-attr]
    assert "This is for moderators" in (await mona.fills({NAME: "Newsroom"})).seen[-1]
    assert newsroom.coverage.freshness(collections=(own(newsroom),)).articles == 1
