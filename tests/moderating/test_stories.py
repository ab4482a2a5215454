from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.offline import FakeClient, Permission
from tests.fetching.site import Site, fetcher_for, open_site
from tests.moderating.ferry import BODY, CORRECTED, DISPATCH, FERRY, PAGE, PICKED, SAID, TITLE, written
from tests.newsroom import Newsroom, article

PASTED = {"Text": BODY, "Title": TITLE, "Outlet": "The Quell", "Date": "4 May 2025"}


@pytest.fixture
async def site(newsroom: Newsroom) -> AsyncIterator[Site]:
    async with open_site() as site, fetcher_for(site) as fetcher:
        newsroom.client.fetcher = fetcher
        yield site


@pytest.fixture
async def added(moderator: FakeClient, tmp_path: Path) -> None:
    await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    await moderator.presses("Add")


async def test_an_attachment_is_seen_then_added_and_answers_the_next_question(
    alice: FakeClient, moderator: FakeClient, tmp_path: Path
) -> None:
    preview = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    assert preview.private
    assert {"Add", "Cancel", "What was left out"} == set(preview.labels)
    assert "QNA · Quellmark · 4 May 2025" in preview
    assert "3 paragraphs · 2 statements by Wim Halloran · new" in preview.subtext
    assert "1 line left out: 1 dateline" in preview.subtext
    assert SAID not in await alice.asks(FERRY)
    outcome = await moderator.presses("Add")
    assert f"Added: {TITLE}" in outcome
    assert preview.text == outcome.text
    assert SAID in await alice.asks(FERRY)


async def test_what_was_left_out_is_shown_with_its_reason_beside_the_preview(
    moderator: FakeClient, tmp_path: Path
) -> None:
    preview = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    dropped = await moderator.presses("What was left out")
    assert "dateline\nQUELLMARK, 4 May 2025 (QNA) -" in dropped
    assert dropped.private
    assert "Add" in preview.labels


async def test_what_is_not_wanted_is_not_added(alice: FakeClient, moderator: FakeClient, tmp_path: Path) -> None:
    preview = await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    await moderator.presses("Cancel")
    assert preview.text == "Nothing was changed."
    assert SAID not in await alice.asks(FERRY)


async def test_a_link_is_read_and_cited(alice: FakeClient, moderator: FakeClient, site: Site) -> None:
    site.put("courier.example/ferry", PAGE)
    preview = await moderator.uses("coverage add", link=site.url("courier.example/ferry"))
    assert (TITLE, site.url("courier.example/ferry")) in preview.links
    assert "Quellmark Courier" in preview
    await moderator.presses("Add")
    answer = await alice.asks(FERRY)
    assert SAID in answer
    assert (TITLE, site.url("courier.example/ferry")) in answer.links


async def test_a_link_that_cannot_be_fetched_is_one_sentence(moderator: FakeClient, site: Site) -> None:
    reply = await moderator.uses("coverage add", link=site.url("courier.example/nothing"))
    assert "there is no such page (404); check the link" in reply
    assert reply.labels == []
    inside = await moderator.uses("coverage add", link="http://169.254.169.254/latest")
    assert inside.text.startswith("http://169.254.169.254/latest: ")


async def test_pasted_text_is_read_as_wire_copy(alice: FakeClient, moderator: FakeClient) -> None:
    await moderator.uses("coverage add")
    preview = await moderator.fills(PASTED)
    assert f"{TITLE} · The Quell · Quellmark · 4 May 2025" in preview
    await moderator.presses("Add")
    assert SAID in await alice.asks(FERRY)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("Date", "someday", "'someday' is no date: write 2025-06-18, or 18 June 2025."),
        ("Link", "quell.example/a", "'quell.example/a' is no link: write it with https:// before it."),
        ("Link", "javascript:alert(1)", "'javascript:alert(1)' is no link: write it with https:// before it."),
        ("Text", " \n ", "The text is empty: paste that of an article."),
        ("Text", "—", "the text: no paragraph of an article found in it; paste its text, or give another file"),
    ],
)
async def test_what_cannot_be_taken_from_a_form_is_said(
    moderator: FakeClient, field: str, text: str, sentence: str
) -> None:
    await moderator.uses("coverage add")
    reply = await moderator.fills({"Text": BODY, field: text})
    assert reply.text == sentence
    assert reply.private


