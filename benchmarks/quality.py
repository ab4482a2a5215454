"""Measure how questions are answered, and write docs/quality.md and its picture docs/reliability.svg.

    python benchmarks/quality.py ARTICLES.jsonl QUESTIONS.jsonl [ARTICLES QUESTIONS ...] [--before FOLDER]
        [--meaning FOLDER]

Every figure is cross-validated: weights are learned on four fifths of the articles and asked about the fifth. --before:
another checkout, of which the time of a question is measured too, in the same run. --meaning: a model of sentences, by
which passages are ranked as well; what it brings is told beside the figures without it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.train_answering import (
    FOLDS,
    Case,
    Outcome,
    answered,
    cases,
    cross_validate,
    learn_evidence,
    learn_ranking,
    report,
)
from index.answering.evidence import Evidence
from index.answering.features import Features
from index.answering.meaning import Meaning
from index.answering.ranking import sort_of
from index.evaluation import auc
from index.meaning.opening import opened_for_learning

ROOT = Path(__file__).parent.parent
PAGE, PICTURE = ROOT / "docs/quality.md", ROOT / "docs/reliability.svg"
TIMING = Path(__file__).with_name("time_questions.py")
BINS = 8
RANKING = {
    "the engine's score (BM25)": "engine",
    "the topic's words in the passage": "covered complete counted close phrases",
    "the topic's words around it": "covered_near covered_article covered_before headline names",
    "who speaks": "said said_and_covered words mentioned said_by_others quoted told perhaps",
    "the kind of thing asked for": "fits measured",
    "place and length": "first length",
}
EVIDENCE = {
    "what the coverage has at all": "known names",
    "the topic in and around the passage": "covered covered_near covered_article plain counted",
    "one sentence with most of it": "sentence sentence_fits close",
    "who speaks": "heard speaker mentioned together about words by_others anywhere",
    "the kind of thing asked for": "fits",
    "the lead over other passages": "ahead",
}


def hit_at_1(several: Sequence[Case], left_out: str = "") -> float:
    """Share of questions with a gold passage first, weights learned without some features."""
    away = np.isin(Features._fields, left_out.split())
    several = [one._replace(figures=np.where(away, 0.0, one.figures)) for one in several if one.answerable]
    hits = []
    for fold in range(FOLDS):
        for sort in ("words", "facts"):
            mine = [one for one in several if sort_of(one.asked) == sort and len(one.gold)]
            weights = learn_ranking([one for one in mine if one.fold != fold], steps=300)
            hits += [bool(one.gold[np.argmax(one.figures @ weights)]) for one in mine if one.fold == fold]
    return float(np.mean(hits))


def evidence_auc(outcomes: Sequence[Outcome], left_out: str = "") -> float:
    """AUC of the confidence, weights learned without some figures; questions answered as asked and all others."""
    kept = ~np.isin(Evidence._fields, left_out.split())
    good: list[float] = []
    bad: list[float] = []
    for fold in range(FOLDS):
        for sort in ("words", "facts"):
            mine = [one for one in outcomes if sort_of(one.case.asked) == sort and one.evidence]
            rows = np.array([one.evidence for one in mine], dtype=float) * kept
            right = np.array([float(one.case.answerable) for one in mine])
            out = np.array([one.case.fold == fold for one in mine])
            weights = learn_evidence(rows[~out], right[~out])
            sure = weights[0] + rows[out] @ weights[1:]
            good += sure[right[out] > 0].tolist()
            bad += sure[right[out] == 0].tolist()
    return auc(good, bad) or 0.0


def ablations(several: Sequence[Case], outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Two tables: what each group of figures brings to the ranking and to the confidence."""
    whole = hit_at_1(several)
    yield from ("| without, in the ranking | hit@1 | lost |", "| --- | --- | --- |", f"| nothing | {whole:.3f} | |")
    for name, fields in RANKING.items():
        found = hit_at_1(several, fields)
        yield f"| {name} | {found:.3f} | {whole - found:+.3f} |"
    whole = evidence_auc(outcomes)
    yield from (
        "",
        "| without, in the confidence | AUC | lost |",
        "| --- | --- | --- |",
        f"| nothing | {whole:.3f} | |",
    )
    for name, fields in EVIDENCE.items():
        found = evidence_auc(outcomes, fields)
        yield f"| {name} | {found:.3f} | {whole - found:+.3f} |"


