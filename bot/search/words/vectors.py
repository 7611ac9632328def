"""Readings in; normalised sparse vectors out: one of words, their pairs and notions, one of characters."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.search import text
from bot.search.sparse import Floats, Vector
from bot.search.words.reading import Reading

PAIRS, NOTIONS = 0.5, 0.6


@dataclass(frozen=True)
class Terms:
    """A vocabulary with inverse document frequencies; what it lacks counts as if seen once.

    So an example that is left out is as long as it would be as a question from outside.
    """

    ids: Mapping[str, int]
    idf: Floats
    rarest: float


def fitted_terms(documents: Sequence[Iterable[str]]) -> Terms:
    frequencies = Counter(term for document in documents for term in set(document))
    ids = {term: i for i, term in enumerate(sorted(frequencies))}
    df = np.array([frequencies[term] for term in ids], np.float32)
    n = len(documents)
    return Terms(ids, (np.log((1 + n) / (1 + df)) + 1).astype(np.float32), math.log((1 + n) / 2) + 1)


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
        offset = 0
        ids: list[int] = []
        weights: list[float] = []
        stems, pairs, notions = self.stems, self.pairs, self.notions
        parts = ((stems, reading.stems, 1.0), (pairs, reading.bigrams, PAIRS), (notions, reading.notions, NOTIONS))
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
        """Every n-gram has its own weight and that of its word, so that a rare word is not drowned by a long one."""
        parts = [self._grams(word) for word in reading.words]
        if not parts:
            return Vector(np.zeros(0, np.int64), np.zeros(0, np.float32))
        sizes = [len(ids) for ids, _ in parts]
        ids = np.concatenate([ids for ids, _ in parts])
        idf = np.concatenate([idf for _, idf in parts])
        shares = np.array([self._rarity(stem) / math.sqrt(n) for stem, n in zip(reading.stems, sizes, strict=True)])
        by_word = np.repeat(shares.astype(np.float32), sizes) * np.sqrt(idf)
        weights = _unit(_unit(idf) + _unit(by_word))
        known = ids >= 0
        return Vector(ids[known], weights[known])

    def _rarity(self, stem: str) -> float:
        i = self.stems.ids.get(stem)
        return self.stems.rarest if i is None else float(self.stems.idf[i])

    @cached_property
    def _grams(self) -> Callable[[str], tuple[NDArray[np.int64], Floats]]:
        table, idf, rarest = self.grams.ids, self.grams.idf, self.grams.rarest

        @lru_cache(maxsize=20_000)
        def grams(word: str) -> tuple[NDArray[np.int64], Floats]:
            ids = np.array([table.get(gram, -1) for gram in text.character_grams(word)], np.int64)
            return ids, np.where(ids >= 0, idf[ids] if len(idf) else 0, rarest).astype(np.float32)

        return grams


def fitted_vectors(readings: Sequence[Reading]) -> Vectors:
    return Vectors(
        fitted_terms([reading.stems for reading in readings]),
        fitted_terms([reading.bigrams for reading in readings]),
        fitted_terms([reading.notions for reading in readings]),
        fitted_terms([[g for word in reading.words for g in text.character_grams(word)] for reading in readings]),
    )


def _damped(terms: Iterable[str]) -> dict[str, float]:
    return {term: 1.0 if count == 1 else 1 + math.log(count) for term, count in Counter(terms).items()}


def _unit(weights: Floats) -> Floats:
    norm = math.sqrt(float(weights @ weights))
    return weights / np.float32(norm or 1.0)
