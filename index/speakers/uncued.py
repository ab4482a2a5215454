"""Quotations that no cue of their sentence introduces: are they speech, and whose?

'"It is over. We lost," Ames said. "Nobody came."': the last quotation is hers, as she spoke right before it. But the
"Great" of 'the "Great" Gatsby', a scare quote or a title are nothing said.
"""

from __future__ import annotations

from index.speakers.clauses import Parsed
from index.speakers.drafts import NOBODY, Draft, Kind, Voice
from index.speakers.knowledge import words
from index.speakers.sentences import Token

_LEAST_WORDS = 3
"""Words of a quotation without a cue that ends as a sentence does, to be taken as said."""
_OPENING_WORDS = 5
"""The same where it opens its sentence."""
_LONGEST_TITLE = 8
_SHORT_WORD = 4
"""Characters of words that titles write small: "of", "the"."""


def uncued(
    parsed: list[Parsed], voices: list[Voice | None], drafts: list[Draft], left_open: Voice | None, last: Voice | None
) -> list[Draft]:
    """The drafts of a paragraph's quotations without a cue; whose they are is entered in `voices`.

    voices: who spoke last in each sentence. drafts: those that cues introduce. left_open: who speaks on from the
    paragraph before. last: who spoke in its last sentence.
    """
    found: list[Draft] = []
    covered = {(draft.sentence, at) for draft in drafts for at in _quotes_in(parsed[draft.sentence], draft)}
    for k, sentence in enumerate(parsed):
        opening = sentence.tokens[0]
        alone = _only_quotes(sentence)
        for token in sentence.tokens:
            if not token.quote or (k, token.start) in covered:
                continue
            worded = _is_worded(sentence, token)
            if not worded and not _is_speech(token, alone=alone, opens=token is opening):
                continue
            voice = voices[k]
            if voice is None and (opening.quote or (k and opening.lower in words("openers"))):
                voice = _voice_beside(parsed, voices, k, left_open, last)
            voices[k] = voice
            kind: Kind = "direct" if token.ends_sentence or token.ends_clause or token is opening else "mixed"
            found.append(Draft(token.start, token.end, kind, voice or NOBODY, k))
    return found


def _voice_beside(
    parsed: list[Parsed], voices: list[Voice | None], k: int, left_open: Voice | None, last: Voice | None
) -> Voice | None:
    """Who speaks the quotation that opens sentence k without a cue: who spoke just before it, or just after."""
    if k and voices[k - 1] is not None:
        return voices[k - 1]
    if k == 0 and left_open is not None:
        return left_open
    if k + 1 < len(parsed) and _only_quotes(parsed[k]) and parsed[k + 1].tokens[0].quote and voices[k + 1] is not None:
        return voices[k + 1]
    return last if k == 0 and all(map(_only_quotes, parsed)) else None


def _only_quotes(sentence: Parsed) -> bool:
    """Does the sentence hold nothing but quotations and marks?"""
    return all(token.quote or not token.word for token in sentence.tokens)


def is_left_open(token: Token) -> bool:
    """Is it a quotation without its closing mark?"""
    return token.quote and token.text.rstrip()[-1:] not in "\"”’'»“‘"


def _quotes_in(sentence: Parsed, draft: Draft) -> list[int]:
    return [token.start for token in sentence.tokens if token.quote and draft.start <= token.start < draft.end]


def _is_speech(token: Token, *, alone: bool, opens: bool) -> bool:
    """Is a quotation without a cue something said, and no title (capitals) or scare quote (a word)?"""
    count = len(token.text.split())
    opening = opens and count > _OPENING_WORDS
    if not (alone or opens or token.ends_sentence) and _is_title(token):
        return False
    fragment = count > 2 and token.text.lstrip("\"'“”‘’„«")[:1].islower()
    return (
        opening
        or fragment
        or (alone and count > 1)
        or (count >= _LEAST_WORDS and (token.ends_sentence or token.ends_clause))
    )


def _is_worded(sentence: Parsed, quotation: Token) -> bool:
    """Does a word such as "slogan" or "phrase" stand right before the quotation, a comma or colon between them?"""
    tokens = sentence.tokens
    at = next(i for i, token in enumerate(tokens) if token is quotation) - 1
    if at > 0 and tokens[at].lower in (",", ":"):
        at -= 1
    return at >= 0 and tokens[at].lower in words("wordings")


def _is_title(token: Token) -> bool:
    """Is every word but the shortest written with a capital, as in the name of a book or broadcast?"""
    found = [word.lstrip("\"'“‘„«(") for word in token.text.split()]
    return len(found) <= _LONGEST_TITLE and all(word[:1].isupper() or len(word) < _SHORT_WORD for word in found)
