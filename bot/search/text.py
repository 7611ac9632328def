"""What a typed text is made of: folded text, words, stems and character n-grams."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import Stemmer  # type: ignore[import-not-found]

from bot.languages import known, search_words

MAX_CHARACTERS = 600
SMALLEST_GRAM, LARGEST_GRAM = 2, 4
LONGEST_WORD = 30

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "Œ": "oe", "Æ": "ae"})


class _Unaccented(dict[int, int | None]):
    """What str.translate asks for each character: itself, or nothing in place of an accent; kept for the next text."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_UNACCENTED = _Unaccented()
_NOT_WORD = re.compile(r"[^a-z0-9+#]+")
_SLACK_MARKUP = re.compile(r"<[@#!][^>]*>|<https?:[^>]*>|https?://\S+|:[a-z0-9_+-]{2,40}:")
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{1,5}s?\b")


def folded(text: str) -> str:
    """Lower case without accents, ligatures or punctuation; single spaces."""
    text = text[:MAX_CHARACTERS].lower()
    if ":" in text or "<" in text:  # looking for markup letter by letter takes longer than all the rest
        text = _SLACK_MARKUP.sub(" ", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).translate(_UNACCENTED)
    return _NOT_WORD.sub(" ", text).strip()


def words(text: str) -> list[str]:
    return folded(text).split()


def words_of_each(texts: Sequence[str]) -> list[list[str]]:
    """The same for many short texts without line breaks, in a tenth of the time."""
    whole = _SLACK_MARKUP.sub(" ", "\n".join(texts).lower()).translate(_LIGATURES)
    apart = unicodedata.normalize("NFKD", whole)
    bare = apart.translate({ord(c): None for c in set(apart) if unicodedata.combining(c)})
    return [_NOT_WORD.sub(" ", line).split() for line in bare.split("\n")]


def acronyms(text: str) -> frozenset[str]:
    """What is written in capitals among words that aren't, such as « DNS » or « APIs », folded."""
    found = _ACRONYM.findall(text[:MAX_CHARACTERS])
    if not found or not any(character.islower() for character in _ACRONYM.sub("", text)):
        return frozenset()
    return frozenset(word for acronym in found for word in words(acronym))


def without_politeness(tokens: list[str]) -> list[str]:
    """The words between the greeting and the thanks; all of them when one or none is left."""
    first, last = _between_politeness(tokens)
    return tokens[first:last] if last - first >= 2 else tokens


def without_greeting(text: str) -> str:
    """What a text says beside greetings and thanks, as it was typed, be it one word; nothing when there are none."""
    pieces = [piece for piece in text.split() if folded(piece)]
    tokens = [folded(piece) for piece in pieces]
    first, last = _between_politeness(tokens)
    said = {word for token in tokens[first:last] for word in token.split()}
    return " ".join(pieces[first:last]) if last - first < len(tokens) and said - _politeness().around else ""


def _between_politeness(tokens: list[str]) -> tuple[int, int]:
    first, last = 0, len(tokens)
    while first < last and (step := _polite_length(tokens[first:last])):
        first += step
    while first < last and (step := _polite_length(tokens[first:last], at_end=True)):
        last -= step
    return first, last


class _Politeness(NamedTuple):
    """That of all languages: « Hello, quelle licence ? merci ». `edges`: the words at a phrase's beginning and end."""

    words: frozenset[str]
    phrases: tuple[str, ...]
    around: frozenset[str]
    edges: frozenset[str]


@lru_cache(maxsize=1)
def _politeness() -> _Politeness:
    each = [search_words(language).politeness for language in known()]
    phrases = tuple(dict.fromkeys(phrase for one in each for phrase in one.phrases))
    edges = frozenset(edge for phrase in phrases for edge in (phrase.split()[0], phrase.split()[-1]))
    words, around = (frozenset[str]().union(*sets) for sets in zip(*((o.words, o.around) for o in each), strict=True))
    return _Politeness(words, phrases, around, edges)


def _polite_length(tokens: list[str], *, at_end: bool = False) -> int:
    outermost, polite = tokens[-1 if at_end else 0], _politeness()
    if outermost in polite.words:
        return 1
    if outermost not in polite.edges:
        return 0
    sentence = " ".join(tokens)
    for phrase in polite.phrases:
        if sentence.endswith(" " + phrase) if at_end else sentence.startswith(phrase + " "):
            return phrase.count(" ") + 1
    return 0


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    name = search_words(language).stemmer
    return Stemmer.Stemmer(name) if name else None


def stems(tokens: Sequence[str], language: str) -> list[str]:
    """The stems of folded words; the words themselves in a language without a stemmer."""
    stemmer = _stemmer(language)
    return stemmer.stemWords(tokens) if stemmer else list(tokens)


@lru_cache(maxsize=20_000)
def character_grams(word: str) -> tuple[str, ...]:
    """N-grams of a word with its borders, so that word order does not matter."""
    padded = f" {word} "
    grams = [
        padded[i : i + size]
        for size in range(SMALLEST_GRAM, LARGEST_GRAM + 1)
        for i in range(max(1, len(padded) - size + 1))
    ]
    # « aaaa… » has few n-grams, so many times that it would be more like « adaa » than that is like itself.
    return tuple(grams if len(word) <= LONGEST_WORD else dict.fromkeys(grams))