async def test_the_menu_of_a_message_reads_its_links_and_files(
    alice: FakeClient, moderator: FakeClient, site: Site
) -> None:
    site.put("courier.example/ferry", PAGE)
    other = b'{"id": "buoy", "title": "A buoy is lost", "paragraphs": ["The buoy off Quellmark is lost."]}'
    link = site.url("courier.example/ferry")
    message = alice.writes(f"look (<{link}>), [here]({link}), and this", files={"more.jsonl": other})
    preview = await moderator.opens_menu("Add to coverage", message)
    assert "Read, and not added yet: 2 articles" in preview
    await moderator.presses("Add")
    assert SAID in await alice.asks(FERRY)
    assert "off Quellmark is lost" in await alice.asks("What happened to the buoy?")
    assert len(site.asked("courier.example/ferry")) == 1


async def test_the_menu_reads_what_a_message_forwards(alice: FakeClient, moderator: FakeClient) -> None:
    forwarded = alice.forwards(alice.writes("for you", files={"ferry.txt": DISPATCH.encode()}))
    preview = await moderator.opens_menu("Add to coverage", forwarded)
    assert TITLE in preview
    await moderator.presses("Add")
    assert SAID in await alice.asks(FERRY)


async def test_the_menu_offers_the_text_of_a_long_message(alice: FakeClient, moderator: FakeClient) -> None:
    preview = await moderator.opens_menu("Add to coverage", alice.writes(DISPATCH))
    assert TITLE in preview
    nothing = await moderator.opens_menu("Add to coverage", alice.writes("hello"))
    assert nothing.text == "There is no link, no file and no longer text in this message that I could read."


@pytest.mark.usefixtures("added")
async def test_a_correction_is_seen_then_changes_the_answer(
    alice: FakeClient, moderator: FakeClient, tmp_path: Path
) -> None:
    new = written(tmp_path, DISPATCH.replace(SAID, CORRECTED).replace("three hundred", "two hundred"))
    preview = await moderator.uses("coverage correct", article="ferry quellmark", file=new)
    assert "2 paragraphs changed" in preview.subtext
    assert 'month."' in preview.bold
    assert SAID in await alice.asks(FERRY)
    outcome = await moderator.presses("Replace")
    assert f"Replaced: {TITLE}" in outcome
    answer = await alice.asks(FERRY)
    assert CORRECTED in answer
    assert SAID not in answer
    await moderator.presses("Undo")
    assert SAID in await alice.asks(FERRY)


@pytest.mark.usefixtures("added")
async def test_a_correction_by_form_begins_with_the_text_as_it_is(
    newsroom: Newsroom, alice: FakeClient, moderator: FakeClient
) -> None:
    await moderator.uses("coverage correct", article=TITLE)
    before = newsroom.coverage.articles(collections=(own(newsroom),))[0]
    text = "\n\n".join(p.text for p in newsroom.coverage.article(before.id, collection=own(newsroom)).paragraphs)
    assert moderator.form
    preview = await moderator.fills(text=text.replace(SAID, CORRECTED))
    assert "1 paragraph changed" in preview.subtext
    await moderator.presses("Replace")
    after = newsroom.coverage.article(before.id, collection=own(newsroom))
    assert (after.agency, after.city, after.published) == ("QNA", "Quellmark", "2025-05-04")
    assert CORRECTED in await alice.asks(FERRY)


@pytest.mark.usefixtures("added")
async def test_a_correction_by_link_keeps_the_id(
    newsroom: Newsroom, alice: FakeClient, moderator: FakeClient, site: Site
) -> None:
    (before,) = newsroom.coverage.articles(collections=(own(newsroom),))
    site.put("courier.example/ferry", PAGE.replace(SAID, CORRECTED))
    await moderator.uses("coverage correct", article=before.id, link=site.url("courier.example/ferry"))
    await moderator.presses("Replace")
    assert [one.id for one in newsroom.coverage.articles(collections=(own(newsroom),))] == [before.id]
    assert CORRECTED in await alice.asks(FERRY)


