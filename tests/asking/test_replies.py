"""How every answer looks in Discord, and that Discord takes it."""

import asyncio
from datetime import date

import pytest

from bot.asking.heads import question_of, scope_of
from bot.asking.replies import answer_view, context_view, plain_view
from bot.asking.wording import without
from index.answering.answer import Answer, Confined
from index.answering.dating import ranks_by_date
from index.coverage import EVERYTHING, Scope
from tests.asking.samples import (
    answer,
    article,
    buttons,
    citation,
    labels,
    links,
    passage,
    received,
    refused,
    seen,
    sent,
    several,
    shown,
    sources,
)

LONG = " ".join(f"This is sentence number {n} of a long speech." for n in range(400))


def test_an_answer_on_a_phone() -> None:
    views = answer_view(answer(passage(highlights=((5, 11), (17, 21)))))
    assert seen(views) == [
        "when will the bridge open?",
        "Ana Ruiz says",
        "“The bridge will open on Monday,” she said.",
        "Vellmark opens its bridge · Harbour Courier · Vellmark · 18 June 2025 · paragraph 3",
        "1–1 of 1 · 1,200 articles, newest 18 June 2025",
    ]
    asked, speaker, quoted, cited, fresh = shown(views)
    assert {style for styles in (*asked.styles, *fresh.styles) for style in styles} == {"small"}
    assert "".join(speaker.text[at] for at in speaker.only("bold")) == "Ana Ruiz"
    assert "".join(quoted.text[at] for at in quoted.only("bold")) == "bridgeopen"
    assert cited.live == [("link", "https://courier.example/bridge")]
    assert "".join(cited.text[at] for at in cited.only("link")) == "Vellmark opens its bridge"
    assert len(cited.only("small")) == len(cited.text)
    assert buttons(views) == [("In context", "nd1:context:7:3"), ("Wrong?", "nd1:wrong:7:3")]


@pytest.mark.parametrize(
    ("speaker", "kind", "line"),
    [
        ("Ana Ruiz", "direct", "Ana Ruiz says"),
        ("Ana Ruiz", "indirect", "Ana Ruiz, as reported"),
        ("Ana Ruiz", "mixed", "Ana Ruiz, partly quoted"),
        ("Ana Ruiz", None, "Ana Ruiz"),
        ("*Ana*\n<@1> \u202eRuiz", "direct", "*Ana* <@1> Ruiz says"),
    ],
)
def test_who_speaks_stands_first(speaker: str, kind: str | None, line: str) -> None:
    views = answer_view(answer(passage(speaker=speaker, kind=kind)))
    assert seen(views)[1] == line
    assert shown(views)[1].live == []


@pytest.mark.parametrize("kind", ["direct", "indirect", None])
def test_nobody_is_named_when_the_speaker_is_not_certain(kind: str | None) -> None:
    assert seen(answer_view(answer(passage(speaker=None, kind=kind))))[1].startswith("“The bridge")


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"source": None, "agency": "NPA"}, "Vellmark opens its bridge · NPA · Vellmark · 18 June 2025 · paragraph 3"),
        ({"source": None, "city": None}, "Vellmark opens its bridge · 18 June 2025 · paragraph 3"),
        (
            {"published": "2025-06-18"},
            "Vellmark opens its bridge · Harbour Courier · Vellmark · 18 June 2025 · paragraph 3",
        ),
        ({"published": None}, "Vellmark opens its bridge · Harbour Courier · Vellmark · paragraph 3"),
        ({"title": ""}, "Untitled · Harbour Courier · Vellmark · 18 June 2025 · paragraph 3"),
        ({"title": "A\nB\x1b"}, "A B · Harbour Courier · Vellmark · 18 June 2025 · paragraph 3"),
    ],
)
def test_the_citation_says_what_is_known(changed: dict[str, str | None], line: str) -> None:
    assert seen(answer_view(answer(passage(article=citation(**changed)))))[3] == line


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://a.example/x_(y)?q=[1]&r='z'#t", "https://a.example/x_%28y%29?q=%5B1%5D&r=%27z%27#t"),
        ("https://a.example/)](https://evil.example)", "https://a.example/%29%5D%28https://evil.example%29"),
        ('https://a.example/a b"<>|`*\\', "https://a.example/a%20b%22%3C%3E%7C%60%2A%5C"),
        ("HTTP://Ä.example:8080/ü?ß=%20", "http://xn--4ca.example:8080/%C3%BC?%C3%9F=%20"),
    ],
)
def test_a_link_leads_where_it_was_published_and_nowhere_else(url: str, target: str) -> None:
    assert links(answer_view(answer(passage(article=citation(url=url))))) == [target]


