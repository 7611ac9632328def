"""Readings in; normalised sparse vectors out: one of words, their pairs and notions, one of characters."""

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.search import text
from bot.search.sparse import Floats, Ints, Vector
from bot.search.words.reading import Reading, pairs_of

PAIRS, NOTIONS = 0.5, 0.6
COMMONEST = 0.1
SHORTEST_ALIKE = 4
"""Letters of a word whose parts tell nothing when the knowledge lacks the word."""


@dataclass(frozen=True)
class Terms:
    """A vocabulary with inverse document frequencies; what it lacks counts as if seen once.

    So an example that is left out is as long as it would be as a question from outside.
    """

    ids: Mapping[str, int]
    idf: Floats
    rarest: float


def fitted_terms(documents: Sequence[Collection[str]], first: Ints) -> Terms:
    """`first`: where each entry's documents begin, and where the last one's end.

    What one entry keeps saying tells more than what is as frequent, but spread as by chance: to the weight comes the
    residual inverse document frequency (Church and Gale, 1995), taken over entries.
    """
    n, m = max(1, len(documents)), max(1, len(first) - 1)
    frequencies = Counter(term for document in documents for term in set(document))
    spread = Counter(term for a, b in pairwise(first.tolist()) for term in set().union(*documents[a:b]))
    ids = {term: i for i, term in enumerate(sorted(frequencies))}
    df = np.array([frequencies[term] for term in ids], np.float64)
    entries = np.array([spread[term] for term in ids], np.float64)
    by_chance = m * (1 - (1 - 1 / m) ** df)
    residual = np.log(np.maximum(1, by_chance / np.maximum(1, entries)))
    idf = np.log((1 + n) / (1 + df)) + COMMONEST + residual
    return Terms(ids, idf.astype(np.float32), math.log((1 + n) / 2) + COMMONEST)


class Spelt(NamedTuple):
    """A word's n-grams, weighed by their rarity and the word's; `square`: with those that the knowledge lacks."""

    ids: NDArray[np.int64]
    weights: Floats
    square: float


@dataclass(frozen=True)
class Vectors:
    stems: Terms
    pairs: Terms
    notions: Terms
    grams: Terms

    @cached_property
    def width(self) -> int:
        return len(self.stems.ids) + len(self.pairs.ids) + len(self.notions.ids)

    def words(self, reading: Reading) -> Vector:
        """Stems, their pairs and notions; see `fitted_terms` for their weights."""
        return self._said(reading.stems, reading.notions)

    @cached_property
    def _said(self) -> Callable[[tuple[str, ...], tuple[str, ...]], Vector]:
        # Fitting asks for each example several times over.
        return lru_cache(maxsize=10_000)(self._weighed)

    def _weighed(self, said_stems: tuple[str, ...], said_notions: tuple[str, ...]) -> Vector:
        offset = 0
        ids: list[int] = []
        weights: list[float] = []
        stems, pairs, notions = self.stems, self.pairs, self.notions
        parts = ((stems, said_stems, 1.0), (pairs, pairs_of(said_stems), PAIRS), (notions, said_notions, NOTIONS))
        for terms, said, share in parts:
            known = [(terms.ids.get(term, -1), count) for term, count in _damped(said).items()]
            own = [(i, count * float(terms.idf[i])) for i, count in known if i >= 0]
            square = sum(w * w for _, w in own) + (len(known) - len(own)) * terms.rarest**2
            scale = math.sqrt(share / (1 + PAIRS + NOTIONS) / (square or 1.0))
            ids += [offset + i for i, _ in own]
            weights += [scale * w for _, w in own]
            offset += len(terms.ids)
        return Vector(np.array(ids, np.int64), np.array(weights, np.float32))

    def characters(self, reading: Reading) -> Vector:
        """The n-grams of all words; see `Spelt` for their weights."""
        words = [self.spelt(word, stem) for word, stem in zip(reading.words, reading.stems, strict=True)]
        if not words:
            return Vector(np.zeros(0, np.int64), np.zeros(0, np.float32))
        weights = np.concatenate([word.weights for word in words]) / whole_length(words)
        return Vector(np.concatenate([word.ids for word in words]), weights.astype(np.float32))

    @cached_property
    def spelt(self) -> Callable[[str, str], Spelt]:
        table, idf, rarest = self.grams.ids, self.grams.idf, self.grams.rarest

        @lru_cache(maxsize=20_000)
        def spelt(word: str, stem: str) -> Spelt:
            ids = np.array([table.get(gram, -1) for gram in text.character_grams(word)], np.int64)
            if len(word) <= SHORTEST_ALIKE and stem not in self.stems.ids:
                ids[:] = -1  # an acronym that the knowledge lacks is like another one by chance
            known = ids >= 0
            weights = np.where(known, idf[ids] if len(idf) else 0, rarest) * math.sqrt(self._rarity(stem))
            return Spelt(ids[known], weights[known].astype(np.float32), float(weights @ weights))

        return spelt

    def _rarity(self, stem: str) -> float:
        i = self.stems.ids.get(stem)
        return self.stems.rarest if i is None else float(self.stems.idf[i])


def fitted_vectors(readings: Sequence[Reading], first: Ints) -> Vectors:
    """`first`: see `fitted_terms`."""
    grams = [[g for word in reading.words for g in text.character_grams(word)] for reading in readings]
    return Vectors(
        fitted_terms([reading.stems for reading in readings], first),
        fitted_terms([reading.bigrams for reading in readings], first),
        fitted_terms([reading.notions for reading in readings], first),
        fitted_terms(grams, first),
    )


def _damped(terms: Sequence[str]) -> dict[str, float]:
    said = dict.fromkeys(terms, 1.0)
    if len(said) == len(terms):
        return said
    return {term: 1.0 if count == 1 else 1 + math.log(count) for term, count in Counter(terms).items()}


def whole_length(words: Sequence[Spelt]) -> np.float32:
    """Of the vector of all their n-grams."""
    return np.float32(math.sqrt(sum(word.square for word in words)) or 1.0)
