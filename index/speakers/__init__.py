"""Who said what: Article -> Article with its Statements."""

from index.speakers.attribution import SPEAKERS_VERSION, attribute

__all__ = ["SPEAKERS_VERSION", "attribute"]