@pytest.mark.parametrize(
    "url",
    [
        *(None, "", "javascript:alert(1)", "file:///etc/passwd", "discord://x", "//a.example", "a.example", "https://"),
        *("https://bank.example@evil.example/", "https://[::1", "https://a.example:99999/", "https://a)b/"),
        *("https://a.example/" + "x" * 2000, "https://" + "ü" * 300 + "/", "https://a.example/\ud800"),
    ],
)
def test_no_other_address_is_a_link(url: str | None) -> None:
    article_ = citation().model_copy(update={"url": url})
    views = answer_view(answer(passage(article=article_)))
    assert links(views) == []
    assert seen(views)[3].startswith("Vellmark opens its bridge · Harbour Courier")


@pytest.mark.parametrize(
    "title",
    [
        "[Update] Bridge opens",
        "Bridge ] opens",
        "Bridge [ opens",
        "a](https://evil.example) b",
        "https://evil.example says",
        "**a** <@1> `b` :smile: @everyone",
        "a\\",
        "x" * 190 + "*" * 50,
    ],
)
def test_no_title_breaks_out_of_its_link(title: str) -> None:
    views = answer_view(answer(passage(article=citation(title=title), also_in=(citation(title=f"B {title}"),))))
    assert links(views) == ["https://courier.example/bridge"] * 2
    if len(title) < 200:
        assert seen(views)[3].startswith(f"{title} · Harbour Courier")
    assert not {kind for text in shown(views) for kind, _ in text.live} - {"link"}


@pytest.mark.parametrize("name", ["](https://evil.example)", "*a* <@1> :b: [c", "`x` https://evil.example @here"])
def test_no_outlet_or_city_does_anything(name: str) -> None:
    views = answer_view(answer(passage(article=citation(source=name, city=f"{name}!"))))
    assert f"· {name} · {name}! · 18 June 2025" in seen(views)[3]
    assert [kind for text in shown(views) for kind, _ in text.live] == ["link"]
    assert links(views) == ["https://courier.example/bridge"]


def test_a_bracket_in_one_citation_breaks_no_link_of_another() -> None:
    evil = citation(title="a ](https://evil.example) b")
    for views in (
        answer_view(answer(passage(also_in=(evil,)))),
        answer_view(answer(passage(article=evil, also_in=(citation(),)))),
    ):
        assert links(views) == ["https://courier.example/bridge"] * 2


def test_the_same_passage_in_several_articles_is_folded() -> None:
    others = tuple(citation(title=f"Title {n}", source="Daily", city=None, key=n) for n in range(10, 16))
    (cited,) = [text for text in seen(answer_view(answer(passage(also_in=others[:2])))) if "also in" in text]
    assert cited.split("\n")[1:] == [f"also in Title {n} · Daily · 18 June 2025" for n in (10, 11)]
    (cited,) = [text for text in seen(answer_view(answer(passage(also_in=others)))) if "also in" in text]
    assert cited.split("\n")[3:] == ["also in Title 12 · Daily · 18 June 2025", "and in 3 more articles"]


def test_three_at_once_and_more_behind_a_button() -> None:
    views = answer_view(several(7))
    assert [text for text in seen(views) if text.startswith("Para")] == [
        f"Paragraph number {n} says so." for n in (1, 2, 3)
    ]
    assert buttons(views)[-1] == ("More", "nd1:more:3")
    assert seen(views)[-1].startswith("1–3 of 7 · ")
    assert buttons(answer_view(several(7), first=3))[-1] == ("More", "nd1:more:6")
    views = answer_view(several(7), first=6)
    assert [text for text in seen(views) if text.startswith("Para")] == ["Paragraph number 7 says so."]
    assert labels(views) == ["In context", "Wrong?"]
    assert seen(answer_view(several(3), first=3))[1] == "That was all the coverage has on this."


def _on_days(*days: str | None) -> Answer:
    passages = [
        passage(f"Said on {day}.", rank=n, paragraph=n, article=citation(published=day))
        for n, day in enumerate(days, 1)
    ]
    found = answer(*passages)
    return found.model_copy(update={"by_date": ranks_by_date(passages)})


