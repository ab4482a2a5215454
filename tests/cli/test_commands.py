"""What a person or a program does, end to end: real files, a real database."""

import os
from pathlib import Path

import pytest

from index.articles import Article, Paragraph
from index.coverage import Coverage
from tests.cli.conftest import FERRY, STRIKE, Run, held, objects, write_lines

QUOTE = '"We will not go back before the night allowance is paid," union leader Petra Lindqvist said.'
CITATION = ["id", "title", "source", "agency", "city", "published", "url"]


def test_from_nothing_to_a_cited_answer(run: Run, folder: Path) -> None:
    write_lines(folder / "news.jsonl", STRIKE, FERRY)
    added = run("add", "news.jsonl")
    assert added.exit_code == 0
    assert added.stdout.splitlines()[-1] == "2 added"
    asked = run("ask", "What did Petra Lindqvist say about the night allowance?")
    assert asked.exit_code == 0
    assert QUOTE in asked.stdout
    assert "Velmora Courier" in asked.stdout
    assert "2 March 2024 · paragraph 2" in asked.stdout
    assert "https://courier.example/strike" in asked.stdout
    assert asked.stdout.splitlines()[-1] == "2 articles, newest 5 March 2024"
    assert "\x1b" not in asked.stdout
    assert asked.stderr == ""


def test_add_says_what_became_of_each_article(run: Run, folder: Path) -> None:
    write_lines(folder / "a.jsonl", STRIKE, FERRY)
    path = "a.jsonl"
    assert objects(run("add", path, "--json")) == [
        {"path": path, "line": 1, "id": "strike", "outcome": "added", "reason": None},
        {"path": path, "line": 2, "id": "ferry", "outcome": "added", "reason": None},
    ]
    assert [row["outcome"] for row in objects(run("add", path, "--json"))] == ["unchanged", "unchanged"]
    write_lines(folder / "a.jsonl", STRIKE, FERRY | {"paragraphs": ["The ferry was called off."]})
    replaced = run("add", path, "--json")
    assert [row["outcome"] for row in objects(replaced)] == ["unchanged", "replaced"]
    assert replaced.exit_code == 0
    assert "1 replaced, 1 unchanged" in run("add", write_lines(folder / "b.jsonl", STRIKE, FERRY)).stdout


def test_an_id_that_is_repeated_is_said(run: Run, folder: Path) -> None:
    write_lines(folder / "a.jsonl", FERRY, FERRY | {"title": "Other"})
    rows = objects(run("add", "a.jsonl", "--json"))
    assert [row["outcome"] for row in rows] == ["added", "replaced"]
    assert "repeated" in rows[1]["reason"]
    assert "line 1" in rows[1]["reason"]
    write_lines(folder / "b.jsonl", FERRY, FERRY | {"title": "Another"})
    assert "repeated" in run("add", "b.jsonl").stdout


def test_standard_input_and_several_paths_are_taken_in_their_order(run: Run, folder: Path) -> None:
    write_lines(folder / "a.jsonl", STRIKE)
    data = write_lines(folder / "b.jsonl", FERRY).read_bytes()
    rows = objects(run("add", "a.jsonl", "-", "--json", input=data))
    assert [row["id"] for row in rows] == ["strike", "ferry"]


def test_many_articles_are_not_listed_one_by_one(run: Run, folder: Path) -> None:
    rows = (FERRY | {"id": f"ferry-{number}", "title": f"Ferry {number}"} for number in range(100))
    shown = run("add", write_lines(folder / "many.jsonl", *rows)).stdout.splitlines()
    assert len(shown) <= 25
    assert shown[-1] == "100 added"


def test_the_json_of_an_answer_has_the_keys_of_the_contract(filled: Run) -> None:
    [answer] = objects(filled("ask", "What did Petra Lindqvist say about the night allowance?", "--json"))
    assert list(answer) == [
        "question", "answered", "confidence", "refusal", "passages", "closest", "coverage", "confined", "by_date",
    ]  # fmt: skip
    assert answer["answered"] is True
    assert answer["refusal"] is None
    assert answer["closest"] == []
    assert 0 <= answer["confidence"] <= 1
    assert answer["coverage"] == {"articles": 2, "newest": "2024-03-05"}
    first = answer["passages"][0]
    assert list(first) == [
        "rank", "text", "paragraph", "speaker", "kind", "score", "highlights", "article", "also_in", "excerpt",
    ]  # fmt: skip
    assert (first["rank"], first["text"], first["paragraph"]) == (1, QUOTE, 2)
    assert first["speaker"] == "Petra Lindqvist"
    assert list(first["article"]) == CITATION
    assert first["article"]["published"] == "2024-03-02"
    assert "allowance" in [QUOTE[start:end] for start, end in first["highlights"]]


