"""Learn the weights in index/answering/data/weights.json from question sets.

    python benchmarks/train_answering.py ARTICLES.jsonl QUESTIONS.jsonl [ARTICLES.jsonl QUESTIONS.jsonl ...] [--write]

Gold paragraphs name their article by its id or by its file ("cup-final.txt", "articles.jsonl#2").

Ranking: one linear score over `features.Features`, by the listwise loss of ListNet's top-one form (Cao et al. 2007):
the probability of the gold paragraphs under a softmax over all candidates of a question. Evidence: logistic regression
over `evidence.Evidence`; its negatives are the unanswerable questions, and every answerable one asked again of the
coverage without the articles that answer it: the people and the topics are still there, only not together. Questions
for somebody's words and questions for facts have weights of their own.

Prints the figures of a cross-validation in which questions about one article are never split, then, with --write, fits
on everything and writes the file.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.answering import ranking
from index.answering.answerer import CANDIDATES, CONTEXT
from index.answering.candidates import gather
from index.answering.concepts import Asked, settle
from index.answering.evidence import Evidence, weigh_evidence
from index.answering.features import Features, measure
from index.answering.question import understand
from index.answering.ranking import Ranked, sort_of, with_what_continues
from index.articles import Article
from index.evaluation import AskedQuestion, auc, read_questions
from index.language.analysis import analyse
from index.reading import Reading, read_paths
from index.search.documents import documents
from index.search.engine import SHARED, Document
from index.search.memory import MemoryEngine

WEIGHTS = Path(__file__).parent.parent / "index/answering/data/weights.json"
FOLDS = 5
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
    candidates: list[ranking.Candidate]
    figures: Floats
    """Candidates by features."""
    gold: NDArray[np.bool_]
    complete: bool
    fold: int


def cases(articles: str, questions: str) -> Iterator[Case]:
    """All questions of a set, each as it is and, where answerable, without its answer."""
    held = _read(articles)
    keys = {name: key for key, holding in held.items() for name in (holding.article.id, holding.name)}
    engine = MemoryEngine()
    engine.publish(SHARED, [document for one in held.values() for document in one.documents()])
    for row in read_questions(questions):
        gold = {(keys[article], number) for article, number in row.gold}
        fold = zlib.crc32(repr(sorted({article for article, _ in row.gold}) or row.id).encode()) % FOLDS
        yield _case(row, engine, held, gold, fold)
        away = {key for key, _ in gold}
        if away:
            engine.publish(SHARED, remove=away)
            yield _case(row, engine, held, set(), fold)
            engine.publish(SHARED, [document for key in away for document in held[key].documents()])


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
    row: AskedQuestion, engine: MemoryEngine, held: dict[int, Holding], gold: set[tuple[int, int]], fold: int
) -> Case:
    snapshot = engine.snapshot((SHARED,))
    asked = settle(understand(row.question), snapshot)
    hits = snapshot.search(asked.terms, CANDIDATES, context=CONTEXT)
    candidates = gather(hits, lambda keys: {key: held[key] for key in keys})
    figures = np.array(measure(asked, candidates), dtype=float).reshape(len(candidates), len(Features._fields))
    right = np.array([(hit.article, hit.paragraph) in gold for hit in hits], dtype=bool)
    return Case(row, asked, candidates, figures, right, bool(gold) or not row.gold, fold)


def learn_ranking(several: Sequence[Case], decay: float = 0.5, steps: int = 1500) -> Floats:
    """Weights by gradient descent with Adam (Kingma and Ba 2015) on the listwise loss plus decay times their square."""
    useful = [case for case in several if case.gold.any()]
    weights, first, second = (np.zeros(len(Features._fields)) for _ in range(3))
    for step in range(1, steps + 1):
        slope = 2 * decay * weights
        for case in useful:
            odds = _softmax(case.figures @ weights)
            wanted = np.where(case.gold, odds, 0.0)
            slope += case.figures.T @ (odds - wanted / wanted.sum())
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
    return weights


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    return raised / raised.sum()


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
    pairs = [(evidence_of(case, ranking), float(case.complete and case.row.answerable)) for case in several]
    rows = np.array([found for found, _ in pairs if found], dtype=float)
    return Weights(ranking, learn_evidence(rows, np.array([answer for found, answer in pairs if found])))


def cross_validate(several: Sequence[Case]) -> None:
    """Print what weights learned on four fifths do on the remaining fifth."""
    ranks, sure, unsure, absent = [], [], [], []
    for fold in range(FOLDS):
        learned = fit([case for case in several if case.fold != fold])
        for case in (case for case in several if case.fold == fold):
            weights, evidence = learned[sort_of(case.asked)]
            found = evidence_of(case, weights)
            confidence = 1 / (1 + np.exp(-(evidence[0] + np.array(found) @ evidence[1:]))) if found else 0.0
            if case.row.answerable and case.complete:
                right = {id(candidate) for candidate, gold in zip(case.candidates, case.gold, strict=True) if gold}
                ordered = ranked_by(case, weights)
                ranks.append(next((place for place, one in enumerate(ordered, 1) if id(one.candidate) in right), 0))
                sure.append(confidence)
            elif case.row.answerable:
                absent.append(confidence)
            else:
                unsure.append(confidence)
    hits = [np.mean([0 < rank <= depth for rank in ranks]) for depth in (1, 5, 10)]
    print(f"held out: hit@1 {hits[0]:.3f}, hit@5 {hits[1]:.3f}, hit@10 {hits[2]:.3f} of {len(ranks)} questions")
    print(f"AUC against unanswerable ones {auc(sure, unsure)}, against answers taken away {auc(sure, absent)}")
    for limit in np.arange(0.2, 0.85, 0.05):
        figures = [np.mean(np.array(values) >= limit) for values in (sure, unsure, absent)]
        told = "  from {:.2f}: refused {:.2f}, answered {:.2f}, without answer {:.2f}"
        print(told.format(limit, 1 - figures[0], *figures[1:]))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", help="pairs of an articles file and a questions file")
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    pairs = zip(options.sets[::2], options.sets[1::2], strict=True)
    several = [case for articles, questions in pairs for case in cases(articles, questions)]
    cross_validate(several)
    learned = {
        sort: {
            "ranking": dict(zip(Features._fields, weights.ranking.round(3).tolist(), strict=True)),
            "evidence": dict(zip(("constant", *Evidence._fields), weights.evidence.round(3).tolist(), strict=True)),
            "threshold": options.threshold,
        }
        for sort, weights in fit(several).items()
    }
    print(json.dumps(learned, indent=2))
    if options.write:
        WEIGHTS.write_text(json.dumps(learned, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
