"""Article -> the same article with its statements: what is said, and by whom."""

from __future__ import annotations

from index.articles import Article, Statement
from index.speakers.people import Known, Person, Reading
from index.speakers.reader import Draft, Reader

SPEAKERS_VERSION = 1
"""Raised when statements of an unchanged article may come out differently, so that stored ones are made again."""


def attribute(article: Article) -> Article:
    """The same article, each paragraph's statements filled: in order of start, offsets into the paragraph's text.

    Pure and deterministic; never raises. A statement inside another's content follows it. A speaker that is not
    certain is None.
    """
    reader = Reader(Reading(article))
    texts = {paragraph.number: paragraph.text for paragraph in article.paragraphs}
    paragraphs = []
    for paragraph in article.paragraphs:
        statements = tuple(_statement(draft, texts) for draft in reader.read(paragraph.number))
        paragraphs.append(paragraph.model_copy(update={"statements": statements}))
    return article.model_copy(update={"paragraphs": tuple(paragraphs)})


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


def people(article: Article) -> tuple[Person, ...]:
    """The people whom an article introduces and the institutions that speak in it, in order of appearance.

    A person is there who speaks, bears a title or has a given name that is known as one; never raises.
    """
    reader = Reader(Reading(article))
    spoke: dict[int, Known] = {}
    for paragraph in article.paragraphs:
        for draft in reader.read(paragraph.number):
            if draft.voice.who is not None:
                spoke[id(draft.voice.who)] = draft.voice.who
    known = reader.resolver.registry.known
    introduced = [one for one in known if one.sex or one.roles or id(one) in spoke]
    institutions = [one for one in spoke.values() if one.institution]
    return tuple(_person(one) for one in [*introduced, *institutions])


def _person(known: Known) -> Person:
    forms = sorted(known.forms, key=lambda form: (form != known.name, -len(form.split())))
    mentions = tuple(dict.fromkeys([known.name, *forms]))
    return Person(
        name=known.name,
        mentions=mentions,
        roles=tuple(sorted(known.roles)),
        sex=known.sex,
        institution=known.institution,
    )
