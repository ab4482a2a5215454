"""Measure how misspelt words are mended: `python -m benchmarks.spelling ARTICLES [ARTICLES ...]`

For each coverage (files or folders) the names of its people and its longer words are misspelt in the ways of
`tests/misspelling.py`, and asked about. Mended right: what is looked for holds the word as it was. Against that stand
words that are spelt rightly and that the coverage lacks, names of other coverages and plain English: none may change.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.train_answering import _read
from index.answering.concepts import settle
from index.answering.question import understand
from index.errors import QuestionError
from index.language.analysis import analyse
from index.language.names import terms_of
from index.language.spelling import _dictionary
from index.search.engine import SHARED, Snapshot
from index.search.memory import MemoryEngine
from tests.misspelling import misspelt

EVERY = 25
"""One English word in so many is asked about."""


def words_of(path: str) -> tuple[Snapshot, list[str], list[str]]:
    """A snapshot of a coverage, its people's names, and its other longer words."""
    held = _read(path)
    engine = MemoryEngine()
    engine.publish(SHARED, [document for one in held.values() for document in one.documents()])
    names: dict[str, None] = {}
    words: Counter[str] = Counter()
    for one in held.values():
        for person in one.article.people:
            if not person.institution:
                names.update(dict.fromkeys(part for part in person.name.split() if len(part) > 4 and part.isalpha()))
        for paragraph in one.article.paragraphs:
            words.update(w for w in (paragraph.text[t.start : t.end] for t in analyse(paragraph.text)) if w.islower())
    long = [word for word, _ in words.most_common(400) if len(word) > 6 and word.isalpha()]
    return engine.snapshot((SHARED,)), list(names), long


def looked_for(word: str, snapshot: Snapshot, *, name: bool) -> tuple[set[str], str | None]:
    """The terms that a question about a word looks for, and the spelling to which it was changed."""
    text = f"What did {word} say about it?" if name else f"What is known of the {word} there?"
    try:
        asked = settle(understand(text), snapshot)
    except QuestionError:
        return set(), None
    concepts = [one for one in asked.concepts if word in one.asked.split()] or list(asked.concepts)
    terms = {term for one in concepts for run in one.alternatives for term in run}
    return terms, next((one.mended for one in concepts if one.mended), None)


def mended(words: Iterable[str], snapshot: Snapshot, *, name: bool) -> dict[str, list[bool]]:
    """By each way of misspelling, whether the words were found again."""
    found: dict[str, list[bool]] = {}
    for word in words:
        (*_, wanted) = terms_of(word) or ("",)
        for slip, wrong in misspelt(word).items():
            if wanted and terms_of(wrong) and wrong.lower() not in _dictionary():
                found.setdefault(slip, []).append(wanted in looked_for(wrong, snapshot, name=name)[0])
    return found


def main() -> None:
    """The command."""
    coverages = {path: words_of(path) for path in sys.argv[1:]}
    for path, (snapshot, names, long) in coverages.items():
        print(Path(path).parent.name or path, f"{len(snapshot)} paragraphs")
        for kind, of in (("names", names), ("words", long)):
            results = mended(of, snapshot, name=kind == "names")
            for slip, right in results.items():
                print(f"  {kind} {slip:42} {sum(right) / len(right):6.3f} of {len(right)}")
            every = [one for right in results.values() for one in right]
            print(f"  {kind} {'all':42} {sum(every) / len(every):6.3f} of {len(every)}")
        own = set(snapshot.vocabulary())
        strangers = {name for other in coverages for name in coverages[other][1]}
        strangers = {name for name in strangers if own.isdisjoint(terms_of(name))}
        english = [word for word in sorted(_dictionary()) if len(word) > 4 and word.isalpha()][::EVERY]
        for kind, words in (("others' names", sorted(strangers)), ("English words", english)):
            group = [word for word in words if own.isdisjoint(terms_of(word))]
            changed = [(w, to) for w in group if (to := looked_for(w, snapshot, name=w[0].isupper())[1])]
            print(f"  wrongly changed, {kind}: {len(changed)} of {len(group)}", changed[:12])


if __name__ == "__main__":
    main()