def test_words_of_several_days_are_shown_by_date_on_a_press() -> None:
    found = _on_days("2025-06-18", "2025-05-01", None, "2025-06-02T23:00:00-05:00", "2025-01-01")
    assert buttons(answer_view(found))[-2:] == [("More", "nd1:more:3"), ("By date", "nd1:by-date:0")]
    views = answer_view(found, by_date=True)
    assert seen(views)[1] == "By date, oldest first"
    assert [line for line in seen(views) if line.endswith("· Ana Ruiz says")] == [
        "1 January 2025 · Ana Ruiz says",
        "1 May 2025 · Ana Ruiz says",
        "2 June 2025 · Ana Ruiz says",
    ]
    assert seen(views)[-1].startswith("1–3 of 4 · ")
    assert buttons(views)[-1] == ("More", "nd1:by-date:3")
    last = answer_view(found, by_date=True, first=3)
    assert "18 June 2025 · Ana Ruiz says" in seen(last)
    assert {"More", "By date"}.isdisjoint(labels(last))


def test_words_of_one_day_have_no_order_by_date() -> None:
    assert "By date" not in labels(answer_view(_on_days("2025-06-18", "2025-06-18")))
    assert seen(answer_view(several(2), by_date=True))[1] == "That was all the coverage has on this."


@pytest.mark.parametrize(
    ("confined", "name"),
    [
        ({"since": "2025-06-01"}, "Any date"),
        ({"outlet": "The *Post*"}, "Any outlet"),
        ({"until": "2025-06-01", "outlet": "The *Post*"}, "Any date and outlet"),
    ],
)
def test_a_question_that_confines_itself_can_be_asked_without_that(confined: dict[str, str], name: str) -> None:
    to = Confined(words=("last week",), **confined)
    for views in (
        answer_view(several(2).model_copy(update={"confined": to})),
        answer_view(refused(passage(), kind="outside").model_copy(update={"confined": to})),
    ):
        assert (name, "nd1:any-date") in buttons(views)
    views = answer_view(refused(passage(), kind="outside").model_copy(update={"confined": to}), closest=True)
    assert seen(views)[1] == "This answers, but is not of the days or the outlet that you ask for:"


@pytest.mark.parametrize(
    ("question", "words", "rest"),
    [
        ("What did Osk say last week about rope?", ("last week",), "What did Osk say about rope?"),
        ("What did Osk say about rope LAST  Week?", ("last week",), "What did Osk say about rope?"),
        ("In June, what did Osk say in the Post?", ("In June", "in the Post"), "what did Osk say?"),
        ("İ said it last week", ("last week",), "İ said it last week"),
        ("What did Osk say?", ("last week",), "What did Osk say?"),
    ],
)
def test_the_words_that_confine_a_question_are_taken_out_of_it(
    question: str, words: tuple[str, ...], rest: str
) -> None:
    assert without(question, words) == rest


def test_only_private_answers_can_be_shared_and_only_by_who_asked() -> None:
    assert "Share" not in labels(answer_view(several(5)))
    assert buttons(answer_view(several(5), share_for=99))[-2:] == [("More", "nd1:more:3"), ("Share", "nd1:share:99")]


def test_a_refusal_says_what_is_missing_and_keeps_the_closest_behind_a_button() -> None:
    views = answer_view(refused(passage()))
    assert seen(views) == [
        "when will the bridge open?",
        "Nobody called Orlo appears in this coverage.",
        "1,200 articles, newest 18 June 2025",
    ]
    message = shown(views)[1]
    assert "".join(message.text[at] for at in message.only("bold")) == "Orlo"
    assert buttons(views) == [("Closest passages", "nd1:closest")]
    assert labels(answer_view(refused())) == []


def test_what_a_refusal_does_not_name_is_named_below() -> None:
    views = answer_view(refused(message="The coverage does not say: Orlova is silent.", missing=("Orlo", "<@1> *tax*")))
    assert seen(views)[1:3] == ["The coverage does not say: Orlova is silent.", "Not in the coverage: Orlo, <@1> *tax*"]
    assert all(not text.live and not text.only("bold") for text in shown(views))


def test_the_closest_passages_are_never_shown_as_an_answer() -> None:
    views = answer_view(refused(passage()), closest=True)
    assert seen(views)[1] == "Closest in the coverage; this does not answer the question:"
    assert "“The bridge will open on Monday,” she said." in seen(views)
    assert "Closest passages" not in labels(views)
    assert seen(answer_view(refused(), closest=True))[1] == "Nothing in the coverage comes close."


def test_an_empty_coverage_says_so() -> None:
    empty = answer(answered=False, coverage={"articles": 0, "newest": None})
    assert seen(answer_view(empty))[-1] == "No articles yet"


