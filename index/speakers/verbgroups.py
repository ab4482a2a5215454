"""The verb group that a cue stands in: where it begins, and whether in it somebody speaks at all.

"Putin on Thursday also said" has adverb and time before its cue; "did not say" denies it, "was asked" makes it passive,
"refused to say" says nothing, but "went on to say" does.
"""

from __future__ import annotations

from index.speakers.knowledge import Verb, cue_verbs, words
from index.speakers.mentions import Mention
from index.speakers.sentences import Sentence

_LONGEST = 9
"""Tokens of a verb group before its cue."""
_WHEN = frozenset(("on", "in", "at", "last", "this"))
"""Behind the participle in "an interview published on Monday"."""


def before_group(tokens: Sentence, i: int, *, told: bool = False) -> int | None:
    """The token before the verb group of the cue at token i (-1: none); None where it is denied or passive.

    told: the cue is passive, but its subject speaks all the same: "was quoted as saying".
    """
    j = i - 1
    passive = False
    denied = False
    while j >= 0 and i - j < _LONGEST:
        lower = tokens[j].lower
        if lower in words("auxiliaries"):
            passive = passive or (lower in words("be") and not _is_has(tokens, j, i))
            denied = denied or lower in words("negations") or (lower in words("modals") and not told)
        elif not _is_adverbial(tokens, j, i):
            break
        j -= 1
    verb = cue_verbs().get(tokens[i].lower)
    if denied or (passive and not told and verb is not None and verb.form in ("past", "pp")):
        return None
    return j


def _is_has(tokens: Sentence, j: int, i: int) -> bool:
    """Is token j the "'s" of "he's said", which is no passive?"""
    verb = cue_verbs().get(tokens[i].lower)
    return tokens[j].possessive and verb is not None and "say" in verb.classes and "object" not in verb.classes


def _is_adverbial(tokens: Sentence, j: int, i: int) -> bool:
    """Is token j, before the verb at i, an adverb or a time: "Putin on Thursday also said"?"""
    lower = tokens[j].lower
    if lower in words("adverbs") or (lower.endswith("ly") and not tokens[j].capital):
        return True
    if lower in words("times"):
        return j > 0 and (tokens[j].capital or lower not in ("may", "march"))
    return lower in ("on", "in", "at") and j + 1 < i and tokens[j + 1].lower in words("times")


def before_governor(tokens: Sentence, i: int) -> int | None:
    """The token before "went on" in "went on to say"; None where the infinitive says nothing: "refused to say"."""
    governor = i - 3 if tokens[i - 2].lower == "on" else i - 2
    if governor < 1 or tokens[governor].lower not in words("governors"):
        return None
    if tokens[governor].lower == "going" and tokens[governor + 1].lower != "on":
        return None
    return before_group(tokens, governor)


def passive_begin(tokens: Sentence, i: int) -> int | None:
    """The first auxiliary or adverb before the participle at token i; None where it is denied."""
    begin = i
    while begin > 0 and (
        tokens[begin - 1].lower in words("auxiliaries") or tokens[begin - 1].lower in words("adverbs")
    ):
        begin -= 1
    denied = any(token.lower in words("negations") | words("modals") for token in tokens[begin:i])
    return None if denied else begin


def agrees(verb: Verb, subject: Mention, *, helped: bool) -> bool:
    """Can this form be the finite verb of this subject? A bare "report" after a singular name is a noun.

    helped: an auxiliary or adverb stands between them.
    """
    if verb.form == "base" and not helped:
        plural = subject.sort == "crowd" or subject.head in ("they", "we", "i", "you") or subject.head.endswith("s")
        return plural or subject.sort == "institution"
    if verb.form == "third" and subject.sort == "crowd":
        return False
    bare = subject.describes_thing and subject.determiner == "" and not helped
    return not bare or (subject.head.endswith("s") and "say" in verb.classes and "weak" not in verb.classes)


def is_reduced_passive(tokens: Sentence, i: int, verb: Verb, after: int, *, helped: bool) -> bool:
    """Is it a participle without its object: "a clerk accused of theft", "the plan praised by Ames"?"""
    if i and tokens[i - 1].lower in words("subject_pronouns"):
        return False
    if helped or verb.form not in ("past", "pp") or not verb.classes <= {"object", "weak"} or after >= len(tokens):
        return False
    tied = tokens[after].lower in ("of", "for", "as", "by") or ("weak" in verb.classes and tokens[after].lower in _WHEN)
    return after == i + 1 and tied


def is_possessed_noun(tokens: Sentence, i: int, verb: Verb) -> bool:
    """Is token i the noun in "Ames's remarks" or "the mayor's warning"?"""
    if i < 2 or not tokens[i - 1].possessive:
        return False
    owner = tokens[i - 2].lower
    return verb.form in ("third", "base") or (verb.form == "ing" and owner not in words("third_person"))
