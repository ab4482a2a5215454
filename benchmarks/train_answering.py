"""Learn the weights in index/answering/data/weights.json from question sets.

    python -m benchmarks.train_answering ARTICLES.jsonl QUESTIONS.jsonl [ARTICLES QUESTIONS ...] [--write]
        [--meaning FOLDER]

Gold paragraphs name their article by its id or by its file ("cup-final.txt", "articles.jsonl#2").

Ranking: one linear score over `features.Features`, by the listwise loss of ListNet's top-one form (Cao et al. 2007):
the probability of the gold paragraphs under a softmax over all candidates of a question. Evidence: logistic regression
over `evidence.Evidence`; its negatives are the unanswerable questions, and every answerable one asked again of the
coverage without the articles that answer it: the people and the topics are still there, only not together. Questions
for somebody's words and questions for facts have weights of their own.

Prints the figures of a cross-validation in which questions about one article are never split, then, with --write, fits
on everything and writes the file. With --meaning the figures of that model of sentences are there too, and the file is
index/meaning/data/weights.json: for another model than the one that it came with, move it into the model's folder.
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.answering.answerer import CANDIDATES, CONTEXT
from index.answering.candidates import Candidate, gather
from index.answering.concepts import Asked, settle
from index.answering.evidence import Evidence, confidence, weigh_evidence
from index.answering.features import Features, measure
from index.answering.meaning import Meaning
from index.answering.question import Question, understand
from index.answering.ranking import Ranked, order, sort_of, with_what_continues
from index.articles import Article
from index.evaluation import AskedQuestion, auc, read_questions
from index.language.analysis import analyse
from index.meaning.opening import opened_for_learning, trial_of
from index.reading import Reading, read_paths
from index.search.documents import documents
from index.search.engine import SHARED, Document
from index.search.memory import MemoryEngine

WEIGHTS = Path(__file__).parent.parent / "index/answering/data/weights.json"
WITH_MEANING = Path(__file__).parent.parent / "index/meaning/data/weights.json"
FOLDS = 5
THRESHOLDS = {"words": 0.4, "facts": 0.5}
"""The confidence from which on a question is answered, by its sort: where the cross-validation refuses about one in ten
answerable questions for somebody's words. Facts are harder to tell from what only looks like them."""
RECOMBINED = 1
"""How often each question is asked with another's name."""
_NAME = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
Floats = NDArray[np.float64]


class Holding(NamedTuple):
    """An article as the answering sees it."""

    key: int
    article: Article
    terms: tuple[str, ...]
    title_terms: str
    name: str
    """Its file's, with "#" and the line in a file of several."""

    def documents(self) -> Iterator[Document]:
        """What the engine gets of it."""
        return documents(self.key, self.article, self.terms, self.title_terms)


class Case(NamedTuple):
    """A question with its candidates, asked of everything or of everything but what answers it."""

    row: AskedQuestion
    asked: Asked
    candidates: list[Candidate]
    figures: Floats
    """Candidates by features."""
    gold: NDArray[np.bool_]
    way: str
    """"asked" as it is; "taken away": without its answer; "recombined": with the name of another question."""
    fold: int

    @property
    def answerable(self) -> bool:
        """Whether the coverage answers it in this case."""
        return self.way == "asked" and self.row.answerable


def cases(articles: str, questions: str, meaning: Meaning | None = None) -> Iterator[Case]:
    """All questions of a set, each as it is and, where answerable, without its answer and with another's name."""
    if meaning:
        meaning.forget()
    held = _read(articles)
    keys = {name: key for key, holding in held.items() for name in (holding.article.id, holding.name)}
    engine = MemoryEngine()
    engine.publish(SHARED, [document for one in held.values() for document in one.documents()])
    rows = list(read_questions(questions))
    for row in rows:
        gold = {(keys[article], number) for article, number in row.gold}
        understood = understand(row.question)
        yield _case(row, understood, engine, held, gold, "asked", meaning)
        away = {key for key, _ in gold}
        if not away:
            continue
        for other in _of_other_articles(row, rows)[:RECOMBINED]:
            swapped = _with_name_of(understood, understand(other.question))
            if swapped:
                yield _case(row, swapped, engine, held, set(), "recombined", meaning)
        engine.publish(SHARED, remove=away)
        yield _case(row, understood, engine, held, set(), "taken away", meaning)
        engine.publish(SHARED, [document for key in away for document in held[key].documents()])


def _of_other_articles(row: AskedQuestion, rows: Sequence[AskedQuestion]) -> list[AskedQuestion]:
    """The answerable questions about other articles, in an order of chance that is always the same."""
    own = {article for article, _ in row.gold}
    others = [other for other in rows if other.answerable and own.isdisjoint(article for article, _ in other.gold)]
    return sorted(others, key=lambda other: zlib.crc32(f"{row.id} {other.id}".encode()))