def test_a_long_answer_is_split_between_passages() -> None:
    texts = [LONG[:1500].rsplit(" ", 1)[0] + f" {n}" for n in range(3)]
    views = answer_view(answer(*(passage(text, paragraph=n) for n, text in enumerate(texts, 1))), share_for=1)
    assert len(views) == 2
    assert [text for text in seen(views) if text.startswith("This is")] == texts
    assert [len(labels([view])) for view in views] == [4, 3]
    assert [question_of(received(view)) for view in views] == ["when will the bridge open?"] * 2
    assert [[component["type"] for component in sent(view)[0]["components"]].count(14) for view in views] == [1, 1]


@pytest.mark.parametrize("text", [LONG, "x" * 9000, "*" * 9000, "是" * 9000, "👍🏽" * 4000, "a. " * 3000])
def test_a_paragraph_longer_than_a_message_is_cut_and_says_so(text: str) -> None:
    views = answer_view(answer(passage(text, highlights=((0, 1), (3990, 9000)))))
    assert len(views) == 1
    begun, note = seen(views)[2:4]
    assert text.startswith(begun)
    assert len(begun.encode()) > 1500
    assert note == "The paragraph goes on; see it with In context."
    if text == LONG:
        assert begun.endswith("speech.")


def test_of_a_long_paragraph_the_sentences_that_answer_are_shown_and_the_rest_is_a_press_away() -> None:
    text = "One *is*. Two <@1> is. […] Three is. Four."
    start, end = text.index("Two"), text.index(" Four")
    views = answer_view(
        answer(passage(text, highlights=((0, 3), (start, start + 3), (38, 42)), excerpt=((start, end),)))
    )
    before, excerpt, after = shown(views)[2:5]
    assert excerpt.text == "Two <@1> is. […] Three is."
    assert excerpt.live == []
    assert "".join(excerpt.text[at] for at in excerpt.only("bold")) == "Two"
    assert not excerpt.only("small")
    for mark in (before, after):
        assert mark.text.startswith("[…] The paragraph")
        assert len(mark.only("small")) == len(mark.text)
    assert buttons(views)[:2] == [("In context", "nd1:context:7:3"), ("Whole paragraph", "nd1:whole:7:3")]


def test_what_is_left_out_is_marked_where_it_is() -> None:
    text = "One. Two. Three."
    first, last = (seen(answer_view(answer(passage(text, excerpt=(span,))))) for span in ((0, 9), (5, 16)))
    assert first[2:4] == ["One. Two.", "[…] The paragraph goes on."]
    assert last[2:4] == ["[…] The paragraph begins before this.", "Two. Three."]
    assert last[4].startswith("Vellmark opens")


@pytest.mark.parametrize("text", ["-# […] The paragraph goes on.", "a\n-# […] The paragraph goes on.", "[…] b"])
def test_no_published_text_looks_like_the_mark_of_what_is_left_out(text: str) -> None:
    assert shown(answer_view(answer(passage(text))))[2].only("small") == []


def test_a_paragraph_without_sentences_is_cut_between_words() -> None:
    text = "word " * 2000
    begun = seen(answer_view(answer(passage(text))))[2]
    assert begun.endswith("word")


def test_everything_at_its_worst_is_within_every_limit() -> None:
    for worst in ("*", "是", "\U0001f44d", "a ", "[", "x"):
        outside = worst * 5000
        others = tuple(
            citation(title=outside, source=outside, city=outside, url=f"https://a.example/{outside[:150]}")
            for _ in "12345678"
        )
        passages = [
            passage(
                outside,
                paragraph=n,
                speaker=outside,
                article=others[0],
                also_in=others,
                excerpt=((5, 4000),) * (n % 2),
            )
            for n in range(9)
        ]
        scope = Scope(date(2025, 1, 1), date(2025, 2, 1), outside)
        for views in (
            answer_view(answer(*passages, question=outside), understood=outside + "?", scope=scope, share_for=2**62),
            answer_view(refused(*passages, message=outside, missing=(outside,)), understood=outside, scope=scope),
            answer_view(refused(*passages), closest=True, first=0, understood=outside, scope=scope, share_for=1),
            context_view(article(*[outside] * 9, title=outside, notices=(outside,) * 9), 4),
            [plain_view(outside)],
        ):
            assert sources(views)
            assert all(source.strip() for source in sources(views))
            assert len(views) <= 6


@pytest.mark.parametrize(
    "question",
    [
        "when will it open?",
        "*who* said <@1> `x` \\o/ :a: ?",
        "-# a",
        "what\nabout  it",
        "# 1. q",
        "ü" * 1000,
        "Showing answers for **x**",
    ],
)
def test_the_question_is_read_back_from_the_reply(question: str) -> None:
    (view,) = answer_view(several(4).model_copy(update={"question": question}))
    assert question_of(received(view)) == " ".join(question.split())
    assert seen([view])[0] == " ".join(question.split())
    assert shown([view])[0].live == []
    assert scope_of(received(view)) == EVERYTHING


