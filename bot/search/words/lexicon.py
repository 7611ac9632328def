"""The general lexicon of the languages: how frequent a word is in each language, and how each language spells."""

import gzip
import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from bot.languages import search_words
from bot.search import text
from bot.search.arrays import Float32s

STEPS_PER_LOG = 10
"""Frequencies are kept as tenths of a natural logarithm."""
ALPHABET = 27
"""The letters a to z, and whatever else."""
FREQUENT = 8_000
"""Words that everybody says, for synthetic questions. Chosen by hand at first; not measured."""
COMMON_COUNT = 50
"""A word said less often tells little of how the language spells. Chosen by hand at first; not measured."""


FNV_OFFSET, FNV_PRIME = 0xCBF29CE484222325, 0x100000001B3
"""Of the hash FNV-1a with 64 bits (Fowler, Noll and Vo); numpy can compute it of many words at once."""


def word_key(word: str) -> int:
    """A hash of 64 bits of a word without accents."""
    key = FNV_OFFSET
    for letter in word.encode():
        key = (key ^ letter) * FNV_PRIME & 0xFFFFFFFFFFFFFFFF
    return key


def word_keys(words: Sequence[str]) -> NDArray[np.uint64]:
    """The hash of each word, shape (words,)."""
    if not words:
        return np.zeros(0, np.uint64)
    letters = np.array([word.encode() for word in words])
    table = letters.view(np.uint8).reshape(len(words), -1)
    keys = np.full(len(words), FNV_OFFSET, np.uint64)
    for column in table.T:
        there = column > 0
        keys[there] = (keys[there] ^ column[there]) * np.uint64(FNV_PRIME)
    return keys


@dataclass(frozen=True)
class Lexicon:
    """`keys`: sorted hashes, shape (words,); `frequencies`: (words, languages), tenths of a natural logarithm.

    `trigrams`: log-likelihoods (nats), shape (languages, 27³), of three letters in a word.
    A hash table of strings would cost thirty times the memory and most of a start's time.
    """

    languages: tuple[str, ...]
    keys: NDArray[np.uint64]
    frequencies: NDArray[np.uint8]
    trigrams: Float32s

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
        """Whether a language has the word."""
        return any(self.frequency(word))

    def looks_like(self, word: str) -> tuple[float, ...]:
        """Mean log-likelihood of the word's letter trigrams in each of the languages."""
        return tuple(float(value) for value in self.trigrams[:, trigram_ids(word)].mean(axis=1))


def trigram_ids(word: str) -> list[int]:
    """The word's trigrams, with its borders, as columns of `trigrams`."""
    letters = [0, *(ord(c) - 96 if "a" <= c <= "z" else 0 for c in word), 0]
    triples = zip(letters, letters[1:], letters[2:], strict=False)
    return [(a * ALPHABET + b) * ALPHABET + c for a, b, c in triples]


@lru_cache(maxsize=4)
def word_counts(language: str) -> dict[str, int]:
    """Folded words of the spell checker's list with their counts; none of a language without a list."""
    name = search_words(language).lexicon
    if name is None:
        return {}
    resource = resources.files("spellchecker").joinpath("resources", f"{name}.json.gz")
    listed: dict[str, int] = json.loads(gzip.decompress(resource.read_bytes()))
    counts = {word: count for word, count in listed.items() if word.isascii() and word.isalpha()}
    odd = [word for word in listed if word not in counts]
    for word, parts in zip(odd, text.words_of_each(odd), strict=True):
        for part in parts:
            counts[part] = max(counts.get(part, 0), listed[word])
    return counts


def frequent_words(language: str) -> list[str]:
    """What everybody says in the language, from the commonest to the less common."""
    counts = {word: count for word, count in word_counts(language).items() if len(word) > 3 and word.isalpha()}
    least = sorted(counts.values())[-FREQUENT:][:1]
    frequent = [(-count, word) for word, count in counts.items() if least and count >= least[0]]
    return [word for _, word in sorted(frequent)[:FREQUENT]]


def general_lexicon(languages: Sequence[str], told: Callable[[float], None] = lambda _share: None) -> Lexicon:
    """The lexicon of these languages; `told` hears the share of the work that is done."""
    counts = []
    for language in languages:
        counts.append(word_counts(language))
        told(0.7 * len(counts) / len(languages))
    everything = list(set().union(*counts))
    keys = word_keys(everything)
    table = [np.fromiter(map(c.get, everything, repeat(0)), np.int64, len(keys)) for c in counts]
    said = np.array(table, np.int64).reshape(len(counts), len(keys)).T
    frequencies = np.clip(np.log1p(said) * STEPS_PER_LOG, 0, 255).astype(np.uint8)
    order = np.argsort(keys)
    trigrams = np.array([_trigram_model(c.items()) for c in counts]).reshape(len(counts), ALPHABET**3)
    return Lexicon(tuple(languages), keys[order], frequencies[order], trigrams)


def _trigram_model(counts: Iterable[tuple[str, int]]) -> Float32s:
    """Log-likelihood (nats) of each trigram, shape (27³,)."""
    common = [(word, count) for word, count in counts if count > COMMON_COUNT]
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
    logs: Float32s = np.log(totals / totals.sum()).astype(np.float32)
    return logs
