"""The first pass over an article: its sentences with their noun phrases, and all the people it names anywhere.

The second pass (index.speakers.reader) needs them all at once: "Ames said" in the first paragraph may be told in full,
as "Foreign Minister Ann Ames", only in the third.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from index.articles import Article
from index.speakers.chunking import noun_phrases
from index.speakers.introductions import affiliations, introductions
from index.speakers.knowledge import cue_verbs, given_names, places, words
from index.speakers.mentions import Mention
from index.speakers.people import Registry
from index.speakers.sentences import Sentence, outline, sentences, words_of

_OPENING = re.compile(r"(?:^|[.!?”\"] )([A-Z][a-z]+s) ([a-z]+)")
_INNER = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+s\b")
_NAMED = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+\b")
_WORD = re.compile(r"(?<![@#_/.])[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Phrased(NamedTuple):
    """A sentence with the noun phrases outside of its quotations, and the names in each quotation."""

    tokens: Sentence
    phrases: list[Mention]
    quoted: list[tuple[int, Mention]]
    """(Offset in the paragraph, name)."""


class Survey:
    """An article's paragraphs as sentences, and its people."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.texts = {paragraph.number: paragraph.text for paragraph in article.paragraphs}
        self.common = _common_words(article)
        self.paragraphs = [
            [self._phrased(tokens) for tokens in sentences(outline(paragraph.text))] for paragraph in article.paragraphs
        ]
        self.registry = Registry(int(article.published[:4]) if article.published else None)
        self._singles: list[Mention] = []
        for number, paragraph in enumerate(self.paragraphs, 1):
            for sentence in paragraph:
                self._learn(sentence, number)
        for mention in self._singles:
            person = self.registry.find(mention) or self.registry.add_single(mention)
            if person is not None:
                self.registry.note(person, mention)

    def _phrased(self, tokens: Sentence) -> Phrased:
        quoted = [
            (token.start + mention.start, mention)
            for token in tokens
            if token.quote
            for mention in noun_phrases(words_of(token.text, 1, len(token.text)), self.common)
            if mention.kind == "name"
        ]
        return Phrased(tokens, noun_phrases(tokens, self.common), quoted)

    def _learn(self, sentence: Phrased, number: int) -> None:
        for mention in sentence.phrases:
            if mention.kind == "name" and not self.registry.add(mention, number):
                self._singles.append(mention)
        for introduced in introductions(sentence.tokens, sentence.phrases):
            person = self.registry.find(introduced.name)
            if person is not None:
                self.registry.tell(person, introduced.description, introduced.place, introduced.owner)
        for affiliation in affiliations(sentence.tokens, sentence.phrases):
            person = self.registry.find(affiliation.name)
            if person is not None:
                person.roles |= affiliation.roles
        for _, mention in sentence.quoted:
            if len(mention.head.split()) > 1:
                self.registry.add(mention, number)


def _common_words(article: Article) -> frozenset[str]:
    """Words that the article writes without a capital somewhere, and plurals with one only where a sentence begins."""
    found: Counter[str] = Counter()
    names: Counter[str] = Counter()
    plural: set[str] = set()
    capital: set[str] = set()
    for paragraph in article.paragraphs:
        found.update(word for word in _WORD.findall(paragraph.text) if word[0].islower())
        names.update(match.group().lower() for match in _NAMED.finditer(paragraph.text))
        opening = {one.group(1) for one in _OPENING.finditer(paragraph.text) if not _singular(one.group(2))}
        inner = {match.group() for match in _INNER.finditer(paragraph.text)}
        plural |= opening
        capital |= inner
    common = {word for word, count in found.items() if count > names[word]}
    common |= {word.lower() for word in plural - capital if word.lower() not in given_names()}
    return frozenset(common) - places().names


def _singular(verb: str) -> bool:
    """May the word follow a name that ends in s: "Sanders was", "Sanders said"?"""
    return verb in words("auxiliaries") or verb in words("adverbs") or verb in cue_verbs()
