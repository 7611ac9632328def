"""Sentences in; unit vectors of a static embedding model out. Only with the extra "semantic"."""

from collections.abc import Callable, Sequence

import numpy as np

from bot.errors import PasseurError
from bot.search.sparse import Floats

Encoder = Callable[[Sequence[str]], Floats]


def load_encoder(model: str) -> Encoder:
    """`model`: a folder, or the name of a model on the hub that has been fetched."""
    try:
        from model2vec import StaticModel
    except ImportError:
        raise PasseurError("A model of meaning needs the extra: pip install 'passeur[semantic]'.") from None
    static = StaticModel.from_pretrained(model)

    def encode(sentences: Sequence[str]) -> Floats:
        return unit_length(np.asarray(static.encode(list(sentences)), np.float32))

    return encode


def unit_length(vectors: Floats) -> Floats:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), np.float32)