def test_what_the_coverage_does_not_say_is_refused_and_that_is_an_answer(filled: Run) -> None:
    result = filled("ask", "What did Okonjo Adeyemi say about quantum computers?", "--json")
    assert result.exit_code == 0
    [answer] = objects(result)
    assert answer["answered"] is False
    assert answer["passages"] == []
    assert list(answer["refusal"]) == ["kind", "message", "missing"]
    shown = filled("ask", "What did Okonjo Adeyemi say about quantum computers?")
    assert shown.exit_code == 0
    assert answer["refusal"]["message"] in shown.stdout


def test_a_correction_is_shown_with_the_passages_of_its_article(filled: Run, folder: Path) -> None:
    body = Paragraph(number=1, text="The tram line in Ostrel opened with seven stops.")
    notice = "CORRECTION: the tram has six stops."
    corrected = Article(id="tram", title="Tram line opens in Ostrel", notices=(notice,), paragraphs=(body,))
    with Coverage.open(folder.parent / "newsdesk.db") as coverage:
        list(coverage.add([corrected], who="test"))
    assert notice in filled("ask", "How many stops has the tram line in Ostrel?").stdout


def test_a_question_with_bytes_that_are_no_text_is_asked_all_the_same(filled: Run) -> None:
    result = filled("ask", os.fsdecode(b"What did Petra Lindqvist say about the night allowance \xff?"), "--json")
    assert result.exit_code == 0
    assert objects(result)[0]["question"] == "What did Petra Lindqvist say about the night allowance \ufffd?"


def test_an_empty_coverage_is_said(run: Run) -> None:
    [answer] = objects(run("ask", "who won?", "--json"))
    assert answer["refusal"]["kind"] == "empty_coverage"
    assert answer["coverage"] == {"articles": 0, "newest": None}


def test_a_limit_is_kept(filled: Run) -> None:
    [answer] = objects(filled("ask", "What about Velmora?", "--json", "--limit", "1"))
    assert len(answer["passages"] + answer["closest"]) <= 1


def test_a_batch_gets_one_object_for_each_line_in_order_also_for_those_that_cannot_be_asked(
    filled: Run, folder: Path
) -> None:
    questions = ["What did Osman Keller say?", "", "🚢🚢🚢", "x" * 10_000, "Who is Petra Lindqvist?"]
    (folder / "questions.txt").write_text("\n".join(questions) + "\n", encoding="utf-8")
    result = filled("ask", "--questions", "questions.txt", "--json")
    answers = objects(result)
    assert [answer["question"] for answer in answers] == questions
    assert [(answer["refusal"] or {}).get("kind") == "question" for answer in answers] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert result.exit_code == 1
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == [
        f"questions.txt, line {number}" for number in (2, 3, 4)
    ]


def test_a_batch_of_good_questions_ends_with_0_and_may_come_from_standard_input(filled: Run) -> None:
    result = filled("ask", "--questions", "-", "--json", input="Who leads the union?\nWhere is the ferry?\n")
    assert result.exit_code == 0
    assert len(objects(result)) == 2


def test_read_shows_how_a_file_is_read_and_adds_nothing(run: Run, folder: Path) -> None:
    write_lines(folder / "a.jsonl", STRIKE)
    [article] = objects(run("read", "a.jsonl", "--json"))
    assert list(article) == [
        "path", "id", "title", "source", "agency", "byline", "city", "published", "url", "language",
        "paragraphs", "dropped", "notices",
    ]  # fmt: skip
    assert article["path"] == "a.jsonl"
    assert [paragraph["text"] for paragraph in article["paragraphs"]] == STRIKE["paragraphs"]
    assert list(article["paragraphs"][0]) == ["number", "text", "statements"]
    said = [statement for paragraph in article["paragraphs"] for statement in paragraph["statements"]]
    assert list(said[0]) == [
        "start", "end", "kind", "cue", "cue_start", "speaker", "mention", "mention_start", "mention_paragraph",
    ]  # fmt: skip
    assert "Petra Lindqvist" in [statement["speaker"] for statement in said]
    shown = run("read", "a.jsonl").stdout
    assert f"  2  {QUOTE}\n" in shown
    assert held(run) == []


def test_read_shows_what_is_left_out_of_a_page_and_why(run: Run, folder: Path) -> None:
    page = "Harbour pilots begin strike\n\nVELMORA, March 2 (NPA) - " + " ".join(STRIKE["paragraphs"][0:1])
    page += f"\n\n{STRIKE['paragraphs'][1]}\n\n{STRIKE['paragraphs'][2]}\n\nADVERTISEMENT\n"
    (folder / "page.txt").write_text(page, encoding="utf-8")
    [article] = objects(run("read", "page.txt", "--json"))
    dropped = [line["text"] for line in article["dropped"]]
    assert "ADVERTISEMENT" in dropped
    assert all(line["why"] for line in article["dropped"])
    assert "ADVERTISEMENT" in run("read", "page.txt").stdout.split("Left out")[1]


