from collections import Counter

from bot.intake import Taken
from bot.terminal.lists import articles_view, figures_view, taken_view, tally
from bot.terminal.prose import UNWRAPPED
from index.answering.answer import Freshness
from index.coverage import Change, Summary
from index.evaluation import Figures, Row
from tests.cli.samples import COVERAGE, reading
from tests.cli.test_prose import rendered


def summary(article_id: str = "strike", title: str = "Harbour pilots begin strike") -> Summary:
    return Summary(
        key=1, collection="shared", id=article_id, title=title, source="Velmora Courier", agency="NPA", city="Velmora",
        published="2024-03-02T10:00", url=None, paragraphs=3, added="2024-03-02T11:00:00+00:00",
    )  # fmt: skip


def test_articles_are_a_table_that_ends_with_how_fresh_they_are() -> None:
    lines = rendered(articles_view([summary()], COVERAGE)).splitlines()
    assert lines[0].split() == ["Published", "Id", "Title", "From", "Paragraphs"]
    assert " ".join(lines[1].split()) == "2024-03-02 strike Harbour pilots begin strike Velmora Courier 3"
    assert lines[-1] == "12 articles, newest 18 June 2025"


def test_an_id_is_never_cut_for_it_is_needed_to_withdraw() -> None:
    long = "courier-" + "0123456789" * 8
    assert long in rendered(articles_view([summary(long)], COVERAGE), width=UNWRAPPED)
    narrow = rendered(articles_view([summary(long)], COVERAGE), width=80)
    column = narrow.index("Id")
    pieces = (line[column:].split(" ")[0] for line in narrow.splitlines()[1:-2])
    assert "".join(pieces) == long
    assert "…" not in narrow


def test_no_articles_is_said_with_what_to_do() -> None:
    shown = rendered(articles_view([], Freshness(articles=0, newest=None)))
    assert shown == "No articles yet. Add some: newsdesk add PATH\n"


def test_a_title_cannot_forge_a_line_of_the_table() -> None:
    shown = rendered(articles_view([summary(title="Fine\n2024-01-01\x1b[31m")], COVERAGE), width=UNWRAPPED)
    assert len(shown.splitlines()) == 4
    assert "\x1b" not in shown


def test_what_became_of_an_article() -> None:
    change = Change(id="strike", title="Harbour pilots begin strike", outcome="replaced", paragraphs=1)
    taken = Taken(reading(), change, "the id is repeated: a.jsonl, line 1 has it too")
    assert rendered(taken_view(taken), width=UNWRAPPED) == (
        "replaced   Harbour pilots begin strike  strike, 1 paragraph"
        "  (page.html: the id is repeated: a.jsonl, line 1 has it too)\n"
    )


def test_the_tally_names_only_what_happened() -> None:
    assert tally(Counter(added=3, replaced=1, unchanged=2, refused=1)) == "3 added, 1 replaced, 2 unchanged, 1 refused"
    assert tally(Counter(unchanged=2000)) == "2,000 unchanged"
    assert tally(Counter()) == "nothing added"


def test_figures_are_a_table_by_kind() -> None:
    rows = (Row("said", 4, 0.75, 1.0, 0.8125, 0.25, None), Row("all", 6, 0.75, 1.0, 0.8125, 0.25, 0.5))
    shown = rendered(figures_view(Figures(rows=rows, auc=0.875, outcomes=())))
    lines = [line.split() for line in shown.splitlines()]
    assert lines[1] == ["said", "4", "0.750", "1.000", "0.812", "0.250", "-"]
    assert lines[2][0] == "all"
    assert "AUC of the confidence: 0.875" in shown
