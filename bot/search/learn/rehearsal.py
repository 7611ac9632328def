"""An index in; the rankings that its own examples get, each left out, or left out with their whole entry, out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.search.index import Index
from bot.search.learn.classifier import fitted_coefficients
from bot.search.signals import Candidates, LeftOut, Likeness, Similarities, Table, candidates, likeness, similarities
from bot.search.sparse import Floats, Ints
from bot.search.words.reading import Reading

FOLDS, RETURNING_STEPS = 6, 8
# Small knowledge can afford, and needs, to leave out every entry once.
SMALL = 2_000
MOST = 1_200
# A classifier of more examples would take minutes to fit and too long to ask.
CLASSIFIED = 8_000
MOST_WEIGHT = 10.0
# A question close to the knowledge is the harder one to refuse.
NEAR_WEIGHT = 2.0


class Rehearsed(NamedTuple):
    """`right`: the row of the right entry among the candidates, -1 if it isn't there."""

    candidates: Candidates
    right: int
    in_scope: bool
    clean: bool
    reading: Reading
    weight: float = 1.0


@dataclass(frozen=True)
class Kernel:
    """How the classifier compares examples; the question's similarities are mixed in the same way."""

    words: float = 0.4
    characters: float = 0.6
    meaning: float = 4.0

    def mixed(self, found: Similarities | Likeness) -> Floats:
        mixed = self.words * found.words + self.characters * found.characters
        if len(found.meaning):
            mixed = mixed + self.meaning * found.meaning
        return np.asarray(mixed, np.float32)


def log_shares(scores: Floats | Table) -> Table:
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), np.float64)


def asked_outright(index: Index, coefficients: Floats, readings: Sequence[Reading], stand_ins: int) -> list[Rehearsed]:
    """Real questions that nothing answers; together they weigh half as much as those that stand in for them."""
    weight = min(MOST_WEIGHT, 0.5 * stand_ins / max(1, len(readings)))
    rows = []
    for place, reading in enumerate(readings):
        found = similarities(index, reading, itself=place)
        scores = classified(found, coefficients, len(index.ids))
        rows.append(Rehearsed(candidates(index, reading, found, scores), -1, False, True, reading, weight))
    return rows


def classified(found: Similarities, coefficients: Floats, entries: int) -> Table:
    """Log-probabilities of every entry; all alike when the knowledge is too large for a classifier."""
    if not len(coefficients):
        return np.zeros(entries)
    return log_shares(Kernel().mixed(found) @ coefficients)


class Stage(NamedTuple):
    """What every rehearsal needs: who is asked, and the classifier if the knowledge is small enough for one."""

    arrays: Index
    readings: Sequence[Reading]
    chosen: NDArray[np.int64]
    square: Floats
    coefficients: Floats


def staged(index: Index, readings: Sequence[Reading]) -> Stage:
    chosen = np.sort(np.random.default_rng(7).permutation(len(readings))[:MOST])
    square = coefficients = np.zeros((0, 0), np.float32)
    if len(readings) <= CLASSIFIED:
        kernel = Kernel()
        square = np.zeros((len(readings), len(readings)), np.float32)
        for i, reading in enumerate(readings):
            square[i] = kernel.mixed(likeness(index, reading))
        coefficients = fitted_coefficients(square, index.entry_of, len(index.ids))
    return Stage(index, readings, chosen, square, coefficients)


def rehearse(stage: Stage, mistyped: Sequence[Reading], strange: Sequence[Reading]) -> list[Rehearsed]:
    """`mistyped`: the chosen examples as somebody in a hurry would type them; `strange`: about other things.

    Each fold misses some examples of every entry and some entries whole; the last one half of the knowledge.
    """
    entries, order, m = stage.arrays.entry_of, _shuffled_within(stage.arrays), len(stage.arrays.ids)
    group = np.random.default_rng(3).permutation(m)
    small = len(stage.readings) <= SMALL
    groups = FOLDS if small else 2 * FOLDS
    rehearsed: list[Rehearsed] = []
    for fold in range(FOLDS):
        gone = group % groups == fold if m > 2 else np.zeros(m, bool)
        held = gone[entries] | (order % FOLDS == fold)
        fitted = _refitted(stage, ~held)
        for j, i in enumerate(stage.chosen.tolist()):
            if gone[entries[i]]:
                near = _without_entries(stage, stage.readings[i], i, fitted, np.arange(m) == entries[i])
                rehearsed.append(near._replace(weight=NEAR_WEIGHT))
            elif held[i]:
                rehearsed += _without_example(stage, i, mistyped[j], fitted)
    for half in range(1 + small) if m > 2 else ():
        gone = group % 2 == half
        fitted = _refitted(stage, ~gone[entries])
        far = [j for j, i in enumerate(stage.chosen.tolist()) if gone[entries[i]]]
        rehearsed += [_without_entries(stage, strange[j], int(stage.chosen[j]), fitted, gone) for j in far]
    return rehearsed


