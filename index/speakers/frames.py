"""A cue, and its frame: who speaks by it, and where. The common shape of all that says that somebody speaks.

In "Dana Holloway told reporters on Friday that ..." the cue is "told"; its frame reaches from "Dana" to "Friday".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from index.speakers.knowledge import Verb
from index.speakers.mentions import Mention

Order = Literal["before", "after", "source", "participle", "noun", "passive", "agentless", "series"]
"""Where the subject stands: before or after the verb, after "according to", of the main clause, of a noun, after the
"by" of a passive, nowhere for a passive without one, before an earlier verb of the same series."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue with its subject: what says that somebody speaks, apart from what is said. Token counts, last exclusive."""

    verb: Verb
    first: int
    """Where subject or cue begin, whichever stands first."""
    last: int
    """After cue, hearer, time and place."""
    cue_first: int
    cue_last: int
    subject: Mention | None
    order: Order


class Cue(NamedTuple):
    """The words of a sentence that say that somebody speaks. Token counts, last exclusive."""

    verb: Verb
    first: int
    last: int

    def frame(self, first: int, last: int, subject: Mention | None, order: Order) -> Frame:
        """The frame of this cue that reaches from token `first` to before token `last`."""
        return Frame(self.verb, first, last, self.first, self.last, subject, order)
