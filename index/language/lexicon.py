"""What is known of a language's words: stop words, stems, other spellings and compounds. It stands in data files.

A language is found by its ISO 639-1 code. One without files or without a Snowball stemmer keeps every word as it is.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""The Snowball algorithm of each language that has one, by ISO 639-1 code."""

_LETTERS = {
    "ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "ə": "e", "ƶ": "z",
}  # fmt: skip
_APOSTROPHES = "’‘‛ʼʻʹ′´`＇"
_HYPHENS = "‐‑"
_INVISIBLE = "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\uffa0"
_TO_PLAIN = str.maketrans(
    {
        **_LETTERS,
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_HYPHENS, "-"),
        **dict.fromkeys(_INVISIBLE),
        **{chr(code): None for code in range(0xFE00, 0xFE10)},
    }
)
# Marks of a lower class are part of the letter: the vowel signs of Indic scripts and the voicing marks of kana.
_LOWEST_ACCENT_CLASS = 10


def fold(text: str) -> str:
    """The text with case and accents folded: "Łódź’s" -> "lodz's". White space and punctuation stay.

    Letters lose the marks of their NFKD form; curly apostrophes and Unicode's hyphens become ASCII's, invisible
    characters vanish. The length may change. Any string is taken, also one with lone surrogates.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    parted = unicodedata.normalize("NFKD", plain(text).casefold())
    bare = "".join(char for char in parted if unicodedata.combining(char) < _LOWEST_ACCENT_CLASS)
    return unicodedata.normalize("NFC", bare.casefold().translate(_TO_PLAIN))


def plain(text: str) -> str:
    """The text with plain apostrophes and hyphens, and without invisible characters; case and accents stay."""
    return text.translate(_PLAIN_SIGNS)


_PLAIN_SIGNS = {code: to for code, to in _TO_PLAIN.items() if chr(code) not in _LETTERS}


class _Stemmers(threading.local):
    """A thread's own stemmers: PyStemmer's objects must not be shared between threads."""

    def __init__(self) -> None:
        self.by_name: dict[str, Any] = {}

    def stem(self, algorithm: str, word: str) -> str:
        stemmer = self.by_name.get(algorithm)
        if stemmer is None:
            import Stemmer

            stemmer = self.by_name[algorithm] = Stemmer.Stemmer(algorithm, 0)
        stemmed: str = stemmer.stemWord(word)
        return stemmed


_stemmers = _Stemmers()


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of one language. Words are given lower-case, with plain apostrophes."""

    language: str
    stop_words: frozenset[str] = frozenset()
    capitals: frozenset[str] = frozenset()
    """Names that would be stop words in small letters, as written."""
    variants: Mapping[str, str] = field(default_factory=dict)
    """Other spellings: the folded word -> the one that it is indexed under."""
    endings: Mapping[str, str] = field(default_factory=dict)
    """What may follow a number without a space -> the word for it; "" where it is dropped."""
    stems: dict[str, str] = field(default_factory=dict)
    """Stem -> the stem that it is indexed under, from the variants."""
    compounds: dict[tuple[str, str], str] = field(default_factory=dict)
    """Terms of two words that are also written as one -> the term of that one."""
    compound_ends: set[str] = field(default_factory=set)

    def term(self, word: str) -> str:
        """The term of a lower-case word that is no stop word: its other spelling, stemmed and folded."""
        word = word.replace("'", "")
        if self.language == "en":  # its stemmer knows ASCII only; the others need their accents
            word = fold(word)
        stem = self.stem(self.variants.get(word, word))
        return "".join(fold(self.stems.get(stem, stem)).split())

    def stem(self, word: str) -> str:
        """The word without its inflection; unchanged where the language has no stemmer."""
        algorithm = SNOWBALL.get(self.language)
        return _stemmers.stem(algorithm, word) if algorithm else word


def lexicon(language: str) -> Lexicon:
    """The words of a language, by ISO 639-1 code; a region ("en-GB") is left out. Unknown ones know no words."""
    code = language[:8].lower().partition("-")[0].partition("_")[0]
    return _load(code if code in SNOWBALL else "")


@cache
def _load(code: str) -> Lexicon:
    pairs = [(line + " ").split(" ")[:2] for line in _lines("variants", code)]
    loaded = Lexicon(
        language=code,
        stop_words=frozenset(_lines("stopwords", code)),
        capitals=frozenset(_lines("capitals", code)),
        variants={word: to for word, to in pairs if not word.startswith("-")},
        endings={word[1:]: to for word, to in pairs if word.startswith("-")},
    )
    for word, to in loaded.variants.items():
        loaded.stems[loaded.stem(word)] = loaded.stem(to)
    for line in _lines("compounds", code):
        first, second = line.split(" ")
        parts = loaded.term(first), loaded.term(second)
        loaded.compounds[parts] = loaded.term(first + second)
        loaded.compound_ends.add(parts[1])
    return loaded


def _lines(kind: str, code: str) -> Iterator[str]:
    """The lines of a language's data file, comments left out; none where there is no such file."""
    file = resources.files(__package__).joinpath("data", kind, f"{code}.txt")
    if not file.is_file():
        return
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.strip()
