"""Make questions from articles whose statements were marked by hand, for training and measuring.

    python benchmarks/questions_from_statements.py ARTICLES.jsonl STATEMENTS.jsonl QUESTIONS.jsonl [--each 60]

STATEMENTS.jsonl: one a line: article, paragraph, start, end, speaker, mention_kind ("named", "pronoun", ...). The
questions ask what a speaker said about some words of a statement; those of kind "reworded" ask with words near to them
(index/language/data/kin), those of kind "misspelt" with a letter wrong, and those of kind "never" join a person and
words that another says in the coverage and he does not. The choice is random, with a fixed seed.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from index.answering.words import asking
from index.language.analysis import analyse
from index.language.kin import kin
from index.language.names import name_terms, terms_of

FEWEST_TERMS = 4
"""Terms of a statement that tells enough to be asked for."""


class Said(NamedTuple):
    """A statement whose speaker is known."""

    article: str
    paragraph: int
    speaker: str
    mention: str
    words: list[str]
    """As written, stop words and the speaker's name left out."""
    terms: frozenset[str]


def statements(articles: Path, marked: Path) -> list[Said]:
    """All statements with a speaker, in order."""
    texts = {row["id"]: row["paragraphs"] for row in _rows(articles)}
    found = []
    for row in _rows(marked):
        if not row["speaker"]:
            continue
        content = texts[row["article"]][row["paragraph"] - 1][row["start"] : row["end"]]
        terms = [term for term in analyse(content) if term.text not in name_terms(row["speaker"])]
        words = [content[term.start : term.end] for term in terms]
        mention = row["mention_kind"]
        found.append(
            Said(row["article"], row["paragraph"], row["speaker"], mention, words, frozenset(t.text for t in terms))
        )
    return found


def _family(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


class Maker:
    """Makes questions from statements."""

    def __init__(self, several: list[Said], seed: int = 7) -> None:
        self._all = several
        self._random = random.Random(seed)
        self._count = 0
        self._frequency = Counter(word.lower() for said in several for word in said.words)
        self._written = {term: word.lower() for word in self._frequency for term in terms_of(word)}

    def answered(self, mention: str, count: int, change: str = "") -> Iterator[dict[str, Any]]:
        """Questions about statements whose speaker is mentioned in a certain way."""
        pool = [one for one in self._all if one.mention == mention and len(one.words) >= FEWEST_TERMS]
        self._random.shuffle(pool)
        for said in pool:
            if count and (words := self._topic(said)):
                asked = self._reworded(words) if change == "reworded" else words
                if asked is None:
                    continue
                terms = {term.text for word in words for term in analyse(word)}
                gold = {(one.article, one.paragraph) for one in self._by(said.speaker) if terms <= one.terms}
                yield self._row(change or mention, self._name(said.speaker, change), asked, sorted(gold))
                count -= 1

    def never(self, count: int) -> Iterator[dict[str, Any]]:
        """Questions that join a person and a topic of another's that is nowhere in this person's statements."""
        speakers = sorted({one.speaker for one in self._all if len(self._by(one.speaker)) > 4})
        while count:
            said, speaker = self._random.choice(self._all), self._random.choice(speakers)
            words = self._topic(said)
            if _family(said.speaker) == _family(speaker) or not words:
                continue
            terms = {term.text for word in words for term in analyse(word)}
            if terms & name_terms(speaker) or any(terms & one.terms for one in self._by(speaker)):
                continue
            yield self._row("never", self._name(speaker, ""), words, [])
            count -= 1

    def _reworded(self, words: list[str]) -> list[str] | None:
        """The words, those that have others near to them replaced; None unless one has."""
        changed = []
        for word in words:
            near = [
                run for run in kin(terms_of(word), capitalised=word[0].isupper()) if all(map(self._written.get, run))
            ]
            changed.append(" ".join(self._written[term] for term in self._random.choice(near)) if near else word)
        return changed if changed != words else None

    def _by(self, speaker: str) -> list[Said]:
        return [one for one in self._all if _family(one.speaker) == _family(speaker)]

    def _topic(self, said: Said) -> list[str]:
        """Two or three neighbouring words of a statement that tell something: one of its three rarest such runs."""
        words = said.words
        length = self._random.choice((2, 2, 3))
        runs = [words[start : start + length] for start in range(len(words) - length + 1)]
        telling = [run for run in runs if all(len(word) > 3 and word.lower() not in asking().openers for word in run)]
        telling.sort(key=lambda run: sum(math.log(self._frequency[word.lower()]) for word in run))
        return self._random.choice(telling[:3]) if telling else []

    def _name(self, speaker: str, change: str) -> str:
        name = self._random.choice((speaker, _family(speaker)))
        if change != "misspelt" or len(_family(name)) < 5:
            return name
        family = _family(name)
        at = self._random.randrange(1, len(family) - 2)
        wrong = family[:at] + family[at + 1] + family[at] + family[at + 2 :]
        return " ".join([*name.split()[:-1], wrong])

    def _row(self, kind: str, speaker: str, words: list[str], gold: list[tuple[str, int]]) -> dict[str, Any]:
        self._count += 1
        question = f"What did {speaker} say about {' '.join(words)}?"
        return {
            "id": f"m{self._count:03}",
            "kind": kind,
            "question": question,
            "answerable": bool(gold),
            "gold": gold,
            "also": [],
        }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("statements", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--each", type=int, default=60, help="questions of each kind")
    options = parser.parse_args()
    maker = Maker(statements(options.articles, options.statements))
    rows = [
        *maker.answered("named", options.each),
        *maker.answered("pronoun", options.each),
        *maker.answered("named", options.each // 2, "misspelt"),
        *maker.answered("named", options.each, "reworded"),
        *maker.answered("pronoun", options.each // 2, "reworded"),
        *maker.never(2 * options.each),
    ]
    options.questions.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


if __name__ == "__main__":
    main()
