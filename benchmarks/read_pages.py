"""Reading pages of outlets, beside trafilatura and newspaper4k: how much is kept, how much is foreign, and how soon.

    python benchmarks/read_pages.py [FOLDER] [--write FOLDER] [--wrong]

Without a folder it reads the pages of tests/data/pages. A folder holds NAME.html and NAME.json beside it: {"title",
"published" (an ISO day or date-time), "paragraphs": [..], "kept"?: whether the page was kept away from the writing of
rules}.

Measures, each the mean over pages: kept: paragraphs of the label that stand in the result by letters and figures;
foreign: share of the result's lines that are in no paragraph of the label; title: all letters and figures the same;
day: the same day. seconds: of one page, the best of three; the ratio is to trafilatura's.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from index.errors import UnreadableError
from index.reading import Reading, read_bytes
from tests.reading.dressing import Page, pages


@dataclass(frozen=True, slots=True)
class Result:
    """What a reader makes of a page."""

    lines: Sequence[str]
    title: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """How one page was read."""

    kept: float
    foreign: float
    title: bool
    day: bool
    seconds: float


def read_newsdesk(html: str) -> Result:
    """newsdesk, from the bytes to the article."""
    (found,) = read_bytes(html.encode(), "page.html")
    if isinstance(found, UnreadableError):
        return Result([], None, None)
    assert isinstance(found, Reading)
    return Result(
        [paragraph.text for paragraph in found.article.paragraphs], found.article.title, found.article.published
    )


def read_trafilatura(html: str) -> Result:
    """trafilatura's text with its metadata, comments left out."""
    import trafilatura

    found = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True)
    if found is None:
        return Result([], None, None)
    return Result([line for line in (found.text or "").split("\n") if line.strip()], found.title, found.date)


def read_newspaper(html: str) -> Result:
    """newspaper4k's text and metadata."""
    import newspaper

    article = newspaper.Article("https://news.example/story", fetch_images=False, language="en")
    article.download(input_html=html)
    article.parse()
    day = article.publish_date.isoformat() if hasattr(article.publish_date, "isoformat") else None
    return Result([line for line in article.text.split("\n") if line.strip()], article.title, day)


READERS: dict[str, Callable[[str], Result]] = {
    "newsdesk": read_newsdesk,
    "trafilatura": read_trafilatura,
    "newspaper4k": read_newspaper,
}


def score(page: Page, reader: Callable[[str], Result], wrong: io.TextIOBase | None = None) -> Score:
    """How a reader does on a page."""
    best, result = float("inf"), Result([], None, None)
    for _ in range(3):
        begun = time.perf_counter()
        result = reader(page.html)
        best = min(best, time.perf_counter() - begun)
    whole = key("".join(result.lines))
    lost = [text for text in page.paragraphs if key(text) not in whole]
    body = key("".join(page.paragraphs))
    foreign = [line for line in result.lines if key(line) not in body]
    same_title, same_day = key(result.title or "") == key(page.title), (result.published or "")[:10] == page.day
    if wrong:
        notes = [f"lost: {text}" for text in lost] + [f"foreign: {text}" for text in foreign]
        notes += [] if same_title else [f"title: {result.title}"]
        notes += [] if same_day else [f"day: {result.published}, not {page.day}"]
        wrong.write("".join(f"{page.name}: {note[:160]}\n" for note in notes))
    return Score(
        kept=1 - len(lost) / len(page.paragraphs),
        foreign=len(foreign) / max(1, len(result.lines)),
        title=same_title,
        day=same_day,
        seconds=best,
    )


def key(text: str) -> str:
    """Letters and figures alone."""
    return "".join(character for character in text.casefold() if character.isalnum())


def labelled(folder: Path) -> list[Page]:
    """The pages of a folder."""
    found = []
    for path in sorted(folder.glob("*.html")):
        label = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        html = path.read_bytes().decode("utf-8", "replace")
        paragraphs, day = tuple(label["paragraphs"]), (label["published"] or "")[:10]
        found.append(Page(path.stem, label.get("kept", False), html, label["title"], day, paragraphs))
    return found


def show(title: str, chosen: Sequence[Page], *, wrong: bool) -> None:
    """The table of one set of pages."""
    print(f"\n{title}: {len(chosen)} pages of {sum(len(page.html) for page in chosen) // 1000 // len(chosen)} kB\n")
    print(f"{'':12} {'kept':>7} {'foreign':>8} {'title':>7} {'day':>7} {'seconds':>9} {'ratio':>6}")
    scores = {}
    for name, reader in READERS.items():
        notes = io.StringIO() if wrong and name == "newsdesk" else None
        try:
            scores[name] = [score(page, reader, notes) for page in chosen]
        except ImportError:
            print(
                f"{name:12} not installed: pip install --no-deps --require-hashes -r benchmarks/requirements-pages.txt"
            )
            continue
        if notes:
            print(notes.getvalue(), file=sys.stderr)
    seconds = {name: sum(one.seconds for one in found) / len(found) for name, found in scores.items()}
    for name, found in scores.items():
        values = zip(*((one.kept, one.foreign, one.title, one.day) for one in found), strict=True)
        mean = [sum(value) / len(found) for value in values]
        ratio = seconds[name] / seconds["trafilatura"]
        print(
            f"{name:12} {mean[0]:7.3f} {mean[1]:8.3f} {mean[2]:7.2f} {mean[3]:7.2f} {seconds[name]:9.4f} {ratio:6.2f}"
        )


def main() -> None:
    """Read, score, print."""
    parser = argparse.ArgumentParser(description="Reading pages of outlets, beside trafilatura and newspaper4k.")
    parser.add_argument("folder", nargs="?", type=Path, help="pages NAME.html with labels NAME.json")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the pages and their labels there, and stop")
    parser.add_argument("--wrong", action="store_true", help="also say what newsdesk got wrong")
    chosen = parser.parse_args()
    if chosen.write:
        chosen.write.mkdir(parents=True, exist_ok=True)
        for page in pages():
            (chosen.write / f"{page.name}.html").write_text(page.html, encoding="utf-8")
            label = json.dumps(page.label(), ensure_ascii=False, indent=1)
            (chosen.write / f"{page.name}.json").write_text(label, encoding="utf-8")
        return
    found = labelled(chosen.folder) if chosen.folder else list(pages())
    for kept in (False, True):
        some = [page for page in found if page.kept is kept]
        if some:
            show("kept away from the writing of rules" if kept else "pages", some, wrong=chosen.wrong and not kept)


if __name__ == "__main__":
    main()
