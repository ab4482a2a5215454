"""What goes wrong when articles are added: limits, hostile files, presses that come twice or late, restarts."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guilds import change_setting
from bot.moderating import progress, sources
from bot.moderating.previews import AddDraft, LeftOut
from bot.moderating.sources import links_in
from bot.offline import FakeClient, Permission
from index.articles import Article
from tests.moderating.ferry import BODY, DISPATCH, FERRY, SAID, TITLE, written
from tests.newsroom import PACE, Newsroom, article

GONE = "This draft is gone: it was used or dropped, or is older than a day. Read it again."


def own(newsroom: Newsroom) -> str:
    return f"guild-{newsroom.discord.guild('Newsroom').id}"


def held(newsroom: Newsroom) -> list[Article]:
    collection = own(newsroom)
    ids = [one.id for one in newsroom.coverage.articles(collections=(collection,))]
    return [newsroom.coverage.article(id_, collection=collection) for id_ in ids]


def records(number: int) -> bytes:
    lines = [{"id": f"r{n}", "title": f"Report {n}", "paragraphs": [f"Buoy {n} is lost."]} for n in range(number)]
    return "\n".join(json.dumps(line) for line in lines).encode()


async def test_two_presses_at_once_add_once_and_one_is_told(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path
) -> None:
    preview = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    first, second = await asyncio.gather(moderator.presses("Add", on=preview), moderator.presses("Add", on=preview))
    texts = {first.text, second.text}
    assert any(GONE in text for text in texts)
    assert f"Added: {TITLE}" in preview
    assert [entry.action for entry in newsroom.coverage.journal(own(newsroom))] == ["added"]


async def test_buttons_and_forms_work_after_a_restart(closed_newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom = closed_newsroom
    moderator = newsroom.person("moderator", may=Permission.MANAGE_GUILD)
    async with newsroom.open():
        preview = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
        await moderator.uses("coverage add")
    async with newsroom.open():
        pasted = await moderator.fills(Text=BODY, Outlet="The Quell", Date="4 May 2025")
        assert "The Quell" in pasted
        assert "dateline" in await moderator.presses("What was left out", on=preview)
        assert f"Added: {TITLE}" in await moderator.presses("Add", on=preview)
        listed = await moderator.uses("coverage list")
    async with newsroom.open():
        card = await moderator.chooses(f"{TITLE} · QNA · 4 May 2025", on=listed)
        await moderator.presses("Withdraw", on=card)
    async with newsroom.open():
        await moderator.fills(Why="a hoax")
        assert "Withdrawn" in card
    async with newsroom.open():
        await moderator.presses("Undo", on=card)
        assert SAID in await moderator.asks(FERRY)
    assert newsroom.discord.refusals == []


async def test_a_draft_is_gone_after_a_day(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.store import drafts

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + timedelta(days=1, seconds=1)

    preview = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    before = preview.text
    monkeypatch.setattr(drafts, "datetime", Tomorrow)
    assert GONE in await moderator.presses("Add", on=preview)
    assert preview.text == before
    assert held(newsroom) == []


@pytest.mark.parametrize("press", [AddDraft, LeftOut])
async def test_a_forged_button_reaches_no_draft_of_another_guild(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path, press: Any
) -> None:
    preview = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    (draft,) = [int(b.custom_id.split(":")[2]) for b in preview.seen[0].buttons if b.label == "Add" and b.custom_id]
    dora = newsroom.person("dora", guild="Elsewhere", may=Permission.MANAGE_GUILD)
    button = {"type": 2, "id": 900, "style": 2, "label": "forged", "custom_id": str(press(draft))}
    row = {"type": 1, "id": 901, "components": [button]}
    forged = newsroom.discord.world.post(dora.here, newsroom.discord.bot, content="old", components=[row])
    reply = await dora.presses("forged", on=forged)
    assert reply.seen[-1].text == GONE


async def test_a_preview_that_was_dismissed_is_answered_all_the_same(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path
) -> None:
    preview = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    await moderator.presses("Cancel", on=preview)
    again = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    pressed = newsroom.discord.press(
        moderator.who, again.seen[0].message, next(b.custom_id or "" for b in again.seen[0].buttons if b.label == "Add")
    )
    moderator.deletes(again)
    await pressed
    assert [one.title for one in held(newsroom)] == [TITLE]
    assert f"Added: {TITLE}" in moderator.sees()[-1]
    newsroom.discord.refusals.clear()  # that the message is gone


async def test_who_cannot_be_shown_the_outcome_is_told_that_it_is_done(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path
) -> None:
    preview = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    add = next(button.custom_id or "" for button in preview.seen[0].buttons if button.label == "Add")
    pressed = newsroom.discord.press(moderator.who, preview.seen[0].message, add)
    newsroom.discord.expire(pressed)
    moderator.looks_at(moderator.direct)
    (told,) = await moderator.waits_until(lambda seen: len(seen) == 1)
    assert told.text == "What you asked for is done, but Discord did not let me show it to you in time."
    assert [one.title for one in held(newsroom)] == [TITLE]
    newsroom.discord.refusals.clear()  # that the token has expired


async def test_a_press_that_comes_too_late_to_discord_is_done_all_the_same(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path
) -> None:
    preview = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    add = next(button.custom_id or "" for button in preview.seen[0].buttons if button.label == "Add")
    newsroom.discord.press(moderator.who, preview.seen[0].message, add)
    newsroom.discord.clock.advance(4)
    moderator.looks_at(moderator.direct)
    (told,) = await moderator.waits_until(lambda seen: len(seen) == 1)
    assert told.text.startswith("What you asked for is done")
    newsroom.discord.refusals.clear()  # that the press is unknown


async def test_hostile_files_are_each_a_sentence(moderator: FakeClient, tmp_path: Path) -> None:
    entities = (
        '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    )
    reply = await moderator.uses(
        "coverage add",
        file1=written(tmp_path, b"PK\x03\x04" + b"\0" * 100_000, "bomb.zip"),
        file2=written(tmp_path, "<html><body>" + "<div>" * 100_000 + "<p>text", "deep.html"),
        file3=written(tmp_path, f"{entities}<rss><channel><item><title>&b;&f;</title></item></channel></rss>", "e.xml"),
        file4=written(tmp_path, "[" * 1_000_000, "deep.json"),
        file5=written(tmp_path, "word " * 1_000_000, "endless.txt"),
    )
    assert [line.partition(":")[0] for line in reply.text.splitlines()] == [
        "bomb.zip",
        "deep.html",
        "e.xml",
        "deep.json",
        "endless.txt",
    ]
    assert reply.labels == []
    assert "root" not in reply


async def test_what_cannot_be_read_is_a_line_and_the_rest_goes_on(moderator: FakeClient, tmp_path: Path) -> None:
    preview = await moderator.uses(
        "coverage add",
        file1=written(tmp_path, DISPATCH),
        file2=written(tmp_path, b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "photo.png"),
        file3=written(tmp_path, b'{"id": "a", "text": "A buoy is lost."}\n{broken\n', "more.jsonl"),
        file4=written(tmp_path, b"", "empty.txt"),
    )
    assert "Read, and not added yet: 2 articles" in preview
    assert "Not read: photo.png: looks like a PNG image" in preview
    assert "Not read: more.jsonl, line 2: broken JSON" in preview
    assert "Not read: empty.txt: the file is empty" in preview


async def test_a_file_that_is_too_large_is_not_even_downloaded(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MOST_BYTES", 300)
    reply = await moderator.uses("coverage add", file1=written(tmp_path, "x" * 400_000))
    assert reply.text == "ferry.txt: it has 0.4 MB, and at most 0.0003 MB are read; split it."
    assert not [request for request in newsroom.discord.requests if "/attachments/" in str(request)]


async def test_a_file_that_discord_has_lost_is_said(moderator: FakeClient) -> None:
    message = moderator.writes("see", files={"ferry.txt": DISPATCH.encode()})
    reply = moderator.opens_menu("Add to coverage", message)
    moderator.deletes(message)
    await reply
    assert reply.text == "ferry.txt: Discord does not have this file any more; attach it again."


async def test_hostile_text_is_shown_as_it_is_and_pings_nobody(moderator: FakeClient, tmp_path: Path) -> None:
    title = "**@everyone** [free](https://evil.example) <@1> ||x|| `code`"
    hostile = {"id": "h", "title": title, "source": "# _Paper_", "paragraphs": ["> @here <t:1:R> ~~no~~ \\*", "-# end"]}
    preview = await moderator.uses("coverage add", file1=written(tmp_path, json.dumps(hostile), "h.jsonl"))
    assert title in preview
    assert "> @here <t:1:R> ~~no~~ \\*" in preview
    assert preview.bold == ["Read, and not added yet: 1 article"]
    assert preview.links == []
    outcome = await moderator.presses("Add")
    assert f"Added: {title}" in outcome
    assert outcome.exchange.message.mentions == []
    assert title in await moderator.uses("coverage list")
    await moderator.chooses(moderator.sees()[-1].menus[0].options[0][0])
    assert title in await moderator.presses("Show text")


async def test_many_articles_are_summed_up_before_and_after(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path
) -> None:
    await moderator.uses("coverage add", file1=written(tmp_path, records(4), "first.jsonl"))
    await moderator.presses("Add")
    changed = records(60).replace(b"Buoy 0 is lost", b"Buoy 0 is found")
    preview = await moderator.uses("coverage add", file1=written(tmp_path, changed, "more.jsonl"))
    assert "Read, and not added yet: 60 articles" in preview
    assert "56 new, 1 a new version of one that is held, 3 held already, the same" in preview.subtext
    assert "and 47 more" in preview.subtext
    outcome = await moderator.presses("Add")
    assert "Replaced 1, added 56, unchanged 3" in outcome.bold
    assert "and 50 more" in outcome.subtext
    assert len(held(newsroom)) == 60
    await moderator.presses("Undo")
    assert held(newsroom)[-1].paragraphs[0].text == "Buoy 0 is lost."


async def test_what_is_held_word_for_word_is_not_offered_again(moderator: FakeClient, tmp_path: Path) -> None:
    await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    await moderator.presses("Add")
    again = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    assert again.text == f"“{TITLE}” is held already, word for word: there is nothing to add."


async def test_an_id_that_is_repeated_is_said(moderator: FakeClient, tmp_path: Path) -> None:
    twice = b'{"id": "a", "text": "One buoy."}\n{"id": "a", "text": "Two buoys."}\n'
    preview = await moderator.uses("coverage add", file1=written(tmp_path, twice, "a.jsonl"))
    assert "Several of these have the id a: the last of them is what stays." in preview.subtext


async def test_more_than_one_draft_holds_is_cut_and_said(
    moderator: FakeClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "ARTICLES", 5)
    preview = await moderator.uses("coverage add", file1=written(tmp_path, records(9), "many.jsonl"))
    assert "Read, and not added yet: 5 articles" in preview
    assert "Not read: Only the first 5 articles were read; give the rest by itself." in preview


async def test_long_work_says_how_far_it_is_and_ends_in_the_outcome(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "EVERY", PACE)
    preview = await moderator.uses("coverage add", file1=written(tmp_path, records(200), "many.jsonl"))
    await moderator.presses("Add")
    await moderator.waits_until(lambda seen: "Added 200" in seen[-1].bold)
    bodies = [json.dumps(request.body) for request in newsroom.discord.requests if request.method == "PATCH"]
    assert any("articles so far" in body for body in bodies)
    assert any("of 200 articles are added" in body for body in bodies)
    assert "Added 200" in preview.bold


async def test_work_that_fails_puts_the_preview_back(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "EVERY", PACE)
    preview = await moderator.uses("coverage add", file1=written(tmp_path, records(200), "many.jsonl"))
    await moderator.waits_until(lambda seen: "Add" in seen[0].labels)
    before, add = preview.text, newsroom.coverage.add

    def failing(articles: Any, **options: Any) -> Any:
        for number, change in enumerate(add(articles, **options)):
            yield change
            if number == 100:
                raise OSError("disk")

    newsroom.coverage.add = failing  # type: ignore[method-assign]
    await moderator.presses("Add")
    await moderator.waits_until(lambda seen: "Something went wrong" in seen[-1])
    assert preview.text == before
    newsroom.coverage.add = add  # type: ignore[method-assign]
    await moderator.presses("Add", on=preview)
    await moderator.waits_until(lambda seen: "Added 72, unchanged 128" in seen[0].bold)
    assert len(held(newsroom)) == 200


async def test_the_language_that_the_guild_set_is_that_of_articles_that_name_none(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path
) -> None:
    change_setting(newsroom.coverage, newsroom.discord.guild("Newsroom").id, "language", "de", who="tests")
    await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    await moderator.presses("Add")
    await moderator.uses("coverage add")
    await moderator.fills(Text=BODY, Outlet="Die Fähre")
    await moderator.presses("Add")
    said = b'{"id": "fr", "text": "Le bateau.", "language": "fr"}'
    await moderator.uses("coverage add", file1=written(tmp_path, said, "fr.jsonl"))
    await moderator.presses("Add")
    assert sorted(one.language for one in held(newsroom)) == ["de", "de", "fr"]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://a.example/x, and <https://b.example/y>.", ["https://a.example/x", "https://b.example/y"]),
        ("[words](https://a.example/x) (https://b.example/y)", ["https://a.example/x", "https://b.example/y"]),
        ("https://en.example/wiki/Ferry_(boat) **https://a.example/**", ["https://en.example/wiki/Ferry_(boat)", "https://a.example/"]),
        ("https://a.example/x https://a.example/x?utm_source=y", ["https://a.example/x"]),
        ("ftp://a.example http:// https://user@a.example/ nothing", []),
    ],
)  # fmt: skip
def test_links_are_found_without_the_marks_around_them(text: str, links: list[str]) -> None:
    assert list(links_in(text)) == links


@given(st.text(alphabet="htps:/().a_*<>] \n", max_size=300))
def test_any_text_has_links_or_none(text: str) -> None:
    for link in links_in(text):
        assert link in text


@pytest.mark.timeout(5)
def test_links_are_found_in_time_that_grows_with_the_text() -> None:
    for text in ("https://" * 20_000, "https://a.example/" + ")" * 200_000, "(" * 100_000 + "https://a.example/("):
        list(links_in(text))


async def test_of_many_files_the_first_are_read_and_that_is_said(moderator: FakeClient) -> None:
    files = {f"{n}.txt": DISPATCH.replace("Quellmark", f"Quellmark {n}").encode() for n in range(7)}
    preview = await moderator.opens_menu("Add to coverage", moderator.writes("all", files=files))
    assert "Read, and not added yet: 5 articles" in preview
    assert "Not read: Only the first 5 links and files were read; give the others by themselves." in preview


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (records(3), "There are 3 articles in this; a new version is one of them alone."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "new.jsonl: looks like a PNG image"),
        (DISPATCH.encode(), f"“{TITLE}” says this already, word for word: there is nothing to replace."),
    ],
)
async def test_what_is_no_new_version_is_said(moderator: FakeClient, tmp_path: Path, new: bytes, sentence: str) -> None:
    await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    await moderator.presses("Add")
    name = "new.txt" if new == DISPATCH.encode() else "new.jsonl"
    reply = await moderator.uses("coverage correct", article=TITLE, file=written(tmp_path, new, name))
    assert sentence in reply
    assert reply.labels == []


async def test_an_article_that_no_form_holds_is_corrected_by_file(newsroom: Newsroom, moderator: FakeClient) -> None:
    newsroom.add(article("long", "A long one", "The buoy is lost. " * 300), guild="Newsroom")
    reply = await moderator.uses("coverage correct", article="long")
    assert reply.text == "This article is too long for a form: use /coverage correct with a file or a link."


async def test_a_correction_of_what_went_meanwhile_is_refused(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path
) -> None:
    await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    await moderator.presses("Add")
    new = written(tmp_path, DISPATCH.replace("a week", "a month"))
    preview = await moderator.uses("coverage correct", article=TITLE, file=new)
    other = await moderator.uses("coverage correct", article=TITLE, file=new)
    await moderator.presses("Replace", on=other)
    reply = await moderator.presses("Replace", on=preview)
    assert "This article was changed after you were shown this: use /coverage correct again." in reply.seen[-1]
    await moderator.uses("coverage withdraw", article=TITLE, reason="retracted")
    again = await moderator.presses("Replace", on=preview)
    assert "This article was withdrawn after you were shown this" in again.seen[-1]
    assert "Replace" in preview.labels
    assert held(newsroom) == []


async def test_words_that_go_with_several_articles_or_none_are_said(newsroom: Newsroom, moderator: FakeClient) -> None:
    newsroom.add(article("b1", "Buoy one", "Lost."), article("b2", "Buoy two", "Lost."), guild="Newsroom")
    several = await moderator.uses("coverage withdraw", article="buoy", reason="x")
    assert several.text == "2 articles go with 'buoy': pick one from the list."
    none = await moderator.uses("coverage withdraw", article="whale", reason="x")
    assert none.text == "No article of this server goes with 'whale': see /coverage list."
    assert len(held(newsroom)) == 2
