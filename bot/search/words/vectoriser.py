"""Turns analysed text into sparse vectors: one of stems, bigrams and synonym classes, one of character n-grams."""

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from bot.search import text
from bot.search.arrays import Float32s, Int32s, Int64s
from bot.search.postings import SparseVector
from bot.search.words.analyser import AnalysedQuery, bigrams_of

BIGRAM_SHARE, CLASS_SHARE = 0.5, 0.6
"""Squared length of the bigrams' and the classes' part of a vector, the stems' being 1; chosen on the val splits."""
LEAST_IDF = 0.1
"""Added to every inverse document frequency (nats), so that no term weighs nothing; chosen on the val splits."""
SHORTEST_ALIKE = 4
"""Letters of a word whose parts tell nothing when the knowledge lacks the word; chosen on the development questions."""


@dataclass(frozen=True)
class TermWeights:
    """Terms with their inverse document frequencies (nats): `ids` gives the place in `idf`, shape (terms,).

    `rarest`: the frequency of what it lacks, as if seen once. So an example that is left out is as long as it would
    be as a question from outside.
    """

    ids: Mapping[str, int]
    idf: Float32s
    rarest: float

    def idf_of(self, term: str) -> float:
        """The term's inverse document frequency (nats), also of one that it lacks."""
        place = self.ids.get(term)
        return self.rarest if place is None else float(self.idf[place])


def fitted_vocabulary(documents: Sequence[Collection[str]], first: Int32s) -> TermWeights:
    """The terms of the documents; `first`, shape (entries + 1,): where each entry's documents begin, and the end.

    What one entry keeps saying tells more than what is as frequent, but spread as by chance: to the weight comes the
    residual inverse document frequency (Church and Gale, 1995), taken over entries.
    """
    n, m = max(1, len(documents)), max(1, len(first) - 1)
    frequencies = Counter(chain.from_iterable(map(set, documents)))
    spread = Counter(chain.from_iterable(set().union(*documents[a:b]) for a, b in pairwise(first.tolist())))
    ids = {term: i for i, term in enumerate(sorted(frequencies))}
    df = np.array([frequencies[term] for term in ids], np.float64)
    entries = np.array([spread[term] for term in ids], np.float64)
    by_chance = m * (1 - (1 - 1 / m) ** df)
    residual = np.log(np.maximum(1, by_chance / np.maximum(1, entries)))
    idf = np.log((1 + n) / (1 + df)) + LEAST_IDF + residual
    return TermWeights(ids, idf.astype(np.float32), math.log((1 + n) / 2) + LEAST_IDF)


class GramVector(NamedTuple):
    """A word's known n-grams: ids and weights, shape (grams,); a weight is the n-gram's idf times the word's root idf.

    `square`: the squared length with the n-grams that the knowledge lacks, so that they make it longer.
    """

    ids: Int64s
    weights: Float32s
    square: float


@dataclass(frozen=True)
class Vectoriser:
    """The vocabularies of the knowledge; its vectors have a length of at most 1, less where a term is unknown."""

    stems: TermWeights
    bigrams: TermWeights
    classes: TermWeights
    grams: TermWeights

    @cached_property
    def width(self) -> int:
        """Terms of a vector of words: stems, then bigrams, then classes."""
        return len(self.stems.ids) + len(self.bigrams.ids) + len(self.classes.ids)

    def words(self, query: AnalysedQuery) -> SparseVector:
        """Stems, their bigrams and classes; see `fitted_vocabulary` for their weights."""
        return self._said(query.stems, query.classes)

    @cached_property
    def _said(self) -> Callable[[tuple[str, ...], tuple[str, ...]], SparseVector]:
        # Fitting asks for each example several times over.
        return lru_cache(maxsize=20_000)(self._weighed)

    def _weighed(self, said_stems: tuple[str, ...], said_classes: tuple[str, ...]) -> SparseVector:
        offset = 0
        ids: list[int] = []
        weights: list[float] = []
        stems, bigrams, classes = self.stems, self.bigrams, self.classes
        parts = (
            (stems, said_stems, 1.0),
            (bigrams, bigrams_of(said_stems), BIGRAM_SHARE),
            (classes, said_classes, CLASS_SHARE),
        )
        for terms, said, share in parts:
            known = [(terms.ids.get(term, -1), count) for term, count in _damped(said).items()]
            own = [(i, count * float(terms.idf[i])) for i, count in known if i >= 0]
            square = sum(w * w for _, w in own) + (len(known) - len(own)) * terms.rarest**2
            scale = math.sqrt(share / (1 + BIGRAM_SHARE + CLASS_SHARE) / (square or 1.0))
            ids += [offset + i for i, _ in own]
            weights += [scale * w for _, w in own]
            offset += len(terms.ids)
        return SparseVector(np.array(ids, np.int64), np.array(weights, np.float32))

    def characters(self, query: AnalysedQuery) -> SparseVector:
        """The n-grams of all words; see `GramVector` for their weights."""
        words = [self.grams_of(word, stem) for word, stem in zip(query.words, query.stems, strict=True)]
        if not words:
            return SparseVector(np.zeros(0, np.int64), np.zeros(0, np.float32))
        weights = np.concatenate([word.weights for word in words]) / whole_length(words)
        return SparseVector(np.concatenate([word.ids for word in words]), weights.astype(np.float32))

    @cached_property
    def grams_of(self) -> Callable[[str, str], GramVector]:
        table, idf, rarest = self.grams.ids, self.grams.idf, self.grams.rarest

        @lru_cache(maxsize=20_000)
        def grams_of(word: str, stem: str) -> GramVector:
            ids = np.array([table.get(gram, -1) for gram in text.character_grams(word)], np.int64)
            if len(word) <= SHORTEST_ALIKE and stem not in self.stems.ids:
                ids[:] = -1  # an acronym that the knowledge lacks is like another one by chance
            known = ids >= 0
            weights = np.where(known, idf[ids] if len(idf) else 0, rarest) * math.sqrt(self._rarity(stem))
            return GramVector(ids[known], weights[known].astype(np.float32), float(weights @ weights))

        return grams_of

    def _rarity(self, stem: str) -> float:
        i = self.stems.ids.get(stem)
        return self.stems.rarest if i is None else float(self.stems.idf[i])


def fitted_vectoriser(queries: Sequence[AnalysedQuery], first: Int32s) -> Vectoriser:
    """The vocabularies of the examples; `first`: see `fitted_vocabulary`."""
    grams = [[g for word in query.words for g in text.character_grams(word)] for query in queries]
    return Vectoriser(
        fitted_vocabulary([query.stems for query in queries], first),
        fitted_vocabulary([query.bigrams for query in queries], first),
        fitted_vocabulary([query.classes for query in queries], first),
        fitted_vocabulary(grams, first),
    )


def _damped(terms: Sequence[str]) -> dict[str, float]:
    """How often each term is said, damped: 1 + ln(count), as usual for TF-IDF."""
    said = dict.fromkeys(terms, 1.0)
    if len(said) == len(terms):
        return said
    return {term: 1.0 if count == 1 else 1 + math.log(count) for term, count in Counter(terms).items()}


def whole_length(words: Sequence[GramVector]) -> np.float32:
    """The length of the vector of all their n-grams."""
    return np.float32(math.sqrt(sum(word.square for word in words)) or 1.0)