def _with_name_of(question: Question, other: Question) -> Question | None:
    """The question asked of the other's speaker or, where nobody's words are asked for, with the other's first name.

    None where one of them has no name.
    """
    if question.speaker and other.speaker:
        same = question.speaker.text.split()[-1] == other.speaker.text.split()[-1]
        text = question.text.replace(question.speaker.text, other.speaker.text)
        return None if same else question._replace(speaker=other.speaker, text=text)
    own, others = _NAME.search(question.topic), _NAME.search(other.topic)
    if question.speaker or not own or not others or own[0] == others[0]:
        return None
    text = question.text.replace(own[0], others[0])
    return question._replace(topic=question.topic.replace(own[0], others[0]), text=text)


def _read(path: str) -> dict[int, Holding]:
    held = {}
    for key, reading in enumerate(read_paths([path]), 1):
        if not isinstance(reading, Reading):
            raise reading
        terms = tuple(_terms(paragraph.text) for paragraph in reading.article.paragraphs)
        name = Path(reading.path).name + (f"#{reading.line}" if reading.line else "")
        held[key] = Holding(key, reading.article, terms, _terms(reading.article.title), name)
    return held


def _terms(text: str) -> str:
    return " ".join(term.text for term in analyse(text))


def _case(
    row: AskedQuestion,
    question: Question,
    engine: MemoryEngine,
    held: dict[int, Holding],
    gold: set[tuple[int, int]],
    way: str,
    meaning: Meaning | None,
) -> Case:
    snapshot = engine.snapshot((SHARED,))
    asked = settle(question, snapshot)
    hits = snapshot.search(asked.terms, CANDIDATES, context=CONTEXT)
    candidates = gather(hits, lambda keys: {key: held[key] for key in keys})
    measured = measure(asked, candidates)
    if meaning:
        ranked = order(asked, map(Ranked, candidates, measured, repeat(0.0)))
        found = {id(one.candidate): one.features for one in meaning.measured(asked, ranked)}
        measured = [found[id(candidate)] for candidate in candidates]
    figures = np.array(measured, dtype=float).reshape(len(candidates), len(Features._fields))
    right = np.array([(hit.article, hit.paragraph) in gold for hit in hits], dtype=bool)
    fold = zlib.crc32(repr(sorted({article for article, _ in row.gold}) or row.id).encode()) % FOLDS
    return Case(row, asked, candidates, figures, right, way, fold)


def learn_ranking(several: Sequence[Case], decay: float = 0.5, steps: int = 600) -> Floats:
    """Weights by gradient descent with Adam (Kingma and Ba 2015) on the listwise loss plus decay times their square."""
    useful = [case for case in several if case.gold.any()]
    figures, gold = np.concatenate([case.figures for case in useful]), np.concatenate([case.gold for case in useful])
    lengths = np.array([len(case.gold) for case in useful])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    weights, first, second = (np.zeros(figures.shape[1]) for _ in range(3))
    for step in range(1, steps + 1):
        odds = _softmax(figures @ weights, starts, lengths)
        wanted = np.where(gold, odds, 0.0)
        wanted /= np.repeat(np.add.reduceat(wanted, starts), lengths)
        slope = 2 * decay * weights + figures.T @ (odds - wanted)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
    return weights


def _softmax(scores: Floats, starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> Floats:
    """The softmax over each of several lists that stand one after another."""
    raised: Floats = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), lengths))
    odds: Floats = raised / np.repeat(np.add.reduceat(raised, starts), lengths)
    return odds


def ranked_by(case: Case, weights: Floats) -> list[Ranked]:
    """The case's candidates under the ranking weights, best first."""
    scores = case.figures @ weights
    scored = [
        Ranked(candidate, Features(*figures), float(score))
        for candidate, figures, score in zip(case.candidates, case.figures, scores, strict=True)
    ]
    return sorted(with_what_continues(scored), key=lambda one: -one.score)


def evidence_of(case: Case, weights: Floats) -> Evidence | None:
    """The evidence in the case's best passages under the ranking weights; None without candidates."""
    ranked = ranked_by(case, weights)
    return weigh_evidence(case.asked, ranked) if ranked else None


def learn_evidence(rows: Floats, answers: Floats, decay: float = 1.0) -> Floats:
    """Constant and weights of a logistic regression, classes balanced, by Newton's method (ridge `decay`)."""
    inputs = np.column_stack([np.ones(len(rows)), rows])
    balance = np.where(answers > 0, 0.5 / answers.mean(), 0.5 / (1 - answers.mean()))
    weights = np.zeros(inputs.shape[1])
    ridge = np.full(len(weights), decay)
    ridge[0] = 1e-6
    for _ in range(50):
        odds = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (balance * (odds - answers)) + ridge * weights
        curve = (inputs * (balance * odds * (1 - odds))[:, None]).T @ inputs + np.diag(ridge)
        weights -= np.linalg.solve(curve, slope)
    return weights


class Weights(NamedTuple):
    """What is learned for one sort of question."""

    ranking: Floats
    evidence: Floats


