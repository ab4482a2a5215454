"""Cues of a sentence with their subjects: "Dana Holloway, the firm's chief executive, told reporters on Friday"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.speakers.knowledge import Verb, cue_phrases, cue_verbs, words
from index.speakers.mentions import Mention
from index.speakers.phrases import Phrases
from index.speakers.sentences import Sentence, Token
from index.speakers.subjects import main_subject, subject_before

Order = Literal["before", "after", "source", "participle", "noun", "passive"]


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
    """Where the subject stands: before or after the verb, after "according to", of the main clause, of a noun, after
    the "by" of a passive."""


def _match(tokens: Sentence, i: int) -> tuple[Verb, int] | None:
    """The cue that begins at token i and how many tokens it has."""
    lower = tokens[i].lower
    for phrase, verb in cue_phrases().get(lower, ()):
        after = tokens[i + len(phrase)].lower if i + len(phrase) < len(tokens) else ""
        if tuple(token.lower for token in tokens[i : i + len(phrase)]) == phrase and (lower, after) != ("went", "to"):
            return verb, len(phrase)
    single = cue_verbs().get(lower) if not tokens[i].quote else None
    return (single, 1) if single else None


def frames(tokens: Sentence, phrases: Phrases) -> list[Frame]:
    """The cues of a sentence in order, each with its subject; phrases: the sentence's noun phrases."""
    found: list[Frame] = []
    i = 0
    while i < len(tokens):
        match = _match(tokens, i)
        frame = _frame(tokens, phrases, i, *match, found) if match else None
        frame = frame or _noun_frame(tokens, phrases, i) or _viewpoint(tokens, phrases, i)
        if frame:
            found.append(frame)
            i = max(frame.cue_last, i + 1)
        else:
            i += 1
    return found


def _frame(tokens: Sentence, phrases: Phrases, i: int, verb: Verb, size: int, found: list[Frame]) -> Frame | None:
    after = i + size
    if "prep" in verb.classes:
        return _source(tokens, phrases, i, verb, after)
    if i > 1 and tokens[i - 1].possessive and _is_noun(tokens, i, verb):
        return None
    left = _before_verb(tokens, i)
    if left is None or _suffered(tokens, i, verb, after, helped=left < i - 1):
        return _passive(tokens, phrases, i, verb, after)
    if verb.form == "ing" and not (left < i - 1 and tokens[left + 1].lower in words("be")):
        return _participle(tokens, phrases, i, verb, after, found)
    if _inverted(tokens, phrases, i, after, verb):
        source = phrases.at(after)
        if source is not None and not (source.kind == "description" and source.sort == "thing" and not source.definite):
            return Frame(verb, i, _with_modifiers(tokens, phrases, source), i, after, source, "after")
    governed = verb.form == "base" and i >= 2 and tokens[i - 1].lower == "to"
    end = _governor(tokens, i) if governed else left
    if governed and end is None and _quotes(tokens, after):
        return Frame(verb, i - 1, after_cue(tokens, phrases, after, verb), i, after, None, "before")
    return _finite(tokens, phrases, i, verb, after, end) if end is not None and end >= 0 else None


def _is_noun(tokens: Sentence, i: int, verb: Verb) -> bool:
    """Is it the noun in "Ames's remarks" or "the mayor's warning"?"""
    owner = tokens[i - 2].lower
    return verb.form in ("third", "base") or (verb.form == "ing" and owner not in words("third_person"))


def _suffered(tokens: Sentence, i: int, verb: Verb, after: int, *, helped: bool) -> bool:
    """Is it a participle without its object: "a clerk accused of theft", "the plan praised by Ames"?"""
    if helped or verb.form not in ("past", "pp") or verb.classes != {"object"} or after >= len(tokens):
        return False
    return after == i + 1 and tokens[after].lower in ("of", "for", "as", "by")


def _passive(tokens: Sentence, phrases: Phrases, i: int, verb: Verb, after: int) -> Frame | None:
    """ "The plan was praised by Ames": what was praised is what she speaks of."""
    if after + 1 >= len(tokens) or tokens[after].lower != "by" or not verb.classes & {"object", "say"}:
        return None
    source = phrases.at(after + 1)
    if source is None or (source.kind == "description" and source.sort == "thing"):
        return None
    begin = i
    while begin > 0 and (
        tokens[begin - 1].lower in words("auxiliaries") or tokens[begin - 1].lower in words("adverbs")
    ):
        begin -= 1
    denied = any(token.lower in words("negations") | words("modals") for token in tokens[begin:i])
    return None if denied else Frame(verb, begin, source.last, i, after, source, "passive")


