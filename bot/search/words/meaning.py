"""The meanings of the examples as unit vectors; empty without a model of meaning."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.search.arrays import Float32s, Int32s

MOST_SHARE, FULLY_UP_TO = 4.0, 20
"""What a model says counts fully up to 20 examples an entry; of more, words tell more and more. With 1 instead of 4,
clinc-k10's val split lost .8 points of top-1 (1.5 mistyped) at three examples and .1 (.6) at ten, while of the
development questions, with 84 examples an entry, .71 instead of .67 were answered right above a probability of .85."""


class Meanings(NamedTuple):
    """`vectors`: unit vectors of the examples without what all have in common, shape (examples, dimensions).

    `middle`: what they have in common, shape (dimensions,); `norms`: the lengths of each entry's sum, shape (entries,).
    `beyond`: unit vectors of the questions that nothing answers, shape (questions, dimensions). All are empty without a
    model.
    """

    vectors: Float32s
    middle: Float32s
    norms: Float32s
    beyond: Float32s

    @property
    def share(self) -> float:
        """What a cosine in meaning counts in the classifier beside one in words, which counts 1."""
        return min(MOST_SHARE, FULLY_UP_TO * MOST_SHARE * len(self.norms) / max(1, len(self.vectors)))

    def with_beyond(self, vectors: Sequence[Float32s]) -> "Meanings":
        """With the vectors, each of shape (dimensions,), of the questions that nothing answers."""
        if not len(self.vectors) or not vectors:
            return self
        return self._replace(beyond=self.centred(np.array(vectors)))

    def like(self, vector: Float32s) -> Float32s:
        """The cosine of a unit vector, shape (dimensions,), with every example, shape (examples,)."""
        return np.asarray(self.vectors @ self.centred(vector), np.float32)

    def centred(self, vector: Float32s) -> Float32s:
        """Unit vectors, shape (…, dimensions), without what all examples have in common, at length 1."""
        return unit_length(vector - self.middle)


def meanings(vectors: Float32s, first: Int32s) -> Meanings:
    """`vectors`: shape (examples, dimensions), none without a model; `first`, shape (entries + 1,): see Index."""
    if not len(vectors):
        return Meanings(vectors, np.zeros(0, np.float32), np.zeros(0, np.float32), vectors)
    middle = vectors.mean(axis=0)
    centred = unit_length(vectors - middle)
    sums = np.add.reduceat(centred, first[:-1], axis=0)
    return Meanings(centred, middle, np.asarray(np.linalg.norm(sums, axis=1) + 1e-9, np.float32), vectors[:0])


def unit_length(vectors: Float32s) -> Float32s:
    """Each vector of the last axis at length 1; the shape stays."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), np.float32)
