"""A store in a folder of its own, articles to put in it, and other processes that use it at the same time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.articles import Article, Paragraph, Person, Statement
from index.store import Put, Store, Writer

ROOT = Path(__file__).parents[2]


def article(name: str = "ferry", *texts: str, **fields: str | None) -> Article:
    """An article with these paragraphs and fields."""
    texts = texts or ("The ferry to Lund Island is late.", '"It will sail tonight," Captain Ada Brill said.')
    numbered = tuple(Paragraph(number=number, text=text) for number, text in enumerate(texts, start=1))
    title = fields.pop("title", None) or "Ferry to Lund Island is late"
    return Article(id=name, title=title, paragraphs=numbered, **fields)


def put(writer: Writer, held: Article, collection: str = "shared") -> Put:
    """Put the article in with terms that are plain to see."""
    terms = [f"t{paragraph.number} term" for paragraph in held.paragraphs]
    return writer.put(held, terms, "title term", collection)


def add(store: Store, *all_of: Article, collection: str = "shared", who: str = "tests") -> list[Put]:
    """Put the articles in, in one transaction."""
    with store.write(who) as writer:
        return [put(writer, one, collection) for one in all_of]


SAID = Statement(
    start=0,
    end=23,
    kind="direct",
    cue="said",
    cue_start=42,
    speaker="Ada Brill",
    mention="Captain Ada Brill",
    mention_start=24,
    mention_paragraph=2,
)


def with_statement(held: Article, statement: Statement = SAID) -> Article:
    """The article with the statement in its second paragraph."""
    first, second = held.paragraphs
    return held.model_copy(update={"paragraphs": (first, second.model_copy(update={"statements": (statement,)}))})


def with_people(held: Article) -> Article:
    """The article with a person whom its second paragraph speaks of."""
    first, second = held.paragraphs
    person = Person(name="Ada Brill", mentions=("Ada Brill", "the captain"), roles=("captain",), sex="f")
    paragraphs = (first, second.model_copy(update={"people": ("Ada Brill",)}))
    return held.model_copy(update={"paragraphs": paragraphs, "people": (person,)})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, wait=5) as opened:
        yield opened


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start Python code in another process; its standard input and output are pipes. It ends with the test."""
    started: list[subprocess.Popen[str]] = []

    def start_one(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-B", "-c", code, *map(str, arguments)]
        process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        started.append(process)
        return process

    yield start_one
    for process in started:
        process.kill()
        process.communicate()