def _viewpoint(tokens: Sentence, phrases: Phrases, i: int) -> Frame | None:
    """ "In Ames's opinion", "in his view"."""
    if tokens[i].lower != "in":
        return None
    for j in range(i + 2, min(i + 9, len(tokens))):
        if tokens[j].lower not in words("viewpoints") or (j + 1 < len(tokens) and tokens[j + 1].lower == "of"):
            continue
        before = tokens[j - 1]
        verb = Verb("in the opinion of", "noun", frozenset(["prep"]))
        if before.possessive:
            owner = phrases.over(j - 2)
            subject = phrases.owner(owner, j - 1) if owner is not None else None
        else:
            subject = phrases.possessive_pronoun(j - 1) if before.lower in ("his", "her", "their") else None
        return Frame(verb, i, j + 1, j, j + 1, subject, "source") if subject is not None else None
    return None


def _quotes(tokens: Sentence, after: int) -> bool:
    """Does a quotation follow within the clause?"""
    for token in tokens[after : after + 12]:
        if token.quote:
            return True
        if not token.word:
            return False
    return False


def _governor(tokens: Sentence, i: int) -> int | None:
    """The token before "went on" in "went on to say"; None where the infinitive says nothing: "refused to say"."""
    governor = i - 3 if tokens[i - 2].lower == "on" else i - 2
    if governor < 1 or tokens[governor].lower not in words("governors"):
        return None
    return _before_verb(tokens, governor)


def _finite(tokens: Sentence, phrases: Phrases, i: int, verb: Verb, after: int, left: int) -> Frame | None:
    """A verb whose subject stands before it; left: the last token before the verb group."""
    subject = subject_before(phrases, left)
    if subject is None or not _agrees(verb, subject, helped=left < i - 1):
        plain = verb.lemma == "say" and verb.form in ("past", "third") and tokens[left].word
        reports = plain and tokens[left].lower not in words("relatives") | words("openers")
        return Frame(verb, i, after_cue(tokens, phrases, after, verb), i, after, None, "before") if reports else None
    # Of a clause that shares its subject with an earlier one, or of a relative one, only its own words belong here.
    shared = tokens[left].lower in ("and", "but", "or", "then", "yet", "who", "which", "that")
    begin = min(subject.first, i)
    if begin and tokens[begin - 1].lower in ("if", "unless", "whether"):
        return None
    if shared and verb.form == "base" and left == i - 1 and subject.sort != "crowd":
        return None
    first = left + (tokens[left].lower not in words("relatives")) if shared else begin
    return Frame(verb, first, after_cue(tokens, phrases, after, verb), i, after, subject, "before")


def _source(tokens: Sentence, phrases: Phrases, i: int, verb: Verb, after: int) -> Frame | None:
    """ "According to" and whom: "according to recently opened files of the ministry"."""
    start = after
    while start < len(tokens) and tokens[start].lower in words("adverbs"):
        start += 1
    source = phrases.at(start)
    if source is None:
        return None
    return Frame(verb, i, _clause_end(tokens, source.last), i, after, source, "source")


def _agrees(verb: Verb, subject: Mention, *, helped: bool) -> bool:
    """Can this form be the finite verb of this subject? A bare "report" after a singular name is a noun."""
    if verb.form == "base" and not helped:
        plural = subject.sort == "crowd" or subject.head in ("they", "we", "i", "you") or subject.head.endswith("s")
        return plural or subject.sort == "institution"
    if verb.form == "third" and subject.sort == "crowd":
        return False
    bare = subject.kind == "description" and subject.sort == "thing" and subject.determiner == "" and not helped
    return not bare or (subject.head.endswith("s") and "say" in verb.classes and "weak" not in verb.classes)