def beside(names: Sequence[str], *ways: tuple[Sequence[Sequence[Case]], Sequence[Outcome]]) -> Iterator[str]:
    """A table of each set's figures without and with a model of meaning."""
    yield "| questions | model | hit@1 | hit@5 | refused | AUC |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for place, name in enumerate(names):
        for told, (sets, outcomes) in zip(("without", "with"), ways, strict=True):
            known = set(map(id, sets[place]))
            mine = [one for one in outcomes if id(one.case) in known]
            good = [one for one in mine if one.case.answerable]
            hits = [float(np.mean([0 < one.rank <= depth for one in good])) for depth in (1, 5)]
            refused = float(np.mean([not answered(one) for one in good]))
            found = auc([one.confidence for one in good], [o.confidence for o in mine if not o.case.answerable]) or 0.0
            yield f"| {Path(name).name} | {told} | {hits[0]:.3f} | {hits[1]:.3f} | {refused:.3f} | {found:.3f} |"


def reliability(outcomes: Sequence[Outcome]) -> str:
    """A picture: of the questions with about this confidence, how many the coverage answers. As asked, none made up."""
    asked = [one for one in outcomes if one.case.way == "asked"]
    marks = []
    for low in np.arange(0, 1, 1 / BINS):
        inside = [one for one in asked if low <= min(one.confidence, 0.999) < low + 1 / BINS]
        if inside:
            sure = float(np.mean([one.confidence for one in inside]))
            right = float(np.mean([one.case.answerable for one in inside]))
            size = 3 + len(inside) ** 0.5 / 1.5
            told = f"<title>{len(inside)} questions</title>"
            x, y = 50 + 300 * sure, 350 - 300 * right
            marks.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size:.1f}" fill="#2b6cb0">{told}</circle>')
    axes = '<path d="M50 350H350M50 350V50M50 350L350 50" stroke="#888" fill="none" stroke-dasharray="4"/>'
    labels = (
        '<text x="200" y="385" text-anchor="middle">confidence</text>'
        '<text x="20" y="200" text-anchor="middle" transform="rotate(-90 20 200)">answered by the coverage</text>'
        '<text x="46" y="366">0</text><text x="340" y="366">1</text><text x="32" y="56">1</text>'
    )
    style = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" font-family="sans-serif" font-size="14"'
    return f'<svg {style}><rect width="400" height="400" fill="#fff"/>{axes}{labels}{"".join(marks)}</svg>\n'


def milliseconds(checkout: Path) -> float:
    """The median time of a question on 10,000 paragraphs with the code of a checkout."""
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    done = subprocess.run([sys.executable, TIMING], cwd=checkout, env=environment, capture_output=True, check=True)
    return float(done.stdout)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", help="pairs of an articles file and a questions file")
    parser.add_argument("--meaning", metavar="FOLDER", help="a model of sentences, see docs/meaning.md")
    parser.add_argument("--before", type=Path, help="another checkout, to be timed beside this one")
    options = parser.parse_args()
    names = options.sets[1::2]
    pairs = list(zip(options.sets[::2], names, strict=True))
    sets = [list(cases(articles, questions)) for articles, questions in pairs]
    several = [case for one in sets for case in one]
    outcomes = cross_validate(several)
    lines = [(ROOT / "benchmarks/quality_head.md").read_text("utf-8").rstrip(), ""]
    for name, one in zip(names, sets, strict=True):
        known = set(map(id, one))
        found = report([outcome for outcome in outcomes if id(outcome.case) in known])
        lines += [f"### {Path(name).parent.name}/{Path(name).name}", "", "```", *found, "```", ""]
    lines += ["## What each part brings", "", *ablations(several, outcomes), ""]
    if options.meaning:
        model = Meaning(opened_for_learning(options.meaning))
        meant = [list(cases(articles, questions, model)) for articles, questions in pairs]
        judged = cross_validate([case for one in meant for case in one])
        lines += ["## With a model of meaning", "", *beside(names, (sets, outcomes), (meant, judged)), ""]
    lines += ["## Confidence", "", "![Of questions by confidence, how many are answered](reliability.svg)", ""]
    lines += ["## Time of a question on 10,000 paragraphs", "", "| version | median, ms |", "| --- | --- |"]
    if options.before:
        lines.append(f"| before | {milliseconds(options.before):.1f} |")
    lines.append(f"| now | {milliseconds(ROOT):.1f} |")
    PICTURE.write_text(reliability(outcomes), "utf-8")
    PAGE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
