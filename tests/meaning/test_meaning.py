"""Ranking by meaning, through onnxruntime: what it finds, what it leaves alone, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.answering.answer import Answer
from index.articles import Article, Paragraph
from index.coverage import Coverage
from index.meaning import MeaningError, opened
from index.speakers import attribute

pytest.importorskip("onnxruntime", reason="the extra newsdesk[semantic] is not installed: make semantic")
pytest.importorskip("tokenizers", reason="the extra newsdesk[semantic] is not installed: make semantic")
pytest.importorskip("onnx", reason="the package onnx, which makes the model of this test, is not installed")

from index.meaning.onnx_model import OnnxModel
from tests.meaning.tiny_model import weights, write_model

WOOL = "Varga said wool of every flock would be sorted in May."
BRIDGE = "Varga said the county would raise the levy for each barque."
PIES = "Varga said pies would be sold beside the school."
QUESTION = "What did Varga say about the ferry toll?"


def article(name: str, *paragraphs: str) -> Article:
    numbered = tuple(Paragraph(number=number, text=text) for number, text in enumerate(paragraphs, 1))
    return attribute(Article(id=name, title="Ilse Varga speaks", paragraphs=numbered))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with Coverage.open(tmp_path / "news.db") as coverage:
        list(coverage.add([article("council", PIES, WOOL, BRIDGE)], who="test"))
    return tmp_path / "news.db"


@pytest.fixture
def coverage(database: Path, folder: Path) -> Iterator[Coverage]:
    with Coverage.open(database, meaning=opened(str(folder))) as opened_:
        yield opened_


def first_of(answer: Answer) -> str:
    return (answer.passages or answer.closest)[0].text


def kept(coverage: Coverage) -> int:
    assert coverage._meaning is not None
    return coverage._meaning.kept


def test_a_passage_that_shares_no_word_of_the_topic_is_found(coverage: Coverage, database: Path) -> None:
    answer = coverage.ask(QUESTION)
    assert answer.answered
    assert answer.passages[0].text == BRIDGE
    with Coverage.open(database) as without:
        assert first_of(without.ask(QUESTION)) != BRIDGE


def test_an_answer_is_the_same_when_vectors_are_known(coverage: Coverage) -> None:
    first = coverage.ask(QUESTION)
    assert kept(coverage) == 3
    assert coverage.ask(QUESTION) == first


def test_what_the_coverage_does_not_say_is_refused(coverage: Coverage) -> None:
    assert not coverage.ask("What did Varga say about the walkout?").answered
    unknown = coverage.ask("What did Macron say about the ferry toll?")
    assert not unknown.answered
    assert unknown.refusal is not None
    assert "Macron" in unknown.refusal.message


def test_it_is_explained(coverage: Coverage) -> None:
    explained = coverage.explain(QUESTION)
    assert "meaning_sentence" in {reason.name for reason in explained.passages[0].reasons}
    assert "meaning_sentence" in {reason.name for reason in explained.reasons}


def test_another_collection_tells_nothing(coverage: Coverage) -> None:
    list(coverage.add([article("theirs", "Varga said the toll for the boat would fall.")], who="test", collection="g2"))
    assert coverage.ask(QUESTION).passages[0].text == BRIDGE
    assert coverage.ask(QUESTION, collections=("g2",)).passages[0].article.id == "theirs"


def test_an_article_added_is_in_the_next_answer(coverage: Coverage) -> None:
    coverage.ask(QUESTION)
    list(coverage.add([article("later", "Varga said the ferry toll would be a fee.")], who="test"))
    assert "later" in {passage.article.id for passage in coverage.ask(QUESTION).passages}


def test_vectors_of_what_is_corrected_or_withdrawn_are_let_go(coverage: Coverage) -> None:
    coverage.ask(QUESTION)
    coverage.correct("council", article("council", PIES), who="test", reason="two were wrong")
    assert BRIDGE not in {passage.text for passage in coverage.ask(QUESTION).closest}
    assert kept(coverage) == 1
    coverage.withdraw("council", who="test")
    coverage.ask(QUESTION)
    assert kept(coverage) == 0


def test_another_process_withdraws(coverage: Coverage, database: Path) -> None:
    coverage.ask(QUESTION)
    with Coverage.open(database) as other:
        other.withdraw("council", who="test")
    coverage.ask(QUESTION)
    assert kept(coverage) == 0


def test_erasing_lets_go_of_them_at_once(coverage: Coverage) -> None:
    coverage.ask(QUESTION)
    assert kept(coverage)
    coverage.erase("shared", who="test")
    assert not kept(coverage)


@pytest.mark.parametrize("pooled", [False, True])
@pytest.mark.parametrize("inputs", [("input_ids",), ("input_ids", "attention_mask", "token_type_ids")])
def test_models_of_all_usual_shapes_are_read(tmp_path: Path, inputs: tuple[str, ...], pooled: bool) -> None:
    model = opened(str(write_model(tmp_path / "model", inputs=inputs, pooled=pooled)))
    boat, ferry, sheep = model.embed(["boat", "the ferry", "sheep " * 5_000])
    assert boat @ boat == pytest.approx(1.0, abs=1e-4)
    assert boat @ ferry > 0.9 > 0.2 > boat @ sheep


def test_a_model_that_wants_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MeaningError, match=r"no model of sentences: it wants input_ids, pixels"):
        opened(str(write_model(tmp_path / "model", inputs=("input_ids", "pixels"))))


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json", "weights.json"])
@pytest.mark.parametrize("content", [b"", b"no such thing", b"{}", b"\xff\xfe\x00", b"[" * 100_000])
def test_a_broken_file_is_named_in_one_line(tmp_path: Path, file: str, content: bytes) -> None:
    folder = write_model(tmp_path / "model")
    (folder / file).write_bytes(content)
    with pytest.raises(MeaningError, match=file) as refused:
        opened(str(folder))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    folder = write_model(tmp_path / "model")
    (folder / file).unlink()
    with pytest.raises(MeaningError, match=f"has no {file}"):
        opened(str(folder))


def test_a_model_that_the_weights_were_not_learned_with_is_refused(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "model")
    (folder / "weights.json").write_text(json.dumps(weights() | {"trial": [["ferry", "sheep", 1.0]]}), "utf-8")
    with pytest.raises(MeaningError, match="measures otherwise than tiny"):
        opened(str(folder))
    (folder / "weights.json").unlink()
    with pytest.raises(MeaningError, match="measures otherwise than all-MiniLM-L6-v2"):
        opened(str(folder))


def test_a_name_that_is_neither_folder_nor_package_is_refused() -> None:
    for name in ("nowhere_at_all", "/nowhere/at/all", "a b", "..", "json"):
        with pytest.raises(MeaningError):
            opened(name)


def test_a_package_may_carry_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_model(tmp_path / "carrying_a_model")
    (tmp_path / "carrying_a_model/__init__.py").write_text("raise RuntimeError('nothing of it is run')", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert opened("carrying_a_model").embed(["boat"]).shape == (1, 5)


def test_without_the_extra_it_is_said_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(MeaningError, match=r"pip install 'newsdesk\[semantic\]'"):
        OnnxModel(folder / "model.onnx", folder / "tokenizer.json", {})


def test_the_command_line_takes_it_from_the_setting_and_only_where_it_asks(database: Path, folder: Path) -> None:
    def newsdesk(meaning: object, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from bot.cli import main; main()", "--database", str(database), *words]
        environment = {**os.environ, "NEWSDESK_MEANING": str(meaning)}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert BRIDGE[:40] in newsdesk(folder, "ask", QUESTION, "--limit", "1").stdout
    refused = newsdesk("/nowhere", "ask", QUESTION)
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert "NEWSDESK_MEANING" in refused.stderr
    assert newsdesk("/nowhere", "list").returncode == 0
