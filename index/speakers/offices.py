"""Offices that are told before their holder's name, as headlines are followed up.

"The mayor of Kell said the bridge is safe." opens an article; in its second paragraph "Ann Ames said" is the mayor.
"""

from __future__ import annotations

from index.speakers.clauses import Parsed
from index.speakers.knowledge import person_noun
from index.speakers.mentions import Mention
from index.speakers.people import Known, Registry

_SOON = 2
"""Paragraphs after the first in which the holder must be named."""


def introduce_late(parsed: list[list[Parsed]], registry: Registry) -> None:
    """Tell the office that speaks in the first paragraph of the first full name after it that has no office yet.

    parsed: the sentences of each paragraph, of which there is at least one.
    """
    office = next((mention for sentence in parsed[0] for mention in _offices(sentence)), None)
    if office is None or any(office.roles <= person.roles for person in registry.known):
        return
    holder = _first_named(parsed, registry)
    if holder is not None:
        holder.roles |= office.roles


def _offices(sentence: Parsed) -> list[Mention]:
    subjects = [frame.subject for frame in sentence.frames if frame.subject is not None]
    return [one for one in subjects if one.describes_person and one.determiner in ("the", "'s", "its")]


def _first_named(parsed: list[list[Parsed]], registry: Registry) -> Known | None:
    """The first person who speaks by name after the first paragraph; None where known before or by another office."""
    for number, paragraph in enumerate(parsed[1 : 1 + _SOON], 2):
        subjects = [frame.subject for sentence in paragraph for frame in sentence.frames]
        named = next((one for one in subjects if one is not None and one.names_person), None)
        if named is not None:
            person = registry.find(named)
            new = person is not None and person.first_paragraph == number and not any(map(person_noun, person.roles))
            return person if new else None
    return None
