"""Print the median time of a question, in milliseconds, on 1,000 articles of ten paragraphs that chance wrote.

Run by `benchmarks/quality.py` with this version of the code and with an older one, so it uses only what both have.
"""

from __future__ import annotations

import random
import time
from types import SimpleNamespace

from index.answering.answer import Freshness
from index.answering.answerer import answer
from index.articles import Article, Paragraph
from index.language.analysis import analyse
from index.search.documents import documents
from index.search.memory import MemoryEngine
from index.speakers import attribute

ARTICLES, PARAGRAPHS, QUESTIONS = 1_000, 10, 40
STARTS = ["har", "mar", "tol", "ven", "sil", "gor", "pel", "dun", "bran", "kor"]
ENDS = ["bour", "ket", "lage", "ture", "dock", "wick", "stead"]
NAMES = ["Ilse Varga", "Tomas Brekke", "Joost Tan", "Mieke Holt", "Paul Ondine", "Anna Wren"]


def main() -> None:
    """The command."""
    chance = random.Random(5)
    nouns = [start + end for start in STARTS for end in ENDS]

    def paragraph(number: int) -> Paragraph:
        words, (one, other) = " ".join(chance.choices(nouns, k=30)), chance.choices(nouns, k=2)
        said = f'"The {words}," {chance.choice(NAMES)} said. She added that the {one} would meet the {other}.'
        return Paragraph(number=number, text=said)

    engine, held = MemoryEngine(), {}
    for key in range(1, ARTICLES + 1):
        paragraphs = tuple(map(paragraph, range(1, PARAGRAPHS + 1)))
        article = attribute(Article(id=str(key), title=chance.choice(nouns), paragraphs=paragraphs))
        terms = [" ".join(term.text for term in analyse(one.text)) for one in paragraphs]
        held[key] = SimpleNamespace(key=key, article=article, terms=terms, title_terms="")
    every = [one for it in held.values() for one in documents(it.key, it.article, it.terms, it.title_terms)]
    engine.publish("shared", every)
    snapshot, fresh = engine.snapshot(["shared"]), Freshness(articles=ARTICLES, newest=None)
    times = []
    for _ in range(QUESTIONS):
        one, other = chance.choices(nouns, k=2)
        question = f"What did {chance.choice(NAMES)} say about the {one} and the strike at the {other}?"
        start = time.perf_counter()
        answer(question, 5, snapshot, lambda keys: {key: held[key] for key in keys}, fresh)
        times.append(time.perf_counter() - start)
    print(sorted(times)[len(times) // 2] * 1000)


if __name__ == "__main__":
    main()
