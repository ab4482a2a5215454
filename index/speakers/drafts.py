"""A statement while its article is read: where it stands, who speaks, and of which kind it is.

"The plan is 'dead', he said" drafts one statement of the kind "mixed", for some of its words stand in quotation marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.speakers.contents import Content
from index.speakers.mentions import Mention
from index.speakers.people import Known
from index.speakers.sentences import Sentence

Kind = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, as found: the mention, its paragraph, and the one whom it means."""

    mention: Mention | None
    paragraph: int
    who: Known | None


NOBODY = Voice(None, 0, None)


@dataclass(slots=True)
class Draft:
    """A statement of one paragraph before it is written down."""

    start: int
    end: int
    kind: Kind
    voice: Voice
    sentence: int
    cue: str | None = None
    cue_start: int | None = None


def drafted(tokens: Sentence, content: Content, voice: Voice, k: int) -> Draft:
    """The draft of a content of sentence k, whose tokens are given."""
    inside = tokens[content.first : content.last]
    quoted = any(token.quote for token in inside)
    plain = any(token.word and token.lower not in ("and", "or", "but") for token in inside)
    kind: Kind = "indirect" if not quoted else "mixed" if plain else "direct"
    frame = content.frame
    cue = tokens[frame.cue_first : frame.cue_last]
    return Draft(inside[0].start, inside[-1].end, kind, voice, k, " ".join(token.text for token in cue), cue[0].start)