async def test_a_correction_keeps_the_facts_that_it_does_not_name(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path
) -> None:
    facts = {"source": "The Quell", "city": "Quellmark", "url": "https://quell.example/buoy", "published": "2025-05-04"}
    newsroom.add(article("buoy", "A buoy is lost", "The buoy of Quellmark is lost.", **facts), guild="Newsroom")
    new = written(tmp_path, "A buoy is found\n\nThe buoy of Quellmark was found on a beach by two boys.\n", "buoy.txt")
    preview = await moderator.uses("coverage correct", article="buoy", file=new)
    assert "1 paragraph changed, 1 fact changed" in preview.subtext
    await moderator.presses("Replace")
    held = newsroom.coverage.article("buoy", collection=own(newsroom))
    assert held.model_dump(include=set(facts)) == facts
    assert held.title == "A buoy is found"


@pytest.mark.usefixtures("added")
async def test_what_is_withdrawn_is_refused_and_comes_back(
    newsroom: Newsroom, alice: FakeClient, moderator: FakeClient
) -> None:
    outcome = await moderator.uses("coverage withdraw", article=TITLE, reason="its outlet retracted it")
    assert "its outlet retracted it" in outcome.subtext
    assert SAID not in await alice.asks(FERRY)
    (entry, *_) = newsroom.coverage.journal(own(newsroom))
    assert (entry.action, entry.reason) == ("withdrawn", "its outlet retracted it")
    assert entry.who == f"moderator ({moderator.who.id})"
    await moderator.presses("Undo")
    assert SAID in await alice.asks(FERRY)


@pytest.mark.usefixtures("added")
async def test_from_the_list_to_an_article_and_out_with_it(alice: FakeClient, moderator: FakeClient) -> None:
    listed = await moderator.uses("coverage list")
    assert listed.private
    assert listed.text.index(TITLE) < listed.text.index("From the operator") < listed.text.index("Harbour strike")
    assert "by moderator" in listed
    card = await moderator.chooses(PICKED)
    assert {"Show text", "History", "Correct", "Withdraw"} == set(card.labels)
    history = await moderator.presses("History")
    assert "added by moderator" in history
    text = await moderator.presses("Show text", on=card)
    assert "Some three hundred islanders" in text
    await moderator.presses("Withdraw", on=card)
    await moderator.fills(Why="a hoax")
    assert "a hoax" in card.subtext
    assert SAID not in await alice.asks(FERRY)
    await moderator.presses("Undo", on=card)
    assert SAID in await alice.asks(FERRY)


@pytest.mark.usefixtures("added")
async def test_everyone_sees_what_there_is_and_changes_nothing(alice: FakeClient) -> None:
    shown = await alice.uses("coverage show")
    assert shown.private
    assert TITLE in shown
    assert "by moderator" not in shown
    card = await alice.chooses(PICKED)
    assert card.labels == ["Show text"]
    assert SAID in await alice.presses("Show text")
    assert TITLE not in await alice.uses("coverage show", words="lighthouse")


@pytest.mark.usefixtures("added")
async def test_another_guild_sees_nothing_of_it(newsroom: Newsroom, tmp_path: Path) -> None:
    dora = newsroom.person("dora", guild="Elsewhere", may=Permission.MANAGE_GUILD)
    assert SAID not in await dora.asks(FERRY)
    assert TITLE not in await dora.uses("coverage list")
    assert await dora.types_into("coverage withdraw", "article", article="ferry") == []
    assert "No article of this server" in await dora.uses("coverage withdraw", article=TITLE, reason="x")
    assert "· new" in await dora.uses("coverage add", file1=written(tmp_path, DISPATCH))
    await dora.presses("Add")
    assert SAID in await dora.asks(FERRY)