def _before_verb(tokens: Sentence, i: int) -> int | None:
    """The token before the verb group (-1: none); None where the verb is denied or suffered ("was asked")."""
    j = i - 1
    passive = False
    denied = False
    while j >= 0 and i - j < 9:
        lower = tokens[j].lower
        if lower in words("auxiliaries"):
            passive = passive or (lower in words("be") and not _has(tokens, j, i))
            denied = denied or lower in words("negations") or lower in words("modals")
        elif not _between_subject_and_verb(tokens, j, i):
            break
        j -= 1
    form = cue_verbs().get(tokens[i].lower)
    if denied or (passive and form is not None and form.form in ("past", "pp")):
        return None
    return j


def _has(tokens: Sentence, j: int, i: int) -> bool:
    """Is token j the "'s" of "he's said", which is no passive?"""
    verb = cue_verbs().get(tokens[i].lower)
    return tokens[j].possessive and verb is not None and "say" in verb.classes and "object" not in verb.classes


def _between_subject_and_verb(tokens: Sentence, j: int, i: int) -> bool:
    """Is token j, before the verb at i, an adverb or a time: "Putin on Thursday also said"?"""
    lower = tokens[j].lower
    if lower in words("adverbs") or (lower.endswith("ly") and not tokens[j].capital):
        return True
    if lower in words("times"):
        return j > 0 and (tokens[j].capital or lower not in ("may", "march"))
    return lower in ("on", "in", "at") and j + 1 < i and tokens[j + 1].lower in words("times")


def _inverted(tokens: Sentence, phrases: Phrases, i: int, after: int, verb: Verb) -> bool:
    """Does the subject follow, as in '"...," said X'?"""
    source = phrases.at(after)
    if verb.form not in ("past", "third", "base") or source is None:
        return False
    stop = _with_modifiers(tokens, phrases, source)
    if source.kind == "pronoun" and stop < len(tokens) and tokens[stop].word:
        return False
    if i == 0:
        return stop + 1 < len(tokens) and tokens[stop].lower in (",", ":") and tokens[stop + 1].quote
    before = tokens[i - 1]
    if before.quote:
        return before.ends_clause or before.ends_sentence or "say" in verb.classes
    if before.lower not in (",", "—", "–", "?", "!"):
        return False
    if i >= 2 and tokens[i - 2].quote and "object" not in verb.classes:
        return True
    if "say" not in verb.classes or subject_before(phrases, i - 1) is not None:
        return False
    return stop >= len(tokens) or not tokens[stop].word


def _participle(tokens: Sentence, phrases: Phrases, i: int, verb: Verb, after: int, found: list[Frame]) -> Frame | None:
    """ "..., adding that" speaks with the main clause's subject; "with X saying" with X."""
    end = after_cue(tokens, phrases, after, verb)
    before = phrases.ending(i)
    if before is not None and (before.first == 0 or tokens[before.first - 1].lower in ("with", "of", ",", "and")):
        if before.kind != "description" or before.sort != "thing":
            return Frame(verb, before.first, end, i, after, before, "before")
        if before.head not in words("speech_nouns"):
            return None
    elif before is not None and before.head in words("speech_nouns"):
        pass
    elif before is not None and before.sort in ("person", "crowd", "institution"):
        return Frame(verb, before.first, end, i, after, before, "before")
    elif before is not None:
        return None
    if i and tokens[i - 1].lower in words("determiners"):
        return None
    if 0 < i <= 3 and tokens[i - 1].lower in words("prepositions") | words("subordinating"):
        comma = next((j for j in range(end, len(tokens)) if tokens[j].lower == ","), len(tokens))
        subject = main_subject(phrases, len(tokens), begin=comma + 1)
        return Frame(verb, i, end, i, after, subject, "participle") if subject else None
    subject = found[-1].subject if found and found[-1].order != "source" else None
    subject = subject or main_subject(phrases, i)
    if subject is None and i == 0:
        subject = main_subject(phrases, len(tokens), begin=1)
    return Frame(verb, i, end, i, after, subject, "participle") if subject else None


def _clause_end(tokens: Sentence, i: int) -> int:
    """The next mark or quotation behind a source: "a person close to the secretive process"."""
    for j in range(i, min(i + 25, len(tokens))):
        if not tokens[j].word:
            return j
    return min(i + 25, len(tokens))


