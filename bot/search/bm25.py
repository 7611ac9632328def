"""BM25 over one document an entry: which stems an entry says, and how much each tells of it."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.search.arrays import Float32s, Int32s, Int64s
from bot.search.postings import Postings, SparseVector, postings
from bot.search.words.analyser import AnalysedQuery

SATURATION, LENGTH_WEIGHT = 1.2, 0.75
"""k1 and b of BM25, at the values that are usual for it (Robertson and Zaragoza, 2009); not tuned here."""
BODY_WEIGHT, BODY_COUNTED = 0.3, 3
"""What a stem of an answer's text counts beside one of an example, and how often at most.

Chosen by hand at first; not measured.
"""


@dataclass(frozen=True)
class Bm25Index:
    """`ids`: stem -> row of `idf`, shape (stems,) in nats, and of `weights`, the stem's BM25 in each entry that has it.

    `rarest`: the idf of a stem that no entry has, as if one had it; `average_length`: stems an entry.
    """

    ids: Mapping[str, int]
    idf: Float32s
    rarest: float
    weights: Postings
    average_length: float

    def weight(self, stem: str, count: float, length: int) -> float:
        """BM25 (nats) of a known stem that an entry of `length` stems says `count` times."""
        return float(self.idf[self.ids[stem]]) * saturated(count, length / self.average_length)

    def idf_of(self, stem: str) -> float:
        """The stem's inverse document frequency (nats), also of one that no entry has."""
        row = self.ids.get(stem)
        return self.rarest if row is None else float(self.idf[row])

    def entries_with(self, stem: str) -> Int64s:
        """The entries that have the stem, shape (entries with it,)."""
        row = self.ids.get(stem)
        if row is None:
            return self.weights.columns[:0]
        return self.weights.columns[self.weights.starts[row] : self.weights.starts[row + 1]]


def saturated(count: float, relative_length: float) -> float:
    """BM25's term frequency: rises with the count towards k1 + 1, later where the document is long."""
    damping = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * relative_length)
    return count * (SATURATION + 1) / (count + damping)


def bm25_index(queries: Sequence[AnalysedQuery], first: Int32s, bodies: Sequence[Sequence[str]]) -> Bm25Index:
    """`first`, shape (entries + 1,): where each entry's examples begin; `bodies`: the stems of each entry's text."""
    own = [queries[first[entry] : first[entry + 1]] for entry in range(len(bodies))]
    counts = [Counter(stem for query in examples for stem in query.stems) for examples in own]
    frequency = Counter(stem for count in counts for stem in count)
    ids = {stem: i for i, stem in enumerate(sorted(frequency))}
    entries = len(counts)
    df = np.array([frequency[stem] for stem in ids], np.float32)
    idf = np.log(1 + (entries - df + 0.5) / (df + 0.5)).astype(np.float32)
    lengths = [sum(count.values()) for count in counts]
    average = sum(lengths) / max(1, entries)
    vectors = []
    for count, body, length in zip(counts, bodies, lengths, strict=True):
        weak = Counter(body)
        rows = np.array([ids[stem] for stem in count], np.int64)
        tf = [count[stem] + BODY_WEIGHT * min(BODY_COUNTED, weak[stem]) for stem in count]
        weights = np.array([saturated(float(np.float32(t)), length / average) for t in tf], np.float32)
        vectors.append(SparseVector(rows, idf[rows] * weights))
    return Bm25Index(ids, idf, math.log(1 + (entries - 0.5) / 1.5), postings(vectors, len(ids)), average)
