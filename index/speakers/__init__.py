"""Who said what, and who is spoken of: Article -> Article with its statements and people."""

from index.speakers.attribution import SPEAKERS_VERSION, attribute

__all__ = ["SPEAKERS_VERSION", "attribute"]
