from bot.terminal.clean import UNSAFE
from bot.terminal.prose import UNWRAPPED
from bot.terminal.readings import article_view, reading_view
from index.articles import Dropped
from tests.cli.samples import QUOTE, reading
from tests.cli.test_prose import rendered


def test_a_reading_shows_what_would_be_added_and_what_was_left_out_and_why() -> None:
    assert rendered(reading_view(reading()), width=UNWRAPPED) == (
        "page.html\n"
        "Harbour pilots begin strike\n"
        "id         strike\n"
        "source     Velmora Courier\n"
        "agency     NPA\n"
        "city       Velmora\n"
        "published  2 March 2024 (2024-03-02)\n"
        "link       https://courier.example/strike\n"
        "language   en\n"
        "\n"
        "CORRECTION: an earlier version gave the wrong allowance.\n"
        "\n"
        "  1  Harbour pilots in Velmora began a strike on Saturday.\n"
        "\n"
        f"  2  {QUOTE}\n"
        '     Petra Lindqvist says  "said", as "union leader Petra Lindqvist", characters 0 to 57 of 92\n'
        "\n"
        "Left out: 1 line\n"
        "  newsletter: Subscribe now\n"
        "\n"
    )


def test_the_span_of_a_statement_is_marked_and_its_speaker_is_in_colour() -> None:
    shown = rendered(reading_view(reading()), width=UNWRAPPED, colour=True)
    assert '\x1b[4m"We will not go back before the night allowance is paid,"\x1b[0m' in shown
    assert "\x1b[36mPetra Lindqvist says\x1b[0m" in shown


def test_the_line_of_a_file_with_several_articles_is_named() -> None:
    shown = rendered(reading_view(reading().model_copy(update={"path": "many.jsonl", "line": 3})))
    assert shown.startswith("many.jsonl, line 3\n")


def test_an_article_that_is_held_looks_the_same_without_what_was_left_out() -> None:
    shown = rendered(article_view(reading().article), width=UNWRAPPED)
    assert shown in rendered(reading_view(reading()), width=UNWRAPPED)
    assert "Left out" not in shown


def test_nothing_from_outside_reaches_the_terminal_with_its_control_characters() -> None:
    evil = "\x1b]0;title\x07\x9b[b]\n"
    hostile = reading(id=evil, title=evil, source=evil, byline=evil, city=evil, url=evil, notices=(evil,))
    hostile = hostile.model_copy(update={"path": evil, "dropped": (Dropped(text=evil, why=evil),)})
    assert not UNSAFE.search(rendered(reading_view(hostile), width=UNWRAPPED).replace("\n", ""))
