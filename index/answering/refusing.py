"""How a question is refused: what the coverage lacks, said in a sentence or two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.answering.answer import Refusal
from index.answering.concepts import Asked, Concept, is_name
from index.answering.evidence import unknown_names
from index.answering.noting import as_written
from index.answering.ranking import Ranked
from index.answering.words import asking
from index.language.names import name_terms

LOOKED_AT = 50
"""In the articles of how many of the closest passages it is looked up whether a person is a man or a woman."""
_PLURAL = re.compile(r"[^su]s$|people$|men$|children$")
_FIGURES = {"amount": "an amount", "age": "an age", "when": "a time"}


def refuse(asked: Asked, ranked: Sequence[Ranked]) -> Refusal:
    """Say what is missing, in a sentence or two that the coverage bears out. ranked: the closest paragraphs."""
    asked = _in_the_coverages_spelling(asked, ranked)
    names = unknown_names(asked)
    if names:
        nobody = "Nobody called " if names[0] in asked.speaker else "No "
        first, *others = (_as_asked(asked, concept) for concept in names)
        subject = nobody + _listed([first, *(f"no {other}" for other in others)])
        verb = "appears" if len(names) == 1 else "appear"
        return Refusal(
            kind="unknown_name",
            message=f"{subject} {verb} in this coverage.",
            missing=tuple(concept.asked for concept in names),
        )
    words = [concept for concept in asked.concepts if not (concept.known or concept.kin or concept.generic)]
    known = [concept for concept in asked.topic if concept.known]
    if words:
        about = _listed([f"“{concept.asked}”" for concept in words])
        heard = asked.question.speaker and any(concept.known for concept in asked.speaker)
        also = f" {_who(asked)} is covered, but not on that." if heard and asked.topic else ""
        verb = "is" if len(words) == 1 else "are"
        return Refusal(
            kind="unknown_topic",
            message=f"The coverage does not say: {about} {verb} nowhere in it.{also}",
            missing=tuple(concept.asked for concept in words),
        )
    telling = [concept.asked for concept in asked.topic]
    if asked.question.speaker and telling and not known:
        whose = f"{_who(asked)} is covered, but not on that ({_listed(telling)})"
        return Refusal(kind="unknown_topic", message=f"The coverage does not say: {whose}.", missing=tuple(telling))
    if asked.question.speaker and known:
        return Refusal(
            kind="not_together",
            message=_never_together(asked, ranked),
            missing=tuple(concept.asked for concept in known),
        )
    if asked.question.speaker:
        who = asked.question.speaker.text
        return Refusal(
            kind="weak", message=f"The coverage does not say: no words in it are surely those of {who}.", missing=(who,)
        )
    return Refusal(
        kind="weak",
        message=f"The coverage does not say: {_lacking(asked, known, ranked)}.",
        missing=tuple(concept.asked for concept in known),
    )


def _in_the_coverages_spelling(asked: Asked, ranked: Sequence[Ranked]) -> Asked:
    """The same, where words of the question were mended under their spelling in the coverage."""
    spelt = {one.asked: written for one in asked.concepts if one.mended and (written := as_written(one, ranked))}
    if not spelt:
        return asked

    def mended(text: str) -> str:
        return " ".join(spelt.get(word, word) for word in text.split())

    def renamed(concepts: tuple[Concept, ...]) -> tuple[Concept, ...]:
        return tuple(one._replace(asked=spelt.get(one.asked, one.asked)) for one in concepts)

    question, speaker = asked.question, asked.question.speaker
    speaker = speaker._replace(text=mended(speaker.text)) if speaker else None
    question = question._replace(speaker=speaker, topic=mended(question.topic))
    return Asked(question, renamed(asked.speaker), renamed(asked.topic))


def _never_together(asked: Asked, ranked: Sequence[Ranked]) -> str:
    """ "Clinton is covered, and so is fracking, but nobody reports her on it." """
    topic = _subject(asked)
    last = topic.split()[-1]
    named = asked.topic[-1].asked[0].isupper() and len(asked.topic) == 1
    plural = (not named and bool(_PLURAL.search(last))) or (" and " in topic and not _phrased(asked))
    on = asked.topic[-1].asked if named else "them" if plural else "it"
    phrase = asked.question.speaker
    if phrase is None or not is_name(phrase):
        whose = phrase.text if phrase else "them"
        return f"The coverage does not say: {topic} {'are' if plural else 'is'} in it, but nothing that {whose} said."
    whom = _pronoun(asked, ranked)
    return f"{_who(asked)} is covered, and so {'are' if plural else 'is'} {topic}, but nobody reports {whom} on {on}."


def _phrased(asked: Asked) -> bool:
    """Whether the question says "about ..." what it is about."""
    return asked.question.topic.split()[0].lower() in asking().grammar["links"]


def _subject(asked: Asked) -> str:
    """What the question is about: its words after "about", else the words that tell something, one by one."""
    if _phrased(asked):
        return asked.question.topic.split(maxsplit=1)[1]
    telling = [concept.asked for concept in asked.topic if not concept.generic]
    return _listed(telling or [concept.asked for concept in asked.topic])


def _pronoun(asked: Asked, ranked: Sequence[Ranked]) -> str:
    """ "him" or "her" as the articles tell of who is asked about; the name where they do not tell, or tell both."""
    family = asked.speaker[-1]
    bearers = {
        "institution" if person.institution else person.sex
        for one in ranked[:LOOKED_AT]
        for person in one.candidate.text.held.article.people
        if family.within(name_terms(person.name))
    }
    alone = next(iter(bearers)) if len(bearers) == 1 else ""
    return {"m": "him", "f": "her"}.get(alone, asked.question.speaker.text if asked.question.speaker else "them")


def _lacking(asked: Asked, known: Sequence[Concept], ranked: Sequence[Ranked]) -> str:
    """What the paragraphs lack that have words of the question, all of which are in the coverage."""
    topic = _listed([concept.asked for concept in known])
    together = [one for one in ranked if all(concept.within(one.candidate.terms) for concept in known)]
    if len(known) > 1 and not together:
        return f"its words ({topic}) are in it, but no passage brings them together"
    figure = _FIGURES.get(asked.question.kind)
    if figure and not any(one.features.fits for one in together):
        return f"it has passages on {topic}, but none of them gives {figure}"
    return f"it has passages on {topic}, but none that surely answers this"


def _who(asked: Asked) -> str:
    """Whose words are asked for, at the beginning of a sentence."""
    text = asked.question.speaker.text if asked.question.speaker else ""
    return text[:1].upper() + text[1:]


def _as_asked(asked: Asked, concept: Concept) -> str:
    """The whole name for a family name: "Emmanuel Macron"."""
    phrase = asked.question.speaker
    if phrase and asked.speaker and concept is asked.speaker[-1]:
        return phrase.text
    return concept.asked


def _listed(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1] if words else ""]))
