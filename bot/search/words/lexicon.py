"""Word lists of general French and English in; how frequent a word is in each language out."""

import gzip
import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from bot.search import text

STEPS_PER_LOG = 10
ALPHABET = 27
FREQUENT = 8_000
COMMON = 50
"""A word said less often tells little of how the language spells."""


def word_key(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True)
class Lexicon:
    """Frequencies as tenths of a natural logarithm, 0 for an unknown word; keys are sorted hashes.

    A hash table of strings would cost thirty times the memory and most of a start's time.
    """

    languages: tuple[str, ...]
    keys: NDArray[np.uint64]
    frequencies: NDArray[np.uint8]
    trigrams: NDArray[np.float32]

    def frequency(self, word: str) -> tuple[int, ...]:
        """How frequent the word is in each of the languages."""
        key, width = word_key(word), len(self.languages)
        i = bisect_left(self._keys, key)
        if i == len(self._keys) or self._keys[i] != key:
            return (0,) * width
        return tuple(self._frequencies[i * width : (i + 1) * width])

    @cached_property
    def _keys(self) -> memoryview:
        """Plain numbers, of which one is found in a fifth of the time that numpy's take."""
        return self.keys.data

    @cached_property
    def _frequencies(self) -> memoryview:
        return self.frequencies.reshape(-1).data

    def knows(self, word: str) -> bool:
        return any(self.frequency(word))

    def looks_like(self, word: str) -> tuple[float, ...]:
        """Mean log-likelihood of the word's letter trigrams in each of the languages."""
        return tuple(float(value) for value in self.trigrams[:, trigram_ids(word)].mean(axis=1))


def trigram_ids(word: str) -> list[int]:
    letters = [0, *(ord(c) - 96 if "a" <= c <= "z" else 0 for c in word), 0]
    triples = zip(letters, letters[1:], letters[2:], strict=False)
    return [(a * ALPHABET + b) * ALPHABET + c for a, b, c in triples]


@lru_cache(maxsize=4)
def word_counts(language: str) -> dict[str, int]:
    """Folded words of the spell checker's list with their counts."""
    resource = resources.files("spellchecker").joinpath("resources", f"{language}.json.gz")
    listed: dict[str, int] = json.loads(gzip.decompress(resource.read_bytes()))
    odd = [word for word in listed if not (word.isascii() and word.isalpha())]
    parts = dict(zip(odd, text.words_of_each(odd), strict=True))
    counts: dict[str, int] = {}
    for word, count in listed.items():
        for part in parts.get(word) or ([] if word in parts else [word]):
            counts[part] = max(counts.get(part, 0), count)
    return counts


def frequent_words(language: str) -> list[str]:
    """What everybody says in the language, from the commonest to the less common."""
    counts = word_counts(language)
    return sorted((w for w in counts if len(w) > 3 and w.isalpha()), key=lambda w: (-counts[w], w))[:FREQUENT]


def general_lexicon(languages: Sequence[str]) -> Lexicon:
    counts = [word_counts(language) for language in languages]
    everything = sorted(set().union(*counts))
    keys = np.array([word_key(word) for word in everything], dtype=np.uint64)
    table = np.array([list(map(c.get, everything, repeat(0))) for c in counts]).reshape(len(counts), len(keys)).T
    frequencies = np.clip(np.log1p(table) * STEPS_PER_LOG, 0, 255).astype(np.uint8)
    order = np.argsort(keys)
    trigrams = np.array([_trigram_model(c.items()) for c in counts]).reshape(len(counts), ALPHABET**3)
    return Lexicon(tuple(languages), keys[order], frequencies[order], trigrams)


def _trigram_model(counts: Iterable[tuple[str, int]]) -> NDArray[np.float32]:
    common = [(word, count) for word, count in counts if count > COMMON]
    letters = np.frombuffer("\n".join(["", *(word for word, _ in common), ""]).encode(), np.uint8).astype(np.int64)
    between = letters == ord("\n")
    codes = np.where((letters >= ord("a")) & (letters <= ord("z")), letters - 96, 0)
    triples = (codes[:-2] * ALPHABET + codes[1:-1]) * ALPHABET + codes[2:]
    word = np.cumsum(between)[1:-1] - 1
    inside = ~between[1:-1]
    # A word counts once for each of its trigrams; numpy's unique would hash them, which takes longer than sorting.
    pairs = np.sort(word[inside] * ALPHABET**3 + triples[inside])
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    weights = np.array([count**0.5 for _, count in common])[pairs // ALPHABET**3] if common else None
    totals = 0.5 + np.bincount(pairs % ALPHABET**3, weights, minlength=ALPHABET**3)
    logs: NDArray[np.float32] = np.log(totals / totals.sum()).astype(np.float32)
    return logs
