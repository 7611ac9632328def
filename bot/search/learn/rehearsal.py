"""An index in; the rankings that its own examples get, each left out, or left out with their whole entry, out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.search.index import Index
from bot.search.learn.classifier import fitted_coefficients
from bot.search.signals import Candidates, LeftOut, Similarities, Table, candidates, similarities
from bot.search.sparse import Floats, Ints
from bot.search.words.reading import Reading

FOLDS = 5
MOST = 2_500


class Rehearsed(NamedTuple):
    """`right`: the row of the right entry among the candidates, -1 if it isn't there."""

    candidates: Candidates
    right: int
    in_scope: bool
    clean: bool
    reading: Reading


@dataclass(frozen=True)
class Kernel:
    """How the classifier compares examples; the question's similarities are mixed in the same way."""

    words: float = 0.4
    characters: float = 0.6

    def mixed(self, found: Similarities) -> Table:
        return self.words * found.words + self.characters * found.characters


def log_shares(scores: Table) -> Table:
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


class Rehearsal(NamedTuple):
    rehearsed: list[Rehearsed]
    coefficients: Floats


def rehearse(index: Index, readings: Sequence[Reading], mistyped: Sequence[Reading]) -> Rehearsal:
    """`mistyped`: the same examples as somebody in a hurry would have typed them, read."""
    kernel = Kernel()
    clean = [similarities(index, reading) for reading in readings]
    hurried = [similarities(index, reading) for reading in mistyped]
    square = np.array([kernel.mixed(found) for found in clean], np.float32)
    other = np.array([kernel.mixed(found) for found in hurried], np.float32)
    entries, m = index.entry_of, len(index.ids)
    everything = np.ones(len(square), np.float32)
    coefficients = fitted_coefficients(square, entries, m, learned=everything)
    shape = (len(square), m)
    kept, kept_hurried, gone = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    order = _shuffled_within(index)
    groups = np.random.default_rng(7).permutation(m) % FOLDS
    for fold in range(FOLDS):
        held = order % FOLDS == fold
        fitted = fitted_coefficients(square, entries, m, learned=(~held).astype(np.float32), start=coefficients)
        kept[held], kept_hurried[held] = square[held] @ fitted, other[held] @ fitted
        held = groups[entries] == fold
        fitted = fitted_coefficients(square, entries, m, learned=(~held).astype(np.float32), start=coefficients)
        scores = square[held] @ fitted
        scores[np.arange(len(scores)), entries[held]] = -30
        gone[held] = scores
    rehearsed = []
    kept, kept_hurried, gone = log_shares(kept), log_shares(kept_hurried), log_shares(gone)
    left_out = _left_out(index, readings, clean)
    chosen = np.random.default_rng(7).permutation(len(square))[:MOST]
    for i in map(int, np.sort(chosen)):
        out, entry = left_out[i], int(entries[i])
        whole = out._replace(whole=True, known=_known_elsewhere(index, readings[i]))
        rehearsed.append(_row(candidates(index, readings[i], clean[i], kept[i], out), entry, readings[i], True))
        if m > 1:
            found = candidates(index, readings[i], clean[i], gone[i], whole)
            rehearsed.append(Rehearsed(found, -1, False, True, readings[i]))
        found = candidates(index, mistyped[i], hurried[i], kept_hurried[i], out)
        rehearsed.append(_row(found, entry, mistyped[i], False))
    return Rehearsal(rehearsed, coefficients)


def _row(found: Candidates, entry: int, reading: Reading, clean: bool) -> Rehearsed:
    where = np.flatnonzero(found.entries == entry)
    return Rehearsed(found, int(where[0]) if len(where) else -1, True, clean, reading)


def _shuffled_within(index: Index) -> Ints:
    """A number for each example so that every entry's examples spread over the folds."""
    rng = np.random.default_rng(11)
    numbers = np.zeros(len(index.examples), np.int32)
    for entry in range(len(index.ids)):
        own = np.array(index.own(entry))
        numbers[own] = rng.permutation(len(own)) + entry
    return numbers


def _left_out(index: Index, readings: Sequence[Reading], found: Sequence[Similarities]) -> list[LeftOut]:
    return [out for entry in range(len(index.ids)) for out in _left_out_of(index, entry, readings, found)]


def _left_out_of(
    index: Index, entry: int, readings: Sequence[Reading], found: Sequence[Similarities]
) -> Iterator[LeftOut]:
    own = index.own(entry)
    counts = Counter(stem for i in own for stem in readings[i].stems)
    length = sum(counts.values())
    terms = index.bm25
    for i in own:
        mine = Counter(readings[i].stems)
        whole = sum(float(terms.idf[terms.ids[stem]]) for stem in mine) or 1.0
        rest = {stem: counts[stem] - mine[stem] for stem in mine if counts[stem] > mine[stem]}
        bm25 = sum(terms.weight(stem, count, length - sum(mine.values())) for stem, count in rest.items())
        coverage = sum(float(terms.idf[terms.ids[stem]]) for stem in rest)
        word_dot = float(found[i].words[own.start : own.stop].sum())
        character_dot = float(found[i].characters[own.start : own.stop].sum())
        alone = {stem for stem in mine if stem not in rest} - _shared(index, readings[i])
        known = 1 - sum(float(terms.idf[terms.ids[stem]]) for stem in alone) / whole
        yield LeftOut(i, entry, False, word_dot, character_dot, bm25 / whole, coverage / whole, known)


def _shared(index: Index, reading: Reading) -> set[str]:
    """The stems that more than one entry has."""
    starts = index.bm25.weights.starts
    return {stem for stem in reading.stems if starts[(row := index.bm25.ids[stem]) + 1] - starts[row] > 1}


def _known_elsewhere(index: Index, reading: Reading) -> float:
    terms = index.bm25
    weight = {stem: float(terms.idf[terms.ids[stem]]) for stem in set(reading.stems)}
    return sum(weight[stem] for stem in _shared(index, reading)) / (sum(weight.values()) or 1.0)
