"""The kernel: how alike the classifier finds the examples that teach it, all of them at once.

A question's n-grams are looked up word by word (`Index.character_likeness`). Examples share most of their words, so
here each word is looked up once and added to all examples that say it.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from bot.search.arrays import Float32s, Int64s
from bot.search.index import Index, counted_words
from bot.search.postings import SparseVector
from bot.search.scoring.classifier_scores import CHARACTER_SHARE, WORD_SHARE
from bot.search.words.analyser import AnalysedQuery
from bot.search.words.vectoriser import whole_length

TOLD_EVERY = 500
"""Examples or words between two reports of the progress."""


class _Saying(NamedTuple):
    """The examples that say a word: their rows of the kernel, and what the word's n-grams count in each of them."""

    rows: list[int]
    shares: list[np.float32]


def kernel_among(
    index: Index, queries: Sequence[AnalysedQuery], taught: Int64s, told: Callable[[float], None]
) -> Float32s:
    """`kernel_row` of each of the `taught` examples, of which only the taught ones count: shape (taught, taught).

    `queries`: the analysis of all examples; `told` hears the share that is done.
    """
    kernel = np.zeros((len(taught), len(taught)), np.float32)
    if not len(taught):
        return kernel
    chosen = [queries[i] for i in taught.tolist()]
    _add_words(kernel, index, chosen, taught, lambda share: told(share / 2))
    _add_characters(kernel, index, chosen, taught, lambda share: told((1 + share) / 2))
    if len(vectors := index.meaning.vectors):
        kernel += np.float32(index.meaning.share) * (vectors[taught] @ vectors[taught].T)
    return kernel


def _add_words(
    kernel: Float32s, index: Index, chosen: Sequence[AnalysedQuery], taught: Int64s, told: Callable[[float], None]
) -> None:
    words = index.words.only(taught)
    for row, query in enumerate(chosen):
        kernel[row] = np.float32(WORD_SHARE) * words.weighted_sum(index.vectoriser.words(query))
        if row % TOLD_EVERY == 0:
            told(row / len(chosen))


def _add_characters(
    kernel: Float32s, index: Index, chosen: Sequence[AnalysedQuery], taught: Int64s, told: Callable[[float], None]
) -> None:
    characters, saying = index.characters.only(taught), _saying(index, chosen)
    for place, (said, own) in enumerate(saying.items()):
        grams = index.vectoriser.grams_of(*said)
        sums = characters.weighted_sum(SparseVector(grams.ids, grams.weights))
        for row, share in zip(own.rows, own.shares, strict=True):
            kernel[row] += share * sums
        if place % TOLD_EVERY == 0:
            told(place / len(saying))


def _saying(index: Index, chosen: Sequence[AnalysedQuery]) -> dict[tuple[str, str], _Saying]:
    """Of each word with its stem those that say it; who says it twice stands there twice."""
    found: dict[tuple[str, str], _Saying] = {}
    for row, query in enumerate(chosen):
        words = counted_words(query)
        length = whole_length([index.vectoriser.grams_of(*said) for said in words])
        share = np.float32(CHARACTER_SHARE) / length
        for said in words:
            own = found.setdefault(said, _Saying([], []))
            own.rows.append(row)
            own.shares.append(share)
    return found
