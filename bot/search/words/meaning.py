"""The meanings of the examples as unit vectors; empty without a model of meaning."""

from typing import NamedTuple

import numpy as np

from bot.search.arrays import Float32s, Int32s


class Meanings(NamedTuple):
    """`vectors`: unit vectors of the examples without what all have in common, shape (examples, dimensions).

    `middle`: what they have in common, shape (dimensions,); `norms`: the lengths of each entry's sum, shape (entries,).
    All are empty without a model.
    """

    vectors: Float32s
    middle: Float32s
    norms: Float32s

    def like(self, vector: Float32s) -> Float32s:
        """The cosine of a unit vector, shape (dimensions,), with every example, shape (examples,)."""
        return np.asarray(self.vectors @ self.centred(vector), np.float32)

    def centred(self, vector: Float32s) -> Float32s:
        """The unit vector without what all examples have in common, at length 1, shape (dimensions,)."""
        return unit_length(vector - self.middle)


def meanings(vectors: Float32s, first: Int32s) -> Meanings:
    """`vectors`: shape (examples, dimensions), none without a model; `first`, shape (entries + 1,): see Index."""
    if not len(vectors):
        return Meanings(vectors, np.zeros(0, np.float32), np.zeros(0, np.float32))
    middle = vectors.mean(axis=0)
    centred = unit_length(vectors - middle)
    sums = np.add.reduceat(centred, first[:-1], axis=0)
    return Meanings(centred, middle, np.asarray(np.linalg.norm(sums, axis=1) + 1e-9, np.float32))


def unit_length(vectors: Float32s) -> Float32s:
    """Each vector of the last axis at length 1; the shape stays."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), np.float32)