def test_what_was_understood_is_shown_and_read_back_instead() -> None:
    views = answer_view(several(4), understood="when will the *old* bridge open?")
    assert seen(views)[:2] == ["when will the bridge open?", "Showing answers for when will the *old* bridge open?"]
    assert question_of(received(views[0])) == "when will the *old* bridge open?"
    assert seen(answer_view(several(1), understood="when will the bridge  open?"))[1] == "Ana Ruiz says"


@pytest.mark.parametrize(
    "scope",
    [
        Scope(date(2025, 6, 1)),
        Scope(None, date(2025, 6, 1)),
        Scope(None, None, "Daily · until 2025-01-01 *x*"),
        Scope(date(2025, 6, 1), date(2025, 6, 30), "since 2024-01-01"),
    ],
)
def test_what_a_question_is_confined_to_is_shown_and_read_back(scope: Scope) -> None:
    (view,) = answer_view(several(4), scope=scope)
    assert scope_of(received(view)) == scope
    assert seen([view])[1].endswith(str(scope.outlet or scope.until or scope.since))


def test_a_question_that_is_cut_is_not_asked_again() -> None:
    (view,) = answer_view(answer(*[passage(paragraph=n) for n in range(5)], question="why? " * 900), share_for=1)
    assert question_of(received(view)) is None
    assert set(labels([view])) == {"In context", "Wrong?"}


def test_no_question_is_read_from_other_messages() -> None:
    assert question_of(received(plain_view("-# when?"))) is None
    assert question_of([]) is None
    assert question_of(received(context_view(article("One."), 1)[0])) is None


def test_in_context_the_passage_stands_marked_among_its_neighbours() -> None:
    views = context_view(article(*(f"*Paragraph* {n}." for n in range(1, 9)), notices=("Corrects <@1> name.",)), 4)
    assert seen(views) == [
        "Vellmark opens its bridge · Harbour Courier · Vellmark · 18 June 2025",
        "From the publisher: Corrects <@1> name.",
        "*Paragraph* 2.",
        "*Paragraph* 3.",
        "Paragraph 4, as quoted",
        "*Paragraph* 4.",
        "*Paragraph* 5.",
        "*Paragraph* 6.",
    ]
    assert links(views) == ["https://courier.example/bridge"]
    (box,) = [component for component in sent(views[0]) if component["type"] == 17]
    assert [text["content"] for text in box["components"]] == ["-# Paragraph 4, as quoted", "\\*Paragraph\\* 4."]


def test_in_context_at_either_end_of_the_article() -> None:
    whole = article("One.", "Two.", "Three.", "Four.")
    assert seen(context_view(whole, 1))[1:] == ["Paragraph 1, as quoted", "One.", "Two.", "Three."]
    assert seen(context_view(whole, 4))[1:] == ["Two.", "Three.", "Paragraph 4, as quoted", "Four."]
    assert seen(context_view(whole, 5)) == ["The article has no paragraph 5."]


def test_in_context_shows_a_long_paragraph_whole() -> None:
    text = LONG[:8000].rsplit(" ", 1)[0]
    views = context_view(article("One.", text, "Three."), 2)
    assert " ".join(part for part in seen(views) if "sentence" in part) == text
    assert len(views) == 3


def test_in_context_an_endless_paragraph_ends_and_says_so() -> None:
    views = context_view(article(LONG * 20), 1)
    assert seen(views)[-1] == "This goes on; the rest is in the article."
    assert len(views) <= 4


def test_a_plain_sentence_is_plain() -> None:
    assert sources([plain_view("No article has the id '<@1>*'.")]) == [r"No article has the id '\<\@1\>\*'."]
    assert seen([plain_view("")]) == ["…"]


async def test_discord_py_keeps_no_view_in_memory() -> None:
    await asyncio.sleep(0)
    assert all(view.is_finished() for view in answer_view(several(4), share_for=1))


def test_how_a_question_was_understood_stands_before_the_first_passages_alone() -> None:
    note = "Showing answers for “*Ruiz*” (you wrote “Riuz”)."
    noted = several(5).model_copy(update={"notes": (note,)})
    views = answer_view(noted)
    assert seen(views)[1] == note
    assert question_of(received(views[0])) == noted.question
    assert note not in seen(answer_view(noted, first=3))
