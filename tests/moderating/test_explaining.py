"""Why a question is answered as it is, told to moderators."""

import pytest

from bot.moderating.explain_view import Explained, explanation_view, passage_view
from bot.offline import FakeClient, Message, MessageFlags
from index.answering.explaining import Explanation, PassageExplained, Reason, WordUnderstood
from tests.asking.samples import article, seen, sent, shown
from tests.newsroom import COPPER, MINE, STRIKE, Newsroom

HOSTILE = "**x** <@1> @everyone `y` [a](https://evil.example) -# # ~~z~~ <t:0:R> :smile: \u202e"
MENU = "Why does a passage stand there?"


async def test_why_a_question_is_answered(moderator: FakeClient) -> None:
    told = await moderator.uses("coverage explain", question=STRIKE)
    assert told.private
    assert "Answered: " in told.text
    assert "% is enough" in told.text
    assert "it asks for somebody's words, from Olena Marsh" in told.text
    assert "harbour: rarity" in told.text
    assert "Best passages" in told.text
    assert "Harbour strike to end by Friday, minister says · paragraph" in told.text


async def test_why_a_question_is_refused(moderator: FakeClient) -> None:
    told = await moderator.uses("coverage explain", question="What did Olena Marsh say about penguins?")
    assert "Refused: " in told.text
    assert "penguins: nowhere in the coverage" in told.text
    told = await moderator.uses("coverage explain", question="What did Wilhelmina Brok say about the harbour strike?")
    assert "Refused: nothing in the coverage has the name" in told.text


async def test_a_passage_that_is_chosen_says_what_its_place_comes_of_and_the_whole_comes_back(
    moderator: FakeClient, newsroom: Newsroom
) -> None:
    whole = await moderator.uses("coverage explain", question=STRIKE)
    explained = newsroom.coverage.explain(STRIKE, limit=8)
    option = f"2. {explained.passages[1].text}"[:40]
    (menu,) = whole.seen[0].menus
    label = next(name for _, name in enumerate(dict(menu.options)) if name.startswith(option[:30]))
    chosen = await moderator.chooses(label, menu=MENU)
    assert f"Place 2 of {len(explained.passages)}, {explained.passages[1].score:.2f} points" in chosen.text
    reason = explained.passages[1].reasons[0]
    assert f"{reason.counts:+.2f} {reason.meaning}" in chosen.text
    assert explained.passages[1].text in chosen.text
    back = await moderator.presses("The whole")
    assert "Best passages" in back.text


async def test_another_servers_articles_explain_nothing_here(newsroom: Newsroom, moderator: FakeClient) -> None:
    newsroom.add(COPPER, guild="Elsewhere")
    assert "loses money" not in (await moderator.uses("coverage explain", question=MINE)).text
    newsroom.add(COPPER, guild="Newsroom")
    assert "loses money" in (await moderator.uses("coverage explain", question=MINE)).text


async def test_a_question_that_asks_nothing_is_refused_with_what_to_do(moderator: FakeClient) -> None:
    assert "There is no word to look for" in (await moderator.uses("coverage explain", question="???")).text


async def test_who_hammers_is_told_to_wait(newsroom: Newsroom, moderator: FakeClient) -> None:
    for _ in range(newsroom.settings.questions_per_minute):
        await moderator.uses("coverage explain", question=STRIKE)
    assert "Best passages" not in (await moderator.uses("coverage explain", question=STRIKE)).text


@pytest.mark.parametrize("custom_id", ["ndm1:explain-pick", "ndm1:explain-whole"])
async def test_a_button_whose_question_is_lost_says_so(
    newsroom: Newsroom, moderator: FakeClient, custom_id: str
) -> None:
    reply = await moderator.presses("forged", on=_old(newsroom, moderator, custom_id))
    assert "use /coverage explain again" in reply.text


@pytest.mark.parametrize("outside", [HOSTILE, *(sign * 3000 for sign in ("*", "是", "\U0001f44d", "a ", "[", "x"))])
def test_whatever_is_published_or_asked_is_shown_as_it_is_within_the_limits(outside: str) -> None:
    reason = Reason(name="n", meaning="it has the words", value=0.5, weight=2.0)
    word = WordUnderstood(
        asked=outside, other_names=(outside,) * 9, near=(outside,) * 9, mended=outside, weight=1.0, known=True
    )
    passage = PassageExplained(
        article="a", paragraph=3, speakers=(outside,) * 9, text=outside, score=2.0, reasons=(reason,) * 20
    )
    explanation = Explanation(
        question=outside[:1000],
        kind="said",
        speaker=outside,
        words=(word,) * 30,
        passages=(passage,) * 8,
        confidence=0.4,
        threshold=0.5,
        unknown=(),
        reasons=(reason,) * 25,
    )
    article_ = article("Text.", title=outside, url=None)
    for unknown in ((), (outside,) * 9):
        explained = Explained(explanation.model_copy(update={"unknown": unknown}), [article_] * 8)
        for view in (explanation_view(explained), passage_view(explained, 8), passage_view(explained, 99)):
            assert sent(view)
            assert [text.live for text in shown([view])] == [[]] * len(seen([view]))
    views = [passage_view(Explained(explanation, [article_] * 8), 1)]
    if outside == HOSTILE:
        assert any(HOSTILE.removesuffix(" \u202e") in text for text in seen(views))
    assert "Place 1 of 8" in "\n".join(seen(views))


def _old(newsroom: Newsroom, who: FakeClient, custom_id: str) -> Message:
    button = {"type": 2, "id": 900, "style": 2, "label": "forged", "custom_id": custom_id}
    row = {"type": 1, "id": 901, "components": [button]}
    return newsroom.discord.world.post(
        who.here, newsroom.discord.bot, content="old", components=[row], flags=MessageFlags(0)
    )
