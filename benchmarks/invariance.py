"""Count which changes of a question keep its answer: `python -m benchmarks.invariance ARTICLES QUESTIONS [A Q ...]`

Every question is asked as it is and changed in each way; held is a change after which the first passage is the same.
Roles swapped is held where the first passage of an answer is not said by the one who was asked about before.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from index.answering.answer import Answer
from index.answering.question import understand
from index.articles import Article, Paragraph
from index.coverage import Coverage
from index.reading import Reading, read_paths
from index.speakers import attribute
from tests.misspelling import SLIPS, misspelt

DRESSINGS: dict[str, Callable[[str], str]] = {
    "small letters": str.lower,
    "capitals": str.upper,
    "no signs": lambda text: re.sub(r"[?,.!;:\"“”]", "", text),
    "more signs": lambda text: text.rstrip("?") + " ???",
    "please, could you tell me": lambda text: f"Please, could you tell me: {text}",
    "thanks": lambda text: f"Hi, {text} Thank you!",
}
OTHER_NAMES = {
    "Putin": "the Russian president",
    "Zelensky": "the Ukrainian president",
    "Lagarde": "the president of the European Central Bank",
    "Obama": "President Obama",
    "Trump": "Donald Trump",
    "Hillary Clinton": "Hillary Rodham Clinton",
}
_NAME = re.compile(r"[A-Z][a-z]{3,}")


def first(answer: Answer) -> str:
    """The first passage that is shown."""
    shown = answer.passages or answer.closest
    return shown[0].text if shown else ""


def misspellings(question: str) -> Iterator[tuple[str, str]]:
    """The question with its last name, and with its longest other word, misspelt in one way each."""
    names = [match[0] for match in _NAME.finditer(question) if match.start()]
    words = list(re.findall(r"\b[a-z]{6,}\b", question))
    slips = list(SLIPS)
    for kind, word in (("a name misspelt", names[-1:]), ("a word misspelt", sorted(words, key=len)[-1:])):
        if word:
            wrong = misspelt(word[0], len(question)).get(slips[len(question) % 4])
            if wrong:
                yield kind, question.replace(word[0], wrong)


def variants(question: str) -> Iterator[tuple[str, str]]:
    """Each way of changing a question, and the question so changed."""
    yield from ((name, change(question)) for name, change in DRESSINGS.items())
    yield from misspellings(question)
    speaker = understand(question).speaker
    if speaker and speaker.text in OTHER_NAMES:
        yield "another name", question.replace(speaker.text, OTHER_NAMES[speaker.text], 1)


def swapped(question: str) -> tuple[str, str] | None:
    """The question with its speaker and the last name of its topic in each other's place, and who was the speaker."""
    understood = understand(question)
    names = _NAME.findall(understood.topic)
    if not understood.speaker or not names:
        return None
    one, other = understood.speaker.text, names[-1]
    if other in one or one not in question or other not in question:
        return None
    turned = question.replace(one, "\0").replace(other, one).replace("\0", other)
    return turned, one.split()[-1]


def unrelated() -> Iterator[Article]:
    """Notices of invented places, forty of them, about nothing that the questions ask."""
    for number in range(40):
        texts = (
            f"Fete number {number} of Nether Quoll drew {300 + number} people, organiser Una Threlkeld said.",
            f'"We baked {number + 12} rhubarb tarts and the brass band never stopped," she said.',
            "Rain is forecast for the ploughing match, and the marquee has a hole.",
        )
        paragraphs = tuple(Paragraph(number=place, text=text) for place, text in enumerate(texts, 1))
        yield attribute(Article(id=f"fete-{number}", title=f"Fete {number} at Nether Quoll", paragraphs=paragraphs))


def relations(coverage: Coverage, questions: list[str]) -> dict[str, list[tuple[bool, str]]]:
    """By each change, whether it held, and the question so changed."""
    found: dict[str, list[tuple[bool, str]]] = {}
    plain = {question: coverage.ask(question) for question in questions}
    for question, before in plain.items():
        for name, changed in variants(question):
            after = coverage.ask(changed)
            found.setdefault(name, []).append((first(after) == first(before), changed))
            found.setdefault("... and the verdict", []).append((after.answered == before.answered, changed))
        turned = swapped(question)
        if turned:
            after = coverage.ask(turned[0])
            theirs = after.answered and (after.passages[0].speaker or "").endswith(turned[1])
            found.setdefault("roles swapped", []).append((not theirs, turned[0]))
    list(coverage.add(unrelated(), who="benchmark"))
    for question, before in plain.items():
        after = coverage.ask(question)
        same = (first(after), after.answered) == (first(before), before.answered)
        found.setdefault("unrelated news added", []).append((same, question))
    return found


def main() -> None:
    """The command. --failures shows the questions that did not hold."""
    paths = [argument for argument in sys.argv[1:] if argument != "--failures"]
    for articles, questions in zip(paths[::2], paths[1::2], strict=True):
        rows = [json.loads(line) for line in Path(questions).read_text("utf-8").splitlines()]
        with tempfile.TemporaryDirectory() as folder, Coverage.open(Path(folder) / "news.db") as coverage:
            held = (one.article for one in read_paths([articles]) if isinstance(one, Reading))
            list(coverage.add(held, who="benchmark"))
            found = relations(coverage, [row["question"] for row in rows])
        print(f"{questions}: {len(rows)} questions")
        for name, results in found.items():
            print(f"  {name:28} {sum(right for right, _ in results) / len(results):6.3f} of {len(results)}")
            if "--failures" in sys.argv:
                print(*(f"      {changed}" for right, changed in results if not right), sep="\n")


if __name__ == "__main__":
    main()
