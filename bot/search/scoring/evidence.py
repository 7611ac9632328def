"""All that ranking features are computed from: how alike a question is to every example and every entry."""

from typing import NamedTuple

import numpy as np

from bot.search.arrays import Bools, Float32s, Float64s, Int64s
from bot.search.index import Index
from bot.search.words.analyser import AnalysedQuery

MOST_LOOKED_UP = 12_000
"""Entries looked up by stem in large knowledge, the rarest stems first; chosen for speed at 100,000 examples."""
_NOTHING: Float32s = np.zeros(0, np.float32)


class Likeness(NamedTuple):
    """Cosines of one question with every example, shape (examples,), and with every out-of-scope question.

    The latter are in n-grams, and with a model the mean of those and of meaning.

    Each is empty where there is nothing to compare: in large knowledge, and `meaning` without a model.
    """

    words: Float32s
    characters: Float32s
    meaning: Float32s
    out_of_scope: Float32s

    def without(self, away: Bools) -> "Likeness":
        """As if these out-of-scope questions, shape (out-of-scope questions,), had never been written."""
        compared = len(self.out_of_scope) > 0
        return self._replace(out_of_scope=np.where(away, np.float32(0), self.out_of_scope)) if compared else self


class Evidence(NamedTuple):
    """What is known of one question before entries are ranked.

    `bm25`, `coverage`: shape (entries,), divided by `total`, the idf (nats) of the question's stems; `known`: the share
    of `total` in stems that the knowledge has; `out_of_scope`: the highest cosine with one that no entry answers;
    `log_shares`: the classifier's log-probabilities, shape (entries,), None in knowledge too large for one.
    """

    fitted_index: Index
    query: AnalysedQuery
    near: Likeness
    bm25: Float64s
    coverage: Float64s
    total: float
    known: float
    out_of_scope: float
    log_shares: Float64s | None = None


class LeftOut(NamedTuple):
    """The example that is the question itself, and what its entry says without it.

    `stems`: how often the entry still says each stem of the question; `length`: how many stems it still says; `total`:
    the idf (nats) of the question's stems. Evidence rounds that sum to 32 bits, this one doesn't, so that an entry left
    with the same words as another ties with it only by chance; the thresholds were measured so.

    `word_dot`, `character_dot`, `meaning_dot`: the example's product with the sum of its entry's vectors.
    """

    example: int
    entry: int
    stems: dict[str, int]
    length: int
    total: float
    word_dot: float
    character_dot: float
    meaning_dot: float


def likeness(index: Index, query: AnalysedQuery) -> Likeness:
    """See Likeness."""
    words = characters = meaning = out_of_scope = _NOTHING
    if index.examples_compared:
        words = index.words.weighted_sum(index.vectoriser.words(query))
        characters, out_of_scope = index.character_likeness(query)
    if len(index.meaning.vectors) and query.meaning is not None:
        meaning = index.meaning.like(query.meaning)
        if len(index.meaning.beyond):
            means = index.meaning.beyond @ index.meaning.centred(query.meaning)
            out_of_scope = np.asarray((out_of_scope + means) / 2, np.float32)
    return Likeness(words, characters, meaning, out_of_scope)


def evidence(index: Index, query: AnalysedQuery, near: Likeness) -> Evidence:
    """What the question's stems tell of the entries, beside how `near` it is to the examples."""
    terms, entries = index.bm25, len(index.ids)
    stems = set(query.stems)
    rows = np.array(sorted(i for stem in stems if (i := terms.ids.get(stem)) is not None), np.int64)
    idf = terms.idf[rows]
    mass = float(idf.sum())
    total = mass + (len(stems) - len(rows)) * terms.rarest or 1.0
    if not index.examples_compared:
        rows = _telling(index, rows)
        idf = terms.idf[rows]
    columns, weights, lengths = terms.weights.rows(rows)
    bm25 = np.bincount(columns, weights, minlength=entries) / total
    coverage = np.bincount(columns, np.repeat(idf, lengths), minlength=entries) / total
    out_of_scope = float(near.out_of_scope.max(initial=0.0))
    return Evidence(index, query, near, bm25, coverage, total, mass / total, out_of_scope)


def _telling(index: Index, rows: Int64s) -> Int64s:
    """The question's rarest stems, as many as can be looked up quickly: in large knowledge « how » tells nothing."""
    rows = rows[np.argsort(-index.bm25.idf[rows], kind="stable")]
    starts = index.bm25.weights.starts
    return rows[: max(1, int(np.searchsorted(np.cumsum(starts[rows + 1] - starts[rows]), MOST_LOOKED_UP)))]