def _noun_frame(tokens: Sentence, phrases: Phrases, i: int) -> Frame | None:
    """ "His claim that ..." and "the ministry's warning that ..."."""
    if (
        tokens[i].lower not in words("noun_cues")
        or i + 1 >= len(tokens)
        or tokens[i + 1].lower not in words("noun_links")
        or i == 0
    ):
        return None
    noun, i = i, _over_adjectives(tokens, i)
    before = tokens[i - 1]
    verb = Verb(tokens[noun].lower, "noun", frozenset(["that", "to", "object"]))
    if before.possessive and i >= 2:
        owner = phrases.over(i - 2)
        if owner is not None:
            return Frame(verb, owner.first, noun + 1, noun, noun + 1, phrases.owner(owner, i - 1), "noun")
    if before.lower in ("his", "her", "its", "their"):
        return Frame(verb, i - 1, noun + 1, noun, noun + 1, phrases.possessive_pronoun(i - 1), "noun")
    return None


def _over_adjectives(tokens: Sentence, i: int) -> int:
    """The token after the possessor in "Ames's repeated public warnings", whose noun is token i."""
    for j in (i, i - 1, i - 2):
        if j < 1 or tokens[j - 1].possessive or tokens[j - 1].lower in ("his", "her", "its", "their"):
            return j if j >= 1 else i
        if not tokens[j - 1].word or tokens[j - 1].capital:
            return i
    return i


def _with_modifiers(tokens: Sentence, phrases: Phrases, mention: Mention | None) -> int:
    """The token after a subject that follows its verb, with "of ..." and "for ..." behind it."""
    if mention is None:
        return 0
    stop = mention.last
    while stop + 1 < len(tokens) and tokens[stop].lower in ("of", "for", "at", "in", "from", "with", "on"):
        nested = phrases.at(stop + 1)
        if nested is None:
            break
        stop = nested.last
    return stop


def after_cue(tokens: Sentence, phrases: Phrases, i: int, verb: Verb) -> int:
    """The token after hearer, time and place that may stand between a cue and what is said."""
    if "hearer" in verb.classes and i < len(tokens):
        told = phrases.at(i)
        given = told is not None and told.kind == "description" and told.sort == "thing" and "object" in verb.classes
        i = i if given else _skip_phrase(tokens, phrases, i, hearer=True)
    for _ in range(8):
        if i >= len(tokens) or tokens[i].quote:
            break
        lower = tokens[i].lower
        if lower in ("this", "a", "the") and i + 1 < len(tokens) and tokens[i + 1].lower in words("times"):
            i += 2
        elif i + 1 < len(tokens) and tokens[i + 1].possessive:
            break
        elif (
            lower in words("times")
            or (lower.isdigit() and tokens[i - 1].lower in words("times"))
            or (lower in words("adverbs") and lower not in ("all", "both", "even", "only", "no"))
        ):
            i += 1
        elif lower in (
            "on",
            "in",
            "at",
            "to",
            "during",
            "after",
            "through",
            "via",
            "of",
            "about",
            "before",
            "by",
            "from",
        ):
            if lower in ("to", "of", "about") and "say" not in verb.classes:
                break
            moved = _skip_phrase(tokens, phrases, i + 1, hearer=False)
            if moved == i + 1:
                break
            i = moved
        else:
            break
    return i


def _skip_phrase(tokens: Sentence, phrases: Phrases, i: int, *, hearer: bool) -> int:
    """After the noun phrase at i; where "that" follows within a few words, up to it."""
    mention = phrases.at(i)
    if mention is None and not (i < len(tokens) and tokens[i].lower in ("him", "her", "them", "me", "us")):
        return i
    if hearer and mention is not None and mention.last < len(tokens) and tokens[mention.last].lower == "to":
        return mention.last
    for j in range(i, min(i + 16, len(tokens))):
        token: Token = tokens[j]
        if token.lower in ("that", ":") or (token.quote and hearer):
            return j
        if token.lower == "," and not hearer:
            break
        if token.lower in words("relatives"):
            break
    stop = mention.last if mention else i + 1
    while stop < len(tokens) and tokens[stop].lower in words("speech_nouns"):
        stop += 1
    while hearer and stop + 1 < len(tokens) and tokens[stop].lower in ("of", "and"):
        nested = phrases.at(stop + 1)
        if nested is None:
            break
        stop = nested.last
    return stop
