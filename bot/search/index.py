"""The fitted index: arrays in which a question's likeness to every example and entry is looked up."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from bot.search.arrays import Bools, Float32s, Float64s, Int32s, Int64s
from bot.search.bm25 import Bm25Index, bm25_index
from bot.search.corpus import COMPARED, Document, Example
from bot.search.postings import Postings, SparseVector, postings
from bot.search.words.analyser import AnalysedQuery
from bot.search.words.encoders import Encoder
from bot.search.words.meaning import Meanings, meanings
from bot.search.words.vectoriser import GramVector, Vectoriser, fitted_vectoriser, whole_length

COMMON_GRAM, COMMON_GRAM_SHARE = 400, 16
"""N-grams of more examples than 400 and a sixteenth tell little and would cost most of a look-up.

Leaving out those of more than a twelfth cost .8 points of top-1 on clinc-k10 (docs/matching.md).
"""
KEPT_SUMS = 24_000_000
"""Numbers kept of words asked before: 96 MB at most, some 2,800 words of the shipped knowledge."""
MOST_EXAMPLES = 20
"""Examples of an entry, its first ones, that may be compared letter by letter; chosen for speed in large knowledge."""
OFTEN = 3
"""How often a word counts at most. Said a hundred times, any word would be more like an example than the example is
like itself; seen in trials with letters typed over and over."""


@dataclass(frozen=True)
class Index:
    """Examples are sorted by entry; entry e has those from `first[e]` to `first[e + 1]`, `first` being (entries + 1,).

    `words`, shape (terms, examples); `characters`, shape (n-grams, examples + out-of-scope questions); a product with
    either is a cosine. `word_norms`, `character_norms`, shape (entries,): the lengths of an entry's summed vectors.
    """

    ids: tuple[str, ...]
    examples: tuple[Example, ...]
    folded: tuple[str, ...]
    first: Int32s
    vectoriser: Vectoriser
    bm25: Bm25Index
    words: Postings
    characters: Postings
    word_norms: Float32s
    character_norms: Float32s
    meaning: Meanings

    @property
    def examples_compared(self) -> bool:
        """Whether the knowledge is small enough for a question to be compared with every example."""
        return len(self.examples) <= COMPARED

    @property
    def entry_of(self) -> Int32s:
        """Each example's entry, shape (examples,)."""
        return np.repeat(np.arange(len(self.ids), dtype=np.int32), np.diff(self.first))

    @cached_property
    def character_sums(self) -> Callable[[str, str], tuple[GramVector, Float32s]]:
        """A word's n-grams, and their rows of `characters` summed, shape (examples + out-of-scope questions,).

        Kept for the words asked last, since questions share most of theirs.
        """

        @lru_cache(maxsize=max(64, KEPT_SUMS // max(1, self.characters.width)))
        def character_sums(word: str, stem: str) -> tuple[GramVector, Float32s]:
            grams = self.vectoriser.grams_of(word, stem)
            return grams, self.characters.weighted_sum(SparseVector(grams.ids, grams.weights))

        return character_sums

    def character_likeness(self, query: AnalysedQuery) -> tuple[Float32s, Float32s]:
        """The cosine in n-grams with every example, (examples,), and with every out-of-scope question."""
        kept = [self.character_sums(word, stem) for word, stem in counted_words(query)]
        both = np.zeros(self.characters.width, np.float32)
        for _, sums in kept:
            both += sums
        both /= whole_length([grams for grams, _ in kept])
        return both[: len(self.examples)], both[len(self.examples) :]

    @cached_property
    def looked_at(self) -> tuple[Int64s, Bools]:
        """Of each entry its first examples, shape (entries, MOST_EXAMPLES), and where it has so many."""
        starts = self.first[:-1].astype(np.int64)
        sizes = np.minimum(np.diff(self.first), MOST_EXAMPLES)
        places = starts[:, None] + np.arange(sizes.max(initial=1))
        there = places < (starts + sizes)[:, None]
        return np.minimum(places, len(self.examples) - 1), there

    def own(self, entry: int) -> range:
        """The places of an entry's examples."""
        return range(int(self.first[entry]), int(self.first[entry + 1]))


class Indexed(NamedTuple):
    """An index with the analysis of its examples, in their order."""

    fitted_index: Index
    queries: list[AnalysedQuery]


def counted_words(query: AnalysedQuery) -> list[tuple[str, str]]:
    """The words with their stems, none more than `OFTEN` times."""
    pairs = list(zip(query.words, query.stems, strict=True))
    if len(pairs) <= OFTEN or len(set(pairs)) == len(pairs):
        return pairs
    return [pair for pair, times in Counter(pairs).items() for _ in range(min(times, OFTEN))]


def indexed(
    documents: Sequence[Document], analyse: Callable[[Example], AnalysedQuery], encoder: Encoder | None = None
) -> Indexed:
    """The index of the documents' examples and titles; those without a word, or said before, are left out."""
    ids: list[str] = []
    examples: list[Example] = []
    queries: list[AnalysedQuery] = []
    bodies: list[list[str]] = []
    first = [0]
    for document in sorted(documents, key=lambda d: d.id):
        own = _analysed(document, analyse)
        if own:
            ids.append(document.id)
            examples.extend(example for example, _ in own)
            queries.extend(query for _, query in own)
            first.append(len(examples))
            bodies.append([stem for body in document.body for stem in analyse(body).stems])
    compared = queries if len(queries) <= COMPARED else []
    bounds = np.array(first, np.int32)
    vectoriser = fitted_vectoriser(compared, bounds)
    words = postings([vectoriser.words(query) for query in compared], vectoriser.width)
    commonest = max(COMMON_GRAM, len(queries) // COMMON_GRAM_SHARE)
    characters = [vectoriser.characters(query) for query in compared]
    grams = postings(characters, len(vectoriser.grams.ids), commonest)
    meaning = _meaning(compared, encoder)
    queries = [q._replace(meaning=v) for q, v in zip(queries, meaning, strict=True)] if len(meaning) else queries
    index = Index(
        ids=tuple(ids),
        examples=tuple(examples),
        folded=tuple(query.folded for query in queries),
        first=bounds,
        vectoriser=vectoriser,
        bm25=bm25_index(queries, bounds, bodies),
        words=words,
        characters=grams,
        word_norms=_centroid_norms(words, bounds),
        character_norms=_centroid_norms(grams, bounds),
        meaning=meanings(meaning, bounds),
    )
    return Indexed(index, queries)


def _analysed(document: Document, analyse: Callable[[Example], AnalysedQuery]) -> list[tuple[Example, AnalysedQuery]]:
    """Examples and titles with a word, sorted, each once."""
    pairs = ((example, analyse(example)) for example in sorted({*document.examples, *document.title}))
    return [(example, query) for example, query in pairs if query.words]


def _meaning(queries: Sequence[AnalysedQuery], encoder: Encoder | None) -> Float32s:
    """Unit vectors, shape (examples, dimensions); empty without a model."""
    if encoder is None or not queries:
        return np.zeros((0, 0), np.float32)
    return encoder([query.folded for query in queries])


def _centroid_norms(rows: Postings, first: Int32s) -> Float32s:
    """The lengths of the sums of each entry's vectors, shape (entries,); empty when no example is compared."""
    if not rows.width:
        return np.zeros(0, np.float32)
    entry = np.repeat(np.arange(len(first) - 1), np.diff(first))
    term = np.repeat(np.arange(rows.height), np.diff(rows.starts))
    keys = term * np.int64(max(1, len(first) - 1)) + entry[rows.columns]
    _, position = np.unique(keys, return_inverse=True)
    sums = np.bincount(position, rows.values)
    owners = np.zeros(len(sums), np.int64)
    owners[position] = entry[rows.columns]
    squares = np.bincount(owners, sums**2, minlength=len(first) - 1)
    return np.sqrt(np.maximum(squares, 1e-9)).astype(np.float32)


def segment_sums(values: Float32s, first: Int32s) -> Float64s:
    """The sum of each entry's examples: (examples,) -> (entries,)."""
    return np.add.reduceat(values, first[:-1], dtype=np.float64)


def segment_maxima(values: Float32s, first: Int32s) -> Float64s:
    """The maximum of each entry's examples: (examples,) -> (entries,)."""
    return np.maximum.reduceat(values, first[:-1]).astype(np.float64)
