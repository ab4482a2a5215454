"""Who said what: Article -> Article with its Statements."""

from index.speakers.attribution import SPEAKERS_VERSION, attribute, people
from index.speakers.people import Person

__all__ = ["SPEAKERS_VERSION", "Person", "attribute", "people"]
