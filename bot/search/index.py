"""Documents in; arrays out in which a question's similarity to every example and entry is looked up."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.search.corpus import Document, Example
from bot.search.rank import Match
from bot.search.sparse import Floats, Ints, Rows, Vector, transposed
from bot.search.words.meaning import Encoder, Meanings, meanings
from bot.search.words.reading import Reading
from bot.search.words.vectors import Spelt, Vectors, fitted_vectors, whole_length

SATURATION, LENGTH_WEIGHT = 1.2, 0.75
BODY_WEIGHT = 0.3
# Beyond this many examples, only entries are looked up, and rapidfuzz compares the examples of the best.
COMPARED = 25_000
# N-grams of more examples than this tell little and would cost most of a look-up.
COMMON, COMMON_SHARE = 400, 16
KEPT_SUMS = 16_000_000
OFTEN = 3


class Terms25(NamedTuple):
    """BM25 over one document an entry: stem -> row of `weights`, entries by weight."""

    ids: Mapping[str, int]
    idf: Floats
    rarest: float
    weights: Rows
    average_length: float

    def weight(self, stem: str, count: float, length: int) -> float:
        row = self.ids[stem]
        return float(self.idf[row]) * saturated(count, length / self.average_length)


def saturated(count: float, relative_length: float) -> float:
    damping = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * relative_length)
    return count * (SATURATION + 1) / (count + damping)


@dataclass(frozen=True)
class Index:
    """Examples are sorted by entry; entry e has those from `first[e]` to `first[e + 1]`.

    `characters`: of the examples, and behind them of the questions that no entry answers.
    """

    ids: tuple[str, ...]
    examples: tuple[Example, ...]
    folded: tuple[str, ...]
    first: Ints
    vectors: Vectors
    bm25: Terms25
    words: Rows
    characters: Rows
    word_norms: Floats
    character_norms: Floats
    meaning: Meanings

    @property
    def examples_compared(self) -> bool:
        return len(self.examples) <= COMPARED

    @property
    def entry_of(self) -> Ints:
        return np.repeat(np.arange(len(self.ids), dtype=np.int32), np.diff(self.first))

    @cached_property
    def _sounding(self) -> Callable[[str, str], tuple[Spelt, Floats]]:
        """A word, and its n-grams summed over the columns of `characters`.

        Kept for the words asked last, since questions share most of theirs.
        """

        @lru_cache(maxsize=max(64, KEPT_SUMS // max(1, self.characters.width)))
        def sounding(word: str, stem: str) -> tuple[Spelt, Floats]:
            spelt = self.vectors.spelt(word, stem)
            return spelt, self.characters.weighted_sum(Vector(spelt.ids, spelt.weights))

        return sounding

    def spelt_like(self, reading: Reading) -> tuple[Floats, Floats]:
        """The likeness in characters of every example, and of every outside question."""
        # Said a hundred times, any word would be more like an example than the example is like itself.
        said = Counter(zip(reading.words, reading.stems, strict=True))
        pairs = [pair for pair, times in said.items() for _ in range(min(times, OFTEN))]
        sounding = [self._sounding(word, stem) for word, stem in pairs]
        both = np.zeros(self.characters.width, np.float32)
        for _, sums in sounding:
            both += sums
        both /= whole_length([spelt for spelt, _ in sounding])
        return both[: len(self.examples)], both[len(self.examples) :]

    def own(self, entry: int) -> range:
        return range(int(self.first[entry]), int(self.first[entry + 1]))


class Indexed(NamedTuple):
    arrays: Index
    readings: list[Reading]


def readable_examples(document: Document) -> list[Example]:
    return [*document.examples, *document.title]


def indexed(
    documents: Sequence[Document], read: Callable[[Example], Reading], encoder: Encoder | None = None
) -> Indexed:
    ids: list[str] = []
    examples: list[Example] = []
    readings: list[Reading] = []
    bodies: list[list[str]] = []
    first = [0]
    for document in sorted(documents, key=lambda d: d.id):
        pairs = {(e, r.folded): r for e in sorted(set(readable_examples(document))) if (r := read(e)).words}
        if pairs:
            ids.append(document.id)
            examples.extend(example for example, _ in pairs)
            readings.extend(pairs.values())
            first.append(len(examples))
            bodies.append([stem for body in document.body for stem in read(body).stems])
    commonest = max(COMMON, len(readings) // COMMON_SHARE)
    compared = readings if len(readings) <= COMPARED else []
    bounds = np.array(first, np.int32)
    vectors = fitted_vectors(compared, bounds)
    words = transposed([vectors.words(reading) for reading in compared], vectors.width)
    characters = transposed([vectors.characters(reading) for reading in compared], len(vectors.grams.ids), commonest)
    meaning = _meaning(compared, encoder)
    if len(meaning):
        readings = [r._replace(meaning=v) for r, v in zip(readings, meaning, strict=True)]
    index = Index(
        tuple(ids),
        tuple(examples),
        tuple(reading.folded for reading in readings),
        bounds,
        vectors,
        _bm25(readings, bounds, bodies),
        words,
        characters,
        _centroid_norms(words, bounds) if compared else np.zeros(0, np.float32),
        _centroid_norms(characters, bounds) if compared else np.zeros(0, np.float32),
        meanings(meaning, bounds),
    )
    return Indexed(index, readings)


def _meaning(readings: Sequence[Reading], encoder: Encoder | None) -> Floats:
    if encoder is None or not readings:
        return np.zeros((0, 0), np.float32)
    return encoder([reading.folded for reading in readings])


def _bm25(readings: Sequence[Reading], first: Ints, bodies: Sequence[Sequence[str]]) -> Terms25:
    counts: list[Counter[str]] = []
    for entry in range(len(bodies)):
        count = Counter(stem for reading in readings[first[entry] : first[entry + 1]] for stem in reading.stems)
        counts.append(count)
    frequency = Counter(stem for count in counts for stem in count)
    ids = {stem: i for i, stem in enumerate(sorted(frequency))}
    m = len(counts)
    df = np.array([frequency[stem] for stem in ids], np.float32)
    idf = np.log(1 + (m - df + 0.5) / (df + 0.5)).astype(np.float32)
    lengths = [sum(count.values()) for count in counts]
    average = sum(lengths) / max(1, m)
    vectors = []
    for count, body, length in zip(counts, bodies, lengths, strict=True):
        weak = Counter(body)
        rows = np.array([ids[stem] for stem in count], np.int64)
        tf = np.array([count[stem] + BODY_WEIGHT * min(3, weak[stem]) for stem in count], np.float32)
        weights = np.array([saturated(float(t), length / average) for t in tf], np.float32)
        vectors.append(Vector(rows, idf[rows] * weights))
    return Terms25(ids, idf, math.log(1 + (m - 0.5) / 1.5), transposed(vectors, len(ids)), average)


def _centroid_norms(rows: Rows, first: Ints) -> Floats:
    """The lengths of the sums of each entry's vectors."""
    entry = np.repeat(np.arange(len(first) - 1), np.diff(first))
    feature = np.repeat(np.arange(rows.height), np.diff(rows.starts))
    keys = feature * np.int64(max(1, len(first) - 1)) + entry[rows.columns]
    _, position = np.unique(keys, return_inverse=True)
    sums = np.bincount(position, rows.values)
    owners = np.zeros(len(sums), np.int64)
    owners[position] = entry[rows.columns]
    squares = np.bincount(owners, sums**2, minlength=len(first) - 1)
    return np.sqrt(np.maximum(squares, 1e-9)).astype(np.float32)


def segment_sums(values: Floats, first: Ints) -> NDArray[np.float64]:
    return np.add.reduceat(values, first[:-1], dtype=np.float64)


def segment_maxima(values: Floats, first: Ints) -> NDArray[np.float64]:
    return np.maximum.reduceat(values, first[:-1]).astype(np.float64)


def match(index: Index, entry: int, example: int, probability: float) -> Match:
    best = index.examples[example]
    return Match(index.ids[entry], probability, best.text, best.language)
