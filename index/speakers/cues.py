"""Cues of a sentence with their subjects: "Dana Holloway, the firm's chief executive, told reporters on Friday".

A cue is a verb of data/cues.txt, a phrase of data/phrases.txt or a noun. Each construction that it may stand in has its
own function here: finite ("Ames said"), inverted ("said Ames"), participial ("..., adding that"), passive ("praised by
Ames") and as a source ("according to Ames"). A construction without a plain subject is no frame.
"""

from __future__ import annotations

from index.speakers.adjectival import adjective_cue, before_adjective
from index.speakers.adjuncts import after_cue, after_source, after_subject
from index.speakers.frames import Cue, Frame
from index.speakers.heads import head_before
from index.speakers.infinitives import infinitive_subject, quotes
from index.speakers.knowledge import Verb, cue_phrases, cue_verbs, words
from index.speakers.mentions import Mention, is_place
from index.speakers.nominal import noun_frame, viewpoint
from index.speakers.participles import participle
from index.speakers.passives import agentless
from index.speakers.phrases import Phrases, is_boundary, stretch_begin
from index.speakers.sentences import Sentence
from index.speakers.subjects import subject_before
from index.speakers.verbgroups import (
    agrees,
    before_governor,
    before_group,
    is_possessed_noun,
    is_reduced_passive,
    passive_begin,
)


def frames(phrases: Phrases) -> list[Frame]:
    """The cues of a sentence in order, each with its subject."""
    found: list[Frame] = []
    i = 0
    while i < len(phrases.tokens):
        cue = _cue_at(phrases.tokens, i)
        frame = _verbal(phrases, cue, found) if cue else None
        frame = frame or noun_frame(phrases, i) or viewpoint(phrases, i) or _label(phrases, i)
        if frame:
            found.append(frame)
        i = max(frame.cue_last, i + 1) if frame else i + 1
    return found


def _cue_at(tokens: Sentence, i: int) -> Cue | None:
    """The cue that begins at token i."""
    if tokens[i].quote:
        return None
    lower = tokens[i].lower
    for phrase, verb in cue_phrases().get(lower, ()):
        stop = i + len(phrase)
        # "Went on to say" has its cue in "say", and "went on to Kell" has none.
        after = tokens[stop].lower if stop < len(tokens) else ""
        leads_on = lower == "went" and after == "to"
        # "Agreed on Tuesday" has only a time behind it.
        timed = phrase[-1] in ("on", "in", "at") and after in words("times")
        if tuple(token.lower for token in tokens[i:stop]) == phrase and not leads_on and not timed:
            return Cue(verb, i, stop)
    if lower == "compared" and i + 1 < len(tokens) and tokens[i + 1].lower in ("with", "to"):
        return None
    adjective = adjective_cue(tokens, i)
    if adjective is not None:
        return adjective
    single = cue_verbs().get(lower)
    return Cue(single, i, i + 1) if single else None


def _verbal(phrases: Phrases, cue: Cue, found: list[Frame]) -> Frame | None:
    """The frame of a verb in whichever construction it stands; found: the frames before it."""
    tokens, i, verb = phrases.tokens, cue.first, cue.verb
    if "prep" in verb.classes:
        return _source(phrases, cue)
    if verb.form == "adjective":
        left = before_adjective(tokens, i)
        return _finite(phrases, cue, left) if left is not None else None
    if is_possessed_noun(tokens, i, verb):
        return None
    left = before_group(tokens, i, told="told" in verb.classes)
    if left is None or is_reduced_passive(tokens, i, verb, cue.last, helped=left < i - 1):
        return _passive(phrases, cue) or agentless(phrases, cue)
    if left < 0 or tokens[left].lower in words("subordinating") or tokens[left].lower == ",":
        asked = agentless(phrases, cue)
        if asked is not None:
            return asked
    if verb.form == "ing" and not any(token.lower in words("be") for token in tokens[left + 1 : i]):
        return participle(phrases, cue, found)
    inverted = _inverted(phrases, cue)
    if inverted is not None:
        return inverted
    if verb.form == "base" and i >= 2 and (tokens[i - 1].lower == "to" or tokens[i - 2].lower == "to"):
        return _infinitive(phrases, cue, found)
    return _finite(phrases, cue, left) or _next_in_series(phrases, cue, left, found)


def _next_in_series(phrases: Phrases, cue: Cue, left: int, found: list[Frame]) -> Frame | None:
    """The second verb of "Ames praised the crews, thanked the town and blamed the rain": its subject is the first's."""
    before = found[-1] if found else None
    if before is None or before.order not in ("before", "series") or left < before.last or left != cue.first - 1:
        return None
    if phrases.tokens[left].lower != "," or before.verb.form != cue.verb.form or before.subject is None:
        return None
    if any(is_boundary(token) for token in phrases.tokens[before.cue_last : left]):
        return None
    return cue.frame(cue.first, after_cue(phrases, cue.last, cue.verb), before.subject, "series")


def _label(phrases: Phrases, i: int) -> Frame | None:
    """'The tests went on - Ann Ames: "It is dry."': a name alone before a colon says the quotation behind it."""
    tokens = phrases.tokens
    if tokens[i].lower != ":" or i + 1 >= len(tokens) or not tokens[i + 1].quote:
        return None
    subject = head_before(phrases, i)
    if subject is None or subject.first != stretch_begin(tokens, i) or not tokens[subject.first].capital:
        return None
    named = subject.kind == "name" and not is_place(subject)
    listed = subject.sort == "crowd" and subject.last - subject.first > 2
    verb = Verb(":", "label", frozenset(("close", "quote")))
    return Cue(verb, i, i + 1).frame(subject.first, i + 1, subject, "before") if named or listed else None


