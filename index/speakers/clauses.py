"""A sentence with its cues, what each introduces, and the mentions that later ones may refer to.

"When he left, Ames told the mayor that it was over" has the cue "told", the content "it was over", and the mentions
"he", "Ames" and "the mayor", of which "Ames" is whom the "he" before it may mean.
"""

from __future__ import annotations

from index.speakers.contents import contents
from index.speakers.cues import frames
from index.speakers.knowledge import words
from index.speakers.mentions import Mention
from index.speakers.phrases import Phrases
from index.speakers.sentences import Sentence
from index.speakers.survey import Phrased


class Parsed:
    """A sentence with its cues, contents and subjects."""

    def __init__(self, sentence: Phrased) -> None:
        self.tokens = tokens = sentence.tokens
        self.quoted = sentence.quoted
        self.phrases = Phrases(tokens, sentence.phrases)
        self.frames = frames(self.phrases)
        self.contents = contents(self.frames, self.phrases)

    def events(self) -> list[tuple[Mention, bool]]:
        """All mentions in order, and whether each is the subject of a clause."""
        subjects = {frame.subject.first: frame.subject for frame in self.frames if frame.subject}
        found: dict[int, tuple[Mention, bool]] = {}
        for mention in self.phrases.mentions:
            if self._apposed(mention):
                continue
            if mention.kind == "name" and mention.sort != "institution":
                found[mention.first] = (mention, _opens_clause(self.tokens, mention))
            elif (mention.kind != "description" or mention.sort != "thing") and _opens_clause(self.tokens, mention):
                found[mention.first] = (mention, True)
        for first, mention in subjects.items():
            found[first] = (mention, True)
        return [found[first] for first in sorted(found)]

    def ahead(self) -> Mention | None:
        """Whom a pronoun before it may mean: Ames in "When he left, Ames ..."."""
        tokens = self.tokens
        if tokens[0].lower not in words("subordinating") | words("prepositions"):
            return None
        comma = next((i for i, token in enumerate(tokens) if token.lower == ","), len(tokens))
        mention = self.phrases.at(comma + 1)
        named = mention is not None and mention.kind == "name" and mention.sort in ("person", "thing")
        return mention if named and mention is not None and _opens_clause(tokens, mention) else None

    def _apposed(self, mention: Mention) -> bool:
        """Is it the description in "Amit Rao, the state geologist,"?"""
        if mention.kind != "description" or mention.first < 2 or self.tokens[mention.first - 1].lower != ",":
            return False
        before = self.phrases.ending(mention.first - 1)
        return before is not None and before.kind == "name"


def _opens_clause(tokens: Sentence, mention: Mention) -> bool:
    """Does the mention stand where a clause's subject does: first in it, or after a conjunction, a verb behind it?"""
    before = tokens[mention.first - 1] if mention.first else None
    after = tokens[mention.last] if mention.last < len(tokens) else None
    if after is None or (not after.word and after.lower not in (",", "(")) or after.possessive:
        return False
    if after.lower in words("prepositions") or after.lower in ("and", "or"):
        return False
    if before is None or before.lower in (",", "—", ":", ")") or before.quote:
        return True
    return any(before.lower in words(kind) for kind in ("openers", "conjunctions", "relatives"))