async def test_articles_of_the_operator_are_not_a_guilds_to_change(moderator: FakeClient) -> None:
    sentence = "This article is the operator's, for all servers: it cannot be changed here. See /coverage settings."
    assert (await moderator.uses("coverage withdraw", article="harbour", reason="x")).text == sentence
    assert (await moderator.uses("coverage correct", article="harbour")).text == sentence
    await moderator.uses("coverage list")
    card = await moderator.chooses("Harbour strike to end by Friday, minister says · The Tarrow Post · 17 June 2025")
    assert card.labels == ["Show text"]


@pytest.mark.usefixtures("added")
async def test_articles_are_offered_as_they_are_typed_to_moderators_alone(
    alice: FakeClient, moderator: FakeClient
) -> None:
    for command in ("coverage withdraw", "coverage correct"):
        (offered,) = await moderator.types_into(command, "article", article="QUELL")
        assert offered.name == PICKED
        assert await alice.types_into(command, "article", article="QUELL") == []


def own(newsroom: Newsroom) -> str:
    return f"guild-{newsroom.discord.guild('Newsroom').id}"


async def test_sending_the_form_of_a_correction_as_it_is_changes_nothing_of_what_was_published(
    newsroom: Newsroom, moderator: FakeClient
) -> None:
    published = ("La maire a dit\u00a0: «\u00a0Non\u00a0».", "Two  spaces\nand a line.", "A pause.\n\n \nAnd after it.")
    newsroom.add(article("quai", "Le quai est fermé", *published), guild="Newsroom")
    await moderator.uses("coverage correct", article="quai")
    same = await moderator.fills({})
    assert same.text == "“Le quai est fermé” says this already, word for word: there is nothing to replace."
    await moderator.uses("coverage correct", article="quai")
    changed = await moderator.fills(
        text="La maire a dit\u00a0: «\u00a0Oui\u00a0».\n\nTwo spaces\nand a line.\n\nA pause."
    )
    assert "2 paragraphs changed" in changed.subtext
    await moderator.presses("Replace")
    after = newsroom.coverage.article("quai", collection=own(newsroom))
    assert [one.text for one in after.paragraphs] == [
        "La maire a dit\u00a0: «\u00a0Oui\u00a0».",
        published[1],
        "A pause.",
    ]


async def test_a_correction_by_file_keeps_the_language_of_the_article(
    newsroom: Newsroom, moderator: FakeClient, tmp_path: Path
) -> None:
    newsroom.add(article("quai", "Le quai ferme", "Le quai ferme demain.", language="fr"), guild="Newsroom")
    newsroom.coverage.preferences.set(own(newsroom), "language", '"de"', who="tests")
    new = written(
        tmp_path, "Le quai ferme\n\nLe quai de la ville ferme dans une semaine, a dit la maire.\n", "quai.txt"
    )
    preview = await moderator.uses("coverage correct", article="quai", file=new)
    assert "Language:" not in preview
    await moderator.presses("Replace")
    assert newsroom.coverage.article("quai", collection=own(newsroom)).language == "fr"


async def test_an_article_is_found_by_its_whole_id_or_title_among_many_that_go_with_it(
    newsroom: Newsroom, moderator: FakeClient
) -> None:
    many = [article(f"port-{n}", f"Port report {n}", "A ship came.", published="2025-02-01") for n in range(30)]
    old = [article("port", "Port", "A ship left.", published="2020-01-01"), article("x", "port-7", "A ship sank.")]
    newsroom.add(*many, *old, guild="Newsroom")
    offered = [choice.value for choice in await moderator.types_into("coverage withdraw", article="port")]
    assert "port" in offered
    assert "Withdrawn: Port\n" in await moderator.uses("coverage withdraw", article="port", reason="too old")
    assert "Withdrawn: Port report 7" in await moderator.uses("coverage withdraw", article="port-7", reason="wrong")
    assert "Withdrawn: port-7" in await moderator.uses("coverage withdraw", article="port-7", reason="wrong")
