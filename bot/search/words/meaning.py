"""Sentences in; unit vectors of a static embedding model out. Only with the extra "semantic"."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from bot.errors import MissingLibraryError
from bot.search.sparse import Floats, Ints

Encoder = Callable[[Sequence[str]], Floats]


def load_encoder(model: str) -> Encoder:
    """`model`: a folder, or the name of a model on the hub that has been fetched."""
    try:
        from model2vec import StaticModel
    except ImportError:
        raise MissingLibraryError("A model of meaning", "model2vec") from None
    static = StaticModel.from_pretrained(model)

    def encode(sentences: Sequence[str]) -> Floats:
        return unit_length(np.asarray(static.encode(list(sentences)), np.float32))

    return encode


class Meanings(NamedTuple):
    """Unit vectors of the examples, without what all have in common, and the lengths of each entry's sum."""

    vectors: Floats
    middle: Floats
    norms: Floats

    def like(self, vector: Floats) -> Floats:
        """The cosine with every example."""
        return np.asarray(self.vectors @ unit_length(vector - self.middle), np.float32)


def meanings(vectors: Floats, first: Ints) -> Meanings:
    """`vectors`: one row an example, none without a model; `first`: where each entry's rows begin, and the end."""
    if not len(vectors):
        return Meanings(vectors, np.zeros(0, np.float32), np.zeros(0, np.float32))
    middle = vectors.mean(axis=0)
    centred = unit_length(vectors - middle)
    sums = np.add.reduceat(centred, first[:-1], axis=0)
    return Meanings(centred, middle, np.asarray(np.linalg.norm(sums, axis=1) + 1e-9, np.float32))


def unit_length(vectors: Floats) -> Floats:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), np.float32)