def fit(several: Sequence[Case]) -> dict[str, Weights]:
    """The weights of each sort of question."""
    return {sort: _fit([case for case in several if sort_of(case.asked) == sort]) for sort in ("words", "facts")}


def _fit(several: Sequence[Case]) -> Weights:
    ranking = learn_ranking(several)
    pairs = [(evidence_of(case, ranking), float(case.answerable)) for case in several]
    rows = np.array([found for found, _ in pairs if found], dtype=float)
    return Weights(ranking, learn_evidence(rows, np.array([answer for found, answer in pairs if found])))


class Outcome(NamedTuple):
    """What weights that were learned without it make of a case."""

    case: Case
    ranked: list[Ranked]
    evidence: Evidence | None
    rank: int
    """Of the first gold paragraph, from 1; 0 where it is not found."""
    confidence: float


def cross_validate(several: Sequence[Case]) -> list[Outcome]:
    """What weights learned on four fifths make of the remaining fifth, for all five of them."""
    found = []
    for fold in range(FOLDS):
        learned = fit([case for case in several if case.fold != fold])
        found += [outcome(case, learned[sort_of(case.asked)]) for case in several if case.fold == fold]
    return found


def outcome(case: Case, weights: Weights) -> Outcome:
    """What the weights make of a case."""
    ranked = ranked_by(case, weights.ranking)
    evidence = weigh_evidence(case.asked, ranked) if ranked else None
    right = {id(candidate) for candidate, gold in zip(case.candidates, case.gold, strict=True) if gold}
    rank = next((place for place, one in enumerate(ranked, 1) if id(one.candidate) in right), 0)
    named = dict(zip(("constant", *Evidence._fields), weights.evidence, strict=True))
    return Outcome(case, ranked, evidence, rank, confidence(case.asked, evidence, named) if evidence else 0.0)


def report(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Lines of figures: all questions, then each kind."""
    yield f"{'':14} {'asked':>5} {'hit@1':>6} {'hit@5':>6} {'refused':>8}"
    good = [one for one in outcomes if one.case.answerable]
    for kind in ["", *dict.fromkeys(one.case.row.kind or "" for one in good)]:
        of_kind = [one for one in good if one.case.row.kind == kind or not kind]
        hits = [np.mean([0 < one.rank <= depth for one in of_kind]) for depth in (1, 5)]
        refused = 1 - np.mean([answered(one) for one in of_kind])
        yield f"{kind or 'all':14} {len(of_kind):5} {hits[0]:6.3f} {hits[1]:6.3f} {refused:8.3f}"
    yield f"{'':14} {'asked':>5} {'AUC':>6} {'answered':>8}"
    sure = [one.confidence for one in good]
    bad = [one for one in outcomes if not one.case.answerable]
    for name in dict.fromkeys(_why_not(one.case) for one in bad):
        unsure = [one.confidence for one in bad if _why_not(one.case) == name]
        wrongly = np.mean([answered(one) for one in bad if _why_not(one.case) == name])
        yield f"{name:14} {len(unsure):5} {auc(sure, unsure) or 0:6.3f} {wrongly:8.3f}"


def answered(one: Outcome) -> bool:
    """Whether the question is answered, not refused."""
    return one.confidence >= THRESHOLDS[sort_of(one.case.asked)]


def _why_not(case: Case) -> str:
    return case.way if case.way != "asked" else case.row.kind or "unanswerable"


def _named(names: Sequence[str], weights: Floats, meaning: Meaning | None) -> dict[str, float]:
    """The weights by their figures' names; without a model of meaning, those of its figures say nothing."""
    pairs = zip(names, weights.round(3).tolist(), strict=True)
    return {name: weight for name, weight in pairs if meaning or not name.startswith("meaning")}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", help="pairs of an articles file and a questions file")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--meaning", metavar="FOLDER", help="a model of sentences, see docs/meaning.md")
    options = parser.parse_args()
    model = opened_for_learning(options.meaning) if options.meaning else None
    meaning = Meaning(model) if model else None
    pairs = zip(options.sets[::2], options.sets[1::2], strict=True)
    sets = [list(cases(articles, questions, meaning)) for articles, questions in pairs]
    several = [case for one in sets for case in one]
    outcomes = cross_validate(several)
    for questions, one in zip(options.sets[1::2], sets, strict=True):
        known = set(map(id, one))
        print(questions, *report([found for found in outcomes if id(found.case) in known]), sep="\n")
    learned: dict[str, Any] = {
        sort: {
            "ranking": _named(Features._fields, weights.ranking, meaning),
            "evidence": _named(("constant", *Evidence._fields), weights.evidence, meaning),
            "threshold": THRESHOLDS[sort],
        }
        for sort, weights in fit(several).items()
    } | (trial_of(model, options.meaning) if model else {})
    print(json.dumps(learned, indent=2))
    if options.write:
        (WITH_MEANING if model else WEIGHTS).write_text(json.dumps(learned, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
