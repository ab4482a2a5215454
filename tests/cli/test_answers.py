from bot.terminal.answers import answer_view, passage_text
from bot.terminal.clean import UNSAFE
from bot.terminal.prose import UNWRAPPED
from index.answering.answer import Answer, Freshness, Passage
from tests.cli.samples import COVERAGE, QUOTE, answer, citation, passage, refused
from tests.cli.test_prose import rendered


def test_a_passage_shows_who_speaks_what_where_and_how_to_get_there() -> None:
    assert rendered(answer_view(answer(passage())), width=80) == (
        " 1  Petra Lindqvist says\n"
        '    "We will not go back before the night allowance is paid," union leader Petra\n'
        "    Lindqvist said.\n"
        "    Harbour pilots begin strike · Velmora Courier · NPA · Velmora · 2 March 2024\n"
        "    · paragraph 2\n"
        "    https://courier.example/strike\n"
        "\n"
        "12 articles, newest 18 June 2025\n"
    )


def test_a_pipe_gets_every_passage_whole_on_one_line() -> None:
    assert f"    {QUOTE}\n" in rendered(answer_view(answer(passage())), width=UNWRAPPED)


def test_how_something_is_said_is_told_and_nobody_is_named_who_is_not_certain() -> None:
    def shown(**changes: object) -> str:
        return rendered(answer_view(answer(passage(**changes)))).splitlines()[0]

    assert shown(kind="indirect") == " 1  Petra Lindqvist, as reported"
    assert shown(kind="mixed") == " 1  Petra Lindqvist, partly quoted"
    assert shown(speaker=None) == " 1  A statement; who makes it is not certain"
    assert shown(speaker=None, kind=None).startswith(' 1  "We will not go back')


def test_matched_words_are_marked_in_colour_and_only_they() -> None:
    text = passage_text(passage())
    marked = [text.plain[span.start : span.end] for span in text.spans]
    assert marked == ["night", "allowance"]
    assert "\x1b[1;33mnight\x1b[0m" in rendered(answer_view(answer(passage())), colour=True)
    assert "\x1b" not in rendered(answer_view(answer(passage())))


def test_other_articles_with_the_same_paragraph_are_cited_too() -> None:
    other = citation(id="b", title="Strike in Velmora", source="Island Post", agency=None, city=None, published=None)
    assert "    also in Strike in Velmora · Island Post\n" in rendered(answer_view(answer(passage(also_in=(other,)))))


def test_a_correction_of_the_article_stands_below_its_passage() -> None:
    shown = rendered(answer_view(answer(passage()), {"strike": ["CORRECTION: it was nine ships."]}))
    assert "    CORRECTION: it was nine ships.\n" in shown


def test_an_agency_that_is_also_the_source_is_named_once() -> None:
    shown = rendered(answer_view(answer(passage(article=citation(source="NPA")))))
    assert "Harbour pilots begin strike · NPA · Velmora · 2 March 2024 · paragraph 2" in shown


def test_a_refusal_says_what_is_missing_and_calls_the_closest_what_they_are() -> None:
    closest = [passage(rank=rank, text=f"Paragraph of rank {rank}.") for rank in (1, 2, 3, 4)]
    lines = rendered(answer_view(refused(*closest))).splitlines()
    assert lines[:2] == ["Nobody called Okonjo appears in this coverage.", "Missing: Okonjo"]
    assert lines.index("Closest in the coverage:") < lines.index("    Paragraph of rank 1.")
    assert "    Paragraph of rank 2." in lines
    assert "    Paragraph of rank 3." not in lines
    assert lines[-1] == "12 articles, newest 18 June 2025"


def test_a_refusal_without_anything_close_or_missing_leaves_no_empty_headings() -> None:
    shown = rendered(answer_view(refused(missing=())))
    assert "Closest" not in shown
    assert "Missing" not in shown


def test_how_fresh_the_coverage_is() -> None:
    def last(coverage: Freshness) -> str:
        return rendered(answer_view(Answer(question="?", answered=False, confidence=0, coverage=coverage))).strip()

    assert last(COVERAGE) == "12 articles, newest 18 June 2025"
    assert last(Freshness(articles=1, newest=None)) == "1 article, none with a date"
    assert last(Freshness(articles=2000, newest="2025-01-01")) == "2,000 articles, newest 1 January 2025"
    assert last(Freshness(articles=0, newest=None)) == "No articles yet. Add some: newsdesk add PATH"


def test_nothing_from_outside_reaches_the_terminal_with_its_control_characters_or_as_markup() -> None:
    evil = "\x1b[2J\x9b31m[red]\r\u202e\nx"
    hostile = citation(title=evil, source=evil, agency=evil, city=evil, url=evil, id=evil)
    bad: Passage = passage(text=evil, speaker=evil, article=hostile, also_in=(hostile,), highlights=((0, 3),))
    refusal = refused(bad, missing=(evil,))
    for outcome in (answer(bad), refusal, refusal.model_copy(update={"question": evil})):
        shown = rendered(answer_view(outcome, {evil: [evil]}), width=UNWRAPPED)
        assert "[red]" in shown
        assert not UNSAFE.search(shown.replace("\n", ""))
        assert "x\n" in shown
        assert "\nx" not in shown
