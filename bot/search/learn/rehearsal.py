"""An index in; the rankings that its own examples get, each left out, or left out with their whole entry, out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.search.index import Index
from bot.search.learn.classifier import fitted_coefficients
from bot.search.signals import Candidates, LeftOut, Similarities, Table, candidates, similarities
from bot.search.sparse import Floats, Ints
from bot.search.words.reading import Reading

FOLDS = 5
MOST = 1_200


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


class _Asked(NamedTuple):
    """The examples asked as questions: as they were written, or mistyped."""

    readings: Sequence[Reading]
    found: list[Similarities]
    square: Floats


def rehearse(
    index: Index, readings: Sequence[Reading], mistyped: Sequence[Reading], strange: Sequence[Reading]
) -> Rehearsal:
    """`mistyped`: the same examples as somebody in a hurry would have typed them; `strange`: about other things."""
    written, hurried = _asked(index, readings), _asked(index, mistyped)
    everything = np.ones(len(readings), np.float32)
    coefficients = fitted_coefficients(written.square, index.entry_of, len(index.ids), learned=everything)
    chosen = np.sort(np.random.default_rng(7).permutation(len(readings))[:MOST])
    rehearsed = _without_examples(index, written, hurried, coefficients, chosen)
    if len(index.ids) > 2:
        rehearsed += _without_entries(index, written, written, coefficients, chosen)
        rehearsed += _without_entries(index, written, _asked(index, strange), coefficients, chosen, half=True)
    return Rehearsal(rehearsed, coefficients)


def _asked(index: Index, readings: Sequence[Reading]) -> _Asked:
    kernel = Kernel()
    found = [similarities(index, reading) for reading in readings]
    return _Asked(readings, found, np.array([kernel.mixed(one) for one in found], np.float32))


def _without_examples(
    index: Index, written: _Asked, hurried: _Asked, coefficients: Floats, chosen: NDArray[np.int64]
) -> list[Rehearsed]:
    entries, m, order = index.entry_of, len(index.ids), _shuffled_within(index)
    scores = np.zeros((2, len(entries), m))
    for fold in range(FOLDS):
        held = order % FOLDS == fold
        learned = (~held).astype(np.float32)
        fitted = fitted_coefficients(written.square, entries, m, learned=learned, start=coefficients)
        for row, asked in enumerate((written, hurried)):
            scores[row, held] = asked.square[held] @ fitted
    rehearsed = []
    for row, asked in enumerate((written, hurried)):
        left_out = _left_out(index, written.readings, asked.readings, written.found)
        classified = log_shares(scores[row])
        for i in map(int, chosen):
            found = candidates(index, asked.readings[i], asked.found[i], classified[i], left_out[i])
            where = np.flatnonzero(found.entries == entries[i])
            right = int(where[0]) if len(where) else -1
            rehearsed.append(Rehearsed(found, right, True, row == 0, asked.readings[i]))
    return rehearsed


def _without_entries(
    index: Index,
    written: _Asked,
    asked: _Asked,
    coefficients: Floats,
    chosen: NDArray[np.int64],
    *,
    half: bool = False,
) -> list[Rehearsed]:
    """Only the question's own entry is missing, or half of the knowledge."""
    groups = 2 if half else FOLDS
    entries, m = index.entry_of, len(index.ids)
    group = np.random.default_rng(groups).permutation(m) % groups
    rehearsed = []
    for gone in range(groups):
        learned = (group[entries] != gone).astype(np.float32)
        fitted = fitted_coefficients(written.square, entries, m, learned=learned, start=coefficients)
        for i in map(int, chosen[group[entries[chosen]] == gone]):
            removed = group == gone if half else np.arange(m) == entries[i]
            scores = asked.square[i] @ fitted
            scores[removed] = -30
            left_out = LeftOut(i, int(entries[i]), removed, known=_known_elsewhere(index, asked.readings[i], removed))
            found = candidates(index, asked.readings[i], asked.found[i], log_shares(scores), left_out)
            rehearsed.append(Rehearsed(found, -1, False, True, asked.readings[i]))
    return rehearsed


def _shuffled_within(index: Index) -> Ints:
    """A number for each example so that every entry's examples spread over the folds."""
    rng = np.random.default_rng(11)
    numbers = np.zeros(len(index.examples), np.int32)
    for entry in range(len(index.ids)):
        own = np.array(index.own(entry))
        numbers[own] = rng.permutation(len(own)) + entry
    return numbers


def _left_out(
    index: Index, readings: Sequence[Reading], asked: Sequence[Reading], found: Sequence[Similarities]
) -> list[LeftOut]:
    """`asked`: the examples as they are asked now, mistyped perhaps; `found`: as they are written."""
    return [out for entry in range(len(index.ids)) for out in _left_out_of(index, entry, readings, asked, found)]


def _left_out_of(
    index: Index, entry: int, readings: Sequence[Reading], asked: Sequence[Reading], found: Sequence[Similarities]
) -> Iterator[LeftOut]:
    own = index.own(entry)
    counts = Counter(stem for i in own for stem in readings[i].stems)
    length = sum(counts.values())
    terms = index.bm25
    for i in own:
        written = Counter(readings[i].stems)
        weight = _weights(index, asked[i])
        whole = sum(weight.values()) or 1.0
        rest = {stem: counts[stem] - written[stem] for stem in weight if counts[stem] > written[stem]}
        bm25 = sum(terms.weight(stem, count, length - sum(written.values())) for stem, count in rest.items())
        coverage = sum(weight[stem] for stem in rest)
        shared = _shared(index, asked[i])
        known = sum(w for stem, w in weight.items() if stem in rest or stem in shared)
        word_dot = float(found[i].words[own.start : own.stop].sum())
        character_dot = float(found[i].characters[own.start : own.stop].sum())
        yield LeftOut(i, entry, None, word_dot, character_dot, bm25 / whole, coverage / whole, known / whole)


def _weights(index: Index, reading: Reading) -> dict[str, float]:
    terms = index.bm25
    return {s: float(terms.idf[terms.ids[s]]) if s in terms.ids else terms.rarest for s in set(reading.stems)}


def _shared(index: Index, reading: Reading) -> set[str]:
    """The stems that more than one entry has."""
    starts, ids = index.bm25.weights.starts, index.bm25.ids
    return {stem for stem in reading.stems if stem in ids and starts[ids[stem] + 1] - starts[ids[stem]] > 1}


def _known_elsewhere(index: Index, reading: Reading, removed: NDArray[np.bool_]) -> float:
    weight, rows = _weights(index, reading), index.bm25.weights
    found = 0.0
    for stem, value in weight.items():
        row = index.bm25.ids.get(stem)
        if row is not None and not removed[rows.columns[rows.starts[row] : rows.starts[row + 1]]].all():
            found += value
    return found / (sum(weight.values()) or 1.0)
