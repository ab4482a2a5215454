"""Article -> the same article with its statements and people: what is said, by whom, and of whom.

'"It is over," Ames said.' gets one statement: direct, cue "said", speaker the Ann Ames of an earlier paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.articles import Article, Person, Statement
from index.speakers.drafts import Draft
from index.speakers.people import Known
from index.speakers.reader import Reader
from index.speakers.survey import Survey

SPEAKERS_VERSION = 7
"""Raised when statements or people of the same article may come out differently, so that stored ones are made again."""

_FORMS = 12
"""Forms and roles of a person that are kept."""
_LONG = 80
"""Characters of the longest form that is kept."""


def attribute(article: Article) -> Article:
    """The same article, each paragraph's statements and people filled, and its own people.

    Statements are in order of start, offsets into the paragraph's text; one inside another's content follows it. A
    speaker that is not certain is None, and whoever is not certain to be meant is left out of a paragraph's people.
    The article's people are those who speak, bear a title or have a given name that is known as one, and institutions
    that speak. Pure and deterministic; never raises.
    """
    reader = Reader(Survey(article))
    texts = reader.survey.texts
    said: list[list[Draft]] = []
    spoken_of: list[list[Known]] = []
    for paragraph in article.paragraphs:
        drafts = reader.read(paragraph.number)
        said.append(drafts)
        spoken_of.append(list(reader.spoken_of))
    speakers = dict.fromkeys(draft.voice.who for drafts in said for draft in drafts if draft.voice.who is not None)
    kept = _kept(reader, spoken_of, speakers)
    paragraphs = tuple(
        paragraph.model_copy(update=_derived(drafts, texts, _names(found, kept)))
        for paragraph, drafts, found in zip(article.paragraphs, said, spoken_of, strict=True)
    )
    return article.model_copy(update={"paragraphs": paragraphs, "people": tuple(kept.values())})


def _derived(drafts: list[Draft], texts: dict[int, str], people: tuple[str, ...]) -> dict[str, object]:
    return {"statements": tuple(_statement(draft, texts) for draft in drafts), "people": people}


def _statement(draft: Draft, texts: dict[int, str]) -> Statement:
    mention, who, where = draft.voice.mention, draft.voice.who, draft.voice.paragraph
    return Statement(
        start=draft.start,
        end=draft.end,
        kind=draft.kind,
        cue=draft.cue,
        cue_start=draft.cue_start,
        speaker=who.name if who else None,
        mention=texts[where][mention.start : mention.end] if mention else None,
        mention_start=mention.start if mention else None,
        mention_paragraph=where if mention else None,
    )


def _names(found: Iterable[Known], kept: dict[str, Person]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for one in found if one.name in kept))


def _kept(reader: Reader, spoken_of: list[list[Known]], speakers: dict[Known, None]) -> dict[str, Person]:
    """The article's people by name, in order of appearance; of two of the same name the first."""
    introduced = [one for one in reader.resolver.registry.known if one.sex or one.roles]
    one_of_them = {*introduced, *(one for one in speakers if one.single)}
    appeared = dict.fromkeys([*(one for found in spoken_of for one in found), *introduced, *speakers])
    kept: dict[str, Person] = {}
    for one in appeared:
        if one in one_of_them and one.name not in kept:
            kept[one.name] = _person(one)
    return kept


def _person(known: Known) -> Person:
    forms = sorted(known.forms, key=lambda form: -len(form.split()))
    mentions = dict.fromkeys([known.name, *(form for form in forms if len(form) <= _LONG)])
    return Person(
        name=known.name,
        mentions=tuple(mentions)[:_FORMS],
        roles=tuple(sorted(known.roles))[:_FORMS],
        sex=known.sex,
        institution=known.institution,
    )