def _source(phrases: Phrases, cue: Cue) -> Frame | None:
    """ "According to" and whom: "according to recently opened files of the ministry"."""
    tokens, start = phrases.tokens, cue.last
    while start < len(tokens) and tokens[start].lower in words("adverbs"):
        start += 1
    source = phrases.at(start)
    if source is None:
        return None
    return cue.frame(cue.first, after_source(tokens, source.last), source, "source")


def _passive(phrases: Phrases, cue: Cue) -> Frame | None:
    """ "The plan was praised by Ames": what was praised is what she speaks of."""
    tokens, after = phrases.tokens, cue.last
    if after + 1 >= len(tokens) or tokens[after].lower != "by" or not cue.verb.classes & {"object", "say"}:
        return None
    source = phrases.at(after + 1)
    begin = passive_begin(tokens, cue.first)
    if source is None or source.describes_thing or begin is None:
        return None
    return cue.frame(begin, source.last, source, "passive")


def _inverted(phrases: Phrases, cue: Cue) -> Frame | None:
    """'"...," said X': the subject follows its verb."""
    source = phrases.at(cue.last)
    if source is None or cue.verb.form not in ("past", "third", "base"):
        return None
    if source.describes_thing and not source.definite:
        return None
    stop = after_subject(phrases, source)
    return cue.frame(cue.first, stop, source, "after") if _may_invert(phrases, cue, source, stop) else None


def _may_invert(phrases: Phrases, cue: Cue, source: Mention, stop: int) -> bool:
    """Does what was said stand before the verb, so that the phrase behind, which ends at `stop`, is its subject?"""
    tokens, i, classes = phrases.tokens, cue.first, cue.verb.classes
    acts = stop < len(tokens) and tokens[stop].lower in words("auxiliaries") and not tokens[stop].possessive
    if acts or (source.kind == "pronoun" and stop < len(tokens) and tokens[stop].word):
        return False
    if i == 0:
        return stop + 1 < len(tokens) and tokens[stop].lower in (",", ":") and tokens[stop + 1].quote
    before = tokens[i - 1]
    if before.quote:
        return before.ends_clause or before.ends_sentence or "say" in classes
    if before.lower not in (",", "—", "–", "?", "!"):
        return False
    if i >= 2 and tokens[i - 2].quote and "object" not in classes:
        return True
    if "say" not in classes or subject_before(phrases, i - 1) is not None:
        return False
    return stop >= len(tokens) or not tokens[stop].word


def _infinitive(phrases: Phrases, cue: Cue, found: list[Frame]) -> Frame | None:
    """ "Went on to say", by the subject of "went"; before a quotation the infinitive speaks without a subject."""
    if found and "to" in found[-1].verb.classes and found[-1].cue_last == cue.first - 1:
        return None
    left = before_governor(phrases.tokens, cue.first)
    if left is not None:
        shares = found and phrases.tokens[left].lower == "," and phrases.tokens[left + 1].lower.endswith("ing")
        if shares and found[-1].subject is not None:
            return cue.frame(cue.first - 1, after_cue(phrases, cue.last, cue.verb), found[-1].subject, "participle")
        return _finite(phrases, cue, left)
    subject = infinitive_subject(phrases, cue.first)
    if subject is None and ("clause" in cue.verb.classes or not quotes(phrases.tokens, cue.last)):
        return None
    return cue.frame(cue.first - 1, after_cue(phrases, cue.last, cue.verb), subject, "before")


def _share_says(tokens: Sentence, cue: Cue, left: int) -> bool:
    """ "About two thirds, 67 percent, say": a share of those asked, which is no mention of somebody."""
    end = left if tokens[left].word else left - 1
    return end > 0 and tokens[end].lower in ("percent", "%") and "say" in cue.verb.classes and cue.verb.form != "ing"


def _finite(phrases: Phrases, cue: Cue, left: int) -> Frame | None:
    """A verb whose subject stands before it; left: the last token before the verb group."""
    if left < 0:
        return None
    tokens, verb, i = phrases.tokens, cue.verb, cue.first
    before, helped = tokens[left].lower, left < i - 1
    subject = subject_before(phrases, left)
    if subject is None or not agrees(verb, subject, helped=helped):
        that = cue.last < len(tokens) and tokens[cue.last].lower == "that" and verb.classes & {"that", "say", "clause"}
        plain = (verb.lemma == "say" or that) and verb.form in ("past", "third") and tokens[left].word
        # "The states that" and "finalizing rules that" hold nouns.
        noun = verb.form == "third" and (before in words("determiners") | words("prepositions") or before[-3:] == "ing")
        reports = plain and not noun and before not in words("relatives") | words("openers")
        reports = reports or _share_says(tokens, cue, left)
        return cue.frame(i, after_cue(phrases, cue.last, verb), None, "before") if reports else None
    first = min(subject.first, i)
    if first and tokens[first - 1].lower in ("if", "unless", "whether"):
        return None
    # Of a clause that shares its subject with an earlier one, or of a relative one, only its own words belong here.
    if before in words("clause_joints") or before in ("who", "which", "that"):
        if verb.form == "base" and not helped and subject.sort != "crowd":
            return None
        first = left if before in words("relatives") else left + 1
    return cue.frame(first, after_cue(phrases, cue.last, verb), subject, "before")