def test_a_list_has_every_article_and_show_has_all_of_one(filled: Run) -> None:
    listed = objects(filled("list", "--json"))
    assert [row["id"] for row in listed] == ["ferry", "strike"]
    assert listed[1]["paragraphs"] == 3
    table = filled("list").stdout
    assert "Harbour pilots begin strike in Velmora" in table
    assert table.splitlines()[-1] == "2 articles, newest 5 March 2024"
    [article] = objects(filled("show", "strike", "--json"))
    assert [paragraph["text"] for paragraph in article["paragraphs"]] == STRIKE["paragraphs"]
    assert QUOTE in filled("show", "strike").stdout


def test_what_is_withdrawn_is_in_no_answer_and_in_no_list(filled: Run) -> None:
    withdrawn = filled("withdraw", "strike", "--reason", "retracted", "--json")
    assert withdrawn.exit_code == 0
    [change] = objects(withdrawn)
    assert (change["id"], change["outcome"], change["reason"]) == ("strike", "withdrawn", "retracted")
    assert held(filled) == ["ferry"]
    assert QUOTE not in filled("ask", "What did Petra Lindqvist say about the night allowance?").stdout
    again = filled("withdraw", "strike")
    assert again.exit_code == 1
    assert "strike" in again.stderr


@pytest.mark.parametrize("command", ["show", "withdraw"])
def test_an_id_that_is_not_held_is_refused_on_one_clean_line(filled: Run, command: str) -> None:
    result = filled(command, "no\x1b[31m\nsuch")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "\x1b" not in result.stderr


def test_reindex_and_check_find_all_in_order(filled: Run) -> None:
    [reindexed] = objects(filled("reindex", "--json"))
    assert (reindexed["articles"], reindexed["paragraphs"]) == (2, 5)
    assert "2 articles, 5 paragraphs" in filled("reindex").stdout
    assert objects(filled("check", "--json")) == [{"articles": 2, "problems": []}]
    assert filled("check").stdout == "2 articles, nothing wrong\n"
    assert QUOTE in filled("ask", "What did Petra Lindqvist say about the night allowance?").stdout


def test_what_check_finds_wrong_ends_with_1(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.coverage.Coverage.check", lambda self, progress=None, **_: ["One.", "Two\x1b."])
    result = filled("check")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "One.\nTwo\ufffd.\n")
    assert objects(filled("check", "--json")) == [{"articles": 2, "problems": ["One.", "Two\x1b."]}]


def test_figures_are_shown_by_kind(filled: Run, folder: Path) -> None:
    rows = [
        {"id": "1", "kind": "said", "question": "What did Petra Lindqvist say about the night allowance?",
         "answerable": True, "gold": [["strike", 2]]},
        {"id": "2", "kind": "absent", "question": "What did Okonjo Adeyemi say about quantum computers?",
         "answerable": False, "gold": []},
    ]  # fmt: skip
    write_lines(folder / "questions.jsonl", *rows)
    shown = filled("evaluate", "questions.jsonl")
    assert shown.exit_code == 0
    assert [line.split()[0] for line in shown.stdout.splitlines()[1:4]] == ["said", "absent", "all"]
    [figures] = objects(filled("evaluate", "questions.jsonl", "--json"))
    assert [row["kind"] for row in figures["rows"]] == ["said", "absent", "all"]
    assert figures["rows"][0]["hit_at_1"] == 1.0
    assert figures["auc"] == 1.0


def test_json_keeps_text_readable_and_escapes_what_a_terminal_would_obey(run: Run, folder: Path) -> None:
    title = "Fähre nach Õismäe \x1b[2J\x9b1m\u202e北京"
    write_lines(folder / "a.jsonl", FERRY | {"title": title})
    run("add", "a.jsonl")
    result = run("show", "ferry", "--json")
    assert objects(result)[0]["title"] == title
    assert "Fähre nach Õismäe \\u001b[2J\\u009b1m\\u202e北京" in result.stdout


@pytest.mark.parametrize(
    "arguments", [("list",), ("show", "ferry"), ("read", "evil.jsonl"), ("ask", "Where does the new ferry go?")]
)
def test_an_article_cannot_send_control_characters_to_a_terminal(
    run: Run, folder: Path, arguments: tuple[str, ...]
) -> None:
    evil = "\x1b]0;owned\x07\x9b31m\u202e"
    paragraphs = [f"The new ferry goes {evil} to the outer islands.", f"[bold]Tickets{evil}[/bold]"]
    write_lines(folder / "evil.jsonl", FERRY | {"title": f"New ferry {evil}", "source": evil, "paragraphs": paragraphs})
    run("add", "evil.jsonl")
    shown = run(*arguments).stdout
    assert "ferry" in shown
    assert not set(evil) & set("\x1b\x07\x9b\u202e") & set(shown)