def _refitted(stage: Stage, learned: NDArray[np.bool_]) -> Floats:
    """The classifier without some examples, which keep no coefficients."""
    coefficients = np.zeros_like(stage.coefficients)
    if len(stage.square):
        rows = np.flatnonzero(learned)
        coefficients[rows] = fitted_coefficients(
            _part(stage.square, rows),
            stage.arrays.entry_of[rows],
            len(stage.arrays.ids),
            start=stage.coefficients[rows],
            steps=RETURNING_STEPS,
        )
    return coefficients


def _part(square: Floats, rows: NDArray[np.int64]) -> Floats:
    """These rows and columns; row by row in half the time of numpy's `ix_`."""
    part = np.empty((len(rows), len(rows)), np.float32)
    for place, row in enumerate(rows.tolist()):
        part[place] = square[row, rows]
    return part


def _without_example(stage: Stage, i: int, mistyped: Reading, fitted: Floats) -> Iterator[Rehearsed]:
    index, written = stage.arrays, similarities(stage.arrays, stage.readings[i])
    for reading in (stage.readings[i], mistyped):
        clean = reading is not mistyped
        near = written if clean else similarities(index, reading)
        left_out = _left_out(stage, i, reading, written)
        found = candidates(index, reading, near, classified(near, fitted, len(index.ids)), left_out)
        where = np.flatnonzero(found.entries == left_out.entry)
        yield Rehearsed(found, int(where[0]) if len(where) else -1, True, clean, reading)


def _without_entries(stage: Stage, reading: Reading, i: int, fitted: Floats, removed: NDArray[np.bool_]) -> Rehearsed:
    near = similarities(stage.arrays, reading)
    shares = classified(near, fitted, len(stage.arrays.ids))
    if fitted.size:
        shares[removed] = -30
        shares = log_shares(shares)
    known = _known_elsewhere(stage.arrays, reading, removed)
    left_out = LeftOut(i, int(np.argmax(removed)), removed, known=known)
    return Rehearsed(candidates(stage.arrays, reading, near, shares, left_out), -1, False, True, reading)


def _shuffled_within(index: Index) -> Ints:
    """A number for each example so that every entry's examples spread over the folds."""
    rng = np.random.default_rng(11)
    numbers = np.zeros(len(index.examples), np.int32)
    for entry in range(len(index.ids)):
        own = np.array(index.own(entry))
        numbers[own] = rng.permutation(len(own)) + entry
    return numbers


def _left_out(stage: Stage, i: int, asked: Reading, written: Similarities) -> LeftOut:
    """What is left of an entry without the example: its words, and the lengths of its sums."""
    index = stage.arrays
    entry = int(np.searchsorted(index.first, i, side="right")) - 1
    own = index.own(entry)
    counts = Counter(stem for other in own if other != i for stem in stage.readings[other].stems)
    weight = _weights(index, asked)
    whole = sum(weight.values()) or 1.0
    rest = {stem: counts[stem] for stem in weight if counts[stem]}
    bm25 = sum(index.bm25.weight(stem, count, counts.total()) for stem, count in rest.items())
    shared = _shared(index, asked)
    known = sum(w for stem, w in weight.items() if stem in rest or stem in shared)
    compared = (written.words, written.characters, written.meaning)
    dots = [float(sims[own.start : own.stop].sum()) for sims in compared]
    coverage = sum(weight[stem] for stem in rest)
    return LeftOut(i, entry, None, dots[0], dots[1], dots[2], bm25 / whole, coverage / whole, known / whole)


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
