"""What the classifier says of a question: its log-probabilities of the entries."""

import numpy as np

from bot.search.arrays import Float32s, Float64s
from bot.search.index import Index, counted_words
from bot.search.kept_rows import KeptRows
from bot.search.scoring.evidence import Likeness
from bot.search.words.analyser import AnalysedQuery
from bot.search.words.vectoriser import whole_length

WORD_SHARE, CHARACTER_SHARE = 0.4, 0.6
"""How the kernel mixes the likenesses; chosen on the val splits. That of meaning is `Meanings.share`."""
KEPT_PRODUCTS = 4_000_000
"""Numbers kept of words and terms asked before: 16 MB each at most."""


def kernel_row(index: Index, near: Likeness) -> Float32s:
    """How the classifier compares one text with every example, shape (examples,)."""
    mixed = WORD_SHARE * near.words + CHARACTER_SHARE * near.characters
    if len(near.meaning):
        mixed = mixed + np.float32(index.meaning.share) * near.meaning
    return np.asarray(mixed, np.float32)


def log_shares(scores: Float32s | Float64s) -> Float64s:
    """The logarithm of softmax over the last axis (nats); the shape stays."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), np.float64)


class ClassifierScores:
    """The classifier of an index; `coefficients`: shape (examples, entries), empty when there is none.

    A score is linear in the question's words and terms. So the product of each with the coefficients is kept, and a
    question costs a sum of a few rows instead of one pass over all coefficients, which don't fit the processor's cache.
    """

    def __init__(self, index: Index, coefficients: Float32s) -> None:
        self._index, self._coefficients = index, coefficients
        self._of_words = KeptRows(self._word_product, len(index.ids), KEPT_PRODUCTS)
        self._of_terms = KeptRows(self._term_product, len(index.ids), KEPT_PRODUCTS)
        meaning = index.meaning.vectors
        self._of_meaning = meaning.T @ coefficients if len(meaning) and len(coefficients) else None

    def log_shares(self, query: AnalysedQuery) -> Float64s | None:
        """Log-probabilities of the entries (nats), shape (entries,); None without a classifier."""
        if not len(self._coefficients):
            return None
        vectoriser = self._index.vectoriser
        words, said = vectoriser.words(query), counted_words(query)
        length = whole_length([vectoriser.grams_of(word, stem) for word, stem in said])
        scores = WORD_SHARE * words.weights @ self._of_terms.rows(words.ids.tolist())
        scores += CHARACTER_SHARE / length * np.add.reduce(self._of_words.rows(said))
        if self._of_meaning is not None and query.meaning is not None:
            scores += self._index.meaning.share * (self._index.meaning.centred(query.meaning) @ self._of_meaning)
        return log_shares(scores)

    def _word_product(self, said: tuple[str, str]) -> Float32s:
        """Of a word's n-grams, before they are divided by the question's length: shape (entries,)."""
        sums = self._index.character_sums(*said)[1][: len(self._coefficients)]
        reached = np.flatnonzero(sums)
        return np.asarray(sums[reached] @ self._coefficients[reached])

    def _term_product(self, term: int) -> Float32s:
        """Of a row of the index's words, shape (entries,)."""
        rows = self._index.words
        own = slice(int(rows.starts[term]), int(rows.starts[term + 1]))
        return np.asarray(rows.values[own] @ self._coefficients[rows.columns[own]])
