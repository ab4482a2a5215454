"""What became of a passage since it was quoted. All of it blocks: for worker threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from rapidfuzz import fuzz

from index.errors import NoSuchArticleError

if TYPE_CHECKING:
    from index.articles import Article, Paragraph
    from index.coverage import Coverage

ALIKE = 60.0
"""How alike (0 to 100, rapidfuzz's ratio) a paragraph must be to one that it is said to have replaced."""
SAME_PLACE = 15.0
"""What it counts for that it has the same number."""
COMPARED = 3_000
"""Characters of a paragraph that are compared."""


class Place(NamedTuple):
    """A paragraph of a version of an article."""

    key: int
    paragraph: int


@dataclass(frozen=True)
class Standing:
    """What became of a paragraph that was quoted.

    held: its article is as it was. moved: a new version has it, word for word. changed: a new version reads otherwise.
    gone: a new version does not have it. withdrawn: there is no version any more.
    """

    quoted: Place
    how: Literal["held", "moved", "changed", "gone", "withdrawn"]
    article: Article | None
    """The version that is held now, else the last that was; None where nothing is known of it any more."""
    now: Place
    """Where it stands now, or what took its place; as quoted where nothing did."""
    reads: str = ""
    """The paragraph that took its place, where it changed."""
    at: str | None = None
    """When its article was corrected or withdrawn, ISO 8601 in UTC."""
    reason: str = ""

    @property
    def stands(self) -> bool:
        """Whether it can be cited, word for word."""
        return self.how in ("held", "moved")


@dataclass(frozen=True)
class Passage:
    """A passage of a posted answer: of the article it was quoted from first, then of those that carried it too."""

    text: str
    standings: tuple[Standing, ...]

    @property
    def standing(self) -> tuple[Standing, ...]:
        """Those by which it can be cited now."""
        return tuple(one for one in self.standings if one.stands)


def passage_of(
    coverage: Coverage, collections: Sequence[str], quoted: Place, texts: Mapping[Place, str | None]
) -> Passage:
    """What became of a passage.

    texts: how every place that its message quotes read (`text_of`): those that read the same carry this passage too.
    """
    text = texts.get(quoted)
    if text is None:
        return Passage("", (Standing(quoted, "withdrawn", None, quoted),))
    same = sorted(other for other, its in texts.items() if its == text and other != quoted)
    found: dict[object, Standing] = {}
    for place in (quoted, *same):
        one = standing_of(coverage, collections, place, text)
        if one.article is not None or place == quoted:
            # A later version of the same article is no other article: it ended, or stands, as the first does.
            whose = (one.article.id, one.at) if one.how == "withdrawn" and one.article else one.now.key
            found.setdefault(whose, one)
    return Passage(text, tuple(found.values()))


def standing_of(coverage: Coverage, collections: Sequence[str], place: Place, text: str) -> Standing:
    """What became of a paragraph that read `text`."""
    key, at, reason, seen = place.key, None, "", {place.key}
    while (article := held(coverage, collections, key)) is None:
        end = coverage.end_of(key, collections=collections)
        if end is None:
            return Standing(place, "withdrawn", None, place, at=at)
        at, reason = end.at, end.reason
        if end.key is None or end.key in seen:
            last = coverage.version_before(end.sequence, end.collection or "")
            return Standing(place, "withdrawn", last, place, at=at, reason=reason)
        key = end.key
        seen.add(key)
    if key == place.key:
        return Standing(place, "held", article, place)
    number = next((one.number for one in article.paragraphs if one.text == text), None)
    if number is not None:
        return Standing(place, "moved", article, Place(key, number), at=at, reason=reason)
    heir = _heir(article, _before(coverage, collections, place.key), place.paragraph, text)
    if heir is None:
        return Standing(place, "gone", article, Place(key, place.paragraph), at=at, reason=reason)
    return Standing(place, "changed", article, Place(key, heir.number), heir.text, at, reason)


def text_of(coverage: Coverage, collections: Sequence[str], place: Place) -> str | None:
    """What a paragraph read when it was quoted; None where nothing is known of it any more."""
    article = held(coverage, collections, place.key) or _before(coverage, collections, place.key)
    texts = (one.text for one in article.paragraphs if one.number == place.paragraph) if article else iter(())
    return next(texts, None)


def held(coverage: Coverage, collections: Sequence[str], key: int) -> Article | None:
    """The version with this key, if it is held."""
    try:
        return coverage.version(key, collections=collections)
    except NoSuchArticleError:
        return None


def _before(coverage: Coverage, collections: Sequence[str], key: int) -> Article | None:
    end = coverage.end_of(key, collections=collections)
    return coverage.version_before(end.sequence, end.collection or "") if end else None


def _heir(article: Article, before: Article | None, number: int, text: str) -> Paragraph | None:
    """The paragraph that took the place of one: new in its version, and alike."""
    known = {one.text for one in before.paragraphs} if before else set()
    scored = [
        (fuzz.ratio(one.text[:COMPARED], text[:COMPARED]) + SAME_PLACE * (one.number == number), -one.number, one)
        for one in article.paragraphs
        if one.text not in known
    ]
    best = max(scored, key=lambda scored_: scored_[:2], default=None)
    return best[2] if best and best[0] >= ALIKE else None
